"""What the values of one case say together: the start they make, and where they cannot all be true.

Pure and repeatable: settling what is settled changes nothing. A doubt that only comes from another value (a backup who
is the facilitator) is lifted again when that other value changes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mailflow.fields import REQUIRED
from mailflow.model import NEED_HELP, Field, Person, Reading, Source, Unclear, Value
from mailflow.read.answers.result import Certain, Result
from mailflow.read.persons import people
from mailflow.read.persons.identity import complete, is_same_person
from mailflow.read.times import repeat, when

SAME_PERSON = "that is the same person as the facilitator"
SAME_ADDRESS = "that is the same email address as the facilitator's"
PAST = "that day has already passed"
PAST_TIME = "that time has already passed"
NO_FIT = "the day and how often the call repeats do not fit together"

_BETWEEN = "between:"  # before the grammar's name in the source of a doubt that rests on another value
_DERIVED = frozenset({"start"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A case's values after judgement across them: each key in one of fields, unclear and missing."""

    fields: Mapping[str, Field]
    unclear: Mapping[str, Unclear]
    missing: tuple[str, ...]


def settle(
    fields: Mapping[str, Field],
    unclear: Mapping[str, Unclear],
    *,
    sent: datetime,
    contact: Person | None = None,
    required: tuple[str, ...] = REQUIRED,
) -> Settled:
    """Judge the values of a case together and make ``start`` of them.

    fields, unclear: what is known, perhaps merged from several mails; a key in both is unclear. sent: when the newest
    mail was written or received (aware): a call that had begun by then is past. contact: whom ``me`` means when words
    must be read again. Raises nothing.
    """
    certain = {key: one for key, one in fields.items() if key not in unclear and key not in _DERIVED}
    doubtful = dict(unclear)
    _restore(certain, doubtful, sent=sent, contact=contact or Person())
    certain = complete(certain, contact or Person())
    _judge_backup(certain, doubtful)
    _judge_date(certain, doubtful, sent)
    start = _judge_start(certain, doubtful, sent)
    if start is not None:
        certain["start"] = start
    missing = tuple(key for key in required if key not in certain and key not in doubtful)
    return Settled(fields=certain, unclear=doubtful, missing=missing)


def merge(
    known_fields: Mapping[str, Field], known_unclear: Mapping[str, Unclear], reading: Reading
) -> tuple[dict[str, Field], dict[str, Unclear]]:
    """What a case holds after one more mail: the newer words win, and newer doubts make a certain value unclear.

    A default never replaces what somebody said. ``start`` is left out: ``settle`` makes it anew.
    """
    fields = {key: one for key, one in known_fields.items() if key not in _DERIVED}
    unclear = dict(known_unclear)
    for key, one in reading.fields.items():
        is_default = not one.source.is_said
        if key in _DERIVED or (is_default and (key in fields or key in unclear)):
            continue
        fields[key] = one
        unclear.pop(key, None)
    for key, doubt in reading.unclear.items():
        held = fields.get(key)
        if held is not None and doubt.suggestion is not None and held.value == doubt.suggestion:
            continue
        fields.pop(key, None)
        unclear[key] = doubt
    return fields, unclear


def _restore(fields: dict[str, Field], unclear: dict[str, Unclear], *, sent: datetime, contact: Person) -> None:
    """Lift the doubts that rested on another value, to judge them anew."""
    for key, doubt in tuple(unclear.items()):
        if not doubt.source.grammar.startswith(_BETWEEN) or doubt.source.grammar.endswith(":also"):
            continue
        result = _again(key, doubt.source.said, fields, sent=sent, contact=contact)
        if isinstance(result, Certain):
            grammar = doubt.source.grammar.removeprefix(_BETWEEN)
            fields[key] = Field(key, result.value, replace(doubt.source, grammar=grammar), result.assumed)
            del unclear[key]


def _again(key: str, said: str, fields: Mapping[str, Field], *, sent: datetime, contact: Person) -> Result:
    """Read words again whose value was taken back."""
    zone = _text(fields, "tz")
    day = _text(fields, "date")
    if key == "backup":
        return people.read_people(said, contact=contact, above=_persons(fields, "facilitator"), role=key)
    if key == "time":
        return when.read_time(said, sent=sent, zone=zone, day=date.fromisoformat(day) if day else None)
    # Words like "Thursday" count from the mail they stood in, which is not this one.
    if key == "date" and re.search(r"\d", said):
        return when.read_date(said, sent=sent, zone=zone)
    return None


def _judge_backup(fields: dict[str, Field], unclear: dict[str, Unclear]) -> None:
    """The backup must be somebody else than every facilitator (protocol N13)."""
    backups, facilitators = _persons(fields, "backup"), _persons(fields, "facilitator")
    others = [one for one in backups if not any(_may_be_same(one, first) for first in facilitators)]
    if backups and not others:
        _doubt(
            fields, unclear, "backup", SAME_ADDRESS if _share_only_an_address(backups, facilitators) else SAME_PERSON
        )


def _may_be_same(one: Person, other: Person) -> bool:
    """The same person, or one by a first name that is the other's and no address that tells them apart."""
    if is_same_person(one, other):
        return True
    if (one.email and other.email) or not (one.name and other.name):
        return False
    names = sorted((one.name.casefold().split(), other.name.casefold().split()), key=len)
    return len(names[0]) == 1 and names[0][0] == names[1][0]


def _share_only_an_address(backups: tuple[Person, ...], facilitators: tuple[Person, ...]) -> bool:
    """Whether the backups have other names than the facilitators: ``my husband Raj (same email)``."""
    names = {(one.name or "").casefold().split()[0] for one in facilitators if one.name}
    return bool(names) and all(one.name and one.name.casefold().split()[0] not in names for one in backups)


def _judge_date(fields: dict[str, Field], unclear: dict[str, Unclear], sent: datetime) -> None:
    """A day must not be past and must be one of the recurrence's own."""
    said = _text(fields, "date")
    if not said:
        return
    day = date.fromisoformat(said)
    rule = _text(fields, "recurrence")
    if day < _today(sent, _text(fields, "tz")):
        _doubt(fields, unclear, "date", PAST)
    elif rule and not repeat.fits(rule, day):
        _doubt(fields, unclear, "date", NO_FIT)


def _judge_start(fields: dict[str, Field], unclear: dict[str, Unclear], sent: datetime) -> Field | None:
    """The instant of the start, where day, time and zone are certain and make one that is still to come."""
    day, time, zone = (_text(fields, key) for key in ("date", "time", "tz"))
    if not (day and time and zone):
        return None
    start = when.start(day, time, zone)
    why = when.gap_or_fold(day, time, zone)
    if why and not _exists(start, zone):
        _doubt(fields, unclear, "time", why)
        return None
    if why:
        fields["time"] = replace(fields["time"], assumed=f"{why}: the first of the two is meant")
    if datetime.fromisoformat(start) <= sent:
        _doubt(fields, unclear, "time", PAST_TIME)
        return None
    said = " ".join(dict.fromkeys(fields[key].source.said for key in ("date", "time", "tz")))
    return Field("start", start, replace(fields["time"].source, grammar="start", said=said))


def _exists(start: str, zone: str) -> bool:
    """Whether clocks in that zone ever show this time: none do in the hour they skip."""
    at = datetime.fromisoformat(start)
    return at.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == at.replace(tzinfo=None)


def _doubt(fields: dict[str, Field], unclear: dict[str, Unclear], key: str, why: str) -> None:
    """Take a value back for what another value says; the source remembers how it was read."""
    held = fields.pop(key)
    unclear[key] = Unclear(key, held.source.said, why, _between(held.source))


def _between(source: Source) -> Source:
    return replace(source, grammar=_BETWEEN + source.grammar)


def _today(sent: datetime, zone: str | None) -> date:
    """The day of the mail in the call's zone; where that is open, the day it still is anywhere."""
    if zone is None:
        return min(sent.date(), sent.astimezone(UTC).date())
    return sent.astimezone(ZoneInfo(zone)).date()


def _text(fields: Mapping[str, Field], key: str) -> str | None:
    found = fields.get(key)
    return found.value if found and isinstance(found.value, str) else None


def _persons(fields: Mapping[str, Field], key: str) -> tuple[Person, ...]:
    found = fields.get(key)
    value: Value = found.value if found else None
    if value == NEED_HELP or not isinstance(value, tuple):
        return ()
    return tuple(one for one in value if isinstance(one, Person))
