"""Ways to reach persons named before: ``tammy@example.org``, ``Tammy is tammy@example.org, Nate's is nate@x``.

A name stays with the case when only its address comes later. An address goes to the one person who lacked one, or to
whom the words or the address itself name; where neither is plain, it is asked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mailflow.model import Field, Person, Source, Unclear, Value
from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.interpret import Sheet
from mailflow.read.persons.names import belongs
from mailflow.read.persons.reach import address
from mailflow.read.sentences.clauses import is_hedged
from mailflow.read.sentences.prose_names import ADDRESS, NAME, PHONE

WHOSE = "we are not sure whose address that is"
ROLES = ("facilitator", "backup", "tech", "notetaker")
_WAY = rf"(?:[<(\[]?(?:mailto:)?(?P<email>{ADDRESS})[>)\]]?|(?P<phone>{PHONE}))"
_THING = r"(?:e-?mail(?: address)?|address|mail|phone(?: number)?|number|cell)"
_TOLD = re.compile(
    rf"(?:(?i:\b(?:he|she|they|his|her|their))(?:['’](?:s|re))?(?: {_THING})?"
    rf"|(?P<who>{NAME})(?:['’]s? {_THING}|['’]s)?)"
    rf"(?:,? (?:is|are|at|on|can be reached|reachable|has)|['’]s)*(?: (?:at|on|under|by))?\s*[:=,–—-]?\s*[(]?{_WAY}",
)
"""``Tammy is tammy@x``, ``Nate's is nate@x``, ``Jay (jay@x)``, ``he's at nate@x``."""
_WAY_ALONE = re.compile(rf"\W*(?P<email>{ADDRESS})\W*")


@dataclass(frozen=True, slots=True)
class _Slot:
    """One person of a line who cannot be reached yet, by place; why: what leaves it open who it is, else ``""``."""

    key: str
    persons: tuple[Person, ...]
    at: int
    why: str

    @property
    def name(self) -> str:
        return self.persons[self.at].name or ""

    def reached(self, way: Person) -> tuple[Person, ...]:
        """The persons of the line, this one with a way to reach them."""
        full = replace(self.persons[self.at], email=way.email, phone=way.phone)
        return (*self.persons[: self.at], full, *self.persons[self.at + 1 :])


def add_addresses(sheet: Sheet, sentences: Sequence[str], asked: Sequence[str], doubts: Mapping[str, Unclear]) -> None:
    """Complete the persons of this mail and of the case with the ways to reach them that the sentences tell.

    asked: the lines that we asked for; doubts: what we asked back, with the persons that we took for likely.
    """
    for sentence in sentences:
        if (alone := _WAY_ALONE.fullmatch(sentence)) and address(alone["email"]):
            _add_alone(sheet, Person(None, address(alone["email"])), sentence, asked)
        for name, way, is_open in _told(sentence):
            slots = [one for one in _slots(sheet, asked, doubts) if _is_named(one.name, name)]
            if len({one.name.casefold() for one in slots}) != 1:
                continue
            for one in slots:
                why = one.why or ("that is not sure yet" if is_open else "")
                full = one.reached(way)
                result = Doubt(why=why, suggestion=full) if why else Certain(value=full, grammar="reach")
                _put(sheet, one.key, Source("text/plain", 0, "", sentence), result)


def _add_alone(sheet: Sheet, way: Person, said: str, asked: Sequence[str]) -> None:
    """An address without a name, where we asked for more than one person's: it is theirs whose name it carries."""
    slots = [one for one in _slots(sheet, asked, {}) if one.key in asked and belongs(str(way.email), one.name)]
    if len(slots) == 1 and not slots[0].why:
        _put(
            sheet,
            slots[0].key,
            Source("text/plain", 0, "", said),
            Certain(value=slots[0].reached(way), grammar="reach"),
        )


def _told(sentence: str) -> Iterator[tuple[str, Person, bool]]:
    """Whose address a sentence tells: the name, the way, and whether the words leave it open."""
    last = ""
    at = 0
    while found := _TOLD.search(sentence, at):
        names = re.findall(NAME, sentence[at : found.start()])
        last = found["who"] or (names[-1] if names else last)
        at = found.end()
        if last:
            email = address(found["email"]) if found["email"] else None
            yield last, Person(None, email, found["phone"]), sentence.endswith("?") or is_hedged(found[0])


def _slots(sheet: Sheet, asked: Sequence[str], doubts: Mapping[str, Unclear]) -> Iterator[_Slot]:
    """The persons who cannot be reached: as this mail names them, else as the case does, else the likely ones."""
    for key in ROLES:
        held, own = sheet.fields.get(key), sheet.unclear.get(key)
        held = held or (None if own else sheet.known.get(key))
        likely = own or (doubts.get(key) if key in asked and held is None else None)
        value = held.value if held else likely.suggestion if likely else None
        persons = _persons(value)
        for at, person in enumerate(persons):
            if person.name and not person.is_reachable:
                yield _Slot(key, persons, at, own.why if own else "")


def _put(sheet: Sheet, key: str, source: Source, result: Certain | Doubt) -> None:
    sheet.fields.pop(key, None)
    sheet.unclear.pop(key, None)
    sheet.take(key, source.said, source, result)


def _is_named(whole: str, name: str) -> bool:
    """Whether a name is the person's: the whole of it, or the first name of it."""
    own, said = whole.casefold().split(), name.casefold().split()
    return own == said or (min(len(own), len(said)) == 1 and own[:1] == said[:1])


# An address alone ----------------------------------------------------------------------------------------------------


def keep_names(sheet: Sheet) -> None:
    """Give each person of this mail that is only an address or a number the name that the case knows for the line.

    One person who lacked a way to be reached: it is theirs. Several: whose name the address carries. An address that
    the case knows as somebody else's is asked.
    """
    for key in ROLES:
        held, known = sheet.fields.get(key), sheet.known.get(key)
        said, before = _persons(held.value if held else None), _persons(known.value if known else None)
        if held is None or len(said) != 1 or said[0].name:
            continue
        result = _named(said[0], before, sheet)
        if result is not None:
            _put(sheet, key, held.source, result)


def _named(way: Person, before: tuple[Person, ...], sheet: Sheet) -> Result:
    """The persons of a line with the way to reach one of them, ``None`` where none of them lacked one."""
    lacking = [one for one in before if not one.is_reachable and one.name]
    if not lacking:
        return None
    if len(lacking) > 1:
        lacking = [one for one in lacking if way.email and one.name and belongs(way.email, one.name)]
    full = tuple(replace(one, email=way.email, phone=way.phone) if lacking[:1] == [one] else one for one in before)
    if len(lacking) != 1:
        return Doubt(why=WHOSE)
    others = {one.email: one.name for key in ("contact", *ROLES) for one in _known(sheet.known, key) if one.email}
    others |= {sheet.contact.email: sheet.contact.name} if sheet.contact.email else {}
    if way.email in others and not _is_named(lacking[0].name or "", others[way.email] or "?"):
        return Doubt(why=WHOSE, suggestion=full)
    return Certain(value=full, grammar="reach")


def _known(known: Mapping[str, Field], key: str) -> tuple[Person, ...]:
    return _persons(known[key].value) if key in known else ()


def _persons(value: Value) -> tuple[Person, ...]:
    return tuple(one for one in value if isinstance(one, Person)) if isinstance(value, tuple) else ()
