"""One verified, logged-in IMAP connection: made when it is needed, dropped when it breaks, its errors in sentences.

RFC 3501 (IMAP4rev1), RFC 2595 and 8314 (TLS), RFC 4616 (PLAIN), RFC 7628 (OAUTHBEARER), RFC 5530 (response codes).
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, LoginError, ProtocolError

from mailflow import log
from mailflow.mail.mailbox import LoginRefused, MailboxError, MailboxUnavailable
from mailflow.mail.sasl import Bearer, BearerExchange, bearer_mechanism

Client: TypeAlias = Any  # an IMAPClient, which comes without types

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PASSING = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]")  # a NO that may mend itself


def refuse_control(text: str, what: str) -> str:
    """Hand back ``text``; ValueError when it holds a control character, which could end an IMAP command early."""
    if _CONTROL.search(text):
        raise ValueError(f"{what} holds a control character: {text!r}; take it out")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """Where a mailbox is and who opens it.

    password: asked for at each login and kept nowhere; grant: gives access tokens instead of a password; security:
    ``tls`` (usually port 993), ``starttls`` (143), or ``plain``, which is taken for this machine only; ca_file:
    certificates to trust instead of the system's; connect_seconds, read_seconds: how long one connect and one read may
    take.

    Raises ValueError for an unknown security, ``plain`` to another machine, control characters, or neither password
    nor grant.
    """

    host: str
    port: int
    user: str
    password: Callable[[], str] | None = field(default=None, repr=False)
    grant: Bearer | None = field(default=None, repr=False)
    security: str = "tls"
    ca_file: Path | str | None = None
    connect_seconds: float = 15.0
    read_seconds: float = 60.0

    def __post_init__(self) -> None:
        refuse_control(self.host, "the IMAP host")
        refuse_control(self.user, "the IMAP user")
        if self.security not in {"tls", "starttls", "plain"}:
            raise ValueError(f"security is {self.security!r}; write tls, starttls or plain")
        if self.security == "plain" and self.host not in LOOPBACK:
            raise ValueError(f"security plain would send the password readable to {self.host}; write tls or starttls")
        if self.password is None and self.grant is None:
            raise ValueError(f"the IMAP user {self.user} needs a password or a grant")

    @property
    def place(self) -> str:
        """Who and where, for a sentence: ``info@example.org at imap.example.org:993``."""
        return f"{self.user} at {self.host}:{self.port}"


class Connection:
    """At most one open connection for an account. It belongs to one thread; ``made`` counts how many there were."""

    def __init__(self, account: ImapAccount) -> None:
        self.account = account
        self.made = 0
        self._client: Client = None
        self._prefix: str | None = None

    @contextmanager
    def use(self, doing: str) -> Iterator[Client]:
        """Give the logged-in client for a ``with`` block, connecting first where that is needed.

        doing: what the block does, for the sentence (``"reading INBOX"``). Whatever breaks inside drops the
        connection: its state is unknown then. Raises LoginRefused and MailboxUnavailable.
        """
        try:
            if self._client is None:
                self._client = self._connect()
                self.made += 1
                self._prefix = None
            yield self._client
        except MailboxError:
            self.drop()
            raise
        except (imaplib.IMAP4.error, OSError, ValueError) as error:
            self.drop()
            raise MailboxUnavailable(self._sentence(doing, error)) from error
        except BaseException:
            self.drop()
            raise

    def full_name(self, client: Client, name: str) -> str:
        """A folder's name on this server: below the prefix of the personal namespace (RFC 2342), where there is one.

        client: the one in use; the server is asked once a connection.
        """
        if name.upper() == "INBOX":
            return name
        if self._prefix is None:
            personal = client.namespace().personal if client.has_capability("NAMESPACE") else None
            self._prefix = personal[0][0] if personal else ""
        return name if name.startswith(self._prefix) else f"{self._prefix}{name}"

    def drop(self) -> None:
        """Cut the connection without a word to the server. Never raises."""
        client, self._client = self._client, None
        if client is not None:
            _shut(client)

    def close(self) -> None:
        """Log out and let go. Never raises."""
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(imaplib.IMAP4.error, OSError, ValueError):
            client.socket().settimeout(5)  # a polite end is not worth a minute
            client.logout()
        _shut(client)

    def _connect(self) -> Client:
        """A new connection, logged in; where a server refuses an access token, once more with another one."""
        account = self.account
        if account.grant is None:
            assert account.password is not None, "an account has one or the other"
            password = account.password()
            return self._logged_in(lambda client: _log_in(client, account, password))
        token = account.grant.token()
        try:
            return self._logged_in(lambda client: _log_in_by_token(client, account, token))
        except LoginRefused:
            another = account.grant.instead_of(token)
            if another is None:
                raise
        return self._logged_in(lambda client: _log_in_by_token(client, account, another))

    def _logged_in(self, log_in: Callable[[Client], None]) -> Client:
        account = self.account
        client = self._open()
        try:
            # At its default level the library writes out every answer, whole mails included, even where nobody logs.
            client._imap.debug = 0  # noqa: SLF001 - there is no public way
            client.normalise_times = False
            client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            if account.security == "starttls":
                client.starttls(self._tls())
            log_in(client)
        except BaseException:
            _shut(client)
            raise
        log.event("imap.connected", host=account.host, port=account.port, user=account.user)
        return client

    def _open(self) -> Client:
        account = self.account
        is_tls = account.security == "tls"
        return IMAPClient(
            account.host,
            account.port,
            ssl=is_tls,
            ssl_context=self._tls() if is_tls else None,
            timeout=SocketTimeout(connect=account.connect_seconds, read=account.read_seconds),
        )

    def _tls(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.account.ca_file)
        except OSError as error:
            raise MailboxUnavailable(
                f"The ca_file {self.account.ca_file} cannot be read as certificates ({said(error)}): check its path."
            ) from error

    def _sentence(self, doing: str, error: Exception) -> str:
        place = self.account.place
        match error:
            case ssl.SSLCertVerificationError():
                return (
                    f"The IMAP server of {place} shows a certificate that cannot be trusted ({error.verify_message}): "
                    "check host, or name the authority's certificate in ca_file."
                )
            case ssl.SSLError():
                return (
                    f"TLS with the IMAP server of {place} failed ({error.reason or said(error)}): "
                    "check port and security (993 is tls, 143 is starttls)."
                )
            case CapabilityError():
                return f"The IMAP server of {place} lacks what {doing} needs ({said(error)}): check security."
            case TimeoutError():
                return f"The IMAP server of {place} did not answer in time ({doing}): it is tried again."
            case socket.gaierror():
                return f"The IMAP server of {place} cannot be found ({said(error)}): check host and the network."
        return f"The IMAP server of {place} failed while {doing} ({said(error)}): it is tried again."


def said(error: BaseException) -> str:
    """The words of an error, in one line of at most 200 characters."""
    text = re.sub(r"\bb'([^']*)'", r"\1", str(error))  # imaplib makes its errors from bytes
    return " ".join(_CONTROL.sub(" ", text).split())[:200] or type(error).__name__


def is_refusal(error: Exception) -> bool:
    """Whether the server answered NO or BAD to a command and the connection is as good as before."""
    if isinstance(error, imaplib.IMAP4.abort | ProtocolError) or not isinstance(error, imaplib.IMAP4.error):
        return False
    return re.search(r" failed: | command error: BAD", str(error)) is not None


def is_farewell(error: BaseException | None) -> bool:
    """Whether the server itself ended the connection with a BYE: Dovecot does at a mail that it cannot read."""
    return isinstance(error, imaplib.IMAP4.abort) and "socket error" not in str(error)


def said_no(command: str, words: Sequence[bytes]) -> imaplib.IMAP4.error:
    """The error for a NO or BAD that the library has let pass; ``is_refusal`` knows it."""
    return imaplib.IMAP4.error(f"{command} failed: {b' '.join(words).decode('ascii', 'replace')}")


def _log_in(client: Client, account: ImapAccount, password: str) -> None:
    """Log in by LOGIN, or by AUTHENTICATE PLAIN where LOGIN's ASCII is not enough."""
    if _CONTROL.search(password):
        raise LoginRefused(f"The password of {account.place} holds a control character or line end: write it anew.")
    try:
        if (account.user + password).isascii():
            client.login(_quoted(account.user), password)
        else:
            client.plain_login(account.user, password)
    except LoginError as error:
        cure = "check user and password; some providers want an app password."
        raise _refused(account, error, _masked(error, password), cure) from None


def _log_in_by_token(client: Client, account: ImapAccount, token: str) -> None:
    """Log in by OAUTHBEARER or XOAUTH2, whichever the server offers."""
    offered = [name.decode("ascii", "replace") for name in client.capabilities()]
    mechanism = bearer_mechanism(name.removeprefix("AUTH=") for name in offered if name.startswith("AUTH="))
    if mechanism is None:
        raise MailboxUnavailable(
            f"The IMAP server of {account.place} takes no access tokens: check host, or give mailbox a password of its "
            "own."
        )
    exchange = BearerExchange(mechanism, user=account.user, token=token, host=account.host, port=account.port)
    try:
        client.sasl_login(mechanism, exchange)
    except LoginError as error:
        said = ", ".join(filter(None, [_masked(error, token), exchange.said]))
        cure = (
            f"the grant of `mailflow login` must be given by {account.user}, and IMAP be allowed for that account "
            "(docs/oauth.md)."
        )
        raise _refused(account, error, said, cure) from None


def _refused(account: ImapAccount, error: LoginError, said: str, cure: str) -> MailboxError:
    """What a failed login means: refused, or nothing that a later try would not mend."""
    # The library gives its name to a connection that broke during the login, too.
    if isinstance(error.__context__, imaplib.IMAP4.abort) or any(word in str(error) for word in _PASSING):
        return MailboxUnavailable(
            f"The IMAP server could not log in {account.place} at the moment ({said}): it is tried again."
        )
    return LoginRefused(f"The IMAP server refused the login of {account.place} ({said}): {cure}")


def _masked(error: Exception, secret: str) -> str:
    return said(error).replace(secret, "***") if secret else said(error)


def _quoted(text: str) -> str:
    """As a quoted string (RFC 3501, section 4.3): the library quotes the password and forgets the user."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _shut(client: Client) -> None:
    with suppress(imaplib.IMAP4.error, OSError, ValueError):
        client.shutdown()
