"""Deleting exactly the wanted mails from the folders that we filed into, against a real Dovecot."""

import base64
import re
from pathlib import Path

import pytest

from mailflow import pack
from mailflow.daemon import Daemon, utc_now
from mailflow.forget import Forget
from mailflow.mail.mailbox import MailboxUnavailable
from mailflow.mail.maildir import MaildirOut
from mailflow.mail.sweep import ImapSweep, MaildirSweep, Place, Sweep, Wanted
from mailflow.wiring import reading_store
from tests.daemon.running import maildir_mails, make_maildir_instance
from tests.daemon.test_maildir import REQUEST as A_REQUEST
from tests.mail.conftest import account, other_client, serving
from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.servers

WHO = "larry@req.example"
REQUEST = A_REQUEST.replace(b"\n", b"\r\n")
THEIRS = b"From: Larry <larry@req.example>\r\nSubject: theirs\r\nMessage-ID: <1@x>\r\n\r\nHello.\r\n"
OTHERS = b"From: Nate <nate@req.example>\r\nSubject: others\r\nMessage-ID: <2@x>\r\n\r\nHello.\r\n"
TELLS = (
    b"From: Mo <mo@req.example>\r\nSubject: tells\r\nMessage-ID: <3@x>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(b"ask larry@req.example about it")
)
NEARLY = OTHERS.replace(b"<2@x>", b"<4@x>").replace(b"others", b"nearly").replace(b"Hello", b"hilarry@req.example")


def wanted(*, ids: tuple[bytes, ...] = ()) -> Wanted:
    """Mails from Larry, with these ids, or that tell of him."""
    return Wanted(
        address=WHO,
        head=lambda head, place: any(one in head for one in ids) or (place is not Place.WATCHED and b"larry@" in head),
        whole=lambda raw: b"ask larry@" in raw or b"YXNrIGxhcnJ5" in raw,
    )


def subjects(server: Dovecot, folder: str) -> list[str]:
    """The Subjects of what lies in a folder, flagged as deleted or not."""
    with other_client(server) as client:
        client.select_folder(folder, readonly=True)
        told = client.fetch(client.search(["ALL"]), ["BODY.PEEK[HEADER.FIELDS (SUBJECT)]"])
        return [
            re.sub(r"(?i)^Subject: ", "", next(v for k, v in one.items() if k.startswith(b"BODY")).decode().strip())
            for _uid, one in sorted(told.items())
        ]


def fill(server: Dovecot, folder: str) -> None:
    """Lay four mails into a folder, one of them flagged as deleted by somebody else."""
    with other_client(server) as client:
        if folder != "INBOX":
            client.create_folder(folder)
        for raw in (THEIRS, OTHERS, TELLS, NEARLY):
            client.append(folder, raw)
        client.append(folder, OTHERS.replace(b"others", b"flagged by another"), flags=["\\Deleted"])


def removed(sweep: Sweep, want: Wanted) -> int:
    """Delete them all; how many."""
    try:
        return sum(sweep.remove(want))
    finally:
        sweep.close()


def test_exactly_the_wanted_mails_go(dovecot: Dovecot) -> None:
    """From the person by the header, and in a part only by the server's search; nobody else's, flagged or not."""
    fill(dovecot, "Processed")
    sweep = ImapSweep(account(dovecot), "Processed", Place.DONE)

    assert (2, True) == (sweep.count(wanted()), sweep.is_final())
    assert 2 == removed(sweep, wanted())

    assert ["others", "nearly", "flagged by another"] == subjects(dovecot, "Processed")
    assert 0 == removed(ImapSweep(account(dovecot), "Processed", Place.DONE), wanted())


def test_from_the_watched_folder_only_known_mails_go(dovecot: Dovecot) -> None:
    """A mail from the person that was not handled by us stays where it is."""
    fill(dovecot, "INBOX")
    assert 1 == removed(ImapSweep(account(dovecot), "INBOX", Place.WATCHED), wanted(ids=(b"<3@x>",)))
    assert ["theirs", "others", "nearly", "flagged by another"] == subjects(dovecot, "INBOX")


def test_a_folder_that_is_not_there_holds_nothing(dovecot: Dovecot) -> None:
    """Neither the done folder nor a Sent folder has to be there."""
    for name in ("Processed", None):
        assert 0 == removed(ImapSweep(account(dovecot), name, Place.SENT), wanted())


def test_without_uid_expunge_it_is_marked_and_said() -> None:
    """A bare EXPUNGE would remove what others have flagged: the mail is flagged only, and that is told."""
    with serving(capability="IMAP4rev1 SASL-IR LITERAL+ NAMESPACE SPECIAL-USE") as server:
        fill(server, "Processed")
        sweep = ImapSweep(account(server), "Processed", Place.DONE)
        assert not sweep.is_final()
        assert 2 == removed(sweep, wanted())
        assert 5 == len(subjects(server, "Processed"))
        with other_client(server) as client:
            client.select_folder("Processed", readonly=True)
            assert 3 == len(client.search(["DELETED"]))


def test_a_server_that_is_away_is_said() -> None:
    """Nothing is taken for empty because it cannot be asked."""
    with serving() as server:
        away = account(server)
    with pytest.raises(MailboxUnavailable):
        ImapSweep(away, "Processed", Place.DONE).count(wanted())


def test_many_mails_go_in_batches(dovecot: Dovecot) -> None:
    """More than one FETCH brings: every one is looked at once, and each batch is told."""
    with other_client(dovecot) as client:
        client.create_folder("Processed")
        for number in range(450):
            client.append("Processed", (THEIRS if number % 3 == 0 else OTHERS).replace(b"@x>", b"%d@x>" % number))
    sweep = ImapSweep(account(dovecot), "Processed", Place.DONE)
    counts = list(sweep.remove(wanted()))
    sweep.close()
    assert (150, 3) == (sum(counts), len(counts))
    assert 300 == len(subjects(dovecot, "Processed"))


def test_a_maildir_is_swept_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its files go; a folder that is not there holds nothing."""
    path = tmp_path_factory.mktemp("box")
    (path / "cur").mkdir()
    for number, raw in enumerate((THEIRS, OTHERS, TELLS, NEARLY)):
        (path / "cur" / f"{number}:2,S").write_bytes(raw)
    assert 2 == removed(MaildirSweep(path, Place.DONE), wanted())
    assert ["1:2,S", "3:2,S"] == sorted(one.name for one in (path / "cur").iterdir())


def test_a_person_is_forgotten_in_the_folders_of_the_server(dovecot: Dovecot, tmp_path: Path) -> None:
    """Their mail in the done folder, ours to them and to staff about them in Sent, the one still in the inbox."""
    settings = make_maildir_instance(tmp_path)
    MaildirOut(tmp_path / "in").put(REQUEST)
    Daemon(settings, pack.load()).once()
    about = REQUEST.replace(b"Larry", b"Ana").replace(b"larry", b"bo").replace(b"<one@", b"<own@")
    with other_client(dovecot) as client:
        client.create_folder("Processed")
        client.create_folder("Sent")
        client.append("Processed", REQUEST)
        client.append("Processed", about)
        client.append("INBOX", REQUEST)
        client.append("INBOX", REQUEST.replace(b"<one@", b"<new@"))
        for mail in maildir_mails(tmp_path / "out"):
            client.append("Sent", mail.as_bytes())
        client.append("Sent", about)
    sweeps = [
        ImapSweep(account(dovecot), "INBOX", Place.WATCHED),
        ImapSweep(account(dovecot), "Processed", Place.DONE),
        ImapSweep(account(dovecot), None, Place.SENT),
    ]
    with reading_store(settings) as store:
        work = Forget(store, WHO, sweeps)
        plan = work.look()
        list(work.steps(plan, utc_now()))
        for sweep in sweeps:
            sweep.close()
        assert () == work.remains()

    sent = len(maildir_mails(tmp_path / "out"))
    assert (("INBOX", 1), ("Processed", 1), ("Sent", sent)) == plan.folders
    assert [1, 1, 1] == [len(subjects(dovecot, name)) for name in ("INBOX", "Processed", "Sent")]
