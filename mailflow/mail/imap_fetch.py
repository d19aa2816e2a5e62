"""What is asked of an IMAP server to read mails, changing nothing there: SEARCH and FETCH with BODY.PEEK (RFC 3501).

Each function takes a client whose folder is selected. A refusal (NO, BAD) of a FETCH reads as "no such mail".
"""

import imaplib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from mailflow.mail.imap_connection import Client, is_refusal
from mailflow.mail.mailbox import CUT_BYTES, cut

BATCH = 200  # a command line of more UIDs than this gets too long for some servers
PIECE_BYTES = 1024 * 1024
GROUP_MAILS = 50
GROUP_BYTES = 4 * 1024 * 1024
_SEARCH_STEP = 50_000  # an answer of more UIDs would pass imaplib's limit of a million bytes a line


@dataclass(frozen=True, slots=True)
class Found:
    """A mail on the server: its UID, INTERNALDATE in UTC (``None`` where the server's is unreadable), size in bytes."""

    uid: int
    received_at: datetime | None
    size: int


def batches(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Cut into runs of at most ``size``, in order."""
    return (uids[at : at + size] for at in range(0, len(uids), size))


def find_all(client: Client, exists: int) -> set[int]:
    """The UIDs of every mail in the folder; exists: how many there were when it was selected."""
    if exists <= _SEARCH_STEP:
        return set(client.search(["ALL"])) if exists else set()
    found: set[int] = set()
    for low in range(1, exists + 1, _SEARCH_STEP):
        high = low + _SEARCH_STEP - 1
        found |= set(client.search([f"{low}:{high if high < exists else '*'}"]))
    return found


def find_from(client: Client, low: int) -> set[int]:
    """The UIDs from ``low`` on. ``n:*`` always names the last mail, even where its UID is below n: left out here."""
    return {uid for uid in client.search(["UID", f"{low}:*"]) if uid >= low}


def describe(client: Client, uids: Sequence[int]) -> list[Found]:
    """When these came and how big they are, in the order asked; one that is gone is left out.

    One mail of which the server cannot even tell that much spoils no other: it is found without date and size.
    """
    return [found for part in batches(uids, BATCH) for found in _describe(client, part)]


def _describe(client: Client, uids: Sequence[int]) -> list[Found]:
    try:
        answer: dict[int, Mapping[bytes, Any]] = client.fetch(uids, ["INTERNALDATE", "RFC822.SIZE"])
    except imaplib.IMAP4.error as error:
        if not is_refusal(error):
            raise
        if len(uids) == 1:
            return [Found(uids[0], None, 0)]
        return [found for uid in uids for found in _describe(client, [uid])]
    found = []
    for uid in uids:
        if uid in answer:
            when, size = answer[uid].get(b"INTERNALDATE"), answer[uid].get(b"RFC822.SIZE")
            received_at = when.astimezone(UTC) if isinstance(when, datetime) else None
            found.append(Found(uid, received_at, size if isinstance(size, int) else 0))
    return found


def whole(client: Client, uids: Collection[int]) -> dict[int, bytes]:
    """These mails by UID, in one FETCH; one whose text the server does not give is left out."""
    answer = _fetch(client, uids, "BODY.PEEK[]")
    return {uid: raw for uid, told in answer.items() if isinstance(raw := told.get(b"BODY[]"), bytes)}


def in_pieces(client: Client, mail: Found, max_bytes: int) -> tuple[bytes, bool] | None:
    """One mail in pieces of 1 MiB, or only its beginning when it is over the limit, and whether that is so.

    ``None`` when the server does not give all of it. Servers are known to tell a wrong RFC822.SIZE: what they give
    decides where a mail ends.
    """
    if mail.size > max_bytes:
        start = _piece(client, mail.uid, 0, 2 * CUT_BYTES)
        return None if start is None else (cut(start), True)
    text = BytesIO()
    while (at := text.tell()) <= max_bytes:
        piece = _piece(client, mail.uid, at, PIECE_BYTES)
        if piece is None:
            return None
        text.write(piece)
        if not piece or (len(piece) < PIECE_BYTES and text.tell() >= mail.size):
            return text.getvalue(), False
    return cut(text.getvalue()[: 2 * CUT_BYTES]), True


def header_section(client: Client, uid: int) -> bytes:
    """The first 64 KB of a mail's header section, empty where the server does not give it."""
    told = _fetch(client, [uid], f"BODY.PEEK[HEADER]<0.{CUT_BYTES}>").get(uid, {})
    head = told.get(b"BODY[HEADER]<0>")
    return head if isinstance(head, bytes) else b""


def _piece(client: Client, uid: int, at: int, size: int) -> bytes | None:
    piece = _fetch(client, [uid], f"BODY.PEEK[]<{at}.{size}>").get(uid, {}).get(f"BODY[]<{at}>".encode())
    return piece if isinstance(piece, bytes) else None


def _fetch(client: Client, uids: Collection[int], what: str) -> dict[int, Mapping[bytes, Any]]:
    try:
        answer: dict[int, Mapping[bytes, Any]] = client.fetch(uids, [what])
    except imaplib.IMAP4.error as error:
        if not is_refusal(error):
            raise
        return {}
    return answer
