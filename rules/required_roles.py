"""A facilitator, a backup facilitator and a tech supporter must be clearly identified.

Clearly identified is a name with a way to reach the person. NEED HELP is an answer for the tech supporter: the call can
be reviewed, and somebody is looked for (protocol N13, N16). The backup is somebody else than the facilitator. Who is
not named at all is a missing line of the form and asked for as such.
"""

from collections.abc import Iterator
from datetime import datetime

from mailflow.rule import Ask, Call, Desk, Finding, Person, Warn

ROLES = ("facilitator", "backup", "tech")


def check(call: Call, desk: Desk, now: datetime) -> Iterator[Finding]:  # noqa: ARG001 - every rule takes the same three
    """Ask for a way to reach each of ROLES; warn when one person has two jobs at once."""
    for role in ROLES:
        persons = call.persons(role)
        if persons and not persons[0].is_reachable:
            yield Ask(role, role=role, name=persons[0].name or "", reason="unreachable")
    tech = call.persons("tech")
    for other in ("facilitator", "backup"):
        if tech and call.persons(other) and _same(tech[0], call.persons(other)[0]):
            yield Warn("two-jobs", role="tech", also=other, name=tech[0].name or tech[0].email or "")
            break


def _same(one: Person, other: Person) -> bool:
    """Whether two entries name the same person: by address where both have one, else by name."""
    if one.email and other.email:
        return one.email == other.email
    return bool(one.name and other.name and one.name.casefold() == other.name.casefold())
