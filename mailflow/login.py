"""Let a person give us the grant for the mailbox, keep it, and prove it by logging in with it."""

import os
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.mail.imap import ImapMailbox
from mailflow.mail.mailbox import MailboxError
from mailflow.mail.oauth import Grant
from mailflow.mail.oauth_client import Client
from mailflow.mail.oauth_login import Loopback, device_code, wait_for_device
from mailflow.mail.transport import TransportUnavailable
from mailflow.settings import Settings, SettingsWrong
from mailflow.wiring import grant_of, imap_account, transport_of
from mailflow.write import words


class Way(StrEnum):
    """How the person logs in at the provider."""

    BROWSER = "browser"  # one on this machine, which comes back to us by itself
    PASTE = "paste"  # one elsewhere; the person brings its address here
    DEVICE = "device"  # one elsewhere; the person types a code there


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """The person and the machine.

    say: shows a line; ask: shows a prompt, hands back a line; open_page: opens an address in the browser here, and says
    whether that could be done; clock: the time, UTC; sleep: waits so many seconds.
    """

    say: Callable[[str], object]
    ask: Callable[[str], str]
    open_page: Callable[[str], bool]
    clock: Callable[[], datetime]
    sleep: Callable[[float], object]


def log_in(settings: Settings, way: Way, terminal: Terminal) -> bool:
    """Get a grant and keep it; whether the servers took it.

    Raises GrantRefused and GrantUnavailable, having changed nothing, and SettingsWrong where nothing uses a grant or
    the client secret cannot be read.
    """
    grant = grant_of(settings, terminal.clock)
    if grant is None:
        sentence = (
            "Nothing uses a grant: the settings have no [oauth] part, or passwords for mailbox and outgoing. An app "
            "password needs no login; see docs/oauth.md."
        )
        raise SettingsWrong([sentence])
    settings.oauth.secret()  # a file that cannot be read is told before anybody logs in anywhere
    told = _by_device(grant.client, terminal) if way is Way.DEVICE else _by_page(grant.client, way, terminal)
    standing = grant.keep(told)
    lives = f" It ends on {words.day(standing.ends_at.date())}." if standing.ends_at else ""
    terminal.say(f"The grant is in {grant.path}, readable by you only.{lives}")
    return _proved(settings, grant, terminal)


def _by_page(client: Client, way: Way, terminal: Terminal) -> dict[str, object]:
    with Loopback(client) as page:
        url = page.request.url
        if way is Way.BROWSER and terminal.open_page(url):
            terminal.say(f"Log in as {client.account} in the browser. If none opened, open this address in one here:")
            terminal.say(url)
            return page.request.answer(page.wait(terminal.clock))
        terminal.say(f"Open this address in a browser, on any machine, and log in as {client.account}:")
        terminal.say(url)
        terminal.say(
            f"At the end the browser goes to a page at {client.provider.redirect} that it cannot show. That is well: "
            "copy the whole address from its address line."
        )
        code = page.request.pasted(terminal.ask("The address"))
        return page.request.answer(code)


def _by_device(client: Client, terminal: Terminal) -> dict[str, object]:
    code = device_code(client, terminal.clock())
    terminal.say(f"Open {code.address} in a browser, log in as {client.account}, and type this code: {code.user_code}")
    return wait_for_device(client, code, clock=terminal.clock, sleep=terminal.sleep)


def _proved(settings: Settings, grant: Grant, terminal: Terminal) -> bool:
    """Log in with the grant wherever it is used, saying what came of it; whether all went well."""
    proofs: list[Callable[[], str]] = []
    if settings.uses_grant(settings.mailbox):
        proofs.append(lambda: _read(settings, grant))
    if settings.uses_grant(settings.outgoing):
        proofs.append(lambda: _send(settings, grant))
    is_well = True
    for prove in proofs:
        try:
            terminal.say(prove())
        except (MailboxError, TransportUnavailable) as wrong:
            terminal.say(str(wrong))
            is_well = False
    return is_well


def _read(settings: Settings, grant: Grant) -> str:
    mailbox = ImapMailbox(imap_account(settings, grant), folder=settings.mailbox.folder, done_folder=None)
    try:
        mailbox.login_check()
    finally:
        mailbox.close()
    return f"{settings.mailbox.host} lets us in as {settings.mailbox.user}."


def _send(settings: Settings, grant: Grant) -> str:
    transport = transport_of(settings, grant)
    try:
        return f"{transport.login_check()}."
    finally:
        transport.close()


def open_page(url: str) -> bool:
    """Open an address in a browser with windows on this machine; whether there is one."""
    if sys.platform != "darwin" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False  # a browser in the terminal cannot show a provider's login
    return webbrowser.open(url)
