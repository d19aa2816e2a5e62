"""A provider, a clock that the test sets, and a grant from the one by the other."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mailflow.mail.oauth import Grant
from mailflow.mail.oauth_client import Client
from tests.servers.tokens import CLIENT, TokenServer

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now

    def pass_(self, **length: float) -> None:
        """Let time pass."""
        self.now += timedelta(**length)


def client_of(tokens: TokenServer, **changes: Any) -> Client:
    """Ourselves as the provider knows us."""
    return Client(
        **{
            "provider": tokens.provider(),
            "client_id": CLIENT,
            "account": tokens.user,
            "secret": lambda: tokens.secret,
            **changes,
        }
    )


def granted(tokens: TokenServer, path: Path, clock: Clock) -> Grant:
    """A grant that was just given, in this file."""
    grant = Grant(client_of(tokens), path, clock=clock)
    grant.keep(tokens.answer())
    return grant
