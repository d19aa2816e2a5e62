"""What stands behind a person in a role: the name that ``me`` gives itself, and how to reach them.

``Facilitator is me, Ike Sawyer. Backup is Dwayne. You can reach Dwayne at 810-555-0143.`` An address told behind what
somebody does is that one person's; one that carries another name may be somebody else's, and is asked back.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mailflow.model import Person
from mailflow.read.answers.result import Certain, Doubt, plain
from mailflow.read.persons.names import bare_words, belongs
from mailflow.read.persons.people import NOT_SURE
from mailflow.read.persons.person_phrases import NOT_AGREED
from mailflow.read.persons.reach import address
from mailflow.read.sentences.prose_names import ADDRESS, PHONE
from mailflow.read.sentences.told import Told

_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: [A-ZÀ-ÖØ-Þ][\w.'’-]*){0,3}"
_NAMES_SELF = re.compile(rf"\b(?:me|myself),? \(?(?P<name>{_NAME})\)?(?=\s*(?:[.,;!?]|\Z))(?!,? (?:and|or|&) )")
_REACHED = re.compile(
    r"\b(?:(?:reach|call|text|e-?mail|write|contact|ring|phone)(?: to)? (?P<whom>him|her|them|[A-ZÀ-ÖØ-Þ][\w'’-]*)"
    r"|(?:his|her|their)(?: (?:e-?mail|mail|cell|phone|mobile|home))?(?: (?:number|address|phone))?(?: is|:)?)"
    rf"(?: (?:at|on|under|by))?(?: (?:his|her|their) \w+)?:? ?(?:(?P<phone>{PHONE})|(?P<email>{ADDRESS}))",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:facilitator|moderator|host|scribe|note-?taker|tech(?: person| lead)?) (?:of|in) "
    r"(?:our|my|the|this|an?|your)\b(?! (?:[\w-]+ ){0,2}(?:call|line|conference|request)\b)",
    re.IGNORECASE,
)
"""A role in some other body: ``I am the scribe of our council``."""

_OF_THEM = re.compile(r"(?:he|she|they)\b", re.IGNORECASE)
_WHOEVER = frozenset({"him", "her", "them"})


ONE_REACH = rf"(?:[<(\[]?(?:mailto:)?{ADDRESS}[>)\]]?|\(?{PHONE}\)?)"
_BESIDE_CLAUSE = re.compile(
    rf"(?P<words>[^@.?!;,:\d–—]{{0,30}}?)\s*(?:[,:–—]|(?<=\s)-)\s*"
    rf"(?P<reach>{ONE_REACH}(?:(?:,| or|,? and)? {ONE_REACH})?)"
    r"(?=\s*(?:[,.;!?)]|\Z|and\b|but\b))(?!,? (?:is|will|can|as|backs)\b)",
    re.IGNORECASE,
)
"""How to reach somebody, told behind what they do: ``Walt said he'd do the tech, walt@example.org``."""
LATER_REACH = re.compile(
    rf"[^@.?!;]{{0,40}}?\((?P<in>{ADDRESS})\)"
    rf"|[^@?!]{{0,40}}?\b(?:reach|contact|write(?: to)?|email) (?:him|her|them) (?:at )?(?P<at>{ADDRESS})"
    rf"|[^@?!]{{0,20}}?\b(?:his|her|their) (?:e-?mail|address)(?: address)? (?:is|:) ?(?P<is>{ADDRESS})",
    re.IGNORECASE,
)


def reached(told: Iterable[Told], sentences: Sequence[str]) -> Iterator[Told]:
    """The same persons, with what the words behind them add. sentences: all of the text, in order."""
    several = [one for one in told if not _OF_ANOTHER.search(one.sentence)]
    often = Counter(one.sentence for one in several)
    for one in several:
        yield (
            _with_address(_completed(one, _behind(one.sentence, sentences)), one.sentence)
            if often[one.sentence] == 1
            else _completed(one, "")
        )


def _behind(sentence: str, sentences: Sequence[str]) -> str:
    """The sentence that follows."""
    at = sentences.index(sentence) if sentence in sentences else len(sentences)
    return sentences[at + 1] if at + 1 < len(sentences) else ""


def _completed(told: Told, behind: str) -> Told:
    """One person named by the words themselves, and reached as the next sentence says."""
    result = told.result
    if not (isinstance(result, Certain) and isinstance(result.value, tuple) and len(result.value) == 1):
        return told
    (person,) = result.value
    if not isinstance(person, Person):
        return told
    if _OF_THEM.match(behind) and NOT_AGREED.match(plain(behind)):
        return replace(told, result=Doubt(why=NOT_SURE, suggestion=result.value))
    if named := _NAMES_SELF.search(told.sentence):
        return replace(told, result=_self_named(result, person, named["name"]))
    if person.name and not person.phone:
        beside = re.search(rf"\b{re.escape(person.name)},? \(?(?P<phone>{PHONE})", told.sentence)
        person = replace(person, phone=beside["phone"]) if beside else person
        result = replace(result, value=(person,))
    if person.is_reachable or not (found := _REACHED.search(behind)):
        return replace(told, result=result)
    whom = (found["whom"] or "them").casefold()
    first = (person.name or "").casefold().split()[:1]
    if whom not in _WHOEVER and [whom] != first:
        return replace(told, result=result)
    email = address(found["email"]) if found["email"] else None
    return replace(told, result=replace(result, value=(replace(person, email=email, phone=found["phone"]),)))


def _with_address(told: Told, sentence: str) -> Told:
    """The only person of a sentence with its only address: ``Hal Burke is my backup like I said, hal@example.net``.

    An address that does not carry the name may be somebody else's.
    """
    result, found = told.result, set(re.findall(ADDRESS, sentence))
    if not (isinstance(result, Certain) and isinstance(result.value, tuple) and len(result.value) == 1):
        return told
    (person,) = result.value
    email = address(found.pop()) if len(found) == 1 else None
    if not isinstance(person, Person) or person.is_reachable or not person.name or email is None:
        return told
    named, local = replace(person, email=email), email.partition("@")[0]
    if any(len(word) > 2 and word in local for word in bare_words(person.name)):
        return replace(told, result=replace(result, value=(named,)))
    return replace(told, result=Doubt(why="we are not sure whose address that is", suggestion=(named,)))


def _self_named(result: Certain, me: Person, name: str) -> Certain | Doubt:
    """``me, Ike Sawyer``: the sender's own name in full; another name may be another person."""
    name = name.rstrip(".") if not re.search(r"\b[A-Z]\.\Z", name) else name
    shown, said = (me.name or "").casefold().split(), name.casefold().split()
    if not shown or shown[0] == said[0] or shown[-1:] == said[-1:]:
        return replace(result, value=(replace(me, name=name if len(said) >= len(shown) else me.name),))
    return Doubt(why=NOT_SURE, suggestion=(replace(me, name=name),))


def with_later_address(result: Certain, behind: str, later: re.Match[str]) -> Certain:
    """``Jo can back me up (jo@example.org)``: an address said behind the verb is that one person's."""
    person = _only_person(result)
    email = later["in"] or later["at"] or later["is"]
    if person is None or person.email or (later["in"] and re.search(r"[A-Z]|,| and ", behind[: later.start("in")])):
        return result
    return replace(result, value=(replace(person, email=email.lower()),))


def with_reach(result: Certain, behind: str) -> Certain | Doubt:
    """The address and the number that stand behind the clause; an address that carries another name is asked."""
    person, found = _only_person(result), _BESIDE_CLAUSE.match(behind)
    if person is None or not found or re.search(r"[A-Z]| and ", found["words"]):
        return result
    emails, phones = re.findall(ADDRESS, found["reach"]), re.findall(PHONE, found["reach"])
    if len(emails) > 1 or len(phones) > 1 or (emails and person.email):
        return result
    email = address(emails[0]) if emails else person.email
    reached = replace(person, email=email, phone=person.phone or next(iter(phones), None))
    if emails and email and person.name and not belongs(email, person.name):
        return Doubt(why="we are not sure whose address that is", suggestion=(reached,))
    return replace(result, value=(reached,))


def _only_person(result: Certain) -> Person | None:
    """The person of a value that names one."""
    persons = result.value
    one = persons[0] if isinstance(persons, tuple) and len(persons) == 1 else None
    return one if isinstance(one, Person) else None
