"""An OAuth 2.0 provider on loopback: gives out tokens, turns refresh tokens over, and is asked about them by Dovecot.

It knows no clock: tokens end when the test says so. The person behind the browser always says yes.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from mailflow.mail.oauth_client import Provider

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SCOPE = "mail offline"
CLIENT = "mailflow-desk"
SECRET = "client-secret-word"


class TokenServer:
    """A provider on a free port of 127.0.0.1 while the ``with`` block lasts.

    user: who grants; expires_in: seconds that it says an access token is good; rotates: each refresh gives a new
    refresh token and ends the old one; more: what else a token answer holds; secret: the client's, ``""`` for none;
    padding: by how much its access tokens are longer than they need be.
    ``asked`` holds the forms that came to the token address; ``introspected`` counts what Dovecot asked.
    """

    def __init__(
        self,
        user: str,
        *,
        expires_in: int = 3600,
        rotates: bool = True,
        more: Mapping[str, Any] | None = None,
        secret: str = SECRET,
        padding: int = 0,
    ) -> None:
        self.user = user
        self.expires_in = expires_in
        self.rotates = rotates
        self.more = dict(more or {})
        self.secret = secret
        self.padding = padding
        self.asked: list[dict[str, str]] = []
        self.introspected = 0
        self.living: set[str] = set()  # access tokens
        self.renewing: set[str] = set()  # refresh tokens
        self.given: list[str] = []  # every secret word ever given out
        self.codes: dict[str, tuple[str, str]] = {}  # code challenge and redirect, by code
        self.replies: list[tuple[int, object]] = []  # what to answer next at the token address, instead of the usual
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.tokens = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True, name="tokens")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def url(self, path: str) -> str:
        """The address of one of its pages."""
        return f"http://127.0.0.1:{self._server.server_port}/{path}"

    def provider(self, **changes: Any) -> Provider:
        """Itself, as we know providers."""
        return Provider(
            **{
                "name": "Tokens",
                "authorize_url": self.url("authorize"),
                "token_url": self.url("token"),
                "device_url": self.url("device"),
                "scope": SCOPE,
                **changes,
            }
        )

    def answer(self) -> dict[str, object]:
        """A token answer with fresh tokens (RFC 6749, section 5.1)."""
        number = next(self._numbers)
        access = f"access-{number}" + "x" * self.padding
        self.living.add(access)
        self.given.append(access)
        said: dict[str, object] = {"access_token": access, "token_type": "Bearer", "expires_in": self.expires_in}
        if self.rotates or not self.renewing:
            renewing = f"refresh-{number}"
            self.renewing = {renewing}
            self.given.append(renewing)
            said["refresh_token"] = renewing
        return {**said, **self.more}

    def end_access_tokens(self) -> None:
        """Every access token that was given out is worth nothing from now on; refreshing gives others."""
        self.living.clear()

    def revoke(self) -> None:
        """The person takes the grant back: nothing that was given out is worth anything."""
        self.living.clear()
        self.renewing = set()

    def reply_next(self, status: int, said: object) -> None:
        """Answer the next token request with this: an object as JSON, or text as it is (3xx: where to)."""
        self.replies.append((status, said))

    # -- its pages -------------------------------------------------------------------------------------------------

    def token(self, form: dict[str, str]) -> tuple[int, object]:
        """The token address."""
        with self._lock:
            self.asked.append(form)
            if self.replies:
                return self.replies.pop(0)
            if form.get("client_id") != CLIENT or form.get("client_secret", "") != self.secret:
                return 401, {"error": "invalid_client", "error_description": "unknown client"}
            match form.get("grant_type"):
                case "refresh_token" if form.get("refresh_token") in self.renewing:
                    return 200, self.answer()
                case "authorization_code" if self._is_good(form):
                    return 200, self.answer()
                case "urn:ietf:params:oauth:grant-type:device_code":
                    return 200, self.answer()
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}

    def _is_good(self, form: Mapping[str, str]) -> bool:
        """Whether a code is one of ours, and the verifier is the challenge's (RFC 7636, section 4.6)."""
        challenge, redirect = self.codes.pop(form.get("code", ""), ("", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        return (challenge, redirect) == (
            base64.urlsafe_b64encode(digest).decode().rstrip("="),
            form.get("redirect_uri"),
        )

    def authorize(self, said: Mapping[str, str]) -> str:
        """The page where the person says yes; the address that the browser is sent on to."""
        code = f"code/{next(self._numbers)}"
        self.given.append(code)
        assert said["code_challenge_method"] == "S256"
        self.codes[code] = (said["code_challenge"], said["redirect_uri"])
        return f"{said['redirect_uri']}?{urlencode({'code': code, 'state': said['state']})}"

    def introspect(self, token: str) -> dict[str, object]:
        """What Dovecot is told of an access token (RFC 7662)."""
        self.introspected += 1
        return {"active": True, "username": self.user} if token in self.living else {"active": False}


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    @property
    def _tokens(self) -> TokenServer:
        tokens: TokenServer = self.server.tokens  # type: ignore[attr-defined]
        return tokens

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = {name: said[0] for name, said in parse_qs(body).items()}
        match urlsplit(self.path).path:
            case "/token":
                self._say(*self._tokens.token(form))
            case "/introspect":
                self._say(200, self._tokens.introspect(form.get("token", "")))
            case "/device":
                told = {"device_code": "device-word", "user_code": "ABCD-EFGH", "expires_in": 900, "interval": 5}
                self._say(200, {**told, "verification_uri": self._tokens.url("code")})
            case _:
                self._say(404, "nothing here")

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.send_response(302)
        self.send_header("Location", self._tokens.authorize(said))
        self.end_headers()

    def _say(self, status: int, said: object) -> None:
        body = (said if isinstance(said, str) else json.dumps(said)).encode()
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if 300 <= status < 400:
                self.send_header("Location", str(said))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_unused: object) -> None:
        """Say nothing."""
