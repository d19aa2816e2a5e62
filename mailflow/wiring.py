"""Wire an instance together from its settings: lock, secret, store, mailbox, way out, and the pipe's own parts."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from mailflow.decide.limits import Pace
from mailflow.keyring import make_key, reply_keys
from mailflow.mail.imap import ImapAccount, ImapMailbox, SentFolder
from mailflow.mail.mailbox import Mailbox
from mailflow.mail.maildir import MaildirMailbox
from mailflow.mail.oauth import Grant
from mailflow.mail.oauth_client import Client, Provider, google, microsoft
from mailflow.mail.smtp import SmtpAccount, SmtpTransport
from mailflow.mail.sweep import ImapSweep, MaildirSweep, Place, Sweep
from mailflow.mail.transport import MaildirTransport, Transport
from mailflow.pack import Pack
from mailflow.pipe import Pipe
from mailflow.read.adapter import authentication
from mailflow.rule import Desk
from mailflow.settings import BoxKind, OAuthProvider, OutKind, SentCopy, Settings, SettingsWrong
from mailflow.store.outbox import Outbox
from mailflow.store.retention import Days
from mailflow.store.store import Store
from mailflow.wired import Instance, short_name
from mailflow.write.render import Sender
from mailflow.write.texts import Texts

STORE_NAME = "mailflow.sqlite"
LOCK_NAME = "lock"
GRANT_NAME = "grant.json"


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


def _unwritable(path: Path, wrong: OSError) -> str:
    return f"{path} cannot be used ({wrong.strerror}); mailflow must be able to write in that folder."


def open_store(settings: Settings, key: bytes, now: datetime) -> Store:
    """Open the instance's store, making it the first time, now; mail from before its making is never answered.

    INTERNALDATE counts whole seconds (RFC 3501, section 2.3.3), so the making does too: a request that came in the same
    second is answered rather than lost.
    """
    store = Store(settings.data / STORE_NAME, key=key)
    store.init_instance(now.replace(microsecond=0))
    store.set_staff(settings.staff_people, now)
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
    ring = reply_keys(settings.data) if path.exists() else ()
    store = Store(path if path.exists() else ":memory:", key=key)
    try:
        yield Pipe(instance_of(settings, pack, key, ring), store, Outbox(store))
    finally:
        store.close()


def instance_of(settings: Settings, pack: Pack, key: bytes, ring: tuple[bytes, ...] = ()) -> Instance:
    """Everything the pipe needs beside its store, from settings, rules and texts.

    key: the instance's secret; ring: the keys of its reply tokens, newest first, the secret itself where there is none.
    """
    authserv_id, border_host = pinned(settings)
    return Instance(
        desk=Desk(
            zone=settings.zone, staff=tuple(dict.fromkeys(settings.staff_people.values())),
            also={one: first for one, first in settings.staff_people.items() if one != first}, ours=settings.ours,
            call_prefix=settings.ref_prefix, max_mail_mb=settings.mailbox.max_mb,
        ),
        rules=pack.rules,
        texts=Texts(
            pack.templates, organisation=settings.organisation, address=settings.address, desk_zone=settings.zone
        ),
        sender=Sender(
            address=settings.address, name=settings.organisation,
            plus_addressing=settings.outgoing.plus_addressing, domain=settings.domain,
        ),
        keys=ring or (key,),
        name=short_name(key),
        ours=settings.ours,
        authserv_id=authserv_id or None,
        border_host=border_host or None,
    )  # fmt: skip


def pace_of(settings: Settings) -> Pace:
    """How much leaves in an hour."""
    limits = settings.limits
    return Pace(
        mails=settings.outgoing.per_hour, answers=limits.answers_per_hour, answers_to_domain=limits.answers_per_domain
    )


def pinned(settings: Settings) -> tuple[str, str]:
    """Whose verdicts about a sender count: authserv-id and border host, ``""`` for none; a preset stands for both."""
    trust = settings.trust
    return authentication.PRESETS[trust.preset] if trust.preset else (trust.authserv_id, trust.border_host)


def grant_of(settings: Settings, clock: Callable[[], datetime]) -> Grant | None:
    """The grant that lets us in where there is no password, ``None`` where nothing needs one."""
    accounts = [one for one in (settings.mailbox, settings.outgoing) if settings.uses_grant(one)]
    if not accounts:
        return None
    oauth = settings.oauth
    client = Client(
        provider=_provider(settings), client_id=oauth.client_id, account=accounts[0].user, secret=oauth.secret
    )
    return Grant(client, settings.data / GRANT_NAME, clock=clock)


def _provider(settings: Settings) -> Provider:
    oauth = settings.oauth
    match oauth.provider:
        case OAuthProvider.GOOGLE:
            known = google()
        case OAuthProvider.MICROSOFT:
            known = microsoft(oauth.tenant)
        case _:
            known = Provider(
                name=urlsplit(oauth.token_url).hostname or oauth.token_url, authorize_url=oauth.authorize_url,
                token_url=oauth.token_url, device_url=oauth.device_url, scope=oauth.scope,
            )  # fmt: skip
    return replace(known, redirect=oauth.redirect) if oauth.redirect else known


def mailbox_of(settings: Settings, grant: Grant | None) -> Mailbox:
    """The mailbox that the settings name; not connected yet. grant: from ``grant_of``."""
    box = settings.mailbox
    if box.kind is BoxKind.MAILDIR:
        return MaildirMailbox(
            _path(box.path), done_folder=box.done_folder, poll_seconds=min(box.poll_seconds, 1.0),
            max_bytes=box.max_mb * 1_000_000,
        )  # fmt: skip
    return ImapMailbox(
        imap_account(settings, grant), folder=box.folder, done_folder=box.done_folder, poll_seconds=box.poll_seconds,
        max_bytes=box.max_mb * 1_000_000,
    )  # fmt: skip


def imap_account(settings: Settings, grant: Grant | None) -> ImapAccount:
    """The IMAP account of ``[mailbox]``; its password is read when it is needed. grant: from ``grant_of``."""
    box = settings.mailbox
    return ImapAccount(
        host=box.host, port=box.server_port, security=str(box.security), user=box.user, password=box.secret,
        grant=grant if settings.uses_grant(box) else None, ca_file=str(box.ca_file) if box.ca_file else None,
    )  # fmt: skip


def transport_of(settings: Settings, grant: Grant | None) -> Transport:
    """The way out that the settings name; not connected yet. grant: from ``grant_of``."""
    out = settings.outgoing
    if out.kind is OutKind.MAILDIR:
        return MaildirTransport(_path(out.path))
    return SmtpTransport(
        SmtpAccount(
            host=out.host, port=out.server_port, security=str(out.security), user=out.user,
            password=out.secret if out.user else None, grant=grant if settings.uses_grant(out) else None,
            ca_file=out.ca_file,
        )
    )  # fmt: skip


def copies_of(settings: Settings, grant: Grant | None) -> SentFolder | None:
    """The Sent folder of the watched mailbox, ``None`` where there is none to ask. grant: from ``grant_of``."""
    if settings.mailbox.kind is not BoxKind.IMAP or settings.outgoing.sent_copy is SentCopy.NONE:
        return None
    return SentFolder(imap_account(settings, grant), folder=settings.outgoing.sent_folder or None)


def sweeps_of(settings: Settings, grant: Grant | None) -> list[Sweep]:
    """The folders that we file into, and the watched one, for ``mailflow forget``. grant: from ``grant_of``."""
    box, out = settings.mailbox, settings.outgoing
    found: list[Sweep] = []
    if box.kind is BoxKind.MAILDIR:
        found.append(MaildirSweep(_path(box.path), Place.WATCHED))
        found.append(MaildirSweep(_path(box.path) / f".{box.done_folder.removeprefix('.')}", Place.DONE))
    else:
        account = imap_account(settings, grant)
        found.append(ImapSweep(account, box.folder, Place.WATCHED))
        found.append(ImapSweep(account, box.done_folder, Place.DONE))
        if out.sent_copy is not SentCopy.NONE:
            found.append(ImapSweep(account, out.sent_folder or None, Place.SENT))
    if out.kind is OutKind.MAILDIR:
        found.append(MaildirSweep(_path(out.path), Place.SENT))
    return found


def days_of(settings: Settings) -> Days:
    """How long what is kept."""
    privacy = settings.privacy
    return Days(raw=privacy.raw_days, phones=privacy.phone_days, people=privacy.people_days)


def _path(path: Path | None) -> Path:
    if path is None:
        raise SettingsWrong(["A Maildir's path is missing in the settings."])
    return path
