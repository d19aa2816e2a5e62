"""The email list of a call: none, one to create, or the addresses of those that exist."""

import re

from mailflow.read.answers.nothing import is_nothing
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, left_over, listed, plain, words
from mailflow.read.answers.yes_no import yes_or_no
from mailflow.read.persons.reach import ADDRESS_LIKE, address

_LIST_FILLERS = listed(
    """
    our the a an is it it's list mailing email google group googlegroup listserv address use please existing
    already we have one and its here add at yes to this exists exist called current own named name
    currently ours
    """
)
_CREATE = re.compile(
    r"(?:yes |please |pls |can you |could you |we'd like you to |we would like you to |we need you to )*"
    r"(?:create|make|set up|setup|open|start)"
    r"(?: (?:us|one|it|a|an|new|the|list|email|mailing|google|group|googlegroup|for|us|please|pls|thanks|call))*"
    r"|(?:yes )?(?:please )?(?:set|start) (?:one|it|a list|a new one|a google group) up(?: (?:for us|please|thanks))*"
    r"|(?:yes )?(?:a )?new(?: (?:one|list|google group|group))?(?: please)?|(?:yes )?we (?:need|want"
    r"|would like) (?:a new )?(?:one|list)"
    r"(?: please)?"
)
_NO_LIST = re.compile(
    r"(?:no )?(?:(?:we |i )?(?:do not|don't|did not|didn't|won't|will not) (?:want|need|require|have)"
    r"(?: (?:a|any|one|it|this|list|google|group|email|mailing|right now|now|yet|at this time))*"
    r"|(?:a list is |list |one )?(?:not|un)[ -]?(?:needed|necessary|wanted|required)"
    r"|no (?:need|list)(?: (?:for|of) (?:one|it|that|a list))?"
    r"(?: needed| please)?|not (?:now|at this time|right now|for now|this time)|no not (?:now|at this time|for now))"
    r"(?: please| thanks| thank you)?"
)


def read_list(said: str) -> Result:
    """The email list: ``"no"``, ``"create"``, or the addresses of existing lists. A bare yes is ``"create"``."""
    if len(said) > LONGEST:
        return TOO_LONG
    text = words(said)
    bare = re.sub(r"[\s,.;:!-]+", " ", text).strip()
    answer = False if _NO_LIST.fullmatch(bare) else yes_or_no(text)
    if answer is not None and "?" not in text:
        return Certain(value="create" if answer else "no", grammar="list")
    if is_nothing(said):
        return None
    if "@" in text:
        return _list_addresses(plain(said))
    if _CREATE.fullmatch(bare) and bare != "open":
        return Certain(value="create", grammar="list:create")
    if re.search(r"\b(?:have|exist\w*|already)\b", text):
        return Doubt(why="we need the address of the list you have")
    return Doubt(why="we could not tell no, create, or an address")


def _list_addresses(text: str) -> Result:
    found = ADDRESS_LIKE.findall(text)
    read = [address(one) for one in found]
    left = re.sub(r"[\s,.;:!()<>\[\]\"/&-]+", " ", ADDRESS_LIKE.sub(" ", text)).lower().split()
    good = tuple(dict.fromkeys(one for one in read if one))
    if None in read or not good:
        return Doubt(why="the address does not look right")
    if strange := [word for word in left if word not in _LIST_FILLERS]:
        return Doubt(why=left_over(strange[0]), suggestion=good)
    return Certain(value=good, grammar="list:addresses")
