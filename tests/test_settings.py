"""Settings: every problem is told at once, with its name, its file and the cure; secrets stay out of sight."""

import os
from pathlib import Path

import pytest

from mailflow import settings as settings_of
from mailflow.settings import SettingsWrong

GOOD = """
address = "info@example.org"
staff = ["ana@example.org"]
[mailbox]
kind = "imap"
host = "imap.example.org"
user = "info@example.org"
password_file = "word"
[outgoing]
kind = "smtp"
host = "smtp.example.org"
user = "info@example.org"
password_file = "word"
"""


def load(folder: Path, text: str, *changes: str) -> settings_of.Settings:
    """Write the file and load it."""
    (folder / "mailflow.toml").write_text(text)
    return settings_of.load(folder, changes)


def problems(folder: Path, text: str, *changes: str) -> tuple[str, ...]:
    """The sentences that a wrong file raises."""
    with pytest.raises(SettingsWrong) as raised:
        load(folder, text, *changes)
    return raised.value.problems


def test_good_settings_load(tmp_path: Path) -> None:
    """Ports have their usual values, paths count from the instance's folder."""
    good = load(tmp_path, GOOD)

    assert (993, 587) == (good.mailbox.server_port, good.outgoing.server_port)
    assert tmp_path / "word" == good.mailbox.password_file
    assert tmp_path / "data" == good.data


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    """A wrong address, a wrong zone, an unknown name and a missing host are told in one go, each with its cure."""
    wrong = GOOD.replace("info@example.org", "info at example", 1).replace('host = "imap.example.org"\n', "")
    found = problems(tmp_path, 'zone = "Eastern"\nstuff = ["x@example.org"]\n' + wrong)

    together = "\n".join(found)
    assert 4 == len(found)
    assert "address: 'info at example' is no mail address" in together
    assert "zone: 'Eastern' is no time zone; write one like America/New_York" in together
    assert "there is no setting stuff; did you mean staff?" in together
    assert 'host is missing: write it like host = "imap.example.org"' in together
    assert all(str(tmp_path / "mailflow.toml") in one for one in found)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("address = info@", "is not valid TOML", id="toml"),
        pytest.param("", "address is missing", id="empty"),
        pytest.param(GOOD.replace("password_file", "password", 1), "password stands in the file", id="password"),
        pytest.param(GOOD.replace('"imap"', '"pop3"'), "mailbox.kind", id="kind"),
        pytest.param(GOOD.replace("[mailbox]", '[mailbox]\nsecurity = "plain"'), "for this machine only", id="plain"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, text: str, sentence: str) -> None:
    """Each problem is a sentence that names the setting."""
    assert sentence in "\n".join(problems(tmp_path, text))


@pytest.mark.parametrize("ours", ["info@example.org", "Old@example.org", "bo@example.org old+bo@example.org"])
def test_we_are_not_of_our_own_staff(tmp_path: Path, ours: str) -> None:
    """Our address, an older one or a plus-address of ours in staff is refused: nobody would read the cards."""
    text = f'also_addresses = ["old@example.org"]\n{GOOD}'.replace("ana@example.org", ours)
    [problem] = problems(tmp_path, text)

    said = ours.rpartition(" ")[2].lower()
    assert problem.endswith(f"staff: {said} is this mailbox itself; cards sent there are read by nobody.")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("privacy.raw_days=0", "privacy.raw_days must be a whole number of days, 1 or more, at most 36500"),
        ("privacy.raw_days=long", "privacy.raw_days must be a whole number of days, 1 or more, at most 36500"),
        ("mailbox.poll_seconds=0", "mailbox.poll_seconds must be a number of seconds, more than 0, at most 3600"),
        ("mailbox.port=imaps", "mailbox.port must be a whole number, 0 or more, at most 65535"),
        ("outgoing.plus_addressing=perhaps", "outgoing.plus_addressing must be true or false"),
        ("trust.preset=yahoo", 'trust.preset must be "google" or "microsoft365"'),
        ("oauth.secret_expires=soon", "oauth.secret_expires must be a day, like 2028-03-01"),
        ("ref_prefix=io", "ref_prefix must be one to eight capital letters"),
        ("oauth.tenant=a/b", "oauth.tenant must be a domain or an ID: letters, digits, dots and hyphens"),
        ("privacy=3", "privacy must be a part of its own: [privacy]"),
    ],
)
def test_a_wrong_value_is_told_in_our_words(tmp_path: Path, change: str, says: str) -> None:
    """What the setting must be, by its type and bounds, once, and none of the library's words."""
    [problem] = problems(tmp_path, GOOD, change)

    assert f"{tmp_path / 'mailflow.toml'}: {says}." == problem


def test_a_value_of_another_type_is_told_in_our_words(tmp_path: Path) -> None:
    """Lists, texts and paths, too; a place in a list is the list's."""
    wrong = GOOD.replace('["ana@example.org"]', "[5]").replace('"word"', "5", 1).replace('"imap.example.org"', "5")
    found = "\n".join(problems(tmp_path, f"data = 5\n{wrong}"))

    assert 'staff must be a list of addresses, like ["ana@example.org", "bo@example.org"].' in found
    assert 'data must be a path in "double quotes".' in found
    assert 'mailbox.host must be text in "double quotes".' in found
    assert 'mailbox.password_file must be a path in "double quotes".' in found


@pytest.mark.parametrize("said", ["Ana <ana@example.org>", "ana@example.org;bo@example.org"])
def test_staff_are_addresses_only(tmp_path: Path, said: str) -> None:
    """A name or a semicolon is refused with how to write several volunteers, and several addresses of one."""
    [problem] = problems(tmp_path, GOOD.replace("ana@example.org", said))

    assert "is no mail address; addresses only: commas between volunteers, a blank between several of one" in problem


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    """Without an instance the sentence points to ``mailflow init``."""
    with pytest.raises(SettingsWrong, match="mailflow init"):
        settings_of.load(tmp_path)


def test_changes_win_over_the_file(tmp_path: Path) -> None:
    """``--set`` takes dotted names and comma-separated lists."""
    good = load(tmp_path, GOOD, "staff=bo@example.org, Cy@Example.org", "mailbox.port=1993")

    assert ("bo@example.org", "cy@example.org") == good.staff
    assert 1993 == good.mailbox.port


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting can come from the environment, nested ones with a double underscore."""
    monkeypatch.setenv("MAILFLOW_STAFF", "dee@example.org")
    monkeypatch.setenv("MAILFLOW_MAILBOX__PASSWORD", "from the environment")

    good = load(tmp_path, GOOD)

    assert ("dee@example.org",) == good.staff
    assert "imap.example.org" == good.mailbox.host
    assert "from the environment" == good.mailbox.secret()


def test_a_password_is_read_when_needed_and_never_shown(tmp_path: Path) -> None:
    """The file's last line end is no part of it; the settings print no secret."""
    good = load(tmp_path, GOOD)
    (tmp_path / "word").write_text("hunter-2 \n")
    (tmp_path / "word").chmod(0o600)

    assert "hunter-2 " == good.mailbox.secret()
    changed = load(tmp_path, GOOD, "mailbox.password=hunter-3")
    assert "hunter-3" not in repr(changed)


def test_a_password_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """The sentence names the file."""
    good = load(tmp_path, GOOD)

    with pytest.raises(SettingsWrong, match=r"word cannot be read"):
        good.mailbox.secret()


def test_without_an_instance_there_are_settings_for_explaining() -> None:
    """Our addresses are the organisation's example ones, and nobody is on the staff (reading contract)."""
    bare = settings_of.without_instance()

    assert {"info@interoccupy.example", "info@interoccupy.org", "info@interoccupy.net"} == bare.ours
    assert () == bare.staff
    assert "MAILFLOW_STAFF" not in os.environ


GRANT = (
    GOOD.replace('password_file = "word"\n', "")
    + """
[oauth]
provider = "google"
client_id = "desk"
client_secret_file = "secrets/client"
secret_expires = 2027-06-01
"""
)


def test_a_grant_serves_where_there_is_no_password(tmp_path: Path) -> None:
    """Mailbox and outgoing share one grant; who has a password of its own uses that."""
    both = load(tmp_path, GRANT)
    one = load(tmp_path, GRANT, "outgoing.password_file=word")
    none = load(tmp_path, GOOD)

    assert (True, True) == (both.uses_grant(both.mailbox), both.uses_grant(both.outgoing))
    assert (True, False) == (one.uses_grant(one.mailbox), one.uses_grant(one.outgoing))
    assert (False, False) == (none.uses_grant(none.mailbox), none.uses_grant(none.outgoing))
    assert tmp_path / "secrets" / "client" == both.oauth.client_secret_file


def test_the_client_secret_comes_from_its_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read anew each time, never shown, and may not be there at all; a missing file is said."""
    (tmp_path / "secrets").mkdir()
    good = load(tmp_path, GRANT)
    with pytest.raises(SettingsWrong, match=r"client secret's file .* cannot be read"):
        good.oauth.secret()
    (tmp_path / "secrets" / "client").write_text("s3cret\n")
    assert "s3cret" == good.oauth.secret()
    monkeypatch.setenv("MAILFLOW_OAUTH__CLIENT_SECRET", "other-word")
    second = load(tmp_path, GRANT)

    assert "other-word" == second.oauth.secret()
    assert "other-word" not in repr(second)


def test_a_registration_without_a_secret_has_none(tmp_path: Path) -> None:
    """Microsoft's public clients have no secret."""
    assert "" == load(tmp_path, GRANT.replace('client_secret_file = "secrets/client"\n', "")).oauth.secret()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('client_id = "desk"\n', ""), "client_id is missing"),
        (('provider = "google"\n', ""), 'provider is missing: write "google" or "microsoft", or else give'),
        (('"google"', '"yahoo"'), "oauth.provider"),
        (('client_id = "desk"', 'client_id = "desk"\nscope = "mail"'), "says the addresses and the scope"),
        (('client_id = "desk"', 'client_id = "desk"\nclient_secret = "s3cret"'), "stands in the file; take it out"),
        (('client_id = "desk"', 'client_id = "desk"\ntenant = "a/b?c"'), "oauth.tenant"),
        (('client_id = "desk"', 'client_id = "desk"\nredirect = "https://example.org/"'), "write it like http://127"),
        (
            (
                'provider = "google"',
                'authorize_url = "https://a.example/"\ntoken_url = "http://a.example/"\nscope = "mail"',
            ),
            "it must begin with https://",
        ),
        (("2027-06-01", '"in summer"'), "oauth.secret_expires"),
    ],
)
def test_a_wrong_grant_part_is_told(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    """Each slip in [oauth] is named, and no secret is repeated."""
    [problem] = problems(tmp_path, GRANT.replace(*change))

    assert says in problem
    assert "s3cret" not in problem
