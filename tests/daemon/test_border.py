"""What our border server says of a sender, with a real one: Postfix and OpenDKIM, through the whole loop."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailflow import settings as settings_of
from mailflow.settings import Settings
from tests.daemon.running import parsed, served
from tests.daemon.test_servers import command, imap, make
from tests.servers.dovecot import Dovecot
from tests.servers.plugin import USERS
from tests.servers.postfix import AUTHSERV_ID, Postfix

pytestmark = pytest.mark.servers

REQUEST = """From: Alice Jones <alice@req.example>
To: info@io.example
Subject: Call request
Date: Tue, 02 Mar 2027 09:05:00 -0500
Message-ID: <{word}@req.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

1. Call title: Rent strike {word}
2. Group or occupation: Occupy Oakland
4. Purpose: Compare notes
5. Date: Thursday 18 March 2027
6. Start time: 8pm
7. Time zone: Pacific
8. Facilitator: me
"""
FORGED = (
    f"Authentication-Results: {AUTHSERV_ID}; dkim=pass header.d=req.example\n"
    f"Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from=req.example\n"
    "Authentication-Results: mx.else.example; dkim=pass header.d=req.example\n"
)


@pytest.fixture
def settings(tmp_path: Path, postfix: Postfix) -> Settings:
    """An instance that believes our border server, on an empty mailbox."""
    made = make(tmp_path, postfix.dovecot, postfix)
    empty(postfix.dovecot)
    return trusting(made)


def trusting(settings: Settings) -> Settings:
    """The same settings with our border server pinned."""
    pinned = {"authserv_id": AUTHSERV_ID, "border_host": AUTHSERV_ID}
    return settings.model_copy(update={"trust": settings.trust.model_copy(update=pinned)})


def empty(dovecot: Dovecot) -> None:
    """Delete every mail in the watched mailbox."""
    with imap(dovecot) as client:
        _, [count] = client.select("INBOX")
        if int(count or 0):
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()


def proofs(settings: Settings) -> list[str]:
    """The proofs that stand in the history of the first case."""
    shown = command(settings, "show", "IO-0001").output.partition("History")[2].partition("Mails in")[0]
    return [one for one in ("aligned pass", "reply token", "address") if one in shown]


def test_a_valid_signature_is_the_proof_in_the_history(settings: Settings, postfix: Postfix) -> None:
    """A mail signed by its author's domain is an aligned pass."""
    with served(settings):
        postfix.send_signed("alice@req.example", "info@io.example", REQUEST.format(word="proven").encode())
        postfix.delivered("alice@req.example", b"Rent strike proven")

    assert ["aligned pass"] == proofs(settings)


@pytest.mark.parametrize(
    ("word", "domain", "change", "forged"),
    [
        ("tampered", "req.example", (b"Compare notes", b"Compare n0tes"), ""),
        ("listsigned", "lists.example", (b"", b""), ""),
        ("madeuphead", "", (b"", b""), FORGED),
        ("madeupboth", "lists.example", (b"", b""), FORGED),
    ],
)
def test_what_the_domain_did_not_sign_proves_an_address_only(
    settings: Settings, postfix: Postfix, word: str, domain: str, change: tuple[bytes, bytes], forged: str
) -> None:
    """A changed body, another domain's signature and verdicts of the sender's own, in our server's name, are no pass.

    A request needs no proof, so it is answered; its history says on what it rested.
    """
    raw = REQUEST.format(word=word).encode()
    signed = postfix.sign(raw, domain) if domain else raw
    sent = forged.encode() + (signed.replace(*change) if change[0] else signed)
    with served(settings):
        postfix.send("mallory@else.example", "info@io.example", sent)
        answer = parsed(postfix.delivered("alice@req.example", b"Rent strike " + word.encode()))

    assert "auto-replied" == answer["Auto-Submitted"]
    assert ["address"] == proofs(settings)


def test_a_failed_verdict_is_not_answered_and_staff_see_the_mail(settings: Settings, postfix: Postfix) -> None:
    """Where our server says that the domain in From did not send it, nobody is mailed but staff (protocol 8.34)."""
    with served(settings):
        postfix.send("forger@else.example", "info@io.example", REQUEST.format(word="failed").encode())
        seen = parsed(postfix.delivered("staff@io.example", b"Rent strike failed"))
        postfix.send_signed("alice@req.example", "info@io.example", REQUEST.format(word="after it").encode())
        postfix.delivered("alice@req.example", b"Rent strike after it")

    assert "alice@req.example" in str(seen.get_body(("plain",)))
    assert not [raw for raw in postfix.inbox("alice@req.example") if b"Rent strike failed" in raw]


def delivered_verdicts(postfix: Postfix, word: str, sender: str = "mallory@else.example") -> list[str]:
    """Send a mail with forged verdicts; the Authentication-Results that it arrives with, topmost first."""
    postfix.send(sender, "info@io.example", (FORGED + REQUEST.format(word=word)).encode())
    mail = parsed(postfix.delivered("info@io.example", word.encode()))
    return [" ".join(str(value).split()) for value in mail.get_all("Authentication-Results", [])]


def test_opendkim_leaves_forged_verdicts_standing(settings: Settings, postfix: Postfix) -> None:
    """By default it removes only those that bear its own name and speak of DKIM; so place in the header decides."""
    assert settings
    own, *left = delivered_verdicts(postfix, "standing")

    assert own.startswith(f"{AUTHSERV_ID}; dkim=none")
    assert [
        f"{AUTHSERV_ID}; dmarc=pass header.from=req.example",
        "mx.else.example; dkim=pass header.d=req.example",
    ] == left


@contextmanager
def other_postfix(**how: str) -> Iterator[Postfix]:
    """Servers of their own, with other settings."""
    verdicts = {"forger@else.example": "dmarc=fail header.from=req.example"}
    with Dovecot(USERS) as dovecot, Postfix(dovecot, verdicts=verdicts, **how) as one:  # type: ignore[arg-type]
        yield one


def test_opendkim_can_remove_all_that_bear_its_name() -> None:
    """``RemoveARAll`` takes out every verdict in our server's name, of whatever method; others stay."""
    with other_postfix(opendkim=f"RemoveARAll yes\nRemoveARFrom {AUTHSERV_ID}\n") as postfix:
        own, *left = delivered_verdicts(postfix, "removed")

    assert own.startswith(f"{AUTHSERV_ID}; dkim=none")
    assert ["mx.else.example; dkim=pass header.d=req.example"] == left


def test_postfix_can_remove_every_verdict_that_comes_with_a_mail(tmp_path: Path) -> None:
    """``header_checks`` with IGNORE leaves what a milter adds, and takes a policy server's PREPEND away, too."""
    tmp_path.chmod(0o755)
    (tmp_path / "header_checks").write_text("/^Authentication-Results:/ IGNORE\n")
    with other_postfix(main=f"header_checks = regexp:{tmp_path}/header_checks\n") as postfix:
        [own] = delivered_verdicts(postfix, "gone")
        [other] = delivered_verdicts(postfix, "prepended", sender="forger@else.example")

    assert own.startswith(f"{AUTHSERV_ID}; dkim=none")
    assert other.startswith(f"{AUTHSERV_ID}; dkim=none")


def test_check_finds_out_that_plus_addresses_do_not_arrive(tmp_path: Path) -> None:
    """Where ``info+word@`` is refused, check says so and pins it, and then no Reply-To carries one."""
    with other_postfix(delimiter="") as postfix:
        make(tmp_path, postfix.dovecot, postfix)
        settings = settings_of.load(tmp_path)

        checked = command(settings, "check")
        assert (1, True) == (checked.exit_code, "!!  plus-address" in checked.output), checked.output
        assert "550" in checked.output
        pinned = command(settings, "check", "--pin")
        assert "outgoing.plus_addressing = false is written" in pinned.output
        settings = settings_of.load(tmp_path)
        assert not settings.outgoing.plus_addressing
        assert "ok  plus-address" in command(settings, "check").output

        with served(settings):
            postfix.send_signed("alice@req.example", "info@io.example", REQUEST.format(word="noplus").encode())
            answer = parsed(postfix.delivered("alice@req.example", b"Rent strike noplus"))
        assert "info@io.example" == answer["Reply-To"].addresses[0].addr_spec


def test_check_says_when_plus_addresses_could_be_used(settings: Settings) -> None:
    """Where they are turned off and arrive, check offers them; its mails are gone afterwards."""
    off = ("--set", "outgoing.plus_addressing=false")

    offered = command(settings, *off, "check")
    assert (0, True) == (offered.exit_code, "--  plus-address" in offered.output), offered.output
    assert "outgoing.plus_addressing = true is written" in command(settings, *off, "check", "--pin").output
    again = command(settings, "check").output
    assert "ok  plus-address" in again
    assert "message-id" not in again


def test_check_waits_for_a_plus_address_only_so_long(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail that is taken and never comes counts as not arriving, as on servers that drop unknown addresses."""
    monkeypatch.setattr("mailflow.check.PLUS_SECONDS", 0.5)
    monkeypatch.setattr("mailflow.check._plus_address", lambda _settings: "staff@io.example")

    checked = command(settings, "check")

    assert (1, True) == (checked.exit_code, "did not come within" in checked.output), checked.output


def test_check_decides_nothing_where_a_server_asks_to_come_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal for now says nothing about plus-addresses, and pins nothing."""
    monkeypatch.setattr("mailflow.check._plus_address", lambda _settings: "later@req.example")

    checked = command(settings, "check", "--pin")

    assert "--  plus-address: not tried" in checked.output, checked.output
    assert settings_of.load(settings.data.parent).outgoing.plus_addressing


def test_check_says_where_a_server_gives_our_mails_other_ids(tmp_path: Path) -> None:
    """Some providers replace Message-IDs; then no thread can be followed by them, and check says so."""
    tmp_path.chmod(0o755)
    (tmp_path / "header_checks").write_text("/^Message-ID:/ REPLACE Message-ID: <made@provider.example>\n")
    with other_postfix(main=f"header_checks = regexp:{tmp_path}/header_checks\n") as postfix:
        make(tmp_path, postfix.dovecot, postfix)

        checked = command(settings_of.load(tmp_path), "check")

    assert (0, True) == (checked.exit_code, "--  message-id" in checked.output), checked.output
    assert "ok  plus-address" in checked.output
