"""Reply tokens: what proves that an answer comes from somebody who could read the mail it answers.

A token is the mail's lookup number and an HMAC-SHA256 over number, case, person and purpose, in base32, because the
case of letters gets lost in mail (house rules, "Who may do what"). The number finds the mail; the rest is the proof. It
stands in the plus-address of our Reply-To. Where the mailbox knows no plus-addresses, a mail that asks one person for a
``yes`` carries it in its Message-ID, which comes back in In-Reply-To; every other Message-ID holds the number only.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence

_SHAPE = r"\d{1,9}-[a-z2-7]{20}"
_TOKEN = re.compile(rf"\A({_SHAPE})\Z")
_ID = re.compile(rf"<mailflow\.({_SHAPE})\.[0-9a-z]+@[^<>\s]+>")
_SHOWN = re.compile(rf"(?:\+|%2B|(?<=mailflow\.)){_SHAPE}(?![a-z2-7])", re.IGNORECASE)


def sign(key: bytes, *, number: int, case: str | None, person: str, purpose: str) -> str:
    """Make the token for one mail: ``"42-mzxw6ytboi4dgnzqmrsw"``.

    key: the newest of the instance's keys; number: the mail's number in the outbox; person: the receiver's address.
    """
    said = "\0".join((str(number), case or "", person.lower(), purpose)).encode()
    digest = hmac.new(key, said, hashlib.sha256).digest()
    return f"{number}-{base64.b32encode(digest).decode().lower()[:20]}"


def number_of(token: str) -> int | None:
    """The number of the mail that a token names, ``None`` where it is no token. Proves nothing."""
    found = _TOKEN.match(token.lower())
    return int(found[1].partition("-")[0]) if found else None


def is_genuine(token: str, keys: Sequence[bytes], *, number: int, case: str | None, person: str, purpose: str) -> bool:
    """Tell, in constant time, whether this token was given to this person for this mail.

    keys: the instance's keys; a token of any of them is genuine.
    """
    said = token.lower().encode("utf-8", "replace")
    made = [sign(key, number=number, case=case, person=person, purpose=purpose).encode() for key in keys]
    return any(hmac.compare_digest(one, said) for one in made)


def in_address(address: str, ours: frozenset[str]) -> str | None:
    """The token in one of our plus-addresses, ``None`` where there is none: ``info+42-…@example.org``."""
    local, _, domain = address.lower().rpartition("@")
    base, plus, token = local.partition("+")
    if plus and f"{base}@{domain}" in ours and _TOKEN.match(token):
        return token
    return None


def message_id(number: int, *, name: str, domain: str, token: str = "") -> str:
    """The Message-ID of a mail of ours: ``<mailflow.42.3f5c0a91de@example.org>``.

    name: a word that makes the instance's ids its own; token: carried instead of the bare number, ``""`` for none.
    """
    return f"<mailflow.{token or number}.{name}@{domain}>"


def in_message_id(message_id: str) -> str | None:
    """The token in a Message-ID of ours, ``None`` where there is none."""
    found = _ID.fullmatch(message_id)
    return found[1] if found else None


def without(said: str) -> str:
    """A text without the tokens of plus-addresses and Message-IDs of ours in it (protocol 8.32).

    Who can read a token can answer as the one it was given to, so no text that we quote, show or log holds one.
    """
    return _SHOWN.sub("", said) if "-" in said else said
