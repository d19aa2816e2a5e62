"""A person lets us in: in a browser here, in one elsewhere, by a code; whoever else comes by is turned away."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from mailflow.login import Terminal, Way, log_in
from mailflow.mail import oauth_login
from mailflow.mail.oauth_client import GrantRefused, GrantUnavailable, google, microsoft
from mailflow.mail.oauth_login import Loopback, Request, device_code, wait_for_device
from mailflow.settings import Settings, SettingsWrong
from tests.mail.granting import NOON, Clock, client_of
from tests.servers.tokens import CLIENT, DEVICE_GRANT, SECRET, TokenServer

USER = "info@io.example"


@pytest.fixture
def tokens() -> Iterator[TokenServer]:
    """A provider, gone after the test."""
    with TokenServer(USER) as one:
        yield one


@pytest.fixture
def clock() -> Clock:
    """Noon."""
    return Clock()


@pytest.fixture
def page(tokens: TokenServer) -> Iterator[Loopback]:
    """Our page, waiting."""
    with Loopback(client_of(tokens)) as one:
        yield one


class Browser(threading.Thread):
    """Opens addresses one after the other, as a person's browser does."""

    def __init__(self, *addresses: str) -> None:
        super().__init__(daemon=True)
        self.addresses = addresses
        self.shown: list[tuple[int, str]] = []
        self.start()

    def run(self) -> None:
        """Open them all; what was shown is kept."""
        for one in self.addresses:
            answer = requests.get(one, timeout=10)
            self.shown.append((answer.status_code, answer.text))


def back(request: Request, **said: str) -> str:
    """An address that a browser may come back to us with."""
    return f"{request.redirect}?{'&'.join(f'{name}={value}' for name, value in said.items())}"


def test_the_address_says_who_asks_and_for_what(tokens: TokenServer) -> None:
    """RFC 6749, section 4.1.1, with PKCE (RFC 7636, section 4.3); nothing secret stands in it."""
    request = Request(client_of(tokens, provider=google()), "http://127.0.0.1:8765")
    told = {name: said[0] for name, said in parse_qs(urlsplit(request.url).query).items()}

    assert request.url.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    assert {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": "http://127.0.0.1:8765",
        "scope": "https://mail.google.com/",
        "state": request.state,
        "code_challenge_method": "S256",
        "login_hint": USER,
        "access_type": "offline",
        "prompt": "consent",
    }.items() <= told.items()
    assert request.verifier not in request.url
    assert SECRET not in request.url
    assert 43 <= len(request.verifier) <= 128
    assert request.verifier not in repr(request)


def test_microsoft_is_asked_in_its_own_tenant(tokens: TokenServer) -> None:
    """The tenant stands in every address; the redirect is the one whose port Microsoft leaves open."""
    provider = microsoft("io.example")

    assert "https://login.microsoftonline.com/io.example/oauth2/v2.0/devicecode" == provider.device_url
    with Loopback(client_of(tokens, provider=provider)) as page:
        assert page.request.redirect.startswith("http://localhost:")
        assert urlsplit(page.request.redirect).path == ""


def test_the_browser_comes_back_with_a_code(page: Loopback, clock: Clock) -> None:
    """The whole loopback flow: the person says yes, the code is changed for tokens with the verifier that fits."""
    browser = Browser(page.request.url)
    told = page.request.answer(page.wait(clock))
    browser.join(10)

    assert {"access_token": "access-2", "refresh_token": "refresh-2"}.items() <= told.items()
    assert [(200, "You are logged in. mailflow goes on by itself; you can close this window.\n")] == browser.shown


def test_whoever_else_comes_by_is_turned_away(page: Loopback, clock: Clock) -> None:
    """Another state, no state, an icon, a refusal by a stranger: none of them ends the waiting or brings a code in."""
    request = page.request
    icon = request.redirect + "/favicon.ico"
    browser = Browser(
        back(request, code="forged", state="wrong"),
        back(request, code="forged"),
        back(request, error="access_denied", state="wrong"),
        back(request, state=request.state),
        icon,
        back(request, code="good", state=request.state),
    )

    assert "good" == page.wait(clock)
    browser.join(10)
    assert [404, 404, 404, 404, 404, 200] == [status for status, _ in browser.shown]


def test_a_no_is_told(page: Loopback, clock: Clock) -> None:
    """The person or an administrator says no: that is the sentence, in the terminal and in the browser."""
    browser = Browser(back(page.request, error="access_denied", state=page.request.state))
    with pytest.raises(GrantRefused, match="Tokens was told no"):
        page.wait(clock)
    browser.join(10)

    assert "was told no" in browser.shown[0][1]


def test_nobody_comes_back(page: Loopback, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten minutes the waiting ends with a sentence."""

    def later(_server: object) -> None:
        clock.pass_(minutes=4)

    monkeypatch.setattr(oauth_login._Server, "handle_request", later)
    with pytest.raises(GrantRefused, match="Nobody came back"):
        page.wait(clock)

    assert NOON + timedelta(minutes=12) == clock.now


def test_a_connection_that_says_nothing_holds_nobody_up(
    page: Loopback, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Browsers open connections they do not use: the next one is served all the same."""
    monkeypatch.setattr(oauth_login._Page, "timeout", 0.05)
    port = urlsplit(page.request.redirect).port
    with socket.create_connection(("127.0.0.1", port or 0)):
        browser = Browser(back(page.request, code="good", state=page.request.state))

        assert "good" == page.wait(clock)
        browser.join(10)


def test_a_taken_port_is_said(tokens: TokenServer) -> None:
    """Where the registered redirect has a port of its own and somebody listens there, that is the sentence."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        redirect = f"http://127.0.0.1:{taken.getsockname()[1]}/done"
        client = client_of(tokens, provider=tokens.provider(redirect=redirect))
        with pytest.raises(GrantUnavailable, match="is taken"):
            Loopback(client)


def test_a_registered_redirect_is_used_as_it_stands(tokens: TokenServer, clock: Clock) -> None:
    """A provider that compares the whole redirect gets it with its own port and path."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    redirect = f"http://127.0.0.1:{port}/done"
    with Loopback(client_of(tokens, provider=tokens.provider(redirect=redirect))) as page:
        browser = Browser(page.request.url)

        assert redirect == page.request.redirect
        assert page.wait(clock)
        browser.join(10)


@pytest.mark.parametrize(
    "said",
    ["{back}", "  <{back}>\n", "{redirect}/?state={state}&code=4%2F0Ab&scope=mail", "?code=4%2F0Ab&state={state}",
     "code=4%2F0Ab&state={state}", "4/0Ab", "4%2F0Ab"],
)  # fmt: skip
def test_what_a_person_pastes_is_understood(page: Loopback, said: str) -> None:
    """The whole address, the part behind the question mark, or the code alone, with what copying adds around it."""
    request = page.request
    text = said.format(
        back=back(request, code="4%2F0Ab", state=request.state), redirect=request.redirect, state=request.state
    )

    assert "4/0Ab" == request.pasted(text)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("", "That is no code"),
        ("I do not know", "That is no code"),
        ("http://127.0.0.1:1/?code=forged&state=wrong", "answers another login"),
        ("http://127.0.0.1:1/?code=forged", "answers another login"),
        ("https://accounts.google.com/o/oauth2/auth?client_id=x", "answers another login"),
        ("http://127.0.0.1:1/?error=access_denied&state={state}", "was told no"),
    ],
)
def test_what_is_no_answer_of_ours_is_said(page: Loopback, said: str, says: str) -> None:
    """Another login's address is not taken, and the sentence says what to paste."""
    with pytest.raises(GrantRefused, match=says):
        page.request.pasted(said.format(state=page.request.state))


def test_a_code_is_good_once(page: Loopback, tokens: TokenServer) -> None:
    """A code that was used, or another's (its challenge is another), is refused with what to do."""
    other = Request(client_of(tokens), page.request.redirect)
    sent_on = requests.get(other.url, timeout=10, allow_redirects=False).headers["Location"]
    with pytest.raises(GrantRefused, match="does not take that code"):
        page.request.answer(other.pasted(sent_on))


# -- by device (RFC 8628) --


def asked(tokens: TokenServer, clock: Clock) -> tuple[dict[str, object], list[float]]:
    """A device login to its end; the answer, and how long was waited before each question."""
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        clock.pass_(seconds=seconds)

    client = client_of(tokens)
    return wait_for_device(client, device_code(client, clock()), clock=clock, sleep=sleep), waited


def test_a_device_waits_as_long_as_it_is_told(tokens: TokenServer, clock: Clock) -> None:
    """Not yet: the same interval; slow_down: five seconds more from then on; no answer: twice as long."""
    for status, said in (
        (400, {"error": "authorization_pending"}),
        (400, {"error": "slow_down"}),
        (400, {"error": "authorization_pending"}),
        (503, "busy"),
    ):
        tokens.reply_next(status, said)
    told, waited = asked(tokens, clock)

    assert [5, 5, 10, 10, 20] == waited
    assert "access-1" == told["access_token"]
    assert {"grant_type": DEVICE_GRANT, "device_code": "device-word"}.items() <= tokens.asked[0].items()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("access_denied", "was told no"),
        ("authorization_declined", "was told no"),
        ("expired_token", "The code ran out"),
        ("invalid_client", "does not take our registration"),
    ],
)
def test_a_device_login_that_fails_says_why(tokens: TokenServer, clock: Clock, code: str, says: str) -> None:
    """A no, a late yes, a wrong registration: each its own sentence, and no further question."""
    tokens.reply_next(400, {"error": code})
    with pytest.raises(GrantRefused, match=says):
        asked(tokens, clock)

    assert 1 == len(tokens.asked)


def test_a_device_code_runs_out(tokens: TokenServer, clock: Clock) -> None:
    """When the code's time is over nobody asks any more."""
    for _ in range(1000):
        tokens.reply_next(400, {"error": "authorization_pending"})
    with pytest.raises(GrantRefused, match="The code ran out"):
        asked(tokens, clock)

    assert 900 / 5 == len(tokens.asked)


def test_a_provider_without_a_device_flow_says_so(tokens: TokenServer) -> None:
    """Google's device flow gives nothing for mail."""
    with pytest.raises(GrantRefused, match="Google has no login by device"):
        device_code(client_of(tokens, provider=google()), NOON)


# -- the command --


def settings_for(tokens: TokenServer, folder: Path, **more: object) -> Settings:
    """An instance that logs in by grant at servers where nobody is."""
    server = {"host": "127.0.0.1", "port": 9, "user": USER, "security": "plain"}
    made: Settings = Settings.model_validate(
        {
            "address": USER,
            "data": folder,
            "mailbox": {"kind": "imap", **server, **more},
            "outgoing": {"kind": "smtp", **server, **more},
            "oauth": {
                "client_id": CLIENT,
                "authorize_url": tokens.url("authorize"),
                "token_url": tokens.url("token"),
                "device_url": tokens.url("device"),
                "scope": "mail",
                "client_secret": SECRET,
            },
        }
    )
    return made


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("has_browser", [True, False])
def test_the_grant_is_kept_and_tried(
    tokens: TokenServer,
    tmp_path: Path,
    clock: Clock,
    way: Way,
    *,
    has_browser: bool,
) -> None:
    """Each way ends with a grant in the data folder; without a browser here the person is asked to paste.

    That the servers cannot be reached is told, and the grant stays. Nothing secret is shown.
    """
    said: list[str] = []

    def address() -> str:
        return next(one for one in said if "/authorize?" in one)

    def ask(_prompt: str) -> str:
        return requests.get(address(), timeout=10, allow_redirects=False).headers["Location"]

    def open_page(url: str) -> bool:
        if has_browser:
            Browser(url)
        return has_browser

    terminal = Terminal(
        say=said.append, ask=ask, open_page=open_page, clock=clock, sleep=lambda seconds: clock.pass_(seconds=seconds)
    )

    assert not log_in(settings_for(tokens, tmp_path), way, terminal)
    assert f"The grant is in {tmp_path / 'grant.json'}, readable by you only." in said
    assert "The IMAP server of info@io.example" in said[-2]
    assert "Nobody listens at 127.0.0.1:9" in said[-1]
    assert [] == [word for word in (*tokens.given, SECRET) if any(word in line for line in said)]


def test_nothing_uses_a_grant(tokens: TokenServer, tmp_path: Path, clock: Clock) -> None:
    """An instance with passwords needs no login, and is told so."""
    terminal = Terminal(say=print, ask=str, open_page=bool, clock=clock, sleep=print)
    with pytest.raises(SettingsWrong, match="Nothing uses a grant"):
        log_in(settings_for(tokens, tmp_path, password="word"), Way.BROWSER, terminal)
