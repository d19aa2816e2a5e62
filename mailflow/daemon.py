"""The daemon: the only place that reads the clock, opens the mailbox and the store, and runs the pipe.

One thread watches the mailbox and decides; another empties the outbox, with connections and a store of its own. The
mailbox's IDLE is a hint, the store is the truth: after every wait everything new is fetched by UID. Nothing calls the
daemon.
"""

import fcntl
import os
import random
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from mailflow import log
from mailflow.mail.imap import ImapAccount, ImapMailbox, SentFolder
from mailflow.mail.mailbox import Backoff, LoginRefused, Mailbox, MailboxUnavailable
from mailflow.mail.maildir import MaildirMailbox
from mailflow.mail.smtp import SmtpAccount, SmtpTransport
from mailflow.mail.transport import MaildirTransport, Transport, TransportUnavailable
from mailflow.pack import Pack
from mailflow.pipe import Instance, Pipe, short_name
from mailflow.postman import Postman
from mailflow.rule import Desk
from mailflow.settings import BoxKind, OutKind, Security, SentCopy, Settings, SettingsWrong
from mailflow.store.outbox import Outbox
from mailflow.store.store import Store, StoreUnavailable
from mailflow.write.render import Sender
from mailflow.write.texts import BrokenText, Texts

STORE_NAME = "mailflow.sqlite"
KEY_NAME = "key"
LOCK_NAME = "lock"
FETCH_AT_ONCE = 200
WAIT_SECONDS = 25 * 60.0
OUTBOX_TICK_SECONDS = 30.0
TROUBLE_SECONDS = 30.0


def utc_now() -> datetime:
    """The time, UTC. The one clock of the program."""
    return datetime.now(UTC)


class AlreadyRunning(Exception):
    """Another daemon holds this instance."""


class Watched(Protocol):
    """Where somebody may look on: told of each batch that was decided and each mail that left. The demo does."""

    def __call__(self) -> None:
        """Something happened; look at the store."""


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold an instance for oneself; the lock goes with the process, however it ends. Raises AlreadyRunning."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / LOCK_NAME
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
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
    """Read the instance's secret, making it the first time (readable by its owner only)."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / KEY_NAME
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
    said = path.read_text(encoding="ascii").strip()
    if len(said) < 32:
        raise SettingsWrong([f"{path} holds no key; if it was damaged, restore it from your backup, else remove it."])
    return bytes.fromhex(said)


def open_store(settings: Settings, key: bytes) -> Store:
    """Open the instance's store, making it the first time; mail from before its making is never answered.

    INTERNALDATE counts whole seconds (RFC 3501, section 2.3.3), so the making does too: a request that came in the same
    second is answered rather than lost.
    """
    store = Store(settings.data / STORE_NAME, key=key)
    store.init_instance(utc_now().replace(microsecond=0))
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
        host=box.host, port=box.server_port, security=_word(box.security), user=box.user, password=box.secret,
        ca_file=str(box.ca_file) if box.ca_file else None,
    )  # fmt: skip


def transport_of(settings: Settings) -> Transport:
    """The way out that the settings name; not connected yet."""
    out = settings.outgoing
    if out.kind is OutKind.MAILDIR:
        return MaildirTransport(_path(out.path))
    return SmtpTransport(
        SmtpAccount(
            host=out.host, port=out.server_port, security=_word(out.security), user=out.user,
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


def _word(security: Security) -> str:
    return str(security)


@dataclass(slots=True)
class _Signals:
    """What the two threads tell one another."""

    stop: threading.Event
    posted: threading.Event


class Daemon:
    """One instance, watched and served. ``run`` until ``stop``; ``once`` makes one pass.

    clock: the time, UTC; watched: called after each batch that was decided and each that was sent, from either thread.
    """

    def __init__(
        self,
        settings: Settings,
        pack: Pack,
        *,
        clock: Callable[[], datetime] = utc_now,
        watched: Watched | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.watched = watched or (lambda: None)
        self.key = make_key(settings.data)
        self.instance = instance_of(settings, pack, self.key)
        self.signals = _Signals(threading.Event(), threading.Event())
        self.broken: BaseException | None = None

    def stop(self) -> None:
        """Ask for an orderly end: the mail in hand is finished. Safe to call from a signal handler or a thread."""
        self.signals.stop.set()
        self.signals.posted.set()

    @property
    def stopped(self) -> bool:
        """Whether an end was asked for."""
        return self.signals.stop.is_set()

    def run(self) -> None:
        """Serve until ``stop``.

        Raises AlreadyRunning, and whatever nobody expected, from either thread: a daemon that does half its work must
        end, so that it is seen and started again.
        """
        with held(self.settings.data):
            log.event("daemon.started", address=self.settings.address, mailbox=self.settings.mailbox.kind)
            postman = threading.Thread(target=self._post_or_stop, name="postman")
            postman.start()
            try:
                self._watch()
            finally:
                self.stop()
                postman.join()
                log.event("daemon.stopped")
            if self.broken is not None:
                raise self.broken

    def once(self) -> int:
        """Fetch, decide, send what is due, and end; how many mails were decided.

        Raises AlreadyRunning, and what keeps the mailbox or the way out from being used; mails stay where they are.
        """
        with held(self.settings.data):
            mailbox = mailbox_of(self.settings)
            store = open_store(self.settings, self.key)
            postman = self._postman(Outbox(store))
            try:
                pipe = Pipe(self.instance, store, Outbox(store))
                decided = self._pass(mailbox, pipe, store)
                postman.outbox.recover(self.clock())
                self._deliver(postman, pipe)
                return decided
            finally:
                mailbox.close()
                postman.close()
                store.close()

    # -- the first thread: fetch and decide ------------------------------------------------------------------------

    def _watch(self) -> None:
        """Fetch, decide, file, wait; whatever fails is waited out and tried again."""
        mailbox = mailbox_of(self.settings)
        backoff = Backoff(random.Random())  # noqa: S311 - jitter, no secret
        store = open_store(self.settings, self.key)
        pipe = Pipe(self.instance, store, Outbox(store))
        try:
            while not self.stopped:
                try:
                    self._pass(mailbox, pipe, store)
                    backoff.reset()
                    mailbox.wait(self._until_due(store), lambda: self.stopped)
                except LoginRefused as wrong:
                    self._pause("mailbox.login_refused", wrong, backoff.seconds_after(wrong))
                except MailboxUnavailable as wrong:
                    self._pause("mailbox.unavailable", wrong, backoff.seconds_after(wrong))
                except (StoreUnavailable, BrokenText) as wrong:
                    self._pause("pipe.waits", wrong, TROUBLE_SECONDS)
        finally:
            mailbox.close()
            store.close()

    def _pass(self, mailbox: Mailbox, pipe: Pipe, store: Store) -> int:
        """Archive everything new, decide everything that waits, file what is done; how many were decided."""
        decided = self._settle(pipe)
        while not self.stopped:
            taken = self._take(mailbox, pipe, store)
            decided += self._settle(pipe)
            self._file(mailbox, store)
            if taken < FETCH_AT_ONCE:
                break
        return decided

    def _take(self, mailbox: Mailbox, pipe: Pipe, store: Store) -> int:
        """Archive what is new, a batch at most, in transactions of bounded size; how many arrived."""
        arrivals = mailbox.arrivals(
            store.made_at,
            lambda validity: store.position(mailbox.name, validity),
            lambda validity, uids: store.known_uids(mailbox.name, validity, uids),
            FETCH_AT_ONCE,
        )
        taken = pipe.take_in(arrivals, self.clock())
        if taken:
            log.event("mail.archived", mails=taken)
        return taken

    def _settle(self, pipe: Pipe) -> int:
        decided = 0
        while not self.stopped and (count := pipe.work(self.clock())):
            decided += count
            self.signals.posted.set()
            self.watched()
        return decided

    def _file(self, mailbox: Mailbox, store: Store) -> None:
        """Move what is decided out of the watched folder; decoration only, the store is the truth."""
        while rows := store.unfiled(mailbox.name, FETCH_AT_ONCE):
            by_validity: dict[str, list[str]] = {}
            for _mail_id, validity, uid in rows:
                by_validity.setdefault(validity, []).append(uid)
            for validity, uids in by_validity.items():
                mailbox.file_done(validity, uids)
            store.filed([mail_id for mail_id, _validity, _uid in rows])

    def _until_due(self, store: Store) -> float:
        """How long to wait for mail: until a mail that was set aside is to be tried again, at most WAIT_SECONDS."""
        due = store.next_try_at()
        if due is None:
            return WAIT_SECONDS
        return min(WAIT_SECONDS, max(0.1, (due - self.clock()).total_seconds()))

    def _pause(self, what: str, wrong: Exception, seconds: float) -> None:
        log.trouble(what, why=wrong, seconds=round(seconds))
        self.signals.stop.wait(seconds)

    # -- the second thread: send -----------------------------------------------------------------------------------

    def _postman(self, outbox: Outbox) -> Postman:
        return Postman(
            outbox,
            transport_of(self.settings),
            clock=self.clock,
            copies=copies_of(self.settings),
            keeps_copies=self.settings.outgoing.sent_copy is SentCopy.APPEND,
            per_hour=self.settings.outgoing.per_hour,
            worker=f"postman-{os.getpid()}",
        )

    def _post_or_stop(self) -> None:
        try:
            self._post()
        except BaseException as wrong:  # noqa: BLE001 - told by ``run``, in the thread that can
            self.broken = wrong
            self.stop()

    def _post(self) -> None:
        """Send what is due, wait to be told or for the next due time; whatever fails is waited out."""
        store = open_store(self.settings, self.key)
        outbox = Outbox(store)
        outbox.recover(self.clock())  # this instance is ours alone: whoever sent before us is gone
        postman = self._postman(outbox)
        pipe = Pipe(self.instance, store, outbox)
        backoff = Backoff(random.Random())  # noqa: S311 - jitter, no secret
        try:
            while not self.stopped:
                self.signals.posted.clear()
                try:
                    self._deliver(postman, pipe)
                    backoff.reset()
                    self.signals.posted.wait(self._until_post(outbox))
                except LoginRefused as wrong:
                    self._pause("outgoing.login_refused", wrong, backoff.seconds_after(wrong))
                except TransportUnavailable as wrong:
                    self._pause("outgoing.unavailable", wrong, backoff.seconds_after(wrong))
                except StoreUnavailable as wrong:
                    self._pause("outbox.waits", wrong, TROUBLE_SECONDS)
        finally:
            postman.close()
            store.close()

    def _deliver(self, postman: Postman, pipe: Pipe) -> None:
        """Send all that is due, and then what staff must be told of it."""
        while postman.deliver(lambda: self.stopped) or pipe.tell_staff_of_failures(self.clock()):
            self.watched()

    def _until_post(self, outbox: Outbox) -> float:
        due = outbox.due_at()
        if due is None:
            return OUTBOX_TICK_SECONDS
        return min(OUTBOX_TICK_SECONDS, max(0.05, (due - self.clock()).total_seconds()))
