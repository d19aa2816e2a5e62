"""Who is the same person: the sender, a full name said twice, and ``same`` in a form."""

import pytest

from mailflow.model import Field, Person, Source, Value
from mailflow.read.persons.identity import complete, is_same_person, with_senders_address
from tests.read.test_reading import FORM, read_mail

SOURCE = Source("", 1, "people", "")


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("Larry Swetman", "Larry Swetman <larry@example.org>"),
        ("Swetman, Larry", "Larry Swetman <larry@example.org>"),
        ("Larry", "Larry Swetman <l.s@example.org>"),
        ("Larry Swetman", "Larry <l.s@example.org>"),
        ("Larry S.", "Larry Swetman <l.s@example.org>"),
        ("Frankie D'Amico", "Frankie D <fd@example.org>"),
        ("Milton Abernathy", "Milt Abernathy <juno@example.org>"),
        ("Robert Hill", "Bob Hill <bh@example.org>"),
        ('Robert "Bo" Harkness', "Bo Harkness <rh@example.org>"),
        ("Rev. Dolores Whitcomb", "dwhitcomb1938@example.org"),
        ("Dorothy Hennessey", "dothennessey@example.org"),
        ("Bertha", "boxcar.bertha@example.org"),
        ("José Núñez", "JosÃ© NÃºÃ±ez <jnunez@example.org>"),
        ("Noémie Béland", "Nomie Bland <noemie@example.org>"),
        ("Marisol", "Occupy Tulsa <marisol@example.org>"),
    ],
)  # fmt: skip
def test_a_contact_who_is_plainly_the_sender_takes_the_address(name: str, sender: str) -> None:
    """Equal names, short forms and initials, a nickname in quotes, or an address that carries the name."""
    shown, _, email = sender.rpartition(" ")
    email = email.strip("<>")
    found = with_senders_address(Person(name=name), Person(name=shown or None, email=email))
    assert Person(name=name, email=email) == found


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("Nate Brown", "Nate Kim <nate@example.org>"),
        ("Anders Kjelland", "Black Hills Grange <office@example.org>"),
        ("Tammy", "Larry Swetman <larry@example.org>"),
        ("Ann Lee", "info@example.org"),
        ("Mary Jones", "Mark Jones <mj@example.org>"),
        ("Larry K.", "Larry Swetman <ls@example.org>"),
        ("Al", "alice@example.org"),
    ],
)
def test_a_contact_who_may_be_another_takes_no_address(name: str, sender: str) -> None:
    """Where the names differ, the sender may write for somebody else."""
    shown, _, email = sender.rpartition(" ")
    named = Person(name=name)
    assert named == with_senders_address(named, Person(name=shown or None, email=email.strip("<>")))


def fields(**values: Value) -> dict[str, Field]:
    """Certain values of a form."""
    return {key: Field(key, value, SOURCE) for key, value in values.items()}


LARRY = Person(name="Larry Swetman", email="larry@example.org", phone="215-555-0100")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (Person("Larry Swetman"), Person("Larry Swetman", "larry@example.org")),
        (Person("larry swetman", None, "215-555-0111"), Person("larry swetman", "larry@example.org", "215-555-0111")),
        (Person("Dr. Bo Li"), Person("Dr. Bo Li", "bo@example.org")),
        (Person("Larry"), Person("Larry", "larry@example.org")),
        (Person("Larry Smith"), Person("Larry Smith")),
        (Person("Larry Swetman", "ls@example.com"), Person("Larry Swetman", "ls@example.com")),
    ],
)
def test_a_full_name_is_one_person_throughout_a_form(said: Person, found: Person) -> None:
    """A full name takes the address that stands with it elsewhere; a first name alone only the sender's own."""
    held = fields(facilitator=(said,), backup=(Person("Bo Li", "bo@example.org"),), tech="NEED HELP")
    assert (found,) == complete(held, LARRY)["facilitator"].value


def test_a_full_name_with_two_addresses_takes_neither() -> None:
    """Which of two addresses is meant is not plain."""
    held = fields(facilitator=(Person("Larry Swetman", "ls@example.com"),), notetaker=(Person("Larry Swetman"),))
    assert (Person("Larry Swetman"),) == complete(held, LARRY)["notetaker"].value


def test_two_full_names_with_one_address_are_two_persons() -> None:
    """A couple may share an address; one name written two ways is one person."""
    assert not is_same_person(Person("Kim Alder", "a@example.org"), Person("Jordan Pike", "a@example.org"))
    assert is_same_person(Person("Kim Alder", "a@example.org"), Person("K. Alder", "a@example.org"))
    assert is_same_person(Person("Kim", "a@example.org"), Person("Jordan Pike", "a@example.org"))


def test_same_below_a_line_in_doubt_is_asked() -> None:
    """``same`` is the line above, never the one before it."""
    told = read_mail(FORM.replace("NEED HELP", "Jay??") + "Note taker: same\n")
    assert {"tech", "notetaker"} == set(told.unclear)
    told = read_mail(FORM + "Note taker: same as above\n")
    assert {"notetaker"} == set(told.unclear)


def test_same_as_another_line_is_the_persons_of_that_line() -> None:
    """``same as 8`` and ``same as facilitator`` are the facilitator."""
    for said in ("same as 8", "same as facilitator"):
        told = read_mail(FORM.replace("NEED HELP", said))
        assert (Person("Ann Lee", "ann@example.org"),) == told.fields["tech"].value


def test_me_in_an_answer_is_who_writes_it() -> None:
    """Who names a new contact and then says ``me`` is not that contact."""
    told = read_mail(
        "3. Contact person: Yolanda James <yolanda@example.org>\n9. Backup facilitator: me\n",
        subject="Re: [IO-0042] your call request",
        sender="Bea Holloway <bea@example.org>",
    )
    assert (Person("Bea Holloway", "bea@example.org"),) == told.fields["backup"].value


def test_the_senders_full_name_has_the_senders_address_where_the_contact_is_short() -> None:
    """``Contact: Larry`` does not hide that the facilitator Larry Swetman wrote the mail."""
    text = FORM.replace("Ann Lee <ann@example.org>", "Larry Swetman") + "Contact: Larry\n"
    assert (Person("Larry Swetman", "larry@example.org"),) == read_mail(text).fields["facilitator"].value


def test_a_contact_at_this_address_is_who_me_means() -> None:
    """``Kaleo Makaiwi, this address`` in a mail of kaleo's gives ``me`` the name and the address."""
    text = FORM.replace("Bo Li <bo@example.org>", "me") + "Contact: Kaleo Makaiwi, this address\n"
    reading = read_mail(text, sender="kaleo <kaleo@example.org>")
    assert (Person("Kaleo Makaiwi", "kaleo@example.org"),) == reading.fields["backup"].value
