"""Persons as people write them: ``Tammy <tammy@example.org>``, ``Nate K, nate@example.org, 215-555-0100``, ``me``.

An address or a phone goes to the one person it can belong to; where that is not plain, it is asked (protocol, section
2.1, "Person value", and section 4, cases 32 to 37).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from mailflow.model import NEED_HELP, Person, Value
from mailflow.read.need_help import wish_in
from mailflow.read.reach import ADDRESS_LIKE, PHONE_LIKE, address, phone
from mailflow.read.result import Certain, Doubt, Result, listed, plain, words
from mailflow.read.values import NOTHING_WHERE_NAMED, is_nothing
from mailflow.read.zones import is_place

LONGEST = 2000
"""Characters. More is no list of persons."""

MOST = 20
NOT_SURE = "not sure yet"

_BACKUP = re.compile(
    r"\b(?:as |is |for |our |the |will be |my )*(?:a )?back[ -]?ups?\b(?: facilitators?| hosts?| person| is"
    r"| will be)*",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"(?:the )?(?:same|ditto|as above|see above|idem|above)(?: (?:as|person|people|one|above|the|before))*",
    re.IGNORECASE,
)
_SAME_CONTACT = re.compile(
    r"(?:the )?same as (?:the )?contact(?: person)?|(?:the )?contact person(?: above)?", re.IGNORECASE
)
_DOES = (
    r"(?:facilitat|host|moderat|lead|run|chair|do|tak|be|handl|cover|manag|conduct)(?:e|es|ing|s)?"
    r"(?: (?:it|this|that|the|notes|tech|support|call|calls|board|maestro|facilitator|host|note[ -]?taker|so"
    r"|again|for us))*"
)
_ME = re.compile(
    rf"(?:just |only |probably not |)(?:me|myself|i|self|yours truly|(?:it'?s|it is|that'?s|that is"
    rf"|that would be|that will be|this is) me"
    rf"|(?:i|i myself) (?:will|can|do|am|would|shall)(?: {_DOES})?|i'll(?: {_DOES})?|i'd(?: {_DOES})?"
    rf"|i'm(?: {_DOES})?|i {_DOES}|the sender)",
    re.IGNORECASE,
)
_WILL_DO = re.compile(
    rf"\s+(?:will|can|is|has agreed to|agreed to|is going to|has offered to|would|offered to)(?: be)? {_DOES}$",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|hopefully|likely|might|may(?= be\b)|tentative(?:ly)?|tbc|tbd|tba"
    r"|unconfirmed|not confirmed(?: yet)?"
    r"|to be confirmed|to confirm|not sure(?: yet)?|i think|i guess|we hope|still to confirm|pending"
    r"|waiting to hear(?: back)?)\b|\?+",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|until|except|but|however|instead|depends|depending|in case|needs?|not|no|can't|cannot"
    r"|won't|isn't|only|asked|ask)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:or|either|and/or)\b", re.IGNORECASE)
_GROUP_WORDS = listed(
    """
    occupy ows interoccupy io committee committees group groups ga wg assembly university college school team
    teams collective union coalition network organization organisation foundation council church media project
    alliance party movement front workers students campaign association society club center centre local chapter
    occupation occupations hub press institute department board cooperative coop co-op federation congress working
    volunteers caucus
    """
)
_ROLES = listed(
    """
    facilitator facilitators facilitation host hosts hosting primary main lead leading first second secondary
    co-facilitator cofacilitator co-host conductor moderator moderators tech technical support supporter maestro
    board manager point person contact organizer organiser orchestrator note notes taker notetaker note-taker
    scribe minutes name names call the our chair confirmed and trained she/her he/him they/them she her he him
    they them hers his theirs already yes co volunteer person's people phd ph.d md esq jr sr ii iii rn jd msw
    """
)
_LABELS = listed(
    """
    email e-mail mail emails phone phones ph tel telephone cell mobile at c m p e t text number contact address
    his her their is home work office skype
    """
)
_SAME_LINE = _LABELS | listed("primary main lead first second secondary co-facilitator cofacilitator co-host and the")
_NO_NAME = listed(
    """
    a about above after all also am an any anybody anyone are as ask asked at available be because been before
    being best but by call calls can cannot can't could did do does doing don't dont each email everyone for from
    get give good great had has have having he help her him his hopefully how i i'd i'll i'm if in is isn't it
    it's its just know later let like list looking may maybe me might must my myself need needed needs new next no
    nobody none not now of off on once one only or other our out please pls possibly probably rather same see send
    she should so some somebody someone soon sorry still such sure thank thanks that the their them then there
    these they this those to too trained up us very volunteer was we we'll we're were what when where whether
    which who whoever whom will willing with within would yes yet you you'll your yours tbd tba tbc yeah ok okay
    want wants wanted anyone's find found working depends experienced teacher student member members
    """
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*\Z|\"[^\W\d_]+\"\Z")
_DOMAIN = re.compile(r"\w\.\w{2,}")
_INITIAL = re.compile(r"(?:^|\s)(?:[A-Z]|[JS]r|Ph\.?D)\.$")
_PIECE = re.compile(
    r"(?P<bracket>\([^()]*\)|\[[^\[\]]*\])|<\s*(?P<angle>[^<>]*)>|(?P<quoted>\"[^\"@]{2,60}\"(?=\s*<))"
    r"|(?P<sep>[,;/&|+•]|\s-{1,2}\s|(?<![\w-])(?:and|plus|with)(?![\w-]))|(?P<word>[^\s,;/&|()<>\[\]+•]+)",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\s*[<\[]\s*mailto:[^<>\[\]]*[>\]]", re.IGNORECASE)
_REMOTE = re.compile(r"\b(?:at|\(at\)|\[at\])\s+\S+\s*(?:\bdot\b|\(dot\)|\.)\s*(?:org|com|net|edu)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    """A person being put together, and what stood before them."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    joint: str = ""
    backup: bool = False
    loose: bool = False  # the address stood behind a comma or a slash, not right beside the name
    whole: tuple[Person, ...] = ()  # "me" and "same as above" are persons already

    def persons(self) -> tuple[Person, ...]:
        """The finished person; what was said beside ``me`` goes before what is known of them."""
        if self.whole:
            first, *more = self.whole
            known = replace(first, email=self.email or first.email, phone=self.phone or first.phone)
            return (known, *more)
        return (Person(name=self.name, email=self.email, phone=self.phone),)


class _Unreadable(Exception):
    """The words are in doubt: why, in words."""


@dataclass(slots=True)
class _Reader:
    """Takes the pieces one by one and keeps the persons."""

    contact: Person | None
    above: tuple[Person, ...]
    drafts: list[_Draft] = field(default_factory=list)
    joint: str = ""
    mark_next: bool = False
    odd: str = ""

    def new(self, **said: object) -> _Draft:
        draft = _Draft(joint=self.joint, backup=self.mark_next, **said)  # type: ignore[arg-type]
        self.mark_next = False
        self.joint = ""
        self.drafts.append(draft)
        return draft

    def take_email(self, said: str) -> None:
        found = address(said)
        if found is None:
            raise _Unreadable(f"{said} does not look like a mail address")
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.email or self.joint in _DIVIDES:
            self.new(email=found)
        else:
            last.email = found
            last.loose = self.joint not in {"", "("}
            self.joint = ""

    def take_phone(self, said: str) -> None:
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.phone or self.joint in _DIVIDES:
            raise _Unreadable(f"we are not sure whose number {said} is")
        last.phone = said
        self.joint = ""

    def take_words(self, chunk: str) -> None:
        chunk = chunk.strip(' :-!"')
        chunk = chunk if _INITIAL.search(chunk) else chunk.strip(".")
        if not chunk:
            return
        if ":" in chunk:
            self.take_labelled(chunk)
            return
        if _BACKUP.search(chunk):
            self.take_backup(_BACKUP.sub(" ", chunk))
            return
        listed = chunk.lower().split()
        if all(word.strip(".,:'") in _ROLES or word.strip(".:") in _LABELS for word in listed):
            return
        if _SAME_CONTACT.fullmatch(chunk) or _ME.fullmatch(chunk):
            self.take_me()
        elif _SAME.fullmatch(chunk):
            self.take_above()
        else:
            self.take_name(chunk)

    def take_labelled(self, chunk: str) -> None:
        label, _, rest = chunk.rpartition(":")
        if _BACKUP.search(label):
            self.mark_next = True
            if not rest.strip() and _BACKUP.sub("", label).strip(" -"):
                raise _Unreadable(f'we are not sure what "{chunk}" means here')
        else:
            listed = label.lower().replace(":", " ").split()
            known = _SAME_LINE if self.drafts else _ROLES | _LABELS  # behind a person a role begins another line
            if all(word.strip(".") in known for word in listed):
                self.take_words(rest)
                return
            raise _Unreadable(f'we are not sure what "{label.strip()}" means here')
        self.take_words(rest)

    def take_backup(self, rest: str) -> None:
        """``Walt back-up``, or ``back-up`` beside somebody named before."""
        kept = " ".join(word for word in rest.split() if word.lower().strip(".") not in _ROLES)
        if kept:
            self.mark_next = True
            self.take_words(kept)
        elif self.drafts and self.joint not in {",", ";", "and", "with"}:
            self.drafts[-1].backup = True
        else:
            self.mark_next = True

    def take_me(self) -> None:
        if self.contact is None:
            raise _Unreadable("we do not know your name")
        self.new(whole=(self.contact,))

    def take_above(self) -> None:
        if not self.above:
            raise _Unreadable("we are not sure who is meant")
        self.new(whole=self.above)

    def take_name(self, chunk: str) -> None:
        chunk = _WILL_DO.sub("", chunk)
        name = re.split(r"\s+(?:from|of|w/|@)\s+", chunk, maxsplit=1, flags=re.IGNORECASE)[0].strip()
        while len(name.split()) > 1 and len(name.split()[-1]) > 1 and name.split()[-1].lower() in _LABELS:
            name = name.rpartition(" ")[0]
        listed = [word.strip(".,").lower() for word in name.split()]
        if any(word in _GROUP_WORDS for word in listed):
            if not self.drafts:
                raise _Unreadable(f'"{name}" looks like a group, and we need a person')
            self.joint = ""
            return
        if not _is_name(name):
            raise _Unreadable(_who_is(chunk))
        self._place(name)

    def _place(self, name: str) -> None:
        last = self.drafts[-1] if self.drafts else None
        if last and last.whole and (self.joint in {"", ",", "-", "("}) and _is_same_name(name, last.whole[0]):
            self.joint = ""
        elif (
            last
            and last.email
            and not last.name
            and not last.whole
            and self.joint not in _DIVIDES
            and (self.joint in {"", "("} or _belongs(last.email, name))
        ):
            last.name = name
            self.joint = ""
        else:
            self.new(name=name)


_DIVIDES = frozenset({"and", "&", ";", "with", "plus", "+", "•"})


def _who_is(said: str) -> str:
    """Why words are no name: a sentence is not called by its words."""
    return f'we are not sure who "{said}" is' if len(said.split()) <= 3 else "we could not tell who is meant"


def _is_name(name: str) -> bool:
    listed = name.split()
    return (
        1 <= len(listed) <= 5
        and len(name) <= 60
        and all(
            _NAME_WORD.match(word) and not _DOMAIN.search(word) and word.lower().strip(".") not in _NO_NAME
            for word in listed
        )
        and any(len(word.strip(".")) > 1 for word in listed)
    )


def _is_same_name(name: str, person: Person) -> bool:
    return not person.name or name.split(maxsplit=1)[0].lower() == person.name.split()[0].lower()


def _belongs(email: str, name: str) -> bool:
    """Whether an address plainly carries a name: ``tammy@`` or ``tshapiro@`` for Tammy Shapiro."""
    local = re.sub(r"[\W\d_]", "", email.partition("@")[0])
    return any(len(word) > 2 and word in local for word in re.sub(r"[^\w\s]", "", name.lower()).split())


def read_people(
    said: str, *, contact: Person | None, above: tuple[Person, ...], single: bool = False, role: str = ""
) -> Result:
    """Persons, the first is primary: a tuple of ``Person``; ``(Walt back-up)`` fills ``also["backup"]``.

    contact: who ``me`` is; above: who ``same as above`` is; single: the line takes one person; role: the line's key;
    in ``backup`` the word "backup" marks nobody.
    """
    if is_nothing(said) or words(said[:LONGEST]).strip("() ") in NOTHING_WHERE_NAMED:
        return None
    if len(said) > LONGEST:
        return Doubt(why="that is more than we can read as names")
    text = plain(re.sub(r"[\r\n]+", ", ", said))
    hedged = _HEDGE.search(ADDRESS_LIKE.sub(" ", text))
    certain = _HEDGE.sub(" ", text) if hedged and "?" not in "".join(ADDRESS_LIKE.findall(text)) else text
    if _CHOICE.search(ADDRESS_LIKE.sub(" ", certain)):
        return Doubt(why="we need to know which of them")
    if _REMOTE.search(certain) and not ADDRESS_LIKE.search(certain):
        return Doubt(why="that does not look like a mail address")
    reader = _Reader(contact=contact, above=above)
    try:
        _read(_AGAIN.sub(_once, certain), reader)
        main, backup = _finished(reader, role)
    except _Unreadable as doubt:
        if hedged and not reader.drafts:
            return Doubt(why=NOT_SURE)
        return Doubt(why=str(doubt))
    return _answer(main, backup, hedged=bool(hedged), odd=reader.odd, single=single)


def _answer(main: tuple[Person, ...], backup: tuple[Person, ...], *, hedged: bool, odd: str, single: bool) -> Result:
    also: dict[str, Value] = {"backup": backup} if backup else {}
    if not main:
        return Doubt(why="it names only a backup" if backup else "we need a name", suggestion=backup or None)
    if hedged:
        return Doubt(why=NOT_SURE, suggestion=main, also=also)
    if odd:
        return Doubt(why=odd, suggestion=main, also=also)
    if single and len(main) > 1:
        return Doubt(why="we need one person here", also=also)
    if len(main) + len(backup) > MOST:
        return Doubt(why="that is a great many people")
    return Certain(value=main, grammar="people" if len(main) > 1 else "person", also=also)


def _once(found: re.Match[str]) -> str:
    """A link to an address that stands right before it says nothing new."""
    target = found[0].strip(" <>[]").partition(":")[2].lower()
    return " " if found.string[: found.start()].lower().rstrip().endswith(target) else found[0]


def _read(text: str, reader: _Reader) -> None:
    pending: list[str] = []
    here = 0
    while here < len(text):
        if text[here].isspace():
            here += 1
            continue
        if (found := ADDRESS_LIKE.match(text, here)) or (found := PHONE_LIKE.match(text, here)):
            _flush(pending, reader)
            if "@" in found[0]:
                reader.take_email(found[0])
            else:
                reader.take_phone(_number(found[0]))
            here = found.end()
            continue
        piece = _PIECE.match(text, here) or _PIECE.match(text, here + 1)
        if piece is None:
            raise _Unreadable(f'we are not sure what "{text[here : here + 20]}" means here')
        here = piece.end()
        _take(piece, pending, reader)
    _flush(pending, reader)


def _take(piece: re.Match[str], pending: list[str], reader: _Reader) -> None:
    if piece["word"]:
        pending.append(piece[0])
        return
    _flush(pending, reader)
    if piece["sep"]:
        reader.joint = "-" if "-" in piece[0] else piece[0].strip().lower()
    elif piece["quoted"]:
        last, comma, first = piece[0].strip('"').partition(",")
        reader.take_words(f"{first.strip()} {last.strip()}" if comma else last)
    elif piece["bracket"]:
        _in_brackets(piece["bracket"][1:-1].strip(), reader)
    elif piece["angle"] is not None:
        _in_brackets(piece["angle"].strip(), reader, angle=True)


def _flush(pending: list[str], reader: _Reader) -> None:
    if pending:
        chunk = " ".join(pending)
        pending.clear()
        reader.take_words(chunk)


def _number(said: str) -> str:
    found = phone(said)
    if found is None:
        raise _Unreadable(f"{said} does not look like a phone number")
    return found


def _in_brackets(inside: str, reader: _Reader, *, angle: bool = False) -> None:
    """What brackets hold: an address, a number, the backup, a name behind a lone address; an affiliation is dropped."""
    if ADDRESS_LIKE.search(inside) or PHONE_LIKE.search(inside) or _BACKUP.search(inside):
        reader.joint = "" if not _BACKUP.search(inside) else "("
        _read(inside, reader)
        return
    if not inside:
        return
    if angle:
        raise _Unreadable(f"{inside} does not look like a mail address")
    last = reader.drafts[-1] if reader.drafts else None
    if _ME.fullmatch(inside) and last and last.name and reader.contact and _is_same_name(last.name, reader.contact):
        last.whole, last.name = (reader.contact,), None
        return
    if _CONDITION.search(inside) or _ME.fullmatch(inside) or ":" in inside:
        raise _Unreadable(f'we are not sure what "{inside}" means here')
    if last is None:
        reader.take_words(inside)
    elif not last.name and not last.whole and _is_name(inside) and not _is_group(inside):
        reader.joint = "("
        reader.take_words(inside)
    elif last.whole and _is_name(inside) and not _is_group(inside) and not _is_same_name(inside, last.whole[0]):
        raise _Unreadable(_who_is(inside))


def _is_group(text: str) -> bool:
    return any(word.strip(".,").lower() in _GROUP_WORDS for word in text.split()) or is_place(text.lower())


def _finished(reader: _Reader, role: str) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """The persons and, apart, those marked as backup. Raises where an address may be somebody else's."""
    drafts = reader.drafts
    if reader.mark_next and drafts:
        drafts[-1].backup = True
    elif reader.mark_next:
        raise _Unreadable("we need a name")
    _check_addresses(drafts)
    reader.odd = reader.odd or _odd_name(drafts)
    keep = partial(_chosen, drafts)
    if role == "backup":
        return keep(backup=False) + keep(backup=True), ()
    return keep(backup=False), keep(backup=True)


def _chosen(drafts: Sequence[_Draft], *, backup: bool) -> tuple[Person, ...]:
    people = [person for draft in drafts if draft.backup is backup for person in draft.persons()]
    return tuple(dict.fromkeys(people))


def _check_addresses(drafts: Sequence[_Draft]) -> None:
    bare = [draft for draft in drafts if draft.name and not draft.email]
    for draft in drafts:
        for other in bare:
            if draft.email and draft.name and _belongs(draft.email, other.name or ""):
                raise _Unreadable(f"we are not sure whose address {draft.email} is")
    unnamed = [draft for draft in drafts if draft.email and not draft.name and not draft.whole]
    if bare and unnamed and any(draft.joint not in _DIVIDES for draft in (*bare, *unnamed) if draft is not drafts[0]):
        raise _Unreadable(f"we are not sure whose address {unnamed[0].email} is")
    stray = [draft for draft in drafts if draft.loose and draft.name and not _belongs(str(draft.email), draft.name)]
    if stray and any(drafts.index(one) < drafts.index(stray[0]) for one in bare):
        raise _Unreadable(f"we are not sure whose address {stray[0].email} is")


def _odd_name(drafts: Sequence[_Draft]) -> str:
    """A name behind another that may be a place or a remark and no person."""
    if not drafts:
        return ""
    lower_first = (drafts[0].name or "x").islower() and bool(drafts[0].name)
    for draft in drafts[1:]:
        if draft.email or draft.phone or not draft.name:
            continue
        if is_place(draft.name.lower()) or (len(draft.name) == 2 and draft.name.isupper()):
            return f'we are not sure whether "{draft.name}" is a person'
        if draft.name.islower() and not lower_first:
            return f'we are not sure whether "{draft.name}" is a person'
    return ""


def read_tech(said: str, *, contact: Person | None, above: tuple[Person, ...]) -> Result:
    """The tech supporter: ``NEED_HELP`` for any plain wish that the organisation supplies the person, else persons."""
    if is_nothing(said):
        return None
    wish = wish_in(said)
    if wish is None:
        return read_people(said, contact=contact, above=above, role="tech")
    if wish:
        return Certain(value=NEED_HELP, grammar="tech:need-help")
    return Doubt(why="we are not sure whether you need one of us", suggestion=NEED_HELP)
