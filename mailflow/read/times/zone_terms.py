"""The phrases that name a time zone, found in a text: abbreviations, cities, states, offsets, IANA names.

Every phrase stands for one or more IANA zones; ``zones`` makes one zone of several phrases.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from mailflow.read.answers.result import listed
from mailflow.read.times.zone_clocks import offsets, same_clock
from mailflow.read.times.zone_names import OLD_NAMES, PLACES, REGIONS, SEVERAL, SPLIT_STATES, STATES


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
    for said in ("atlantic", "atlantic standard", "atlantic daylight"):
        found[said] = Term(said=said, zones=SEVERAL["atlantic"])
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
    if found := _NO_SUMMER.match(text, at):
        return Term(said=found[0], zones=_without_summer()), found.end()
    if found := _IANA_LIKE.match(text, at):
        zone = _iana().get(found[0])
        if zone:
            return Term(said=found[0], zones=(zone,)), found.end()
    if found := _IANA_BLANK.match(text, at):
        for parts in ((1, 2, 3, 4), (1, 2, 3)):
            zone = _iana().get(f"{found[1]}/" + "_".join(found[p] or "?" for p in parts[1:]))
            if zone:
                return Term(said=zone.lower(), zones=(zone,)), found.end(parts[-1])
    return _phrase(text, at, written) or (_town(written, at) if written else None)


_NO_SUMMER = re.compile(
    r"(?:no|without) (?:daylight(?:[ -]savings?)?(?: time)?|dst|summer time)\b"
    r"|(?:we |that |it )?(?:(?:do|does)(?: not|n't)|never) (?:do|does|observe|have|use|change|switch)(?: (?:to|for))?"
    r" (?:daylight(?:[ -]savings?)?(?: time)?|dst|summer time|(?:our |the |its )?clocks?)\b"
)


@lru_cache(maxsize=1)
def _without_summer() -> tuple[str, ...]:
    """The zones of the tables whose clocks never change."""
    zones = dict.fromkeys(zone for term in _PHRASES.values() for zone in term.zones)
    return tuple(zone for zone in zones if len(offsets(zone)) == 1)


_TOWN_WORD = r"[A-Z][a-z'.-]*[a-z](?:[A-Z][a-z]+)?"
_TOWN = re.compile(
    rf"(?P<town>{_TOWN_WORD}(?: {_TOWN_WORD}){{0,2}})(?P<comma>,)? "
    r"(?:(?P<code>[A-Z]{2})(?= ?(?:$|[,;:.)/(\]-]|\d{5}\b|[Tt]ime\b))"
    r"|(?<=, )(?P<land>[A-Z][A-Za-z. ]*[A-Za-z])(?= ?(?:$|[,;:)/(-])))(?: \d{5}\b)?"
)
_NO_TOWN = listed(
    """
    not no maybe probably perhaps possibly north south east west northern southern eastern western central upper lower
    most all except near outside either usually mostly around southeast southwest northeast northwest rural any some
    mountain pacific or and but the greater time
    """
)
_NO_STATE = frozenset({"OK", "HI", "AM", "PM"})
"""Codes that may as well be a word behind another; they count behind a town of the tables only."""


def _town(written: str, at: int) -> tuple[Term, int] | None:
    """A town of no table with its state or country behind it: ``McAllen TX``, ``Leeds, UK``."""
    found = _TOWN.match(written, at)
    if not found or _NO_TOWN & set(found["town"].lower().split()):
        return None
    zones: tuple[str, ...] = ()
    if found["code"] and found["code"] not in _NO_STATE:
        term = _PHRASES.get(found["code"].lower())  # UK
        zones = state_zones(found["code"]) or (term.zones if term and term.letters is None and found["comma"] else ())
    elif found["land"]:
        term = _PHRASES.get(found["land"].lower())
        zones = term.zones if term and term.letters is None else ()
    if not zones:
        return None
    return Term(said=found["town"].lower(), zones=zones, alone=len(zones) == 1), found.end()


def state_zones(code: str) -> tuple[str, ...]:
    """The zones of a US state by its two letters."""
    if code in SPLIT_STATES:
        return SEVERAL[SPLIT_STATES[code]]
    return (_STATE_CODES[code],) if code in _STATE_CODES else ()


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
        if term and not (said == "la" and _IN_SPANISH.match(text, at)):
            return _with_state(term, end, written)
    return None


_IN_SPANISH = re.compile(r"la (?!time\b|\()[a-z]")
"""``la noche``: a word of Spanish or French, not Los Angeles."""
_ZONE_WORD = re.compile(r"[a-z]+(?:\d[a-z]+)?(?:\.[a-z]+)*\.?(?:'[a-z]+)?(?![\w@])")


def _with_state(term: Term, end: int, written: str | None) -> tuple[Term, int]:
    """``Portland, OR`` and ``Portland, ME``: the state behind a city tells which."""
    found = _STATE.match(written, end) if written and term.letters is None else None
    if not found:
        return term, end
    code = found[1]
    listed = state_zones(code)
    if not listed:
        return term, end
    agreed = [zone for zone in term.zones if any(same_clock(zone, other) for other in listed)]
    if not agreed:
        return term, end
    return Term(said=term.said, zones=tuple(agreed)), found.end()


def _offset_term(found: re.Match[str]) -> Term:
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return Term(said=found[0], zones=(), offset=-minutes if found[1] == "-" else minutes)


def is_place(said: str) -> bool:
    """Whether the lower-case words are a place or zone of the tables, as ``philadelphia`` or ``nyc``."""
    return said.strip(" .") in _PHRASES
