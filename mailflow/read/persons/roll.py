"""The persons of one line, taken down piece by piece: which words are a name, whose an address or a number is.

An address or a phone goes to the one person it can belong to; where that is not plain, it is asked (protocol, section
2.1, "Person value", and section 4, cases 32 to 37).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mailflow.model import Person
from mailflow.read.answers.result import listed, words
from mailflow.read.persons import names, tongues
from mailflow.read.persons import person_phrases as phrases
from mailflow.read.persons.reach import address
from mailflow.read.times.zones import is_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a line of persons may point at.

    contact: whom ``me`` means; above: the persons of the line above; roles: the persons of other lines, by key; group:
    the group as written, which is no person behind a comma; sender: whose address ``this address`` is.
    """

    contact: Person | None
    above: tuple[Person, ...] = ()
    roles: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    group: str = ""
    sender: Person | None = None

    @property
    def _known(self) -> tuple[Person, ...]:
        everyone = (self.contact, *self.above, *(one for some in self.roles.values() for one in some))
        return tuple(dict.fromkeys(one for one in everyone if one))

    def knows(self, name: str) -> bool:
        """Whether a name, or its first word, is that of somebody known."""
        said = names.bare_words(name)
        return any(said[:1] == names.bare_words(one.name or "")[:1] for one in self._known) if said else False

    def is_called(self, name: str) -> bool:
        """Whether somebody known has exactly this name."""
        said = names.bare_words(name)
        return any(said == names.bare_words(one.name or "") for one in (self.sender, *self._known) if one)

    def called(self, name: str) -> tuple[Person, ...]:
        """Who of those known has this name or begins with it, where it is one person only."""
        said = names.bare_words(name)
        found = tuple(one for one in self._known if said and names.bare_words(one.name or "")[: len(said)] == said)
        return found if len(found) == 1 else ()


@dataclass(slots=True)
class Draft:
    """A person being put together, and what stood before them."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    joint: str = ""
    backup: bool = False
    loose: bool = False  # the address stood behind a comma or a slash, not right beside the name
    whole: tuple[Person, ...] = ()  # "me" and "same as above" are persons already

    @property
    def is_bare_name(self) -> bool:
        """Whether there is a name and no way to reach."""
        return bool(self.name) and not self.email and not self.phone

    def persons(self) -> tuple[Person, ...]:
        """The finished person; what was said beside ``me`` goes before what is known of them."""
        if self.whole:
            first, *more = self.whole
            known = replace(first, email=self.email or first.email, phone=self.phone or first.phone)
            return (known, *more)
        return (Person(name=self.name, email=self.email, phone=self.phone),)


class Unreadable(Exception):
    """The words are in doubt: why, in words."""


DIVIDES = frozenset({"and", "&", ";", "with", "plus", "+", "•"})
_JOINS = frozenset({"and", "&", "plus", "+"})

_SAME_LINE = (
    names.LABELS
    | names.HOW_TO_REACH
    | listed("primary main lead first second secondary co-facilitator cofacilitator co-host and the")
)
_SAID_BESIDE = names.ROLES | names.ASIDE | names.LABELS | names.HOW_TO_REACH | names.COURTESY


@dataclass(slots=True)
class Roll:
    """Takes the pieces of a line one by one and keeps the persons.

    odd: why the persons, though read, are in doubt.
    """

    around: Around
    drafts: list[Draft] = field(default_factory=list)
    joint: str = ""
    mark_next: bool = False
    odd: str = ""

    @property
    def last(self) -> Draft | None:
        """The person named last."""
        return self.drafts[-1] if self.drafts else None

    def new(self, draft: Draft) -> None:
        """One more person."""
        draft.joint, draft.backup = self.joint, self.mark_next
        self.mark_next = False
        self.joint = ""
        self.drafts.append(draft)

    def take_email(self, said: str) -> None:
        """An address: of the person before it, or of somebody without a name."""
        found = address(said)
        if found is None:
            raise Unreadable(f"{said} does not look like a mail address")
        last = self.last
        if last and found == last.email:
            self.joint = ""
        elif last is None or last.email or self.joint in DIVIDES:
            self.new(Draft(email=found))
        else:
            last.email = found
            last.loose = self.joint not in {"", "("}
            self.joint = ""

    def take_phone(self, said: str) -> None:
        """A number: of the person before it."""
        last = self.last
        if last is None or last.phone or self.joint in DIVIDES:
            raise Unreadable(f"we are not sure whose number {said} is")
        last.phone = said
        self.joint = ""

    def take_words(self, chunk: str) -> None:
        """Words between two marks: a name, a label, a role, or talk."""
        chunk = chunk.strip(" :-!")
        chunk = chunk if chunk.count('"') == 2 and not chunk.endswith('"') else chunk.strip(' "')
        chunk = chunk if phrases.INITIAL.search(chunk) else chunk.strip(" .")
        chunk = phrases.ROLE_IS.sub("", chunk, count=1) if phrases.ROLE_IS.match(chunk) else chunk
        if not chunk:
            return
        if ":" in chunk:
            self._take_labelled(chunk)
        elif phrases.BACKUP.search(chunk) and not phrases.SAME_AS.fullmatch(chunk):
            self._take_backup(phrases.BACKUP.sub(" ", chunk))
        elif not (self._is_beside(chunk) or self._take_pointer(chunk)):
            self._take_name(chunk)

    def _is_beside(self, chunk: str) -> bool:
        """Whether words say nothing new of the person they stand beside."""
        said = [word.strip(".,:'!") for word in chunk.lower().split()]
        if all(word in names.ROLES or word in names.LABELS or word in names.ASIDE for word in said):
            self.joint = "," if self.joint == ";" and all(word in names.LABELS for word in said) else self.joint
            return True
        if not self.drafts:
            return False
        if phrases.NO_REACH.fullmatch(chunk) or phrases.REMARK.fullmatch(phrases.TIMES.sub("then", chunk)):
            return True
        return all(word in _SAID_BESIDE for word in said)

    def _take_pointer(self, chunk: str) -> bool:
        """``me``, ``same as above``, ``same as 8``, ``same email as me``: whether the words were one of these."""
        last = self.last
        if phrases.THIS_ADDRESS.fullmatch(chunk) and last and not last.email:
            self._take_this_address(last)
        elif (found := phrases.SAME_REACH.fullmatch(chunk)) and last and not last.whole and last.is_bare_name:
            self._share(last, by_mail="mail" in found["what"].lower() or "address" in found["what"].lower())
        elif (found := phrases.SAME_AS.fullmatch(chunk)) and (key := phrases.LINE_OF.get(found["who"].lower().strip())):
            self._take_line(key)
        elif (named := _named_again(chunk)) and (known := self.around.called(named)):
            self._take_persons(known)
        elif phrases.CONTACT.fullmatch(chunk) or phrases.ME.fullmatch(chunk) or words(chunk) in tongues.ME:
            self._take_line("contact")
        elif phrases.SAME.fullmatch(chunk):
            self._take_persons(self.around.above)
        else:
            return False
        return True

    def _share(self, draft: Draft, *, by_mail: bool) -> None:
        """``Jordan, same email as me``."""
        contact = self.around.contact
        shared = contact and (contact.email if by_mail else contact.phone)
        if not shared:
            raise Unreadable("we do not know your address" if by_mail else "we do not know your number")
        if by_mail:
            draft.email = shared
        else:
            draft.phone = shared
        self.joint = ""

    def _take_this_address(self, draft: Draft) -> None:
        """``Kaleo Makaiwi, this address``."""
        sender, contact = self.around.sender or self.around.contact, self.around.contact
        if not (sender and sender.email) or (contact and contact.email not in {None, sender.email}):
            raise Unreadable("we are not sure which address you mean")
        draft.email = sender.email
        self.joint = ""

    def _take_line(self, key: str) -> None:
        if key != "contact":
            self._take_persons(self.around.roles.get(key, ()))
        elif self.around.contact is None:
            raise Unreadable("we do not know your name")
        else:
            self.new(Draft(whole=(self.around.contact,)))

    def _take_persons(self, meant: tuple[Person, ...]) -> None:
        if not meant:
            raise Unreadable("we are not sure who is meant")
        self.new(Draft(whole=meant))

    def _take_labelled(self, chunk: str) -> None:
        label, _, rest = chunk.rpartition(":")
        if phrases.BACKUP.search(label):
            self.mark_next = True
            if not rest.strip() and phrases.BACKUP.sub("", label).strip(" -"):
                raise Unreadable(f'we are not sure what "{chunk}" means here')
        else:
            said = label.lower().replace(":", " ").split()
            # behind a person a role begins another line
            known = _SAME_LINE if self.drafts else names.ROLES | names.LABELS | names.ASIDE
            if not all(word.strip(".") in known for word in said):
                raise Unreadable(f'we are not sure what "{label.strip()}" means here')
        self.take_words(rest)

    def _take_backup(self, rest: str) -> None:
        """``Walt back-up``, or ``back-up`` beside somebody named before."""
        kept = " ".join(word for word in rest.split() if word.lower().strip(".") not in names.ROLES)
        if kept:
            self.mark_next = True
            self.take_words(kept)
        elif self.drafts and self.joint not in {",", ";", "and", "with"}:
            self.drafts[-1].backup = True
        else:
            self.mark_next = True

    def _take_name(self, chunk: str) -> None:
        chunk = phrases.TOO_BEHIND.sub("", phrases.WILL_DO.sub("", chunk))
        chunk = found["name"] if (found := phrases.CALL_AT.fullmatch(chunk)) else chunk
        name = re.split(r"\s+(?:from|of|w/|@)\s+", chunk, maxsplit=1, flags=re.IGNORECASE)[0].strip()
        if found := phrases.RELATION.fullmatch(name):
            name = found["name"]
        while len(name.split()) > 1 and len(name.split()[-1]) > 1 and name.split()[-1].lower() in names.LABELS:
            name = name.rpartition(" ")[0]
        if self._is_affiliation(name):
            if not self.drafts or self.joint in _JOINS or names.begins_as_a_name(name):
                raise Unreadable(f'"{name}" looks like a group, and we need a person')
            self.joint = ""
            return
        if not names.is_name(name) or (self.joint == "-" and not self._is_whole(name)):
            raise Unreadable(who_is(chunk))
        self._place(name)

    def _is_affiliation(self, name: str) -> bool:
        said = names.bare_words(name)
        if any(word in names.GROUP_WORDS for word in said):
            return True
        group = names.bare_words(self.around.group)
        return bool(self.drafts and said) and self.joint == "," and set(said) <= set(group)

    def _is_whole(self, name: str) -> bool:
        return bool(self.last and self.last.whole and is_same_name(name, self.last.whole[0]))

    def _place(self, name: str) -> None:
        last = self.last
        if last and self._is_whole(name) and self.joint in {"", ",", "-", "("}:
            self._name_whole(last, name)
        elif (
            last
            and last.email
            and not last.name
            and not last.whole
            and self.joint not in DIVIDES
            and (self.joint in {"", "("} or names.belongs(last.email, name))
        ):
            last.name = name
            self.joint = ""
        else:
            self.new(Draft(name=name))

    def _name_whole(self, draft: Draft, name: str) -> None:
        """``me, Ike Sawyer``: who is known by less of the name gets the whole of it."""
        first, *more = draft.whole
        draft.whole = (in_full(first, name), *more)
        self.joint = ""

    def finish(self) -> None:
        """Judge the persons together. Raises where one may be none, or an address may be somebody else's."""
        if self.mark_next and not self.drafts:
            raise Unreadable("we need a name")
        if self.mark_next:
            self.drafts[-1].backup = True
        self._drop_second_addresses()
        _check_addresses(self.drafts)
        for draft in self.drafts:
            self._check_case(draft)
        self.odd = self.odd or self._odd_name()

    def _drop_second_addresses(self) -> None:
        """A second address of one person is not a second person."""
        for before, draft in tuple(pairwise(self.drafts)):
            named = before.name or (before.whole and before.whole[0].name)
            if not (named and before.email and draft.email) or draft.name or draft.whole:
                continue
            if draft.joint not in DIVIDES or names.belongs(draft.email, named):
                self.odd = f"we are not sure which address of {named} to use"
                self.drafts.remove(draft)

    def _check_case(self, draft: Draft) -> None:
        """A name written without capitals, or all in capitals, and without an address may be any word."""
        name = draft.name or ""
        if not draft.is_bare_name or not (name.islower() or name.isupper()):
            return
        if not names.is_certainly_a_name(name) and not self.around.knows(name):
            raise Unreadable(f'we are not sure whether "{name}" is a person')

    def _odd_name(self) -> str:
        """A name behind another that may be a place, a group, a first name or a remark and no person."""
        for before, draft in pairwise(self.drafts):
            if draft.name and not draft.whole and self._may_be_no_person(before, draft, draft.name):
                return f'we are not sure whether "{draft.name}" is a person'
        return ""

    def _may_be_no_person(self, before: Draft, draft: Draft, name: str) -> bool:
        if draft.joint == "," and _is_family_first(before, name):
            return True
        if not draft.is_bare_name:
            return False
        if is_place(name.lower()) or (len(name) == 2 and name.isupper()):
            return True
        is_full = before.name is not None and len(before.name.split()) > 1
        return draft.joint == "," and is_full and not (names.is_certainly_a_name(name) or self.around.knows(name))


def _is_family_first(before: Draft, name: str) -> bool:
    """Whether two names of one word may be one person's: ``Shapiro, Tammy``."""
    if not before.name or not before.is_bare_name or len(before.name.split()) > 1 or len(name.split()) > 1:
        return False
    return not names.is_certainly_a_name(before.name)


_GOES_ON = re.compile(r"(?:but|if|though|although|because|unless|while|so|as)\b", re.IGNORECASE)
"""What begins with such a word says something of somebody, and names nobody."""


def who_is(said: str) -> str:
    """Why words are no name: a sentence is not called by its words."""
    if _GOES_ON.match(said):
        return f'we are not sure what "{said}" means here'
    return f'we are not sure who "{said}" is' if len(said.split()) <= 3 else "we could not tell who is meant"


def is_same_name(name: str, person: Person) -> bool:
    """Whether a name begins as a person's does."""
    return not person.name or name.split(maxsplit=1)[0].lower() == person.name.split()[0].lower()


def _named_again(chunk: str) -> str:
    """The name of somebody told of before: ``same as Tammy``, ``Tammy as well``; nothing for other words."""
    if found := phrases.SAME_AS_NAMED.fullmatch(chunk):
        return found["name"]
    found = phrases.TOO_BEHIND.search(chunk)
    return chunk[: found.start()] if found else ""


def in_full(person: Person, name: str | None) -> Person:
    """Who is known by less of the name gets the whole of it."""
    return replace(person, name=name) if len((name or "").split()) > len((person.name or "").split()) else person


def _check_addresses(drafts: Sequence[Draft]) -> None:
    bare = [draft for draft in drafts if draft.name and not draft.email]
    for draft in drafts:
        for other in bare:
            if draft.email and draft.name and names.belongs(draft.email, other.name or ""):
                raise Unreadable(f"we are not sure whose address {draft.email} is")
    for before, draft in pairwise(drafts):
        if draft.joint == ";" and draft.email and not draft.name and before.name and not before.email:
            raise Unreadable(f"we are not sure whose address {draft.email} is")
    unnamed = [draft for draft in drafts if draft.email and not draft.name and not draft.whole]
    if bare and unnamed and any(draft.joint not in DIVIDES for draft in (*bare, *unnamed) if draft is not drafts[0]):
        raise Unreadable(f"we are not sure whose address {unnamed[0].email} is")
    stray = [
        draft for draft in drafts if draft.loose and draft.name and not names.belongs(str(draft.email), draft.name)
    ]
    if stray and any(drafts.index(one) < drafts.index(stray[0]) for one in bare):
        raise Unreadable(f"we are not sure whose address {stray[0].email} is")
