"""A form passed on for somebody else: whose it is, in every mail program's way of passing on."""

import pytest

from mailflow.model import Person, Reading
from tests.read.test_reading import FORM, read_mail

ANN = Person("Ann Lee", "ann@example.org")
MINE = FORM.replace("Ann Lee <ann@example.org>", "me")
GMAIL = """---------- Forwarded message ---------
From: Ann Lee <ann@example.org>
Date: Sun, Feb 28, 2027 at 9:00 PM
Subject: call form
To: Larry Swetman <larry@example.org>


"""


def block(sender: str, names: str = "From Sent To Subject") -> str:
    """A header block as Outlook writes it."""
    one, two, three, four = names.split()
    return f"{one}: {sender}\n{two}: 28 Feb 2027 21:00\n{three}: Larry Swetman\n{four}: call form\n\n"


def people(reading: Reading) -> list[object]:
    """Whom the contact and the facilitator's ``me`` mean."""
    return [reading.fields[key].value for key in ("contact", "facilitator") if key in reading.fields]


@pytest.mark.parametrize("subject", ["Fwd: call form", "WG: call form", "call form for Ann"])
@pytest.mark.parametrize(
    "head",
    [
        GMAIL,
        "_" * 32 + "\n" + block("Ann Lee <ann@example.org>"),
        "-----Original Message-----\n" + block("Ann Lee [mailto:ann@example.org]"),
        block("Ann Lee <ann@example.org>"),
        block("Ann Lee <ann@example.org>", "*From* *Sent* *To* *Subject*").replace("*:", ":*"),
        block("Ann Lee <ann@example.org>", "Von Gesendet An Betreff"),
        block("Ann Lee <ann@example.org>", "De Envoyé À Objet").replace(":", " :"),
        block("Ann Lee <ann@example.org>", "De Enviado Para Asunto"),
        block("Ann Lee <ann@example.org>", "Da Inviato A Oggetto"),
        '----- Forwarded message ----- From: "Ann Lee" <ann@example.org>To: "Larry" <larry@example.org>Sent: Sun\n\n',
        """-------- Weitergeleitete Nachricht --------
Betreff: call form
Datum: Sun, 28 Feb 2027 21:00:00 -0500
Von: Ann Lee <ann@example.org>
An: x@example.org

""",
    ],
    ids=range(11),
)
def test_the_author_of_a_form_passed_on_is_its_contact(head: str, subject: str) -> None:
    """``me`` in a form passed on is who wrote it, and the contact, too (protocol, case 45)."""
    reading = read_mail(f"Can you set this up for Ann?\n\nLarry\n\n{head}{MINE}", subject)
    assert (people(reading), dict(reading.unclear), reading.missing) == ([(ANN,), (ANN,)], {}, ())


@pytest.mark.parametrize("head", [GMAIL, block("Ann Lee <ann@example.org>")], ids=["gmail", "outlook"])
def test_the_innermost_of_a_chain_is_the_author(head: str) -> None:
    """Who passed the form on in between wrote none of it."""
    between = GMAIL.replace("Ann Lee <ann@", "Priya Raman <priya@") + "where does this go?\n\n"
    assert people(read_mail(f"see below\n\n{between}{head}{MINE}", "Fwd: Fwd: call form")) == [(ANN,), (ANN,)]


def test_a_name_without_an_address_is_nobody_else() -> None:
    """Where the inner From has no address, neither the one above it nor the sender steps in."""
    between = GMAIL.replace("Ann Lee <ann@", "Priya Raman <priya@")
    reading = read_mail(f"see below\n\n{between}{block('Ann Lee')}{MINE}", "Fwd: Fwd: call form")
    assert people(reading) == [(Person("Ann Lee"),), (Person("Ann Lee"),)]


def test_an_answer_above_a_form_of_ours_is_the_senders() -> None:
    """A form that we sent, filled in inside the quote, is its sender's."""
    head = block("InterOccupy <info@interoccupy.example>")
    reading = read_mail(f"filled in below\n\n{head}{MINE}", "Fwd: call form")
    assert people(reading) == [(Person("Larry Swetman", "larry@example.org"),)] * 2


def test_who_passes_a_form_on_speaks_for_himself() -> None:
    """``I`` above a form passed on is the forwarder: he fills a blank, and contradicts another's line."""
    blank = MINE.replace("Bo Li <bo@example.org>", "")
    reading = read_mail(f"I'll be the backup.\n\nLarry\n\n{GMAIL}{blank}", "Fwd: call form")
    assert reading.fields["backup"].value == (Person("Larry Swetman", "larry@example.org"),)
    reading = read_mail(f"I will facilitate, not Ann.\n\nLarry\n\n{GMAIL}{MINE}", "Fwd: call form")
    assert set(reading.unclear) == {"facilitator"}


def test_the_forwarder_named_in_the_form_keeps_his_address() -> None:
    """A full name in a form passed on that is the forwarder's own has the forwarder's address."""
    named = MINE.replace("NEED HELP", "Larry Swetman")
    reading = read_mail(f"see below\n\n{GMAIL}{named}", "Fwd: call form")
    assert reading.fields["tech"].value == (Person("Larry Swetman", "larry@example.org"),)
