"""Wire an instance together from its settings: lock, secret, store, mailbox, way out, and the pipe's own parts."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from mailflow.mail.imap import ImapAccount, ImapMailbox, SentFolder
from mailflow.mail.mailbox import Mailbox
from mailflow.mail.maildir import MaildirMailbox
from mailflow.mail.smtp import SmtpAccount, SmtpTransport
from mailflow.mail.transport import MaildirTransport, Transport
from mailflow.pack import Pack
from mailflow.pipe import Instance, Pipe, short_name
from mailflow.rule import Desk
from mailflow.settings import BoxKind, OutKind, SentCopy, Settings, SettingsWrong
from mailflow.store.outbox import Outbox
from mailflow.store.store import Store
from mailflow.write.render import Sender
from mailflow.write.texts import Texts

STORE_NAME = "mailflow.sqlite"
KEY_NAME = "key"
LOCK_NAME = "lock"


class AlreadyRunning(Exception):
    """Another daemon holds this instance."""


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold an instance for oneself; the lock goes with the process, however it ends. Raises AlreadyRunning."""
    path = data / LOCK_NAME
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as wrong:
        raise SettingsWrong([_unwritable(path, wrong)]) from wrong
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as wrong:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
            raise AlreadyRunning(
                f"A mailflow already runs on {data} (process {holder}); stop it first, or leave this to it."
            ) from wrong
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def make_key(data: Path) -> bytes:
    """Read the instance's secret, making it the first time (readable by its owner only). Raises SettingsWrong."""
    path = data / KEY_NAME
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_key(path)
        said = path.read_text(encoding="ascii").strip()
    except OSError as wrong:
        raise SettingsWrong([_unwritable(path, wrong)]) from wrong
    if len(said) < 32:
        raise SettingsWrong([f"{path} holds no key; if it was damaged, restore it from your backup, else remove it."])
    return bytes.fromhex(said)


def _write_key(path: Path) -> None:
    """Make the secret under another name first, so that a full disk leaves no half of one."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def _unwritable(path: Path, wrong: OSError) -> str:
    return f"{path} cannot be used ({wrong.strerror}); mailflow must be able to write in that folder."


def open_store(settings: Settings, key: bytes, now: datetime) -> Store:
    """Open the instance's store, making it the first time, now; mail from before its making is never answered.

    INTERNALDATE counts whole seconds (RFC 3501, section 2.3.3), so the making does too: a request that came in the same
    second is answered rather than lost.
    """
    store = Store(settings.data / STORE_NAME, key=key)
    store.init_instance(now.replace(microsecond=0))
    return store


@contextmanager
def reading_store(settings: Settings) -> Iterator[Store]:
    """The store of an instance that exists, for commands that look or repair. Raises SettingsWrong."""
    path = settings.data / STORE_NAME
    if not path.exists():
        raise SettingsWrong([f"There is no store at {path} yet; `mailflow run` or `mailflow once` makes it."])
    store = Store(path, key=make_key(settings.data))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def throwaway_pipe(settings: Settings, pack: Pack) -> Iterator[Pipe]:
    """A pipe to try a mail on: on the instance's store where there is one, else on an empty one; changes nothing."""
    path = settings.data / STORE_NAME
    key = make_key(settings.data) if path.exists() else secrets.token_bytes(32)
    store = Store(path if path.exists() else ":memory:", key=key)
    try:
        yield Pipe(instance_of(settings, pack, key), store, Outbox(store))
    finally:
        store.close()


def instance_of(settings: Settings, pack: Pack, key: bytes) -> Instance:
    """Everything the pipe needs beside its store, from settings, rules and texts."""
    return Instance(
        desk=Desk(
            zone=settings.zone, staff=settings.staff, call_prefix=settings.ref_prefix,
            max_mail_mb=settings.mailbox.max_mb,
        ),
        rules=pack.rules,
        texts=Texts(
            pack.templates, organisation=settings.organisation, address=settings.address, desk_zone=settings.zone
        ),
        sender=Sender(
            address=settings.address, name=settings.organisation,
            plus_addressing=settings.outgoing.plus_addressing, domain=settings.domain,
        ),
        key=key,
        name=short_name(key),
        ours=settings.ours,
        authserv_id=settings.trust.authserv_id or None,
        border_host=settings.trust.border_host or None,
    )  # fmt: skip


def mailbox_of(settings: Settings) -> Mailbox:
    """The mailbox that the settings name; not connected yet."""
    box = settings.mailbox
    if box.kind is BoxKind.MAILDIR:
        return MaildirMailbox(
            _path(box.path), done_folder=box.done_folder, poll_seconds=min(box.poll_seconds, 1.0),
            max_bytes=box.max_mb * 1_000_000,
        )  # fmt: skip
    return ImapMailbox(
        imap_account(settings), folder=box.folder, done_folder=box.done_folder, poll_seconds=box.poll_seconds,
        max_bytes=box.max_mb * 1_000_000,
    )  # fmt: skip


def imap_account(settings: Settings) -> ImapAccount:
    """The IMAP account of ``[mailbox]``; its password is read when it is needed."""
    box = settings.mailbox
    return ImapAccount(
        host=box.host, port=box.server_port, security=str(box.security), user=box.user, password=box.secret,
        ca_file=str(box.ca_file) if box.ca_file else None,
    )  # fmt: skip


def transport_of(settings: Settings) -> Transport:
    """The way out that the settings name; not connected yet."""
    out = settings.outgoing
    if out.kind is OutKind.MAILDIR:
        return MaildirTransport(_path(out.path))
    return SmtpTransport(
        SmtpAccount(
            host=out.host, port=out.server_port, security=str(out.security), user=out.user,
            password=out.secret if out.user else None, ca_file=out.ca_file,
        )
    )  # fmt: skip


def copies_of(settings: Settings) -> SentFolder | None:
    """The Sent folder of the watched mailbox, ``None`` where there is none to ask."""
    if settings.mailbox.kind is not BoxKind.IMAP or settings.outgoing.sent_copy is SentCopy.NONE:
        return None
    return SentFolder(imap_account(settings), folder=settings.outgoing.sent_folder or None)


def _path(path: Path | None) -> Path:
    if path is None:
        raise SettingsWrong(["A Maildir's path is missing in the settings."])
    return path
