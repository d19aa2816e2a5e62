"""The grant that lets us into a mailbox without its password: kept in one file, refreshed in one place (RFC 6749).

Threads and processes share it: whoever must refresh holds a lock on a file beside it and looks again first, because a
provider may give a new refresh token each time and take the old one no more (rotation). What it gives is on the disk
before anybody uses it.
"""

import fcntl
import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailflow import log
from mailflow.mail.oauth_client import LOG_IN, Client, GrantRefused, GrantUnavailable, TokenRefused, why_refused

EARLY = timedelta(minutes=10)
"""How long before an access token ends it is refreshed: trouble shows while the old one still works."""

REST = timedelta(minutes=1)
"""After a failed try nobody asks again for so long."""

REFUSED_REST = timedelta(minutes=14)
"""The same after a refusal, which only a person can mend; shorter than a refused login waits."""

FRESH = timedelta(minutes=2)
"""A token younger than this that a server refuses is not refreshed: another one would fare the same."""

_HOUR = 3600.0  # how long an access token is good where nobody says (RFC 6749, section 5.1)
_LONGEST = 10 * 366 * 86400  # a life longer than ten years is a slip
_DIGITS = 18
_ROOM = 32 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # b64token, RFC 6750, section 2.1
_FILE_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a grant stands. All times UTC.

    granted_at: when a person gave it; expires_at: when its access token ends; ends_at: when the grant itself ends,
    ``None`` where the provider does not say; refused_at, refused_why: when and how the provider refused a refresh;
    needs_login: whether a new login can mend that.
    """

    granted_at: datetime
    expires_at: datetime
    ends_at: datetime | None = None
    refused_at: datetime | None = None
    refused_why: str = ""
    needs_login: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept(Standing):
    """What the file holds: the standing, whose it is, and what is secret of it."""

    client_id: str
    token_url: str
    issued_at: datetime
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)

    @property
    def due_at(self) -> datetime:
        """When to refresh: ten minutes early, or a third of a short life."""
        return self.expires_at - min(EARLY, (self.expires_at - self.issued_at) / 3)


class Grant:
    """One grant, see ``sasl.Bearer``. It may be shared by threads; others with the same path may be in other processes.

    client: whom to ask; path: the token file, made by a login; clock: the time, UTC.
    """

    def __init__(self, client: Client, path: Path, *, clock: Callable[[], datetime]) -> None:
        self.client = client
        self.path = path
        self._clock = clock
        self._quiet_until: datetime | None = None
        self._quiet_why = ""

    def token(self) -> str:
        """An access token that is good now, refreshed where that is due.

        While the old one is still good, a failed refresh is logged and nothing more. Raises GrantRefused where there
        is no grant or the provider does not take it any more, GrantUnavailable where it cannot be asked.
        """
        kept = self._read()
        if self._clock() < kept.due_at:
            return kept.access_token
        with self._locked():
            kept = self._read()  # somebody else may have refreshed it while we waited
            now = self._clock()
            if now < kept.due_at:
                return kept.access_token
            try:
                return self._refreshed(kept).access_token
            except (GrantRefused, GrantUnavailable):
                if now >= kept.expires_at:
                    raise
                return kept.access_token

    def instead_of(self, refused: str) -> str | None:
        """Another access token after a server refused this one, see ``sasl.Bearer``. Raises as ``token`` does."""
        with self._locked():
            kept = self._read()
            if kept.access_token != refused:
                return kept.access_token
            if self._clock() - kept.issued_at < FRESH:
                return None
            return self._refreshed(kept).access_token

    def refresh(self) -> Standing:
        """Refresh now, whether it is due or not, and however lately it failed: for a person who wants to know.

        How the grant stands then. Raises as ``token`` does.
        """
        with self._locked():
            return self._renewed(self._read(), self._clock())

    def tend(self) -> Standing | None:
        """Refresh it where that is due, so that trouble shows early; how it stands, ``None`` where there is none.

        Trouble is logged when the provider is asked, and otherwise seen in the standing. Never raises for it.
        """
        with suppress(GrantRefused, GrantUnavailable):
            self.token()
        return self.standing()

    def standing(self) -> Standing | None:
        """How the grant stands as it lies in the file, without asking anybody; ``None`` where there is none."""
        try:
            return self._read()
        except (GrantRefused, GrantUnavailable):
            return None

    def keep(self, answer: Mapping[str, object]) -> Standing:
        """Keep a new grant, as a login's token answer gives it. Raises GrantRefused where it is not enough."""
        now = self._clock()
        with self._locked(), self._room() as write:
            kept = self._made(answer, now, None)
            write(kept)
        return kept

    def is_private(self) -> bool:
        """Whether nobody but the owner can read the file, where there is one."""
        try:
            return not stat.S_IMODE(self.path.stat().st_mode) & 0o077
        except OSError:
            return True

    # -- refreshing ------------------------------------------------------------------------------------------------

    def _refreshed(self, kept: _Kept) -> _Kept:
        """Refresh it, the lock is held; after a failed try and after a refusal nobody is asked for a while."""
        now = self._clock()
        if kept.refused_at is not None and now - kept.refused_at < REFUSED_REST:
            raise GrantRefused(kept.refused_why)
        if self._quiet_until is not None and now < self._quiet_until:
            raise GrantUnavailable(self._quiet_why)
        return self._renewed(kept, now)

    def _renewed(self, kept: _Kept, now: datetime) -> _Kept:
        """Ask for a new access token and keep what comes, a refusal too; the lock is held."""
        try:
            with self._room() as write:
                fresh = self._asked(kept, now)
                write(fresh)
        except GrantUnavailable as wrong:
            self._quiet_until, self._quiet_why = now + REST, str(wrong)
            log.trouble("grant.not_refreshed", why=wrong)
            raise
        self._quiet_until = None
        if fresh.refused_at is not None:
            log.trouble("grant.refused", why=fresh.refused_why)
            raise GrantRefused(fresh.refused_why)
        log.event("grant.refreshed", until=fresh.expires_at.isoformat(timespec="seconds"))
        return fresh

    def _asked(self, kept: _Kept, now: datetime) -> _Kept:
        try:
            answer = self.client.ask_token({"grant_type": "refresh_token", "refresh_token": kept.refresh_token})
        except TokenRefused as refused:
            return replace(
                kept, refused_at=now, refused_why=why_refused(self.client, refused),
                needs_login=refused.needs_login,
            )  # fmt: skip
        return self._made(answer, now, kept)

    def _made(self, answer: Mapping[str, object], now: datetime, old: _Kept | None) -> _Kept:
        """What to keep of a token answer (RFC 6749, section 5.1); old: what it refreshes, ``None`` for a login."""
        name = self.client.provider.name
        access, renewing = answer.get("access_token"), answer.get("refresh_token") or (old.refresh_token if old else "")
        kind = str(answer.get("token_type") or "bearer").lower()
        if not isinstance(access, str) or not _TOKEN.fullmatch(access) or kind != "bearer":
            raise GrantUnavailable(f"{name} gave no access token that can be used: check the [oauth] part.")
        if not isinstance(renewing, str) or not renewing:
            raise GrantRefused(
                f"{name} gave no refresh token, so the grant would end within the hour: check oauth.scope "
                "(many want offline_access), take the old access away in the account's settings, then log in again."
            )
        told_end = _seconds(answer.get("refresh_token_expires_in")) or _seconds(answer.get("refresh_expires_in"))
        ends_at = now + timedelta(seconds=told_end) if told_end else None
        if ends_at is None and old is not None and renewing == old.refresh_token:
            ends_at = old.ends_at
        return _Kept(
            client_id=self.client.client_id, token_url=self.client.provider.token_url,
            granted_at=old.granted_at if old else now, issued_at=now,
            expires_at=now + timedelta(seconds=_seconds(answer.get("expires_in")) or _HOUR),
            ends_at=ends_at, access_token=access, refresh_token=renewing,
        )  # fmt: skip

    # -- the file --------------------------------------------------------------------------------------------------

    def _read(self) -> _Kept:
        """What the file holds. Raises GrantRefused where there is none, or it is another client's, or damaged."""
        try:
            kept = _from_text(self.path.read_text(encoding="ascii"))
        except FileNotFoundError:
            why = f"There is no grant for {self.client.account} yet: {LOG_IN}."
        except OSError as wrong:
            said = f"The grant {self.path} cannot be read ({wrong.strerror}): check its owner."
            raise GrantUnavailable(said) from wrong
        except (ValueError, TypeError, KeyError):
            why = f"The grant {self.path} is damaged: {LOG_IN}."
        else:
            if (kept.client_id, kept.token_url) == (self.client.client_id, self.client.provider.token_url):
                return kept
            why = f"The grant {self.path} was made for another oauth.client_id or provider: {LOG_IN}."
        raise GrantRefused(why)  # outside the handlers: a damaged file's error may quote it

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the grant alone, among all threads and processes."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as wrong:
            raise self._unwritable(wrong) from wrong
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def _room(self) -> Iterator[Callable[[_Kept], None]]:
        """Make sure of a place on the disk, and give what writes a grant there, atomically (the lock is held).

        The place is made before the provider is asked: a full disk must not cost us what it gives only once.
        """
        fresh = self.path.with_suffix(".new")
        try:
            fresh.unlink(missing_ok=True)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError as wrong:
            raise self._unwritable(wrong) from wrong

        def write(kept: _Kept) -> None:
            data = _as_text(kept).encode("ascii")
            os.pwrite(descriptor, data, 0)
            os.ftruncate(descriptor, len(data))
            os.fsync(descriptor)
            fresh.replace(self.path)
            _sync_folder(self.path.parent)

        try:
            os.posix_fallocate(descriptor, 0, _ROOM)
            yield write
        except OSError as wrong:
            raise self._unwritable(wrong) from wrong
        finally:
            os.close(descriptor)
            with suppress(OSError):
                fresh.unlink(missing_ok=True)

    def _unwritable(self, wrong: OSError) -> GrantUnavailable:
        return GrantUnavailable(
            f"The grant cannot be kept in {self.path} ({wrong.strerror}): mailflow must be able to write there."
        )


def _seconds(said: object) -> float:
    """A number of seconds, 0 for none or nonsense; some providers write it as text."""
    if isinstance(said, str) and said.isascii() and said.isdecimal():
        said = int(said[:_DIGITS])
    if not isinstance(said, int | float) or isinstance(said, bool) or not said > 0:
        return 0.0
    return float(min(said, _LONGEST))


def _as_text(kept: _Kept) -> str:
    told = {key: said.isoformat() if isinstance(said, datetime) else said for key, said in asdict(kept).items()}
    return json.dumps({"version": _FILE_VERSION, **told}, indent=1) + "\n"


def _from_text(text: str) -> _Kept:
    """Raises ValueError, TypeError or KeyError where this is no grant."""
    told = json.loads(text)
    names = {one.name for one in fields(_Kept)}
    if not isinstance(told, dict) or told.pop("version") != _FILE_VERSION or told.keys() != names:
        raise ValueError("no grant of ours")
    if not all(isinstance(told[name], str) for name in names - {"ends_at", "refused_at", "needs_login"}):
        raise TypeError("no grant of ours")
    times = {
        key: datetime.fromisoformat(said).astimezone(UTC) for key, said in told.items() if key.endswith("_at") and said
    }
    return _Kept(**{**told, **times})


def _sync_folder(folder: Path) -> None:
    """Have the folder's new entry on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
