"""Play a conversation through the whole program on a throw-away store with an artificial clock (rehearsal contract).

Every mail goes in as raw bytes and every answer comes out as raw bytes, by the same pipe, outbox and postman as in the
daemon; only the mailbox, the mail server and the clock are artificial. Nothing leaves the machine.
"""

import difflib
import email
import email.policy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses
from pathlib import Path

from mailflow import settings as settings_of
from mailflow.conversation import Conversation, Expected, Mail, Passing, Step, Unreadable, moment, parse
from mailflow.decide import calls, facts
from mailflow.mail.transport import Answer, Handover
from mailflow.model import Arrival
from mailflow.pack import Pack
from mailflow.pipe import Pipe
from mailflow.postman import Postman
from mailflow.rehearsed import Author, Out
from mailflow.settings import Settings, SettingsWrong
from mailflow.store.outbox import Outbox
from mailflow.store.rows import MailRow
from mailflow.store.store import Store
from mailflow.wiring import instance_of, pace_of

KEY = b"the key of every rehearsal, fixed"
AUTHSERV_ID = "mx.interoccupy.example"
_HEADERS = ("Auto-Submitted", "Message-ID", "In-Reply-To", "References", "Reply-To")
_MARKS = (">>>", "<<<", "===", "!", "\\")
_MAX_EVENTS = 100_000


class _Server:
    """The artificial mail server: takes everything, remembers it with the time."""

    def __init__(self) -> None:
        self.now = datetime(1970, 1, 1, tzinfo=UTC)
        self.left: list[Out] = []

    def send(self, sender: str, to: str, raw: bytes) -> Answer:  # noqa: ARG002 - a transport's signature
        self.left.append(Out.of(raw, to=to, at=self.now))
        return Answer(outcome=Handover.SENT, code=250, text="2.0.0 rehearsed")

    def login_check(self) -> str:
        """Nobody logs in here."""
        return "rehearsed"

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a rehearsal: the file's steps with the mails that really left after each, and the JSON object."""

    steps: tuple[tuple[Step, tuple[Out, ...]], ...]
    data: Mapping[str, object]

    def differences(self, name: str) -> str:
        """A unified diff from what the file expects to what was sent, ``""`` where they are the same."""
        expected: list[str] = []
        sent: list[str] = []
        for step, outs in self.steps:
            for at in range(max(len(step.expected), len(outs))):
                wanted = step.expected[at] if at < len(step.expected) else None
                if wanted:
                    expected += _shown_expected(wanted)
                if at < len(outs):
                    sent += _shown_out(outs[at], wanted)
            mark = [f"~~~ after line {step.cause.line}"] if step.cause else []
            expected += mark
            sent += mark
        diff = difflib.unified_diff(expected, sent, f"{name} (expected)", f"{name} (sent)", lineterm="", n=4)
        return "\n".join(diff)

    def rewritten(self) -> str:
        """The file with what was really sent in its ``<<<`` parts."""
        lines: list[str] = []
        for step, outs in self.steps:
            own = "\n".join(step.lines).rstrip("\n")
            lines += [own, ""] if own else []
            for at, out in enumerate(outs):
                wanted = step.expected[at] if at < len(step.expected) else None
                lines += [_protected(line) if n else line for n, line in enumerate(_shown_out(out, wanted))]
        return "\n".join(lines).rstrip("\n") + "\n"


class Rehearsal:
    """One conversation being played."""

    def __init__(self, settings: Settings, pack: Pack, folder: Path) -> None:
        self.author = Author(settings, folder)
        self.store = Store(":memory:", key=KEY)
        self.outbox = Outbox(self.store)
        self.server = _Server()
        self.pipe = Pipe(instance_of(settings, pack, KEY), self.store, self.outbox)
        self.postman = Postman(
            self.outbox, self.server, clock=lambda: self.server.now, pace=pace_of(settings), address=settings.address,
            worker="rehearsal",
        )  # fmt: skip
        self.numbers: list[tuple[int, Mail, bytes]] = []

    def play(self, conversation: Conversation, until: datetime | None = None) -> Played:
        """Play every step in order. Raises Unreadable where a step cannot be played."""
        played: list[tuple[Step, tuple[Out, ...]]] = []
        for step in conversation.steps:
            before = len(self.server.left)
            if step.cause is None and not step.expected and not step.lines:
                continue
            if step.cause is not None:
                self._step(step.cause)
            played.append((step, tuple(self.server.left[before:])))
        if until:
            before = len(self.server.left)
            self._pass_until(until.astimezone(UTC))
            late = tuple(self.server.left[before:])
            if late:
                played.append((Step(cause=None), late))
        return Played(tuple(played), self._data())

    def _step(self, cause: Mail | Passing) -> None:
        at = cause.at.astimezone(UTC)
        if self.server.now.year == 1970:
            self.store.init_instance(at - timedelta(minutes=1))
        elif at < self.server.now:
            raise Unreadable(f"line {cause.line}: time cannot go back from {self.server.now:%Y-%m-%d %H:%M} UTC")
        if isinstance(cause, Passing) and cause.is_down:
            self.server.now = at
            self._serve()
            return
        self._pass_until(at)
        if isinstance(cause, Mail):
            number = len(self.numbers) + 1
            raw = self.author.raw(cause, number, self.server.left)
            arrival = Arrival(
                mailbox="rehearsal", uidvalidity="1", uid=str(number), received_at=at, size=len(raw), raw=raw
            )
            [mail_id] = self.store.archive([arrival], at)
            self.numbers.append((mail_id, cause, raw))
            self._serve()

    def _pass_until(self, at: datetime) -> None:
        """Let time pass: what comes due before is done at its own time, in order."""
        for _ in range(_MAX_EVENTS):
            due = min(filter(None, (self.outbox.due_at(), self.store.next_try_at())), default=None)
            if due is None or due > at:
                break
            self.server.now = max(due, self.server.now)
            self._serve()
        self.server.now = max(at, self.server.now)

    def _serve(self) -> None:
        """Do all that can be done at this moment."""
        while self.pipe.work(self.server.now) or self.pipe.telling.of_failures(self.server.now):
            pass
        while self.postman.deliver():
            pass

    # -- what became of it --------------------------------------------------------------------------------------------

    def _data(self) -> dict[str, object]:
        rows = {row.mail_id: row for row in self.store.mails(len(self.numbers) + 1)}
        came = [
            (self.store_time(mail), 0, number, self._mail_in(mail, raw, rows[number]))
            for number, mail, raw in self.numbers
        ]
        went = [(out.at, 1, at, self._mail_out(out)) for at, out in enumerate(self.server.left)]
        return {
            "mails": [data for *_order, data in sorted([*came, *went], key=lambda one: one[:3])],
            "cases": [self._case(ref) for ref in self.store.every_ref()],
        }

    @staticmethod
    def store_time(mail: Mail) -> datetime:
        """When a mail was taken in, UTC."""
        return mail.at.astimezone(UTC)

    def _mail_in(self, mail: Mail, raw: bytes, row: MailRow) -> dict[str, object]:
        parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
        return {
            "at": self.store_time(mail).isoformat(),
            "direction": "in",
            "from": mail.sender.email,
            "to": [address.lower() for _name, address in getaddresses([str(parsed.get("To", ""))])],
            "subject": row.subject,
            "text": mail.text,
            "kind": row.kind or None,
            "case": row.case,
            "disposition": str(row.disposition) if row.disposition else "waiting",
        }

    def _mail_out(self, out: Out) -> dict[str, object]:
        sent = self.store.sent_by_message_id((str(out.parsed["Message-ID"]),))
        return {
            "at": out.at.isoformat(),
            "direction": "out",
            "to": [out.to],
            "cc": [part.strip() for part in str(out.parsed.get("Cc", "")).split(",") if part.strip()],
            "subject": out.subject,
            "text": out.text,
            "template": sent.template if sent else "",
            "case": sent.case if sent else None,
            "attachments": [str(part.get_filename()) for part in out.parsed.iter_attachments()],
            "headers": {name: str(out.parsed[name]) if out.parsed[name] else None for name in _HEADERS},
        }

    def _case(self, ref: str) -> dict[str, object]:
        story = self.store.story(ref)
        assert story is not None
        call = self.store.call(ref) if story.case.kind == "call" else None
        findings = self.store.findings(ref)
        texts = self.pipe.instance.texts
        return {
            "ref": ref,
            "kind": story.case.kind,
            "status": str(story.case.status),
            "blockers": list(calls.blockers(call, findings)) if call else [],
            "fields": {key: facts.printed(one) for key, one in call.fields.items()} if call else {},
            "missing": list(facts.missing(call)) if call else [],
            "unclear": sorted(call.unclear) if call else [],
            "findings": [
                {"rule": one.rule, "outcome": str(one.outcome), "text": texts.finding(one)} for one in findings
            ],
            "history": [
                {
                    "at": row.at.isoformat(),
                    "actor": row.event.actor,
                    "what": row.event.what,
                    "from": str(row.event.before) if row.event.before else None,
                    "to": str(row.event.after) if row.event.after else None,
                    "proof": row.event.proof,
                }
                for row in story.history
            ],
        }


def rehearse(path: Path, settings: Settings, pack: Pack, until: str | None = None) -> Played:
    """Play one file. settings: the instance's own; the file's ``!`` lines change them. Raises Unreadable."""
    try:
        conversation = parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as wrong:
        raise Unreadable(f"{path} cannot be read ({wrong})") from wrong
    changes = [one.change for one in conversation.settings]
    if not settings.trust.authserv_id:
        changes[:0] = ["trust.preset=", f"trust.authserv_id={AUTHSERV_ID}", f"trust.border_host={AUTHSERV_ID}"]
    try:
        own = settings_of.changed(settings, changes)
    except SettingsWrong as wrong:
        raise Unreadable(" ".join(wrong.problems)) from wrong
    rehearsal = Rehearsal(own, pack, path.parent)
    try:
        return rehearsal.play(conversation, moment(until) if until else None)
    finally:
        rehearsal.store.close()


def _shown_expected(wanted: Expected) -> list[str]:
    head = [f"{name}: {' '.join(value.split())}" for name, value in wanted.headers]
    return [f"<<< {wanted.to}", *head, "", *_tidied(wanted.text), ""]


def _shown_out(out: Out, wanted: Expected | None) -> list[str]:
    names = [name for name, _value in wanted.headers] if wanted and wanted.headers else ["Subject"]
    head = [f"{name}: {' '.join(str(out.parsed.get(name, '')).split())}".rstrip() for name in names]
    return [f"<<< {out.to}", *head, "", *_tidied(out.text), ""]


def _tidied(text: str) -> Sequence[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def _protected(line: str) -> str:
    return f"\\{line}" if line.startswith(_MARKS) else line
