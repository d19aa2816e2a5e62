"""What other people wrote, made harmless before it stands in a mail of ours (protocol 8.32, 8.40)."""

import re
from collections.abc import Mapping, Sequence

from mailflow import token

LONGEST = 2000
"""Characters of one value that we show; what is longer is cut and says so."""

WITH_LINES = frozenset({"text", "forwarded"})
"""Facts whose line ends matter: the words of a mail that staff are shown."""

LONGEST_TEXT = 4000

_BIDI = (0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069)
_BLANKS = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)
_TABLE: Mapping[int, str | None] = {
    **dict.fromkeys(_BLANKS, " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(_BIDI),
}
_NO_ADDRESS = re.compile(r'[\s<>,;:"()\[\]\\]')
_LINE_END = re.compile("\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def fold(said: str, limit: int = LONGEST) -> str:
    """One line of text: control characters and line separators become blanks, bidi overrides and tokens go.

    Lone surrogates, which cannot be sent, become U+FFFD. Longer than ``limit`` characters it ends in ``…``.
    """
    if not (said.isascii() and said.isprintable()):
        said = said.translate(_TABLE)
    said = " ".join(said.split())
    said = token.without(said)
    return said if len(said) <= limit else said[:limit].rstrip() + " …"


def fold_lines(said: str, limit: int = LONGEST_TEXT) -> str:
    r"""The same for a text of several lines, whose line ends all become ``\n``; runs of empty lines become one."""
    kept: list[str] = []
    for line in _LINE_END.split(said[:limit]):
        clean = fold(line, limit)
        if clean or (kept and kept[-1]):
            kept.append(clean)
    while kept and not kept[-1]:
        kept.pop()
    return "\n".join(kept) + ("\n…" if len(said) > limit else "")


def addr_spec(email: str) -> str:
    """A mail address as it may stand in a header or a calendar, its domain in ASCII (RFC 5891).

    Raises ValueError where it is none: no ``@``, blanks, control characters, angle brackets or commas in it.
    """
    local, at, domain = email.rpartition("@")
    if not (at and local and domain) or not email.isprintable() or _NO_ADDRESS.search(email):
        raise ValueError(f"{email!r} is no mail address that can stand in a header")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"


def harmless(value: object, key: str = "") -> object:
    """A fact with every string in it folded; mappings and sequences are copied as plain dicts and lists."""
    if isinstance(value, str):
        return fold_lines(value) if key in WITH_LINES else fold(value)
    if isinstance(value, Mapping):
        return {str(name): harmless(one, str(name)) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [harmless(one) for one in value]
    return value
