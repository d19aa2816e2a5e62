"""Reply tokens: what the plus-address of our Reply-To carries, bound to one mail and one person.

A token is the mail's lookup number and an HMAC-SHA256 over number, case, person and purpose, in base32, because the
case of letters gets lost in mail (house rules, "Who may do what"). The number finds the mail; the rest proves that the
answer comes from somebody who could read it.
"""

import base64
import hashlib
import hmac
import re

_TOKEN = re.compile(r"\A(\d{1,9})-([a-z2-7]{20})\Z")


def sign(key: bytes, *, number: int, case: str | None, person: str, purpose: str) -> str:
    """Make the token for one mail: ``"42-mzxw6ytboi4dgnzqmrsw"``.

    key: the instance's secret; number: the mail's number in the outbox; person: the receiver's address.
    """
    said = "\0".join((str(number), case or "", person.lower(), purpose)).encode()
    digest = hmac.new(key, said, hashlib.sha256).digest()
    return f"{number}-{base64.b32encode(digest).decode().lower()[:20]}"


def number_of(token: str) -> int | None:
    """The number of the mail that a token names, ``None`` where it is no token. Proves nothing."""
    found = _TOKEN.match(token.lower())
    return int(found[1]) if found else None


def is_genuine(token: str, key: bytes, *, number: int, case: str | None, person: str, purpose: str) -> bool:
    """Tell, in constant time, whether this token was given to this person for this mail."""
    genuine = sign(key, number=number, case=case, person=person, purpose=purpose)
    return hmac.compare_digest(genuine.encode(), token.lower().encode("utf-8", "replace"))


def in_address(address: str, ours: frozenset[str]) -> str | None:
    """The token in one of our plus-addresses, ``None`` where there is none: ``info+42-…@example.org``."""
    local, _, domain = address.lower().rpartition("@")
    base, plus, token = local.partition("+")
    if plus and f"{base}@{domain}" in ours and _TOKEN.match(token):
        return token
    return None
