"""Logging in with an access token instead of a password: SASL OAUTHBEARER (RFC 7628) and XOAUTH2 (Google's own).

Both send the token at once. A server that refuses it answers with a challenge that says why, and waits for one more
word of ours before it says no.
"""

import json
from collections.abc import Iterable
from typing import Protocol

_MECHANISMS = ("OAUTHBEARER", "XOAUTH2")  # the standard one first, where a server offers both
_SAID_MAX = 100


class Bearer(Protocol):
    """Whoever gives out access tokens for an account. Both methods raise what a refused or failed login raises."""

    def token(self) -> str:
        """An access token that is good now, as far as is known."""

    def instead_of(self, refused: str) -> str | None:
        """Another one, after a server refused this; ``None`` where that one is so new that no other can help."""


def bearer_mechanism(offered: Iterable[str]) -> str | None:
    """The mechanism to use among those that a server offers, ``None`` where it takes no access tokens."""
    names = {name.upper() for name in offered}
    return next((one for one in _MECHANISMS if one in names), None)


class BearerExchange:
    """What we say in one login, challenge by challenge.

    mechanism: from ``bearer_mechanism``; user: the account; token: the access token; host, port: the server, which
    OAUTHBEARER names. ``said`` is what the server said of a refused token, ``""`` for nothing.
    """

    def __init__(self, mechanism: str, *, user: str, token: str, host: str, port: int) -> None:
        self.mechanism = mechanism
        self.said = ""
        self._first = _first_word(mechanism, user=user, token=token, host=host, port=port)
        self._is_told = False

    def __call__(self, challenge: bytes) -> str:
        """Our next word: the token first; after a challenge that refuses it, what lets the server say no."""
        if not self._is_told:
            self._is_told = True
            return self._first
        self.said = _why(challenge)
        return "\x01" if self.mechanism == "OAUTHBEARER" else ""


def _first_word(mechanism: str, *, user: str, token: str, host: str, port: int) -> str:
    if mechanism == "XOAUTH2":
        return f"user={user}\x01auth=Bearer {token}\x01\x01"
    name = user.replace("=", "=3D").replace(",", "=2C")  # RFC 5801, section 4
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01"


def _why(challenge: bytes) -> str:
    """The status in a server's refusal (RFC 7628, section 3.2.2), as ``invalid_token``."""
    try:
        told = json.loads(challenge)
    except ValueError:
        return ""
    status = told.get("status") if isinstance(told, dict) else None
    return "".join(ch for ch in str(status or "") if ch.isprintable())[:_SAID_MAX]
