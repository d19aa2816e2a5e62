"""A sign-up for a Maestro training (protocol, section 2.3)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mailflow.fields import Form, Spec, Type
from mailflow.model import Field, Message, Person, Source, Unclear, Value
from mailflow.read import people, values, when
from mailflow.read.form import Answer, find_answers, look
from mailflow.read.reach import address
from mailflow.read.result import Certain, Doubt, Result, words
from mailflow.read.zones import read_zone

TRAINING_FORM = Form(
    code="IO-TRAIN-1",
    title="MAESTRO TRAINING SIGN-UP",
    optional_from=3,
    specs=(
        Spec(n=1, key="name", type=Type.LINE, label="Name", required=True, synonyms=("your name",)),
        Spec(
            n=2,
            key="email",
            type=Type.LINE,
            label="Email",
            hint="blank = this address",
            required=True,
            synonyms=("e-mail", "email address"),
        ),
        Spec(n=3, key="group", type=Type.LINE, label="Group or occupation", synonyms=("group", "occupation")),
        Spec(
            n=4,
            key="call",
            type=Type.LINE,
            label="Call number or title, if you are training for one",
            synonyms=("call number or title", "call number", "call"),
        ),
        Spec(
            n=5,
            key="session",
            type=Type.DATE,
            label="Session",
            hint="NEXT, a date, or ANY",
            synonyms=("training date", "date", "which session"),
        ),
        Spec(n=6, key="tz", type=Type.ZONE, label="Time zone", hint="like Eastern", synonyms=("timezone",)),
        Spec(
            n=7,
            key="role",
            type=Type.LINE,
            label="I will be",
            hint="tech supporter, facilitator, or both",
            synonyms=("role",),
        ),
        Spec(n=8, key="experience", type=Type.LINE, label="Experience", hint="none, videos, simulator, ran a call"),
        Spec(
            n=9,
            key="others",
            type=Type.PERSONS,
            label="Others from my group",
            hint="one name and email per line",
            synonyms=("others", "also"),
        ),
    ),
)
"""The training sign-up: its lines and the labels people use for them."""

_OUR_FORM = re.compile(r"\bMAESTRO TRAINING SIGN-?UP\b|\bIO-TRAIN-\d", re.IGNORECASE)
_TRAINING = re.compile(r"\btrainings?\b|\bIO-TRAIN-\d", re.IGNORECASE)
_SURE = frozenset({"session", "role", "experience", "others"})
_WISH = re.compile(
    r"\b(?:sign (?:me|us|\w+ and me) up|(?:register|enroll?) (?:me|us)"
    r"|(?:i|we)(?:'d|’d| would)? (?:like|want) to (?:sign up|register|enroll?|attend|take|join|do)"
    r"|signing up)\b[^.?!\n]{0,60}\b(?:training|session)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:maestro )?training (?:sign[- ]?up|registration|form)\b", re.IGNORECASE)
_ROLES = {
    "both": frozenset(
        {
            "both",
            "tech and facilitator",
            "tech supporter and facilitator",
            "facilitator and tech supporter",
            "both please",
        }
    ),
    "tech": frozenset({"tech", "tech supporter", "tech support", "maestro tech", "tech person"}),
    "facilitator": frozenset({"facilitator", "host", "facilitating", "call host"}),
}
_EXPERIENCE = {
    "none": frozenset(
        {
            "none",
            "none yet",
            "no",
            "no experience",
            "nothing",
            "nothing yet",
            "never",
            "zero",
            "newbie",
            "new to this",
            "beginner",
        }
    ),
    "videos": frozenset({"videos", "video", "watched the videos", "i watched the videos", "watched videos"}),
    "simulator": frozenset(
        {"simulator", "the simulator", "used the simulator", "practiced on the simulator", "tried the simulator"}
    ),
    "ran-a-call": frozenset(
        {"ran a call", "ran-a-call", "i ran a call", "i have run a call", "ran one call", "have run calls", "ran calls"}
    ),
}
_NEXT = frozenset(
    {"next", "the next", "next one", "the next one", "next session", "the next session", "next available"}
)
_ANY = frozenset({"any", "any session", "any of them", "any date", "any time", "any is fine"})
_REFERENCE = re.compile(r"\b(?:IO|TR)[- ]?\d{1,6}(?:\.\d+)?\b", re.IGNORECASE)


def is_sign_up(message: Message, own_text: str) -> bool:
    """Whether a mail signs up for a training: our form filled in, or plain words that ask for it."""
    if not _TRAINING.search(message.subject) and not any(_TRAINING.search(line.text) for line in message.lines):
        return False
    keys = {one.spec.key for one in _answers(message) if one.label}
    if any(_OUR_FORM.search(line.text) for line in message.lines) or _SUBJECT.search(message.subject):
        return len(keys) >= 2 or bool(keys & _SURE) or bool(_WISH.search(own_text))
    return (len(keys & _SURE) >= 2 and "name" in keys) or (
        bool(_WISH.search(own_text)) and not own_text.rstrip().endswith("?")
    )


def read(
    message: Message, sender: Person, *, sent: datetime
) -> tuple[Mapping[str, Field], Mapping[str, Unclear], tuple[str, ...]]:
    """The fields, doubts and missing keys of a sign-up. Name and address default to the sender's."""
    fields: dict[str, Field] = {}
    unclear: dict[str, Unclear] = {}
    for one in _answers(message):
        key = one.spec.key
        if key in fields or key in unclear or (values.is_nothing(one.said, one.spec) and key != "experience"):
            continue
        source = Source(one.line.part, one.line.number, "", one.said)
        result = _value(one, sender, sent)
        if isinstance(result, Certain):
            fields[key] = Field(key, result.value, replace(source, grammar=result.grammar), result.assumed)
        elif isinstance(result, Doubt):
            unclear[key] = Unclear(key, one.said, result.why, source, result.suggestion)
    for key, said in (("name", sender.name), ("email", sender.email)):
        if said and key not in fields and key not in unclear:
            fields[key] = Field(key, said, Source("from", 0, "default", said))
    return fields, unclear, tuple(key for key in ("name", "email") if key not in fields and key not in unclear)


def _answers(message: Message) -> tuple[Answer, ...]:
    return find_answers(look(message.lines, TRAINING_FORM))


def _value(answer: Answer, sender: Person, sent: datetime) -> Result:
    said = answer.said
    match answer.spec.key:
        case "email":
            found = address(said)
            return Certain(value=found, grammar="address") if found else Doubt(why="the address does not look right")
        case "session":
            return _session(said, sent)
        case "tz":
            return read_zone(said)
        case "role":
            return _one_of(said, _ROLES, "we could not tell tech, facilitator or both")
        case "experience":
            return _one_of(said, _EXPERIENCE, "we could not tell which experience")
        case "others":
            return people.read_people(said, contact=sender, above=(), role="others")
        case "call":
            reference = _REFERENCE.search(said)
            return (
                Certain(value=reference[0].upper().replace(" ", "-"), grammar="reference")
                if reference
                else values.read_line(said)
            )
        case _:
            return values.read_line(said)


def _session(said: str, sent: datetime) -> Result:
    text = words(said)
    for word, listed in (("next", _NEXT), ("any", _ANY)):
        if text in listed:
            return Certain(value=word, grammar="session")
    result = when.read_date(said, sent=sent, zone=None)
    if isinstance(result, Certain) and (result.also or result.unsure):
        return Doubt(why="it says more than the words next and any or a date can hold", suggestion=result.value)
    return result


def _one_of(said: str, known: Mapping[str, frozenset[str]], why: str) -> Result:
    text = words(said)
    chosen: Value = next((value for value, listed in known.items() if text in listed), None)
    return Certain(value=chosen, grammar="choice") if chosen else Doubt(why=why)
