"""Notes of a call or a breakout: header lines on top, and the notes below, word for word (protocol, section 2.2)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.fields import Form, Spec, Type
from mailflow.model import Field, Line, Message, Person, Source, Unclear, Value
from mailflow.read import quote, values, when
from mailflow.read.labels import Prompt, clean, prompt_of, table_of
from mailflow.read.result import Certain, Doubt, Result, words

NOTES_FORM = Form(
    code="IO-NOTES-1",
    title="NOTES FORM",
    optional_from=1,
    specs=(
        Spec(
            n=1,
            key="call",
            type=Type.LINE,
            label="Call number or title",
            synonyms=("call number", "call id", "call", "call title", "meeting"),
        ),
        Spec(n=2, key="date", type=Type.DATE, label="Call date", synonyms=("date", "date of call", "meeting date")),
        Spec(
            n=3,
            key="breakout",
            type=Type.LINE,
            label="Breakout group",
            hint="blank = main call",
            synonyms=("breakout", "break out group", "group", "subgroup"),
        ),
        Spec(
            n=4,
            key="taker",
            type=Type.LINE,
            label="Note taker",
            hint="name to show, or anonymous",
            synonyms=("notetaker", "minutes taker", "notes by", "scribe"),
        ),
        Spec(
            n=5,
            key="attendees",
            type=Type.TEXT,
            label="Attendees",
            hint="number or first names",
            synonyms=("present", "attended by", "participants"),
        ),
        Spec(
            n=6,
            key="post",
            type=Type.BOOL,
            label="Post on InterOccupy.org",
            hint="yes or no",
            synonyms=("post on interoccupy", "post publicly", "ok to post", "post", "public"),
        ),
        Spec(n=7, key="part", type=Type.LINE, label="Part", hint="like 1 of 2, blank = complete"),
        Spec(
            n=8,
            key="replaces",
            type=Type.BOOL,
            label="Replaces earlier notes",
            hint="yes or no",
            synonyms=("replaces", "correction", "updated version"),
        ),
        Spec(
            n=9,
            key="links",
            type=Type.TEXT,
            label="Links",
            hint="agenda doc, audio",
            synonyms=("agenda", "agenda doc", "audio"),
        ),
        Spec(
            n=10,
            key="body",
            type=Type.TEXT,
            label="Notes",
            hint="everything below this line",
            synonyms=("minutes", "report back", "notes from breakout"),
        ),
    ),
)
"""The notes form: its lines and the labels people use for them."""

_MAX_HEAD = 200
_US = "America/New_York"
_SUBJECT = re.compile(r"\b(?:notes|minutes|report[- ]?back)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\?\s*\Z|\b(?:where|when|who|how|can you|could you|send me|looking for)\b.{0,60}\b(?:notes|minutes)\b",
    re.IGNORECASE,
)
_OUR_FORM = re.compile(r"\bNOTES FORM\b|\bIO-NOTES-\d", re.IGNORECASE)
_SURE_LABELS = frozenset({"post", "replaces", "part", "breakout", "taker", "attendees"})
_URL = re.compile(r"https?://[^\s<>()\"]+")
_PART = re.compile(r"(?:part\s*)?(\d{1,2})\s*(?:of|/)\s*(\d{1,2})", re.IGNORECASE)
_TAG = re.compile(r"\bIO[- ]?(\d{1,6})(\.\d+)?\b|(?<!\w)#(\d{1,6})\b", re.IGNORECASE)
_MAIN = frozenset({"main", "main call", "the main call", "none"})
_ANONYMOUS = frozenset({"anonymous", "anon", "anonymous please", "please keep anonymous", "keep me anonymous"})


def is_notes(message: Message, own_text: str, *, tag: str | None, request_keys: int) -> bool:
    """Whether a mail brings notes: our notes form, or a subject that says so with a text that can be notes.

    request_keys: how many lines of the call request form it answers: a filled call request is none.
    """
    words = len(own_text.split())
    headed = {prompt.spec.key for _, prompt in _headers(message.lines)[0]}
    if any(_OUR_FORM.search(line.text) for line in message.lines) and headed:
        return _body_start(message.lines) is not None and words >= 3
    if "body" in headed and len(headed & _SURE_LABELS) >= 1 and request_keys < 4:
        return True
    if not _SUBJECT.search(message.subject) or request_keys >= 4:
        return False
    if re.match(r"\s*re\s*:", message.subject, re.IGNORECASE) and not tag and words < 40:
        return False
    if _ASKS.search(own_text[-300:]) and words < 80:
        return False
    return words >= (8 if tag else 25) or bool(message.attachments and words < 25)


def read(
    message: Message, sender: Person, *, sent: datetime, tag: str | None
) -> tuple[Mapping[str, Field], Mapping[str, Unclear], tuple[str, ...]]:
    """The fields, doubts and missing keys of notes. The body is the author's text below the header lines, verbatim."""
    headers, begin = _headers(message.lines)
    fields: dict[str, Field] = {}
    unclear: dict[str, Unclear] = {}
    for line, prompt in headers:
        source = Source(line.part, line.number, "", prompt.value)
        result = None if values.is_nothing(prompt.value, prompt.spec) else _value(prompt, sent)
        if isinstance(result, Certain):
            fields[prompt.spec.key] = Field(
                prompt.spec.key, result.value, replace(source, grammar=result.grammar), result.assumed
            )
        elif isinstance(result, Doubt):
            unclear[prompt.spec.key] = Unclear(prompt.spec.key, prompt.value, result.why, source, result.suggestion)
    _from_subject(fields, unclear, message.subject, tag)
    if "taker" not in fields and sender.name:
        fields["taker"] = Field("taker", sender.name, Source("from", 0, "default", sender.name))
    if message.attachments:
        names = tuple(one.name for one in message.attachments)
        fields["attachments"] = Field("attachments", names, Source("attachment", 0, "name", ", ".join(names)))
    body, first = _body(message.lines, begin)
    if first:
        fields["body"] = Field("body", body, Source(first.part, first.number, "verbatim", body))
    return fields, unclear, () if body else ("body",)


def _headers(lines: Sequence[Line]) -> tuple[list[tuple[Line, Prompt]], int]:
    """The header lines on top and where the notes begin: behind ``Notes``, or behind the last header line.

    Without a header line the whole text is the notes.
    """
    table = table_of(NOTES_FORM)
    found: list[tuple[Line, Prompt]] = []
    begin = 0
    strange = 0
    for at, line in enumerate(lines[:_MAX_HEAD]):
        text = clean(line.text)
        if line.depth or not text or _OUR_FORM.search(text):
            continue
        prompt = prompt_of(text, table)
        if prompt is None or not prompt.label:
            strange += 1
            if found or strange > 6:
                break
            continue
        if prompt.spec.key == "body":
            rest = [(line, prompt)] if not prompt.value else [(replace(line, text=prompt.value), prompt)]
            return found + rest, at if prompt.value else at + 1
        if prompt.spec.key in {one.spec.key for _, one in found}:
            break
        if found and strange:
            break
        strange = 0
        found.append((line, prompt))
        begin = at + 1
    return (found, begin) if found and _is_head(lines, begin) else ([], 0)


def _is_head(lines: Sequence[Line], begin: int) -> bool:
    """Whether text follows the header lines: a head without a body is the notes themselves."""
    return any(line.text.strip() and line.depth == 0 for line in lines[begin:])


def _body_start(lines: Sequence[Line]) -> int | None:
    found, begin = _headers(lines)
    return begin if any(prompt.spec.key == "body" for _, prompt in found) else None


def _body(lines: Sequence[Line], begin: int) -> tuple[str, Line | None]:
    """The author's text from there, as written; a mail program's own footer is no part of it."""
    kept = [line for line in lines[begin:] if line.depth == 0 and not quote.is_footer(line.text)]
    if begin < len(lines):
        prompt = prompt_of(clean(lines[begin].text), table_of(NOTES_FORM))
        if prompt and prompt.spec.key == "body" and prompt.value and kept:
            kept[0] = replace(kept[0], text=prompt.value)
    text = "\n".join(line.text.rstrip() for line in kept).strip("\n")
    first = next((line for line in kept if line.text.strip()), None)
    return (text, first) if first else ("", None)


def _value(prompt: Prompt, sent: datetime) -> Result:
    said = prompt.value
    match prompt.spec.key:
        case "date":
            return _past_date(said, sent)
        case "post" | "replaces":
            return values.read_bool(said)
        case "part":
            found = _PART.fullmatch(said.strip())
            numbers: Value = (int(found[1]), int(found[2])) if found else None
            return (
                Certain(value=numbers, grammar="part")
                if found
                else Doubt(why="we could not read which part of how many")
            )
        case "links":
            links = tuple(_URL.findall(said))
            return Certain(value=links, grammar="links") if links else None
        case "call":
            found = _TAG.search(said)
            return Certain(value=_reference(found), grammar="reference") if found else values.read_line(said)
        case "breakout":
            return None if words(said) in _MAIN else values.read_line(said)
        case "taker":
            return Certain(value="anonymous", grammar="taker") if words(said) in _ANONYMOUS else values.read_line(said)
        case "body":
            return None
        case _:
            return values.read_text(said)


def _past_date(said: str, sent: datetime) -> Result:
    """The day of a call that was held: a day without a year or a bare weekday is the last one there was."""
    result: Result = None
    for back in (timedelta(0), timedelta(days=7), timedelta(days=180), timedelta(days=366)):
        result = when.read_date(said, sent=sent - back, zone=_US)
        if isinstance(result, Certain) and isinstance(result.value, str) and result.value <= sent.date().isoformat():
            return result
        if not re.search(r"\d", said) and back:
            break
    return Doubt(why="that day is still to come") if isinstance(result, Certain) else result


def _reference(found: re.Match[str]) -> str:
    return f"IO-{int(found[1] or found[3]):04d}{found[2] or ''}"


def _from_subject(fields: dict[str, Field], unclear: dict[str, Unclear], subject: str, tag: str | None) -> None:
    """A case reference in the subject says which call it was; an id beats words."""
    found = _TAG.search(subject)
    held = fields.get("call")
    if tag and found and (held is None or held.source.grammar != "reference"):
        fields["call"] = Field("call", _reference(found), Source("subject", 0, "reference", found[0]))
        unclear.pop("call", None)
