"""Who really wrote a mail that our own list put its name on (protocol, 8.24 and section 4, case 49).

Where info@ is a group, the group's server writes its own address into From when the author's domain forbids relaying
(DMARC), and keeps the author in another header: ``From: 'Ann' via info <info@...>`` and
``X-Original-From: Ann <ann@...>``.
"""

import re
from collections.abc import Collection

from mailflow.model import Address, Message
from mailflow.read.adapter import header

_ORIGINAL = ("x-original-from", "original-from", "x-google-original-from", "x-original-sender")
"""Where list servers keep the author, the surest first: with the name, then the bare envelope sender."""
_RELAYED = ("list-id", "list-post", "x-beenthere", "mailing-list", "x-google-group-id")
_VIA = re.compile(
    r"\s*['\"]?(.{1,200}?)['\"]?\s+(?:via|über|par|vía|tramite|através de|przez|через)\s+\S.*", re.IGNORECASE
)


def author_behind(message: Message, ours: Collection[str]) -> Address | None:
    """The person behind a From that our own list rewrote, ``None`` where From is nobody's of ours or no list did it.

    ours: our own addresses, lower-cased. A header of the list's that names the author counts; a Reply-To only beside
    a display name with "via" or the list's own headers, for we set one ourselves. The headers prove no more about the
    author than any From does.
    """
    from_ = message.from_
    if from_ is None or not is_ours(from_.email, ours) or message.header("x-mailflow"):
        return None
    via = _VIA.fullmatch(from_.name)
    kept = [header.addresses(value)[0] for name in _ORIGINAL for value in message.header_all(name)[:1]]
    if via or any(message.header(name) for name in _RELAYED):
        kept.append(list(message.reply_to))
    found = next((one[0] for one in kept if len(one) == 1 and not is_ours(one[0].email, ours)), None)
    if found is None or any(is_ours(one.email, ours) for one in kept[0]):
        return None
    named = next((one[0].name for one in kept if len(one) == 1 and one[0].email == found.email and one[0].name), "")
    return Address(named or (via[1].strip() if via else ""), found.email)


def is_ours(address: str, ours: Collection[str]) -> bool:
    """Whether an address is one of ours, whatever a plus adds to it (RFC 5233)."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" in ours
