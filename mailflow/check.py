"""Prove that an instance works, a line for each proof: what was found, and what to do where it failed.

Nothing is changed but for the one mail of the round trip, which is sent to ourselves and deleted when it came: the one
deletion that mailflow does on a server. A running daemon leaves that mail alone.
"""

import secrets
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from pathlib import Path

from mailflow import instance, pack
from mailflow import settings as settings_of
from mailflow.daemon import utc_now
from mailflow.decide.calls import judge
from mailflow.decide.decision import RuleBroken
from mailflow.mail.imap import ImapMailbox
from mailflow.mail.mailbox import MailboxError
from mailflow.mail.transport import Ambiguous, Handover, TransportUnavailable
from mailflow.model import Field, Person, Source, Status, Value
from mailflow.pack import Pack, PackWrong
from mailflow.pipe import CHECK_HEADER
from mailflow.read.adapter import authentication, message
from mailflow.rule import Call
from mailflow.settings import BoxKind, OutKind, Settings, SettingsWrong
from mailflow.store.database import StoreUnavailable
from mailflow.wiring import STORE_NAME, imap_account, instance_of, mailbox_of, make_key, open_store, transport_of
from mailflow.write.texts import BrokenText

SAMPLE = 50
"""How many of the newest mails are looked at to learn our server's authserv-id."""


class Mark(StrEnum):
    """How one proof ended."""

    FINE = "ok"
    NOTE = "--"
    FAILED = "!!"


@dataclass(frozen=True, slots=True)
class Line:
    """One proof: what was proved, how it ended, and in words what was found or what to do."""

    mark: Mark
    what: str
    said: str

    @property
    def is_failure(self) -> bool:
        """Whether something must be done before the instance can work."""
        return self.mark is Mark.FAILED

    def as_text(self) -> str:
        """The line as the terminal shows it."""
        return f"{self.mark}  {self.what + ':':<13} {self.said}"


def run(folder: Path, changes: tuple[str, ...], *, round_trip: bool, wait: float, pin: bool) -> Iterator[Line]:
    """Prove everything in order; each line comes as soon as it is known.

    round_trip: whether to send a mail to ourselves; wait: seconds to wait for it; pin: write what was learned about
    our mail server into the settings.
    """
    try:
        settings = settings_of.load(folder, changes)
    except SettingsWrong as wrong:
        yield from (Line(Mark.FAILED, "settings", problem) for problem in wrong.problems)
        return
    yield Line(Mark.FINE, "settings", f"{folder / settings_of.FILE_NAME}")
    yield _staff(settings)
    try:
        organisation = pack.load(settings.pack)
    except PackWrong as wrong:
        yield Line(Mark.FAILED, "rules", str(wrong))
        return
    yield from _rules(settings, organisation)
    yield from _texts(settings, organisation)
    yield from _store(settings)
    box = list(_mailbox(settings))
    yield from box
    out = list(_outgoing(settings))
    yield from out
    if any(line.is_failure for line in (*box, *out)):
        return
    if settings.mailbox.kind is BoxKind.IMAP:
        yield from _imap_proofs(settings, folder, round_trip=round_trip, wait=wait, pin=pin)
    else:
        yield Line(Mark.NOTE, "round trip", "not made: the mailbox is a Maildir")


def _staff(settings: Settings) -> Line:
    if settings.staff:
        return Line(Mark.FINE, "staff", ", ".join(settings.staff))
    return Line(Mark.FAILED, "staff", 'nobody would see a request; add a line like staff = ["ana@example.org"]')


def _rules(settings: Settings, organisation: Pack) -> Iterator[Line]:
    """Ask every rule about sample calls, empty and full, near and far, and write each finding's sentence."""
    instance = instance_of(settings, organisation, b"only to try with")
    broken = False
    for name, ask in organisation.rules:
        try:
            for call in _sample_calls():
                for finding in judge(call, instance.desk, ((name, ask),), call.asked_at):
                    instance.texts.finding(finding)
        except (RuleBroken, BrokenText) as wrong:
            broken = True
            yield Line(Mark.FAILED, "rules", f"{wrong}; correct {organisation.folder / 'rules' / name}.py or its text")
    if not broken:
        yield Line(Mark.FINE, "rules", ", ".join(name for name, _check in organisation.rules))


def _sample_calls() -> Iterator[Call]:
    """An empty call, and one that says everything, for tomorrow and for a month ahead."""
    asked_at = datetime(2027, 3, 2, 14, 5, tzinfo=UTC)
    yield Call(ref="IO-0000", status=Status.INCOMPLETE, requester="ann@example.org", asked_at=asked_at)
    source = Source("text/plain", 1, "sample", "")
    named, nameless = (Person("Tammy", "tammy@example.org"),), (Person("Nate"),)
    for day in ("2027-03-03", "2027-04-02"):
        values: dict[str, Value] = {
            "title": "Sample", "group": "Sample", "purpose": "Sample", "contact": named, "date": day, "time": "20:00",
            "tz": "UTC", "start": f"{day}T20:00:00+00:00", "facilitator": named, "backup": nameless, "tech": named,
            "length": 90, "emergency": True, "public": True, "list": "create", "recurrence": "FREQ=WEEKLY;BYDAY=FR",
        }  # fmt: skip
        fields = {key: Field(key, value, source) for key, value in values.items()}
        yield Call(ref="IO-0000", status=Status.REVIEW, requester="ann@example.org", asked_at=asked_at, fields=fields)


def _texts(settings: Settings, organisation: Pack) -> Iterator[Line]:
    texts = instance_of(settings, organisation, b"only to render with").texts
    problems = list(texts.check())
    problems += [
        f"templates/rules/{name}.txt is missing: every rule needs its sentence"
        for name, _check in organisation.rules
        if f"rules/{name}" not in texts.names()
    ]
    if not problems:
        yield Line(Mark.FINE, "texts", f"{len(texts.names())} texts render")
    yield from (Line(Mark.FAILED, "texts", problem) for problem in problems)


def _store(settings: Settings) -> Iterator[Line]:
    try:
        key = make_key(settings.data)
        store = open_store(settings, key, utc_now())
    except (StoreUnavailable, SettingsWrong, OSError) as wrong:
        yield Line(Mark.FAILED, "store", str(wrong))
        return
    try:
        wrong_pages = store.problems()
        quarantined = len(store.quarantined())
    finally:
        store.close()
    path = settings.data / STORE_NAME
    if wrong_pages:
        yield Line(Mark.FAILED, "store", f"{path} is damaged ({wrong_pages[0]}); restore it from your backup")
        return
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Line(Mark.FAILED, "store", f"{path} can be read by others; run chmod 600 {path}")
        return
    yield Line(Mark.FINE, "store", str(path))
    if quarantined:
        yield Line(Mark.NOTE, "quarantine", f"{quarantined} mails wait for you; see mailflow quarantine list")


def _mailbox(settings: Settings) -> Iterator[Line]:
    box = settings.mailbox
    if box.kind is BoxKind.MAILDIR:
        path = box.path
        if path is None or not (path / "new").is_dir():
            yield Line(Mark.FAILED, "mailbox", f"{path} is no Maildir; make its folders new, cur and tmp")
        else:
            yield Line(Mark.FINE, "mailbox", f"Maildir {path}")
        return
    mailbox = mailbox_of(settings)
    assert isinstance(mailbox, ImapMailbox)
    try:
        abilities = mailbox.login_check()
        said = f"logged in as {box.user} at {box.host}; the server has {', '.join(abilities) or 'no extensions'}"
        yield Line(Mark.FINE, "imap", said)
        folders = mailbox.folders()
        if box.folder.upper() != "INBOX" and box.folder not in folders:
            yield Line(Mark.FAILED, "folders", f"there is no {box.folder}; there are {', '.join(folders)}")
        elif box.done_folder in folders:
            yield Line(Mark.FINE, "folders", f"{box.folder} is watched, done mail goes to {box.done_folder}")
        else:
            yield Line(Mark.NOTE, "folders", f"{box.folder} is watched; {box.done_folder} is made with the first mail")
    except (MailboxError, SettingsWrong) as wrong:
        yield Line(Mark.FAILED, "imap", str(wrong))
    finally:
        mailbox.close()


def _outgoing(settings: Settings) -> Iterator[Line]:
    out = settings.outgoing
    name = "smtp" if out.kind is OutKind.SMTP else "outgoing"
    transport = transport_of(settings)
    try:
        yield Line(Mark.FINE, name, transport.login_check())
    except (TransportUnavailable, MailboxError, SettingsWrong) as wrong:
        yield Line(Mark.FAILED, name, str(wrong))
    finally:
        transport.close()


def _imap_proofs(settings: Settings, folder: Path, *, round_trip: bool, wait: float, pin: bool) -> Iterator[Line]:
    mailbox = ImapMailbox(imap_account(settings), folder=settings.mailbox.folder, done_folder=None, poll_seconds=2.0)
    try:
        if round_trip and settings.outgoing.kind is OutKind.SMTP:
            yield _round_trip(settings, mailbox, wait)
        yield from _verdicts(settings, folder, mailbox, pin=pin)
    except MailboxError as wrong:
        yield Line(Mark.FAILED, "imap", str(wrong))
    finally:
        mailbox.close()


def _round_trip(settings: Settings, mailbox: ImapMailbox, wait: float) -> Line:
    """Send a mail with a random word to ourselves, wait for it, delete it."""
    word = secrets.token_hex(12)
    transport = transport_of(settings)
    began = utc_now()
    try:
        answer = transport.send(settings.address, settings.address, _check_mail(settings, word))
    except (TransportUnavailable, Ambiguous) as wrong:
        return Line(Mark.FAILED, "round trip", f"the mail could not be sent: {wrong}")
    finally:
        transport.close()
    if answer.outcome is not Handover.SENT:
        said = f"the server refused a mail from {settings.address} to itself: {answer.code} {answer.text}"
        return Line(Mark.FAILED, "round trip", said)
    deadline = began + timedelta(seconds=wait)
    while (uid := mailbox.find_by_word(word)) is None:
        left = (deadline - utc_now()).total_seconds()
        if left <= 0:
            said = f"a mail to {settings.address} was taken by the server and did not come within {wait:.0f} seconds"
            return Line(Mark.FAILED, "round trip", f"{said}; look for it in the Junk folder, or give --wait more")
        mailbox.wait(min(left, 5.0), _never)
    mailbox.delete(uid)
    seconds = (utc_now() - began).total_seconds()
    return Line(Mark.FINE, "round trip", f"a mail to ourselves came back after {seconds:.1f} s and was deleted")


def _never() -> bool:
    return False


def _check_mail(settings: Settings, word: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = settings.address
    mail["To"] = settings.address
    mail["Subject"] = f"mailflow check {word}"
    mail["Date"] = utc_now()
    mail["Message-ID"] = f"<mailflow.check.{word}@{settings.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail[CHECK_HEADER] = word
    mail.set_content("mailflow check sent this mail to see whether it arrives. It deletes it by itself.\n")
    return mail.as_bytes()


def _sampled(settings: Settings, mailbox: ImapMailbox) -> Iterator[bytes]:
    """Header sections of the newest mails, of the watched folder and of where done mail goes."""
    yield from mailbox.sample_headers(SAMPLE)
    if settings.mailbox.done_folder not in mailbox.folders():
        return
    done = ImapMailbox(imap_account(settings), folder=settings.mailbox.done_folder, done_folder=None)
    try:
        yield from done.sample_headers(SAMPLE)
    finally:
        done.close()


def _verdicts(settings: Settings, folder: Path, mailbox: ImapMailbox, *, pin: bool) -> Iterator[Line]:
    """Learn from mails already there which server's verdicts about a sender count, and offer to pin it."""
    seen: Counter[tuple[str, str]] = Counter()
    for head in _sampled(settings, mailbox):
        found = authentication.observed(message.parse(head))
        if found:
            seen[found] += 1
    pinned = (settings.trust.authserv_id, settings.trust.border_host)
    if not seen:
        said = (
            "no mail there carries a verdict of your mail server, so none is pinned; reply tokens still prove senders"
        )
        yield Line(Mark.FAILED if pin else Mark.NOTE, "verdicts", said)
        return
    (authserv_id, border_host), count = seen.most_common(1)[0]
    if pinned == (authserv_id, border_host):
        yield Line(Mark.FINE, "verdicts", f"{authserv_id} by {border_host}, as pinned, in {count} mails")
    elif pin:
        instance.pin(folder, authserv_id, border_host)
        yield Line(Mark.FINE, "verdicts", f"pinned {authserv_id} by {border_host}, seen in {count} mails")
    elif pinned[0]:
        said = f"{pinned[0]} is pinned, but {count} of the newest mails say {authserv_id} by {border_host}"
        yield Line(Mark.FAILED, "verdicts", f"{said}; if your provider changed, run mailflow check --pin")
    else:
        said = f"{count} of the newest mails carry verdicts of {authserv_id} by {border_host}"
        yield Line(Mark.NOTE, "verdicts", f"{said}; run mailflow check --pin to trust them")
