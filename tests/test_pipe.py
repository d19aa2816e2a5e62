"""The pipe as a whole: broken off between any two steps and run again equals run once; applying twice is once."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailflow import pack
from mailflow import settings as settings_of
from mailflow.mail.transport import Answer, Handover
from mailflow.model import Arrival, Disposition
from mailflow.pipe import Pipe
from mailflow.postman import Postman
from mailflow.read import reading as reading_module
from mailflow.read.adapter import message
from mailflow.store.outbox import Outbox
from mailflow.store.store import Store, StoreUnavailable
from mailflow.wiring import instance_of, open_store
from mailflow.write.texts import BrokenText

NOW = datetime(2027, 3, 2, 14, 5, tzinfo=UTC)
KEY = b"a key for tests, fixed for all of them"


def mail(sender: str, subject: str, body: str, *headers: str, number: int = 1) -> bytes:
    """A plain mail to us."""
    domain = sender.partition("@")[2]
    lines = [
        f"From: {sender}",
        "To: info@interoccupy.example",
        f"Subject: {subject}",
        "Date: Tue, 02 Mar 2027 09:05:00 -0500",
        f"Message-ID: <{number}@{domain}>",
        *headers,
        "",
        body,
    ]
    return "\n".join(lines).encode()


FORM = "1. Call title: Rent strike\n2. Group or occupation: Occupy Oakland\n4. Purpose: Compare notes\n"
WHOLE = (
    FORM + "5. Date: Thursday 18 March 2027\n6. Start time: 8pm\n7. Time zone: Pacific\n8. Facilitator: me\n"
    "9. Backup facilitator: Bo, bo@example.org\n10. Maestro tech supporter: NEED HELP\n"
)
MAILS = (
    mail("ann@example.org", "Call request", FORM, number=1),
    mail("ann@example.org", "Call request", FORM, number=1),
    mail("cy@example.net", "Call request", WHOLE, number=2),
    mail("dee@example.com", "a question", "Who are you?", number=3),
    mail("ed@example.com", "Out of office", "Away.", "Auto-Submitted: auto-replied", number=4),
    mail("ann@example.org", "Re: [IO-0001] Rent strike", "5. Thursday 18 March 2027\n6. 8pm\n7. Pacific\n", number=5),
)


def arrivals(raws: Sequence[bytes], at: datetime = NOW) -> list[Arrival]:
    """These mails as a mailbox hands them over."""
    return [
        Arrival(mailbox="INBOX", uidvalidity="1", uid=str(uid), received_at=at, size=len(raw), raw=raw)
        for uid, raw in enumerate(raws, start=1)
    ]


class Server:
    """Takes every mail and remembers it by its Message-ID, as a receiver who recognises a repeat does."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    def send(self, sender: str, to: str, raw: bytes) -> Answer:  # noqa: ARG002 - a transport's signature
        """Take a mail."""
        self.taken.append((to, raw))
        return Answer(Handover.SENT, 250, "taken")

    def login_check(self) -> str:
        """Nobody logs in here."""
        return ""

    def close(self) -> None:
        """Nothing is open."""


class Desk:
    """An instance on one file, opened and closed as often as a test likes."""

    def __init__(self, path: Path, server: Server) -> None:
        settings = settings_of.without_instance(["staff=ana@example.org"])
        self.store = Store(path, key=KEY)
        self.store.init_instance(NOW - timedelta(days=1))
        self.outbox = Outbox(self.store)
        self.outbox.recover(NOW)
        self.pipe = Pipe(instance_of(settings, pack.load(), KEY), self.store, self.outbox)
        self.postman = Postman(self.outbox, server, clock=lambda: NOW)

    def run(self) -> None:
        """Archive, decide and send everything."""
        self.pipe.take_in(arrivals(MAILS), NOW)
        while self.pipe.work(NOW):
            pass
        while self.postman.deliver() or self.pipe.telling.of_failures(NOW):
            pass

    def facts(self) -> list[object]:
        """All that can be seen of the store, without what depends on when a crash was."""
        seen: list[object] = []
        for row in self.store.open_cases():
            story = self.store.story(row.ref)
            assert story
            seen.append((row.ref, str(row.status), row.title, row.requester, row.owner))
            seen.extend((key, field.field, field.unclear, field.sender) for key, field in sorted(story.fields.items()))
            seen.extend((event.event.what, event.event.actor, event.event.after) for event in story.history)
            seen.extend((out.template, out.to, str(out.state)) for out in story.mails_out)
        seen.extend((mail.sender, mail.kind, mail.disposition, mail.case) for mail in self.store.mails(100))
        return seen


def test_broken_off_anywhere_and_run_again_equals_run_once(tmp_path: Path) -> None:
    """Whatever instant the program dies at, running again brings the same cases and one mail each."""
    clean_server = Server()
    clean = Desk(tmp_path / "clean.sqlite", clean_server)
    clean.run()
    expected = clean.facts()
    receivers = sorted(to for to, _raw in clean_server.taken)
    clean.store.close()
    broken = 0
    for step in range(1, 400):
        server = Server()
        path = tmp_path / f"{step}.sqlite"
        desk = Desk(path, server)
        left = step

        def interrupt() -> int:
            nonlocal left
            left -= 1
            return 1 if left == 0 else 0

        desk.store.db.connection.set_progress_handler(interrupt, 100)
        try:
            desk.run()
        except (StoreUnavailable, sqlite3.Error):
            broken += 1
        was_whole = left > 0
        desk.store.close()
        again = Desk(path, server)
        again.run()

        assert expected == again.facts(), f"broken off at step {step}"
        ids = {raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0] for _to, raw in server.taken}
        assert len(receivers) == len(ids), "a repeat carries the same Message-ID"
        again.store.close()
        if was_whole:
            break
    assert broken > 20


def test_one_bad_mail_holds_up_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail that makes the code raise is tried three times and quarantined; staff are told once; the rest goes on."""
    reading = reading_module.read

    def poisoned(message: object, context: object, raw: bytes = b"") -> object:
        if b"POISON" in raw:
            raise ZeroDivisionError("poison")
        return reading(message, context, raw)  # type: ignore[arg-type]

    monkeypatch.setattr("mailflow.understanding.read", poisoned)
    server = Server()
    desk = Desk(tmp_path / "store.sqlite", server)
    bad = mail("eve@example.org", "Call request", "POISON", number=9)
    desk.pipe.take_in(arrivals([bad, *MAILS]), NOW)
    now = NOW
    for _ in range(4):
        desk.pipe.work(now)
        now += timedelta(hours=1)
    desk.postman.clock = lambda: now
    while desk.postman.deliver():
        pass

    [held] = desk.store.quarantined()
    assert 3 == held.tries
    assert "ZeroDivisionError: poison" in held.trouble
    told = [raw for to, raw in server.taken if to == "ana@example.org" and b"waits for you" in raw]
    assert 1 == len(told)
    assert 2 == sum(row.kind == "call" for row in desk.store.open_cases())

    monkeypatch.setattr("mailflow.understanding.read", reading)
    desk.store.quarantine_retry(held.mail_id)
    desk.pipe.work(now)
    assert [] == desk.store.quarantined()
    assert Disposition.PROCESSED is next(
        one.disposition for one in desk.store.mails(100) if one.sender == "eve@example.org"
    )
    desk.store.close()


def test_a_broken_text_is_not_the_mails_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a broken template nothing is decided and no mail is blamed; when it is mended all goes on."""
    server = Server()
    desk = Desk(tmp_path / "store.sqlite", server)
    texts = desk.pipe.instance.texts
    writing = type(texts).write

    def broken(*_args: object) -> None:
        raise BrokenText("requester/incomplete", "templates/requester/incomplete.txt is broken")

    monkeypatch.setattr(type(texts), "write", broken)
    desk.pipe.take_in(arrivals(MAILS), NOW)
    with pytest.raises(BrokenText):
        desk.pipe.work(NOW)
    assert [] == desk.store.open_cases()
    assert len(MAILS) == len(desk.store.waiting(NOW, 100))

    monkeypatch.setattr(type(texts), "write", writing)
    desk.run()
    assert 3 == len(desk.store.open_cases())
    desk.store.close()


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    """When the disk is full the pipe says so and waits; with room again everything is done."""
    desk = Desk(tmp_path / "store.sqlite", Server())
    desk.pipe.take_in(arrivals(MAILS), NOW)
    connection = desk.store.db.connection
    [pages] = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StoreUnavailable, match=r"(?i)full"):
        desk.pipe.work(NOW)
    assert [] == desk.store.open_cases()
    connection.execute("PRAGMA max_page_count = 1000000")
    desk.run()

    assert 3 == len(desk.store.open_cases())
    desk.store.close()


def test_the_cap_holds_across_restarts_and_staff_hear_once(tmp_path: Path) -> None:
    """An address without a case gets three answers a day, the third says so, and staff are told once."""
    server = Server()
    asked = ("Who are you?", "What is this?", "Where are you?", "Is it free?", "Who pays?", "And when?")
    raws = [mail("eve@example.org", "hello", said, number=n) for n, said in enumerate(asked)]
    for uid in range(6):
        desk = Desk(tmp_path / "store.sqlite", server)
        desk.pipe.take_in(arrivals(raws[: uid + 1]), NOW)
        desk.pipe.work(NOW)
        while desk.postman.deliver():
            pass
        desk.store.close()

    to_eve = [raw for to, raw in server.taken if to == "eve@example.org"]
    assert 3 == len(to_eve)
    assert [False, False, True] == [b"last automatic answer" in raw for raw in to_eve]
    assert 1 == sum(
        b"staff/capped" in raw or b"automatic answers" in raw for to, raw in server.taken if to == "ana@example.org"
    )


class Died(BaseException):
    """Stands for the end of the process: nothing catches it."""


def test_a_mail_that_ends_the_program_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a batch that ended the program each mail is tried alone; the deadly one is quarantined, the rest answered."""
    parsing = message.parse
    deaths = 0

    def deadly(raw: bytes) -> object:
        nonlocal deaths
        if b"DEADLY" in raw:
            deaths += 1
            raise Died
        return parsing(raw)

    monkeypatch.setattr("mailflow.read.adapter.message.parse", deadly)
    server = Server()
    raws = [*MAILS[2:4], mail("eve@example.org", "Call request", "DEADLY", number=9), MAILS[0]]
    for _ in range(10):
        desk = Desk(tmp_path / "store.sqlite", server)
        try:
            desk.pipe.take_in(arrivals(raws), NOW)
            while desk.pipe.work(NOW):
                pass
            break
        except Died:
            pass
        finally:
            quarantined = [row.trouble for row in desk.store.quarantined()]
            cases = len(desk.store.open_cases())
            desk.store.close()

    assert ["The program ended three times while it had this mail in hand."] == quarantined
    assert 3 == cases
    assert 4 == deaths, "once in the batch, three times alone"


def test_what_was_sent_before_the_disk_filled_is_not_sent_again_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that left and could not be noted comes back as ambiguous, and the Sent folder is asked before a repeat."""
    server = Server()
    desk = Desk(tmp_path / "store.sqlite", server)
    desk.pipe.take_in(arrivals(MAILS[:1]), NOW)
    desk.pipe.work(NOW)

    def full(*_args: object) -> None:
        raise StoreUnavailable("the disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(desk.outbox, "sent", full, raising=True)
        with pytest.raises(StoreUnavailable):
            desk.postman.deliver()
    desk.postman.copies = Copies(server)
    desk.postman.clock = lambda: NOW + timedelta(minutes=10)
    desk.postman.deliver()

    assert 1 == len(server.taken)
    story = desk.store.story("IO-0001")
    assert story
    assert ["found in the Sent folder"] == [out.answer for out in story.mails_out]
    desk.store.close()


class Copies:
    """A Sent folder that the provider fills by itself."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def holds(self, message_id: str) -> bool:
        """Whether a mail with this id was taken."""
        return any(message_id.encode() in raw for _to, raw in self.server.taken)

    def append(self, raws: Sequence[bytes]) -> None:
        """The provider does it."""

    def close(self) -> None:
        """Nothing is open."""


def test_the_mail_of_a_check_is_left_where_it_is(tmp_path: Path) -> None:
    """The round trip's mail is not filed away before the check finds it; any other mail of ours is."""
    desk = Desk(tmp_path / "store.sqlite", Server())
    ours = "info@interoccupy.example"
    checking = mail(ours, "mailflow check", "word", "X-Mailflow-Check: word", number=1)
    desk.pipe.take_in(arrivals([checking, mail(ours, "hello", "us", number=2)]), NOW)
    desk.pipe.work(NOW)

    assert ["2"] == [uid for _mail_id, _validity, uid in desk.store.unfiled("INBOX", 10)]
    desk.store.close()


def test_what_a_stopped_postman_had_taken_is_free_at_once(tmp_path: Path) -> None:
    """A postman that is asked to stop gives back what it did not send; the next one sends it without waiting."""
    server = Server()
    desk = Desk(tmp_path / "store.sqlite", server)
    desk.pipe.take_in(arrivals(MAILS[:1]), NOW)
    desk.pipe.work(NOW)

    assert 0 == desk.postman.deliver(lambda: True)
    assert 1 == Postman(desk.outbox, server, clock=lambda: NOW, worker="another").deliver()
    desk.store.close()


def test_an_instance_is_made_at_a_whole_second(tmp_path: Path) -> None:
    """INTERNALDATE counts seconds: a request of the same second must not be older than the instance."""
    settings = settings_of.without_instance([f"data={tmp_path}"])
    with closing(open_store(settings, KEY, NOW.replace(microsecond=999_999))) as store:
        assert NOW.replace(microsecond=0) == store.made_at


def test_two_requests_in_one_mail_are_both_answered(tmp_path: Path) -> None:
    """Two whole forms lead to the same text twice: each call has its own, and none counts as a repeat."""
    server = Server()
    desk = Desk(tmp_path / "two.db", server)
    two = mail("cy@example.net", "two calls", WHOLE + "\n" + WHOLE.replace("Rent strike", "Winter shelter"), number=9)
    desk.pipe.take_in(arrivals([two]), NOW)
    while desk.pipe.work(NOW):
        pass
    while desk.postman.deliver():
        pass

    answered = sorted(message.parse(raw).subject for to, raw in server.taken if to == "cy@example.net")
    assert answered == ["[IO-0001] Rent strike: nothing is missing", "[IO-0002] Winter shelter: nothing is missing"]
    carded = sorted(message.parse(raw).subject for to, raw in server.taken if to == "ana@example.org")
    assert ["[IO-0001]", "[IO-0002]"] == [subject.partition(" ")[0] for subject in carded]
