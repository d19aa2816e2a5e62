"""What staff are told beside the answers to mails: what could not be delivered, what waits, how long we are let in."""

from datetime import datetime

from mailflow.decide import bounces, limits
from mailflow.decide.decision import Decision
from mailflow.decide.grants import GrantState, grant_news
from mailflow.decide.staff import waiting
from mailflow.letters import Letters, owner_of
from mailflow.model import Disposition
from mailflow.store.codec import instant
from mailflow.store.outbox import ANSWERS_WAIT, Outbox
from mailflow.store.rows import OutgoingRow
from mailflow.store.rows import State as OutState
from mailflow.store.store import Store
from mailflow.understanding import Understanding
from mailflow.wired import Instance

GRANT_TOLD = "grant told"
"""Under which name the store keeps what staff were told of the grant."""

WAITING_TOLD = "answers wait told"
"""Under which name the store keeps when staff were last told that automatic answers have to wait."""


class Telling:
    """The news of an instance for its staff, each told once."""

    def __init__(self, instance: Instance, store: Store, outbox: Outbox) -> None:
        self._instance = instance
        self._store = store
        self._outbox = outbox
        self._letters = Letters(instance, store, outbox)
        self._understanding = Understanding(instance, store)

    def of_failures(self, now: datetime) -> int:
        """Tell staff, once each, of mails of ours that were refused for good or given up after a week.

        An address that the server knows nothing of is marked, and the contact's other one is tried; once a day staff
        hear that automatic answers have to wait.
        """
        unsettled = self._outbox.unsettled()
        if unsettled:
            with self._store.transaction():
                for row in unsettled:
                    self._undelivered(row, now)
                    self._outbox.told(row.number)
        return len(unsettled) + self._tell_of_waiting(now)

    def _undelivered(self, row: OutgoingRow, now: datetime) -> None:
        sent, desk = self._store.sent_by_number(row.number), self._instance.desk
        if sent is None:
            return
        is_staff = desk.is_staff(row.to.lower())
        if is_staff or (row.state is OutState.REFUSED and bounces.is_about_address(row.answer)):
            self._store.mark_failed(row.to, row.answer, now)
        if is_staff:
            for reply in bounces.to_other_staff(sent, desk, self._understanding.absent()):
                self._letters.post(reply, None, now)
            return
        call = self._understanding.call(row.case)
        again = bounces.sent_again(sent, call, desk, self._understanding.failing(call))
        replies = (*bounces.told(sent, row.answer, owner_of(call, self._instance.desk), again), *again)
        decision = Decision(disposition=Disposition.RECORDED, why="", case=row.case, replies=replies)
        for reply in self._letters.within_reach(decision, call.requester if call else "", now).replies:
            self._letters.post(reply, None, now, by=call.requester if call else "")

    def _tell_of_waiting(self, now: datetime) -> int:
        """Tell staff, once a day, that more automatic answers are due than leave in an hour (protocol 8.37)."""
        waits, told = self._store.recall(ANSWERS_WAIT), self._store.recall(WAITING_TOLD)
        owner = owner_of(None, self._instance.desk)
        if waits is None or owner is None or (told is not None and instant(waits) < instant(told) + limits.DAY):
            return 0
        domains = self._outbox.answers_waiting()
        with self._store.transaction():
            self._store.remember(WAITING_TOLD, waits)
            self._letters.post(
                waiting(count=sum(domains.values()), domains=list(domains)[:3], owner=owner, now=now), None, now
            )
        return 1

    def of_grant(self, state: GrantState, now: datetime) -> int:
        """Tell all of the staff, once each, what they must know of the grant that lets us in; how many were told."""
        staff = self._instance.desk.staff
        told = 0
        for news in grant_news(state, staff, now):
            name = f"{GRANT_TOLD}.{news.what}"
            if (self._store.recall(name) or "") == news.cause:
                continue
            with self._store.transaction():
                self._store.remember(name, news.cause)
                for reply in news.replies:
                    self._letters.post(reply, None, now)
            told += len(news.replies)
        return told
