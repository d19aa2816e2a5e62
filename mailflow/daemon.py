"""The daemon: the only place that reads the clock and runs the pipe on a mailbox and a way out.

One thread watches the mailbox and decides; another empties the outbox, with connections and a store of its own; a
third removes what was kept long enough. The mailbox's IDLE is a hint, the store is the truth: after every wait
everything new is fetched by UID. Nothing calls the daemon.
"""

import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from mailflow import log
from mailflow.decide.grants import GrantState
from mailflow.keyring import make_key, reply_keys
from mailflow.mail.mailbox import Backoff, LoginRefused, Mailbox, MailboxUnavailable
from mailflow.mail.transport import TransportUnavailable
from mailflow.pack import Pack
from mailflow.pipe import Pipe
from mailflow.postman import Postman
from mailflow.settings import SentCopy, Settings
from mailflow.store.outbox import Outbox
from mailflow.store.retention import Retention, is_due
from mailflow.store.store import Store, StoreUnavailable
from mailflow.wiring import (
    copies_of,
    days_of,
    grant_of,
    held,
    instance_of,
    mailbox_of,
    open_store,
    pace_of,
    transport_of,
)
from mailflow.write.texts import BrokenText

FETCH_AT_ONCE = 200
WAIT_SECONDS = 25 * 60.0
OUTBOX_TICK_SECONDS = 30.0
TROUBLE_SECONDS = 30.0
HOUSE_TICK_SECONDS = 15 * 60.0
HOUSE_REST_SECONDS = 0.05


def utc_now() -> datetime:
    """The time, UTC. The one clock of the program."""
    return datetime.now(UTC)


class Watched(Protocol):
    """Where somebody may look on: told of each batch that was decided and each mail that left. The demo does."""

    def __call__(self) -> None:
        """Something happened; look at the store."""


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
        self.instance = instance_of(settings, pack, self.key, reply_keys(settings.data))
        self.grant = grant_of(settings, clock)
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
            workers = [
                threading.Thread(target=self._or_stop, args=(work,), name=name)
                for name, work in (("postman", self._post), ("housekeeper", self._keep_house))
            ]
            for worker in workers:
                worker.start()
            try:
                self._watch()
            finally:
                self.stop()
                for worker in workers:
                    worker.join()
                log.event("daemon.stopped")
            if self.broken is not None:
                raise self.broken

    def once(self) -> int:
        """Fetch, decide, send what is due, and end; how many mails were decided.

        Raises AlreadyRunning, and what keeps the mailbox or the way out from being used; mails stay where they are.
        """
        with held(self.settings.data):
            mailbox = mailbox_of(self.settings, self.grant)
            store = open_store(self.settings, self.key, self.clock())
            postman = self._postman(Outbox(store))
            try:
                pipe = Pipe(self.instance, store, Outbox(store))
                self._warn(postman, pipe)
                decided = self._pass(mailbox, pipe, store)
                postman.outbox.recover(self.clock())
                self._deliver(postman, pipe)
                self._tidy(store)
                return decided
            finally:
                mailbox.close()
                postman.close()
                store.close()

    # -- the first thread: fetch and decide ------------------------------------------------------------------------

    def _watch(self) -> None:
        """Fetch, decide, file, wait; whatever fails is waited out and tried again."""
        mailbox = mailbox_of(self.settings, self.grant)
        backoff = Backoff(random.Random())  # noqa: S311 - jitter, no secret
        store = open_store(self.settings, self.key, self.clock())
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
            transport_of(self.settings, self.grant),
            clock=self.clock,
            copies=copies_of(self.settings, self.grant),
            keeps_copies=self.settings.outgoing.sent_copy is SentCopy.APPEND,
            pace=pace_of(self.settings),
            address=self.settings.address,
            worker=f"postman-{os.getpid()}",
        )

    def _or_stop(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as wrong:  # noqa: BLE001 - told by ``run``, in the thread that can
            self.broken = wrong
            self.stop()

    def _post(self) -> None:
        """Send what is due, wait to be told or for the next due time; whatever fails is waited out."""
        store = open_store(self.settings, self.key, self.clock())
        outbox = Outbox(store)
        outbox.recover(self.clock())  # this instance is ours alone: whoever sent before us is gone
        postman = self._postman(outbox)
        pipe = Pipe(self.instance, store, outbox)
        backoff = Backoff(random.Random())  # noqa: S311 - jitter, no secret
        try:
            while not self.stopped:
                self.signals.posted.clear()
                try:
                    self._tend(pipe)
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
        while postman.deliver(lambda: self.stopped) or pipe.telling.of_failures(self.clock()):
            self.watched()

    # -- the third thread: what was kept long enough goes ----------------------------------------------------------

    def _keep_house(self) -> None:
        """Once a day remove what is due, in small steps with rests between them; whatever fails is waited out."""
        store = open_store(self.settings, self.key, self.clock())
        try:
            while not self.stopped:
                try:
                    self._tidy(store, rest=HOUSE_REST_SECONDS)
                    self.signals.stop.wait(HOUSE_TICK_SECONDS)
                except StoreUnavailable as wrong:
                    self._pause("retention.waits", wrong, TROUBLE_SECONDS)
        finally:
            store.close()

    def _tidy(self, store: Store, rest: float = 0) -> None:
        """Remove what is due, where a day is over since that was done last."""
        if not is_due(store, self.clock()):
            return
        retention = Retention(store, days_of(self.settings))
        removed = 0
        while not self.stopped and (count := retention.step(self.clock())):
            removed += count
            self.signals.stop.wait(rest)
        if self.stopped:
            return
        retention.finish(self.clock())
        if removed:
            log.event("retention.removed", rows=removed)

    # -- the grant, where there is one instead of a password -------------------------------------------------------

    def _tend(self, pipe: Pipe) -> int:
        """Refresh the grant where that is due, and tell staff what they must know of it; how many mails that makes."""
        standing = self.grant.tend() if self.grant is not None else None
        if self.grant is None or standing is None:
            return 0
        needs_it = self.settings.uses_grant(self.settings.outgoing)
        state = GrantState(
            provider=self.grant.client.provider.name, account=self.grant.client.account,
            granted_at=standing.granted_at, ends_at=standing.ends_at, refused_at=standing.refused_at,
            refused_why=standing.refused_why, needs_login=standing.needs_login,
            secret_expires=self.settings.oauth.secret_expires,
            can_send=not needs_it or self.clock() < standing.expires_at,
        )  # fmt: skip
        return pipe.telling.of_grant(state, self.clock())

    def _warn(self, postman: Postman, pipe: Pipe) -> None:
        """Let staff know of the grant before anything else: a pass that cannot get in sends nothing later."""
        if self._tend(pipe):
            try:
                self._deliver(postman, pipe)
            except (LoginRefused, TransportUnavailable) as wrong:
                log.trouble("outgoing.unavailable", why=wrong)

    def _until_post(self, outbox: Outbox) -> float:
        due = outbox.due_at()
        if due is None:
            return OUTBOX_TICK_SECONDS
        return min(OUTBOX_TICK_SECONDS, max(0.05, (due - self.clock()).total_seconds()))
