"""Forgetting a person, and keeping things no longer than said: on a real instance with two Maildirs."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailflow import pack
from mailflow import settings as settings_of
from mailflow.cli import main
from mailflow.daemon import Daemon, utc_now
from mailflow.forget import Forget
from mailflow.mail.maildir import MaildirOut
from mailflow.model import Disposition, Event, Status
from mailflow.settings import Settings
from mailflow.store.retention import Days, Retention
from mailflow.wiring import reading_store, sweeps_of
from tests.daemon.running import maildir_mails, make_maildir_instance, served
from tests.store.making import contents

WHO = "larry@req.example"
REQUEST = b"""From: Larry Swetman <larry@req.example>
To: info@io.example
Subject: Call request of Larry's
Date: Tue, 02 Mar 2027 09:05:00 -0500
Message-ID: <one@req.example>

1. Call title: Student debt check-in
2. Group or occupation: Occupy Philly
3. Contact person: Larry Swetman, larry@req.example, 215-555-0188
4. Purpose: I cannot sleep for my debts
5. Date: Thursday 18 March 2027
6. Start time: 8pm
7. Time zone: Eastern
8. Facilitator: Tammy Shapiro, tammy@req.example
20. Phone: 215-555-0188
"""
OTHERS = b"""From: Nate K <nate@other.example>
To: info@io.example
Subject: Call request
Date: Tue, 02 Mar 2027 10:05:00 -0500
Message-ID: <two@other.example>

1. Call title: Rent strike
2. Group or occupation: Occupy Oakland
5. Date: Friday 19 March 2027
6. Start time: 8pm
7. Time zone: Pacific
8. Facilitator: Larry Swetman, larry@req.example
"""
TRACES = (b"larry@req.example", b"Swetman", b"555-0188", b"5550188", b"cannot sleep")


def encoded(who: str) -> bytes:
    """A mail of somebody else's whose text tells of a person in base64 only."""
    mail = MIMEMultipart("alternative")
    mail["From"], mail["To"], mail["Subject"] = "Mo <mo@other.example>", "info@io.example", "A question"
    mail["Message-ID"] = "<three@other.example>"
    mail.attach(MIMEText("What about it? \N{SNOWMAN}", "plain", "utf-8"))
    mail.attach(MIMEText(f"<p>Ask {who.replace('@', '&#64;')} \N{SNOWMAN}</p>", "html", "utf-8"))
    return mail.as_bytes()


ENCODED = encoded(WHO)


def command(folder: Path, *arguments: str, stdin: str | None = None) -> Result:
    """Run a command on the instance in a folder."""
    return CliRunner().invoke(main, ["--in", str(folder), *arguments], input=stdin)


def once(settings: Settings, ahead: timedelta = timedelta()) -> None:
    """One pass of the daemon, so much ahead of time."""
    Daemon(settings, pack.load(), clock=lambda: utc_now() + ahead).once()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An instance that has answered Larry, Nate who names him, and Mo who does in HTML."""
    made = make_maildir_instance(tmp_path)
    for raw in (REQUEST, OTHERS, ENCODED):
        MaildirOut(tmp_path / "in").put(raw)
    once(made)
    return made


def bytes_of(folder: Path) -> bytes:
    """Everything that stands in the files of a folder, names included."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return b"\n".join(path.read_bytes() + os.fsencode(path.name) for path in files)


def forgets(settings: Settings, steps: int | None = None, now: datetime | None = None) -> bool:
    """Forget Larry, breaking off after so many steps; whether there were as many."""
    with reading_store(settings) as store:
        work = Forget(store, WHO, sweeps_of(settings, None))
        for number, _step in enumerate(work.steps(work.look(), now or utc_now())):
            if number == steps:
                return True
    return False


@pytest.mark.usefixtures("settings")
def test_nothing_is_left_of_a_person(tmp_path: Path) -> None:
    """Neither address nor name nor phone nor words stand in any file of the instance; other people's do."""
    before = bytes_of(tmp_path)
    assert all(trace in before for trace in TRACES[:3])

    done = command(tmp_path, "forget", "Larry@Req.example", "--yes", "--even-open")

    assert 0 == done.exit_code, done.output
    after = bytes_of(tmp_path)
    assert [] == [trace for trace in TRACES if trace.lower() in after.lower()]
    assert b"nate@other.example" in after
    assert b"tammy@req.example" in after
    assert [] == [path for path in (tmp_path / "data").iterdir() if path.name.endswith("-wal") and path.stat().st_size]


def test_the_history_keeps_its_shape(settings: Settings, tmp_path: Path) -> None:
    """Every row of before is there with its time, status, proof and mail; only words gave way to the mark."""
    shape = "SELECT id, case_ref, mail_id, happened_at, what, before, after, proof FROM history WHERE id <= ?"
    fields = "SELECT id, case_ref, key, state, mail_id, noted_at FROM field"
    with reading_store(settings) as store:
        last = len(store.db.rows("SELECT 1 FROM history"))
        before = [tuple(row) for row in (*store.db.rows(shape, (last,)), *store.db.rows(fields))]
    command(tmp_path, "forget", WHO, "--yes", "--even-open")

    with reading_store(settings) as store:
        after = [tuple(row) for row in (*store.db.rows(shape, (last,)), *store.db.rows(fields))]
        story = store.story("IO-0001")
    assert before == after
    assert story is not None
    assert (Status.WITHDRAWN, "(forgotten)") == (story.case.status, story.case.requester)
    assert "Student debt check-in" == story.case.title
    assert ["(forgotten)", "mailflow", "mailflow"] == [row.event.actor for row in story.history][-3:]
    shown = command(tmp_path, "show", "IO-0001").output
    assert "2027" in shown
    assert "(forgotten)" in shown


def test_the_mail_of_the_forgotten_is_not_taken_for_new(settings: Settings, tmp_path: Path) -> None:
    """Laid into the mailbox again it is known, answered by nothing, and its words do not come back."""
    command(tmp_path, "forget", WHO, "--yes", "--even-open")
    sent = len(maildir_mails(tmp_path / "out"))
    for raw in (REQUEST, ENCODED):
        MaildirOut(tmp_path / "in").put(raw)

    once(settings)

    assert sent == len(maildir_mails(tmp_path / "out"))
    with reading_store(settings) as store:
        assert [Disposition.DUPLICATE] * 2 == [row.disposition for row in store.mails(2)]
        store.db.rewrite()
    assert WHO.encode() not in bytes_of(tmp_path / "data")


def test_it_says_first_what_it_will_do_and_asks(settings: Settings, tmp_path: Path) -> None:
    """Counts and folders are said; without a yes, or for an open case without --even-open, nothing is changed."""
    with reading_store(settings) as store:
        before = contents(store)

    refused, denied = (
        command(tmp_path, "forget", WHO, "--yes"),
        command(tmp_path, "forget", WHO, "--even-open", stdin="n\n"),
    )

    assert (1, 1) == (refused.exit_code, denied.exit_code)
    assert "Open cases stand in the way: IO-0001." in refused.output
    assert "--even-open, which withdraws them" in refused.output
    assert "they stand in the way" in refused.output
    assert "they will be withdrawn" in denied.output
    for said in ("mails from them: 1", "of others that tell of them: 2", "our mails to them: 1", "IO-0001", "IO-0002",
                 ".Processed: 3 to be deleted"):  # fmt: skip
        assert said in refused.output, said
    with reading_store(settings) as store:
        assert before == contents(store)


def test_nobody_of_an_address_is_said_and_nothing_asked(settings: Settings, tmp_path: Path) -> None:
    """A slip in the address is told as such, and nothing is changed, not even a trace of the address is kept."""
    with reading_store(settings) as store:
        before = contents(store)

    done = command(tmp_path, "forget", "lary@req.example")

    assert 1 == done.exit_code
    assert "We know nobody of that address; nothing was changed.\n" == done.output
    with reading_store(settings) as store:
        assert before == contents(store)


def test_forgotten_twice_there_is_nobody_left(settings: Settings, tmp_path: Path) -> None:
    """After a run that came to its end nothing is known; one that was broken off is gone on with."""
    assert forgets(settings, steps=0)
    assert 0 == command(tmp_path, "forget", WHO, "--yes", "--even-open").exit_code

    assert "We know nobody" in command(tmp_path, "forget", WHO, "--yes").output


@pytest.mark.parametrize("who", ["info@io.example", "ana@example.org", "nobody"])
def test_neither_we_nor_the_staff_are_forgotten(settings: Settings, tmp_path: Path, who: str) -> None:
    """Our own address, one that stands in staff, or no address: status 2 and a sentence."""
    assert settings
    assert 2 == command(tmp_path, "forget", who, "--yes").exit_code


def test_broken_off_anywhere_it_comes_to_the_same_end(settings: Settings, tmp_path: Path) -> None:
    """Broken off after each step in turn and run again, it ends as one that ran through."""
    now, whole = utc_now(), tmp_path / "whole"
    kept = {part: tmp_path / part for part in ("data", "in", "out")}
    with reading_store(settings) as store, store.transaction():
        event = Event(actor="ana@example.org", what="noted", detail="Larry Swetman knows the way")  # the name alone
        store.add_event("IO-0002", event, mail_id=None, at=now)
    for part, path in kept.items():
        shutil.copytree(path, whole / part)
    assert not forgets(settings, now=now)
    expected = _end(settings, tmp_path)

    step, more = 0, True
    while more:
        for part, path in kept.items():
            shutil.rmtree(path)
            shutil.copytree(whole / part, path)
        more = forgets(settings, step, now)
        forgets(settings, now=now)

        assert expected == _end(settings, tmp_path), f"broken off after step {step}"
        step += 1
    assert step > 15


def _end(settings: Settings, folder: Path) -> tuple[object, ...]:
    with reading_store(settings) as store:
        rows = contents(store)
    assert not rows.pop("forgetting")
    assert "Swetman" not in str(rows)
    return (
        rows,
        sorted(path.name for path in folder.glob("in/**/*") if path.is_file()),
        len(maildir_mails(folder / "out")),
    )


def test_a_mail_that_waits_is_handled_before_it_is_forgotten(settings: Settings, tmp_path: Path) -> None:
    """What is not decided yet is left alone and said; after the next pass the same command ends well."""
    forgets(settings)
    MaildirOut(tmp_path / "in").put(REQUEST.replace(b"<one@", b"<four@").replace(b"Student", b"Another"))
    with reading_store(settings) as store:
        from mailflow.wiring import mailbox_of  # noqa: PLC0415

        box = mailbox_of(settings, None)
        store.archive(list(box.arrivals(store.made_at, lambda _: 0, lambda _, __: set(), 10)), utc_now())

    first = command(tmp_path, "forget", WHO, "--yes", "--even-open")
    once(settings)
    second = command(tmp_path, "forget", WHO, "--yes", "--even-open")

    assert (1, 0) == (first.exit_code, second.exit_code), second.output
    assert "Run it again" in first.output
    assert b"Swetman" not in bytes_of(tmp_path)


def test_a_letter_that_waits_for_the_forgotten_never_leaves(settings: Settings, tmp_path: Path) -> None:
    """It is dropped, and neither it nor an empty one goes out."""
    sent = len(maildir_mails(tmp_path / "out"))
    with reading_store(settings) as store:
        store.db.change(
            "UPDATE outbox SET state = 'waiting', settled_at = NULL, due_at = '2026-01-01T00:00:00.000000+00:00'"
            " WHERE receiver = ?", (WHO,),
        )  # fmt: skip
    assert "will never leave: 1" in command(tmp_path, "forget", WHO, "--yes", "--even-open").output
    once(settings)
    assert sent - 1 >= len(maildir_mails(tmp_path / "out"))


def test_a_letter_in_hand_is_left_to_the_postman(settings: Settings, tmp_path: Path) -> None:
    """One that a worker takes meanwhile keeps its bytes, so that an empty one never leaves; it is run again later."""
    early, late = "2026-01-01T00:00:00.000000+00:00", "2099-01-01T00:00:00.000000+00:00"
    waits = "UPDATE outbox SET state = 'waiting', settled_at = NULL, due_at = ? WHERE receiver = ?"
    sends = "UPDATE outbox SET state = 'sending', worker = 'w', leased_at = ?, due_at = ? WHERE receiver = ?"
    with reading_store(settings) as store:
        store.db.change(waits, (early, WHO))
        work = Forget(store, WHO, sweeps_of(settings, None))
        plan = work.look()
        store.db.change(sends, (early, late, WHO))
        list(work.steps(plan, utc_now()))
        [row] = store.db.rows(
            "SELECT o.state, l.raw FROM outbox AS o JOIN letter AS l USING (number) WHERE o.receiver = ?", (WHO,)
        )
        assert ("sending", True) == (row["state"], b"Larry" in row["raw"])
        assert "outbox.receiver" in work.remains()
        store.db.change(
            "UPDATE outbox SET state = 'sent', worker = NULL, due_at = NULL, settled_at = ? WHERE worker = 'w'", (late,)
        )
    assert 0 == command(tmp_path, "forget", WHO, "--yes", "--even-open").exit_code
    assert b"Swetman" not in bytes_of(tmp_path)


def test_who_wants_no_reminders_wants_none_when_forgotten(settings: Settings, tmp_path: Path) -> None:
    """The wish outlives the address, under a hash."""
    with reading_store(settings) as store, store.transaction():
        store.silence(WHO, utc_now())
    command(tmp_path, "forget", WHO, "--yes", "--even-open")
    with reading_store(settings) as store:
        assert store.is_silent(WHO)
        assert not store.is_silent("nate@other.example")
    assert WHO.encode() not in bytes_of(tmp_path / "data")


def test_a_quarantined_mail_and_its_traceback_are_forgotten(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail of the person that could not be handled is dropped with its traceback, and known when it is here again."""
    raw = REQUEST.replace(b"<one@", b"<five@")

    def broken(*_arguments: object) -> None:
        raise ValueError(f"cannot read {WHO}")

    with monkeypatch.context() as patched:
        patched.setattr("mailflow.understanding.read", broken)
        MaildirOut(tmp_path / "in").put(raw)
        for day in range(4):
            once(settings, timedelta(days=day))
    assert 0 == command(tmp_path, "forget", WHO, "--yes", "--even-open").exit_code
    MaildirOut(tmp_path / "in").put(raw)
    once(settings, timedelta(days=5))

    with reading_store(settings) as store:
        assert [] == store.quarantined()
        assert Disposition.DUPLICATE is store.mails(1)[0].disposition
        store.db.rewrite()
    assert WHO.encode() not in bytes_of(tmp_path / "data")


# -- retention ---------------------------------------------------------------------------------------------------------

DAYS = Days(raw=180, phones=30, people=730)


def keep_house(settings: Settings, days: int) -> Iterator[int]:
    """Do all that is due so many days from now, step by step."""
    now = utc_now() + timedelta(days=days)
    with reading_store(settings) as store:
        retention = Retention(store, DAYS)
        while count := retention.step(now):
            yield count
        retention.finish(now)


def close(settings: Settings, ref: str) -> None:
    """Withdraw a call."""
    with reading_store(settings) as store, store.transaction():
        event = Event(actor="ana@example.org", what="withdrawn", before=Status.INCOMPLETE, after=Status.WITHDRAWN)
        store.add_event(ref, event, mail_id=None, at=utc_now())


def test_an_open_case_keeps_everything(settings: Settings) -> None:
    """However old it is, no mail, letter, name or number of it goes."""
    with reading_store(settings) as store:
        before = {name: rows for name, rows in contents(store).items() if name != "instance"}
    assert [] == list(keep_house(settings, 5000))
    with reading_store(settings) as store:
        assert before == {name: contents(store)[name] for name in before}


def test_phones_go_first_then_texts_then_people(settings: Settings, tmp_path: Path) -> None:
    """After 31 days no number is in the file, after 181 no mail, after 731 no person; the case stays with its dates."""
    for ref in ("IO-0001", "IO-0002", "Q-0003"):
        close(settings, ref)
    data = tmp_path / "data"

    assert [] == list(keep_house(settings, 29))
    assert b"555-0188" in bytes_of(data)
    assert list(keep_house(settings, 31))
    assert b"555-0188" not in bytes_of(data)
    assert b"Message-ID: <two@other.example>" in bytes_of(data)
    assert list(keep_house(settings, 181))
    assert b"Message-ID: <two@other.example>" not in bytes_of(data)
    assert WHO.encode() in bytes_of(data)
    assert list(keep_house(settings, 731))

    last = bytes_of(data)
    assert [] == [one for one in (*TRACES, b"tammy@", b"nate@", b"mo@other") if one in last]
    assert [] == list(keep_house(settings, 732))
    with reading_store(settings) as store:
        story = store.story("IO-0001")
    assert story is not None
    date = story.fields["date"].field
    assert date is not None
    assert ("Student debt check-in", Status.WITHDRAWN, "2027-03-18") == (
        story.case.title,
        story.case.status,
        date.value,
    )


def test_old_mail_is_known_after_its_bytes_are_gone(settings: Settings, tmp_path: Path) -> None:
    """Emptied by age, a mail that the mailbox shows anew is a duplicate still."""
    for ref in ("IO-0001", "IO-0002", "Q-0003"):
        close(settings, ref)
    assert list(keep_house(settings, 800))
    MaildirOut(tmp_path / "in").put(REQUEST)
    once(settings)
    with reading_store(settings) as store:
        assert Disposition.DUPLICATE is store.mails(1)[0].disposition


def test_retention_broken_off_goes_on(settings: Settings) -> None:
    """Begun anew after every single step, it ends as one that ran through."""
    for ref in ("IO-0001", "IO-0002", "Q-0003"):
        close(settings, ref)
    steps = 0
    while next(keep_house(settings, 800), 0):
        steps += 1
    assert steps > 5
    assert [] == list(keep_house(settings, 800))


def test_the_daemon_keeps_house_once_a_day(settings: Settings, tmp_path: Path) -> None:
    """A pass removes what is due, and the next one of the same day looks for nothing."""
    for ref in ("IO-0001", "IO-0002", "Q-0003"):
        close(settings, ref)
    once(settings, timedelta(days=800))
    assert b"Swetman" not in bytes_of(tmp_path / "data")
    with reading_store(settings_of.load(tmp_path)) as store:
        statements: list[str] = []
        store.db.connection.set_trace_callback(statements.append)
        Daemon(settings, pack.load(), clock=lambda: utc_now() + timedelta(days=800, hours=3))._tidy(store)
        assert 1 == len(statements)


def test_a_daemon_that_serves_is_not_held_up(settings: Settings, tmp_path: Path) -> None:
    """While the daemon serves, a person is forgotten, and a request that comes in between is answered."""
    quiet = OTHERS.replace(b"larry@", b"lou@").replace(b"Larry Swetman", b"Lou")
    with served(settings) as watch:
        for number in range(3):
            MaildirOut(tmp_path / "in").put(quiet.replace(b"<two@", b"<%d@" % number).replace(b"Rent", b"R%d" % number))
        done = command(tmp_path, "forget", WHO, "--yes", "--even-open")
        MaildirOut(tmp_path / "in").put(quiet.replace(b"<two@", b"<last@").replace(b"Rent", b"Last"))
        watch.wait_for(lambda: any("Last strike" in str(mail["Subject"]) for mail in maildir_mails(tmp_path / "out")))
    assert 0 == done.exit_code, done.output
    assert b"Swetman" not in bytes_of(tmp_path)


def test_a_longer_address_is_another_person(settings: Settings, tmp_path: Path) -> None:
    """Somebody whose address ends in the forgotten one is left alone, and keeps the command from nothing."""
    MaildirOut(tmp_path / "in").put(OTHERS.replace(b"larry@", b"hilarry@").replace(b"<two@", b"<six@"))
    once(settings)
    done = command(tmp_path, "forget", WHO, "--yes", "--even-open")
    assert 0 == done.exit_code, done.output
    assert b"hilarry@req.example" in bytes_of(tmp_path / "data")
