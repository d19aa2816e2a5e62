"""Prove that an instance works, a line for each proof: what was found, and what to do where it failed.

Nothing is changed but for the mails of the round trip, which are sent to ourselves and deleted when they came: the one
deletion on a server beside that of ``mailflow forget``. A running daemon leaves them alone.
"""

import secrets
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from mailflow import instance, pack
from mailflow import settings as settings_of
from mailflow.daemon import utc_now
from mailflow.decide.calls import judge
from mailflow.decide.decision import RuleBroken
from mailflow.decide.grants import SECRET_AHEAD
from mailflow.keyring import make_key
from mailflow.mail.imap import ImapAccount, ImapMailbox
from mailflow.mail.mailbox import MailboxError
from mailflow.mail.oauth_client import GrantRefused, GrantUnavailable
from mailflow.mail.transport import Transport, TransportUnavailable
from mailflow.model import Field, Person, Source, Status, Value
from mailflow.pack import Pack, PackWrong
from mailflow.read.adapter import authentication, message
from mailflow.rule import Call
from mailflow.settings import BoxKind, OutKind, Settings, SettingsWrong
from mailflow.store.database import StoreUnavailable
from mailflow.trip import Trip
from mailflow.wiring import (
    GRANT_NAME,
    STORE_NAME,
    grant_of,
    imap_account,
    instance_of,
    mailbox_of,
    open_store,
    pinned,
    transport_of,
)
from mailflow.write import words
from mailflow.write.texts import BrokenText

SAMPLE = 50
"""How many of the newest mails are looked at to learn our server's authserv-id."""

PLUS_SECONDS = 15.0
"""How much longer a mail to a plus-address may take than one to the address itself, at least."""


MOST_FILES = 5
"""So many files that others can read are named."""


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
    yield from _private(settings)
    yield from _grant(settings)
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


def _private(settings: Settings) -> Iterator[Line]:
    """Whether others can read the instance's own files; the grant and the store are looked at in their own lines."""
    secret = (settings.mailbox.password_file, settings.outgoing.password_file, settings.oauth.client_secret_file)
    open_files = [path for path in dict.fromkeys(filter(None, secret)) if _is_open(path)]
    data = [settings.data, *settings.data.rglob("*")] if settings.data.is_dir() else []
    open_files += [path for path in data if path.name not in {STORE_NAME, GRANT_NAME} and _is_open(path)]
    for path in open_files[:MOST_FILES]:
        mode = "700" if path.is_dir() else "600"
        yield Line(Mark.FAILED, "private", f"{path} can be read by others; run chmod {mode} {path}")
    if not open_files:
        yield Line(Mark.FINE, "private", f"only you can read {settings.data} and the password files")


def _is_open(path: Path) -> bool:
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except OSError:  # gone meanwhile, or not there: whoever needs it says so
        return False


def _account(settings: Settings) -> ImapAccount:
    return imap_account(settings, grant_of(settings, utc_now))


def _transport(settings: Settings) -> Transport:
    return transport_of(settings, grant_of(settings, utc_now))


def _grant(settings: Settings) -> Iterator[Line]:
    """Refresh the grant, where one lets us in instead of a password, and say how long it lives."""
    grant = grant_of(settings, utc_now)
    if grant is None:
        return
    if not grant.is_private():
        said = f"{grant.path} can be read by others, who could get in with it; run chmod 600 {grant.path}, then login"
        yield Line(Mark.FAILED, "grant", said)
        return
    try:
        settings.oauth.secret()
    except SettingsWrong as wrong:
        yield Line(Mark.FAILED, "secret", str(wrong))
    try:
        standing = grant.refresh()
    except (GrantRefused, GrantUnavailable) as wrong:
        yield Line(Mark.FAILED, "grant", str(wrong))
        return
    except SettingsWrong:  # the secret, told above: nobody can be asked without it
        return
    lives = f"it ends on {words.day(standing.ends_at.date())}" if standing.ends_at else "its provider names no end"
    given = words.day(standing.granted_at.date())
    yield Line(Mark.FINE, "grant", f"{grant.client.provider.name} refreshes it; it was given on {given}, {lives}")
    expires = settings.oauth.secret_expires
    left = (expires - utc_now().date()).days if expires else None
    if expires is not None and left is not None:
        mark = Mark.FINE if left > SECRET_AHEAD.days else Mark.NOTE if left >= 0 else Mark.FAILED
        yield Line(mark, "secret", f"the client secret runs out on {words.day(expires)} ({left} days); docs/oauth.md")


def _mailbox(settings: Settings) -> Iterator[Line]:
    box = settings.mailbox
    if box.kind is BoxKind.MAILDIR:
        path = box.path
        if path is None or not (path / "new").is_dir():
            yield Line(Mark.FAILED, "mailbox", f"{path} is no Maildir; make its folders new, cur and tmp")
        else:
            yield Line(Mark.FINE, "mailbox", f"Maildir {path}")
        return
    mailbox = mailbox_of(settings, grant_of(settings, utc_now))
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
    transport = _transport(settings)
    try:
        yield Line(Mark.FINE, name, transport.login_check())
    except (TransportUnavailable, MailboxError, SettingsWrong) as wrong:
        yield Line(Mark.FAILED, name, str(wrong))
    finally:
        transport.close()


def _imap_proofs(settings: Settings, folder: Path, *, round_trip: bool, wait: float, pin: bool) -> Iterator[Line]:
    mailbox = ImapMailbox(_account(settings), folder=settings.mailbox.folder, done_folder=None, poll_seconds=2.0)
    try:
        if round_trip and settings.outgoing.kind is OutKind.SMTP:
            yield from _round_trip(settings, folder, mailbox, wait, pin=pin)
        yield from _verdicts(settings, folder, mailbox, pin=pin)
    except MailboxError as wrong:
        yield Line(Mark.FAILED, "imap", str(wrong))
    except SettingsWrong as wrong:
        yield Line(Mark.FAILED, "settings", str(wrong))
    finally:
        mailbox.close()


def _round_trip(settings: Settings, folder: Path, mailbox: ImapMailbox, wait: float, *, pin: bool) -> Iterator[Line]:
    """Send a mail to ourselves and one to a plus-address of ours, wait for them, delete them."""
    plain, plus = Trip(settings.address, settings.address), Trip(settings.address, _plus_address(settings))
    began = utc_now()
    transport = _transport(settings)
    try:
        problem, no_plus = plain.send(transport, began), plus.send(transport, began)
    finally:
        transport.close()
    if problem:
        yield Line(Mark.FAILED, "round trip", problem)
        return
    if not plain.has_come(mailbox, began + timedelta(seconds=wait), utc_now):
        said = f"a mail to {settings.address} was taken by the server and did not come within {wait:.0f} seconds"
        yield Line(Mark.FAILED, "round trip", f"{said}; look for it in the Junk folder, or give --wait more")
        return
    seconds = (utc_now() - began).total_seconds()
    yield Line(Mark.FINE, "round trip", f"a mail to ourselves came back after {seconds:.1f} s and was deleted")
    if plain.has_other_id:
        said = "your mail server gives our mails other Message-IDs, so answers are found by reply token or subject only"
        yield Line(Mark.NOTE, "message-id", f"{said}; without plus-addresses no answer proves its sender")
    if no_plus and not plus.is_refused:
        yield Line(Mark.NOTE, "plus-address", f"not tried: {no_plus}")
        return
    patience = min(wait, max(PLUS_SECONDS, seconds))
    if not no_plus and not plus.has_come(mailbox, utc_now() + timedelta(seconds=patience), utc_now):
        no_plus = f"it did not come within {patience:.0f} seconds"
    yield _plus_addresses(settings, folder, no_plus, pin=pin)


def _plus_address(settings: Settings) -> str:
    local, _, domain = settings.address.rpartition("@")
    return f"{local}+check{secrets.token_hex(3)}@{domain}"


def _plus_addresses(settings: Settings, folder: Path, problem: str, *, pin: bool) -> Line:
    """What the second mail showed. problem: why it did not come, ``""`` where it came."""
    what, is_used, arrives = "plus-address", settings.outgoing.plus_addressing, not problem
    name = f"{settings.address.partition('@')[0]}+word@{settings.domain}"
    if is_used is arrives:
        said = (
            f"{name} arrives, so answers carry a reply token" if arrives else f"{name} does not arrive, and is not used"
        )
        return Line(Mark.FINE, what, said)
    found = f"mail to {name} arrives" if arrives else f"mail to {name} does not arrive ({problem})"
    if pin:
        instance.pin(folder, "outgoing", {"plus_addressing": arrives})
        said = f"outgoing.plus_addressing = {str(arrives).lower()} is written, for the next start"
        return Line(Mark.FINE, what, f"{found}; {said}")
    if arrives:
        return Line(Mark.NOTE, what, f"{found}; run mailflow check --pin to let answers carry a reply token")
    return Line(Mark.FAILED, what, f"{found}, so answers to us would be lost; run mailflow check --pin to use none")


def _sampled(settings: Settings, mailbox: ImapMailbox) -> Iterator[bytes]:
    """Header sections of the newest mails, of the watched folder and of where done mail goes."""
    yield from mailbox.sample_headers(SAMPLE)
    if settings.mailbox.done_folder not in mailbox.folders():
        return
    done = ImapMailbox(_account(settings), folder=settings.mailbox.done_folder, done_folder=None)
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
    if not seen:
        said = (
            "no mail there carries a verdict of your mail server, so none is pinned; reply tokens still prove senders"
        )
        yield Line(Mark.FAILED if pin else Mark.NOTE, "verdicts", said)
        return
    found, count = seen.most_common(1)[0]
    held, name = pinned(settings), _server_name(found)
    if held == found:
        yield Line(Mark.FINE, "verdicts", f"{name}, as pinned, in {count} mails")
    elif pin:
        _pin_server(folder, found)
        yield Line(Mark.FINE, "verdicts", f"pinned {name}, seen in {count} mails")
    elif held[0]:
        said = f"{_server_name(held)} is pinned, but {count} of the newest mails say {name}"
        yield Line(Mark.FAILED, "verdicts", f"{said}; if your provider changed, run mailflow check --pin")
    else:
        said = f"{count} of the newest mails carry verdicts of {name}"
        yield Line(Mark.NOTE, "verdicts", f"{said}; run mailflow check --pin to trust them")


def _preset(server: tuple[str, str]) -> str:
    """The preset that stands for this authserv-id and border host, ``""`` for none."""
    return next((name for name, known in authentication.PRESETS.items() if known == server), "")


def _server_name(server: tuple[str, str]) -> str:
    return _preset(server) or " by ".join(filter(None, server))


def _pin_server(folder: Path, server: tuple[str, str]) -> None:
    """Write whose verdicts count into the settings, by the preset's name where there is one."""
    names = ("authserv_id", "border_host")
    if preset := _preset(server):
        instance.pin(folder, "trust", {"preset": preset}, drop=names)
    else:
        instance.pin(folder, "trust", dict(zip(names, server, strict=True)), drop=("preset",))
