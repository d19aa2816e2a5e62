"""The mails of a rehearsal: what left, and what comes in, made as bytes from the file's parts (rehearsal contract)."""

import email
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from mailflow.conversation import Mail, Unreadable
from mailflow.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """A mail that really left: when, to whom, and its bytes."""

    at: datetime
    to: str
    raw: bytes
    parsed: EmailMessage

    @classmethod
    def of(cls, raw: bytes, *, to: str, at: datetime) -> "Out":
        """The mail with these bytes."""
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return cls(at=at, to=to, raw=raw, parsed=parsed)

    @property
    def subject(self) -> str:
        """Its subject, decoded."""
        return str(self.parsed.get("Subject", ""))

    @property
    def text(self) -> str:
        """Its plain text."""
        part = self.parsed.get_body(("plain",))
        return str(part.get_content()).replace("\r\n", "\n").rstrip("\n") if part else ""


@dataclass(frozen=True, slots=True)
class Author:
    """Makes the mails that come in as their senders' programs and our artificial mail server would.

    settings: whose address they go to, and whose verdict stands in them; folder: where the files lie that they name.
    """

    settings: Settings
    folder: Path

    def raw(self, mail: Mail, number: int, left: Sequence[Out]) -> bytes:
        """The bytes of one mail in.

        number: which mail in it is, from 1; left: every mail of ours that left before it. Raises Unreadable where it
        names a file that cannot be read, or answers a mail that its sender never got.
        """
        if (name := mail.word("file")) is not None:
            return self._verdict(mail, mail.sender.domain) + self._file(mail, name)
        if (said := mail.word("bounce")) is not None:
            return self._verdict(mail, mail.sender.domain) + _bounce(
                mail, _got(mail, said, left), self.settings.address
            )
        said = mail.word("reply")
        return self._written(mail, number, None if said is None else _got(mail, said, left))

    def _file(self, mail: Mail, name: str) -> bytes:
        path = self.folder / name
        try:
            return path.read_bytes()
        except OSError as wrong:
            raise Unreadable(f"line {mail.line}: {path} cannot be read ({wrong.strerror})") from wrong

    def _written(self, mail: Mail, number: int, answered: Out | None) -> bytes:
        author = f"{mail.sender.name} <{mail.sender.email}>" if mail.sender.name else mail.sender.email
        headers = {
            "From": author,
            "To": self.settings.address,
            "Subject": "",
            "Date": format_datetime(mail.at),
            "Message-ID": f"<rehearsal.{number}@{mail.sender.domain}>",
        }
        if answered is not None:
            own_id = str(answered.parsed["Message-ID"])
            headers["To"] = str(answered.parsed["Reply-To"] or self.settings.address)
            headers["Subject"] = f"Re: {answered.subject}"
            headers["In-Reply-To"] = own_id
            headers["References"] = " ".join(filter(None, [str(answered.parsed["References"] or ""), own_id]))
        for name, value in mail.headers:
            headers[next((one for one in headers if one.lower() == name.lower()), name)] = value
        if not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = "text/plain; charset=utf-8"
            headers["Content-Transfer-Encoding"] = "8bit"
        text = mail.text + (_quoted(answered, self.settings) if answered else "")
        domain = headers["From"].rpartition("@")[2].strip("> \"'").lower()
        head = "".join(f"{name}: {_encoded(value)}\r\n" for name, value in headers.items())
        body = text.replace("\n", "\r\n") + "\r\n"
        return self._verdict(mail, domain) + f"MIME-Version: 1.0\r\n{head}\r\n{body}".encode()

    def _verdict(self, mail: Mail, from_domain: str) -> bytes:
        """What our artificial mail server says of the sender, in front of everything."""
        if mail.word("unauthenticated") is not None:
            return b""
        domain = mail.sender.domain
        said = self.settings.trust.authserv_id
        if mail.word("forged") is not None:
            verdict = f"spf=fail smtp.mailfrom={domain}; dkim=none; dmarc=fail header.from={from_domain}"
        else:
            dmarc = "pass" if from_domain == domain else "fail"
            verdict = (
                f"spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; dmarc={dmarc} header.from={from_domain}"
            )
        border = self.settings.trust.border_host or said
        taken = f"Received: from mx.{domain} by {border} with ESMTPS; {format_datetime(mail.at)}"
        return f"Authentication-Results: {said}; {verdict}\r\n{taken}\r\n".encode()


def _got(mail: Mail, substring: str, left: Sequence[Out]) -> Out:
    """The newest mail that this address got from us, whose subject holds the substring."""
    for out in reversed(left):
        if out.to == mail.sender.email and substring in out.subject:
            return out
    what = f" whose subject holds {substring!r}" if substring else ""
    raise Unreadable(f"line {mail.line}: {mail.sender.email} got no mail from us{what} that could be answered")


def _encoded(value: str) -> str:
    """A header's value on one line; non-ASCII text stands as raw UTF-8, as RFC 6532 allows."""
    return " ".join(value.split())


def _quoted(answered: Out, settings: Settings) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in answered.text.split("\n"))
    return f"\n\nOn {answered.at:%a, %d %b %Y} at {answered.at:%H:%M}, {settings.organisation} wrote:\n\n{quoted}"


def _bounce(mail: Mail, failed: Out, address: str) -> bytes:
    """A delivery failure as a receiver's mail server would send it (RFC 3464)."""
    domain = mail.sender.domain
    head = failed.raw.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
    lines = [
        "Return-Path: <>",
        f"From: Mail Delivery System <MAILER-DAEMON@mx.{domain}>",
        f"To: {address}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Date: {format_datetime(mail.at)}",
        f"Message-ID: <bounce.{mail.line}@mx.{domain}>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="returned"',
        "",
        "--returned",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"This is the mail system at host mx.{domain}.",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "",
        f"<{mail.sender.email}>: host mx.{domain} said: 550 5.1.1 User unknown",
        "",
        "--returned",
        "Content-Type: message/delivery-status",
        "",
        f"Reporting-MTA: dns; mx.{domain}",
        "",
        f"Final-Recipient: rfc822; {mail.sender.email}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        "",
        "--returned",
        "Content-Type: text/rfc822-headers",
        "",
        head.replace("\r\n", "\n"),
        "",
        "--returned--",
    ]
    return "\n".join(lines).replace("\n", "\r\n").encode() + b"\r\n"
