"""The outbox: mails of ours from the decision that caused them to the server's last word.

A worker leases a few, sends them with no transaction open, and notes each answer in a transaction of its own. A worker
that dies leaves its leases to run out; such a letter comes back marked as ambiguous, because nobody knows whether the
server has it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Row

from mailflow.decide.limits import HOUR, Pace, domain_of
from mailflow.store.codec import instant, stamp
from mailflow.store.reports import to_outgoing
from mailflow.store.rows import Letter, OutgoingRow, State
from mailflow.store.store import Store

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
)
"""How long a letter rests after its first, second, ... failed try; the last one again and again."""

GIVE_UP_AFTER = timedelta(days=7)
"""From the first try on; RFC 5321, section 4.5.4.1, asks for 4 to 5 days at least."""

JITTER = 0.1
"""A rest is longer by up to this part of it, so that letters that failed together do not come back together."""

ANSWERS_WAIT = "answers wait"
"""Under which name the store keeps when automatic answers last had to wait."""

SENDER_WANTED = "sender wanted"
"""Under which name the store keeps when the server last refused the null reverse-path."""

SENDER_WANTED_FOR = timedelta(days=30)

UNLIMITED = Pace(answers=0, answers_to_domain=0)

_HELD = (
    "EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.case_ref = o.case_ref AND earlier.receiver = o.receiver"
    " AND earlier.due_at IS NOT NULL AND earlier.number < o.number)"
)
"""An unsettled earlier mail of the same case to the same person holds a later one back (protocol 8.26)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter before it is in the outbox.

    number: from ``next_number``; key: what caused it, so that one cause sends one template to one person once; to,
    sender: the envelope's addresses; case, mail_id: what it is about and which mail it answers; asked: the keys it asks
    for; automatic: it counts for the receiver's daily cap; priority: lower goes first; not_before: when it may leave,
    at once where that is ``None``; subject, text: for people to read; raw: as it goes over the wire; thread: the mail
    of ours that its thread began with, ``None`` where it begins one.
    """

    number: int
    key: str
    template: str
    to: str
    sender: str
    purpose: str
    automatic: bool
    priority: int
    message_id: str
    raw: bytes
    text: str
    subject: str = ""
    case: str | None = None
    mail_id: int | None = None
    asked: tuple[str, ...] = ()
    not_before: datetime | None = None
    thread: int | None = None


class Outbox:
    """The outbox of a store. What stands in it is settled once: sent, refused or given up."""

    def __init__(self, store: Store) -> None:
        self._db = store.db

    def next_number(self) -> int:
        """Take the number of the next letter, so that its Message-ID and token can be made before its text.

        Raises ``RuntimeError`` outside a transaction; a rollback gives the number back.
        """
        self._db.write("UPDATE sequence SET used = used + 1 WHERE name = 'outgoing'")
        row = self._db.row("SELECT used FROM sequence WHERE name = 'outgoing'")
        assert row is not None, "the migration has put the sequence there"
        return int(row["used"])

    def put(self, letter: NewLetter, at: datetime) -> bool:
        """Put a letter into the outbox. Raises ``RuntimeError`` outside a transaction.

        Returns False, and changes nothing, when it was put there before.
        """
        row: dict[str, str | int | None] = {
            "number": letter.number,
            "cause": letter.key,
            "template": letter.template,
            "receiver": letter.to,
            "case_ref": letter.case,
            "mail_id": letter.mail_id,
            "purpose": letter.purpose,
            "asked": json.dumps(letter.asked),
            "subject": letter.subject,
            "message_id": letter.message_id,
            "sender": letter.sender,
            "is_automatic": letter.automatic,
            "priority": letter.priority,
            "enqueued_at": stamp(at),
            "state": State.WAITING,
            "due_at": stamp(letter.not_before or at),
            "thread": letter.thread or letter.number,
        }
        added = self._db.write(
            f"INSERT INTO outbox ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608 - its own names
            " ON CONFLICT (cause, template, receiver) DO NOTHING",
            tuple(row.values()),
        )
        if added != 1:
            return False
        self._db.write(
            "INSERT INTO letter (number, text, raw) VALUES (?, ?, ?)", (letter.number, letter.text, letter.raw)
        )
        return True

    def lease(
        self, worker: str, now: datetime, limit: int, seconds: int = 300, *, pace: Pace = UNLIMITED
    ) -> list[Letter]:
        """Take letters that are due, for so many seconds; committed before this returns.

        By priority, then age. An unsettled earlier letter of the same case to the same person holds a later one back;
        a refused one does not. A letter whose lease ran out while it was with a worker comes back as ambiguous.
        Automatic answers beyond the pace become due at the first moment when one may leave again (protocol 8.37).
        """
        with self._db.transaction():
            left = self._answers_left(pace, now)
            self._put_off_answers(pace.free_at(left, now), now)
            rows = self._db.rows(
                "SELECT o.number, o.message_id, o.sender, o.receiver, o.attempts, o.is_automatic, l.raw,"  # noqa: S608 - a constant
                " o.is_ambiguous OR o.state = 'sending' AS is_ambiguous"
                " FROM outbox AS o INDEXED BY outbox_turn JOIN letter AS l ON l.number = o.number"
                f" WHERE o.due_at IS NOT NULL AND o.due_at <= ? AND NOT {_HELD}"
                " ORDER BY o.priority, o.number LIMIT ?",
                (stamp(now), limit),
            )
            rows = [row for row in rows if not row["is_automatic"] or _leaves(row["receiver"], left, pace, now)]
            for row in rows:
                self._db.write(
                    "UPDATE outbox SET state = 'sending', worker = ?, leased_at = ?, due_at = ?, is_ambiguous = ?"
                    " WHERE number = ?",
                    (worker, stamp(now), stamp(now + timedelta(seconds=seconds)), row["is_ambiguous"], row["number"]),
                )
        return [_letter(row) for row in rows]

    def _answers_left(self, pace: Pace, now: datetime) -> list[tuple[str, datetime]]:
        """The domains and times of the automatic answers that left within the hour, and of those that leave now."""
        if not (pace.answers or pace.answers_to_domain):
            return []
        rows = self._db.rows(
            "SELECT receiver, settled_at AS left_at FROM outbox INDEXED BY outbox_left"
            " WHERE is_automatic = 1 AND state = 'sent' AND settled_at > ?",
            (stamp(now - HOUR),),
        )
        rows += self._db.rows(
            "SELECT receiver, leased_at AS left_at FROM outbox INDEXED BY outbox_sending"
            " WHERE state = 'sending' AND is_automatic = 1 AND due_at > ?",
            (stamp(now),),
        )
        return [(domain_of(row["receiver"]), instant(row["left_at"])) for row in rows]

    def _put_off_answers(self, free_at: Mapping[str, datetime], now: datetime) -> None:
        """Let the answers that are due wait, all of them or those to a domain, and note that they do."""
        waits = sum(
            self._db.write(
                "UPDATE outbox SET due_at = ? WHERE due_at IS NOT NULL AND due_at <= ? AND is_automatic = 1"
                " AND state = 'waiting' AND (? = '' OR lower(substr(receiver, instr(receiver, '@') + 1)) = ?)",
                (stamp(at), stamp(now), domain, domain),
            )
            for domain, at in free_at.items()
        )
        if waits:
            self._db.write(
                "INSERT INTO instance VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (ANSWERS_WAIT, stamp(now)),
            )

    def wants_sender(self, now: datetime) -> bool:
        """Whether the server took no mail with the null reverse-path when it was last tried, within a month."""
        row = self._db.row("SELECT value FROM instance WHERE name = ?", (SENDER_WANTED,))
        return row is not None and now < instant(row["value"]) + SENDER_WANTED_FOR

    def note_sender_wanted(self, now: datetime) -> None:
        """Note that the server takes mail with a sender only."""
        self._db.change(
            "INSERT INTO instance VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (SENDER_WANTED, stamp(now)),
        )

    def answers_waiting(self) -> Mapping[str, int]:
        """How many automatic answers are to leave yet, by the domain they go to, the most first."""
        rows = self._db.rows(
            "SELECT lower(substr(receiver, instr(receiver, '@') + 1)) AS domain, count(*) AS letters FROM outbox"
            " INDEXED BY outbox_due WHERE due_at IS NOT NULL AND is_automatic = 1"
            " GROUP BY domain ORDER BY letters DESC, domain"
        )
        return {row["domain"]: row["letters"] for row in rows}

    def release(self, worker: str) -> int:
        """Give back what this worker has leased and not begun to send; returns how many that were."""
        with self._db.joined():
            return self._db.change(
                "UPDATE outbox SET state = 'waiting', worker = NULL, due_at = leased_at"
                " WHERE worker = ? AND state = 'sending'",
                (worker,),
            )

    def recover(self, now: datetime) -> int:
        """Take back every lease, at once: whoever held one is dead. Returns how many that were; all are ambiguous.

        Only for the start of the one program that may run on an instance.
        """
        with self._db.joined():
            return self._db.change(
                "UPDATE outbox SET state = 'waiting', worker = NULL, due_at = min(due_at, ?), is_ambiguous = 1"
                " WHERE state = 'sending'",
                (stamp(now),),
            )

    def sent(self, number: int, answer: str, at: datetime) -> None:
        """Note that the server took the letter; answer: its reply. Raises ``LookupError`` for an unknown number.

        It holds whatever was noted before: who has a letter has it.
        """
        with self._db.joined():
            self._attempt(number, "sent", answer, at)
            self._db.write(
                "UPDATE outbox SET state = 'sent', settled_at = ?, answer = ?, due_at = NULL, worker = NULL,"
                " is_untold = 0 WHERE number = ? AND state <> 'sent'",
                (stamp(at), answer, number),
            )

    def refused(self, number: int, answer: str, at: datetime) -> None:
        """Note that the server refused the letter for good (5yz); staff are to be told.

        A letter that is settled stays as it is. Raises ``LookupError`` for an unknown number.
        """
        with self._db.joined():
            self._attempt(number, "refused", answer, at)
            self._settle(number, State.REFUSED, answer, at)

    def deferred(self, number: int, answer: str, at: datetime) -> bool:
        """Note that the letter could not be handed over yet (4yz, or no connection); answer: what was said.

        It rests as ``BACK_OFF`` says. Returns False when it is given up: a week is over since the first try; staff are
        to be told. Raises ``LookupError`` for an unknown number.
        """
        with self._db.joined():
            return self._put_off(number, "deferred", answer, at)

    def doubted(self, number: int, answer: str, at: datetime) -> bool:
        """Note that the connection broke between the letter and the server's reply to it: the server may have it.

        As ``deferred``, but the letter comes back as ambiguous. Raises ``LookupError`` for an unknown number.
        """
        with self._db.joined():
            is_kept = self._put_off(number, "doubted", answer, at)
            self._db.write("UPDATE outbox SET is_ambiguous = 1 WHERE number = ? AND state <> 'sent'", (number,))
            return is_kept

    def due_at(self) -> datetime | None:
        """When the next letter becomes due (it may be past), ``None`` while none waits.

        A letter that is held back by an earlier one is not looked at; one that is leased becomes due when its lease
        runs out.
        """
        row = self._db.row(
            "SELECT o.due_at FROM outbox AS o INDEXED BY outbox_due"  # noqa: S608 - a constant
            f" WHERE o.due_at IS NOT NULL AND NOT {_HELD} ORDER BY o.due_at LIMIT 1"
        )
        return instant(row["due_at"]) if row else None

    def sent_since(self, since: datetime) -> int:
        """How many letters the server took since then, for the provider's cap."""
        row = self._db.row(
            "SELECT count(*) AS letters FROM outbox WHERE state = 'sent' AND settled_at >= ?", (stamp(since),)
        )
        return int(row["letters"]) if row else 0

    def waiting_count(self) -> int:
        """How many letters are neither sent nor refused nor given up."""
        row = self._db.row("SELECT count(*) AS letters FROM outbox WHERE due_at IS NOT NULL")
        return int(row["letters"]) if row else 0

    def unsettled(self) -> list[OutgoingRow]:
        """The letters that were refused or given up and of which staff were not told yet, oldest first."""
        rows = self._db.rows("SELECT * FROM outbox WHERE is_untold = 1 ORDER BY number")
        return [to_outgoing(row) for row in rows]

    def told(self, number: int) -> None:
        """Note that staff were told of this letter; best in the transaction that puts the mail to them."""
        with self._db.joined():
            self._db.change("UPDATE outbox SET is_untold = 0 WHERE number = ?", (number,))

    def _attempt(self, number: int, outcome: str, answer: str, at: datetime) -> Row:
        """Log one try and count it; returns the letter's row after it."""
        row = self._db.row(
            "UPDATE outbox SET attempts = attempts + 1, first_tried_at = coalesce(first_tried_at, ?)"
            " WHERE number = ? RETURNING *",
            (stamp(at), number),
        )
        if row is None:
            raise LookupError(f"there is no letter {number} in the outbox")
        self._db.write(
            "INSERT INTO attempt (number, tried_at, outcome, answer) VALUES (?, ?, ?, ?)",
            (number, stamp(at), outcome, answer),
        )
        return row

    def _put_off(self, number: int, outcome: str, answer: str, at: datetime) -> bool:
        """Log a try that settled nothing; False when the letter is given up."""
        row = self._attempt(number, outcome, answer, at)
        if row["due_at"] is None:
            return bool(row["state"] != State.GIVEN_UP)  # settled by another worker: this try changes nothing
        first = instant(row["first_tried_at"])
        if at - first >= GIVE_UP_AFTER:
            self._settle(number, State.GIVEN_UP, answer, at)
            return False
        due = min(at + rest(number, row["attempts"]), first + GIVE_UP_AFTER)
        self._db.write(
            "UPDATE outbox SET state = 'waiting', worker = NULL, due_at = ?, answer = ? WHERE number = ?",
            (stamp(due), answer, number),
        )
        return True

    def _settle(self, number: int, state: State, answer: str, at: datetime) -> None:
        self._db.write(
            "UPDATE outbox SET state = ?, settled_at = ?, answer = ?, due_at = NULL, worker = NULL, is_untold = 1"
            " WHERE number = ? AND due_at IS NOT NULL",
            (state, stamp(at), answer, number),
        )


def _leaves(receiver: str, left: list[tuple[str, datetime]], pace: Pace, now: datetime) -> bool:
    """Whether one more answer may leave now, and if so count it."""
    domain = domain_of(receiver)
    free = pace.free_at(left, now)
    if "" in free or (domain and domain in free):
        return False
    left.append((domain, now))
    return True


def rest(number: int, attempts: int) -> timedelta:
    """How long a letter rests after so many tries: ``BACK_OFF``, longer by a part that its number decides."""
    base = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
    # Knuth's multiplicative hash spreads neighbouring numbers; the same letter gets the same rest in every run.
    share = (number * 2654435761 + attempts * 40503) % 1000 / 1000
    return base * (1 + JITTER * share)


def _letter(row: Row) -> Letter:
    return Letter(
        number=row["number"],
        message_id=row["message_id"],
        sender=row["sender"],
        to=row["receiver"],
        raw=bytes(row["raw"]),
        attempts=row["attempts"],
        is_ambiguous=bool(row["is_ambiguous"]),
    )
