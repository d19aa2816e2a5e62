"""A call should be requested at least a week ahead.

A later request is never refused: staff see it as short notice, and the requester is asked whether it is an emergency
or another date would do (protocol N7, N8). Calendar days in the call's own zone count, because Monday evening for next
Monday evening is a week to everybody but a clock. It is judged from the first receipt, not again as the day comes near
(protocol 8.27).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from mailflow.rule import Call, Desk, Finding, Warn

LEAD_DAYS = 7


def check(call: Call, desk: Desk, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes the same three
    """Warn when the call was asked for less than LEAD_DAYS before its day."""
    if call.starts_at is None or call.zone is None:
        return
    asked_on = call.asked_at.astimezone(call.zone).date()
    days = (call.starts_at.date() - asked_on).days
    if days < LEAD_DAYS:
        hours = int((call.starts_at.astimezone(UTC) - call.asked_at).total_seconds() // 3600)
        yield Warn(days=days, hours=hours, lead_days=LEAD_DAYS, emergency=call.is_emergency)
