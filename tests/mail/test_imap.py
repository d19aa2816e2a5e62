"""The watched IMAP folder, against a real Dovecot."""

import os
import random
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailflow.mail.imap import ImapAccount, ImapMailbox, SentFolder
from mailflow.mail.imap_filing import DONE
from mailflow.mail.mailbox import LoginRefused, MailboxUnavailable
from tests.mail.conftest import (
    INFO,
    LONG_AGO,
    PASSWORD,
    PATIENCE,
    Archive,
    account,
    mail,
    never,
    other_client,
    seconds_of,
    serving,
    subject_of,
    watching,
)
from tests.servers.dovecot import Dovecot, make_ca
from tests.servers.faultproxy import Fault, FaultProxy

pytestmark = pytest.mark.servers

SOON = 5.0  # far below the waits asked for here, far above what a slow machine needs
BASIC = "IMAP4rev1 SASL-IR LITERAL+ NAMESPACE SPECIAL-USE"


def put_all(server: Dovecot, count: int, *, size: int = 0) -> list[str]:
    """Lay this many mails into the inbox; their Subjects in order."""
    subjects = [f"mail {number}" for number in range(count)]
    for subject in subjects:
        server.deliver(INFO, mail(subject, size=size))
    return subjects


def folder_subjects(server: Dovecot, folder: str) -> list[str]:
    """The Subjects of the mails in this folder, as another mail program sees them."""
    with other_client(server) as client:
        client.select_folder(folder, readonly=True)
        told = client.fetch(client.search(["ALL"]), ["BODY.PEEK[]"])
        return [subject_of(told[uid][b"BODY[]"]) for uid in sorted(told)]


@contextmanager
def before_idle(box: ImapMailbox, act: Callable[[], object]) -> Iterator[None]:
    """Let this happen at the last moment before IDLE goes out, after every other command of ``wait``."""
    client = box._connection._client
    idle = client.idle

    def act_then_idle() -> None:
        act()
        idle()

    client.idle = act_then_idle
    try:
        yield
    finally:
        client.idle = idle


@contextmanager
def inside_idle(box: ImapMailbox, act: Callable[[], object]) -> Iterator[None]:
    """Let this happen in another thread as soon as the server has confirmed the IDLE."""
    client = box._connection._client
    idle = client.idle
    has_begun = threading.Event()

    def idle_then_tell() -> None:
        idle()
        has_begun.set()

    def wait_then_act() -> None:
        assert has_begun.wait(PATIENCE)
        act()

    client.idle = idle_then_tell
    thread = threading.Thread(target=wait_then_act)
    thread.start()
    try:
        yield
    finally:
        client.idle = idle
        thread.join(PATIENCE)


class TestArrivals:
    """What is handed over, and how often."""

    def test_each_mail_comes_once_in_uid_order_and_stays_unread(self, dovecot: Dovecot, archive: Archive) -> None:
        """What is archived is not handed over again, and nothing changes on the server."""
        expected = put_all(dovecot, 3)
        with watching(dovecot) as box:
            first = archive.take(box)
            second = archive.take(box)
        assert expected == [subject_of(one.raw) for one in first]
        assert second == []
        assert [one.uid for one in first] == ["1", "2", "3"]
        with other_client(dovecot) as client:
            client.select_folder("INBOX", readonly=True)
            assert client.search(["UNSEEN"]) == [1, 2, 3]

    def test_the_arrival_tells_the_servers_own_facts(self, dovecot: Dovecot, archive: Archive) -> None:
        """INTERNALDATE comes in UTC, the size is RFC822.SIZE, the raw bytes are whole."""
        raw = mail("facts")
        dovecot.put(INFO, raw, received_at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC))
        with watching(dovecot) as box:
            (arrival,) = archive.take(box)
        assert (datetime(2026, 3, 1, 12, 30, tzinfo=UTC), len(raw), raw, False) == (
            arrival.received_at,
            arrival.size,
            arrival.raw,
            arrival.is_cut,
        )
        assert arrival.mailbox == "INBOX"

    def test_only_new_uids_are_asked_for(self, dovecot: Dovecot, archive: Archive) -> None:
        """A look without news hands over nothing, and one new mail makes one arrival."""
        put_all(dovecot, 2)
        with watching(dovecot) as box:
            archive.take(box)
            assert archive.take(box) == []  # n:* names the last mail again
            dovecot.deliver(INFO, mail("later"))
            assert [subject_of(one.raw) for one in archive.take(box)] == ["later"]

    def test_a_mail_that_was_not_archived_comes_again(self, dovecot: Dovecot, archive: Archive) -> None:
        """A gap below the highest archived UID is filled: at once, and after a restart as well."""
        expected = put_all(dovecot, 3)
        with watching(dovecot) as box:
            for arrival in box.arrivals(LONG_AGO, archive.after, archive.known, 10):
                if arrival.uid != "2":
                    archive.add(arrival)
            assert [subject_of(one.raw) for one in box.arrivals(LONG_AGO, archive.after, archive.known, 9)] == [
                "mail 1"
            ]
        with watching(dovecot) as box:
            archive.take(box)
        assert sorted(expected) == sorted(archive.subjects)

    def test_the_limit_holds_and_nothing_waits_behind_it(self, dovecot: Dovecot, archive: Archive) -> None:
        """At most ``limit`` mails come in one call; while there are more, waiting is over at once."""
        put_all(dovecot, 5)
        with watching(dovecot) as box:
            assert len(archive.take(box, limit=2)) == 2
            assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
            assert len(archive.take(box, limit=2)) == 2
            assert len(archive.take(box, limit=2)) == 1
        assert archive.repeats == 0

    def test_mail_from_before_the_instance_is_not_fetched(self, dovecot: Dovecot, archive: Archive) -> None:
        """INTERNALDATE before ``since`` means ``raw=None``; from the very instant on it is fetched."""
        since = datetime(2026, 1, 1, tzinfo=UTC)
        dovecot.put(INFO, mail("old"), received_at=datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC))
        dovecot.put(INFO, mail("new"), received_at=since)
        with watching(dovecot) as box:
            told = {one.raw and subject_of(one.raw): one.received_at for one in archive.take(box, since=since)}
        assert {None: datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), "new": since} == told

    def test_a_new_uidvalidity_begins_anew(self, dovecot: Dovecot, archive: Archive) -> None:
        """A folder made anew under the same name is read whole, under its new UIDVALIDITY."""
        with other_client(dovecot) as client, watching(dovecot, folder="Requests") as box:
            client.create_folder("Requests")
            client.append("Requests", mail("first life"))
            (old,) = archive.take(box)
            client.delete_folder("Requests")
            client.create_folder("Requests")
            client.append("Requests", mail("second life"))
            try:
                taken = archive.take(box)
            except MailboxUnavailable:  # Dovecot hangs up on who has a deleted folder open
                taken = archive.take(box)
            (new,) = taken
            assert (old.uid, "second life") == (new.uid, subject_of(new.raw))
            assert old.uidvalidity != new.uidvalidity
            box.file_done(old.uidvalidity, [old.uid])
        assert folder_subjects(dovecot, "Requests") == ["second life"]

    def test_a_mail_the_server_cannot_read_holds_up_no_other(self, dovecot: Dovecot, archive: Archive) -> None:
        """Dovecot hangs up at a mail it cannot open: the others come, and in the end that one comes torn."""
        put_all(dovecot, 4)
        with watching(dovecot) as box:
            spoilt = _file_of(dovecot, "mail 1")
            spoilt.chmod(0)
            if os.geteuid() == 0:
                os.chown(spoilt, 0, 0)
            for _ in range(10):
                try:
                    archive.take(box)
                except MailboxUnavailable:
                    continue
                if len(archive.subjects) == 4:
                    break
            assert {"1", "2", "3", "4"} == {uid for mails in archive.mails.values() for uid in mails}
            (torn,) = [one for mails in archive.mails.values() for one in mails.values() if one.is_cut]
            assert (torn.uid, torn.raw) == ("2", b"")
            assert archive.repeats == 0

    def test_a_folder_that_is_not_there_is_named(self, dovecot: Dovecot, archive: Archive) -> None:
        """A wrong folder makes a sentence that names the folder and the setting."""
        with (
            watching(dovecot, folder="Requests") as box,
            pytest.raises(MailboxUnavailable, match=r"'Requests'.*mailbox\.folder"),
        ):
            archive.take(box)

    def test_200_mails_in_random_bursts_come_exactly_once(self, dovecot: Dovecot, archive: Archive) -> None:
        """Whatever arrives while the loop reads, files and waits is handed over, and nothing twice."""
        rng = random.Random(7)
        expected = [f"burst {number}" for number in range(200)]

        def deliver() -> None:
            left = list(expected)
            while left:
                burst, left = left[: (size := rng.randint(1, 25))], left[size:]
                for subject in burst:
                    dovecot.deliver(INFO, mail(subject))

        sender = threading.Thread(target=deliver)
        sender.start()
        deadline = time.monotonic() + PATIENCE
        with watching(dovecot) as box:
            while len(archive.subjects) < 200 and time.monotonic() < deadline:
                for arrival in archive.take(box, limit=30):
                    box.file_done(arrival.uidvalidity, [arrival.uid])
                box.wait(PATIENCE, lambda: len(archive.subjects) == 200)
        sender.join()
        (mails,) = archive.mails.values()
        assert sorted(expected) == sorted(archive.subjects)
        assert sorted(mails, key=int) == list(mails)  # by UID: Dovecot itself may number a burst otherwise than it came
        assert archive.repeats == 0
        assert sorted(expected) == sorted(folder_subjects(dovecot, "Processed"))


def _file_of(server: Dovecot, subject: str) -> Path:
    (path,) = [one for one in server.maildir(INFO).glob("new/*") if f"Subject: {subject}".encode() in one.read_bytes()]
    return path


class TestSize:
    """Big mails and many mails."""

    def test_a_big_mail_comes_whole_in_pieces(self, dovecot: Dovecot, archive: Archive) -> None:
        """A mail of many pieces is byte for byte what was sent, and memory holds little more than it."""
        raw = mail("big", size=9_000_000)
        dovecot.put(INFO, raw)
        with watching(dovecot) as box:
            box.login_check()
            tracemalloc.start()
            try:
                (arrival,) = archive.take(box)
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert raw == arrival.raw
        assert peak < 2 * len(raw)

    def test_of_a_mail_over_the_limit_only_the_beginning_comes(self, dovecot: Dovecot, archive: Archive) -> None:
        """Over ``max_bytes`` it is the header section and the next 64 KB, and the true size is told."""
        raw = mail("huge", size=3_000_000)
        dovecot.put(INFO, raw)
        with watching(dovecot, max_bytes=2_000_000) as box:
            (arrival,) = archive.take(box)
        kept = raw.index(b"\r\n\r\n") + 4 + 64 * 1024
        assert (True, len(raw), raw[:kept]) == (arrival.is_cut, arrival.size, arrival.raw)

    def test_many_mails_of_all_sizes_come_in_order(self, dovecot: Dovecot, archive: Archive) -> None:
        """Small mails share a FETCH, big ones have their own, and the order stays."""
        expected = []
        for number in range(130):
            expected.append(f"mail {number}")
            dovecot.deliver(
                INFO, mail(expected[-1], size=1_100_000 if number in {3, 60, 61} else 90_000 if number > 120 else 0)
            )
        with watching(dovecot) as box:
            archive.take(box)
        assert expected == archive.subjects


class TestWaiting:
    """IDLE is a hint that must not get lost."""

    def test_a_mail_between_the_last_look_and_idle_wakes(self, dovecot: Dovecot, archive: Archive) -> None:
        """A mail that arrives before IDLE, or in the very moment of it, is not waited for: nine times out of nine."""
        with watching(dovecot) as box:
            archive.take(box)
            for number in range(4):
                dovecot.deliver(INFO, mail(f"before {number}"))
                assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
                assert [f"before {number}"] == [subject_of(one.raw) for one in archive.take(box)]
            for number in range(5):
                with before_idle(box, lambda: dovecot.deliver(INFO, mail("moment"))):
                    assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
                assert len(archive.take(box)) == 1, number

    def test_the_same_holds_under_tls(self, dovecot: Dovecot, archive: Archive) -> None:
        """TLS has a buffer of its own; a mail in the very moment of IDLE wakes there, too."""
        box = ImapMailbox(account(dovecot, security="tls", port=dovecot.imaps_port, ca_file=dovecot.ca_file))
        archive.take(box)
        for _ in range(5):
            with before_idle(box, lambda: dovecot.deliver(INFO, mail("moment"))):
                assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
            assert len(archive.take(box)) == 1
        box.close()

    def test_a_mail_told_during_another_command_wakes(self, dovecot: Dovecot, archive: Archive) -> None:
        """A mail that the server mentions while others are filed is not mentioned in IDLE again, and still wakes."""
        put_all(dovecot, 1)
        with watching(dovecot) as box:
            (first,) = archive.take(box)
            dovecot.deliver(INFO, mail("meanwhile"))
            box.file_done(first.uidvalidity, [first.uid])
            assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
            assert [subject_of(one.raw) for one in archive.take(box)] == ["meanwhile"]

    def test_a_mail_during_idle_wakes(self, dovecot: Dovecot, archive: Archive) -> None:
        """A mail that arrives while the server idles ends the wait."""
        with watching(dovecot) as box:
            archive.take(box)
            with inside_idle(box, lambda: dovecot.deliver(INFO, mail("hello"))):
                assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
            assert [subject_of(one.raw) for one in archive.take(box)] == ["hello"]

    def test_without_news_it_waits_its_time_and_can_be_used_after(self, dovecot: Dovecot, archive: Archive) -> None:
        """An IDLE ends after the time asked for, or at the longest IDLE, and the connection is as good as before."""
        with watching(dovecot, idle_seconds=0.2) as box:
            archive.take(box)
            assert 0.1 <= seconds_of(lambda: box.wait(0.1, never)) < SOON
            assert 0.2 <= seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
            dovecot.deliver(INFO, mail("after"))
            assert len(archive.take(box)) == 1

    def test_a_stop_ends_the_idle(self, dovecot: Dovecot, archive: Archive) -> None:
        """Who asks for an end gets it within about a second."""
        stop = threading.Event()
        with watching(dovecot) as box:
            archive.take(box)
            with inside_idle(box, stop.set):
                assert seconds_of(lambda: box.wait(PATIENCE, stop.is_set)) < SOON

    def test_without_idle_it_polls(self, archive: Archive) -> None:
        """A server without IDLE is looked at every ``poll_seconds``; IDLE is never said to it."""
        with serving(capability=f"{BASIC} UIDPLUS MOVE") as server, watching(server, poll_seconds=0.1) as box:
            assert box.login_check() == ("MOVE", "UIDPLUS")
            archive.take(box)
            with before_idle(box, lambda: pytest.fail("IDLE was said")):
                assert 0.1 <= seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
                server.deliver(INFO, mail("polled"))
                box.wait(PATIENCE, never)
            assert [subject_of(one.raw) for one in archive.take(box)] == ["polled"]

    def test_a_server_that_goes_away_ends_the_idle(self, dovecot: Dovecot, archive: Archive) -> None:
        """An end of file in IDLE raises at once instead of spinning; afterwards everything is there again."""
        with watching(dovecot) as box:
            archive.take(box)
            with inside_idle(box, dovecot.stop), pytest.raises(MailboxUnavailable):
                box.wait(PATIENCE, never)
            with pytest.raises(MailboxUnavailable, match="Connection refused"):
                archive.take(box)
            dovecot.start()
            dovecot.deliver(INFO, mail("back"))
            assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
            assert [subject_of(one.raw) for one in archive.take(box)] == ["back"]


class TestBrokenConnections:
    """A connection that breaks loses nothing and doubles nothing."""

    def test_cut_in_the_middle_of_a_fetch(self, dovecot: Dovecot, archive: Archive) -> None:
        """What came before the cut is kept, the rest comes over the next connection."""
        expected = put_all(dovecot, 60, size=20_000)
        with FaultProxy(dovecot.imap_port) as proxy, watching(dovecot, port=proxy.port) as box:
            proxy.arm(Fault(cut_after=1_100_000))
            with pytest.raises(MailboxUnavailable):
                archive.take(box)
            assert 0 < len(archive.subjects) < 60
            archive.take(box)
            assert proxy.connections == 2
        assert sorted(expected) == sorted(archive.subjects)
        assert archive.repeats == 0

    def test_cut_in_the_middle_of_a_big_mail(self, dovecot: Dovecot, archive: Archive) -> None:
        """A mail of which some pieces have come is fetched again as a whole, never handed over in part."""
        raw = mail("big", size=5_000_000)
        dovecot.put(INFO, raw)
        with FaultProxy(dovecot.imap_port) as proxy, watching(dovecot, port=proxy.port) as box:
            proxy.arm(Fault(cut_after=3_500_000))
            with pytest.raises(MailboxUnavailable):
                archive.take(box)
            assert archive.subjects == []
            (arrival,) = archive.take(box)
        assert raw == arrival.raw

    def test_a_server_that_falls_silent_is_given_up(self, dovecot: Dovecot, archive: Archive) -> None:
        """A read takes ``read_seconds`` at most, then the connection is made anew."""
        put_all(dovecot, 3, size=10_000)
        with FaultProxy(dovecot.imap_port) as proxy, watching(dovecot, port=proxy.port, read_seconds=0.3) as box:
            proxy.arm(Fault(stall_after=15_000))
            with pytest.raises(MailboxUnavailable, match="did not answer in time"):
                archive.take(box)
            archive.take(box)
        assert archive.subjects == ["mail 0", "mail 1", "mail 2"]

    def test_dribbled_bytes_are_put_together(self, dovecot: Dovecot, archive: Archive) -> None:
        """A server whose answers come in crumbs is understood, IDLE included."""
        with FaultProxy(dovecot.imap_port, dribble=3) as proxy, watching(dovecot, port=proxy.port) as box:
            archive.take(box)
            with inside_idle(box, lambda: dovecot.deliver(INFO, mail("crumbs"))):
                assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
            assert [subject_of(one.raw) for one in archive.take(box)] == ["crumbs"]

    def test_a_move_whose_answer_is_lost_is_repeated_without_harm(self, dovecot: Dovecot, archive: Archive) -> None:
        """The mails had been moved; filing them again is no error and makes no second copy."""
        expected = put_all(dovecot, 3)
        with FaultProxy(dovecot.imap_port) as proxy, watching(dovecot, port=proxy.port) as box:
            taken = archive.take(box)
            box.file_done(taken[0].uidvalidity, [taken[0].uid])
            proxy.arm(Fault(drop_reply_to=b"UID MOVE"))
            with pytest.raises(MailboxUnavailable):
                box.file_done(taken[0].uidvalidity, [one.uid for one in taken])
            box.file_done(taken[0].uidvalidity, [one.uid for one in taken])
            assert proxy.happened.is_set()
        assert expected == folder_subjects(dovecot, "Processed")
        assert folder_subjects(dovecot, "INBOX") == []

    def test_a_mail_at_which_the_connection_breaks_holds_up_no_other(self, dovecot: Dovecot, archive: Archive) -> None:
        """After two cuts at one mail the others come first, and that one when it can."""
        put_all(dovecot, 3)
        with FaultProxy(dovecot.imap_port) as proxy, watching(dovecot, port=proxy.port) as box:
            for command in (b"FETCH 1,2,3 (BODY", b"FETCH 1 (BODY"):
                proxy.arm(Fault(cut_before=command))
                with pytest.raises(MailboxUnavailable):
                    archive.take(box)
                assert proxy.happened.is_set()
            archive.take(box)
            assert archive.subjects == ["mail 1", "mail 2"]
            assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
            archive.take(box)
        assert sorted(archive.subjects) == ["mail 0", "mail 1", "mail 2"]
        assert archive.repeats == 0

    def test_a_cut_during_the_login_is_no_refusal(self, dovecot: Dovecot, archive: Archive) -> None:
        """A connection that breaks while logging in is tried again soon, unlike a wrong password."""
        with FaultProxy(dovecot.imap_port) as proxy, watching(dovecot, port=proxy.port) as box:
            for fault in (Fault(cut_before=b"LOGIN"), Fault(drop_reply_to=b"LOGIN"), Fault(refuse=True)):
                proxy.arm(fault)
                with pytest.raises(MailboxUnavailable):
                    archive.take(box)
                assert proxy.happened.is_set()
            assert archive.take(box) == []


class TestFiling:
    """Where done mail goes, on servers that can more and less."""

    @pytest.mark.parametrize("can", ["", f"{BASIC} UIDPLUS"], ids=["MOVE", "UIDPLUS"])
    def test_done_mail_moves_to_the_folder(self, can: str, archive: Archive) -> None:
        """By MOVE, or by COPY and UID EXPUNGE: the mails are there, in a folder that was made, and nowhere else."""
        with serving(capability=can) as server, watching(server) as box:
            expected = put_all(server, 3)
            with other_client(server) as client:
                client.select_folder("INBOX")
                client.add_flags([3], ["\\Deleted"])
            taken = archive.take(box)
            box.file_done(taken[0].uidvalidity, ["1", "2", "77"])
            box.file_done(taken[0].uidvalidity, ["1"])
            assert expected[:2] == folder_subjects(server, "Processed")
            assert expected[2:] == folder_subjects(server, "INBOX")  # what somebody else deleted stays theirs
            assert "Processed" in box.folders()

    def test_a_server_that_can_neither_gets_a_mark_only(self, archive: Archive) -> None:
        """Without MOVE and UIDPLUS nothing is expunged: the mails stay, seen and marked."""
        with serving(capability=BASIC) as server, watching(server) as box:
            expected = put_all(server, 3)
            with other_client(server) as client:
                client.select_folder("INBOX")
                client.add_flags([3], ["\\Deleted"])
                taken = archive.take(box)
                box.file_done(taken[0].uidvalidity, ["1", "2"])
                client.noop()
                assert client.search(["KEYWORD", DONE, "SEEN"]) == [1, 2]
            assert expected == folder_subjects(server, "INBOX")
            assert archive.take(box) == []

    def test_without_a_done_folder_mails_are_marked(self, dovecot: Dovecot, archive: Archive) -> None:
        """``done_folder=None`` leaves the mails where they are, and they never come again, nor after a restart."""
        put_all(dovecot, 2)
        with watching(dovecot, done_folder=None) as box:
            taken = archive.take(box)
            box.file_done(taken[0].uidvalidity, [one.uid for one in taken])
        with watching(dovecot, done_folder=None) as box:
            assert archive.take(box) == []
        with other_client(dovecot) as client:
            client.select_folder("INBOX", readonly=True)
            assert client.search(["KEYWORD", DONE]) == [1, 2]

    def test_a_refused_folder_ends_in_a_mark(self, dovecot: Dovecot, archive: Archive) -> None:
        """A done folder that the server will not make holds nothing up: the mails are marked."""
        put_all(dovecot, 1)
        with watching(dovecot, done_folder="a//b") as box:
            taken = archive.take(box)
            box.file_done(taken[0].uidvalidity, [taken[0].uid])
        with other_client(dovecot) as client:
            client.select_folder("INBOX", readonly=True)
            assert client.search(["KEYWORD", DONE]) == [1]

    def test_folders_are_found_below_the_namespace_prefix(self, archive: Archive) -> None:
        """Where the server wants its folders below the inbox, the done folder is made there."""
        with serving(prefix="INBOX/") as server, watching(server) as box:
            put_all(server, 1)
            taken = archive.take(box)
            box.file_done(taken[0].uidvalidity, [taken[0].uid])
            assert "INBOX/Processed" in box.folders()
            assert archive.take(box) == []


class TestLogin:
    """Who is let in, and to whom we speak."""

    def test_a_wrong_password_is_a_refusal_that_does_not_tell_it(self, dovecot: Dovecot, archive: Archive) -> None:
        """LoginRefused names user and host, and never the password."""
        box = ImapMailbox(account(dovecot, password=lambda: "wrong-secret"))
        with pytest.raises(LoginRefused, match=r"info@io\.example at 127\.0\.0\.1") as refused:
            archive.take(box)
        assert "wrong-secret" not in str(refused.value)
        assert "wrong-secret" not in repr(box._connection.account)

    @pytest.mark.parametrize("password", ['sp ace "quoted" back\\slash', "Grüße"], ids=["quoted", "non-ascii"])
    def test_any_printable_password_works(self, password: str) -> None:
        """Blanks, quotes, backslashes and letters beyond ASCII reach the server as they are."""
        with serving() as server:
            server.users[INFO] = password
            server.stop()
            server.start()
            box = ImapMailbox(account(server, password=lambda: password))
            assert "IDLE" in box.login_check()
            box.close()

    def test_a_password_with_a_line_end_never_leaves(self, dovecot: Dovecot) -> None:
        """A control character in the password is refused before it can end a command."""
        box = ImapMailbox(account(dovecot, password=lambda: 'infopw"\r\nA9 DELETE Sent\r\n'))
        with pytest.raises(LoginRefused, match="line end"):
            box.login_check()

    def test_tls_and_starttls_with_our_authority(self, dovecot: Dovecot) -> None:
        """A certificate signed by the authority in ``ca_file`` is trusted, both ways of TLS."""
        for security, port in (("tls", dovecot.imaps_port), ("starttls", dovecot.imap_port)):
            box = ImapMailbox(account(dovecot, security=security, port=port, ca_file=dovecot.ca_file))
            assert "IDLE" in box.login_check()
            box.close()

    def test_an_untrusted_certificate_is_refused(self, dovecot: Dovecot, tmp_path: Path) -> None:
        """Neither the system's authorities nor another one of our own vouch for this server: no password is sent."""
        for ca_file in (None, make_ca(tmp_path)):
            for security, port in (("tls", dovecot.imaps_port), ("starttls", dovecot.imap_port)):
                box = ImapMailbox(account(dovecot, security=security, port=port, ca_file=ca_file))
                with pytest.raises(MailboxUnavailable, match="cannot be trusted"):
                    box.login_check()
        assert "Login: user" not in dovecot.log()

    def test_the_wrong_kind_of_port_is_explained(self, dovecot: Dovecot) -> None:
        """TLS spoken to a port that expects STARTTLS names the settings port and security."""
        box = ImapMailbox(account(dovecot, security="tls", port=dovecot.imap_port, ca_file=dovecot.ca_file))
        with pytest.raises(MailboxUnavailable, match="check port and security"):
            box.login_check()

    def test_a_missing_authority_file_is_named(self, dovecot: Dovecot) -> None:
        """A ``ca_file`` that is not there makes a sentence, no crash."""
        box = ImapMailbox(account(dovecot, security="tls", port=dovecot.imaps_port, ca_file="/nowhere/ca.pem"))
        with pytest.raises(MailboxUnavailable, match=r"ca_file /nowhere/ca\.pem"):
            box.login_check()


class TestSentFolder:
    """Copies of what we sent."""

    @pytest.mark.parametrize("can", ["", BASIC], ids=["MULTIAPPEND", "APPEND"])
    def test_copies_are_kept_and_found(self, can: str) -> None:
        """What is appended is held, seen, with the line ends of mail; what is not, is not."""
        with serving(capability=can) as server:
            sent = SentFolder(account(server))
            sent.append([f"Message-ID: <{n}@io.example>\nSubject: n{n}\n\nHi.\n".encode() for n in range(3)])
            assert [sent.holds(f"<{n}@io.example>") for n in range(4)] == [True, True, True, False]
            sent.close()
            assert folder_subjects(server, "Sent") == ["n0", "n1", "n2"]
            with other_client(server) as client:
                client.select_folder("Sent", readonly=True)
                assert client.search(["SEEN"]) == [1, 2, 3]
                assert client.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"].endswith(b"\r\n\r\nHi.\r\n")

    def test_a_folder_of_another_name_is_made(self, dovecot: Dovecot) -> None:
        """A Sent folder that is missing holds nothing, and is made for the first copy."""
        sent = SentFolder(account(dovecot), folder="Our answers")
        assert sent.holds("<1@io.example>") is False
        sent.append([b"Message-ID: <1@io.example>\r\nSubject: one\r\n\r\n", b"Subject: two\r\n\r\n"])
        assert sent.holds("<1@io.example>") is True
        sent.close()
        assert folder_subjects(dovecot, "Our answers") == ["one", "two"]

    def test_a_lost_answer_can_be_looked_up(self, dovecot: Dovecot) -> None:
        """When the answer to APPEND is lost, ``holds`` tells over the next connection that it was carried out."""
        with FaultProxy(dovecot.imap_port) as proxy:
            sent = SentFolder(account(dovecot, port=proxy.port))
            assert sent.holds("<1@io.example>") is False
            proxy.arm(Fault(drop_reply_to=b"Kept."))
            with pytest.raises(MailboxUnavailable):
                sent.append([b"Message-ID: <1@io.example>\r\n\r\nKept.\r\n"])
            assert sent.holds("<1@io.example>") is True
            sent.close()

    @pytest.mark.parametrize(
        "message_id",
        [
            '<x@y>"\r\nZZ DELETE Victim\r\nZY NOOP "',
            "<x@y>\r\nZZ DELETE Victim\r\n",
            "<x@y>\n",
            "<x y@z>",
            "<é@z>",
            "x@y",
            "",
        ],
        ids=["quoted", "bare", "line-end", "blank", "non-ascii", "no-brackets", "empty"],
    )
    def test_what_is_no_id_of_ours_never_reaches_the_server(self, dovecot: Dovecot, message_id: str) -> None:
        """Anything that could be a command of its own is a ValueError, and the folder it names is still there."""
        with other_client(dovecot) as client:
            client.create_folder("Victim")
            sent = SentFolder(account(dovecot))
            with pytest.raises(ValueError, match="no Message-ID that we give out"):
                sent.holds(message_id)
            sent.close()
            assert client.folder_exists("Victim")


class TestCheck:
    """What ``mailflow check`` does in the watched folder."""

    def test_our_own_mail_is_found_and_deleted_alone(self, dovecot: Dovecot) -> None:
        """The one deletion takes the mail with our word and leaves what somebody else has flagged as deleted."""
        for subject in ("keep me", "mailflow check 4f9c21ab77", "flagged by somebody"):
            dovecot.deliver(INFO, mail(subject))
        with other_client(dovecot) as client:
            client.select_folder("INBOX")
            client.add_flags([3], ["\\Deleted"])
        with watching(dovecot) as box:
            assert box.find_by_word("0000000000") is None
            uid = box.find_by_word("4f9c21ab77")
            assert uid == "2"
            box.delete(uid)
            assert box.find_by_word("4f9c21ab77") is None
        assert folder_subjects(dovecot, "INBOX") == ["keep me", "flagged by somebody"]

    def test_without_uidplus_our_mail_is_only_flagged(self) -> None:
        """A bare EXPUNGE is never said: the mail stays, flagged as deleted."""
        with serving(capability=BASIC) as server, watching(server) as box:
            server.deliver(INFO, mail("mailflow check 4f9c21ab77"))
            box.delete("1")
            assert folder_subjects(server, "INBOX") == ["mailflow check 4f9c21ab77"]

    @pytest.mark.parametrize("word", ["short", 'x" DELETED "12345', "with\r\nline end", ""], ids=range(4))
    def test_a_word_that_is_not_ours_is_refused(self, dovecot: Dovecot, word: str) -> None:
        """Only a word of letters, digits and - stands in a command."""
        with watching(dovecot) as box, pytest.raises(ValueError, match="no word of"):
            box.find_by_word(word)

    def test_the_newest_headers_come_first(self, dovecot: Dovecot) -> None:
        """A sample holds the header sections of the newest mails and nothing of their bodies."""
        put_all(dovecot, 4)
        with watching(dovecot) as box:
            heads = list(box.sample_headers(2))
        assert [subject_of(head) for head in heads] == ["mail 3", "mail 2"]
        assert not any(b"Hello." in head for head in heads)


class TestAccount:
    """What an account refuses before any connection."""

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"security": "plain", "host": "imap.example.org"}, "would send the password readable"),
            ({"security": "ssl"}, "tls, starttls or plain"),
            ({"user": "info\r\nA1 DELETE Sent"}, "control character"),
        ],
        ids=["plain", "unknown", "control"],
    )
    def test_a_dangerous_account_is_refused(self, changes: dict[str, Any], says: str) -> None:
        """Plain text to another machine, an unknown protection and control characters are a ValueError."""
        settings: dict[str, Any] = {"host": "127.0.0.1", "port": 143, "user": INFO, "password": lambda: PASSWORD}
        with pytest.raises(ValueError, match=says):
            ImapAccount(**settings | changes)

    def test_folder_names_hold_no_control_characters(self) -> None:
        """A line end in a folder's name is refused where the name is set."""
        box = ImapAccount(host="127.0.0.1", port=143, user=INFO, password=lambda: PASSWORD)
        with pytest.raises(ValueError, match="control character"):
            ImapMailbox(box, folder="INBOX\r\nA1 DELETE Sent")
        with pytest.raises(ValueError, match="control character"):
            ImapMailbox(box, done_folder="Done\n")
