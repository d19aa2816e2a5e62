"""What ``mailflow check --pin`` writes: whose verdicts count, and whether plus-addresses are used."""

import tomllib
from pathlib import Path

import pytest

from mailflow import check, instance
from mailflow import settings as settings_of
from mailflow.read.adapter import authentication
from mailflow.settings import Provider, Settings, SettingsWrong
from mailflow.wiring import pinned
from tests.daemon.running import make_maildir_instance

GOOGLE = (authentication.GOOGLE, authentication.GOOGLE)
OWN = ("mx.io.example", "mx.io.example")


def after(folder: Path, more: str) -> Settings:
    """An instance in a folder with further lines in its settings."""
    make_maildir_instance(folder)
    path = folder / "mailflow.toml"
    path.write_text(path.read_text() + more)
    return settings_of.load(folder)


@pytest.mark.parametrize("preset", Provider)
def test_a_preset_stands_for_a_server(tmp_path: Path, preset: Provider) -> None:
    """Nobody needs to know the host names of Google and Microsoft."""
    settings = after(tmp_path, f'\n[trust]\npreset = "{preset}"\n')

    assert authentication.PRESETS[preset] == pinned(settings)
    assert sorted(authentication.PRESETS) == sorted(Provider)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('preset = "yahoo"', "trust.preset"),
        ('preset = "google"\nauthserv_id = "mx.google.com"', "take authserv_id and border_host out"),
        ('preset = "google"\nborder_host = "mx.io.example"', "take authserv_id and border_host out"),
    ],
)
def test_a_wrong_preset_is_told(tmp_path: Path, more: str, sentence: str) -> None:
    """Another provider has none, and beside a preset nothing else is pinned."""
    with pytest.raises(SettingsWrong, match=sentence):
        after(tmp_path, f"\n[trust]\n{more}\n")


@pytest.mark.parametrize(
    "more",
    [
        "",
        "\n[trust]\n",
        '\n[trust]  # whom we believe\nauthserv_id = "mx.old.example"\nborder_host = "mx.old.example"\n',
        '\n[trust]\npreset = "microsoft365"\n',
    ],
)
@pytest.mark.parametrize("server", [GOOGLE, OWN])
def test_pinning_replaces_what_was_pinned(tmp_path: Path, more: str, server: tuple[str, str]) -> None:
    """By the preset's name where there is one, and nothing of the former server is left."""
    after(tmp_path, more)

    check._pin_server(tmp_path, server)

    settings = settings_of.load(tmp_path)
    assert server == pinned(settings)
    assert ("google" if server == GOOGLE else "") == settings.trust.preset
    check._pin_server(tmp_path, OWN)
    assert OWN == pinned(settings_of.load(tmp_path))


def test_pinning_keeps_all_else(tmp_path: Path) -> None:
    """Comments and other settings stay as they stand; the setting goes into its own part."""
    before = after(tmp_path, "\n# ours\n")
    instance.pin(tmp_path, "outgoing", {"plus_addressing": False})

    now = settings_of.load(tmp_path)
    assert (True, False) == (before.outgoing.plus_addressing, now.outgoing.plus_addressing)
    assert before.mailbox == now.mailbox
    assert "# ours" in (tmp_path / "mailflow.toml").read_text()


def test_a_file_that_pinning_would_break_is_left_alone(tmp_path: Path) -> None:
    """Who writes a part in another of TOML's ways is told the lines to write."""
    folder = tmp_path / "desk"
    make_maildir_instance(folder)
    path = folder / "mailflow.toml"
    path.write_text('trust.authserv_id = "mx.old.example"\n' + path.read_text())
    before = path.read_text()

    with pytest.raises(SettingsWrong, match=r'by hand: authserv_id = "mx.io.example"'):
        check._pin_server(folder, OWN)

    assert before == path.read_text()
    assert tomllib.loads(before)
