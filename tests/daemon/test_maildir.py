"""The daemon on two Maildirs: what comes in, what goes out, how it starts and ends."""

import os
import signal
from pathlib import Path

import pytest

from mailflow import pack
from mailflow.daemon import Daemon
from mailflow.mail.maildir import MaildirOut
from mailflow.model import Disposition
from mailflow.wiring import AlreadyRunning, held, reading_store
from tests.daemon.running import Process, maildir_mails, make_maildir_instance, served

REQUEST = b"""From: Larry Swetman <larry@req.example>
To: info@io.example
Subject: Call request
Date: Tue, 02 Mar 2027 09:05:00 -0500
Message-ID: <one@req.example>

1. Call title: Student debt check-in
2. Group or occupation: Occupy Philly
"""


def test_a_request_is_answered_while_it_serves(tmp_path: Path) -> None:
    """A mail that arrives while the daemon serves is answered, threaded, and filed away."""
    settings = make_maildir_instance(tmp_path)
    with served(settings) as watch:
        MaildirOut(tmp_path / "in").put(REQUEST)
        watch.wait_for(lambda: len(maildir_mails(tmp_path / "out")) == 1)

    [answer] = maildir_mails(tmp_path / "out")
    assert "[IO-0001]" in answer["Subject"]
    assert "<one@req.example>" == answer["In-Reply-To"]
    assert "auto-replied" == answer["Auto-Submitted"]
    assert [] == list((tmp_path / "in" / "new").iterdir())
    assert 1 == len(list((tmp_path / "in" / ".Processed" / "cur").iterdir()))


def test_one_pass_does_everything_and_ends(tmp_path: Path) -> None:
    """``once`` fetches, decides and sends what is there; a second pass finds nothing to do."""
    settings = make_maildir_instance(tmp_path)
    MaildirOut(tmp_path / "in").put(REQUEST)

    assert 1 == Daemon(settings, pack.load()).once()
    assert 0 == Daemon(settings, pack.load()).once()
    assert 1 == len(maildir_mails(tmp_path / "out"))


def test_mail_from_before_the_making_is_never_answered(tmp_path: Path) -> None:
    """What lay in the mailbox when the instance was made is recorded and left where it is."""
    for part in ("new", "cur", "tmp"):
        (tmp_path / "in" / part).mkdir(parents=True)
    MaildirOut(tmp_path / "in").put(REQUEST)
    settings = make_maildir_instance(tmp_path)
    [old] = (tmp_path / "in" / "new").iterdir()
    os.utime(old, (1_700_000_000, 1_700_000_000))

    Daemon(settings, pack.load()).once()

    assert [] == maildir_mails(tmp_path / "out")
    assert [old] == list((tmp_path / "in" / "new").iterdir())
    with reading_store(settings) as store:
        assert [Disposition.BEFORE_START] == [row.disposition for row in store.mails(10)]


def test_a_second_daemon_refuses_to_start(tmp_path: Path) -> None:
    """One instance has one daemon; the other says who holds it."""
    settings = make_maildir_instance(tmp_path)
    with held(settings.data), pytest.raises(AlreadyRunning, match=r"already runs on .* \(process \d+\)"):
        Daemon(settings, pack.load()).once()


def test_it_ends_in_good_order_on_sigterm(tmp_path: Path) -> None:
    """SIGTERM ends the daemon with status 0, and the next one may start at once."""
    settings = make_maildir_instance(tmp_path)
    with Process("--in", str(tmp_path), "run") as process:
        process.wait_for_line("daemon.started")
        MaildirOut(tmp_path / "in").put(REQUEST)
        process.wait_for_line("mail.sent")
        process.process.send_signal(signal.SIGTERM)
        process.wait_for_line("daemon.stopped")

        assert 0 == process.process.wait(20)
    assert 0 == Daemon(settings, pack.load()).once()


def test_a_killed_daemon_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """Killed as soon as a mail was decided, and run again: each request has one case and one answer."""
    settings = make_maildir_instance(tmp_path)
    box = MaildirOut(tmp_path / "in")
    for number in range(12):
        mail = REQUEST.replace(b"<one@", b"<%d@" % number).replace(b"larry@", b"person@group%d." % number)
        box.put(mail.replace(b"debt check-in", b"debt check-in %d" % number))
    with Process("--in", str(tmp_path), "run") as process:
        process.wait_for_line("mail.sent")
        process.process.kill()
        process.process.wait(20)
    Daemon(settings, pack.load()).once()

    answered = sorted(mail["To"] for mail in maildir_mails(tmp_path / "out"))
    ids = {mail["Message-ID"] for mail in maildir_mails(tmp_path / "out")}
    assert 12 == len(set(answered))
    assert 12 == len(ids)
    with reading_store(settings) as store:
        assert 12 == len(store.open_cases())
