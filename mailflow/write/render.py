"""From a written text to the bytes of a mail: RFC 5322, RFC 2045, threading and the marks of an automatic mail.

The bytes are put together here and not by ``email.message``: its folding RFC 2047-encodes the long Message-IDs of
Outlook, which breaks threading, and takes longer than all the rest.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime

from mailflow.model import Address, Invite, Reply
from mailflow.write.html import twin
from mailflow.write.invite import calendar
from mailflow.write.safe import addr_spec, fold
from mailflow.write.texts import SUBJECT_LENGTH, Written

SUPPRESS = "DR, RN, NRN, OOF, AutoReply"
"""X-Auto-Response-Suppress: every automatic answer but bounces, which we want (``All`` would ask for none)."""

FIRST_IDS, LAST_IDS = 4, 6
"""How many References are kept of a long thread: its beginning and its end."""

_ID = re.compile(r"[!-~]{3,900}")
_NO_REFERENCE = re.compile(r"[^A-Za-z0-9.-]")
_NAME_LENGTH = 80
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_LINE_LENGTH = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who our mails are from.

    address: the mailbox, as ``info@example.org``; name: what people see; domain: of our Message-IDs;
    plus_addressing: whether mail to ``info+anything@`` reaches the same mailbox.
    """

    address: str
    name: str
    domain: str
    plus_addressing: bool = True

    def reply_address(self, token: str) -> str:
        """Where answers go: the plus-address that carries the reply token, else the mailbox itself."""
        local, _, domain = self.address.rpartition("@")
        return f"{local}+{token}@{domain}" if self.plus_addressing and token else self.address


def compose(written: Written, reply: Reply, *, sender: Sender, message_id: str, token: str, now: datetime) -> bytes:
    """The mail as it goes over the wire, with CRLF line ends: a text and its HTML twin (RFC 2046, section 5.1.4).

    An invitation goes with it twice (RFC 6047): as a third alternative, by which Google, Outlook and Apple show their
    buttons, and as the file ``invite.ics`` for every other program.

    reply.answers: the Message-ID of the mail answered, then its References; message_id: ours, with or without angle
    brackets; token: for the Reply-To, ``""`` for none; now: aware, becomes the Date. No value can add a header: every
    one is a single line, encoded by RFC 2047 where it is not ASCII. An address outside ASCII stands in UTF-8
    (RFC 6532). Raises ValueError for an address or Message-ID of ours that is none.
    """
    own_id = _id(message_id)
    if own_id is None:
        raise ValueError(f"{message_id!r} is no Message-ID")
    subject = fold(written.subject, SUBJECT_LENGTH)
    said = "\n".join(written.text.splitlines()) + "\n"
    text = _body(said.encode(), "plain")
    page = _body(twin(subject, said).encode(), "html")
    mark = hashlib.sha256(own_id.encode() + text + page).hexdigest()[:32]
    shown, files = _invitation(reply.invite) if reply.invite else ((), ())
    content, body = _multipart("alternative", f"=_{mark}", text, page, *shown)
    if files:
        choices = f"Content-Type: {content}\r\n\r\n".encode() + body
        content, body = _multipart("mixed", f"=_mixed_{mark}", choices, *files)
    headers = [
        ("From", mailbox(Address(sender.name, sender.address))),
        ("To", mailbox(reply.to)),
        ("Subject", _subject(subject)),
        ("Date", format_datetime(now.astimezone(UTC))),
        ("Message-ID", own_id),
        *_threading(reply.answers),
        ("Reply-To", mailbox(Address(sender.name, sender.reply_address(token)))),
        ("Auto-Submitted", "auto-replied" if reply.answers else "auto-generated"),
        ("X-Auto-Response-Suppress", SUPPRESS),
        ("X-Mailflow", _NO_REFERENCE.sub("", reply.case or "")[:40] or "-"),
        ("Content-Language", "en"),
        ("MIME-Version", "1.0"),
        ("Content-Type", content),
    ]
    return "".join(f"{name}: {said}\r\n" for name, said in headers).encode() + b"\r\n" + body


def _multipart(subtype: str, boundary: str, *parts: bytes) -> tuple[str, bytes]:
    """Parts with their headers as one: its Content-Type and its bytes (RFC 2046, section 5.1)."""
    edge = f"--{boundary}".encode()
    lines = [line for part in parts for line in (edge, part)]
    return f'multipart/{subtype}; boundary="{boundary}"', b"\r\n".join((*lines, edge + b"--", b""))


def _invitation(invite: Invite) -> tuple[tuple[bytes], tuple[bytes]]:
    """An invitation as two parts: what a mail program acts on, and a file. In base64 no server touches its lines."""
    wire = base64.encodebytes(calendar(invite)).replace(b"\n", b"\r\n")
    encoding = "Content-Transfer-Encoding: base64\r\n"
    shown = f"Content-Type: text/calendar; method={invite.method}; charset=utf-8\r\n{encoding}\r\n"
    file = (
        f'Content-Type: application/ics; name="invite.ics"\r\n{encoding}'
        'Content-Disposition: attachment; filename="invite.ics"\r\n\r\n'
    )
    return (shown.encode() + wire,), (file.encode() + wire,)


def mailbox(address: Address) -> str:
    """A mailbox as a header shows it: display name quoted or encoded where needed (RFC 5322, section 3.4).

    Raises ValueError where the address is none (``safe.addr_spec``).
    """
    email = addr_spec(address.email)
    name = fold(address.name, _NAME_LENGTH)
    return f"{_display(name)} <{email}>" if name else email


def _display(name: str) -> str:
    if not name.isascii():
        return _encoded(name, "Reply-To")
    if _ATOMS.fullmatch(name) and "=?" not in name:
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if "=?" not in name else _encoded(name, "Reply-To")


def _subject(said: str) -> str:
    """A subject for the wire. ASCII stands as it is, but where it would be taken for an encoded word."""
    return said if said.isascii() and "=?" not in said else _encoded(said, "Subject")


def _encoded(said: str, header: str) -> str:
    return Header(said, "utf-8", maxlinelen=75, header_name=header).encode(linesep="\r\n")


def _threading(answers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """In-Reply-To and References of an answer (RFC 5322, section 3.6.4); ids that are none are left out."""
    ids = [one for one in map(_id, answers) if one]
    if not ids:
        return
    if _id(answers[0]):
        yield "In-Reply-To", ids[0]
        ids = [*ids[1:], ids[0]]
    known = list(dict.fromkeys(reversed(ids)))[::-1]
    if len(known) > FIRST_IDS + LAST_IDS:
        known = [*known[:FIRST_IDS], *known[-LAST_IDS:]]
    yield "References", "\r\n ".join(known)


def _id(said: str) -> str | None:
    """A Message-ID in its angle brackets, ``None`` where it holds what no header line may."""
    bare = said.strip().removeprefix("<").removesuffix(">")
    return f"<{bare}>" if _ID.fullmatch(bare) and "<" not in bare and ">" not in bare else None


def _body(said: bytes, subtype: str) -> bytes:
    """One part with its headers: as it is where it is short ASCII lines, else quoted-printable (RFC 2045, 6.7)."""
    is_plain = said.isascii() and all(len(line) <= _LINE_LENGTH for line in said.split(b"\n"))
    wire = said.replace(b"\n", b"\r\n")
    if not is_plain:
        wire = binascii.b2a_qp(wire, istext=True)
    encoding = "7bit" if is_plain else "quoted-printable"
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + wire
