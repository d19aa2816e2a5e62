"""Who signs up for a training, and who comes along, in plain sentences."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mailflow.model import Person, Source
from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.interpret import Sheet
from mailflow.read.papers.lines import take_where_open
from mailflow.read.papers.training_company import company, speaks_of_others
from mailflow.read.papers.training_text import DOUBTFUL, Told, here
from mailflow.read.papers.training_values import read_others
from mailflow.read.persons import people
from mailflow.read.persons.names import belongs
from mailflow.read.persons.reach import ADDRESS_LIKE, address

_ENDS_NAMES = (
    r"\s*(?:\b(?:up|down|to the|to a|to any|to your|for|on the|in the|into|onto|would|want|both|wish|are|have|will)\b"
    r"|[.!?](?:\s|\Z)|\Z)"
)
_PERSON = (
    r"(?:(?:my|our|also) (?:\w+ ){1,3}?,?\s*)?(?!(?:My|We|Occupy|The|This|Please|Hi|Hello|Can|Could|May|And|I|It)\b)"
    r"(?-i:[A-Z])[\w'’.-]+(?: (?-i:[A-Z])[\w'’.-]+){0,2}(?:,? ?[<(][^<>()]{3,80}[>)]|,? [^\s<>(),;@]+@[^\s<>(),;@]+\w)?"
)
_PERSONS = rf"{_PERSON}(?:(?:, and |, | and | & ){_PERSON}){{0,6}}"
_ME_AND = re.compile(
    rf"\b(?:me|myself)\s*,?\s*(?:and|&|plus|\+|as well as|along with"
    rf"|with)\s+(?P<who>.{{2,200}}?){_ENDS_NAMES}",
    re.IGNORECASE,
)
_AND_ME = re.compile(rf"(?P<who>{_PERSONS}),?\s+(?:and|&)\s+(?:me|I|myself)\b{_ENDS_NAMES}", re.IGNORECASE)
_RELATION = re.compile(
    r"^(?:my|our|a|the|also)(?: \w+){0,2}? (?:friend|partner|comrade|colleague|co-?facilitator|facilitator|backup"
    r"|sister|brother|husband|wife"
    r"|roommate|neighbou?r|buddy|person|supporter)s?,?\s+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
_OF_US = re.compile(
    r"\b(?:both|all|the \w+|two|three|four|five) of us\b|\b(?:and|plus) (?:\w+ ){0,2}(?:friends?|others|more"
    r"|people|comrades)\b",
    re.IGNORECASE,
)
_MY_ADDRESS = re.compile(
    rf"\b(?:my (?:e-?mail|mail|address)(?: address)?(?: is|:)|(?:reach|write|email|e-mail) me (?:at|on|under)"
    rf"|better address:?)\s*(?P<address>{ADDRESS_LIKE.pattern})",
    re.IGNORECASE,
)
_WORD = r"(?-i:[A-Z])[\w'’-]+"
_NO_NAME = (
    r"(?:She|He|They|We|I|My|Her|His|Their|Our|E-?mail|Mail|Address|And|Also|Please|Occupy"
    r"|Tech|Maestro|Facilitat\w*|New|Board|Call|Not|In|On|From|The|A)\b"
)
_MY_NAME = re.compile(
    rf"\b(?:this is|i am|i['’]m) (?P<whole>(?!(?-i:{_NO_NAME})){_WORD}(?: {_WORD}){{1,2}})(?=\s*(?:[.!;(,]|\Z|\band\b))"
    r"|\b(?:my name is|my name's|(?:this is|i am"
    r"|i['’]m)(?= (?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+){0,2},? (?:from|with|of|at|in)\b))"
    r" (?P<name>(?-i:[A-Z])[\w'’-]*\.?(?: (?-i:[A-Z])[\w'’-]*\.?){0,3})",
    re.IGNORECASE,
)


def take_persons(sheet: Sheet, told: Told, source: Source) -> None:
    """Who signs up, and who comes along: persons one to a line, or named beside ``me``."""
    text = " ".join(told.text.split())
    if mine := _MY_ADDRESS.search(text):
        email = address(mine["address"])
        if email:
            take_where_open(sheet, "email", here(source, mine[0]), Certain(value=email, grammar="prose"))
    named = _MY_NAME.search(text)
    name = (named["whole"] or named["name"]).rstrip(".") if named else _beside(text, sheet.contact.email or "")
    name = name or ("" if sheet.contact.name else told.signed)
    name = next((one for one in (told.signed, sheet.contact.name) if one and one.startswith(f"{name} ")), name)
    if name and not name.lower().startswith("occupy"):
        take_where_open(sheet, "name", here(source, name), Certain(value=name, grammar="prose"))
    _take_others(sheet, told, source)


_ADDRESS = r"(?<![^\s<>(),;:@])[^\s<>(),;:@]++@[^\s<>(),;:@]+\w"
_POINTS_BELOW = re.compile(
    r"\b(?:these|those|the|my)(?: (?:following|other|next))? (?:two|three|four|five|six|people|persons|others|friends"
    r"|comrades|following|names|folks)(?: (?:people|others|friends|comrades|more|folks))?(?: (?:below|here))?:?",
    re.IGNORECASE,
)
_COMES_TOO = re.compile(
    r"\b(?:we|us|both|s?he|his|hers?|they|theirs?|my (?:husband|wife|partner|friend|sister|brother|mother|father|mom"
    r"|dad|daughter|son|colleague|comrade|co-?facilitator|roommate|neighbou?r|housemate|buddy|girlfriend|boyfriend|spouse))\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:ask|contact|cc|copy|copied|told|sent|recommended|questions?|reference|instead)\b", re.IGNORECASE
)
_BY_ADDRESS = (
    re.compile(rf"(?P<email>{_ADDRESS})\s*\((?P<name>{_WORD}(?: {_WORD}){{0,2}})\)"),
    re.compile(
        rf"(?P<name>(?!{_NO_NAME}){_WORD}(?: {_WORD}){{0,2}})"
        r"(?:,| is at| is| at| can be reached at|['’]s (?:address|e?-?mail) is)?"
        rf"\s*[<(]?(?P<email>{_ADDRESS})[>)]?"
    ),
)


def _beside_addresses(told: Told) -> Iterator[str]:
    """Persons by name and address in sentences of several who sign up together: ``his is stan@... (Stan Lee)``."""
    for sentence in told.sentences:
        if not _COMES_TOO.search(sentence) or _OF_OTHERS.search(sentence) or DOUBTFUL.search(sentence):
            continue
        for pattern in _BY_ADDRESS:
            for one in pattern.finditer(sentence):
                yield f"{one['name']} <{one['email']}>"


def _beside(text: str, email: str) -> str:
    """The name that stands beside this address: ``Ada Moss (ada@example.org)``."""
    found = (one for pattern in _BY_ADDRESS for one in pattern.finditer(text) if address(one["email"]) == email)
    return next((one["name"] for one in found), "") if email else ""


def _take_others(sheet: Sheet, told: Told, source: Source) -> None:
    """Nobody who is named is left out in silence: an address that is nobody's, or "the three of us", is asked back."""
    own = {sheet.contact.email} | {str(one.value) for key, one in sheet.fields.items() if key == "email"}
    found: dict[tuple[str | None, str | None], Person] = {}
    doubts: list[str] = []
    named = list(_named(told)) or list(_beside_addresses(told))
    doubts += _in_doubt(told, named)
    for said in named:
        result = read_others(_RELATION.sub("", said), sheet)
        persons = result.value if isinstance(result, Certain) and isinstance(result.value, tuple) else ()
        if not persons:
            doubts.append(said)
        for one in persons:
            if isinstance(one, Person) and one.email not in own and not _is_sender(one, sheet.contact):
                found[one.name, one.email] = one
    taken = {one.email for one in found.values()}
    text = " ".join(told.text.split())
    strange = [one for one in ADDRESS_LIKE.findall(text) if (email := address(one)) and email not in own | taken]
    strange = _given(found, strange, text)
    if not found and not doubts and (_OF_US.search(text) or _POINTS_BELOW.search(text)):
        doubts.append(text)
    if doubts or strange:
        why = "we are not sure who comes along"
        suggestion = tuple(found.values()) or None
        take_where_open(sheet, "others", here(source, (doubts or strange)[0]), Doubt(why=why, suggestion=suggestion))
    elif found:
        said = ", ".join(filter(None, (one.name or one.email for one in found.values())))
        take_where_open(sheet, "others", here(source, said), Certain(value=tuple(found.values()), grammar="prose"))


def _in_doubt(told: Told, named: list[str]) -> Iterator[str]:
    """The sentences that speak of others and name nobody with certainty."""
    for sentence in told.sentences:
        said = _MY_NAME.sub(" ", sentence)
        is_open = DOUBTFUL.search(said) and not _OF_OTHERS.search(said) and any(company(said))
        if is_open or (not named and speaks_of_others(said)):
            yield sentence


def _is_sender(one: Person, sender: Person) -> bool:
    """Whether a name without an address is the sender's own."""
    return one.email is None and (one.name or "").casefold() == (sender.name or "").casefold()


def _given(found: dict[tuple[str | None, str | None], Person], strange: list[str], text: str) -> list[str]:
    """Give the one address that stands apart to the one person without; the addresses that are nobody's still."""
    lacking = [one for one in found.values() if not one.email]
    email = address(strange[0]) if len(strange) == 1 else None
    if len(lacking) != 1 or email is None:
        return strange
    (person,) = lacking
    is_told = re.search(rf"{_HERS}{re.escape(strange[0])}", text, re.IGNORECASE)
    if not is_told and not belongs(email, person.name or ""):
        return strange
    del found[person.name, person.email]
    found[person.name, email] = replace(person, email=email)
    return []


_HERS = r"\b(?:(?:her|his|their)(?: e-?mail| mail)?(?: address)?|hers|theirs|(?:she|he|they) (?:is|are)) (?:is |at )?"


def _named(told: Told) -> Iterator[str]:
    """The words that name others: in a wish for them, beside ``me``, or with an address on a line of their own."""
    for sentence in told.sentences:
        said = _MY_NAME.sub(" ", sentence)
        others = [] if _OF_OTHERS.search(said) or DOUBTFUL.search(said) else list(company(said))
        yield from others
        found = None if others else _ME_AND.search(said) or _AND_ME.search(said)
        if found and not _POINTS_BELOW.fullmatch(found["who"]):
            yield found["who"]
    for line in told.lines:
        bare = re.sub(r"^\s*(?:[-–—*•·]|\d{1,2}[.)])\s*", "", line)
        if ADDRESS_LIKE.search(bare) and isinstance(
            people.read_people(bare, contact=None, above=(), role="others"), Certain
        ):
            yield bare
