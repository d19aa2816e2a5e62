"""Whether words are a plain wish that the organisation supplies the person: NEED HELP in people's own words."""

import re

from mailflow.read.result import listed, plain, words

LONGEST = 300
"""Characters. A wish is short."""

_US = r"(?:io|i\.o|inter ?occupy)(?:'?s)?"
_HAVE_NONE = re.compile(
    r"\b(?:we|i)? ?(?:do not|don't|dont|did not|didn't|haven't|have not|have|lack|can't|cannot|could not"
    r"|couldn't)(?: (?:have|got|find|know|yet))*"
    r" (?:a|an|no|any|one|no ?one|nobody|anyone|anybody|somebody|someone)\b"
    r"(?: (?:one|body|person|tech|technical|maestro|supporter|support|volunteer|yet|trained|for|this|that|it"
    r"|who|can|do|person|people|on|the|role|ourselves|here|available|in|our|group|so))*"
)
_ASKS = re.compile(
    rf"\b(?:help|assistance|assist)\b|(?<!still )\bneed(?:s|ed)?\b(?! to)|\bplease (?:do )?(?:provide|supply"
    rf"|assign|send|find|give|lend|arrange)\b"
    rf"|\b(?:can|could|will|would) (?:you|{_US}|someone|somebody|one of you|anyone)\b.*\b(?:provide|supply"
    rf"|assign|send|find|give|lend|do|run|arrange|support|cover)\b"
    rf"|\b(?:one|someone|somebody|person|volunteer|volunteers|tech|techie|support|supporter)(?: person)? (?:of"
    rf"|from) (?:you|{_US}|your)\b"
    rf"|\b(?:need|want|like|request|requesting|love)\b.*\b(?:{_US}|you|your)\b|\bprovided by (?:you|{_US})\b"
    rf"|\bplease\b|\b{_US} to (?:provide|supply|assign|send|find)\b"
)
_OFFERS = re.compile(
    r"\b(?:i|we|he|she|they)(?:'ll| will| can| could| may| might| shall)\b(?! (?:need|use|like|want|love|really"
    r"|please|you|io|inter|have|get))"
    r"|\b(?:want|like|love|happy|need|going|willing) to (?:help|provide|find|supply|send|assign|do|run|ask)\b"
    r"|\b(?:have|has|got|getting) (?:help|someone|one|tech|a|somebody)\b"
)
_WISH_WORDS = listed(
    """
    we i us our need needs needed needing help please pls plz thanks thank you your one ones someone somebody
    anyone a an the of from io io's interoccupy interoccupy's inter occupy can could would will like love want
    wanted request requested requesting provide provided supply assign find give send get have with for this to
    tech technical maestro support supporter person people board manager orchestrator volunteer volunteers
    assistance assist yes be great appreciated it that in on role call some any still also do so if possible by
    lend arrange help! run cover use really guys folks team may i'd we'd we'll i'll too two
    """
)
_DIRECT = frozenset(
    {
        "need help",
        "help",
        "help needed",
        "help wanted",
        "help please",
        "yes please",
        "need help please",
        "needed",
        "wanted",
    }
)
_ORGANISATION = re.compile(
    rf"(?:from |the )?{_US}(?: (?:tech|tech support|volunteer|team|support|person))?|you|you guys|your team"
)


def wish_in(said: str) -> bool | None:
    """True for a plain wish, False for what may be one ("IO", "we don't have anyone"), ``None`` for other words."""
    if len(said) > LONGEST:
        return None
    parted = _BREAK.sub(" , ", words(said)).strip(" ,")
    parted = _NOBODY.sub("", parted)
    text = " ".join(parted.replace(",", " ").split())
    if text in _DIRECT or is_literal(said) or _is_wish(parted):
        return True
    if text and (_ORGANISATION.fullmatch(text) or _HAVE_NONE.fullmatch(text) or _is_wish(f"{parted} please")):
        return False
    return None


def is_literal(said: str) -> bool:
    """Whether the words are the form's own NEED HELP, in any case, at most with a "please" or one mark behind."""
    return bool(_LITERAL.fullmatch(plain(said)))


_LITERAL = re.compile(
    r"\W{0,3}need help(?:,? (?:please|pls|plz|thanks|thank you))?[.!]*\??\W{0,3}(?<!\?\?)", re.IGNORECASE
)
_NOBODY = re.compile(r"\A(?:nobody|no ?one|none)(?: yet| so far)? ?, ")
_BREAK = re.compile(r"\s*[,.;:!()\"-]+(?:\s+|$)|\s+-+\s+")


_QUESTION = re.compile(r"\b(?:can|could|would|will|may)\b")


def _is_wish(text: str) -> bool:
    """Whether every word belongs to a wish for help and none to an offer or a condition."""
    left = (
        re.sub(r"\s+", " ", _HAVE_NONE.sub(" ", text)).strip()
        if not re.match(r"(?:can|could|may) (?:we|i) have", text)
        else text
    )
    if "?" in left and not _QUESTION.search(left):
        return False
    if not left or "?" in left.rstrip("?") or not _ASKS.search(left) or _OFFERS.search(left):
        return False
    listed = [word.strip("?',") for word in left.split()]
    return len(listed) <= 25 and all(word in _WISH_WORDS for word in listed if word) and set(listed) != {"please"}
