"""What a mail in plain sentences wishes for: a call of one's own, or the form to ask for one."""

import re

from mailflow.read.answers.result import MAX_PROSE, words
from mailflow.read.sentences.wishes import tells_of_call, wishes_for_call, wishes_for_form, wishes_to_be_rung

_MAX_WISH_FOR_FORM = 1_200
_MOST_ROLES = 2

CALL = (
    r"(?:conference[- ]?calls?|maestro (?:calls?|lines?|conference)|(?:phone|conference|conf) (?:calls?|lines?)"
    r"|teleconferences?|calls?)\b"
)
"""What people name a call, as a regular expression."""

_CALL = re.compile(rf"\b{CALL}", re.IGNORECASE)

_ROLES = (
    re.compile(r"\bfacilit|\bmoderat|\bmoderier|\banim(?:at|e\b|er)|\bhosts?\b", re.IGNORECASE),
    re.compile(
        r"\bback(?:s|ing)?[- ]?(?:(?:me|us|her|him|them) )?up\b|\bsuplente|\breserva\b|\brel[eè]ve\b|\bvertret"
        r"|\bsubstitut|\bsuppl[eé]ant|\bsostitut|\bvervang",
        re.IGNORECASE,
    ),
    re.compile(r"\btech(?:s|ie|nic\w*|nik|niek|nisch\w*)?\b|\bt[eé]cnic|\bmaestro\b", re.IGNORECASE),
)
_CONFERENCE = re.compile(r"\bconference|\bconf[eé]r|\bmaestro|\bfacilitat|\bback[- ]?up\b|\btelekonf", re.IGNORECASE)
_CLOCK = re.compile(r"\d\s?[ap]\.?m\b|\bnoon\b|\d[:.]\d\d\b|\b\d{1,2} ?h\b|\d uhr\b", re.IGNORECASE)
_OVER = re.compile(
    r"\b(?:was|were|had|last (?:night|week|call)|yesterday|dial(?:ed|ing)?[- ]?in|join us|pins?|passcode|minutes)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:cancel\w*|resched\w*|postpon\w*|pins?|passcode|press|journalist|reporter|problem|trouble|not valid|working"
    r"|recording|(?:have|did|do) (?:you|u) (?:get|got|receive|received)|status|any (?:news|word|update)"
    r"|(?:i|we) (?:sent|requested|asked|submitted|filled)|haven.t heard|talk (?:to|with) (?:someone|somebody|you)"
    r"|call ?back)\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    rf"\b{CALL} requests?\b|\brequest(?:s|ing)?(?: for)? (?:an?|our|another|the) (?:\w+ ){{0,2}}(?:{CALL}|line\b)"
    rf"|\b(?:book|schedul|request|arrang|reserv|organi[sz]|host)ing (?:an?|our|another) (?:\w+ ){{0,2}}{CALL}",
    re.IGNORECASE,
)
_FORM = frozenset(
    ["form", "forms", "call request form", "request form", "request a call", "request call", "call request"]
)


def asks_for_call(text: str) -> bool:
    """Whether the words clearly ask for a call of one's own."""
    text = text[:MAX_PROSE]
    if wishes_for_call(text, is_conference=bool(_CONFERENCE.search(text))):
        return True
    return _roles(text) >= _MOST_ROLES and not _OVER.search(text) and tells_of_call(text)


def describes_call(text: str) -> bool:
    """Whether the words tell a call whole, its hour and the three who run it, without any verb that asks."""
    text = text[:MAX_PROSE]
    is_whole = _roles(text) == len(_ROLES) and _CLOCK.search(text) and _CALL.search(text)
    return bool(is_whole) and not _OVER.search(text)


def asks_for_form(text: str) -> bool:
    """Whether the words ask for the form, or how one asks for a call, and do not ask for the call in one go."""
    said = re.sub(r"[^\w\s]|\b(?:hi|hello|hey|please|pls|thanks|thank you|the|a)\b", " ", words(text[:400]))
    if " ".join(said.split()) in _FORM:
        return True
    if len(text) > _MAX_WISH_FOR_FORM or not wishes_for_form(text):
        return False
    tells_all = bool(_CLOCK.search(text)) or _roles(text) >= _MOST_ROLES
    return not (tells_all and asks_for_call(text))


def names_request(subject: str) -> bool:
    """Whether a subject says that a call is asked for: ``Call request``, ``Could we have a call?``."""
    if _OTHERWISE.search(subject):
        return False
    return bool(_REQUEST.search(subject)) or wishes_for_call(subject, is_conference=True)


def is_about_a_call(text: str) -> bool:
    """Whether the words may say more about a call asked for, and do not speak of something else about calls."""
    text = text[:MAX_PROSE]
    return not (_OTHERWISE.search(text) or wishes_to_be_rung(text))


def _roles(text: str) -> int:
    return sum(bool(role.search(text)) for role in _ROLES)
