"""Reply tokens: whom they prove, what they survive, where they are taken out; and the keys they are made with."""

import base64
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mailflow import keyring, log, token
from mailflow.cli import log_safe, main
from mailflow.settings import SettingsWrong
from mailflow.wiring import held
from mailflow.write.safe import fold, fold_lines
from tests.daemon.running import make_maildir_instance

OURS = frozenset({"info@io.example"})
KEY, OTHER = b"k" * 32, b"o" * 32


def sign(*, number: int = 42, case: str | None = "IO-0001", person: str = "ann@x.org", purpose: str = "values") -> str:
    """A token, made with KEY."""
    return token.sign(KEY, number=number, case=case, person=person, purpose=purpose)


def is_genuine(said: str, *keys: bytes, person: str = "ann@x.org", purpose: str = "values") -> bool:
    """Whether it is the token of mail 42 of IO-0001."""
    return token.is_genuine(said, keys or (KEY,), number=42, case="IO-0001", person=person, purpose=purpose)


def test_a_token_is_of_one_mail_case_person_and_purpose() -> None:
    """Another number, case, person or purpose is another token; the case of letters is none."""
    assert is_genuine(sign())
    assert is_genuine(sign().upper(), person="Ann@X.org")
    assert not is_genuine(sign(number=43))
    assert not is_genuine(sign(case=None))
    assert not is_genuine(sign(person="bob@x.org"))
    assert not is_genuine(sign(purpose="confirm"))
    assert not is_genuine(sign()[:-1] + ("a" if sign()[-1] != "a" else "b"))


def test_a_token_of_an_earlier_key_is_genuine_while_the_key_is_kept() -> None:
    """The newest key signs, every key of the ring verifies, one that was dropped does not."""
    assert is_genuine(sign(), OTHER, KEY)
    assert not is_genuine(sign(), OTHER)


@given(st.text(max_size=60))
def test_no_text_is_a_token_by_chance(said: str) -> None:
    """Anything is no token, and asking makes nothing raise."""
    assert not is_genuine(said)
    token.number_of(said)
    token.in_address(said, OURS)
    token.in_message_id(said)
    token.without(said)


@pytest.mark.parametrize(
    ("address", "is_found"),
    [
        ("info+{}@io.example", True),
        ("INFO+{}@IO.example", True),
        ("info+{}@evil.example", False),
        ("other+{}@io.example", False),
        ("info+x{}@io.example", False),
        ("info+{}x@io.example", False),
        ("{}@io.example", False),
    ],
)
def test_a_token_is_found_in_our_own_plus_addresses_only(address: str, *, is_found: bool) -> None:
    """The address must be one of ours and the token all that the plus adds."""
    assert (sign() if is_found else None) == token.in_address(address.format(sign()), OURS)


def test_a_message_id_carries_the_number_or_the_token() -> None:
    """Both are ids that stand in one line; only a token is found in it again."""
    plain = token.message_id(42, name="3f5c0a91de", domain="io.example")
    proving = token.message_id(42, name="3f5c0a91de", domain="io.example", token=sign())

    assert plain == "<mailflow.42.3f5c0a91de@io.example>"
    assert token.in_message_id(plain) is None
    assert sign() == token.in_message_id(proving)
    longest = token.message_id(10**9 - 1, name="3f5c0a91de", domain="x" * 253, token=sign(number=10**9 - 1))
    assert len(f"Message-ID: {longest}") < 998


@pytest.mark.parametrize(
    "around", ["info+{}@io.example", "mailto:info%2B{}%40io.example", "<mailflow.{}.3f5c@io.example>"]
)
@pytest.mark.parametrize("show", [token.without, fold, fold_lines, log.one_line, log_safe])
def test_whatever_we_show_holds_no_token(show, around: str) -> None:  # type: ignore[no-untyped-def]
    """Texts that we quote, log lines and the terminal show what stands around a token and not the token."""
    secret = sign().partition("-")[2]
    for written in (sign(), sign().upper()):
        shown = show(f"write to {around.format(written)}, please")
        assert secret not in shown.lower()
        assert shown.startswith("write to ")
        assert shown.endswith(", please")


@pytest.mark.parametrize(
    "said",
    ["call me at +1-555-0100-2345", "a 2-internationalisation", "info+agenda@io.example", "IO-0042, 14-15 March"],
)
def test_what_only_looks_like_a_token_stays(said: str) -> None:
    """Phone numbers, words and other plus-addresses are shown as they were written."""
    assert said == token.without(said)


def test_the_file_of_keys_is_its_owner_s_only(tmp_path: Path) -> None:
    """It is made once, in a folder of its owner's, and holds the secret and a first key."""
    data = tmp_path / "data"
    first = keyring.make_key(data)

    assert first == keyring.make_key(data)
    [ring] = keyring.reply_keys(data)
    assert ring != first
    assert 0o600 == stat.S_IMODE((data / "key").stat().st_mode)
    assert 0o700 == stat.S_IMODE(data.stat().st_mode)


def test_rotating_keeps_the_secret_and_the_earlier_keys(tmp_path: Path) -> None:
    """A new key comes first; the earlier ones are taken until they are dropped; the instance's secret never changes."""
    secret, [first] = keyring.make_key(tmp_path), keyring.reply_keys(tmp_path)

    assert 1 == keyring.rotate(tmp_path, drop_old=False)
    second, kept = keyring.reply_keys(tmp_path)
    assert (first, True) == (kept, second not in {first, secret})
    assert 0 == keyring.rotate(tmp_path, drop_old=True)
    [third] = keyring.reply_keys(tmp_path)
    assert third not in {first, second, secret}
    assert secret == keyring.make_key(tmp_path)
    assert 0o600 == stat.S_IMODE((tmp_path / "key").stat().st_mode)
    assert ["key"] == [path.name for path in tmp_path.iterdir()]


def test_a_file_from_before_there_was_a_ring_signs_with_its_one_line(tmp_path: Path) -> None:
    """Tokens that were given out with it are taken after the next rotation, too."""
    (tmp_path / "key").write_text("ab" * 32 + "\n")

    assert (bytes.fromhex("ab" * 32),) == keyring.reply_keys(tmp_path)
    keyring.rotate(tmp_path, drop_old=False)
    assert bytes.fromhex("ab" * 32) == keyring.reply_keys(tmp_path)[1]
    keyring.rotate(tmp_path, drop_old=True)
    assert bytes.fromhex("ab" * 32) == keyring.make_key(tmp_path)
    assert bytes.fromhex("ab" * 32) not in keyring.reply_keys(tmp_path)


@pytest.mark.parametrize("said", ["", "zz" * 32, "abcd\n", "ab" * 32 + "\nabcd\n", base64.b64encode(KEY).decode()])
def test_a_damaged_file_is_told_and_not_replaced(tmp_path: Path, said: str) -> None:
    """A new secret would make every known mail a new one."""
    (tmp_path / "key").write_text(said)

    with pytest.raises(SettingsWrong, match="holds no key"):
        keyring.make_key(tmp_path)
    with pytest.raises(SettingsWrong, match="holds no key"):
        keyring.rotate(tmp_path, drop_old=True)
    assert said == (tmp_path / "key").read_text()


def rotated(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run ``mailflow key rotate``."""
    done = CliRunner().invoke(main, ["--in", str(folder), "key", "rotate", *arguments])
    return done.exit_code, done.output


def test_the_command_says_what_becomes_of_tokens_given_out(tmp_path: Path) -> None:
    """One line says that earlier keys are taken, or that they are gone and what people are asked then."""
    make_maildir_instance(tmp_path)

    status, said = rotated(tmp_path)
    assert (0, True) == (status, "The earlier key is still taken" in said)
    assert "The 2 earlier keys are still taken" in rotated(tmp_path)[1]
    status, said = rotated(tmp_path, "--drop-old")
    assert (0, True) == (status, "prove nothing any more" in said)
    assert 1 == len(keyring.reply_keys(tmp_path / "data"))


def test_keys_are_not_rotated_under_a_running_daemon(tmp_path: Path) -> None:
    """It would go on with the keys it began with."""
    settings = make_maildir_instance(tmp_path)
    before = keyring.reply_keys(settings.data)

    with held(settings.data):
        status, said = rotated(tmp_path, "--drop-old")

    assert (1, True) == (status, "already runs" in said)
    assert before == keyring.reply_keys(settings.data)
