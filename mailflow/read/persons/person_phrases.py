"""What people say where a name is asked: ``me``, ``same as above``, ``my sister``, ``will do it``, ``no email``."""

import re

BACKUP = re.compile(
    r"\b(?:as |is |for |our |the |will be |my |his |her |their )*(?:a )?back[ -]?ups?\b(?: facilitators?| hosts?"
    r"| person| is"
    r"| will be)*",
    re.IGNORECASE,
)
_TOO = r"(?:,? (?:again|too|also|as well|please|lol|haha|of course|for sure|thanks|here))*"
SAME = re.compile(
    r"(?:(?:both|all|those|they|them)(?: of)? )?(?:the )?(?:same|ditto|dito|as above|see above|idem|above)"
    r"(?: (?:as|persons?|people|ones?|guys?|folks|two|three|above|ditto|the|named|listed|in line above))*" + _TOO,
    re.IGNORECASE,
)
_LINE = r"(?:call|line|number|no\.?|item|question|point|primary|main|email)"
SAME_AS = re.compile(
    r"(?:(?:also |again )?(?:the )?"
    r"(?:same|ditto|dito|see|as|like|idem|line|item|question|number|no\.?(?= ?#?\d)|who is in)"
    rf"(?: (?:persons?|people|ones?|guys?|folks|as|like|in|for|on|the|our|above|under|{_LINE}))*"
    r"|also (?:the|our)|#(?=\d)) ?#?(?P<who>[a-z0-9 -]+?)(?: above)?" + _TOO,
    re.IGNORECASE,
)
SAME_AS_NAMED = re.compile(
    rf"(?:the )?(?:same|ditto|idem)(?: person| one)? as (?P<name>[^\W\d_][\w'. -]{{1,40}}?)(?: above)?{_TOO}",
    re.IGNORECASE,
)
"""The person of another line by name: ``same as Tammy``."""
_LINES = {
    "facilitator": "8|facilitator|facilitators|host|hosts|conductor",
    "backup": "9|backup|back-up|back up|backup facilitator|back-up facilitator|co-facilitator|cofacilitator",
    "tech": "10|tech|tech support|tech supporter|maestro tech|maestro|tech person|techie",
    "notetaker": "16|notetaker|note taker|note-taker|notes|scribe",
    "contact": "3|contact|contact person|requester|sender|myself|me|i",
}
LINE_OF = {word: key for key, said in _LINES.items() for word in said.split("|")}
CONTACT = re.compile(r"(?:the )?contact person(?: above)?", re.IGNORECASE)
_DOES = (
    r"(?:facilitat|host|moderat|lead|run|chair|do|tak|be|handl|cover|manag|conduct)(?:e|es|ing|s)?"
    r"(?: (?:it|this|that|the|notes|tech|support|call|calls|board|maestro|facilitator|host|note[ -]?taker|so"
    r"|again|for us))*"
)
ME = re.compile(
    rf"(?:just |only |probably not |also |again )?(?:me|myself|i|self|yours truly|(?:it'?s|it is|that'?s|that is"
    rf"|that would be|that will be|this is) me"
    rf"|(?:i|i myself) (?:will|can|do|am|would|shall)(?: {_DOES})?|i'll(?: {_DOES})?|i'd(?: {_DOES})?"
    rf"|i'm(?: {_DOES})?|i {_DOES}|the sender){_TOO}",
    re.IGNORECASE,
)
WILL_DO = re.compile(
    rf"\s+(?:will|can|is|has agreed to|agreed to|is going to|has offered to|would|offered to)(?: be)? {_DOES}$",
    re.IGNORECASE,
)
TOO_BEHIND = re.compile(r"(?<=[\w.]) (?:again|too|also|as well)$", re.IGNORECASE)
ROLE_IS = re.compile(
    r"(?:that|it|this|she|he)(?:'s| is|'ll be| will be| would be|'d be|'s going to be)\s+(?!not\b|no\b|up to\b|still\b)"
    r"|(?:(?:the|our|my|call|primary|main) )*(?:facilitator|host|tech(?:nical)?(?: support(?:er)?| person)?"
    r"|maestro tech(?: supporter)?|note[ -]?taker|contact(?: person)?) (?:is|will be|would be)\s+",
    re.IGNORECASE,
)
CALL_AT = re.compile(r"(?:call|phone|ring|text|e-?mail|reach|write to)\s+(?P<name>\S.*?)\s+(?:at|on)", re.IGNORECASE)
THIS_ADDRESS = re.compile(
    r"(?:(?:at|on|from|via|use|is|same|the|with) )*(?:this|(?:the )?same|my|my own|my usual|the above|sender'?s)"
    r"(?: (?:same|e-?mail|mail|very))* ?(?:address|e-?mail|mail|one|account)(?: (?:here|too|please|as (?:above"
    r"|this mail)"
    r"|above|(?:that )?(?:i|we)(?:'m| am| are) (?:writing|mailing) from))*",
    re.IGNORECASE,
)
"""The address that the mail comes from."""
REMARK = re.compile(
    r"(?:(?:and )?(?:who|he|she|they)(?:'s|'ve)?)\s"
    r"(?=(?:[a-z']+\s){0,3}?(?:did|done|has|have|had|was|were|been|ran|run|led|took|taken|knows?|facilitated|hosted"
    r"|used"
    r"|trained|experienced|great|good|excellent|reliable|patient|wonderful|willing|available|ready|happy|confirmed"
    r"|agreed"
    r"|said yes)\b)"
    r"(?!.*\b(?:not|no|never|but|if|might|may|maybe|only|until|unless|yet|or|hardly|n't|can't|isn't|hasn't|wasn't|once"
    r"|except|until|be|no longer|replaced?|instead|asked|asking|told|invited|supposed|busy|sick|ill|away|unsure|out"
    r"|quit|left"
    r"|moved|waiting|thinking|hoping|from)\b)[a-z][a-z' ]{2,60}"
)
"""What is told of a person that changes nothing: ``he did it last time``."""
TIMES = re.compile(
    r"\b(?:(?:Jan|Febr)uary|March|April|June|July|August|(?:Septem|Octo|Novem|Decem)ber"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|(?:19|20)\d\d)\b"
)
NO_REACH = re.compile(
    r"(?:(?:she|he|they|has|have|does not have|doesn't have|with|there is) )*no (?:e-?mail|mail|computer|internet|phone"
    r"|cell|address)(?: (?:or|and|e-?mail|mail|computer|internet|phone|cell|address|number|yet|inside|at home|account"
    r"|access|sorry|here))*",
    re.IGNORECASE,
)
SAME_REACH = re.compile(
    r"(?:at |with |on |has |uses |use |we share )?(?:the |my )?(?:same )?(?P<what>e-?mail(?: address)?|mail|address"
    r"|phone(?: number)?|number|cell)(?: address)? as (?:me|mine|i|the contact(?: person)?)",
    re.IGNORECASE,
)
_KIN = (
    r"(?:brother|sister|mother|father|mom|mum|dad|son|daughter|wife|husband|partner|spouse|friend|roommate|housemate"
    r"|flatmate|neighbou?r|cousin|aunt|uncle|niece|nephew|grand(?:son|daughter|mother|father|ma|pa|kid)|kid|boy|girl"
    r"|girlfriend|boyfriend|colleague|co-?worker|student|boss|assistant|secretary|comrade|buddy|pal|mate|fiancée?"
    r"|twin|child|stepson|stepdaughter)(?:-in-law)?"
)
RELATION = re.compile(
    rf"(?:my|our|his|her|their|(?:[^\W\d_][\w.-]*\s){{0,2}}[^\W\d_][\w.-]*'s?)\s+"
    rf"(?:(?:younger|older|elder|little|big|best|good|old|dear|other|oldest|youngest|new|ex"
    rf"|former)[\s-]+){{0,2}}{_KIN}\b"
    rf"[\s,:]*(?P<name>.*)",
    re.IGNORECASE,
)
KIN_AHEAD = re.compile(
    rf"\A(?:(?:that|it|this|she|he)(?:'s| is|'ll be| will be| would be|'d be)\s+)?(?:my|our|his|her"
    rf"|their|(?-i:[A-Z])[\w-]{{1,20}}'s)\s+{_KIN}\s*[,:]\s*"
    r"(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""Whose relation somebody is, before the name: ``that would be my wife, Petra Voss``."""
_AGREE = (
    r"(?:sa(?:y|id)|agreed?|confirm(?:ed)?|answer(?:ed)?|repl(?:y|ied)|respond(?:ed)?|accept(?:ed)?|commit(?:ted)?"
    r"|decided?|hear(?:d)?|ask(?:ed)?|tell|told|g(?:et|ot|otten) back|promised?|known?|been (?:asked|told|reached)"
    r"|spoken|talked|reach(?:ed)?|sign(?:ed)? (?:on|up)|check(?:ed)?)"
)
NOT_AGREED = re.compile(
    r"(?:\b(?:i|we|you|he|she|they|it)(?:'ve|'m|'re|'s)?(?: |(?='ll)))?"
    rf"(?:\b(?:ha(?:s|ve|d)|did|do(?:es)?|was|were|is|are)(?: not|n't)(?: (?:yet|even|really|actually|quite|formally))*"
    rf" {_AGREE}\b(?: (?:yes|ok|okay|so|to it|it|back|anything|him|her|them|this|from|with|that|for sure|us|me))*"
    rf"(?: yet| so far)?"
    rf"|\b(?:yet|still ha(?:s|ve)|still needs?|needs?|ha(?:s|ve)|'ve got) to (?:still )?(?:be )?{_AGREE}\b"
    rf"(?: (?:yes|ok|okay|to it|it|back|him|her|them|with))*"
    rf"|\bnot (?:yet )?{_AGREE}\b(?: (?:yes|ok|okay|to it|back))*(?: yet)?"
    r"|\bno (?:answer|reply|response|word|yes)(?: from (?:him|her|them))?(?: (?:yet|so far))?"
    r"|\b(?:a)?wait(?:ing|s)?(?: (?:for|on))?(?: (?:his|her|their|an?|the|final))* (?:answer|reply|response|ok|okay|yes"
    r"|confirmation|word)\b"
    r"|(?:\bwill|'ll|\b(?:am |are )?going to) (?:still )?(?:ask|check with|confirm with|talk to|call)"
    r" (?:him|her|them)\b"
    r"|\bto be (?:asked|told|confirmed)\b)",
    re.IGNORECASE,
)
"""That somebody has not agreed yet, or was not even asked: whoever is named so may say no."""
INITIAL = re.compile(r"(?:^|[\s.])(?:[A-Z]|[JS]r|Ph\.?D)\.$")
