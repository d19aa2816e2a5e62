"""Header fields of RFC 5322: splitting the block, decoding values, addresses, message ids and dates.

The standard library's address parsing is not used: up to Python 3.11.9 it takes ``a@x.org)b@y.org`` for an address
(CVE-2023-27043), and it decodes encoded words before it looks for commas in places.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailflow.model import Address
from mailflow.read.adapter.charset import decode, transfer_decode

MAX_HEADER_BLOCK = 64 * 1024
"""Bytes of a header block that are looked at; RFC 5322 knows no limit, mail servers commonly take 100 KB at most."""
MAX_FIELDS = 1000
MAX_VALUE = 8 * 1024
"""Characters of one unstructured value that are decoded."""
MAX_ADDRESSES = 200
MAX_ADDRESS = 320
MAX_NAME = 200
MAX_IDS = 50
MAX_ID = 998
"""A line's limit (RFC 5322, section 2.1.1) and so a message id's."""

_FIELD = re.compile(rb"([!-9;-~]++)[ \t]*+:(.*+(?:\n[ \t].*+)*+)\n?")
_FOLD = re.compile(r"\n[ \t]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\ufeff\u00ad]+")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_ID = re.compile(r"<[^<>\s]++>")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@\w[\w-]*(?:\.\w[\w-]*)*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*+"?'  # a quoted string
    r"|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)"  # a comment, with one more inside
    r"|<[^<>]*+>?"
    r"|[,;:()]"
    r"|[^\s,;:<>()\"]++"
    r"|[ ]"
)


def split(raw: bytes, start: int = 0, end: int | None = None) -> tuple[list[tuple[str, str]], int, str]:
    """Split a message or part into its header fields and where its body begins.

    raw has LF line ends. Returns the fields in order (name as written; value unfolded, no control characters), the
    offset of the body, and what was wrong, ``""`` for nothing.
    """
    stop = len(raw) if end is None else end
    limit = min(stop, start + MAX_HEADER_BLOCK)
    fields: list[tuple[str, str]] = []
    at = start
    while len(fields) < MAX_FIELDS and (found := _FIELD.match(raw, at, limit)):
        fields.append((found[1].decode("ascii"), one_line(found[2])))
        at = found.end()
    if at >= stop:
        return fields, stop, ""
    if raw[at : at + 1] == b"\n":
        return fields, at + 1, ""
    if len(fields) < MAX_FIELDS and at < limit:
        return fields, at, "the header ends without a blank line"
    blank = raw.find(b"\n\n", at, stop)
    return fields, blank + 2 if blank >= 0 else stop, "the header is too long"


def one_line(value: bytes | str) -> str:
    """Unfold a value (RFC 5322, section 2.2.3); control characters become blanks. Raw 8-bit is UTF-8, else cp1252."""
    text = value if isinstance(value, str) else decode(value, "")
    return _CONTROL.sub(" ", _FOLD.sub(" ", text)).strip()


def words(value: str) -> str:
    """Decode the encoded words of RFC 2047 for showing: bounded, bidi overrides dropped, never a line break."""
    value = value[:MAX_VALUE]
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    for word in _WORD.finditer(value):
        gap = value[end : word.start()]
        joins = bool(pending) and not gap.strip()
        if pending and not (joins and charset == word[1].lower()):
            # A character may be split between two words of one charset, so bytes are joined before they are decoded.
            pieces.append(decode(pending, charset))
            pending = b""
        if not joins:
            pieces.append(gap)
        pending += transfer_decode(word[3].encode("utf-8", "replace"), "q" if word[2] in "qQ" else "base64")
        charset, end = word[1].lower(), word.end()
    pieces += [decode(pending, charset), value[end:]]
    return _BIDI.sub("", one_line("".join(pieces)))


def addresses(value: str) -> tuple[list[Address], int]:
    """Read an address list (RFC 5322, section 3.4): the mailboxes, lower-cased, and how many entries were broken."""
    found: list[Address] = []
    broken = 0
    for name, email, comment, is_stray in _entries(value[: MAX_ADDRESSES * MAX_ADDRESS]):
        if is_stray or len(email) > MAX_ADDRESS or not _ADDRESS.fullmatch(email):
            broken += 1
            continue
        if len(found) == MAX_ADDRESSES:
            break
        shown = words(name or comment)[:MAX_NAME].strip()
        found.append(Address(shown, _lowered(email)))
    return found, broken


def _entries(value: str) -> Iterator[tuple[str, str, str, bool]]:
    """Yield name, address, comment and whether something stray stood there, for every entry that is not empty.

    An unquoted comma in a name (``Doe, Jane <jane@x.org>``) does not make an entry of its own.
    """
    phrase: list[str] = []
    email: str | None = None
    comment, is_stray = "", False
    for token in [*_TOKEN.findall(value), ","]:
        head = token[0]
        if head == ":":
            # The name of a group; in `mailto:a@x.org` nothing but a name, too.
            phrase = []
        elif head == "<" and email is None:
            email = token.strip("<> ").removeprefix("mailto:")
        elif head == "(" and len(token) > 1:
            comment = token[1:-1].strip()
        elif head in "()" or (head == '"' and (len(token) < 2 or token[-1] != '"')):
            is_stray = True
        elif head in ",;<":
            text = "".join(phrase).strip()
            if email is None and "@" not in text and head == "," and text and not is_stray:
                phrase.append(token)
                continue
            if email is not None:
                yield _unquoted(text.strip(", ")), email, comment, is_stray
            elif "@" in text or is_stray:
                yield "", text.rpartition(",")[2].strip(), comment, is_stray
            phrase, comment, is_stray = [], "", False
            email = token.strip("<> ") if head == "<" else None
        else:
            phrase.append(token)


def _unquoted(phrase: str) -> str:
    """Take the quotes off quoted strings (RFC 5322, section 3.2.4), and double blanks."""
    if '"' in phrase:
        phrase = _QUOTED.sub(lambda found: re.sub(r"\\(.)", r"\1", found[1]), phrase)
    return " ".join(phrase.split())


def ids(value: str) -> tuple[str, ...]:
    """Every message id in a value, brackets kept, at most MAX_IDS (the newest, which stand last)."""
    return tuple(found for found in _ID.findall(value) if len(found) <= MAX_ID)[-MAX_IDS:]


def date(value: str) -> datetime | None:
    """Read a Date in the sender's own offset (RFC 5322, section 3.3); ``-0000`` counts as UTC; ``None`` when bad."""
    try:
        when = parsedate_to_datetime(value[:200])
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if not 1971 <= when.year <= 9990:  # room for a change of zone
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _lowered(email: str) -> str:
    """An address in lower case, where no other letter becomes one of ASCII: the Kelvin sign is not anybody's ``k``."""
    if email.isascii():
        return email.lower()
    return "".join(one if not one.isascii() and one.lower().isascii() else one.lower() for one in email)
