"""Time zones as people write them: US abbreviations, cities, states, IANA names, ``UTC-5``.

Every phrase stands for one or more IANA zones. Several phrases together ("Eastern (Montréal)", "IST (India)") must
leave a zone that all of them can mean; two that cannot agree are a doubt.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from mailflow.read.result import LONGEST, TOO_LONG, Certain, Doubt, Result, flat, listed
from mailflow.read.values import is_nothing
from mailflow.read.zone_names import NAMES, OLD_NAMES, PLACES, REGIONS, SEVERAL, SPLIT_STATES, STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One phrase that names a zone.

    said: the phrase; zones: what it can mean, the likeliest first; alone: whether it means the first where nothing
    else is said; offset: minutes east of UTC for ``UTC-5`` (then ``zones`` is empty); letters: for ``EST`` or ``EDT``
    the minutes east of UTC that its letters say, which may not be what the zone's clock shows that day.
    """

    said: str
    zones: tuple[str, ...]
    alone: bool = True
    offset: int | None = None
    letters: int | None = None


def _phrases() -> dict[str, Term]:
    """Every phrase of the tables above, in lower case."""
    found: dict[str, Term] = {}
    for line in PLACES.strip().splitlines():
        zone, _, listed = line.partition(": ")
        found |= {said: Term(said=said, zones=(zone,)) for said in listed.split("|")}
    for line in STATES.strip().splitlines():
        zone, _, listed = line.partition(": ")
        for entry in listed.split("|"):
            name = entry[2:].strip()
            if name and name not in found:
                found[name] = Term(said=name, zones=(zone,))
    found |= {said: Term(said=said, zones=zones, alone=len(zones) == 1) for said, zones in SEVERAL.items()}
    for name, letter, zone, hours, others in REGIONS:
        zones = (zone, *others)
        found |= {
            said: Term(said=said, zones=zones) for said in (name, f"{letter}t", f"{name} standard", f"{name} daylight")
        }
        found[f"{letter}st"] = Term(said=f"{letter}st", zones=zones, letters=hours * 60)
        found[f"{letter}dt"] = Term(said=f"{letter}dt", zones=zones, letters=hours * 60 + 60)
        found[f"{letter}st{-hours}{letter}dt"] = Term(said=name, zones=zones)
    found.pop("ht", None)
    found["gmt"] = found["greenwich mean time"] = Term(said="gmt", zones=("Etc/GMT",))
    return found


_PHRASES = _phrases()
_STATE_CODES = {
    entry[:2].upper(): zone
    for line in STATES.strip().splitlines()
    for zone, _, listed in [line.partition(": ")]
    for entry in listed.split("|")
}
_MOST_WORDS = max(len(said.split()) for said in _PHRASES)


@lru_cache(maxsize=1)
def _iana() -> dict[str, str]:
    """The names of the time zone database that hold a slash, under their lower-case form."""
    return {name.lower(): name for name in available_timezones() if "/" in name} | OLD_NAMES


_IANA_LIKE = re.compile(r"[a-z]+(?:/[a-z][a-z_-]*(?:[+-]?\d{1,2})?){1,2}(?![\w/])")
_IANA_BLANK = re.compile(r"(america|europe|asia|africa|australia|pacific)/([a-z]+)[ ]([a-z]+)(?: ([a-z]+))?")
_OFFSET = re.compile(r"(?:utc|gmt) ?([+-]) ?(\d{1,2})(?::?([0-5]\d))?(?!\d|:|h\b| ?[ap]\.?m?\b)")
_STATE = re.compile(r",? +([A-Z]{2})\b\.?")


def match(text: str, at: int, written: str | None = None) -> tuple[Term, int] | None:
    """The zone named in the lower-case ``text`` from index ``at`` on, longest phrase first, and the index behind it.

    written: the same text, same length, as the author capitalised it: a two-letter state counts only behind a city.
    """
    if found := _OFFSET.match(text, at):
        return _offset_term(found), found.end()
    if found := _IANA_LIKE.match(text, at):
        zone = _iana().get(found[0])
        if zone:
            return Term(said=found[0], zones=(zone,)), found.end()
    if found := _IANA_BLANK.match(text, at):
        for parts in ((1, 2, 3, 4), (1, 2, 3)):
            zone = _iana().get(f"{found[1]}/" + "_".join(found[p] or "?" for p in parts[1:]))
            if zone:
                return Term(said=zone.lower(), zones=(zone,)), found.end(parts[-1])
    return _phrase(text, at, written)


def _phrase(text: str, at: int, written: str | None) -> tuple[Term, int] | None:
    ends: list[int] = []
    here = at
    for _ in range(_MOST_WORDS):
        word = _ZONE_WORD.match(text, here)
        if not word:
            break
        ends.append(word.end())
        here = word.end()
        if text[here : here + 1] != " ":
            break
        here += 1
    for end in reversed(ends):
        said = text[at:end]
        term = _PHRASES.get(said) or _PHRASES.get(said.rstrip("."))
        if term:
            return _with_state(term, end, written)
    return None


_ZONE_WORD = re.compile(r"[a-z]+(?:\d[a-z]+)?(?:\.[a-z]+)*\.?(?:'s)?(?![\w@])")


def _with_state(term: Term, end: int, written: str | None) -> tuple[Term, int]:
    """``Portland, OR`` and ``Portland, ME``: the state behind a city tells which."""
    found = _STATE.match(written, end) if written and term.letters is None else None
    if not found:
        return term, end
    code = found[1]
    listed = SEVERAL[SPLIT_STATES[code]] if code in SPLIT_STATES else (_STATE_CODES.get(code, ""),)
    if listed == ("",):
        return term, end
    agreed = [zone for zone in term.zones if any(same_clock(zone, other) for other in listed)]
    if not agreed:
        return term, end
    return Term(said=term.said, zones=tuple(agreed)), found.end()


def _offset_term(found: re.Match[str]) -> Term:
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return Term(said=found[0], zones=(), offset=-minutes if found[1] == "-" else minutes)


@lru_cache(maxsize=4096)
def same_clock(one: str, other: str, year: int = 2026) -> bool:
    """Whether two IANA zones show the same time all through ``year``."""
    if one == other:
        return True
    first = datetime(year, 1, 1, 12, tzinfo=UTC)
    days = (first + timedelta(days=step) for step in range(0, 365, 6))
    a, b = ZoneInfo(one), ZoneInfo(other)
    return all(day.astimezone(a).utcoffset() == day.astimezone(b).utcoffset() for day in days)


@lru_cache(maxsize=512)
def _offsets(zone: str, year: int = 2026) -> frozenset[int]:
    """The offsets that a zone shows in a year, in minutes east of UTC."""
    return frozenset(offset(zone, date(year, month, 15)) for month in range(1, 13))


def offset(zone: str, day: date) -> int:
    """Minutes east of UTC that the zone's clock shows at noon of the day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).utcoffset()
    return int(moment.total_seconds() // 60) if moment is not None else 0


def resolve(terms: Sequence[Term], day: date | None = None) -> Result:
    """The one zone that all ``terms`` can mean, or a doubt; ``None`` without terms.

    day: the day of the call, where known: then EST in summer is told as an assumption, and GMT in London's summer is
    asked back.
    """
    named = [term for term in terms if term.offset is None]
    fixed = {term.offset for term in terms if term.offset is not None}
    if not terms:
        return None
    if not named:
        return _fixed(sorted(o for o in fixed if o is not None))
    in_order = sorted(named, key=lambda term: len(term.zones))
    survivors = [
        zone
        for zone in in_order[0].zones
        if all(any(same_clock(zone, other) for other in term.zones) for term in in_order[1:])
    ]
    first = named[0].zones[0]
    if not survivors:
        return Doubt(why="that names two time zones", suggestion=None)
    zone = first if first in survivors else survivors[0]
    if any(value not in _offsets(zone) for value in fixed):
        return Doubt(why="that names two time zones", suggestion=None)
    distinct = [other for other in survivors if not same_clock(other, zone)]
    if distinct and not any(term.alone for term in named):
        return Doubt(why="more than one time zone goes by that name", suggestion=zone)
    return _certain(zone, named, day)


def _certain(zone: str, named: Sequence[Term], day: date | None) -> Result:
    if zone == "Etc/GMT" and day and offset("Europe/London", day):
        return Doubt(why="clocks in London show summer time that day", suggestion=zone)
    assumed = ""
    letters = [term for term in named if term.letters is not None]
    if day and letters and all(term.letters != offset(zone, day) for term in letters):
        name = NAMES.get(zone)
        if name:
            assumed = f"we read {letters[0].said.upper()} as {name} time as clocks show it that day"
    return Certain(value=zone, grammar="zone", assumed=assumed)


def _fixed(offsets: Sequence[int]) -> Result:
    if len(offsets) > 1:
        return Doubt(why="that names two time zones")
    minutes = offsets[0]
    if minutes == 0:
        return Certain(value="UTC", grammar="zone:offset")
    hours, rest = divmod(abs(minutes), 60)
    if rest or not -12 <= minutes / 60 <= 14:
        return Doubt(why="we need the zone by the name of a city there")
    sign = "+" if minutes < 0 else "-"  # POSIX counts west as plus: UTC-5 is Etc/GMT+5
    return Certain(value=f"Etc/GMT{sign}{hours}", grammar="zone:offset")


FILLERS = listed(
    """
    time zone timezone tz standard daylight saving savings us usa u.s u.s.a the in and of is it please st std
    canada america united states american prevailing clock set to on our for based
    """
)
_SKIP = re.compile(r"[\s,;:()\[\]\"'.=*!&|<>-]+")
_NO_ZONE = re.compile(
    r"(?:my|our|your|his|her|their|the)? ?(?:own )?(?:local|usual|same|current)(?: time)?(?: ?zone)?|(?:my|our"
    r"|your|mine|ours|yours)(?: time)?(?: ?zone)?|here"
)


_DOTTED = re.compile(r"\b([A-Za-z])\.([SDsd])?\.?([Tt])\b\.?")


def read_zone(said: str, *, day: date | None = None) -> Result:
    """The IANA name of a time zone.

    EST, EDT, ET and Eastern are all ``America/New_York``: US abbreviations mean the zone's own clock (reading
    contract). ``UTC-5`` is ``Etc/GMT+5``. day: the day of the call, where known (``resolve``).
    """
    if is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    written = _DOTTED.sub(r"\1\2\3", flat(said))
    text = written.lower()
    if _NO_ZONE.fullmatch(text.strip(" .,;:!'\"")):
        return Doubt(why="we need the zone by its name")
    terms, strange = _scan(text, written)
    found = resolve(terms, day)
    if found is None:
        return Doubt(why="we do not know that time zone")
    if not strange:
        return found
    suggestion = found.value if isinstance(found, Certain) and not {"not", "or", "isn't"} & set(strange) else None
    why = (
        "that may be more than one time zone" if "or" in strange else f'we are not sure what "{strange[0]}" means here'
    )
    return Doubt(why=why, suggestion=suggestion)


def _scan(text: str, written: str) -> tuple[list[Term], list[str]]:
    """Every zone named, and every word that is not understood."""
    terms: list[Term] = []
    strange: list[str] = []
    here = 0
    while here < len(text):
        if skipped := _SKIP.match(text, here):
            here = skipped.end()
            continue
        if found := match(text, here, written):
            terms.append(found[0])
            here = found[1]
            continue
        word = _ANY_WORD.match(text, here)
        piece = word[0] if word else text[here]
        here += len(piece)
        if piece.rstrip(".") not in FILLERS and piece != "/":
            strange.append(piece)
    return terms, strange


_ANY_WORD = re.compile(r"[\w.'+~-]*\w|[^\s]")


def is_place(said: str) -> bool:
    """Whether the lower-case words are a place or zone of the tables, as ``philadelphia`` or ``nyc``."""
    return said.strip(" .") in _PHRASES
