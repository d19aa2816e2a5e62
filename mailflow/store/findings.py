"""What the rules found: kept open until it is no longer found, so that only the difference is mailed."""

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Row

from mailflow.model import Finding, Outcome
from mailflow.store.codec import dump_facts, load_facts, stamp
from mailflow.store.database import Database


class Findings:
    """The part of the store that holds findings. A finding's identity is its case, its rule and its key."""

    db: Database

    def findings(self, ref: str) -> tuple[Finding, ...]:
        """The open findings of a case, in the order they were opened."""
        rows = self.db.rows("SELECT * FROM finding WHERE case_ref = ? AND closed_at IS NULL ORDER BY id", (ref,))
        return tuple(to_finding(row) for row in rows)

    def save_findings(
        self, ref: str, findings: Sequence[Finding], at: datetime
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Make these the open findings of a case; returns what this opened and what it closed.

        One that stays open takes the new outcome and facts without being opened anew. Raises ``ValueError`` where two
        of them have one identity, ``TypeError`` for a fact that is none, ``RuntimeError`` outside a transaction.
        """
        self.db.require_transaction()
        found = {(one.rule, one.key): one for one in findings}
        if len(found) != len(findings):
            raise ValueError(f"{_repeated(findings)} more than once: every finding of a rule needs a key of its own")
        rows = self.db.rows("SELECT * FROM finding WHERE case_ref = ? AND closed_at IS NULL ORDER BY id", (ref,))
        before = {(row["rule"], row["key"]): row for row in rows}
        for identity, row in before.items():
            if identity in found:
                self._update(row, found[identity])
            else:
                self.db.write("UPDATE finding SET closed_at = ? WHERE id = ?", (stamp(at), row["id"]))
        opened = tuple(one for identity, one in found.items() if identity not in before)
        for one in opened:
            self.db.write(
                "INSERT INTO finding (case_ref, rule, key, outcome, facts, opened_at) VALUES (?, ?, ?, ?, ?, ?)",
                (ref, one.rule, one.key, one.outcome, dump_facts(one.facts), stamp(at)),
            )
        return opened, tuple(to_finding(row) for identity, row in before.items() if identity not in found)

    def _update(self, row: Row, new: Finding) -> None:
        facts = dump_facts(new.facts)
        if (row["outcome"], row["facts"]) != (new.outcome, facts):
            self.db.write("UPDATE finding SET outcome = ?, facts = ? WHERE id = ?", (new.outcome, facts, row["id"]))


def to_finding(row: Row) -> Finding:
    """Read a finding's row back."""
    return Finding(Outcome(row["outcome"]), row["key"], load_facts(row["facts"]), row["rule"])


def _repeated(findings: Sequence[Finding]) -> str:
    seen: set[tuple[str, str]] = set()
    for one in findings:
        if (one.rule, one.key) in seen:
            return f"rule {one.rule!r} found {one.key!r}"
        seen.add((one.rule, one.key))
    return ""
