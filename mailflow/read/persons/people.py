"""Persons as people write them: ``Tammy <tammy@example.org>``, ``Nate K, nate@example.org, 215-555-0100``, ``me``.

The words are made plain and cut into addresses, numbers, brackets, marks and words; ``roll`` makes persons of them
(protocol, section 2.1, "Person value", and section 4, cases 32 to 37).
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from mailflow.model import NEED_HELP, Person, Value
from mailflow.read.answers.nothing import NOTHING_WHERE_NAMED, is_nothing
from mailflow.read.answers.result import Certain, Doubt, Result, plain, words
from mailflow.read.persons import names
from mailflow.read.persons.need_help import wish_in
from mailflow.read.persons.nobody import ANY_ROLE, nobody_for
from mailflow.read.persons.person_phrases import BACKUP, KIN_AHEAD, ME, NOT_AGREED, THIS_ADDRESS
from mailflow.read.persons.reach import ADDRESS_LIKE, PHONE_LIKE, address, phone
from mailflow.read.persons.roll import Around, Roll, Unreadable, in_full, is_same_name, who_is

LONGEST = 2000
"""Characters. More is no list of persons."""

MOST = 20
NOT_SURE = "not sure yet"

_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|hopefully|likely|might|may(?= be\b)|tentative(?:ly)?|tbc|tbd|tba"
    r"|unconfirmed|not confirmed(?: yet)?"
    r"|to be confirmed|to confirm|not sure(?: yet)?|i think|i guess|we hope|still to confirm|pending"
    rf"|waiting to hear(?: back)?)\b|{NOT_AGREED.pattern}|\?+",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|until|except|but|however|instead|depends|depending|in case|needs?|not|no|can't|cannot"
    r"|\w{2,6}n't|only|asked|asking|ask|invited|yet|never|b?cc(?!'?d)|copy)\b|\A(?:and|or|plus|also)\b",
    re.IGNORECASE,
)
_DEPENDS = re.compile(r"[\s,(]+(?:but )?(?:only )?(?:if|unless|depending)\b.*", re.IGNORECASE | re.DOTALL)
_CHOICE = re.compile(r"\b(?:or|either|and/or)\b", re.IGNORECASE)
_PIECE = re.compile(
    r"(?P<bracket>\([^()]*\)|\[[^\[\]]*\])|<\s*(?P<angle>[^<>]*)>|(?P<quoted>\"[^\"@]{2,60}\"(?=\s*<))"
    r"|(?P<sep>[,;/&|+•]|-{1,2}(?=\s)|(?<![\w-])(?:and|plus|with)(?![\w-]))|(?P<word>[^\s,;/&|()<>\[\]+•]+)",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\s*[<\[]\s*mailto:[^<>\[\]]*[>\]]", re.IGNORECASE)
_SPELLED = re.compile(
    r"(?<![\w.])(?P<local>[\w.+-]{1,40})\s*(?:\(at\)|\[at\]|\bat\b)\s*"
    r"(?P<domain>[a-z0-9-]{1,40}(?:(?:\s*(?:\(dot\)|\[dot\]|\bdot\b)\s*|\.)[a-z0-9-]{1,40}){0,3}"
    r"(?:\s*(?:\(dot\)|\[dot\]|\bdot\b)\s*|\.)[a-z]{2,20})\b",
    re.IGNORECASE,
)
_DOT = re.compile(r"\s*(?:\(dot\)|\[dot\]|\bdot\b|\.)\s*", re.IGNORECASE)
_FULL_WIDTH = str.maketrans("（）［］，、；＜＞＋＆／　", "()[],,;<>+&/ ")
_PICTURES = re.compile(r"[\u2600-\u27bf\u2b50\ufe0f\U0001f000-\U0001faff]|(?<=\s)[:;]-?[)D](?=\s|$)")
_ASIDE = re.compile(r"\(\s*(?:ret\.?|retired|hon\.?|emerita|emeritus|mrs\.?|mr\.?|ms\.?)\s*\)", re.IGNORECASE)
_OR = re.compile(r",?\s+or\s+(?:(?:at|by|call|text|phone|cell|mobile|home|e-?mail)\b:?\s*){0,2}", re.IGNORECASE)
_FAMILY_FIRST = re.compile(
    r"(?:(?<=; )|(?<=\A))(?P<last>[^\W\d_][\w'-]{1,30}),\s*(?P<first>[^\W\d_][\w'-]{1,30})(?: [A-Z]\.?)?\s*"
    r"(?P<link>[<\[]\s*(?:mailto:)?(?P<email>[^\s<>\[\]]+@[^\s<>\[\]]+)[>\]])",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(r"(?P<last>[^\W\d_][\w'-]{1,30}),\s*(?P<first>[^\W\d_][\w'-]{1,30})\s*\Z")
_NUMBERED = re.compile(r"(?:^|[\s,;])(?P<number>\d{1,2})[.)]\s+(?=[^\W\d_])")


def read_people(
    said: str,
    *,
    contact: Person | None,
    above: tuple[Person, ...],
    single: bool = False,
    role: str = "",
    roles: Mapping[str, tuple[Person, ...]] | None = None,
    group: str = "",
    sender: Person | None = None,
) -> Result:
    """Persons, the first is primary: a tuple of ``Person``; ``(Walt back-up)`` fills ``also["backup"]``.

    contact: who ``me`` is; above: who ``same as above`` is; single: the line takes one person; role: the line's key;
    in ``backup`` the word "backup" marks nobody; roles: the persons of the other lines, for ``same as facilitator``;
    group: the group, which behind a comma is no person; sender: who writes.
    """
    if is_nothing(said) or words(said[:LONGEST]).strip("() ") in NOTHING_WHERE_NAMED:
        return None
    if nobody_for(said) in {role, ANY_ROLE}:  # for the board it is a wish for help, read before this
        return None
    if len(said) > LONGEST:
        return Doubt(why="that is more than we can read as names")
    known = contact if contact and (contact.name or contact.is_reachable) else None
    around = Around(contact=known, above=above, roles=roles or {}, group=group, sender=sender)
    text = _given_first(_made_plain(said), around)
    if not ADDRESS_LIKE.search(text) and (found := _SPELLED.search(text)):
        return _spelled_out(text, found, around, role)
    result = _read_plain(text, around, role, single=single)
    return _as_written(result, said) if result else None


def _read_plain(text: str, around: Around, role: str, *, single: bool) -> Result:
    """Plain words; a name in doubt or on a condition is the suggestion."""
    hedged = _HEDGE.search(ADDRESS_LIKE.sub(" ", text))
    certain = _HEDGE.sub(" ", text) if hedged and "?" not in "".join(ADDRESS_LIKE.findall(text)) else text
    if _CHOICE.search(ADDRESS_LIKE.sub(" ", certain)):
        return Doubt(why="we need to know which of them")
    roll = Roll(around=around)
    try:
        _read(_AGAIN.sub(_once, certain), roll)
        roll.finish()
    except Unreadable as doubt:
        if hedged and not roll.drafts:
            return Doubt(why=NOT_SURE)
        return Doubt(why=str(doubt), suggestion=_without_condition(text, around, role))
    return _answer(roll, role, hedged=bool(hedged), single=single)


def _without_condition(text: str, around: Around, role: str) -> Value:
    """Who is named before an ``if``: the likely person."""
    before = _DEPENDS.sub("", text, count=1)
    if before == text or not before.strip():
        return None
    result = _read_plain(before, around, role, single=False)
    return result.value if isinstance(result, Certain) else None


def _answer(roll: Roll, role: str, *, hedged: bool, single: bool) -> Result:
    main, backup = _persons(roll, backup=False), _persons(roll, backup=True)
    if role == "backup":
        main, backup = main + backup, ()
    also: dict[str, Value] = {"backup": backup} if backup else {}
    if not main:
        return Doubt(why="it names only a backup" if backup else "we need a name", suggestion=backup or None)
    if hedged or roll.odd:
        return Doubt(why=NOT_SURE if hedged else roll.odd, suggestion=main, also=also)
    if single and len(main) > 1:
        return Doubt(why="we need one person here", also=also)
    if len(main) + len(backup) > MOST:
        return Doubt(why="that is a great many people")
    return Certain(value=main, grammar="people" if len(main) > 1 else "person", also=also)


def _persons(roll: Roll, *, backup: bool) -> tuple[Person, ...]:
    people = [person for draft in roll.drafts if draft.backup is backup for person in draft.persons()]
    return tuple(dict.fromkeys(people))


# The words made plain ------------------------------------------------------------------------------------------------


def _made_plain(said: str) -> str:
    """One line, with what mail programs and keyboards put in it made plain."""
    text = plain(re.sub(r"[\r\n]+", ", ", said).translate(_FULL_WIDTH))
    text = KIN_AHEAD.sub("", _ASIDE.sub(" ", _PICTURES.sub(" ", text)).strip())
    text = _FAMILY_FIRST.sub(_in_order, _OR.sub(_both_ways, text))
    return " ".join(_without_numbers(text).split()).strip(" ,;")


def _both_ways(found: re.Match[str]) -> str:
    """``mail or phone`` of one person: both may be used. Of two addresses or two numbers one is to be chosen."""
    before, after = found.string[: found.start()].rsplit(maxsplit=1)[-1:], found.string[found.end() :]
    is_mail = bool(before) and "@" in before[0]
    is_number = bool(before) and bool(re.search(r"\d{4}\)?$", before[0]))
    mail_next = "@" in after.split(maxsplit=1)[0] if after.strip() else False
    fits = (is_mail and PHONE_LIKE.match(after)) or (is_number and mail_next)
    return ", " if fits else found[0]


def _in_order(found: re.Match[str]) -> str:
    """``Shapiro, Tammy [mailto:tshapiro@…]`` as mail programs print it, where the address bears the order out."""
    email = address(found["email"])
    if email and names.carries(email, found["first"], found["last"]):
        return f"{found['first']} {found['last']} {found['link']}"
    return found[0]


def _given_first(text: str, around: Around) -> str:
    """``Larson, Ann`` as a list of names has it, where the mail knows an Ann Larson."""
    found = _TWO_WORDS.match(text)
    if not found or not around.is_called(f"{found['first']} {found['last']}"):
        return text
    return f"{found['first']} {found['last']}"


def _without_numbers(text: str) -> str:
    """A numbered list of persons without its numbers, where they count up from one."""
    found = list(_NUMBERED.finditer(text))
    if not found or found[0].start() or [int(one["number"]) for one in found] != [*range(1, len(found) + 1)]:
        return text
    return _NUMBERED.sub(lambda one: "" if not one.start() else "; ", text)


def _spelled_out(text: str, found: re.Match[str], around: Around, role: str) -> Doubt:
    """``tammy at example dot org``: asked, with the address that it seems to be."""
    why = "that does not look like a mail address"
    email = address(f"{found['local']}@{_DOT.sub('.', found['domain'])}")
    if email is None:
        return Doubt(why=why)
    result = _read_plain(text[: found.start()] + email + text[found.end() :], around, role, single=False)
    return Doubt(why=why, suggestion=result.value if isinstance(result, Certain) else None)


def _as_written(result: Certain | Doubt, said: str) -> Result:
    """The names with the author's own apostrophes and quotes."""
    if said == plain(said):
        return result
    line = " ".join(said.split())
    if isinstance(result, Certain):
        return replace(result, value=_renamed(result.value, line), also=_also_renamed(result.also, line))
    return replace(result, suggestion=_renamed(result.suggestion, line), also=_also_renamed(result.also, line))


def _also_renamed(also: Mapping[str, Value], line: str) -> Mapping[str, Value]:
    return {key: _renamed(value, line) for key, value in also.items()}


def _renamed(value: Value, line: str) -> Value:
    if not isinstance(value, tuple):
        return value
    return tuple(
        replace(one, name=_found_again(one.name, line)) if isinstance(one, Person) and one.name else one
        for one in value
    )  # type: ignore[return-value]


def _found_again(name: str, line: str) -> str:
    """A name as it stands in the line, where it does with other apostrophes or quotes."""
    if "'" not in name and '"' not in name:
        return name
    pattern = re.escape(name).replace("'", "['\u2018\u2019\u02bc\u00b4`]").replace('"', '["\u201c\u201d\u201e]')
    found = re.search(pattern, line)
    return found[0] if found else name


# The words cut into pieces -------------------------------------------------------------------------------------------


def _once(found: re.Match[str]) -> str:
    """A link to an address that stands right before it says nothing new."""
    target = found[0].strip(" <>[]").partition(":")[2].lower()
    return " " if found.string[: found.start()].lower().rstrip().endswith(target) else found[0]


def _read(text: str, roll: Roll) -> None:
    pending: list[str] = []
    here = 0
    while here < len(text):
        if text[here].isspace():
            here += 1
            continue
        if (found := ADDRESS_LIKE.match(text, here)) or (found := PHONE_LIKE.match(text, here)):
            _flush(pending, roll)
            if "@" in found[0]:
                roll.take_email(found[0])
            else:
                roll.take_phone(_number(found[0]))
            here = found.end()
            continue
        piece = _PIECE.match(text, here) or _PIECE.match(text, here + 1)
        if piece is None:
            raise Unreadable(f'we are not sure what "{text[here : here + 20]}" means here')
        here = piece.end()
        _take(piece, pending, roll)
    _flush(pending, roll)


def _take(piece: re.Match[str], pending: list[str], roll: Roll) -> None:
    if piece["word"]:
        pending.append(piece[0])
        return
    _flush(pending, roll)
    if piece["sep"]:
        roll.joint = "-" if "-" in piece[0] else piece[0].strip().lower()
    elif piece["quoted"]:
        last, comma, first = piece[0].strip('"').partition(",")
        roll.take_words(f"{first.strip()} {last.strip()}" if comma else last)
    elif piece["bracket"]:
        _in_brackets(piece["bracket"][1:-1].strip(), roll)
    elif piece["angle"] is not None:
        _in_brackets(piece["angle"].strip(), roll, angle=True)


def _flush(pending: list[str], roll: Roll) -> None:
    if pending:
        chunk = " ".join(pending)
        pending.clear()
        roll.take_words(chunk)


def _number(said: str) -> str:
    found = phone(said)
    if found is None:
        raise Unreadable(f"{said} does not look like a phone number")
    return found


def _in_brackets(inside: str, roll: Roll, *, angle: bool = False) -> None:
    """What brackets hold: an address, a number, the backup, a name behind a lone address; an affiliation is dropped."""
    if ADDRESS_LIKE.search(inside) or PHONE_LIKE.search(inside) or BACKUP.search(inside):
        roll.joint = "" if not BACKUP.search(inside) else "("
        _read(inside, roll)
        return
    if not inside:
        return
    if THIS_ADDRESS.fullmatch(inside) and roll.last and not roll.last.whole:
        roll.take_words(inside)
        return
    if angle:
        raise Unreadable(f"{inside} does not look like a mail address")
    last, contact = roll.last, roll.around.contact
    if ME.fullmatch(inside) and last and last.name and contact and is_same_name(last.name, contact):
        last.whole, last.name = (in_full(contact, last.name),), None
        return
    if last and last.whole and ME.fullmatch(inside):
        return
    if _CONDITION.search(inside) or ME.fullmatch(inside) or ":" in inside:
        raise Unreadable(f'we are not sure what "{inside}" means here')
    _beside(inside, roll)


def _beside(inside: str, roll: Roll) -> None:
    """A name behind a lone address, before any affiliation; behind a name, brackets hold only that."""
    last = roll.last
    name, comma, rest = inside.partition(",")
    if comma and names.is_group(rest):
        inside = name.strip()
    if last is None:
        roll.take_words(inside)
    elif not names.is_name(inside) or names.is_group(inside):
        return
    elif not last.name and not last.whole:
        roll.joint = "("
        roll.take_words(inside)
    elif last.whole and not is_same_name(inside, last.whole[0]):
        raise Unreadable(who_is(inside))


def read_tech(
    said: str,
    *,
    contact: Person | None,
    above: tuple[Person, ...],
    roles: Mapping[str, tuple[Person, ...]] | None = None,
    group: str = "",
    sender: Person | None = None,
) -> Result:
    """The tech supporter: ``NEED_HELP`` for any plain wish that the organisation supplies the person, else persons."""
    if is_nothing(said):
        return None
    wish = wish_in(said)
    if wish is None:
        return read_people(said, contact=contact, above=above, role="tech", roles=roles, group=group, sender=sender)
    if wish:
        return Certain(value=NEED_HELP, grammar="tech:need-help")
    return Doubt(why="we are not sure whether you need one of us", suggestion=NEED_HELP)
