"""How a call request lives: opened, completed by answers, sent again (protocol, section 3.1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.decide import facts
from mailflow.decide.decision import Incoming, RuleBroken, Rules
from mailflow.decide.identity import PEOPLE_KEYS
from mailflow.model import NEED_HELP, Field, Finding, Outcome, Reading, Source, Status
from mailflow.read.settle import merge, settle
from mailflow.rule import Call, Desk

RESENT_WITHIN = timedelta(days=14)
"""How long after a request the same one counts as sent again (protocol, case 27)."""


def judge(call: Call, desk: Desk, rules: Rules, now: datetime) -> tuple[Finding, ...]:
    """Everything the organisation's rules find in a call, in their order. Raises RuleBroken."""
    found: list[Finding] = []
    for name, check in rules:
        try:
            found += [replace(finding, rule=name) for finding in check(call, desk, now)]
        except Exception as wrong:  # a rule is its organisation's own code: whatever it raises is told by its name
            raise RuleBroken(f"The rule {name} raised {type(wrong).__name__}: {wrong}") from wrong
    twice = [one for at, one in enumerate(found) if (one.rule, one.key) in {(o.rule, o.key) for o in found[:at]}]
    if twice:
        raise RuleBroken(f"The rule {twice[0].rule} found {twice[0].key!r} twice; each finding needs a key of its own.")
    return tuple(found)


def status_of(call: Call, findings: Sequence[Finding]) -> Status:
    """Incomplete while the requester still owes an answer, else in review."""
    owes = facts.missing(call) or call.unclear or any(f.outcome is Outcome.ASK for f in findings)
    return Status.INCOMPLETE if owes else Status.REVIEW


def blockers(call: Call, findings: Sequence[Finding]) -> tuple[str, ...]:
    """What stands in the way of scheduling, as ``role:backup``, ``help:tech``, ``zone`` (protocol, section 3)."""
    open_keys = {*facts.missing(call), *call.unclear}
    open_keys |= {f.key for f in findings if f.outcome is Outcome.ASK}
    found = [f"role:{role}" for role in ("facilitator", "backup", "tech") if role in open_keys]
    if call.value("tech") == NEED_HELP:
        found.append("help:tech")
    if "tz" in open_keys:
        found.append("zone")
    if "date" in call.unclear and "past" in call.unclear["date"].why:
        found.append("date-in-past")
    return tuple(found)


def opened(incoming: Incoming, ref: str, owner: str | None) -> Call:
    """The call that a request begins. Its lead time counts from the first receipt (protocol N7).

    A subject that says urgent claims an emergency until the requester says no (protocol N8, E5).
    """
    reading = incoming.reading
    fields = dict(reading.fields)
    if reading.asks_emergency and "emergency" not in fields.keys() | reading.unclear.keys():
        said = incoming.message.subject
        fields["emergency"] = Field("emergency", True, Source("subject", 0, "urgent", said))
    return Call(
        ref=ref,
        status=Status.INCOMPLETE,
        requester=incoming.sender,
        asked_at=incoming.received_at,
        fields=fields,
        unclear=reading.unclear,
        owner=owner,
    )


def with_answer(call: Call, incoming: Incoming) -> Call:
    """The call after the values of an answer were merged into it and settled with what was known.

    Lead time is counted anew only when the answer moves the day earlier (protocol N7, 8.27).
    """
    fields, unclear = merge(call.fields, call.unclear, incoming.reading)
    settled = settle(fields, unclear, sent=incoming.received_at)
    after = replace(call, fields=settled.fields, unclear=settled.unclear)
    moved_earlier = call.date is not None and after.date is not None and after.date < call.date
    return replace(after, asked_at=incoming.received_at) if moved_earlier else after


def needs_proof(call: Call, incoming: Incoming) -> bool:
    """Whether what a mail says of a call needs more than an address: the call is complete, or somebody is replaced.

    To add what was asked for, the address of somebody named or a person where there was none, takes nothing away; nor
    does a mail that says what is known.
    """
    after = with_answer(call, incoming)
    if call.status is Status.INCOMPLETE:
        return any(_is_replaced(call, after, key) for key in PEOPLE_KEYS)
    changes_nothing = not facts.changes(call, after) and call.unclear == after.unclear
    return call.status is not Status.REVIEW or not changes_nothing


def _is_replaced(before: Call, after: Call, key: str) -> bool:
    """Whether somebody who can be reached does not stand there any more."""
    ways = {way for person in after.persons(key) for way in (person.email, person.phone) if way}
    known = [person for person in before.persons(key) if person.is_reachable]
    return any(not {person.email, person.phone} & ways for person in known)


def says_something(reading: Reading) -> bool:
    """Whether a mail holds any line of the form in its author's words, certain or not."""
    return any(f.source.is_said for f in reading.fields.values()) or bool(reading.unclear)


def sent_again(incoming: Incoming, calls: Sequence[Call]) -> Call | None:
    """The sender's open call that this request repeats, ``None`` for a new one (protocol, case 27).

    It repeats a call where title and day are the same, or where one of them was said in neither and the other is the
    same and nothing that both say differs.
    """
    for call in calls:
        if incoming.received_at - call.asked_at > RESENT_WITHIN:
            continue
        if _same(call, incoming.reading, "title") and _same(call, incoming.reading, "date"):
            return call
        if _says_the_same(call, incoming.reading):
            return call
    return None


def _same(call: Call, reading: Reading, key: str) -> bool:
    known, said = call.fields.get(key), reading.fields.get(key)
    if known is None or said is None:
        return False
    return str(known.value).casefold() == str(said.value).casefold()


def _says_the_same(call: Call, reading: Reading) -> bool:
    """Whether a request says exactly what the call already holds, and at least two things of its own."""
    said = {k: f.value for k, f in reading.fields.items() if f.source.is_said}
    doubts = {k: u.said for k, u in reading.unclear.items()}
    if len(said) + len(doubts) < 2:
        return False
    known = {k: f.value for k, f in call.fields.items() if f.source.is_said}
    return said == known and doubts == {k: u.said for k, u in call.unclear.items()}
