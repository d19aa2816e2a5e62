"""Holding what ``mailflow explain --json`` says of a mail against the truth that a careful person wrote beside it.

A truth names the kind, the keys read with certainty, those about which nothing was said, and those to ask back.
``either`` lists for a key the outcomes that are all right: a value, or ``UNCLEAR``, ``MISSING``, ``ABSENT``.
``asks`` lists keys where the reader is known to ask more than it must.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from mailflow.explain import explain
from mailflow.pack import Pack, load
from mailflow.pipe import Pipe

MAILS = Path(__file__).parent / "mails"
NOW = datetime(2026, 11, 22, tzinfo=UTC)

DEFAULTS: Mapping[str, object] = {"length": 90, "public": True, "list": "no", "emergency": False, "recurrence": None}
"""What may be given or left out (reading contract, "Settled details")."""
COMPUTED = frozenset({"start", "contact"})
"""Given by other values; compared only where the truth speaks of them."""


class Verdict(StrEnum):
    """What became of one key."""

    RIGHT = "right"
    WRONG = "wrong value"
    NEEDLESS = "needless question"  # certain in truth, asked or lost by the reader
    MISSED = "missed question"  # to be asked in truth, not asked by the reader


@dataclass(frozen=True, slots=True)
class Verdicts:
    """One mail against its truth: the kind, and every key that the truth or the reader speaks of."""

    mail: Path
    kind: tuple[str, str]
    keys: tuple[tuple[str, Verdict, object, object], ...]

    @property
    def kind_is_right(self) -> bool:
        """Whether the kind is the one in truth."""
        return self.kind[0] == self.kind[1]

    def count(self, verdict: Verdict) -> int:
        """How many keys ended so."""
        return sum(one == verdict for _, one, _, _ in self.keys)

    def faults(self) -> Iterator[str]:
        """Each difference as a line for a person."""
        if not self.kind_is_right:
            yield f"kind: should be {self.kind[0]}, was {self.kind[1]}"
        for key, verdict, should, was in self.keys:
            if verdict is not Verdict.RIGHT:
                yield f"{verdict}: {key}: should be {_shown(should)}, was {_shown(was)}"


def _shown(value: object) -> str:
    return value if isinstance(value, str) and value.isupper() else json.dumps(value, ensure_ascii=False)


def truths(folder: Path = MAILS) -> list[Path]:
    """Every mail that has a truth beside it, in this folder and below it."""
    return sorted(
        mail
        for mail in folder.rglob("*.eml")
        if (beside := mail.with_suffix(".json")).exists() and "who" in json.loads(beside.read_text())
    )


def pack() -> Pack:
    """The rules and texts that come with the program."""
    return load()


def told(pipe: Pipe, raw: bytes) -> Mapping[str, Any]:
    """The contract's object for one mail, and the addresses that failed where it is a bounce."""
    found = explain(pipe, raw, received_at=None, now=NOW)
    return {**found.data, "failed": found.failed}


def judge(mail: Path, said: Mapping[str, Any]) -> Verdicts:
    """Hold what the reader said of a mail against the truth beside it."""
    truth = json.loads(mail.with_suffix(".json").read_text())
    keys = []
    if truth["kind"] == said["kind"]:
        for key in sorted(_keys(truth, said)):
            should, was = _should(truth, key), _was(said, key)
            keys.append((key, _verdict(key, should, was), should[0] if len(should) == 1 else should, was))
        if sorted(truth.get("failed", said["failed"])) != sorted(said["failed"]):
            keys.append(("failed", Verdict.WRONG, truth["failed"], list(said["failed"])))
    return Verdicts(mail, (truth["kind"], str(said["kind"])), tuple(keys))


def _keys(truth: Mapping[str, Any], said: Mapping[str, Any]) -> set[str]:
    return {
        key for one in (truth, said) for part in ("fields", "missing", "unclear", "either") for key in one.get(part, ())
    }


def _should(truth: Mapping[str, Any], key: str) -> list[object]:
    """Every outcome that is right for a key."""
    if key in truth.get("either", {}):
        return list(truth["either"][key])
    if key in truth.get("fields", {}):
        return [truth["fields"][key]]
    if key in truth.get("unclear", {}):
        return ["UNCLEAR"]
    return ["MISSING" if key in truth.get("missing", ()) else "ABSENT"]


def _was(said: Mapping[str, Any], key: str) -> object:
    if key in said["fields"]:
        return said["fields"][key]
    if key in said["unclear"]:
        return "UNCLEAR"
    return "MISSING" if key in said["missing"] else "ABSENT"


_OPEN = ("UNCLEAR", "MISSING", "ABSENT")


def _verdict(key: str, should: Sequence[object], was: object) -> Verdict:
    if any(_same(key, one, was) for one in should):
        return Verdict.RIGHT
    is_asked = isinstance(was, str) and was in _OPEN
    if not is_asked:
        if should == ["ABSENT"] and (key in COMPUTED or (key in DEFAULTS and was == DEFAULTS[key])):
            return Verdict.RIGHT
        return Verdict.WRONG
    certain = any(not (isinstance(one, str) and one in _OPEN) for one in should)
    if certain:
        if was == "ABSENT" and key in DEFAULTS and any(one == DEFAULTS[key] for one in should):
            return Verdict.RIGHT
        return Verdict.NEEDLESS
    if was == "ABSENT":
        return Verdict.MISSED
    return Verdict.RIGHT if "ABSENT" not in should else Verdict.NEEDLESS


def _same(key: str, should: object, was: object) -> bool:
    return bool(_plain(key, should) == _plain(key, was))


def _plain(key: str, value: object) -> object:
    """A value without what the contract leaves open: a list for one contact, a phone's hyphens, folded white space."""
    if isinstance(value, dict):
        phone = re.sub(r"\D", "", value.get("phone") or "")[-10:] or None
        return (value.get("name"), (value.get("email") or "").lower() or None, phone)
    if isinstance(value, list):
        if key == "contact" and len(value) == 1:
            return _plain(key, value[0])
        return tuple(_plain(key, one) for one in value)
    if isinstance(value, str) and key == "body":
        return re.sub(r"\n{2,}", "\n\n", "\n".join(line.strip() for line in value.splitlines())).strip()
    if isinstance(value, str) and key == "phone":
        return re.sub(r"\D", "", value)[-10:] or value
    return " ".join(value.split()) if isinstance(value, str) else value
