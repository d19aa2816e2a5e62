"""One time zone out of the words of a line: US abbreviations, cities, states, IANA names, ``UTC-5``.

Several phrases together ("Eastern (Montréal)", "IST (India)") must leave a zone that all of them can mean; two that
cannot agree are a doubt.
"""

import re
from collections.abc import Sequence
from datetime import date

from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, flat, left_over, listed
from mailflow.read.answers.values import is_nothing
from mailflow.read.times.remarks import is_elsewhere, without_contrasts, without_remarks
from mailflow.read.times.zone_clocks import offset, offsets, same_clock
from mailflow.read.times.zone_names import NAMES
from mailflow.read.times.zone_terms import Term, is_place, match, state_zones

__all__ = ["FILLERS", "Term", "is_place", "match", "offset", "read_zone", "resolve", "same_clock"]


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
    if any(value not in offsets(zone) for value in fixed):
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
_AROUND = listed(
    """
    we we're i'm i im am are were here so i.e ie aka live living located folks everyone all by from time's clock clocks
    that this will use using area region coast city at
    """
)
"""Words that change nothing in a line that names a zone."""
_SKIP = re.compile(r"[\s,;:()\[\]\"'.=*!&|<>-]+")
_NO_ZONE = re.compile(
    r"(?:my|our|your|his|her|their|the)? ?(?:own )?(?:local|usual|same|current)(?: time)?(?: ?zone)?|(?:my|our"
    r"|your|mine|ours|yours)(?: time)?(?: ?zone)?|here|(?:the )?same (?:as|like)"
    r" (?:yours|you|your own|us|ours|always|before)"
    r"|(?:the )?same(?: one| zone)?|wherever (?:you|we) are"
)


_UNKNOWN = "we do not know that time zone"
_CODE_ALONE = re.compile(r"\s*(?!OK|IN|OR|ME|HI|OH|DE|LA|MA|PA|ID|ET|CT|MT)[A-Z]{2}\.?\s*")
"""A state by its two letters and nothing else; those that are a word, a zone or a country as well are asked."""
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
    if is_elsewhere(said):
        return None
    written = _DOTTED.sub(r"\1\2\3", flat(said))
    if _CODE_ALONE.fullmatch(written) and (zones := state_zones(written.strip(" ."))):
        return resolve([Term(said=written, zones=zones, alone=len(zones) == 1)], day)
    if not _NO_ZONE.fullmatch(written.lower().strip(" .,;:!'\"")):
        written = without_remarks(written)
    text = written.lower()
    if _NO_ZONE.fullmatch(text.strip(" .,;:!'\"")):
        return Doubt(why="we need the zone by its name")
    return _one_zone(text, written, day)


def _one_zone(text: str, written: str, day: date | None) -> Result:
    """The zone of words that name one, if every other word is understood, too."""
    pieces = without_contrasts(
        _scan(text, written),
        is_not=lambda one: one == "not",
        family=lambda one: "zone" if isinstance(one, Term) else None,
    )
    terms = [one for one in pieces if isinstance(one, Term)]
    strange = [one for one in pieces if isinstance(one, str)]
    found = resolve(terms, day)
    if found is None:
        return Doubt(why=_UNKNOWN)
    if strange == ["or"] and all(term.letters is not None and term.zones == terms[0].zones for term in terms):
        strange = []  # EST or EDT: whichever it is by then
    if not strange:
        return found
    suggestion = found.value if isinstance(found, Certain) and not {"not", "or", "isn't"} & set(strange) else None
    why = "that may be more than one time zone" if "or" in strange else left_over(strange[0])
    return Doubt(why=why, suggestion=suggestion)


def _scan(text: str, written: str) -> list[Term | str]:
    """Every zone named and every word that is not understood, in order."""
    pieces: list[Term | str] = []
    here = 0
    while here < len(text):
        if skipped := _SKIP.match(text, here):
            here = skipped.end()
            continue
        if found := match(text, here, written):
            pieces.append(found[0])
            here = found[1]
            continue
        word = _ANY_WORD.match(text, here)
        piece = word[0] if word else text[here]
        here += len(piece)
        if piece.rstrip(".") not in FILLERS | _AROUND and piece != "/":
            pieces.append(piece)
    return pieces


_ANY_WORD = re.compile(r"[\w.'+~-]*\w|[^\s]")
