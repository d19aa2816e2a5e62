"""The words of a sentence that name persons, as regular expressions: ``my sister Ann Lee (ann@example.org) and me``."""

from mailflow.read.answers.result import listed

CAPITAL = (
    r"(?-i:(?!I\b)[A-ZÀ-ÖØ-Þ](?:[\w-]|['’](?!(?:ll|m|d|re|ve|s)\b))*(?:(?<=\b[A-Z])\.|(?<=\b[JDSMF]r)\."
    r"|(?<=\bMrs)\.|(?<=\bMs)\.|(?<=\bRev)\.|(?<=\bSgt)\.)?)"
)
NAME = rf"{CAPITAL}(?: (?:(?:de|la|van|von|der|del|da|bin) ){{0,2}}{CAPITAL}){{0,3}}"
ADDRESS = r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
PHONE = r"\+?\(?\d{3}\)?[-. /]\d{3}[-. ]\d{4}\b"
REACH = (
    rf"(?:,? ?[<(\[] ?(?:mailto:)?{ADDRESS} ?(?:, ?{PHONE} ?)?[>)\]](?: {ADDRESS})?|,? {ADDRESS}"
    rf"|,? ?\(?{PHONE}\)?)"
)
RELATION = r"(?:(?:my|our|his|her|their) (?:(?-i:[a-z])[\w-]{1,20},? ){1,3})"
NAMED = rf"{RELATION}?{NAME}(?: \((?:me|myself)\))?(?:, (?-i:RN|MD|PhD|Esq|Jr|Sr|CPA)\.?)?{REACH}{{0,2}}"
_NOT_LOW = (
    r"(?!(?:me|us|up|her|him|them|is|are|be|and|or|at|to|by|on|with|for|from|mail|email|e-mail|phone"
    r"|cell|it|that|the|our|my|as|tech|technical|technology|board|maestro|back-?up|call|line|conference|meeting|notes"
    r"|minutes|side|part|end|person|support|night|evening|day|time|too|also|then|again|instead|everyone|everybody)\b)"
)
_NO_NOUN = r"(?<!\bthe )(?<!\bour )(?<!\bthis )(?<!\bthat )"
"""What stands behind ``the`` is a thing, and no name without a capital."""
LOW = rf"{_NO_NOUN}{_NOT_LOW}[a-z][\w'’-]{{1,20}}(?: {_NOT_LOW}[a-z][\w'’-]{{0,20}}\.?)?{REACH}"
PERSON = rf"(?:{NAMED}|(?:(?:my|our|his|her|their) (?-i:[a-z]{{3,12}}),? )?(?-i:{LOW}))"
WHO = (
    rf"(?P<who>{PERSON}(?:(?:, {PERSON}){{0,4}}(?:,? and | & |,? with ){PERSON})?|\b(?:I|me"
    rf"|myself)\b(?: and {PERSON})?|{PERSON} and (?:I|me|myself)\b)"
)
WHO_ONE = rf"(?P<who>{PERSON}|\b(?:I|me|myself)\b)"
"""One person, where the verb is of one: in ``Ann runs it, and Bo is her backup`` Ann is not."""
WHO_BEHIND = (
    rf"(?P<who>(?:{NAMED}|(?:(?:my|our|his|her|their) (?-i:[a-z]{{3,12}}),? )?{LOW}|\bme\b"
    rf"|\bmyself\b)(?:(?>(?:, {NAMED}){{0,4}}(?:,? and | & )(?:{NAMED}|me\b|myself\b))"
    r"(?!,? (?:is|will|can|as|does|backs|has|runs|takes|handles|steps|(?:my|our|her|his|the) (?:back|tech|note))\b"
    r"|['’]ll\b))?)"
)

AUX = (
    r"(?:(?: said (?:he|she|they))?['’]d be (?:glad|happy|willing|able) to"
    r"| (?:said|says|promised|agreed|confirmed)(?: that)? (?:he|she|they)(?:['’](?:d"
    r"|ll)| will| can| would)"
    r"|['’]ll|['’]d| (?:will|can|shall|could|might|may|would|is going to|am going to|are going to"
    r"|has agreed to|have agreed to"
    r"|agreed to|promised to|has promised to|has offered to|have offered to|has volunteered to"
    r"|volunteered to|(?:is|am|are) (?:willing"
    r"|happy|able|ready|glad) to"
    r"|would be happy to|['’]d be happy to|plan to|plans to|offered to|want to|wants to|would like to))"
)
"""What stands between a person and what they will do."""

_ILL = (
    r"(?:sick|ill|laid up|under the weather|away|unable|unavailable|held up|stuck|delayed|late|tied up|called (?:away"
    r"|in)|at work|on call|busy"
    r"|indisposed|not (?:able|available|there))\b"
)
_FAILS = (
    rf"(?:(?:falls?|gets?|becomes?|takes?|am|is|are|be|should be|were to be)(?: taken)? {_ILL}"
    r"|['’](?:m|s|re) (?:not |un)?(?:able|available|sick|ill|away|stuck|there)\b"
    r"|(?:can['’]?t|cannot|can not|couldn['’]?t|could not|does(?:n['’]t| not)|do(?:n['’]t| not))(?: (?:make|do|come"
    r"|be)\b)?"
    r"|(?:drops?|has to drop|have to drop|backs?|falls?) out|(?:has|have) to (?:cancel|work|leave)|fails?\b"
    r"|loses? (?:her|his|my|their) (?:voice|connection|line))"
)
CANNOT = (
    rf"(?:if|in case|should|when|whenever) (?P<whose>I|he|she|they|(?!you\b){NAME}) {_FAILS}"
    r"(?![^,.;!?]*\b(?:you|tech|board|maestro|call back|reach|answer)\b)[^,.;!?]{0,40}?"
)
"""That somebody may not be able to: ``if he falls ill``."""

NO_NAMES = listed(
    """
    we they she he it this that there someone somebody anyone nobody who you then and but also the a an so if
    when our my your one can could please thanks everyone all both no not yes maestro occupy hi hello backup
    facilitator tech either neither will would maybe perhaps probably hopefully because since as for with until
    once after before interoccupy io people folks volunteers which what where how here now next first second our
    group each any some
    """
)
"""Words that begin no name."""
