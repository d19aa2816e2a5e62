"""An account at a submission server, what the server's replies mean, and the sentences for what can go wrong there."""

import ipaddress
import re
import smtplib
import socket
import ssl
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from mailflow.mail.sasl import Bearer

_TEXT_LENGTH = 500
_ENHANCED_STATUS = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")
# Replies to RCPT and DATA that speak of the session or of our account, not of the receiver (RFC 5321, section 4.2.3).
_ABOUT_THE_SESSION = frozenset({421, 500, 502, 503, 504, 530, 534, 535, 538})
# Sender's address (X.1.7, X.1.8), a sending quota (X.4.5, Google's), our login (X.7.8 and on) (RFC 3463, RFC 4954).
_ABOUT_US = frozenset({"5.1.7", "5.1.8", "5.4.5", "5.7.8", "5.7.9", "5.7.11", "5.7.14"})
_SENDING_QUOTA = re.compile(r"sending (quota|limit)|submissionquota", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpAccount:
    """A submission server and our account there.

    security: ``tls`` (from the first byte, usually port 465), ``starttls`` (usually 587), or ``plain`` on this machine
    only; user: ``""`` for a server that wants no login; password: asked anew at each login; grant: gives access tokens
    instead of a password; ca_file: the authorities to trust instead of the system's. Raises ValueError where this
    makes no sense.
    """

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    password: Callable[[], str] | None = None
    grant: Bearer | None = field(default=None, repr=False)
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        if self.security not in {"tls", "starttls", "plain"}:
            raise ValueError(f'outgoing.security is "{self.security}"; write "tls" or "starttls"')
        if self.security == "plain" and not _is_loopback(self.host):
            raise ValueError('outgoing.security = "plain" is taken for this machine only; write "tls" or "starttls"')
        if self.user and self.password is None and self.grant is None:
            raise ValueError("outgoing.user needs a password: outgoing.password_file or the environment")

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ServerReply:
    """A server's reply: its code (RFC 5321, section 4.2) and its words as one line."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def is_good(self) -> bool:
        """Whether what was asked has been done."""
        return 200 <= self.code < 300

    @property
    def is_refusal(self) -> bool:
        """Whether it was refused, for now (4yz) or for good (5yz)."""
        return 400 <= self.code < 600

    @property
    def enhanced_status(self) -> str:
        """The enhanced status code its words begin with (RFC 2034), ``""`` for none."""
        found = _ENHANCED_STATUS.match(self.text)
        return found[1] if found else ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_about_us(reply: ServerReply, *, has_login: bool) -> bool:
    """Whether a refusal of RCPT or DATA is about the session, our account or our sending, not about this receiver."""
    if reply.code in _ABOUT_THE_SESSION:
        return True
    if reply.code < 500:
        return False
    if reply.enhanced_status in _ABOUT_US or _SENDING_QUOTA.search(reply.text):
        return True
    # Without a login, a refusal by policy would be told of every receiver: it is our settings that lack the login.
    return not has_login and (reply.enhanced_status.startswith("5.7.") or "relay" in reply.text.lower())


def is_about_sender(reply: ServerReply) -> bool:
    """Whether a refusal for good may be about the envelope sender, so that another one may be taken."""
    return reply.code >= 500 and reply.code not in _ABOUT_THE_SESSION


def is_too_large(reply: ServerReply) -> bool:
    """Whether this refusal of MAIL FROM is about the size we announced (RFC 1870, section 6.1), not a full mailbox."""
    return reply.code == 552 and reply.enhanced_status != "5.2.2"


def one_line(said: object) -> str:
    """Text of a server's as one line that is safe to show: no control characters, not endless."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    shown = "".join(" " if unicodedata.category(one).startswith("C") else one for one in text)
    return " ".join(shown.split())[:_TEXT_LENGTH]


def when_lost(account: SmtpAccount, error: Exception) -> str:
    """The sentence for a connection that broke."""
    return f"The connection to {account} was lost ({one_line(error)}). It is tried again later."


def why_sender_refused(account: SmtpAccount, sender: str, reply: ServerReply) -> str:
    """The sentence for a refused MAIL FROM."""
    if reply.code < 500:
        return f"{account} takes no mail at present: {reply}. It is tried again later."
    if reply.code == 530:
        return f"{account} wants a login: {reply}. Set outgoing.user and its password."
    who = f"mail from {sender}" if sender else "mail with an empty envelope sender (RFC 5321, section 4.5.5)"
    return f"{account} takes no {who}: {reply}. Check that outgoing.user may send as that address, or ask the provider."


def why_no_connection(account: SmtpAccount, wrong: Exception) -> str:
    """The sentence for a connection that could not be made: what, which setting, what to do."""
    said = one_line(wrong)
    match wrong:
        case smtplib.SMTPNotSupportedError():
            return f'{account} offers no STARTTLS: set outgoing.security = "tls" and its port (usually 465).'
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=text):
            return f"{account} turned us away: {code} {one_line(text)}. It is tried again later; check outgoing.host."
        case smtplib.SMTPException():
            return (
                f"{account} hung up or stayed silent ({said}): check outgoing.port and outgoing.security "
                '(465 is usually "tls", 587 "starttls").'
            )
        case ssl.SSLCertVerificationError():
            return (
                f"The certificate of {account} is not trusted ({one_line(wrong.verify_message)}): check outgoing.host, "
                "or name the provider's own authority in outgoing.ca_file."
            )
        case ssl.SSLError() if account.security == "starttls":
            return f"{account} and this machine agree on no encryption ({said}): check outgoing.host, ask the provider."
        case ssl.SSLError():
            return f'{account} speaks no TLS from the first byte ({said}): set outgoing.security = "starttls".'
        case socket.gaierror() | ValueError():
            return f"The name {account.host} was not found ({said}): check outgoing.host and the network."
        case ConnectionRefusedError():
            return f"Nobody listens at {account}: check outgoing.host and outgoing.port."
        case _:
            return f"{account} cannot be reached ({said}): check outgoing.host, outgoing.port and the network."
