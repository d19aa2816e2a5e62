"""Persons as people write them: ``Tammy Shapiro <tammy@example.org>``, ``Nate K, nate@example.org, 215-555-0100``, ``me``.

An address or a phone goes to the one person it can belong to; where that is not plain, it is asked (protocol, section
2.1, "Person value", and section 4, cases 32 to 37).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from mailflow.model import NEED_HELP, Person, Value
from mailflow.read.values import (
    ADDRESS_LIKE,
    NOTHING_WHERE_NAMED,
    PHONE_LIKE,
    Certain,
    Doubt,
    Result,
    address,
    is_nothing,
    phone,
    plain,
    words,
)
from mailflow.read.zones import is_place

LONGEST = 2000
"""Characters. More is no list of persons."""

MOST = 20
NOT_SURE = "not sure yet"

_BACKUP = re.compile(r"\b(?:as |is |for |our |the |will be |my )*(?:a )?back[ -]?ups?\b(?: facilitators?| hosts?| person| is| will be)*", re.IGNORECASE)
_SAME = re.compile(r"(?:the )?(?:same|ditto|as above|see above|idem|above)(?: (?:as|person|people|one|above|the|before))*", re.IGNORECASE)
_SAME_CONTACT = re.compile(r"(?:the )?same as (?:the )?contact(?: person)?|(?:the )?contact person(?: above)?", re.IGNORECASE)
_DOES = (
    r"(?:facilitat|host|moderat|lead|run|chair|do|tak|be|handl|cover|manag|conduct)(?:e|es|ing|s)?"
    r"(?: (?:it|this|that|the|notes|tech|support|call|calls|board|maestro|facilitator|host|note[ -]?taker|so|again|for us))*"
)
_ME = re.compile(
    rf"(?:just |only |probably not |)(?:me|myself|i|self|yours truly|(?:it'?s|it is|that'?s|that is|that would be|that will be|this is) me"
    rf"|(?:i|i myself) (?:will|can|do|am|would|shall)(?: {_DOES})?|i'll(?: {_DOES})?|i'd(?: {_DOES})?|i'm(?: {_DOES})?|i {_DOES}|the sender)",
    re.IGNORECASE,
)
_WILL_DO = re.compile(rf"\s+(?:will|can|is|has agreed to|agreed to|is going to|has offered to|would|offered to)(?: be)? {_DOES}$", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|hopefully|likely|might|may(?= be\b)|tentative(?:ly)?|tbc|tbd|tba|unconfirmed|not confirmed(?: yet)?"
    r"|to be confirmed|to confirm|not sure(?: yet)?|i think|i guess|we hope|still to confirm|pending|waiting to hear(?: back)?)\b|\?+",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|until|except|but|however|instead|depends|depending|in case|needs?|not|no|can't|cannot|won't|isn't|only|asked|ask)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:or|either|and/or)\b", re.IGNORECASE)
_GROUP_WORDS = frozenset(
    """occupy ows interoccupy io committee committees group groups ga wg assembly university college school team teams collective union
    coalition network organization organisation foundation council church media project alliance party movement front
    workers students campaign association society club center centre local chapter occupation occupations hub press
    institute department board cooperative coop co-op federation congress working volunteers caucus""".split()
)
_ROLES = frozenset(
    """facilitator facilitators facilitation host hosts hosting primary main lead leading first second secondary co-facilitator
    cofacilitator co-host conductor moderator moderators tech technical support supporter maestro board manager point person
    contact organizer organiser orchestrator note notes taker notetaker note-taker scribe minutes name names call the our
    chair confirmed and trained she/her he/him they/them she her he him they them hers his theirs already yes co
    volunteer person's people""".split()
)
_LABELS = frozenset(
    "email e-mail mail emails phone phones ph tel telephone cell mobile at c m p e t text number contact address his her their is home work office skype".split()
)
_NO_NAME = frozenset(
    """a about above after all also am an any anybody anyone are as ask asked at available be because been before being
    best but by call calls can cannot can't could did do does doing don't dont each email everyone for from get give good
    great had has have having he help her him his hopefully how i i'd i'll i'm if in is isn't it it's its just know later let like
    list looking may maybe me might must my myself need needed needs new next no nobody none not now of off on once one only or other
    our out please pls possibly probably rather same see send she should so some somebody someone soon sorry still such sure thank
    thanks that the their them then there these they this those to too trained up us very volunteer was we we'll we're
    were what when where whether which who whoever whom will willing with within would yes yet you you'll your
    yours tbd tba tbc yeah ok okay want wants wanted anyone's
    find found working depends experienced teacher student member members""".split()
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*\Z|\"[^\W\d_]+\"\Z")
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
    whole: tuple[Person, ...] = ()  # "me" and "same as above" are persons already

    def persons(self) -> tuple[Person, ...]:
        """The finished person; what was said beside ``me`` goes before what is known of them."""
        if self.whole:
            first, *more = self.whole
            known = replace(first, email=self.email or first.email, phone=self.phone or first.phone)
            return (known, *more)
        return (Person(name=self.name, email=self.email, phone=self.phone),)


class _Unreadable(Exception):  # noqa: N818 - it carries a doubt, no error
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
            self.joint = ""

    def take_phone(self, said: str) -> None:
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.phone or self.joint in _DIVIDES:
            raise _Unreadable(f"we are not sure whose number {said} is")
        last.phone = said
        self.joint = ""

    def take_words(self, chunk: str) -> None:
        chunk = chunk.strip(" .:-–—\"")
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
        elif not all(word.strip(".") in _ROLES | _LABELS for word in label.lower().replace(":", " ").split()):
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
        while name and (name.split()[-1].lower().strip(".:") in _LABELS and len(name.split()) > 1):
            name = name.rpartition(" ")[0]
        listed = [word.strip(".,").lower() for word in name.split()]
        if any(word in _GROUP_WORDS for word in listed):
            if not self.drafts or self.drafts[-1].joint == "unnamed":
                raise _Unreadable(f'"{name}" looks like a group, and we need a person')
            self.joint = ""
            return
        if not _is_name(name):
            raise _Unreadable(f'we are not sure who "{chunk}" is')
        self._place(name)

    def _place(self, name: str) -> None:
        last = self.drafts[-1] if self.drafts else None
        if last and last.whole and (self.joint in {"", ",", "-", "("}) and _is_same_name(name, last.whole[0]):
            self.joint = ""
        elif last and last.email and not last.name and not last.whole and self.joint not in _DIVIDES and (
            self.joint in {"", "("} or _belongs(last.email, name)
        ):
            last.name = name
            self.joint = ""
        else:
            self.new(name=name)


_DIVIDES = frozenset({"and", "&", ";", "with", "plus", "+", "•"})


def _is_name(name: str) -> bool:
    listed = name.split()
    return 1 <= len(listed) <= 5 and len(name) <= 60 and all(
        _NAME_WORD.match(word) and word.lower().strip(".") not in _NO_NAME for word in listed
    ) and any(len(word.strip(".")) > 1 for word in listed)


def _is_same_name(name: str, person: Person) -> bool:
    return not person.name or name.split()[0].lower() == person.name.split()[0].lower()


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
            raise _Unreadable(f'we are not sure what "{text[here:here + 20]}" means here')
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
    if _CONDITION.search(inside):
        raise _Unreadable(f'we are not sure what "{inside}" means here')
    last = reader.drafts[-1] if reader.drafts else None
    if last is None:
        reader.take_words(inside)
    elif not last.name and not last.whole and _is_name(inside) and not _is_group(inside):
        reader.joint = "("
        reader.take_words(inside)
    elif last.whole and _is_name(inside) and not _is_group(inside) and not _is_same_name(inside, last.whole[0]):
        raise _Unreadable(f'we are not sure who "{inside}" is')


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
    for draft in drafts:
        if not draft.email or not draft.name or _belongs(draft.email, draft.name):
            continue
        for other in drafts:
            if other is not draft and other.name and not other.email and _belongs(draft.email, other.name):
                raise _Unreadable(f"we are not sure whose address {draft.email} is")
    named = [draft for draft in drafts if draft.name and not draft.email]
    unnamed = [draft for draft in drafts if draft.email and not draft.name and not draft.whole]
    if named and unnamed and any(draft.joint not in {"and", "&", ";"} for draft in (*named[1:], *unnamed) if draft is not drafts[0]):
        raise _Unreadable(f"we are not sure whose address {unnamed[0].email} is")
    both = [draft for draft in drafts if draft.name and draft.email and not _belongs(draft.email, draft.name)]
    bare = [draft for draft in drafts if draft.name and not draft.email and not draft.phone]
    if both and bare and drafts.index(bare[0]) < drafts.index(both[0]) and len(drafts) > 1:
        raise _Unreadable(f"we are not sure whose address {both[0].email} is")


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


# NEED HELP -----------------------------------------------------------------------------------------------------------

_US = r"(?:io|i\.o|inter ?occupy)(?:'?s)?"
_HAVE_NONE = re.compile(
    r"\b(?:we|i)? ?(?:do not|don't|dont|did not|didn't|haven't|have not|have|lack|can't|cannot|could not|couldn't)(?: (?:have|got|find|know|yet))*"
    r" (?:a|an|no|any|one|no ?one|nobody|anyone|anybody|somebody|someone)"
    r"(?: (?:one|body|person|tech|technical|maestro|supporter|support|volunteer|yet|trained|for|this|that|it|who|can|do|person|people|on|the|role|ourselves|here|available|in|our|group|so))*"
)
_ASKS = re.compile(
    rf"\b(?:help|assistance|assist)\b|\bplease (?:do )?(?:provide|supply|assign|send|find|give|lend|arrange)\b"
    rf"|\b(?:can|could|will|would) (?:you|{_US}|someone|somebody|one of you|anyone)\b.*\b(?:provide|supply|assign|send|find|give|lend|do|run|arrange|support|cover)\b"
    rf"|\b(?:one|someone|somebody|person|volunteer|volunteers|tech|techie|support|supporter)(?: person)? (?:of|from) (?:you|{_US}|your)\b"
    rf"|\b(?:need|want|like|request|requesting|love)\b.*\b(?:{_US}|you|your)\b|\bprovided by (?:you|{_US})\b|\bplease\b|\b{_US} to (?:provide|supply|assign|send|find)\b"
)
_OFFERS = re.compile(
    r"\b(?:i|we|he|she|they)(?:'ll| will| can| could| may| might| shall)\b(?! (?:need|use|like|want|love|really|please|you|io|inter|have|get))"
    r"|\b(?:want|like|love|happy|need|going|willing) to (?:help|provide|find|supply|send|assign|do|run|ask)\b|\b(?:have|has|got|getting) (?:help|someone|one|tech|a|somebody)\b"
)
_WISH_WORDS = frozenset(
    """we i us our need needs needed needing help please pls plz thanks thank you your one ones someone somebody anyone a an the of from io io's
    interoccupy interoccupy's inter occupy can could would will like love want wanted request requested requesting provide provided supply assign find give
    send get have with for this to tech technical maestro support supporter person people board manager orchestrator volunteer volunteers
    assistance assist yes be great appreciated it that in on role call some any still also do so if possible by lend arrange help! run
    cover really guys folks team may i'd we'd we'll i'll too two""".split()
)
_DIRECT = frozenset({"need help", "help", "help needed", "help wanted", "help please", "yes please", "need help please", "needed", "wanted"})
_ORGANISATION = re.compile(rf"(?:from |the )?{_US}(?: (?:tech|tech support|volunteer|team|support|person))?|you|you guys|your team")


def read_tech(said: str, *, contact: Person | None, above: tuple[Person, ...]) -> Result:
    """The tech supporter: ``NEED_HELP`` for any plain wish that the organisation supplies the person, else persons."""
    if is_nothing(said):
        return None
    text = re.sub(r"[\s,.;:!()\"-]+", " ", words(said)).strip() if len(said) <= 300 else ""
    if text in _DIRECT or _is_wish(text):
        return Certain(value=NEED_HELP, grammar="tech:need-help")
    if text and (_ORGANISATION.fullmatch(text) or _is_wish(f"{text} please")):
        return Doubt(why="we are not sure whether you need one of us", suggestion=NEED_HELP)
    if _HAVE_NONE.fullmatch(text):
        return Doubt(why="we are not sure whether you need one of us", suggestion=NEED_HELP)
    return read_people(said, contact=contact, above=above, role="tech")


def _is_wish(text: str) -> bool:
    """Whether every word belongs to a wish for help and none to an offer or a condition."""
    left = re.sub(r"\s+", " ", _HAVE_NONE.sub(" ", text)).strip() if not re.match(r"(?:can|could|may) (?:we|i) have", text) else text
    if not left or "?" in left.rstrip("?") or not _ASKS.search(left) or _OFFERS.search(left):
        return False
    listed = [word.strip("?'") for word in left.split()]
    return len(listed) <= 25 and all(word in _WISH_WORDS for word in listed if word) and set(listed) != {"please"}
