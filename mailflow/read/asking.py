"""What a mail in plain sentences wishes for: a call of one's own, or the form to ask for one."""

import re
from collections.abc import Iterator

from mailflow.read.result import words

_MAX_TEXT = 20_000
_MAX_SENTENCE = 2_000
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])|\n\s*\n")

CALL = (
    r"(?:conference[- ]?calls?|maestro (?:calls?|lines?|conference)|(?:phone|conference|conf) (?:calls?|lines?)"
    r"|teleconferences?|calls?)\b"
)
"""What people name a call, as a regular expression."""

_VERB = (
    r"(?:set(?:ting)? ?up|schedul(?:e|ing)|arrang(?:e|ing)|book(?:ing)?|organi[sz](?:e|ing)|host(?:ing)?|hold(?:ing)?"
    r"|creat(?:e|ing)|have|get|request(?:ing)?|reserve|start(?:ing)?|put together|convene|provide|give us"
    r"|help us (?:with|set up|host))"
)
_WISH = (
    r"(?:(?:can|could|would|will|might) (?:you|io|interoccupy|someone)"
    r"(?: (?:please|possibly|kindly|help(?: us)?(?: to)?)){0,3}"
    r"|please(?: help us)?"
    r"|(?:we|i|they)(?:'d|’d| would| are| am|'re|’re|'m|’m)? (?:also |all |really )?"
    r"(?:like|love|want|need|hope|hoping|looking|trying|wish|plan|planning|writing)(?: you)?(?: guys)?(?: to)?"
    r"|(?:would|wants?|needs?|hopes?)(?: like)?(?: to)|(?:can|could|may) we(?: please)?)"
)
_BETWEEN = (
    r"(?:(?!\b(?:the|on|onto|into|about|training|back|pins?|links?|to|questions?|info\w*|numbers?|recordings?|notes)\b)"
    r"[^.?!\n])"
)
_ONE = r"\b(?:an?|another|one|some|our own|our(?: \w+)?|regular|weekly|monthly|bi-?weekly)\b"
_ASKS = (
    re.compile(rf"\b{_WISH}\s+{_VERB}\b(?={_BETWEEN}{{0,40}}?{_ONE}){_BETWEEN}{{1,60}}?{CALL}", re.IGNORECASE),
    re.compile(
        r"\b(?:we|i|our [\w ]{2,40}|group|occupy \w+)(?:'d|’d| would| are| am|'re|’re)? (?:also |really )?"
        r"(?:like|love|wants?|needs?|requests?|requesting)"
        rf" (?:a|an|another|our own|one|the use of)\b {_BETWEEN}{{0,50}}?{CALL}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:this is|here is|here's) (?:a|our|my) (?:request for a )?{CALL} request", re.IGNORECASE),
    re.compile(
        rf"\b(?:this is|here is|here's) (?:a|our|my) request for (?:a|an|another) {_BETWEEN}{{0,40}}?{CALL}",
        re.IGNORECASE,
    ),
    re.compile(rf"\brequest(?:ing)? (?:for )?(?:a|an|another) {_BETWEEN}{{0,40}}?{CALL}", re.IGNORECASE),
)
_NO_ASK = re.compile(
    r"\b(?:call ?back|call me|(?:give|gave) (?:me|us|him|her|you) a (?:quick |phone )?call(?! line)|phone call with you"
    r"|how (?:do|can|would|does|should|to)\b|(?:don't|don’t|do not|didn't|no longer) (?:want|need)|cancel|reschedule)",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"\b(?:how (?:do|can|would|could|should|does|to)\b[^.?!\n]{0,40}"
    r"\b(?:request|set ?up|schedule|ask for|get|book|arrange|apply for|hold|host)\b"
    rf"[^.?!\n]{{0,40}}{CALL}"
    r"|(?:send|email|mail|give|need|want|like|get|where)\b[^.?!\n]{0,40}"
    r"\b(?:request|blank|call|the|a|your) forms?\b(?! of)"
    r"|what (?:is|are) the (?:process|procedure|steps)\b[^.?!\n]{0,40}call)",
    re.IGNORECASE,
)
_FORM = frozenset(
    ["form", "forms", "call request form", "request form", "request a call", "request call", "call request"]
)


def asks_for_call(text: str) -> bool:
    """Whether the words clearly ask for a call of one's own."""
    return any(
        pattern.search(sentence) and not _NO_ASK.search(sentence) for sentence in sentences(text) for pattern in _ASKS
    )


def asks_for_form(text: str) -> bool:
    """Whether the words ask for the form, or how one asks for a call."""
    said = re.sub(r"[^\w\s]|\b(?:hi|hello|hey|please|pls|thanks|thank you|the|a)\b", " ", words(text[:400]))
    if " ".join(said.split()) in _FORM:
        return True
    return len(text) < 1200 and any(_HOW.search(sentence) for sentence in sentences(text))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, wrapped lines joined."""
    for part in _SENTENCE.split(text[:_MAX_TEXT]):
        joined = " ".join(part.split())
        if joined:
            yield joined[:_MAX_SENTENCE]
