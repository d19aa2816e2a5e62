"""What one running instance is made of, beside its store: desk, rules, texts, keys, and whose word counts."""

import hashlib
from dataclasses import dataclass

from mailflow.decide.decision import Rules
from mailflow.rule import Desk
from mailflow.write.render import Sender
from mailflow.write.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """What one running instance is made of, beside its store.

    keys: the secrets of its reply tokens, the newest first; name: a short random word that makes its Message-IDs its
    own; ours: every address that is us; authserv_id, border_host: whose verdict about a sender counts, ``None`` where
    none is pinned.
    """

    desk: Desk
    rules: Rules
    texts: Texts
    sender: Sender
    keys: tuple[bytes, ...]
    name: str
    ours: frozenset[str]
    authserv_id: str | None = None
    border_host: str | None = None


def short_name(key: bytes) -> str:
    """A word that makes an instance's Message-IDs its own, made from its secret without giving it away."""
    return hashlib.sha256(b"mailflow message-id\0" + key).hexdigest()[:10]
