"""The facts that our texts are written from: plain values, taken from a call as it stands."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from mailflow.decide.decision import Incoming
from mailflow.fields import CALL_REQUEST, NOTES_FORM, REQUIRED, TRAINING_FORM, Form, Spec
from mailflow.model import Field, Finding, Kind, Outcome, Person, Reading, Value
from mailflow.rule import Call

_SPECS = CALL_REQUEST.by_key()
_A_LETTER = 20
"""Words from which on a mail says itself what it has to say."""

TEXT_MAX, BESIDE_MAX = 4000, 1500
"""Characters of somebody's mail that staff are shown, and of each document or quote beside it; the whole is kept."""

_FORMS: Mapping[Kind, Form] = {Kind.NOTES: NOTES_FORM, Kind.TRAINING: TRAINING_FORM}
_TOLD_APART = frozenset({"body", "post"})


def plain(value: Value) -> object:
    """A value as texts and JSON take it: persons as mappings, tuples as lists."""
    if isinstance(value, tuple):
        return [_person(one) if isinstance(one, Person) else one for one in value]
    return value


def printed(field: Field) -> object:
    """A field's value as the reading contract prints it: the contact is one person, not a list."""
    value = plain(field.value)
    return value[0] if field.key == "contact" and isinstance(value, list) and value else value


def _person(person: Person) -> dict[str, str | None]:
    return {"name": person.name, "email": person.email, "phone": person.phone}


def missing(call: Call) -> tuple[str, ...]:
    """The required keys of which nothing was said."""
    return tuple(key for key in REQUIRED if key not in call.fields and key not in call.unclear)


def asks(call: Call, findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Everything the requester must still answer, in the form's order, each key once."""
    unreachable = {f.key: f for f in findings if f.outcome is Outcome.ASK}
    absent = set(missing(call))
    asked: list[dict[str, object]] = []
    for spec in CALL_REQUEST.specs:
        if spec.key in call.unclear:
            doubt = call.unclear[spec.key]
            asked.append(
                _ask(spec, "unclear", said=doubt.said, why=doubt.why, suggestion=plain(doubt.suggestion)),
            )
        elif spec.key in absent:
            asked.append(_ask(spec, "missing"))
        elif spec.key in unreachable:
            asked.append(_ask(spec, "unreachable", said=str(unreachable[spec.key].facts.get("name", ""))))
    return asked


def _ask(spec: Spec, reason: str, *, said: str = "", why: str = "", suggestion: object = None) -> dict[str, object]:
    return {
        "n": spec.n,
        "key": spec.key,
        "label": spec.label,
        "reason": reason,
        "said": said,
        "why": why,
        "suggestion": suggestion,
    }


def understood(call: Call) -> list[dict[str, object]]:
    """Every line of the form that was answered, in its order; defaults nobody spoke of are left out."""
    lines: list[dict[str, object]] = []
    for spec in CALL_REQUEST.specs:
        found = call.fields.get(spec.key)
        if found is None or (not found.source.is_said and spec.key != "contact"):
            continue
        lines.append(
            {
                "n": spec.n,
                "key": spec.key,
                "label": spec.label,
                "value": plain(found.value),
                "assumed": found.assumed,
            },
        )
    return lines


def of_call(call: Call, findings: Sequence[Finding], now: datetime, *, is_last_today: bool) -> dict[str, object]:
    """What every mail about a call is written from."""
    return {
        "ref": call.ref,
        "title": call.text("title"),
        "status": str(call.status),
        "asks": asks(call, findings),
        "fields": understood(call),
        "start": call.text("start") or None,
        "tz": call.text("tz") or None,
        "date": call.text("date") or None,
        "received": call.asked_at.astimezone(UTC).isoformat(),
        "now": now.astimezone(UTC).isoformat(),
        "findings": [of_finding(f) for f in findings if f.outcome is not Outcome.ASK],
        "is_emergency": call.is_emergency,
        "emergency_reason": call.text("emergency_reason"),
        "needs_tech": call.value("tech") == "NEED HELP",
        "is_last_today": is_last_today,
    }


def unread(incoming: Incoming) -> list[str]:
    """Why what is attached could not be read, a sentence each, where the mail leaves it to the attachment to speak.

    Beside a real letter a picture is a logo or a flyer, and nobody is asked about it.
    """
    if len(incoming.reading.own_text.split()) >= _A_LETTER:
        return []
    return [one.problem for one in incoming.message.documents if one.problem]


def wrote(incoming: Incoming) -> dict[str, object]:
    """What staff are shown of a mail's words: the author's own, what stands quoted below a few, and attached texts.

    What an answer to a mail of ours quotes is our own text, and is left out.
    """
    reading, message = incoming.reading, incoming.message
    is_short = len(reading.own_text.split()) < _A_LETTER and incoming.answers is None
    quoted = [line.text for line in message.lines if line.depth] if is_short else []
    return {
        "text": _beginning(reading.own_text, TEXT_MAX),
        "forwarded": _beginning("\n".join(quoted), BESIDE_MAX),
        "documents": [
            {"name": one.name, "text": _beginning("\n".join(line.text for line in one.lines), BESIDE_MAX)}
            for one in message.documents
            if one.lines
        ],
    }


def _beginning(text: str, limit: int) -> str:
    return text.strip() if len(text) <= limit else f"{text[:limit].rstrip()}\n…"


def read_in(reading: Reading) -> list[dict[str, object]]:
    """Every line of the mail's own form that was read in it, certain or not, in the form's order.

    The text of notes and whether they may be posted are told apart. What the sender did not say is told of a sign-up
    only: name and address are what it is for.
    """
    rows: list[dict[str, object]] = []
    for spec in _FORMS.get(reading.kind, CALL_REQUEST).specs:
        found, doubt = reading.fields.get(spec.key), reading.unclear.get(spec.key)
        is_told = found is not None and (found.source.is_said or reading.kind is Kind.TRAINING)
        if spec.key in _TOLD_APART or not (doubt or is_told):
            continue
        rows.append(
            {
                "n": spec.n,
                "key": spec.key,
                "label": spec.label,
                "value": plain(found.value) if found and not doubt else None,
                "said": doubt.said if doubt else "",
                "why": doubt.why if doubt else "",
            },
        )
    return rows


def posting(reading: Reading) -> dict[str, object]:
    """Whether notes may be posted: ``yes``, ``no``, ``unclear`` with what was said, ``unsaid``; ``""`` for no notes."""
    if reading.kind is not Kind.NOTES:
        return {"posting": "", "posting_said": "", "posting_why": ""}
    found, doubt = reading.fields.get("post"), reading.unclear.get("post")
    if doubt:
        return {"posting": "unclear", "posting_said": doubt.said, "posting_why": doubt.why}
    word = "unsaid" if found is None else "yes" if found.value is True else "no"
    return {"posting": word, "posting_said": "", "posting_why": ""}


def brief(calls: Sequence[Call]) -> list[dict[str, object]]:
    """Calls as a list names them: reference, title, status."""
    return [{"ref": one.ref, "title": one.title, "status": str(one.status)} for one in calls]


def of_finding(finding: Finding) -> dict[str, object]:
    """A finding as texts take it."""
    return {
        "rule": finding.rule,
        "outcome": str(finding.outcome),
        "key": finding.key,
        "facts": dict(finding.facts),
    }


def first_name(name: str) -> str:
    """The name a volunteer would use in a greeting, ``""`` where none is certain.

    ``"Swetman, Larry"`` is Larry; a name that is an address, a role or a group greets nobody.
    """
    cleaned = " ".join(name.replace('"', " ").split())
    if not cleaned or "@" in cleaned or any(ch.isdigit() for ch in cleaned):
        return ""
    last, comma, rest = cleaned.partition(",")
    words = (rest if comma and rest.strip() else last).split()
    is_group = {word.casefold().strip(".") for word in words} & _GROUP_WORDS
    if not words or is_group or len(words) > 4 or words[0].casefold().strip(".") in _TITLES:
        return ""
    return words[0]


_GROUP_WORDS = frozenset(
    {"occupy", "group", "team", "committee", "assembly", "info", "the", "list", "office", "wg", "ga", "via"},
)
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof", "rev", "sr", "fr"})


def changes(before: Call, after: Call) -> list[dict[str, object]]:
    """The lines of the form whose certain value is another than before, in the form's order."""
    changed: list[dict[str, object]] = []
    for key, spec in _SPECS.items():
        old, new = before.fields.get(key), after.fields.get(key)
        if new is not None and (old is None or old.value != new.value):
            changed.append(
                {
                    "n": spec.n,
                    "key": key,
                    "label": spec.label,
                    "value": plain(new.value),
                    "before": plain(old.value) if old else None,
                },
            )
    return changed
