"""Persons as people write them, each with who they must be read as, or must be asked back."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.model import NEED_HELP, Person
from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.persons.people import read_people, read_tech

LARRY = Person(name="Larry Swetman", email="larry@example.org")
TAMMY = Person(name="Tammy Shapiro", email="tammy@example.org")


def persons(said: str) -> Result:
    """The words read in a line below Tammy's, who facilitates, in a mail of Larry's."""
    return read_people(said, contact=LARRY, above=(TAMMY,), roles={"facilitator": (TAMMY,)}, group="Strike Debt Philly")


def told(result: Result) -> str:
    """``name|email|phone; ...`` of a certain value, ``?`` for a doubt, ``nothing`` where nothing was said."""
    if result is None:
        return "nothing"
    if isinstance(result, Doubt):
        return "?"
    return shown(result.value)


def shown(value: object) -> str:
    """Persons as a table of these tests shows them."""
    if not isinstance(value, tuple):
        return str(value)
    return "; ".join(
        " | ".join(part or "-" for part in (one.name, one.email, one.phone)) for one in value if isinstance(one, Person)
    )


PEOPLE = [
    ("Tammy Shapiro <tammy@example.org>", "Tammy Shapiro | tammy@example.org | -"),
    ("Tammy Shapiro <Tammy@Example.ORG>", "Tammy Shapiro | tammy@example.org | -"),
    ("Tammy Shapiro<tammy@example.org>", "Tammy Shapiro | tammy@example.org | -"),
    ("Nate K, nate@example.org, 215-555-0100", "Nate K | nate@example.org | 215-555-0100"),
    ("Nate K,nate@example.org,215.555.0100", "Nate K | nate@example.org | 215.555.0100"),
    ("Nate K nate@example.org 215 555 0100", "Nate K | nate@example.org | 215 555 0100"),
    ("Nate K - nate@example.org - 215-555-0100", "Nate K | nate@example.org | 215-555-0100"),
    ("Nate K – nate@example.org", "Nate K | nate@example.org | -"),
    ("Nate K / nate@example.org / 215-555-0100", "Nate K | nate@example.org | 215-555-0100"),
    ("Nate K | nate@example.org", "Nate K | nate@example.org | -"),
    ("Nate K\nnate@example.org\n215-555-0100", "Nate K | nate@example.org | 215-555-0100"),
    ("Nate K, 215-555-0100, nate@example.org", "Nate K | nate@example.org | 215-555-0100"),
    ("Nate K (nate@example.org)", "Nate K | nate@example.org | -"),
    ("Nate K (nate@example.org, 215-555-0100)", "Nate K | nate@example.org | 215-555-0100"),
    ("Nate K [nate@example.org]", "Nate K | nate@example.org | -"),
    ("Nate K: nate@example.org", "Nate K | nate@example.org | -"),
    ("Nate at nate@example.org", "Nate | nate@example.org | -"),
    ("Nate, email: nate@example.org, cell: 215-555-0100", "Nate | nate@example.org | 215-555-0100"),
    ("Name: Nate K, Email: nate@example.org, Phone: 215-555-0100", "Nate K | nate@example.org | 215-555-0100"),
    ("nate@example.org", "- | nate@example.org | -"),
    ("<nate@example.org>", "- | nate@example.org | -"),
    ("nate@example.org (Nate)", "Nate | nate@example.org | -"),
    ("nate@example.org, Nate", "Nate | nate@example.org | -"),
    ("nate@example.org Nate Kleinman", "Nate Kleinman | nate@example.org | -"),
    ("nate@example.org<mailto:nate@example.org>", "- | nate@example.org | -"),
    ("Nate <nate@example.org<mailto:nate@example.org>>", "Nate | nate@example.org | -"),
    ("Nate [mailto:nate@example.org]", "Nate | nate@example.org | -"),
    ("debt-wg@googlegroups.com", "- | debt-wg@googlegroups.com | -"),
    ("Tammy", "Tammy | - | -"),
    ("tammy", "tammy | - | -"),
    ("TAMMY SHAPIRO", "TAMMY SHAPIRO | - | -"),
    ("Tammy S.", "Tammy S. | - | -"),
    ("Tammy Shapiro.", "Tammy Shapiro | - | -"),
    ("Dr. Ana María López", "Dr. Ana María López | - | -"),
    ("Sam O'Brien", "Sam O'Brien | - | -"),
    ("Jean-Luc van der Berg", "Jean-Luc van der Berg | - | -"),
    ('"Shapiro, Tammy" <tammy@example.org>', "Tammy Shapiro | tammy@example.org | -"),
    ("Tammy (Occupy Philly)", "Tammy | - | -"),
    ("Tammy Shapiro (OWS) tammy@example.org", "Tammy Shapiro | tammy@example.org | -"),
    ("Tammy (they/them)", "Tammy | - | -"),
    ("Tammy (facilitator)", "Tammy | - | -"),
    ("Tammy (confirmed)", "Tammy | - | -"),
    ("Tammy Shapiro, PhD", "Tammy Shapiro | - | -"),
    ("Tammy (917) 555-0100", "Tammy | - | (917) 555-0100"),
    ("Tammy Shapiro (917-555-0100)", "Tammy Shapiro | - | 917-555-0100"),
    ("Tammy Shapiro, Occupy Wall Street", "Tammy Shapiro | - | -"),
    ("Tammy from Occupy Boston", "Tammy | - | -"),
    ("Tammy Shapiro, Occupy Philly, tammy@example.org", "Tammy Shapiro | tammy@example.org | -"),
    ("Tammy will facilitate", "Tammy | - | -"),
    ("Tammy is hosting", "Tammy | - | -"),
    ("Facilitator: Tammy", "Tammy | - | -"),
    ("Tammy, 215‑555‑0100", "Tammy | - | 215-555-0100"),
    ("Tammy +1 (215) 555-0100 x12", "Tammy | - | +1 (215) 555-0100 x12"),
    ("Tammy 215-555-0100 ext. 12", "Tammy | - | 215-555-0100 ext. 12"),
    ("Tammy and George", "Tammy | - | -; George | - | -"),
    ("Tammy & George", "Tammy | - | -; George | - | -"),
    ("Tammy/George", "Tammy | - | -; George | - | -"),
    ("Tammy, George and Kim", "Tammy | - | -; George | - | -; Kim | - | -"),
    ("Tammy; George", "Tammy | - | -; George | - | -"),
    ("Tammy\nGeorge", "Tammy | - | -; George | - | -"),
    ("Andy and Brandi", "Andy | - | -; Brandi | - | -"),
    ("Tammy and Walt <wobbly@example.org>", "Tammy | - | -; Walt | wobbly@example.org | -"),
    ("Tammy and nate@example.org", "Tammy | - | -; - | nate@example.org | -"),
    (
        "Tammy Shapiro <tammy@example.org>, Nate K <nate@example.org>",
        "Tammy Shapiro | tammy@example.org | -; Nate K | nate@example.org | -",
    ),
    (
        "Tammy, tammy@example.org, Nate, nate@example.org",
        "Tammy | tammy@example.org | -; Nate | nate@example.org | -",
    ),
    (
        "Tammy Shapiro tammy@example.org 215-555-0100; Nate nate@example.org",
        "Tammy Shapiro | tammy@example.org | 215-555-0100; Nate | nate@example.org | -",
    ),
    ("tammy@example.org, nate@example.org", "- | tammy@example.org | -; - | nate@example.org | -"),
    ("Tammy, Nate (nate@example.org)", "Tammy | - | -; Nate | nate@example.org | -"),
    ("me", "Larry Swetman | larry@example.org | -"),
    ("Me!", "Larry Swetman | larry@example.org | -"),
    ("myself", "Larry Swetman | larry@example.org | -"),
    ("I will", "Larry Swetman | larry@example.org | -"),
    ("I'll do it", "Larry Swetman | larry@example.org | -"),
    ("I will facilitate", "Larry Swetman | larry@example.org | -"),
    ("I can do it", "Larry Swetman | larry@example.org | -"),
    ("I'm hosting", "Larry Swetman | larry@example.org | -"),
    ("that's me", "Larry Swetman | larry@example.org | -"),
    ("me (Larry)", "Larry Swetman | larry@example.org | -"),
    ("Larry (me)", "Larry Swetman | larry@example.org | -"),
    ("me, Larry Swetman", "Larry Swetman | larry@example.org | -"),
    ("me, 215-555-0100", "Larry Swetman | larry@example.org | 215-555-0100"),
    ("me - larry@home.example", "Larry Swetman | larry@home.example | -"),
    ("me and Tammy", "Larry Swetman | larry@example.org | -; Tammy | - | -"),
    ("same as contact", "Larry Swetman | larry@example.org | -"),
    ("same as above", "Tammy Shapiro | tammy@example.org | -"),
    ("Same", "Tammy Shapiro | tammy@example.org | -"),
    ("ditto", "Tammy Shapiro | tammy@example.org | -"),
    ("same person as above", "Tammy Shapiro | tammy@example.org | -"),
    ("Jay??", "?"),
    ("Jay?", "?"),
    ("Jay (?)", "?"),
    ("maybe Jay", "?"),
    ("Jay maybe", "?"),
    ("probably Jay", "?"),
    ("hopefully Jay", "?"),
    ("Jay (tentative)", "?"),
    ("Jay (TBC)", "?"),
    ("Jay - TBC", "?"),
    ("Jay, not confirmed yet", "?"),
    ("Tammy or George", "?"),
    ("either Tammy or George", "?"),
    ("me or Tammy", "?"),
    ("me if nobody else can", "?"),
    ("Tammy (if Nate can't)", "?"),
    ("Tammy unless she is away", "?"),
    ("Tammy (Nate can't)", "?"),
    ("Tammy (co-host: Nate)", "?"),
    ("Tammy (me)", "?"),
    ("not Tammy", "?"),
    ("ask Tammy", "?"),
    ("whoever is free", "?"),
    ("the tech team", "?"),
    ("Occupy Philly", "?"),
    ("someone from Tammy's group", "?"),
    ("We will find someone", "?"),
    ("NEED HELP", "?"),
    ("yes", "?"),
    ("see below", "?"),
    ("the usual suspects and then some", "?"),
    ("Tammy, very experienced", "?"),
    ("Joe Bell (joe@example.org), he did it last time", "Joe Bell | joe@example.org | -"),
    ("Joe Bell, joe@example.org - she ran the one in June", "Joe Bell | joe@example.org | -"),
    ("Joe Bell (joe@example.org), he has not agreed yet", "?"),
    ("Joe Bell (joe@example.org), he was asked", "?"),
    ("Joe Bell (joe@example.org), who used to be with Ann", "?"),
    ("Kaleo Makaiwi, this address", "Kaleo Makaiwi | larry@example.org | -"),
    ("Kaleo Makaiwi (my email)", "Kaleo Makaiwi | larry@example.org | -"),
    ("Tammy, teacher", "?"),
    ("Tammy, Philadelphia", "?"),
    ("Tammy, PA", "?"),
    ("Tammy 2", "?"),
    ("Walt is tech and Nate, too", "?"),
    ("215-555-0100", "?"),
    ("Tammy 555", "?"),
    ("Tammy 215-555-0100 and 215-555-0101", "?"),
    ("tammy@@example.org", "?"),
    ("tammy@gmail", "?"),
    ("tammy@example,org", "?"),
    ("Tammy <tammy>", "?"),
    ("Tammy tammy@ example.org", "?"),
    ("tammy at example dot org", "?"),
    ("tammy..s@example.org", "?"),
    ("Tammy tammy(at)example.org", "?"),
    ("Tammy @tammy", "?"),
    ("Tammy, see https://example.org/tammy", "?"),
    ("Tammy, Nate: tammy@example.org", "?"),
    ("Tammy, Nate, tammy@example.org, nate@example.org", "?"),
    ("Tammy, Nate, wobbly@example.org", "?"),
    ("tammy@example.org, Nate", "?"),
    ("Shapiro, Tammy <tammy.shapiro@example.org>", "Tammy Shapiro | tammy.shapiro@example.org | -"),
    ("Shapiro, Tammy [mailto:tshapiro@example.org]", "Tammy Shapiro | tshapiro@example.org | -"),
    ("Shapiro, Tammy <debt@example.org>", "?"),
    ("", "nothing"),
    ("-", "nothing"),
    ("TBD", "nothing"),
    ("none", "nothing"),
    ("no", "nothing"),
    ("none yet", "nothing"),
    ("no backup yet", "nothing"),
    ("someone", "nothing"),
    ("anyone", "nothing"),
    ("someone from our group", "nothing"),
    ("still looking", "nothing"),
    ("not sure", "nothing"),
    ("?", "nothing"),
    ("??", "nothing"),
    ("n/a", "nothing"),
    ("will let you know", "nothing"),
]


@pytest.mark.parametrize(("said", "who"), PEOPLE)
def test_persons_are_read_as_people_mean_them_or_asked(said: str, who: str) -> None:
    """Each way to name somebody gives name, address and phone, or a doubt where a careful person would ask."""
    assert who == told(persons(said))


MORE_PEOPLE = [
    # no words but names are persons
    ("rotating", "?"),
    ("Rotating", "?"),
    ("both", "?"),
    ("first name Siobhan", "?"),
    ("O'Brien, first name Siobhan, siobhan@example.org", "?"),
    ("Rosa Lind and Hank Moe, both 515-555-0111", "?"),
    ("skeeter", "?"),
    ("Skip", "?"),
    ("Pastor", "?"),
    ("Sister Dot", "Sister Dot | - | -"),
    ("Skip Olander", "Skip Olander | - | -"),
    ("hope so", "?"),
    ("summer interns", "?"),
    ("skeeter, skeeter@example.org", "skeeter | skeeter@example.org | -"),
    ("kayla r", "kayla r | - | -"),
    ("MORE TO COME", "?"),
    ("EARL DUPREE", "EARL DUPREE | - | -"),
    ("J.T. (Occupy Worcester) 508-555-0148", "J.T. | - | 508-555-0148"),
    ("'Lil' Bit (Occupy Boulder)", "'Lil' Bit | - | -"),
    ("Priscilla Two Bulls, p@example.org", "Priscilla Two Bulls | p@example.org | -"),
    ("Will Turner <will@example.org>", "Will Turner | will@example.org | -"),
    ("will know", "?"),
    ("Guy L’Écuyer", "Guy L’Écuyer | - | -"),
    ("Bernadette “Bernie” Coyle", "Bernadette “Bernie” Coyle | - | -"),
    ("CPO (Ret.) Marcus Ellery", "CPO Marcus Ellery | - | -"),
    ("ليلى حداد", "ليلى حداد | - | -"),
    ("田中 花子（Occupy Oakland） hanako@example.org", "田中 花子 | hanako@example.org | -"),
    # affiliations
    ("Tammy Shapiro, Strike Debt", "Tammy Shapiro | - | -"),
    ("Tammy Shapiro, Tenants United", "Tammy Shapiro | - | -"),
    ("Tammy Shapiro, Blue Horizon", "?"),
    ("Tammy Shapiro, George Ruiz", "Tammy Shapiro | - | -; George Ruiz | - | -"),
    ("Tammy with Occupy Philly", "Tammy | - | -"),
    ("Tammy and Occupy Philly", "?"),
    # relations
    ("Tobias Wren's brother", "?"),
    ("Tobias Wren's brother Mark", "Mark | - | -"),
    ("Dale’s daughter Mei Ng, mei@example.net", "Mei Ng | mei@example.net | -"),
    ("my sister Carol Ann Moffat, carol.ann@example.com", "Carol Ann Moffat | carol.ann@example.com | -"),
    ("my wife", "?"),
    ("Gina's kid", "?"),
    # me, and the same
    ("me again", "Larry Swetman | larry@example.org | -"),
    ("me as well lol", "Larry Swetman | larry@example.org | -"),
    ("me - Larry", "Larry Swetman | larry@example.org | -"),
    ("me - Keisha", "?"),
    ("me, Larry J. Swetman", "Larry J. Swetman | larry@example.org | -"),
    ("Facilitator is me, Larry", "Larry Swetman | larry@example.org | -"),
    ("same as me", "Larry Swetman | larry@example.org | -"),
    ("same as facilitator", "Tammy Shapiro | tammy@example.org | -"),
    ("same as #8", "Tammy Shapiro | tammy@example.org | -"),
    ("same as 10", "?"),
    ("same as last time", "?"),
    ("Jordan Pike, same email as me", "Jordan Pike | larry@example.org | -"),
    ("Jordan Pike, same phone as me", "?"),
    ("yo", "Larry Swetman | larry@example.org | -"),
    ("moi-même", "Larry Swetman | larry@example.org | -"),
    ("ich", "Larry Swetman | larry@example.org | -"),
    ("eu mesma", "Larry Swetman | larry@example.org | -"),
    ("ikzelf", "Larry Swetman | larry@example.org | -"),
    ("我", "Larry Swetman | larry@example.org | -"),
    ("io", "?"),
    ("aucun", "nothing"),
    ("Nadie todavía", "nothing"),
    ("noch niemand", "nothing"),
    ("nessuno", "nothing"),
    ("нет", "nothing"),
    ("necesitamos ayuda", "?"),
    ("Necesitamos a Walt", "?"),
    # more than one way to reach somebody
    ("Pearl Goss, pearl@example.org or 515-555-0116", "Pearl Goss | pearl@example.org | 515-555-0116"),
    ("Pearl Goss, 515-555-0116 or pearl@example.org", "Pearl Goss | pearl@example.org | 515-555-0116"),
    ("Pearl Goss, 515-555-0116 or 515-555-0117", "?"),
    ("Sam Abebe, sam@example.org, samabebe@example.com", "?"),
    ("Sam Abebe sam@example.org and samabebe@example.com", "?"),
    ("Tammy S. - cell 215-555-0123", "Tammy S. | - | 215-555-0123"),
    ("Call Nate at 303-555-0190", "Nate | - | 303-555-0190"),
    ("Nate nate@example.org, call only: 718-555-0129", "Nate | nate@example.org | 718-555-0129"),
    ("Lamont, cell 973/555-0160, no email inside", "Lamont | - | 973/555-0160"),
    ("Ofelia (no email, 408 555 0190)", "Ofelia | - | 408 555 0190"),
    ("1. Femi <femi@example.org>\n2. Lin, lin@example.org", "Femi | femi@example.org | -; Lin | lin@example.org | -"),
    ("1. Femi 9. Lin", "?"),
    ("Kaitlyn Shea; tel 207.555.0133; kob@example.org", "?"),
    ("Kaitlyn Shea; tel 207.555.0133", "Kaitlyn Shea | - | 207.555.0133"),
    ("maya@example.org (Maya, Occupy Oakland)", "Maya | maya@example.org | -"),
    ('"Big Tony" Russo, 718-555-0100', '"Big Tony" Russo | - | 718-555-0100'),
    ("Tammy Shapiro, Bob Parish", "?"),
    ("Kim \U0001f33b kim@example.org", "Kim | kim@example.org | -"),
]


@pytest.mark.parametrize(("said", "who"), MORE_PEOPLE)
def test_words_that_are_no_name_make_no_person(said: str, who: str) -> None:
    """Talk, roles, relations and affiliations are nobody; a name is found among them where it is plain."""
    assert who == told(persons(said))


@pytest.mark.parametrize(
    ("said", "suggestion"),
    [
        ("Tammy (tammy at example dot org)", (Person(name="Tammy", email="tammy@example.org"),)),
        ("deshawn(at)techops.example.org", (Person(email="deshawn@techops.example.org"),)),
        ("Sam Abebe, sam@example.org, abebe@example.com", (Person(name="Sam Abebe", email="sam@example.org"),)),
        ("Jo unless she is away", (Person(name="Jo"),)),
        ("Nate at work. He knows", None),
    ],
)
def test_a_likely_person_is_suggested(said: str, suggestion: tuple[Person, ...] | None) -> None:
    """A spelled out or second address, and a name on a condition, are asked with the likely person."""
    doubt = persons(said)
    assert isinstance(doubt, Doubt)
    assert suggestion == doubt.suggestion


@pytest.mark.parametrize(
    ("said", "main", "backup"),
    [
        ("Tammy (Walt back-up)", "Tammy | - | -", "Walt | - | -"),
        ("Tammy (backup: Walt)", "Tammy | - | -", "Walt | - | -"),
        ("Tammy, backup: Walt", "Tammy | - | -", "Walt | - | -"),
        ("Tammy, backup Walt", "Tammy | - | -", "Walt | - | -"),
        ("Tammy, Walt (backup)", "Tammy | - | -", "Walt | - | -"),
        ("Tammy with Walt as backup", "Tammy | - | -", "Walt | - | -"),
        ("Tammy and Walt as back up", "Tammy | - | -", "Walt | - | -"),
        (
            "Tammy <tammy@example.org>, backup: me",
            "Tammy | tammy@example.org | -",
            "Larry Swetman | larry@example.org | -",
        ),
        (
            "Tammy (tammy@example.org) and her backup is Walt Ruiz, walt@example.org",
            "Tammy | tammy@example.org | -",
            "Walt Ruiz | walt@example.org | -",
        ),
        ("Tammy (Walt back-up, walt@example.org)", "Tammy | - | -", "Walt | walt@example.org | -"),
    ],
)
def test_a_backup_named_beside_the_facilitator_fills_its_own_line(said: str, main: str, backup: str) -> None:
    """``(Walt back-up)`` is the backup facilitator and no second facilitator."""
    found = persons(said)
    assert isinstance(found, Certain)
    assert (main, backup) == (shown(found.value), shown(found.also["backup"]))


def test_the_word_backup_in_the_backups_own_line_marks_nobody() -> None:
    """In the backup's line ``Walt (backup)`` is Walt; elsewhere a backup alone is no facilitator."""
    own = read_people("Walt (backup)", contact=LARRY, above=(), role="backup")
    assert told(own) == "Walt | - | -"
    assert told(persons("Walt (backup)")) == "?"


@pytest.mark.parametrize(
    ("said", "why", "suggestion"),
    [
        ("Jay??", "not sure yet", (Person(name="Jay"),)),
        ("maybe Jay <jay@example.org>", "not sure yet", (Person(name="Jay", email="jay@example.org"),)),
        ("Tammy or George", "we need to know which of them", None),
        ("tammy@gmail", "tammy@gmail does not look like a mail address", None),
        ("Occupy Philly", '"Occupy Philly" looks like a group, and we need a person', None),
        ("Di Ane (di@example.org). Tech: Jo Jo", 'we are not sure what "Tech" means here', None),
        ("Ann, Notes: Cy", 'we are not sure what "Notes" means here', None),
        ("someone will know", 'we are not sure who "someone will know" is', None),
        ("we will tell you that soon", "we could not tell who is meant", None),
        ("Tammy, Nate: tammy@example.org", "we are not sure whose address tammy@example.org is", None),
    ],
)
def test_a_doubtful_person_says_why(said: str, why: str, suggestion: tuple[Person, ...] | None) -> None:
    """A doubt says why in a requester's words and keeps the name where one is likely."""
    doubt = persons(said)
    assert isinstance(doubt, Doubt)
    assert (why, suggestion) == (doubt.why, doubt.suggestion)


@pytest.mark.parametrize("said", ["me", "same as above"])
def test_a_word_for_nobody_known_is_asked(said: str) -> None:
    """``me`` without a contact and ``same as above`` without anybody above are doubts."""
    assert told(read_people(said, contact=None, above=())) == "?"


def test_a_line_for_one_person_takes_no_two() -> None:
    """The contact is one person."""
    assert told(read_people("Tammy and George", contact=LARRY, above=(), single=True)) == "?"


@pytest.mark.parametrize(
    "said",
    [
        "NEED HELP",
        "need help",
        "need help!",
        "NEED HELP - thanks!",
        "one of yours please",
        "NEED HELP I HAVE NO IDEA WHAT THIS IS",
        "Jay can't after all, so please give us someone",
        "somebody from you guys",
        "help",
        "help please",
        "help needed",
        "Please provide one",
        "please provide one for us",
        "one of you please",
        "one of you, please!",
        "we need IO's help",
        "We need help from InterOccupy",
        "can InterOccupy provide?",
        "Can you provide someone?",
        "Could you please assign someone?",
        "could one of you do it?",
        "someone from IO please",
        "IO to provide",
        "we'd like IO to provide someone",
        "yes please",
        "we don't have anyone, can you help?",
        "We don't have a tech person. Please help",
        "we have no one for this, please provide someone",
        "no tech person",
        "we have no tech",
        "nobody for tech",
        "nobody can do the tech part",
        "don't have a tech person yet",
        "Sorry, nobody for tech on our end.",
        "none of us can run the board",
        "we have not got a board operator",
        "Nobody here is trained on the board",
        "we could use help",
        "we would love some help with tech",
        "need tech support",
        "We need one",
        "we will need help",
        "I need help with this",
        "NEED HELP?",
        "need help please",
        "Nobody, please help us",
        "None yet, please help",
        "NEED HELP por favor",
        "NEED HELP, none of us is any good at this!",
        "NEED HELP (I would not know where to start!)",
        "NEED HELP, but happy to be trained",
        "Need help - none of us knows Maestro",
        "none of us can do it, so NEED HELP it is.",
        "I am afraid we don't have one, can InterOccupy provide?",
        "someone from your team if thats ok",
        "NECESITAMOS AYUDA",
        "on a besoin d'aide svp",
        "Wir brauchen bitte Hilfe",
        "abbiamo bisogno di aiuto",
        "precisamos de ajuda",
        "hulp nodig",
    ],
)
def test_any_plain_wish_for_a_tech_person_is_need_help(said: str) -> None:
    """NEED HELP is any plain wish that the organisation supplies the person."""
    assert told(read_tech(said, contact=LARRY, above=())) == NEED_HELP


@pytest.mark.parametrize(
    "said",
    [
        "we will provide one",
        "we can help",
        "I can help",
        "we have help",
        "we would like to help",
        "we need to find one",
        "no help needed",
        "we do not need help",
        "need help if Walt can't",
        "Walt R <walt@example.org>, or NEED HELP",
        "Walt and we need help",
        "Walt needs help",
        "NEED HELP??",
        "nobody needs help",
        "Walt, or NEED HELP if he can't",
        "NEED HELP, actually we found someone",
        "NEED HELP, but we can do it ourselves",
        "NEED HELP. Walt is trying to learn",
        "need help, my brother could do it",
        "need help unless Bob is back",
        "help needed but Walt could learn",
        "necesitamos a Walt",
        "nobody, thanks",
        "yes",
        "IO",
        "InterOccupy",
        "we don't have anyone",
        "don't have one",
        "nobody here is trained",
        "no tech person, Jo will do it",
        "no tech person needed",
        "no tech person yet, still asking around",
        "no other tech person",
        "nobody but me",
        "we had no tech",
        "we still need one",
        "Jay??",
    ],
)
def test_an_offer_a_condition_or_half_a_wish_is_asked(said: str) -> None:
    """Who offers help, or asks for it on a condition, or only says nobody is there, is asked back."""
    assert told(read_tech(said, contact=LARRY, above=())) == "?"


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Walt R <walt@example.org>", "Walt R | walt@example.org | -"),
        ("me", "Larry Swetman | larry@example.org | -"),
        ("same as above", "Tammy Shapiro | tammy@example.org | -"),
        ("TBD", "nothing"),
        ("still looking", "nothing"),
    ],
)
def test_a_named_tech_person_is_a_person(said: str, who: str) -> None:
    """The line for the tech supporter takes persons as any other."""
    assert who == told(read_tech(said, contact=LARRY, above=(TAMMY,)))


def test_half_a_wish_suggests_need_help() -> None:
    """``IO`` is no name; the likely meaning is offered."""
    doubt = read_tech("IO", contact=LARRY, above=())
    assert isinstance(doubt, Doubt)
    assert doubt.suggestion == NEED_HELP


@pytest.mark.parametrize(
    "said", ["We have no backup", "no backup yet", "nobody for backup so far", "don't have one", "we have none yet"]
)
def test_nobody_for_a_role_says_nothing_where_no_help_is_offered(said: str) -> None:
    """Only the board can be staffed by the organisation: the backup is still missing."""
    assert read_people(said, contact=LARRY, above=(TAMMY,), role="backup") is None


@pytest.mark.parametrize(
    "said",
    [
        "same as line 8", "Ditto above", "dito", "line 8", "as line 8 above", "see #8", "same folks", "same guy",
        "both of the above", "same person as line 8", "same as facilitator",
    ],
)  # fmt: skip
def test_a_line_may_point_at_the_one_above(said: str) -> None:
    """Line 8 is the facilitator's, and stands right above."""
    assert told(persons(said)) == shown((TAMMY,))


@pytest.mark.parametrize(
    "said",
    [
        "same as above but me", "same as above but not me", "same as last time", "same as usual", "as before", "us two",
        "same as line 3 or 8", "same as above except Bo", "line 77",
    ],
)  # fmt: skip
def test_a_line_that_points_elsewhere_is_asked_and_is_no_name(said: str) -> None:
    """Whom such words mean a careful person would ask, and no person is called so."""
    assert told(persons(said)) == "?"


NAMES = st.sampled_from(["Tammy Shapiro", "Nate K", "Ana María", "Sam O'Brien", "Kim"])
NAMED = st.lists(NAMES, min_size=1, max_size=4, unique=True)


@given(NAMED, st.sampled_from([", ", "; ", " and ", "\n", " & "]))
def test_named_addresses_stay_with_their_persons(names: list[str], between: str) -> None:
    """However a list of ``Name <address>`` is joined, each address is read with its own name, in order."""
    listed = [f"{name} <p{number}@example.org>" for number, name in enumerate(names)]
    expected = tuple(Person(name=name, email=f"p{number}@example.org") for number, name in enumerate(names))
    found = persons(between.join(listed))
    assert isinstance(found, Certain)
    assert expected == found.value


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["Tammy", "tammy@example.org", "215-555-0100", ",", "and", "(", ")", "<", ">", "backup", "me", "??", ":"]
        ),
        st.text(max_size=12),
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_no_text_makes_the_grammar_raise(said: str) -> None:
    """Whatever is written, the answer is persons somebody could be, a doubt with a reason, or nothing."""
    for result in (persons(said), read_tech(said, contact=None, above=())):
        if isinstance(result, Doubt):
            assert result.why
        elif result is not None and isinstance(result.value, tuple):
            assert result.value
            assert all(isinstance(one, Person) and (one.name or one.email) for one in result.value)


@pytest.mark.parametrize(
    "piece", ["a@", "Tammy ", "(", "1 ", "we don't have anyone ", "<mailto:", "a@b.c ", '"a', "need "]
)
def test_no_text_takes_long(piece: str) -> None:
    """Two thousand characters of any one thing are read in a moment, and more are not read at all."""
    began = time.perf_counter()
    for length in (1990, 100_000):
        persons((piece * length)[:length])
        read_tech((piece * length)[:length], contact=LARRY, above=())
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Gerald A. Whitcomb, gwhitcomb@example.org", "Gerald A. Whitcomb | gwhitcomb@example.org | -"),
        ("Gerald A. Whitcomb", "Gerald A. Whitcomb | - | -"),
        ("Gerald A Whitcomb, CPA", "Gerald A Whitcomb | - | -"),
        ("Dr. Ann O'Neil", "Dr. Ann O'Neil | - | -"),
        ("Ana Y. Ruiz <ana@example.org>", "Ana Y. Ruiz | ana@example.org | -"),
        ("J. R. Smith, 555-0100", "J. R. Smith | - | 555-0100"),
        ("A. Lee, alee@example.org", "A. Lee | alee@example.org | -"),
        ("Same as Tammy", "Tammy Shapiro | tammy@example.org | -"),
        ("same as Bartholomew", "?"),
        ("Ask a volunteer", "?"),
        ("a friend", "?"),
        ("Suki Laramie S. Laramie", "?"),
    ],
)
def test_an_initial_is_short_for_a_name(said: str, meant: str) -> None:
    """A letter beside or between names is one; the word "a" is none. A name of another line means that person."""
    assert meant == told(persons(said))


@pytest.mark.parametrize(
    "said",
    [
        "Gil Ott (he hasn't said yes yet)",
        "Gil Ott (he hasn’t answered)",
        "Gil Ott, has not agreed yet",
        "Gil Ott (unconfirmed)",
        "Gil Ott (pending)",
        "Gil Ott (still has to confirm)",
        "Gil Ott (yet to say yes)",
        "Gil Ott (we haven't asked him)",
        "Gil Ott - I'll ask him",
        "Gil Ott (no answer so far)",
        "Gil Ott (waiting for his answer)",
        "Gil Ott (to be asked)",
    ],
)
def test_who_has_not_agreed_yet_is_asked_about(said: str) -> None:
    """A remark that somebody has not agreed yet, or was not asked, leaves them in doubt, and they are suggested."""
    doubt = persons(said)
    assert isinstance(doubt, Doubt)
    assert doubt.suggestion in {(Person(name="Gil Ott"),), None}


@pytest.mark.parametrize(
    "said", ["Gil Ott (has said yes)", "Gil Ott, he did it last time", "Gil Ott (Occupy Reno)", "Gil Ott (cc'd)"]
)
def test_a_remark_that_leaves_nothing_open_leaves_the_person_certain(said: str) -> None:
    """Who has agreed, and where somebody is from, is no doubt about them."""
    assert told(persons(said)) == "Gil Ott | - | -"


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Larry J. Swetman (me)", "Larry J. Swetman | larry@example.org | -"),
        ("Larry (me)", "Larry Swetman | larry@example.org | -"),
        ("Shapiro, Tammy", "Tammy Shapiro | - | -"),
        ("Tammy as well", "Tammy Shapiro | tammy@example.org | -"),
        ("Larry's sister, Ida (ida@example.org)", "Ida | ida@example.org | -"),
        ("Tammy's assistant, ida@example.org", "?"),
        ("Ott, Gil", "?"),
        ("Tammy (and cc Marc)", "?"),
    ],
)
def test_names_are_kept_in_full_and_in_order(said: str, who: str) -> None:
    """Of two forms of a known name the fuller stays; ``Shapiro, Tammy`` is turned where the mail knows her."""
    assert told(persons(said)) == who
