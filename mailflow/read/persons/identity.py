"""Who is the same person: two entries, a name and the sender, a name and somebody named elsewhere in the form.

A contact given by name alone takes the sender's address when it is plainly the sender (reading contract, "Settled
details"); a full name means one person throughout a form.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from mailflow.model import Field, Person, Value
from mailflow.read.persons.names import GROUP_WORDS, bare_words, carries, folded

_ROLES = ("contact", "facilitator", "backup", "tech", "notetaker")
_ALIKE = 0.8
"""How much of two names must be the same where accents were lost on the way."""

_SHORT = {
    "bob": "robert", "rob": "robert", "bobby": "robert", "bill": "william", "will": "william", "billy": "william",
    "dick": "richard", "rick": "richard", "liz": "elizabeth", "beth": "elizabeth", "betty": "elizabeth",
    "peggy": "margaret", "maggie": "margaret", "meg": "margaret", "jim": "james", "jimmy": "james", "jack": "john",
    "ted": "edward", "ned": "edward", "chuck": "charles", "charlie": "charles", "hank": "henry", "harry": "henry",
    "kate": "katherine", "kathy": "katherine", "katie": "katherine", "mike": "michael", "tony": "anthony",
    "dot": "dorothy", "dottie": "dorothy", "pepe": "jose", "chema": "jose maria", "paco": "francisco",
    "pancho": "francisco", "memo": "guillermo", "lupe": "guadalupe", "bea": "beatrice", "gus": "august",
    "sasha": "alexander", "mick": "michael", "andy": "andrew", "drew": "andrew", "joe": "joseph", "walt": "walter",
}  # fmt: skip
"""Short forms that are not the beginning of the whole name."""


def is_same_person(one: Person, other: Person) -> bool:
    """Whether two entries name one person: the same address, or the same name where the addresses do not differ."""
    if one.email and other.email:
        return one.email == other.email and not _share_an_address(one, other)
    if one.name and other.name:
        return " ".join(one.name.casefold().split()) == " ".join(other.name.casefold().split())
    return False


def _share_an_address(one: Person, other: Person) -> bool:
    """Whether two full names without a word in common stand with one address: a couple, an office."""
    first, second = bare_words(one.name or ""), bare_words(other.name or "")
    return len(first) > 1 and len(second) > 1 and not set(first) & set(second)


def with_senders_address(named: Person, sender: Person) -> Person:
    """A contact given by name alone, with the sender's address where it is plainly the sender."""
    if named.email or not named.name or not sender.email or not _is_sender(named.name, sender):
        return named
    return replace(named, email=sender.email)


def _is_sender(name: str, sender: Person) -> bool:
    """Whether a name is plainly that of who wrote: by the name the mail shows, or by the address itself."""
    said, shown = bare_words(name), bare_words(sender.name or "")
    nick = [word for word in folded(name).split() if word[:1] in {'"', "“", "'"}]
    if not said:
        return False
    email = str(sender.email)
    if len(said) > 1 and carries(email, said[0], said[-1]):
        return True
    if not shown or "@" in str(sender.name):
        return _is_local(said, email)
    if _is_same_name(said, shown) or any(_is_same_name([word.strip("\"“”'"), *said[1:]], shown) for word in nick):
        return True
    if any(word in GROUP_WORDS for word in shown):
        return _is_local(said, email)
    alike = SequenceMatcher(None, " ".join(said), " ".join(shown)).ratio() >= _ALIKE
    return alike and len(said) == len(shown) and _is_local(said, email)


def _is_local(said: list[str], email: str) -> bool:
    """Whether the address's local part is the name or its first: ``noemie@``, ``larryswetman@``."""
    written = folded(email.partition("@")[0])
    local = "".join(c for c in written if c.isalpha())
    if set(said) <= set(re.split(r"[\W\d_]+", written)):
        return True
    return local in {"".join(said), "".join(reversed(said))} or (local == said[0] and len(local) > 2)


def _is_same_name(said: list[str], shown: list[str]) -> bool:
    """Whether two names are one: the first fits, and the last is the same, an initial of it, or not given."""
    if sorted(said) == sorted(shown):
        return True
    if not _fits_first(said[0], shown[0]):
        return False
    if len(said) == 1 or len(shown) == 1:
        return True
    one, other = said[-1], shown[-1]
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0] and said[0] == shown[0])


def _fits_first(one: str, other: str) -> bool:
    """Whether two first names may be one: the same, a short form, or an initial."""
    short, whole = sorted((one, other), key=len)
    if short == whole or _SHORT.get(short) == whole or _SHORT.get(short) == _SHORT.get(whole, ""):
        return True
    return whole.startswith(short) and (len(short) == 1 or len(short) > 2)


def complete(fields: Mapping[str, Field], asker: Person) -> dict[str, Field]:
    """The fields, each person given by full name alone with the address of that name elsewhere in the form.

    asker: the contact or sender, whose own name needs no address beside it. Else a name of one word is nobody's
    address; a name with two addresses is left as it is.
    """
    known = _addresses(fields, asker)
    own = asker if _is_only_one(fields, asker) else Person()
    return {
        key: replace(one, value=_completed(one.value, known, own)) if key in _ROLES else one
        for key, one in fields.items()
    }


def _is_only_one(fields: Mapping[str, Field], asker: Person) -> bool:
    """Whether nobody in the form has the asker's first name and another family name or another address."""
    alike = [one for one in _persons(fields) if bare_words(one.name or "")[:1] == bare_words(asker.name or "")[:1]]
    families = {tuple(name[1:]) for one in (*alike, asker) if len(name := bare_words(one.name or "")) > 1}
    return len(families) <= 1 and all(one.email in {None, asker.email} for one in alike)


def _is_asker(name: str | None, asker: Person) -> bool:
    """Whether a name anywhere in the form is the asker's own, in full or without the family name."""
    said, shown = bare_words(name or ""), bare_words(asker.name or "")
    if not said or not shown or any(word in GROUP_WORDS for word in shown):
        return False
    return said == shown or (said[0] == shown[0] and 1 in {len(said), len(shown)} and len(said[0]) > 1)


def _addresses(fields: Mapping[str, Field], asker: Person) -> dict[tuple[str, ...], str]:
    """Every full name that stands with exactly one address."""
    emails: dict[tuple[str, ...], set[str]] = {}
    for one in (*_persons(fields), asker):
        name = tuple(bare_words(one.name or ""))
        if len(name) > 1 and one.email:
            emails.setdefault(name, set()).add(one.email)
    return {name: next(iter(found)) for name, found in emails.items() if len(found) == 1}


def _persons(fields: Mapping[str, Field]) -> Iterable[Person]:
    for key in _ROLES:
        value = fields[key].value if key in fields else None
        yield from (one for one in value if isinstance(one, Person)) if isinstance(value, tuple) else ()


def _completed(value: Value, known: Mapping[tuple[str, ...], str], own: Person) -> Value:
    if not isinstance(value, tuple):
        return value
    return tuple(_completed_person(one, known, own) if isinstance(one, Person) else one for one in value)  # type: ignore[return-value]


def _completed_person(one: Person, known: Mapping[tuple[str, ...], str], own: Person) -> Person:
    email = known.get(tuple(bare_words(one.name or ""))) or (own.email if _is_asker(one.name, own) else None)
    return replace(one, email=email) if email and not one.email else one
