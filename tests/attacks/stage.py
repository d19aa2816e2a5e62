r"""Plays attacks: a scene with open cases and questions, then one attack, then what it brought about.

An attack is a conversation as ``mailflow rehearse`` plays it (``.txt``), or one raw mail (``.eml``, in which ``\x00``
stands for that byte). In both, ``TOKEN(larry@example.org)`` stands for the Reply-To of the newest mail that this
address got from us and ``ID(larry@example.org)`` for its Message-ID; a part of its subject may stand behind the
address.
"""

import copy
import re
import sqlite3
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Self

from mailflow import pack
from mailflow import settings as settings_of
from mailflow.conversation import Conversation, Mail, parse
from mailflow.rehearse import AUTHSERV_ID, Rehearsal
from mailflow.rehearsed import Author, Out

HERE = Path(__file__).parent
KNOWN = ("larry@example.org", "pat@pat.example", "kim@kim.example", "ana@desk.example", "bo@desk.example")
"""Whom the scene is about: requesters, then staff."""
FORMER = "cy@desk.example"
"""Was one of the staff."""
AT = "2027-03-02 10:00 America/New_York"
"""When an attack of a single mail is received."""

_NAMED = re.compile(rb"(TOKEN|ID)\(([^\s()]+@[^\s()]+)(?: ([^()]*))?\)")
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One row of the table.

    group, who, how: for a person; file: beside this module; sender: for a raw mail, the words of its ``>>>`` line;
    outcome: what must come of it; never: what no mail to people outside the staff may hold;
    nowhere: what no mail may hold; checks: what stops it.
    """

    name: str
    group: str
    who: str
    how: str
    file: str
    sender: str
    checks: tuple[str, ...]
    outcome: "Outcome"
    never: tuple[str, ...]
    nowhere: tuple[str, ...]

    @property
    def text(self) -> str:
        """The conversation to play."""
        if self.file.endswith(".eml"):
            return f">>> {AT} {self.sender} file:{self.file}\n"
        return (HERE / self.file).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an attack brought about.

    changed: what is another now of the cases and addresses there were; opened: new cases; mails: template and receiver
    of each mail that left; became: how the handling of each mail of the attack ended.
    """

    changed: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    became: tuple[str, ...] = ()


@cache
def table() -> tuple[Attack, ...]:
    """Every attack, in the order of the table."""
    data = tomllib.loads((HERE / "table.toml").read_text(encoding="utf-8"))
    return tuple(_attack(group, row) for group in data["group"] for row in group["attack"])


def _attack(group: Mapping[str, str], row: Mapping[str, str | list[str]]) -> Attack:
    def listed(name: str) -> tuple[str, ...]:
        return tuple(row.get(name, ()))

    def said(name: str) -> str:
        return str(row.get(name, ""))

    outcome = Outcome(
        changed=listed("changed"), opened=listed("opened"), mails=listed("mails"), became=listed("became")
    )
    return Attack(
        name=said("name"), group=group["name"], who=group["who"], how=said("how"), file=said("file"),
        sender=said("sender"), checks=listed("checks"), outcome=outcome, never=listed("never"),
        nowhere=listed("nowhere"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Attacker(Author):
    """Makes the mails of an attack."""

    def raw(self, mail: Mail, number: int, left: Sequence[Out]) -> bytes:
        """The bytes of one mail in, with what stands for tokens and ids of ours put in."""
        made = Author.raw(self, mail, number, left)
        if mail.word("file"):
            made = _BYTE.sub(lambda found: bytes([int(found[1], 16)]), made)
        return _NAMED.sub(lambda found: _of_ours(found, left), made)


def _of_ours(found: "re.Match[bytes]", left: Sequence[Out]) -> bytes:
    to, subject = found[2].decode(), (found[3] or b"").decode()
    out = next(one for one in reversed(left) if one.to == to and subject in one.subject)
    if found[1] == b"ID":
        return str(out.parsed["Message-ID"]).encode()
    return str(out.parsed["Reply-To"]).rpartition("<")[2].rstrip(">").encode()


class Stage:
    """A rehearsal as it stands after the scene."""

    def __init__(self, *, plus_addressing: bool = True) -> None:
        scene = parse((HERE / "scene.txt").read_text(encoding="utf-8"))
        changes = [f"outgoing.plus_addressing={str(plus_addressing).lower()}", *(one.change for one in scene.settings)]
        trust = ["trust.preset=", f"trust.authserv_id={AUTHSERV_ID}", f"trust.border_host={AUTHSERV_ID}"]
        settings = settings_of.without_instance([*trust, *changes])
        self.rehearsal = Rehearsal(settings, _pack(), HERE)
        self.rehearsal.author = _Attacker(settings, HERE)
        self.store = self.rehearsal.store
        if plus_addressing:
            self._set(scene, settings.staff_people)
        else:
            self._play(scene, settings.staff_people)
        self.before = self.facts()
        self.refs_before = self.refs()
        self.sent_before = len(self.rehearsal.server.left)
        self.mails_before = len(self.rehearsal.numbers)

    def _set(self, scene: Conversation, staff: Mapping[str, str]) -> None:
        """Make the scene from a copy where it was played before: playing it takes ten times as long."""
        if not _PLAYED:
            self._play(scene, staff)
            server = self.rehearsal.server
            kept = sqlite3.connect(":memory:")
            self.store.db.connection.backup(kept)
            _PLAYED.append((kept, server.now, copy.copy(server.left), copy.copy(self.rehearsal.numbers)))
        stored, now, left, numbers = _PLAYED[0]
        stored.backup(self.store.db.connection)
        self.rehearsal.server.now = now
        self.rehearsal.server.left = copy.copy(left)
        self.rehearsal.numbers = copy.copy(numbers)

    def _play(self, scene: Conversation, staff: Mapping[str, str]) -> None:
        self.rehearsal.play(scene)
        self.store.set_staff({**staff, FORMER: FORMER}, self.rehearsal.server.now)
        self.store.set_staff(staff, self.rehearsal.server.now)

    def play(self, text: str) -> Outcome:
        """Play an attack, and say what it brought about."""
        self.rehearsal.play(parse(text))
        return self.outcome()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.store.close()

    @property
    def sent(self) -> list[Out]:
        """Every mail of ours that left since the scene's end."""
        return self.rehearsal.server.left[self.sent_before :]

    @property
    def came(self) -> list[bytes]:
        """Every mail of the attack."""
        return [raw for _mail_id, _mail, raw in self.rehearsal.numbers[self.mails_before :]]

    def outcome(self) -> Outcome:
        """What came about since the scene's end."""
        now = self.facts()
        rows = {row.mail_id: row for row in self.store.mails(1000)}
        attack = self.rehearsal.numbers[self.mails_before :]
        keys = [one for one in {**self.before, **now} if one in self.before or one.split()[0] in self.refs_before]
        changed = [(key, self.before.get(key), now.get(key)) for key in keys if self.before.get(key) != now.get(key)]
        return Outcome(
            changed=tuple(f"{key}: {before} -> {after}" for key, before, after in changed),
            opened=tuple(ref for ref in self.refs() if ref not in self.refs_before),
            mails=_counted(f"{self.template(out)} to {out.to}{self._from_nobody(out)}" for out in self.sent),
            became=_counted(str(rows[mail_id].disposition or "waits") for mail_id, _mail, _raw in attack),
        )

    def _from_nobody(self, out: Out) -> str:
        """Says so where a mail leaves with the null reverse-path."""
        row = self.store.db.row("SELECT sender FROM outbox WHERE message_id = ?", (str(out.parsed["Message-ID"]),))
        return "" if row is None or row["sender"] else ", with the null sender"

    def template(self, out: Out) -> str:
        """The text that a mail of ours was written from."""
        sent = self.store.sent_by_message_id((str(out.parsed["Message-ID"]),))
        return sent.template if sent else "unknown"

    def refs(self) -> list[str]:
        """Every case there is, closed ones too."""
        return [row["ref"] for row in self.store.db.rows("SELECT ref FROM cases ORDER BY ref")]

    def facts(self) -> dict[str, str]:
        """All of every case but its history, and what is noted of the addresses that the scene is about."""
        found: dict[str, str] = {}
        for ref in self.refs():
            file = self.store.case_file(ref)
            assert file is not None
            fields, doubts = self.store.known(ref)
            told: dict[str, object] = {
                "status": file.status,
                "owner": file.owner,
                "requester": file.requester,
                "colleagues": sorted(self.store.colleagues(ref)),
                "findings": [f"{one.rule}:{one.key}:{one.outcome}" for one in self.store.findings(ref)],
                **{key: one.value for key, one in fields.items()},
                **{f"{key}?": one.said for key, one in doubts.items()},
            }
            found |= {f"{ref} {key}": str(value) for key, value in told.items()}
        for address in KNOWN:
            found[f"{address} silent"] = str(self.store.is_silent(address))
            found[f"{address} failing"] = str(self.store.is_failing(address))
        return found


_PLAYED: list[tuple[sqlite3.Connection, datetime, list[Out], list[tuple[int, Mail, bytes]]]] = []


@cache
def _pack() -> pack.Pack:
    return pack.load()


def _counted(said: Iterable[str]) -> tuple[str, ...]:
    """Each once in the order of the first, with how often behind it where that is more than once."""
    return tuple(one if many == 1 else f"{one}, {many} times" for one, many in Counter(said).items())
