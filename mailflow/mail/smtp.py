"""Handing our mail to a submission server (RFC 6409, RFC 5321), one mail to one receiver."""

import base64
import re
import smtplib
import socket
import ssl
import unicodedata
from contextlib import suppress

from mailflow.mail.sasl import Bearer, BearerExchange, bearer_mechanism
from mailflow.mail.smtp_reply import (
    ServerReply,
    SmtpAccount,
    is_about_sender,
    is_about_us,
    is_too_large,
    one_line,
    when_lost,
    why_no_connection,
    why_sender_refused,
)
from mailflow.mail.transport import (
    Ambiguous,
    Answer,
    Handover,
    LoginRefused,
    MaildirTransport,
    SenderRefused,
    Transport,
    TransportUnavailable,
)

__all__ = [
    "Ambiguous",
    "Answer",
    "Handover",
    "LoginRefused",
    "MaildirTransport",
    "SenderRefused",
    "SmtpAccount",
    "SmtpTransport",
    "Transport",
    "TransportUnavailable",
]

_OUR_NAME = "[127.0.0.1]"  # said in EHLO: RFC 5321 takes an address literal, and looking our own name up can hang
_QUIT_SECONDS = 5.0
_APP_PASSWORD = "many providers want a password made for programs."  # noqa: S105 - advice
_LINE_OCTETS = 998  # RFC 5321, section 4.5.3.1.6, without the line end
_COMMAND_OCTETS = 510  # RFC 5321, section 4.5.3.1.4, without the line end; AUTH is no exception (RFC 4954, section 4)
_PATH_OCTETS = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"(?m)^\.")


class SmtpTransport:
    """Hands mail to a submission server over one connection, kept open and made anew when it was dropped.

    timeout: seconds to connect, and for each reply; answer_timeout: seconds for the reply to a whole mail (RFC 5321,
    section 4.5.3.2.6 wants ten minutes: who gives up earlier sends twice); mails_per_connection: after so many the
    connection is made anew, as servers cut those that go on for ever. To be used by one thread.
    """

    def __init__(
        self,
        account: SmtpAccount,
        *,
        timeout: float = 60.0,
        answer_timeout: float = 600.0,
        mails_per_connection: int = 100,
    ) -> None:
        self._account = account
        self._timeout = timeout
        self._answer_timeout = answer_timeout
        self._mails_per_connection = mails_per_connection
        self._server: smtplib.SMTP | None = None
        self._mails = 0
        self._needs_reset = False

    def send(self, sender: str, to: str, raw: bytes) -> Answer:
        """Hand one mail over for one receiver, see ``Transport.send``. Bare CR and LF become line ends."""
        if sender and not _is_path(sender):
            raise ValueError(f"{sender!r} cannot be an envelope sender")
        mail = _LINE_END.sub(b"\r\n", raw)
        wrong = _why_unsendable(to, mail)
        if wrong:
            return Answer(Handover.NEVER, 0, wrong)
        try:
            return self._transaction(sender, to, mail)
        except BaseException:
            self._drop()  # where the conversation stands is not known any more
            raise

    def login_check(self) -> str:
        """Connect and log in anew, see ``Transport.login_check``."""
        self.close()
        try:
            self._connect()
        except BaseException:
            self._drop()
            raise
        limit = _size_limit(self._features)
        self.close()
        who = f"logged in as {self._account.user}" if self._account.user else "no login"
        safe = "not encrypted" if self._account.security == "plain" else "encrypted, certificate verified"
        return f"{self._account}: {safe}, {who}" + (f", mails up to {limit / 1e6:.0f} MB" if limit else "")

    def close(self) -> None:
        """Say goodbye and close the connection, if there is one."""
        if self._server is not None and self._server.sock is not None:
            with suppress(OSError):
                self._server.sock.settimeout(_QUIT_SECONDS)
                self._server.quit()
        self._drop()

    def _transaction(self, sender: str, to: str, mail: bytes) -> Answer:
        if self._server is None or self._mails >= self._mails_per_connection:
            self.close()
            self._connect()
        wrong = self._why_server_cannot(sender, to, mail)
        if wrong:
            return Answer(Handover.NEVER, 0, wrong)
        reply = self._begin(sender, to, mail)
        if is_too_large(reply):
            return Answer(Handover.NEVER, reply.code, reply.text)
        if not reply.is_good:
            trouble = SenderRefused if is_about_sender(reply) else TransportUnavailable
            raise trouble(why_sender_refused(self._account, sender, reply))
        reply = self._say(f"RCPT TO:<{to}>")
        if not reply.is_good:
            return self._refused(reply)
        reply = self._say("DATA")
        if reply.code != 354:
            return self._refused(reply)
        reply = self._hand_over(mail)
        if not reply.is_good:
            return self._refused(reply)
        self._needs_reset = False
        return Answer(Handover.SENT, reply.code, reply.text)

    def _begin(self, sender: str, to: str, mail: bytes) -> ServerReply:
        """MAIL FROM and its reply, over a new connection where the server dropped the old one since the last mail.

        A server that hangs up on an idle client is no trouble, and nothing of this mail has been said yet.
        """
        options = [f"SIZE={len(mail)}"] if "size" in self._features else []
        if not mail.isascii():
            options.append("BODY=8BITMIME")
        if not (sender + to).isascii():
            options.append("SMTPUTF8")
        command = " ".join([f"MAIL FROM:<{sender}>", *options])
        if self._mails > 0:
            with suppress(TransportUnavailable):
                if not self._needs_reset or self._say("RSET").is_good:
                    self._mails, self._needs_reset = self._mails + 1, True
                    return self._say(command)
            self._drop()
            self._connect()
        self._mails, self._needs_reset = self._mails + 1, True
        return self._say(command)

    def _why_server_cannot(self, sender: str, to: str, mail: bytes) -> str:
        """Why this server cannot carry this mail, going by what it announced; ``""`` when it can."""
        if not to.isascii() and "smtputf8" not in self._features:
            return f"{self._account} cannot send to addresses with letters beyond ASCII (RFC 6531)"
        if not sender.isascii() and "smtputf8" not in self._features:
            raise TransportUnavailable(
                f"{self._account} takes no sender with letters beyond ASCII (RFC 6531): our address needs plain ones."
            )
        if not mail.isascii() and "8bitmime" not in self._features:
            return f"{self._account} takes 7-bit mail only (RFC 6152) and this mail is 8-bit"
        limit = _size_limit(self._features)
        if limit and len(mail) > limit:
            return f"{self._account} takes mails up to {limit} octets and this one has {len(mail)}"
        return ""

    def _hand_over(self, mail: bytes) -> ServerReply:
        """Send the mail's bytes after ``354``; the server's word on them. Raises Ambiguous where none came."""
        server = self._live()
        stuffed = _LEADING_DOT.sub(b"..", mail)
        if not stuffed.endswith(b"\r\n"):
            stuffed += b"\r\n"
        try:
            _set_timeout(server, self._answer_timeout)
            server.send(stuffed)
        except OSError as lost:
            # Without its final dot no server takes a mail (RFC 5321, section 4.1.1.4).
            raise TransportUnavailable(when_lost(self._account, lost)) from lost
        try:
            server.send(b".\r\n")
            code, text = server.getreply()
            _set_timeout(server, self._timeout)
        except OSError as lost:
            raise Ambiguous(
                f"{self._account} gave no answer after the whole mail was sent ({one_line(lost)})"
            ) from lost
        reply = ServerReply(code, one_line(text))
        if not (reply.is_good or reply.is_refusal):
            raise Ambiguous(f"{self._account} answered the whole mail with {reply}")
        return reply

    def _refused(self, reply: ServerReply) -> Answer:
        """What a refusal of RCPT or DATA means for this mail. Raises TransportUnavailable where it is about us."""
        if is_about_us(reply, has_login=bool(self._account.user)):
            trouble = SenderRefused if is_about_sender(reply) else TransportUnavailable
            raise trouble(
                f"{self._account} takes no mail from us at present: {reply}. Where this stays, ask the provider; "
                "check outgoing.user and outgoing.host."
            )
        if not reply.is_refusal:
            raise TransportUnavailable(f"{self._account} answered with {reply}: it may be no mail server.")
        outcome = Handover.NEVER if reply.code >= 500 else Handover.LATER
        return Answer(outcome, reply.code, reply.text)

    def _connect(self) -> None:
        """Connect, encrypt, log in; where the server refuses an access token, once more with another one.

        Raises TransportUnavailable with a sentence, LoginRefused.
        """
        account = self._account
        if account.grant is None:
            self._open()
            if account.user and account.password is not None:
                self._log_in(account.user, account.password())
        else:
            self._connect_with(account.grant)
        self._live().command_encoding = "utf-8"  # for SMTPUTF8; what we say is ASCII otherwise

    def _connect_with(self, grant: Bearer) -> None:
        token = grant.token()
        self._open()
        try:
            self._log_in_by_token(token)
        except LoginRefused:
            another = grant.instead_of(token)
            if another is None:
                raise
            self._drop()
            self._open()
            self._log_in_by_token(another)

    def _open(self) -> None:
        """Connect and encrypt."""
        account = self._account
        context = None if account.security == "plain" else _tls_context(account)
        try:
            if context is not None and account.security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    account.host, account.port, _OUR_NAME, timeout=self._timeout, context=context
                )
            else:
                server = smtplib.SMTP(account.host, account.port, _OUR_NAME, timeout=self._timeout)
            self._server = server
            self._greet(server)
            if context is not None and account.security == "starttls":
                server.starttls(context=context)
                self._greet(server)
        except (OSError, ValueError) as wrong:  # ValueError: a host name that is none
            raise TransportUnavailable(why_no_connection(account, wrong)) from wrong
        # Two short packets end a mail; Nagle's algorithm would hold the second one back for 40 ms.
        if server.sock is not None:
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._mails, self._needs_reset = 0, False

    def _greet(self, server: smtplib.SMTP) -> None:
        code, text = server.ehlo()
        if code != 250:
            raise smtplib.SMTPHeloError(code, text)

    def _log_in(self, user: str, password: str) -> None:
        """AUTH PLAIN or LOGIN (RFC 4954, RFC 4616), one try: a second one might lock the account."""
        offered = self._features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            reply = self._say("AUTH PLAIN " + _base64(f"\0{user}\0{password}"))
        elif "LOGIN" in offered:
            reply = self._say("AUTH LOGIN")
            for word in (user, password):
                reply = self._say(_base64(word)) if reply.code == 334 else reply
        else:
            raise TransportUnavailable(
                f"{self._account} offers no login with a password ({' '.join(offered) or 'none at all'}): "
                "check outgoing.port and outgoing.security, or leave outgoing.user empty where no login is needed."
            )
        self._require_welcome(reply, f"Check outgoing.user and its password; {_APP_PASSWORD}")

    def _log_in_by_token(self, token: str) -> None:
        """AUTH OAUTHBEARER or XOAUTH2 (RFC 7628), whichever the server offers, one try."""
        account = self._account
        offered = self._features.get("auth", "").upper().split()
        mechanism = bearer_mechanism(offered)
        if mechanism is None:
            raise TransportUnavailable(
                f"{account} takes no access tokens ({' '.join(offered) or 'no login at all'}): check outgoing.host, "
                "outgoing.port and outgoing.security, or give outgoing a password of its own."
            )
        exchange = BearerExchange(mechanism, user=account.user, token=token, host=account.host, port=account.port)
        first = _base64(exchange(b""))
        command = f"AUTH {mechanism} {first}"
        if len(command) <= _COMMAND_OCTETS:
            reply = self._say(command)
        elif (reply := self._say(f"AUTH {mechanism}")).code == 334:
            reply = self._say(first)
        if reply.code == 334:
            reply = self._say(_base64(exchange(_unbase64(reply.text))))
        why = f"The token is called {exchange.said}. " if exchange.said else ""
        self._require_welcome(
            reply,
            f"{why}The grant of `mailflow login` must be given by {account.user}, and sending by SMTP be allowed for "
            "that account (docs/oauth.md).",
        )

    def _require_welcome(self, reply: ServerReply, cure: str) -> None:
        """Raise LoginRefused or TransportUnavailable where this reply to AUTH is not ``235``."""
        if reply.code == 235:
            return
        if reply.code >= 500:
            raise LoginRefused(f"{self._account} refused the login of {self._account.user}: {reply}. {cure}")
        raise TransportUnavailable(f"{self._account} cannot check logins at present: {reply}. It is tried again later.")

    @property
    def _features(self) -> dict[str, str]:
        """What the server announced in EHLO, keywords in lower case."""
        return self._live().esmtp_features

    def _live(self) -> smtplib.SMTP:
        if self._server is None:
            raise TransportUnavailable(f"There is no connection to {self._account}.")
        return self._server

    def _say(self, command: str) -> ServerReply:
        """One command and its reply. Raises TransportUnavailable for a lost connection, 421 and what is no reply."""
        try:
            code, text = self._live().docmd(command)
        except OSError as lost:
            raise TransportUnavailable(when_lost(self._account, lost)) from lost
        reply = ServerReply(code, one_line(text))
        if code == 421 or not 200 <= code < 600:
            raise TransportUnavailable(f"{self._account} ends the conversation: {reply}. It is tried again later.")
        return reply

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


def _is_path(address: str) -> bool:
    """Whether an address can stand in a command: nothing in it ends the angle brackets or the line."""
    odd = any(one in "<>" or one.isspace() or unicodedata.category(one).startswith("C") for one in address)
    return not odd and len(address.encode()) <= _PATH_OCTETS and 0 < address.rfind("@") < len(address) - 1


def _why_unsendable(to: str, mail: bytes) -> str:
    """Why no server could carry this mail, ``""`` when one could. Line ends are CRLF."""
    if not _is_path(to):
        return f"{one_line(to)} is no address that mail can be sent to"
    if any(len(line) > _LINE_OCTETS for line in mail.split(b"\r\n")):
        return f"a line of this mail is longer than {_LINE_OCTETS} octets (RFC 5322, section 2.1.1)"
    return ""


def _size_limit(features: dict[str, str]) -> int:
    """The largest mail the server takes, in octets (RFC 1870); 0 for no known limit."""
    said = features.get("size", "")
    return int(said) if said.isdecimal() else 0


def _base64(word: str) -> str:
    return base64.b64encode(word.encode()).decode()


def _unbase64(word: str) -> bytes:
    """What a challenge says, nothing where it is damaged: it only tells why a token is refused."""
    try:
        return base64.b64decode(word, validate=True)
    except ValueError:
        return b""


def _set_timeout(server: smtplib.SMTP, seconds: float) -> None:
    if server.sock is not None:
        server.sock.settimeout(seconds)


def _tls_context(account: SmtpAccount) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=account.ca_file)
    except OSError as wrong:
        raise TransportUnavailable(
            f"The certificates in {account.ca_file} cannot be read ({wrong}): check outgoing.ca_file."
        ) from wrong
