"""The bytes of a mail."""

import email
import email.policy
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.model import Address, Reply
from mailflow.write import samples
from mailflow.write.layout import arrange
from mailflow.write.render import Sender, compose, mailbox
from mailflow.write.safe import fold
from mailflow.write.texts import Texts, Written

NOW = datetime(2012, 3, 6, 14, 5, tzinfo=timezone(timedelta(hours=-5)))
DESK = Sender(address="info@interoccupy.example", name="InterOccupy", domain="interoccupy.example")
OURS = "<42.io-0042@interoccupy.example>"
TOKEN = "42-" + "a" * 20
TEXTS = Texts(Path(__file__).parents[2] / "templates", address=DESK.address)
OUTLOOK = "<" + "BN8PR12MB" + "0123456789abcdef" * 3 + "@BN8PR12MB3108.namprd12.prod.outlook.com>"
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted", "X-Auto-Response-Suppress",
    "X-Mailflow", "Content-Language", "MIME-Version", "Content-Type",
]  # fmt: skip


def reply(**changes: object) -> Reply:
    """A reply to Larry, changed."""
    plain = Reply(template="requester/complete", to=samples.LARRY, case="IO-0042", answers=("<1@example.org>",))
    return replace(plain, **changes)  # type: ignore[arg-type]


def sent(written: Written, answer: Reply, *, sender: Sender = DESK, token: str = TOKEN) -> tuple[bytes, EmailMessage]:
    """The bytes of a mail and what the standard library reads in them."""
    raw = compose(written, answer, sender=sender, message_id=OURS, token=token, now=NOW)
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def text_of(message: EmailMessage, subtype: str = "plain") -> str:
    """The text of one part."""
    part = message.get_body((subtype,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_an_answer_carries_every_mark_it_should() -> None:
    """Threading, the marks of an automatic mail, the reply token and the case are in the headers."""
    raw, message = sent(Written("[IO-0042] Debt: nothing is missing", "Thank you.\n"), reply())
    assert [
        ("From", "InterOccupy <info@interoccupy.example>"),
        ("To", "Larry Swetman <larry@example.org>"),
        ("Subject", "[IO-0042] Debt: nothing is missing"),
        ("Date", "Tue, 06 Mar 2012 19:05:00 +0000"),
        ("Message-ID", OURS),
        ("In-Reply-To", "<1@example.org>"),
        ("References", "<1@example.org>"),
        ("Reply-To", f"InterOccupy <info+{TOKEN}@interoccupy.example>"),
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply"),
        ("X-Mailflow", "IO-0042"),
        ("Content-Language", "en"),
        ("MIME-Version", "1.0"),
    ] == [(name, str(said)) for name, said in message.items()][:-1]
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "Precedence" not in message
    assert not [defect for part in message.walk() for defect in part.defects]
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_mail_of_our_own_accord_is_auto_generated() -> None:
    """A card answers no mail: auto-generated, no threading, and a case that is none is a dash."""
    _, message = sent(Written("Hello", "Hello.\n"), reply(answers=(), case=None))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Mailflow"] == "-"
    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_without_plus_addressing_answers_go_to_the_mailbox() -> None:
    """No plus-address where the mailbox has none, and none without a token."""
    plain = replace(DESK, plus_addressing=False)
    expected = "InterOccupy <info@interoccupy.example>"
    assert expected == sent(Written("S", "T\n"), reply(), sender=plain)[1]["Reply-To"]
    assert expected == sent(Written("S", "T\n"), reply(), token="")[1]["Reply-To"]


def test_the_long_ids_of_outlook_stay_whole() -> None:
    """An id of 82 characters and more stands unbroken and unencoded in both headers."""
    assert len(OUTLOOK) >= 82
    raw, message = sent(Written("S", "T\n"), reply(answers=(OUTLOOK, "<0@example.org>", OUTLOOK)))
    assert raw.count(OUTLOOK.encode()) == 2
    assert message["In-Reply-To"] == OUTLOOK
    assert str(message["References"]).split() == ["<0@example.org>", OUTLOOK]
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0]


def test_a_long_thread_keeps_its_beginning_and_its_end() -> None:
    """References keep the first four and the last six ids, the mail answered last (RFC 5322, section 3.6.4)."""
    older = tuple(f"<{number}@example.org>" for number in range(30))
    _, message = sent(Written("S", "T\n"), reply(answers=("<now@example.org>", *older)))
    expected = [f"<{number}@example.org>" for number in (0, 1, 2, 3, 25, 26, 27, 28, 29)] + ["<now@example.org>"]
    assert expected == str(message["References"]).split()


@pytest.mark.parametrize("bad", ["<a@b>\r\nBcc: x@example.net", "<a b@c>", "", "<é@example.org>", "<a><b>", "x" * 1000])
def test_an_id_that_is_none_is_left_out(bad: str) -> None:
    """A Message-ID that could break a header is not repeated; the rest of the thread stays."""
    raw, message = sent(Written("S", "T\n"), reply(answers=(bad, "<0@example.org>")))
    assert str(message["References"]).split() == ["<0@example.org>"]
    assert message["Bcc"] is None
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (Address("", "larry@example.org"), "larry@example.org"),
        (Address("Larry S.", "larry@example.org"), '"Larry S." <larry@example.org>'),
        (Address('Larry "Lou" \\ S, x@y', "l@example.org"), '"Larry \\"Lou\\" \\\\ S, x@y" <l@example.org>'),
        (Address("Larry\r\nBcc: all@example.net", "l@example.org"), '"Larry Bcc: all@example.net" <l@example.org>'),
        (Address("Zoë", "z@bücher.example"), "=?utf-8?q?Zo=C3=AB?= <z@xn--bcher-kva.example>"),
        (Address("", "zoë@example.org"), "zoë@example.org"),
    ],
)
def test_names_are_quoted_or_encoded_where_needed(address: Address, expected: str) -> None:
    """A display name is an atom, a quoted string or an encoded word, and never a second address."""
    assert expected == mailbox(address)


@pytest.mark.parametrize(
    "bad", ["", "larry", "@example.org", "a@", "a@x, evil@y", "a b@x", "<a@x>", "a@x\r\nBcc: b@y", "a@x\u2028", 'a"@x']
)
def test_what_is_no_address_stands_in_no_header(bad: str) -> None:
    """An address that could be two, or none, raises ValueError."""
    with pytest.raises(ValueError, match="no mail address"):
        mailbox(Address("Larry", bad))


def test_our_own_id_must_be_one() -> None:
    """A Message-ID of ours that is none raises ValueError."""
    with pytest.raises(ValueError, match="no Message-ID"):
        compose(Written("S", "T\n"), reply(), sender=DESK, message_id="a b", token="", now=NOW)


ANY = st.text(st.characters(codec=None), max_size=120)


@given(subject=ANY, said=ANY, name=ANY, case=st.none() | ANY)
def test_whatever_stands_in_it_comes_out_again(subject: str, said: str, name: str, case: str | None) -> None:
    """Any words compose to a mail that the standard library reads back: same subject, same text, no other header."""
    text = arrange(f"Thank you, {fold(said)}.\n\nBye.")
    raw, message = sent(Written(subject, text), reply(to=Address(name, "larry@example.org"), case=case, answers=()))
    assert fold(subject, len(subject)) == message["Subject"].strip()
    assert text == text_of(message)
    assert message.keys() == HEADERS
    assert [one.addr_spec for one in message["To"].addresses] == ["larry@example.org"]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.partition(b"\r\n\r\n")[0].isascii()


@given(st.lists(ANY, max_size=4))
def test_no_id_of_a_thread_makes_a_header(answers: list[str]) -> None:
    """Whatever the mail answered called itself, our headers are the ones we mean to send."""
    _, message = sent(Written("S", "T\n"), reply(answers=tuple(answers)))
    assert [name for name in message.keys() if name not in {"In-Reply-To", "References"}] == HEADERS  # noqa: SIM118


def test_lines_that_mail_servers_treat_apart_survive() -> None:
    """A lone dot, ``From `` at a line's start, blanks at its end and a long address come out as they went in."""
    text = "é\n\n.\n\nFrom here on\n\nhttps://example.org/" + "x" * 1200 + "\n"
    raw, message = sent(Written("S", text), reply())
    assert text == text_of(message)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\r\n.\r\n" not in raw


def test_an_encoded_word_in_a_subject_is_not_decoded_into_another() -> None:
    """A subject that already looks like an encoded word is shown as it was written."""
    _, message = sent(Written("=?utf-8?q?Evil=0ABcc=3A_x?= hi", "T\n"), reply())
    assert message["Subject"] == "=?utf-8?q?Evil=0ABcc=3A_x?= hi"


def test_the_same_mail_is_the_same_bytes() -> None:
    """Nothing random stands in a mail, so that what is sent again is the same."""
    written = TEXTS.write(samples.replies()[0], NOW)
    assert sent(written, reply())[0] == sent(written, reply())[0]


def test_every_sample_mail_is_read_back() -> None:
    """Every text of ours goes through the wire as it was written, and its page with it."""
    for one in samples.replies():
        written = TEXTS.write(one, NOW)
        _, message = sent(written, one)
        assert written.subject == message["Subject"]
        assert written.text == text_of(message)
        assert text_of(message, "html").startswith("<!DOCTYPE html>")


def test_writing_a_mail_is_quick() -> None:
    """Writing and composing an acknowledgement takes a few milliseconds at most, even on a busy machine."""
    one = samples.replies()[4]
    spent = []
    for number in range(20):
        before = time.perf_counter()
        sent_one = replace(one, facts={**one.facts, "title": f"Call number {number}"})
        compose(TEXTS.write(sent_one, NOW), sent_one, sender=DESK, message_id=OURS, token=TOKEN, now=NOW)
        spent.append(time.perf_counter() - before)
    assert min(spent) < 0.01
