"""Maildir, in and out, on the disk."""

import os
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.mail.mailbox import MailboxUnavailable
from mailflow.mail.maildir import MaildirMailbox, MaildirOut, make_maildir
from tests.mail.conftest import PATIENCE, Archive, mail, never, seconds_of, subject_of

SOON = 5.0


def put(path: Path, name: str, raw: bytes, *, folder: str = "new", received_at: datetime | None = None) -> Path:
    """Lay one file into a Maildir, as if it had come at this time."""
    make_maildir(path)
    file = path / folder / name
    file.write_bytes(raw)
    if received_at is not None:
        os.utime(file, (received_at.timestamp(), received_at.timestamp()))
    return file


class TestArrivals:
    """What is handed over."""

    def test_each_mail_comes_once_the_oldest_first(self, tmp_path: Path, archive: Archive) -> None:
        """Mails of new and cur come in the order of their times, and what is archived does not come again."""
        day = datetime(2026, 3, 1, tzinfo=UTC)
        put(tmp_path, "b.1.host", mail("second"), received_at=day + timedelta(hours=1))
        put(tmp_path, "a.2.host:2,S", mail("third"), folder="cur", received_at=day + timedelta(hours=2))
        put(tmp_path, "c.3.host", mail("first"), received_at=day)
        box = MaildirMailbox(tmp_path)
        assert [subject_of(one.raw) for one in archive.take(box)] == ["first", "second", "third"]
        assert archive.take(box) == []

    def test_the_arrival_tells_name_time_and_size(self, tmp_path: Path, archive: Archive) -> None:
        """The UID is the file name before the colon, the time is the file's in UTC."""
        day = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
        raw = mail("facts")
        put(tmp_path, "1700.M1P2.host:2,FS", raw, folder="cur", received_at=day)
        (arrival,) = archive.take(MaildirMailbox(tmp_path))
        told = (arrival.mailbox, arrival.uidvalidity, arrival.uid, arrival.received_at, arrival.size, arrival.raw)
        assert told == ("maildir", "maildir", "1700.M1P2.host", day, len(raw), raw)

    def test_mail_from_before_the_instance_is_not_read(self, tmp_path: Path, archive: Archive) -> None:
        """A file older than ``since`` comes with ``raw=None``; one of that very moment is read."""
        since = datetime(2026, 1, 1, tzinfo=UTC)
        put(tmp_path, "old", mail("old"), received_at=since - timedelta(seconds=1))
        put(tmp_path, "new", mail("new"), received_at=since)
        told = {one.uid: one.raw for one in archive.take(MaildirMailbox(tmp_path), since=since)}
        assert told == {"old": None, "new": mail("new")}

    def test_of_a_mail_over_the_limit_only_the_beginning_comes(self, tmp_path: Path, archive: Archive) -> None:
        """Over ``max_bytes`` it is the header section and the next 64 KB; at ``max_bytes`` it is all."""
        big = mail("big", size=300_000)
        put(tmp_path, "big", big)
        (arrival,) = archive.take(MaildirMailbox(tmp_path, max_bytes=len(big) - 1))
        kept = big[: big.index(b"\r\n\r\n") + 4 + 64 * 1024]
        assert (arrival.is_cut, arrival.size, arrival.raw) == (True, len(big), kept)
        (arrival,) = Archive().take(MaildirMailbox(tmp_path, max_bytes=len(big)))
        assert (arrival.is_cut, arrival.raw) == (False, big)

    def test_only_regular_files_are_mails(self, tmp_path: Path, archive: Archive) -> None:
        """Links, pipes, sockets, folders and names with a dot are passed over, and none of them is waited for."""
        target = put(tmp_path, "mail", mail("the only one"))
        new = tmp_path / "new"
        (new / "link").symlink_to(target)
        (new / "folder").mkdir()
        (new / ".hidden").write_bytes(mail("hidden"))
        os.mkfifo(new / "pipe")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(new / "sock"))
            assert [subject_of(one.raw) for one in archive.take(MaildirMailbox(tmp_path))] == ["the only one"]

    def test_a_file_that_vanishes_is_left_out(self, tmp_path: Path, archive: Archive) -> None:
        """What somebody takes away between the listing and the reading spoils no other mail."""
        day = datetime(2026, 3, 1, tzinfo=UTC)
        put(tmp_path, "a", mail("a"), received_at=day)
        going = put(tmp_path, "b", mail("b"), received_at=day + timedelta(hours=1))
        put(tmp_path, "c", mail("c"), received_at=day + timedelta(hours=2))
        for arrival in MaildirMailbox(tmp_path).arrivals(day, archive.after, archive.known, 10):
            archive.add(arrival)
            going.unlink(missing_ok=True)
        assert archive.subjects == ["a", "c"]

    def test_the_limit_holds_and_nothing_waits_behind_it(self, tmp_path: Path, archive: Archive) -> None:
        """At most ``limit`` mails come in one call; while there are more, waiting is over at once."""
        for number in range(3):
            put(tmp_path, f"m{number}", mail(str(number)))
        box = MaildirMailbox(tmp_path)
        assert len(archive.take(box, limit=2)) == 2
        assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
        assert len(archive.take(box, limit=2)) == 1
        assert archive.repeats == 0

    def test_a_name_that_is_no_text_is_a_uid_all_the_same(self, tmp_path: Path, archive: Archive) -> None:
        """A file name that is no UTF-8 becomes a UID that a store can hold, and the mail can be filed."""
        make_maildir(tmp_path)
        with open(os.fsencode(tmp_path / "new") + b"/17.\xe9.host", "wb") as file:  # noqa: PTH123 - a Path is text
            file.write(mail("odd"))
        box = MaildirMailbox(tmp_path)
        (arrival,) = archive.take(box)
        assert arrival.uid.encode() == rb"17.\xe9.host"
        box.file_done("maildir", [arrival.uid])
        assert os.listdir(os.fsencode(tmp_path / ".Processed" / "cur")) == [b"17.\xe9.host:2,S"]  # noqa: PTH208

    def test_a_file_that_cannot_be_read_spoils_no_other(self, tmp_path: Path, archive: Archive) -> None:
        """A link laid in a mail's place meanwhile is not followed; the others come, and the mail when it is back."""
        day = datetime(2026, 3, 1, tzinfo=UTC)
        for number, name in enumerate("abc"):
            put(tmp_path, name, mail(name), received_at=day + timedelta(hours=number))
        secret = put(tmp_path / "elsewhere", "secret", mail("secret"))
        box = MaildirMailbox(tmp_path)
        for arrival in box.arrivals(day, archive.after, archive.known, 10):
            archive.add(arrival)
            (tmp_path / "new" / "b").unlink(missing_ok=True)
            (tmp_path / "new" / "b").symlink_to(secret)
        assert archive.subjects == ["a", "c"]
        (tmp_path / "new" / "b").unlink()
        put(tmp_path, "b", mail("b"), received_at=day)
        archive.take(box)
        assert archive.subjects == ["a", "c", "b"]

    def test_a_path_that_is_no_folder_is_named(self, tmp_path: Path, archive: Archive) -> None:
        """A wrong path makes a sentence that names it."""
        file = tmp_path / "file"
        file.touch()
        with pytest.raises(MailboxUnavailable, match=str(file)):
            archive.take(MaildirMailbox(file))


class TestFiling:
    """Where done mail goes."""

    def test_done_mail_moves_to_the_folder_and_is_seen(self, tmp_path: Path, archive: Archive) -> None:
        """It lies in cur of the Maildir++ folder, seen, its other flags kept; filing again is no error."""
        put(tmp_path, "a.host", mail("a"))
        put(tmp_path, "b.host:2,FR", mail("b"), folder="cur")
        box = MaildirMailbox(tmp_path, "Processed")
        archive.take(box)
        for _ in range(2):
            box.file_done("maildir", ["a.host", "b.host", "gone.host"])
        done = tmp_path / ".Processed"
        assert sorted(one.name for one in (done / "cur").iterdir()) == ["a.host:2,S", "b.host:2,FRS"]
        assert (done / "maildirfolder").exists()
        assert archive.take(box) == []
        assert [*(tmp_path / "new").iterdir(), *(tmp_path / "cur").iterdir()] == []

    def test_without_a_done_folder_it_is_marked_in_place(self, tmp_path: Path, archive: Archive) -> None:
        """``done_folder=None`` moves it from new to cur, seen, and it does not come again."""
        put(tmp_path, "a.host", mail("a"))
        box = MaildirMailbox(tmp_path, None)
        archive.take(box)
        for _ in range(2):
            box.file_done("maildir", ["a.host"])
        assert [one.name for one in (tmp_path / "cur").iterdir()] == ["a.host:2,S"]
        assert archive.take(box) == []

    def test_a_mail_is_never_written_over_another(self, tmp_path: Path, archive: Archive) -> None:
        """When the done folder holds that name already, both mails stay what they are."""
        put(tmp_path, "a.host", mail("new"))
        put(tmp_path / ".Processed", "a.host:2,S", mail("old"), folder="cur")
        box = MaildirMailbox(tmp_path)
        archive.take(box)
        box.file_done("maildir", ["a.host"])
        assert subject_of((tmp_path / ".Processed" / "cur" / "a.host:2,S").read_bytes()) == "old"
        assert subject_of((tmp_path / "new" / "a.host").read_bytes()) == "new"

    def test_uids_of_something_else_move_nothing(self, tmp_path: Path) -> None:
        """Another UIDVALIDITY names no file here."""
        file = put(tmp_path, "a.host", mail("a"))
        MaildirMailbox(tmp_path).file_done("1700000000", ["a.host"])
        assert file.exists()

    @pytest.mark.parametrize("name", ["../elsewhere", "a/b", ".", "..", ""], ids=range(5))
    def test_a_done_folder_outside_is_refused(self, tmp_path: Path, name: str) -> None:
        """The done folder is one name below the Maildir."""
        with pytest.raises(ValueError, match="without a slash"):
            MaildirMailbox(tmp_path, name)


class TestWaiting:
    """How news is noticed."""

    @pytest.mark.parametrize("folder", ["new", "cur"])
    def test_a_mail_before_or_during_the_wait_ends_it(self, tmp_path: Path, archive: Archive, folder: str) -> None:
        """Whatever lies there that did not at the last look ends the wait, however close together the two were."""
        box = MaildirMailbox(tmp_path, poll_seconds=0.02)
        archive.take(box)
        for number in range(5):
            put(tmp_path, f"before{number}", mail("before"), folder=folder)
            assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON
            assert len(archive.take(box)) == 1
        looks = iter([False, False])

        def stopped() -> bool:
            if next(looks, True):
                put(tmp_path, "during", mail("during"), folder=folder)
            return False

        assert seconds_of(lambda: box.wait(PATIENCE, stopped)) < SOON
        assert [subject_of(one.raw) for one in archive.take(box)] == ["during"]

    def test_an_old_folder_is_not_listed_again(self, tmp_path: Path, archive: Archive) -> None:
        """While the folders' dates stay what they were, waiting lists nothing; a mail is noticed all the same."""
        put(tmp_path, "a", mail("a"))
        long_ago = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
        for name in ("new", "cur"):
            os.utime(tmp_path / name, (long_ago, long_ago))
        box = MaildirMailbox(tmp_path, poll_seconds=0.01)
        archive.take(box)
        seen = box._seen
        box._seen = frozenset()  # were the folders listed, everything in them would be news
        assert seconds_of(lambda: box.wait(0.1, never)) >= 0.1
        box._seen = seen
        put(tmp_path, "b", mail("b"))
        assert seconds_of(lambda: box.wait(PATIENCE, never)) < SOON

    def test_a_stop_ends_the_wait(self, tmp_path: Path, archive: Archive) -> None:
        """Who asks for an end gets it within a moment, without any mail."""
        box = MaildirMailbox(tmp_path)
        archive.take(box)
        stop = threading.Event()
        looks = iter(range(3))

        def stopped() -> bool:
            if next(looks, None) is None:
                stop.set()
            return stop.is_set()

        assert seconds_of(lambda: box.wait(PATIENCE, stopped)) < SOON


class TestOut:
    """Laying mails into a Maildir."""

    @given(raw=st.binary(max_size=300))
    def test_what_goes_out_comes_in_byte_for_byte(self, raw: bytes) -> None:
        """Any bytes laid into a Maildir are handed over unchanged by a mailbox that reads it."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "made" / "for it"
            name = MaildirOut(path).put(raw)
            (arrival,) = Archive().take(MaildirMailbox(path))
            assert (arrival.uid, arrival.raw) == (name, raw)

    def test_nothing_is_left_in_tmp_and_names_are_unique(self, tmp_path: Path) -> None:
        """Mails laid down at the same moment from several threads all lie in new, each under its own name."""
        out = MaildirOut(tmp_path)
        names: list[str] = []
        threads = [
            threading.Thread(target=lambda: names.extend(out.put(mail("x")) for _ in range(20))) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(names) == sorted(one.name for one in (tmp_path / "new").iterdir())
        assert len(set(names)) == 80
        assert list((tmp_path / "tmp").iterdir()) == []

    def test_a_failure_leaves_nothing_behind(self, tmp_path: Path) -> None:
        """When the mail cannot be laid into new, the error is told and no draft stays."""
        make_maildir(tmp_path)
        (tmp_path / "new").rmdir()
        (tmp_path / "new").touch()
        with pytest.raises(OSError, match="new"):
            MaildirOut(tmp_path).put(mail("x"))
        assert list((tmp_path / "tmp").iterdir()) == []
