"""What words may be somebody's name, and what an address says of one.

Strict: a word that people write about a person (a role, a group, a remark) is in no name, whoever wrote it.
"""

import re
import unicodedata
from collections.abc import Iterable

from mailflow.read.answers.result import listed
from mailflow.read.persons.given_names import GIVEN_NAMES
from mailflow.read.persons.tongues import NO_NAME as FOREIGN_NO_NAME
from mailflow.read.times.zones import is_place

GROUP_WORDS = listed(
    """
    occupy ows interoccupy io committee committees group groups ga wg assembly university college school team
    teams collective union coalition network organization organisation foundation council church media project
    alliance party movement front workers students campaign association society club center centre local chapter
    occupation occupations hub press institute department board cooperative coop co-op federation congress working
    volunteers caucus strike debt tenants rights justice initiative solidarity action project partners committee
    library farm parish temple mosque synagogue ministry ministries legal clinic office agency commission
    """
)
ROLES = listed(
    """
    facilitator facilitators facilitation host hosts hosting primary main lead leading first second secondary
    co-facilitator cofacilitator co-host conductor moderator moderators tech technical support supporter maestro
    board manager point person contact organizer organiser orchestrator note notes taker notetaker note-taker
    scribe minutes name names call the our chair confirmed and trained already yes co volunteer person's people
    """
)
ASIDE = listed(
    """
    she/her he/him they/them ze/zir xe/xem she/they he/they they/she they/he she her he him they them hers his theirs
    phd ph.d md esq jr sr ii iii rn jd msw ret retired cpa lcsw mrs mr ms mx dr
    """
)
"""What stands behind a name and is none: pronouns, degrees."""
LABELS = listed(
    """
    email e-mail mail emails phone phones ph tel telephone cell mobile at c m p e t text number contact address
    his her their home is work office skype
    """
)
HOW_TO_REACH = listed("call text texts only please preferred best day days evening evenings night nights anytime or")
COURTESY = listed("thanks thank you please pls lol haha sorry cheers ok okay yes too also again as well there")
_NO_NAME = listed(
    """
    a about above after again all also am an any anybody anyone are as ask asked at available aware be because been
    before being best both but by call calls can cannot can't could did do does doing don't dont done each either else
    email everybody everyone for from get give gives good got great had has have having he help her him his hopefully
    how i i'd i'll i'm if in is isn't it it's its just know later let like list looking may maybe me might must my
    myself need needed needs neither new next no nobody none not now of off on once one only or other others our out
    please pls possibly probably rather rotates same see send several she should so some somebody someone something
    soon sorry still such sure take takes tell thank thanks that the their them themselves then there these they this
    those till to today together tomorrow tonight too trained trusted turns unclear undecided unsure until up us
    usual various very volunteer was we we'll we're well were what when where whether which who whoever whom whose
    will willing with within work works would yes yet you you'll your yours tbd tba tbc yeah ok okay want wants wanted
    anyone's find found working depends experienced teacher student member members rotation guest guests pool staff
    facilitates facilitator facilitators facilitation moderator host hosts primary secondary lead leader scribe
    supporter support technical maestro organizer organiser name names named number address phone cell mobile home
    office mail person people contact chair reads uses used follow follows coming comes confirmed unconfirmed
    """
)
_FOREIGN = FOREIGN_NO_NAME - GIVEN_NAMES
_NAMES_TOO = listed("will may")
"""Common words that are given names before a family name: ``Will Turner``."""
_ALONE = listed("skip pass open free hope help later soon vacant empty flexible shared everyone depends")
"""Words that are an answer and no name where nothing stands beside them."""
_TWO = 2  # words of a name that may be alike: ``Boutros Boutros``
_NAME_WORD = re.compile(r"['’]?[^\W\d_](?:[^\W\d_]|['’.-])*\Z|\"?[^\W\d_]+\"?\Z")
_DOMAIN = re.compile(r"\w\.\w{2,}")
_ACTIVITY = re.compile(r"[a-z]{3,}(?:at|k|rch|ck|id|lt|nd)ing", re.IGNORECASE)
TITLES = listed(
    """
    mr mrs ms mx miss dr prof professor rev reverend fr father sister brother pastor rabbi imam hon judge sgt sergeant
    cpt capt captain col lt gen maj cpo sir dame lady don dona doña dra sra sr srta mme mlle herr frau sen rep
    elder deacon bishop chief auntie aunt uncle
    """
)


def is_name(name: str) -> bool:
    """Whether every word could belong to a name and none is one that people write beside names."""
    parts = name.split()
    if not 1 <= len(parts) <= 5 or len(name) > 60 or not bare_words(name):
        return False
    if any(not _NAME_WORD.match(word) or _DOMAIN.search(word) for word in parts):
        return False
    if len(set(long := [word for word in bare_words(name) if len(word) > 1])) < len(long) > _TWO:
        return False  # Suki Laramie S. Laramie
    if any(
        not _is_initial(word, parts, number) and _is_no_name(word, parts, number) for number, word in enumerate(parts)
    ):
        return False
    if len(parts) == 1 and (_ACTIVITY.fullmatch(name) or name.lower().strip(".") in _ALONE):
        return False
    return any(len(word.strip(".")) > 1 or word.lower() == word.upper() for word in parts)


def _is_initial(word: str, parts: list[str], number: int) -> bool:
    """Whether a letter is short for a name: ``A.`` beside a name, ``A`` between two."""
    if len(parts) == 1 or not word[0].isupper():
        return False
    is_between = 0 < number < len(parts) - 1 and all(one[:1].isupper() for one in parts)
    return (len(word) == 2 and word[1] == ".") or (len(word) == 1 and is_between)


def _is_no_name(word: str, parts: list[str], number: int) -> bool:
    bare = word.lower().strip(".")
    if bare.endswith("'s") or folded(bare) in _FOREIGN:
        return True
    if bare in _NAMES_TOO and number == 0 and len(parts) > 1:
        return not (word.istitle() and parts[1][:1].isupper())
    return bare in _NO_NAME


def folded(text: str) -> str:
    """Lower case without accents, curly apostrophes made plain: names are compared so."""
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4\u0060"), "'")


def bare_words(name: str) -> list[str]:
    """The words of a name without titles, degrees and quoted nicknames, folded."""
    parts = [word.strip(".,'()") for word in re.sub(r"[\"“”„][^\"“”„]*[\"“”„]", " ", folded(name)).split()]
    return [word for word in parts if word and word not in TITLES and word not in ASIDE]


def is_group(text: str) -> bool:
    """Whether words name a group or a place and no person."""
    return any(word.strip(".,").lower() in GROUP_WORDS for word in text.split()) or is_place(text.lower())


def begins_as_a_name(name: str) -> bool:
    """Whether the first word is a common given name."""
    return bool(set(bare_words(name)[:1]) & GIVEN_NAMES)


def is_certainly_a_name(name: str) -> bool:
    """Whether one of the first two words is a common given name, or all are initials: ``kayla r``, ``J.T.``."""
    parts = bare_words(name)
    if not parts or set(parts[:2]) & GIVEN_NAMES:
        return bool(parts)
    return all(len(word.strip(".")) == 1 or "." in word for word in parts)


def given_first(name: str, email: str, lines: Iterable[str]) -> str:
    """``Larson, Ann`` as Outlook shows it in the usual order, where the address or the text bears the order out."""
    found = _FAMILY_FIRST.fullmatch(name)
    if not found:
        return name
    turned = f"{found['first']} {found['last']}"
    if carries(email, found["first"], found["last"]) or any(turned in line for line in lines):
        return turned
    return name


_FAMILY_FIRST = re.compile(r"(?P<last>[^\W\d_][\w'’-]{1,30}), (?P<first>[^\W\d_][\w'’-]{1,30})")


def belongs(email: str, name: str) -> bool:
    """Whether an address plainly carries a name: ``tammy@`` or ``tshapiro@`` for Tammy Shapiro."""
    parts = re.split(r"[\W\d_]+", email.partition("@")[0])
    local, said = "".join(parts), re.sub(r"[^\w\s]", "", folded(name)).split()
    return any(word in local if len(word) > 2 else len(word) == 2 and word in parts for word in said)


def carries(email: str, first: str, last: str) -> bool:
    """Whether an address is made of both names: the family name, and before or behind it the other or its initial."""
    local = re.sub(r"[\W\d_]", "", folded(email.partition("@")[0]))
    family, given = (re.sub(r"\W", "", folded(one)) for one in (last, first))
    if not family or not given or family not in local:
        return False
    if len(family) < 3:  # so few letters stand in many words by chance
        return local in {given + family, family + given}
    rest = local.replace(family, "", 1)
    return rest[:1] == given[:1] and (len(rest) <= 2 or rest[:2] == given[:2])
