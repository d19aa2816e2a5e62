"""An OAuth 2.0 provider, our registration with it, and one request to it (RFC 6749), its errors told apart.

What the provider's answers mean: a grant that it does not take any more is ``GrantRefused``, and a person must log in
again; everything that may mend itself is ``GrantUnavailable``, and is tried again. Nothing secret stands in either.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import requests

from mailflow.mail.mailbox import MailboxUnavailable
from mailflow.mail.smtp_reply import one_line
from mailflow.mail.transport import LoginRefused, TransportUnavailable

LOG_IN = "run `mailflow login`"
_SECONDS = (10.0, 20.0)  # to connect, and for each read
_ANSWER_BYTES = 64 * 1024
_SECRET_FIELDS = ("client_secret", "refresh_token", "code", "code_verifier", "device_code")
_REGISTRATION = frozenset({"invalid_client", "unauthorized_client", "deleted_client", "disabled_client"})
_PASSING = frozenset({"temporarily_unavailable", "server_error", "internal_failure", "rate_limit_exceeded"})


class GrantRefused(LoginRefused):
    """There is no grant, or the provider does not take it: a person must act. Asking again soon changes nothing."""


class GrantUnavailable(TransportUnavailable, MailboxUnavailable):
    """The provider cannot be asked at the moment, or the grant cannot be kept: whoever serves tries it again."""


class TokenRefused(Exception):
    """The provider's own no (RFC 6749, section 5.2). code: as ``invalid_grant``; said: its words as one line."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code = code
        self.said = said

    @property
    def needs_login(self) -> bool:
        """Whether a new login can mend it; else it is our registration with the provider, or its secret."""
        return self.code not in _REGISTRATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Where a provider gives out tokens.

    name: what to call it in a sentence; device_url: ``""`` where it has no device flow for mail (RFC 8628);
    redirect: the loopback address that it knows us by, with or without a port (RFC 8252, section 7.3); more: what else
    the authorisation request says.
    """

    name: str
    authorize_url: str
    token_url: str
    scope: str
    device_url: str = ""
    redirect: str = "http://127.0.0.1"
    more: Mapping[str, str] = field(default_factory=dict)


def google() -> Provider:
    """Gmail and Google Workspace. Its device flow gives no grant for mail."""
    return Provider(
        name="Google",
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        scope="https://mail.google.com/",
        # Only so does it give a refresh token again to somebody who has granted this before.
        more={"access_type": "offline", "prompt": "consent"},
    )


def microsoft(tenant: str) -> Provider:
    """Microsoft 365 and Outlook.com. tenant: the organisation's ID or domain, or ``common``."""
    base = f"https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
    return Provider(
        name="Microsoft",
        authorize_url=f"{base}/authorize",
        token_url=f"{base}/token",
        device_url=f"{base}/devicecode",
        scope="https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
        redirect="http://localhost",  # the one loopback name whose port it leaves open
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Our registration with a provider. account: whose mailbox the grant is for; secret: ``""`` for none."""

    provider: Provider
    client_id: str
    account: str
    secret: Callable[[], str] = field(default=lambda: "", repr=False)

    def ask_token(self, fields: Mapping[str, str]) -> dict[str, object]:
        """Ask the token address, as ourselves. Raises GrantUnavailable and TokenRefused."""
        secret = self.secret()
        return self.ask(self.provider.token_url, {**fields, **({"client_secret": secret} if secret else {})})

    def ask(self, url: str, fields: Mapping[str, str]) -> dict[str, object]:
        """Post a form and read the JSON object that answers it. Raises GrantUnavailable and TokenRefused."""
        form = {"client_id": self.client_id, **fields}
        hidden = [form[name] for name in _SECRET_FIELDS if form.get(name)]
        status, body = self._post(url, form)
        try:
            told = json.loads(body)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise GrantUnavailable(
                f"{self.provider.name} answered {status} with something that is no token at {url}. Where this "
                "stays, check oauth.provider or oauth.token_url, and the network."
            )
        if status == 200 and "error" not in told:
            return told
        code, said = (_masked(one_line(told.get(name) or ""), hidden) for name in ("error", "error_description"))
        if status >= 500 or status == 429 or code in _PASSING or not code:
            raise GrantUnavailable(f"{self.provider.name} cannot give out tokens at present ({status} {code} {said}).")
        raise TokenRefused(code, said)

    def _post(self, url: str, form: Mapping[str, str]) -> tuple[int, bytes]:
        """One POST; the status and the beginning of the body. A redirect is not followed: it would take our secret."""
        try:
            with requests.post(
                url, data=form, timeout=_SECONDS, allow_redirects=False, stream=True, auth=_as_we_are,
                headers={"Accept": "application/json"},
            ) as answer:  # fmt: skip
                body = b""
                for piece in answer.iter_content(_ANSWER_BYTES):
                    body += piece
                    if len(body) > _ANSWER_BYTES:
                        break
                return answer.status_code, body
        except OSError as wrong:  # the library's own errors are such, too
            why = _said(wrong)
        # Outside the handler: the library's error holds the request, and that holds our secrets.
        raise GrantUnavailable(f"{self.provider.name} cannot be reached at {url} ({why}).")


def why_refused(client: Client, refused: TokenRefused) -> str:
    """The sentence for a refused refresh or login: what happened and what to do."""
    name = client.provider.name
    if not refused.needs_login:
        return (
            f"{name} does not take our registration ({refused}): check oauth.client_id and the client secret, which "
            "may have run out; docs/oauth.md tells what belongs to them."
        )
    match refused.code:
        case "invalid_grant":
            return (
                f"{name} does not take the grant for {client.account} any more ({refused.said or refused.code}): it "
                f"was withdrawn, it ran out, or a password was changed. To mend it, {LOG_IN}."
            )
        case "interaction_required" | "login_required" | "consent_required":
            return f"{name} wants the person behind {client.account} to log in again ({refused}): {LOG_IN}."
    return f"{name} refused ({refused}): check the [oauth] part of the settings, then {LOG_IN}."


def _as_we_are(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No login of the machine's own: the library would take one out of ``~/.netrc``."""
    return request


def _said(wrong: Exception) -> str:
    """What broke, without the library's names around it."""
    match wrong:
        case requests.exceptions.SSLError():
            return "its certificate is not trusted"
        case requests.exceptions.ProxyError():
            return "the proxy does not let us through"
        case requests.exceptions.Timeout():
            return "no answer in time"
        case requests.exceptions.ConnectionError():
            return "no connection"
    return type(wrong).__name__


def _masked(said: str, hidden: list[str]) -> str:
    for one in hidden:
        said = said.replace(one, "***")
    return said
