"""The instance's secrets, in one file that its owner only can read: ``data/key``.

Its first line is made at ``init`` and never changes: by it mails are known again (hashes of their ids) and our
Message-IDs are our own. The further lines are the keys of reply tokens, the newest first: the first signs, and a token
of any of them is genuine. A file without further lines is from before there were any: then the first line signs, too.
"""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mailflow.settings import SettingsWrong

KEY_NAME = "key"
_LENGTH = 32


def make_key(data: Path) -> bytes:
    """Read the instance's secret, making the file the first time. Raises SettingsWrong."""
    return _read(data)[0]


def reply_keys(data: Path) -> tuple[bytes, ...]:
    """The keys of reply tokens, newest first, at least one; makes the file the first time. Raises SettingsWrong."""
    own, *ring = _read(data)
    return tuple(ring) or (own,)


def rotate(data: Path, *, drop_old: bool) -> int:
    """Make a new key, which signs from now on; how many older ones are still taken.

    drop_old: none is, and every token that was given out before proves nothing. Only while no daemon runs on the
    instance, for it holds the keys it began with. Raises SettingsWrong.
    """
    older = () if drop_old else reply_keys(data)
    try:
        _write(data / KEY_NAME, [make_key(data), secrets.token_bytes(_LENGTH), *older], replaces=True)
    except OSError as wrong:
        raise SettingsWrong([_unwritable(data / KEY_NAME, wrong)]) from wrong
    return len(older)


def _read(data: Path) -> list[bytes]:
    path = data / KEY_NAME
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write(path, [secrets.token_bytes(_LENGTH), secrets.token_bytes(_LENGTH)], replaces=False)
        lines = path.read_text(encoding="ascii").split()
        keys = [bytes.fromhex(line) for line in lines]
    except OSError as wrong:
        raise SettingsWrong([_unwritable(path, wrong)]) from wrong
    except ValueError:
        keys = []
    if not keys or any(len(key) < _LENGTH // 2 for key in keys):
        raise SettingsWrong([f"{path} holds no key; if it was damaged, restore it from your backup, else remove it."])
    return keys


def _write(path: Path, keys: Sequence[bytes], *, replaces: bool) -> None:
    """Write the file under another name first, so that a full disk leaves no half of one.

    replaces: whether it takes the place of one that is there; else the one of a program that was faster stays.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.writelines(f"{key.hex()}\n" for key in keys)
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            fresh.replace(path)
        else:
            with suppress(FileExistsError):
                os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _unwritable(path: Path, wrong: OSError) -> str:
    return f"{path} cannot be used ({wrong.strerror}); mailflow must be able to write in that folder."
