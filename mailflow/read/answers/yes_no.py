"""Yes and no, explained or not, and the emergency's why.

An explanation behind a plain yes or no is no doubt; a condition, a hedge or a contrast is. What is said
twice must agree.
"""

import re

from mailflow.read.answers.nothing import is_nothing
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, phrases, plain, words

_YES = phrases(
    """
    yes|y|yep|yeah|yea|yup|ya|sure|sure thing|ok|okay|of course|definitely|absolutely|certainly|true|affirmative
    yes please|yes thanks|yes thank you|yes we do|yes we have|yes i do|yes i have|yes they are|yes he is|yes she is
    yes it is|yes i agree|yes we agree|agreed|i agree|we agree|agree|we do|i do|we have|i have|yes we are|yes yes
    yes indeed|yes of course|yes absolutely|yes definitely|yes sure|yes to all|yes all of us|already trained|trained
    yes trained|certified|fully trained|yes already|yes already trained|yes they have|yes he has|yes she has
    yes they do|yes that's fine|yes that is fine|that's fine|fine|yes go ahead|yes you may|you may|please do
    yes read|read|we read them|yes we read them|yes we have read them|i have read them|yes i have read them
    we have read them|x|[x]|\u2713|\u2714|\u2611|\u2705|yes \u2713|yes x|si|oui|yes for sure|for sure|yes it can
    yes they can|ja|sim|yes done|done|yes thank you
    correct|yes correct|true yes|yes twice|go ahead|yes go ahead|by all means
    """
)
_NO = phrases(
    """
    no|n|nope|nah|not yet|no thanks|no thank you|false|negative|not really|no not yet|not at all|none
    no they are not|no he is not|no she is not|no we do not|no we don't|no we have not|no we haven't|not trained
    no not trained|untrained|not trained yet|no please|please don't|please do not|never|absolutely not
    definitely not|certainly not|no no|non|of course not|no it is not|no it isn't|not an emergency|no emergency
    not urgent|it is not|it isn't|not yet trained|nein|nee|nao|not an emergency at all|no rush|no hurry|not needed
    not necessary|no need
    """
)
_PUBLIC = phrases(
    """
    public|open|public call|open call|open to all|open to everyone
    list it|open to the public|please list it|list us|all welcome|everyone welcome
    """
)
_PRIVATE = phrases(
    """
    private|not public|private call|closed|keep private|keep it private|keep this private|unlisted|members only
    only members|for members only|invitation only|by invitation|by invitation only|invite only|internal|internal only
    internal call|closed call|closed meeting|closed group|private meeting|do not list it|don't list it|not listed
    our members only|only our members|only for members|our group only|only our group|just our group|just us
    """
)
_NOT_TO_POST = re.compile(
    r"(?:do not|don't|dont|never|not to) (?:post|list|publish|share|advertise|print)"
    r"(?: (?:it|this|that|these|them|us|ours|the (?:call|notes|minutes)|(?:this|our) call|(?:my|our) (?:notes"
    r"|minutes)))?"
    r"(?: (?:publicly|anywhere|online|on (?:the|your) (?:web ?)?(?:site|page|calendar)))*"
)
"""A no to what is published, in the words of the line itself."""
_OPPOSITE = re.compile(r"\b(?:private|privately|unlisted|closed|hidden|secret|internal|confidential)\b", re.IGNORECASE)
_COURTESY = re.compile(
    r"\b(?:please|pls|plz|thanks|thank you|thank god|sorry|for now|danke|bitte|gracias|por favor|merci)\b"
)
_READ_THEM = re.compile(
    r"(?:yes )?(?:(?:i|we)(?:'ve| have)? |have )?(?:all |both )?read"
    r"(?: (?:and|&|\+) (?:agreed?|understood|understand|accept)(?: to| with)?)?"
    r"(?: (?:them|it|all|everything|all of (?:it|them)|the guidelines))?(?: (?:carefully|twice|all|too))?"
)
_WILLING = re.compile(
    r"but (?:(?:is|are|am|he is|she is|they are|we are|i am|he's|she's|they're|we're|i'm|very|would be|quite) )*"
    r"(?:willing|happy|eager|keen|glad|interested|can learn|would like to learn|wants? to learn)"
    r"(?: to (?:learn|be trained|train|take (?:the|a) (?:training|course)|do (?:the|a) training))?"
)
"""No, with an offer that changes nothing of it."""
_HEDGE = re.compile(
    r"\b(?:but|if|except|unless|only|though|although|however|maybe|perhaps|probably|possibly|likely|might|may"
    r"|could|hope"
    r"|hopefully|think|guess|unsure|sure|depends|until|till|once|after|before|when|later|yet|almost|mostly|partly"
    r"|partially|some|half|problem|worries|idea|hold|wait|either|or|and no|and yes|not|no|yes|don't|dont|never|private"
    r"|public|ask|first|pending|should|would|will|soon|training|trial|first)\b|\?"
)


def _split_answer(text: str) -> tuple[bool | None, str]:
    """The leading yes or no, ``None`` where there is none, and what stands behind it."""
    found = re.match(r"(yes|yep|yeah|yea|yup|no|nope)\b(?![-'][a-z])[\s,.;:!()-]*(.*)", text, re.DOTALL)
    if not found:
        return None, text
    return found[1] not in {"no", "nope"}, found[2].strip(" .,;:!()-")


def yes_or_no(text: str) -> bool | None:
    """A plain yes or no in ``words``, said once or in several ways that agree; ``None`` for everything else."""
    whole = _plain_answer(text)
    if whole is not None or "?" in text:
        return whole
    clauses = [one for one in re.split(r"[,.;:!()]+|\s-+\s", text) if one.strip(" -")]
    answers = [_plain_answer(one) for one in clauses]
    said = {answer if answer is not None else _public(one) for one, answer in zip(clauses, answers, strict=True)}
    return said.pop() if len(said) == 1 and any(answer is not None for answer in answers) else None


def _plain_answer(text: str) -> bool | None:
    bare = re.sub(r"[\s,.;:!-]+", " ", text).strip()
    bare = bare if bare in _YES or bare in _NO else " ".join(_COURTESY.sub(" ", bare).split())
    if bare in _YES or _READ_THEM.fullmatch(bare):
        return True
    return False if bare in _NO or _NOT_TO_POST.fullmatch(re.sub(r"\Ano ", "", bare)) else None


def _public(text: str) -> bool | None:
    """What the words themselves say of a public call."""
    bare = " ".join(_COURTESY.sub(" ", re.sub(r"[\s,.;:!-]+", " ", text)).split())
    return bare in _PUBLIC if bare in _PUBLIC or bare in _PRIVATE else None


def asks_opposite(label: str) -> bool:
    """Whether a label's yes means no (protocol, section 2.1, polarity traps): ``Private``, ``Keep private``."""
    return bool(_OPPOSITE.search(label))


def _speaks_of_itself(text: str) -> bool:
    """Whether ``public`` or ``private`` stands beside a yes or no, where the label asks for the opposite."""
    return bool(
        re.search(
            r"\b(?:public\w*|private|open|closed|internal|members|invit\w+|list|post|publish|share|advertise|print)\b",
            text,
        )
    )


def read_bool(said: str, *, negated: bool = False) -> Result:
    """Yes or no. ``negated``: the label asks the opposite (``Private: yes`` is public false).

    ``public`` and ``private`` mean themselves under either label. An explanation behind a plain yes or no is no doubt,
    a condition, a hedge or a contrast is.
    """
    if len(said) > LONGEST:
        return TOO_LONG
    text = words(said)
    if (public := _public(text)) is not None and "?" not in text:
        return Certain(value=public, grammar="bool:public")
    answer = yes_or_no(text)
    if answer is not None and "?" not in text and not (negated and _speaks_of_itself(text)):
        return Certain(value=answer is not negated, grammar="bool")
    if is_nothing(said):
        return None
    answer, rest = _split_answer(text)
    if answer is None:
        return Doubt(why="we could not tell a yes or a no")
    public = _public(rest)
    if public is not None and public == (answer is not negated):
        return Certain(value=public, grammar="bool:explained")
    doubtful = public is not None or _HEDGE.search(rest) or "?" in text
    if doubtful and not (answer is False and _WILLING.fullmatch(rest)):
        return Doubt(why="it is a yes or a no with more behind it", suggestion=answer is not negated)
    return Certain(value=answer is not negated, grammar="bool:explained")


_CONDITION = re.compile(
    r"(?:but|if|unless|except|maybe|perhaps|probably|possibly|only|and no|or|no|not|depends|kind of|sort of"
    r"|i think|\?)\b"
)


_IT = r"(?:it|this|that|the call|this call)"
_VERY = r"(?: (?:really|truly|definitely|certainly|absolutely|actually|indeed|very|quite|so|that|such))*"
_URGENT = (
    rf"{_VERY} (?:urgent|(?:an? )?(?:real |true |genuine |serious )?emergency)(?: (?:call|request|situation))?"
    r"(?![\w'-])[\s,.;:!()-]*(?P<rest>.*)"
)
_CLAIMED = re.compile(rf"{_IT}(?:'?s| is){_URGENT}", re.DOTALL)
_DENIED = re.compile(rf"(?:{_IT}(?:(?:'?s| is) (?:not|no)| isn'?t)|not){_URGENT}", re.DOTALL)
_DOUBTED = re.compile(
    rf"(?:\b(?:not|no|never|hardly)|n't)\b[^,.;:!?]*\b(?:emergency|urgent)\b|\A{_IT}(?:(?:'?s| is) not| isn'?t)\b"
)


def _stated(text: str) -> tuple[bool | None, str]:
    """Whether a sentence says that it is an emergency, ``None`` where it says neither, and what stands behind it."""
    for answer, pattern in ((True, _CLAIMED), (False, _DENIED)):
        if found := pattern.match(text):
            return answer, found["rest"].strip(" .,;:!()-")
    return None, text


def read_reason(said: str) -> Result:
    """The emergency line: yes or no, and why. The reason also fills ``emergency_reason``, as written.

    ``It is an emergency`` is a yes, ``it's not urgent`` a no.
    """
    if is_nothing(said):
        return None
    text = words(said) if len(said) <= LONGEST else plain(said[:LONGEST]).lower()
    answer = yes_or_no(text)
    if answer is not None:
        return Certain(value=answer, grammar="reason") if "?" not in text else Doubt(why="not sure yet")
    answer, behind = _split_answer(text)
    stated, rest = _stated(behind)
    if answer is None and stated is None:
        return _neither(said, text)
    meant = stated if answer is None else answer
    hedged = _CONDITION.match(rest) or rest.startswith("?") or (answer is None and ("?" in rest or _HEDGE.match(rest)))
    if stated is (not meant) or hedged or (not meant and _HEDGE.search(rest)):
        return Doubt(why="it is a yes or a no with a condition", suggestion=True if meant and stated is None else None)
    if not meant:
        return Certain(value=False, grammar="reason:explained")
    if not rest:
        return Certain(value=True, grammar="reason:stated")
    reason = " ".join(said.split())
    reason = reason if answer is None else _LEADING_YES.sub("", reason, count=1)
    reason = reason.rstrip(")") if "(" not in reason else reason
    return Certain(value=True, grammar="reason:yes-and-why", also={"emergency_reason": reason})


_LEADING_YES = re.compile(r"^[\W_]*[a-z]+\b[\s,.;:!()\u2010-\u2015-]*(?:(?:because|since)\s+)?", re.IGNORECASE)


def _neither(said: str, text: str) -> Doubt:
    """Words without a yes or a no: a reason makes a yes likely."""
    if _HEDGE.match(text) or _CONDITION.match(text) or _DOUBTED.search(text):
        return Doubt(why="we could not tell a yes or a no")
    reason = " ".join(said.split())
    return Doubt(why="it gives a reason but no yes", suggestion=True, also={"emergency_reason": reason})
