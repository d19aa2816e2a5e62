"""Getting a grant from a person: by a browser here, by pasting from a browser elsewhere, or by a code on a device.

The loopback flow (RFC 8252) with PKCE (RFC 7636) and state; the device flow (RFC 8628). Each ends with the provider's
token answer, for ``Grant.keep``.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import Self
from urllib.parse import parse_qs, unquote, urlencode, urlsplit, urlunsplit

from mailflow.mail.oauth_client import Client, GrantRefused, GrantUnavailable, TokenRefused, why_refused
from mailflow.mail.smtp_reply import one_line

WAIT = timedelta(minutes=10)
"""How long a person has to log in at the provider."""

_PAGE_SECONDS = 2.0  # browsers open connections that they do not use
_REQUESTS = 1000
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_INTERVAL = 5  # RFC 8628, section 3.2: where the provider names none
_SLOWER = 5  # section 3.5: what slow_down adds
_LONGEST_INTERVAL = 60
_DONE = "You are logged in. mailflow goes on by itself; you can close this window."
_ODD = "This page waits for a login that was begun by mailflow, and this is none."


@dataclass(frozen=True, slots=True)
class Request:
    """One authorisation request. url: what the person opens; the rest proves that the answer is to it."""

    client: Client
    redirect: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)

    @property
    def url(self) -> str:
        """The provider's page, told who asks, for what, and where to send the person back to."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        provider = self.client.provider
        said = {
            "response_type": "code",
            "client_id": self.client.client_id,
            "redirect_uri": self.redirect,
            "scope": provider.scope,
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
            "login_hint": self.client.account,
            **provider.more,
        }
        return f"{provider.authorize_url}{'&' if '?' in provider.authorize_url else '?'}{urlencode(said)}"

    def code_in(self, query: str) -> str | None:
        """The code in a redirect's query, ``None`` where this is no answer to our request (its state is another).

        Raises GrantRefused where the provider or the person said no.
        """
        told = {name: said[0] for name, said in parse_qs(query).items()}
        if not secrets.compare_digest(told.get("state", "").encode(), self.state.encode()):
            return None
        if "error" in told:
            raise GrantRefused(self._refusal(one_line(told["error"]), one_line(told.get("error_description", ""))))
        return told.get("code") or None

    def pasted(self, said: str) -> str:
        """The code in what a person pasted: the whole address the browser ended at, or the code alone.

        Raises GrantRefused with what to do where it is neither.
        """
        text = said.strip().strip("<>\"'")
        if "://" not in text and "code=" not in text:
            if not text or any(ch.isspace() for ch in text):
                raise GrantRefused("That is no code: copy the whole address from the browser's address line.")
            return unquote(text)
        query = urlsplit(text).query if "://" in text else text.partition("?")[2] or text
        code = self.code_in(query)
        if code is None:
            raise GrantRefused(
                "That address answers another login, or holds no code: open the address above, log in, and copy the "
                "address that the browser ends at."
            )
        return code

    def answer(self, code: str) -> dict[str, object]:
        """Change the code into the provider's token answer. Raises GrantRefused and GrantUnavailable."""
        fields = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect,
            "code_verifier": self.verifier,
        }  # fmt: skip
        try:
            return self.client.ask_token(fields)
        except TokenRefused as refused:
            name = self.client.provider.name
            why = (
                f"{name} does not take that code ({refused.said or refused.code}): a code is good once and for a few "
                "minutes. Log in again."
                if refused.code == "invalid_grant"
                else why_refused(self.client, refused)
            )
        raise GrantRefused(why)

    def _refusal(self, code: str, said: str) -> str:
        name = self.client.provider.name
        if code == "access_denied":
            return f"{name} was told no ({said or code}): log in again, as {self.client.account}, and say yes."
        return why_refused(self.client, TokenRefused(code, said))


class Loopback:
    """A page on this machine that the provider sends the browser back to, while the ``with`` block lasts.

    Raises GrantUnavailable where its port is taken.
    """

    def __init__(self, client: Client) -> None:
        parts = urlsplit(client.provider.redirect)
        try:
            self._server = _Server(("127.0.0.1", parts.port or 0), _Page)
        except OSError as wrong:
            raise GrantUnavailable(
                f"Port {parts.port} of this machine is taken ({wrong.strerror}): end what uses it, or change "
                "oauth.redirect here and at the provider."
            ) from wrong
        self._path = parts.path or "/"
        host = f"{parts.hostname}:{self._server.server_address[1]}"
        self.request = Request(client, urlunsplit((parts.scheme, host, parts.path, "", "")))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_unused: object) -> None:
        self._server.server_close()

    def wait(self, clock: Callable[[], datetime]) -> str:
        """Wait for the browser to come back; the code it brings. Raises GrantRefused after ten minutes or a no.

        Whatever else comes to this page, other programs and other pages included, is turned away and changes nothing.
        """
        until = clock() + WAIT
        self._server.request = self.request
        self._server.path = self._path
        for _ in range(_REQUESTS):
            left = (until - clock()).total_seconds()
            if left <= 0:
                break
            self._server.timeout = left
            self._server.handle_request()
            if self._server.refused is not None:
                raise self._server.refused
            if self._server.code is not None:
                return self._server.code
        raise GrantRefused("Nobody came back from the provider's page in ten minutes: begin again, or use --paste.")


class _Server(TCPServer):
    """What the page knows and hears."""

    allow_reuse_address = True
    request: Request
    path = "/"
    code: str | None = None
    refused: GrantRefused | None = None

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is no trouble of ours."""


class _Page(BaseHTTPRequestHandler):
    timeout = _PAGE_SECONDS
    server: _Server

    def do_GET(self) -> None:
        """Answer the redirect; its code or refusal is left with the server."""
        parts = urlsplit(self.path)
        code: str | None = None
        if (parts.path or "/") == self.server.path:
            try:
                code = self.server.request.code_in(parts.query)
            except GrantRefused as wrong:
                self.server.refused = wrong
                self._say(200, str(wrong))
                return
        if code is None:
            self._say(404, _ODD)
            return
        self.server.code = code
        self._say(200, _DONE)

    def _say(self, status: int, text: str) -> None:
        body = f"{text}\n".encode()
        with suppress(OSError):
            self.send_response(status)
            for name, said in (
                ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"), ("Connection", "close"),
                ("X-Content-Type-Options", "nosniff"),
            ):  # fmt: skip
                self.send_header(name, said)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_unused: object) -> None:
        """Say nothing: the address holds the code."""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person types where, and until when."""

    user_code: str
    address: str
    until: datetime
    interval: float
    device_code: str = field(repr=False)


def device_code(client: Client, now: datetime) -> DeviceCode:
    """Ask for a device code. Raises GrantRefused and GrantUnavailable."""
    provider = client.provider
    if not provider.device_url:
        raise GrantRefused(f"{provider.name} has no login by device for mail: leave --device out, or use --paste.")
    try:
        told = client.ask(provider.device_url, {"scope": provider.scope})
    except TokenRefused as refused:
        why = why_refused(client, refused)
    else:
        address = told.get("verification_uri") or told.get("verification_url")
        parts = (told.get("user_code"), address, told.get("device_code"))
        if not all(isinstance(one, str) and one for one in parts):
            raise GrantUnavailable(f"{provider.name} gave no device code: check oauth.device_url.")
        return DeviceCode(
            one_line(parts[0]), one_line(parts[1]), now + timedelta(seconds=_number(told, "expires_in", 900)),
            _number(told, "interval", _INTERVAL), str(parts[2]),
        )  # fmt: skip
    raise GrantRefused(why)


def wait_for_device(
    client: Client, code: DeviceCode, *, clock: Callable[[], datetime], sleep: Callable[[float], object]
) -> dict[str, object]:
    """Ask until the person has logged in, as often as the provider wants; its token answer.

    sleep: waits so many seconds. Raises GrantRefused when the person said no or the code ran out.
    """
    interval = code.interval
    fields = {"grant_type": _DEVICE_GRANT, "device_code": code.device_code}
    while clock() < code.until:
        sleep(interval)
        try:
            return client.ask_token(fields)
        except GrantUnavailable:
            interval = min(interval * 2, _LONGEST_INTERVAL)  # RFC 8628, section 3.5: back off where nobody answers
            continue
        except TokenRefused as refused:
            wrong = refused
        if wrong.code == "slow_down":
            interval += _SLOWER
        elif wrong.code != "authorization_pending":
            raise GrantRefused(_device_refusal(client, wrong))
    raise GrantRefused("The code ran out before anybody logged in with it: begin again.")


def _device_refusal(client: Client, refused: TokenRefused) -> str:
    name = client.provider.name
    if refused.code in {"access_denied", "authorization_declined"}:
        return f"{name} was told no: log in again, as {client.account}, and say yes."
    if refused.code in {"expired_token", "code_expired"}:
        return "The code ran out before anybody logged in with it: begin again."
    return why_refused(client, refused)


def _number(told: Mapping[str, object], name: str, usual: float) -> float:
    said = told.get(name)
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) and 0 < said < 86400 else usual
