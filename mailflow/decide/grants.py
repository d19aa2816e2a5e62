"""What staff must know of the grant by which we get into the mailbox, before or when it stops (``mail.oauth``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mailflow.model import Address, Reply

AHEAD = timedelta(days=7)
"""How long before a grant ends staff are told; of a short one, in the last third of its life."""

SECRET_AHEAD = timedelta(days=14)
"""How long before the client secret runs out: a new one may need somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantState:
    """How a grant stands.

    provider, account: in words; granted_at: when a person gave it; ends_at: when it ends, ``None`` where nobody says;
    refused_at, refused_why: when and how the provider last refused it; needs_login: whether a new login can mend
    that; secret_expires: the setting; can_send: whether
    mail can still leave.
    """

    provider: str
    account: str
    granted_at: datetime
    ends_at: datetime | None
    refused_at: datetime | None
    refused_why: str
    needs_login: bool
    secret_expires: date | None
    can_send: bool


@dataclass(frozen=True, slots=True)
class GrantNews:
    """One thing that staff may have to be told once.

    what: ``refused``, ``ending`` or ``secret``; cause: which grant or date it is about, ``""`` where all is well;
    replies: the mails that tell it.
    """

    what: str
    cause: str
    replies: tuple[Reply, ...] = ()


def grant_news(state: GrantState, staff: Sequence[str], now: datetime) -> tuple[GrantNews, ...]:
    """The three things that can be told of a grant, each with its mails where there is something to tell.

    Whoever sends them remembers the cause, and sends nothing again while it stays the same.
    A refusal is told only while mail can leave: once the grant is renewed there is nothing left to tell.
    """
    is_refused = state.refused_at is not None
    life = state.ends_at - state.granted_at if state.ends_at else AHEAD
    is_ending = state.ends_at is not None and not is_refused and state.ends_at - now < min(AHEAD, life / 3)
    expires = state.secret_expires
    is_due = expires is not None and datetime(expires.year, expires.month, expires.day, tzinfo=UTC) - now < SECRET_AHEAD
    grant = state.granted_at.isoformat()
    return (
        _news("refused", grant if is_refused and state.can_send else "", None, state, staff, now),
        _news("ending", grant if is_ending else "", state.ends_at.date() if state.ends_at else None, state, staff, now),
        _news("secret", expires.isoformat() if expires and is_due else "", expires, state, staff, now),
    )


def _news(
    what: str, cause: str, ends_on: date | None, state: GrantState, staff: Sequence[str], now: datetime
) -> GrantNews:
    if not cause:
        return GrantNews(what, "")
    facts = {
        "what": what,
        "provider": state.provider,
        "account": state.account,
        "ends_on": ends_on.isoformat() if ends_on else None,
        "needs_login": what != "secret" and state.needs_login,
        "said": state.refused_why if what == "refused" else "",
    }
    return GrantNews(
        what,
        cause,
        tuple(
            Reply(
                template="staff/grant", to=Address("", one), automatic=False, purpose="card", priority=1,
                key=f"grant:{what}:{now.isoformat()}", facts=facts,
            )
            for one in staff
        ),
    )  # fmt: skip
