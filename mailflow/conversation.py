"""Read a rehearsal's file: mails in, mails that are expected, time that passes (rehearsal contract)."""

import re
import shlex
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailflow.model import Address

_MARKS = (">>>", "<<<", "===", "!")
_HEADER = re.compile(
    r"^(Subject|Date|From|To|Cc|Reply-To|Message-ID|In-Reply-To|References|Auto-Submitted|Precedence|"
    r"List-[\w-]+|X-[\w-]+|Content-[\w-]+):[ \t]?(.*)$",
    re.IGNORECASE,
)
_TIME = re.compile(r"^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) (\S+)(?: (.*))?$")
_OFFSET = re.compile(r"^([+-])(\d{2}):?(\d{2})$")
_ADDRESS = re.compile(r"^(?:(.*?)\s*<([^<>\s]+@[^<>\s]+)>|([^<>\s]+@[^<>\s]+))$")


class Unreadable(Exception):
    """A rehearsal's file cannot be read; the sentence names the file's line and what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A ``!`` line: a setting for this rehearsal, as ``NAME=VALUE``."""

    change: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A ``>>>`` part: a mail to us.

    words: the words behind the address, as ``reply`` and ``forged``; headers: the header lines given, name and value.
    """

    at: datetime
    sender: Address
    words: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    text: str
    line: int

    def header(self, name: str) -> str | None:
        """The header given under this name."""
        return next((value for given, value in self.headers if given.lower() == name.lower()), None)

    def word(self, name: str) -> str | None:
        """What stands behind ``name:`` among the words, ``""`` for the bare word, ``None`` where it is not there."""
        for word in self.words:
            if word == name:
                return ""
            if word.startswith(f"{name}:"):
                return word[len(name) + 1 :]
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A ``<<<`` part: a mail that must go to ``to``, with the headers of interest and its text."""

    to: str
    headers: tuple[tuple[str, str], ...]
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A ``===`` line: time passes until then; ``is_down`` when the program does not run meanwhile."""

    at: datetime
    is_down: bool
    line: int


@dataclass(slots=True, kw_only=True)
class Step:
    """Something that happens, the mails expected after it, and the file's own lines of it for writing it back."""

    cause: Mail | Passing | None
    expected: list[Expected] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A whole file: the settings it changes and its steps. The first step holds what stands before any mail."""

    settings: tuple[Setting, ...]
    steps: tuple[Step, ...]


def parse(text: str) -> Conversation:
    """Read a rehearsal's file. Raises Unreadable with the line and what is wrong."""
    lines = text.replace("\r\n", "\n").split("\n")
    steps = [Step(cause=None)]
    settings: list[Setting] = []
    at = 0
    while at < len(lines):
        line, number = lines[at], at + 1
        end = _part_end(lines, at + 1) if line.startswith((">>>", "<<<")) else at + 1
        body = [one.removeprefix("\\") if one[:1] == "\\" else one for one in lines[at + 1 : end]]
        if line.startswith(">>>"):
            steps.append(Step(cause=_mail(line, body, number), lines=lines[at:end]))
        elif line.startswith("<<<"):
            steps[-1].expected.append(_expected(line, body, number))
        elif line.startswith("==="):
            steps.append(Step(cause=_passing(line, number), lines=[line]))
        elif line.startswith("!"):
            settings.append(_setting(line, number))
            steps[-1].lines.append(line)
        elif not line.strip() or line.startswith("#"):
            steps[-1].lines.append(line)
        else:
            raise Unreadable(f"line {number}: {line!r} belongs to no part; begin a mail with >>> or a comment with #")
        at = end
    return Conversation(settings=tuple(settings), steps=tuple(steps))


def _part_end(lines: list[str], start: int) -> int:
    for at in range(start, len(lines)):
        if lines[at].startswith(_MARKS):
            return at
    return len(lines)


def _setting(line: str, number: int) -> Setting:
    name, equals, value = line[1:].partition("=")
    if not equals or not name.strip():
        raise Unreadable(f"line {number}: a setting is written `! NAME = VALUE`")
    return Setting(change=f"{name.strip()}={value.strip()}", line=number)


def _mail(line: str, body: list[str], number: int) -> Mail:
    at, rest = _time(line[3:].strip(), number)
    words = _split(rest, number)
    if not words:
        raise Unreadable(f"line {number}: the sender's address is missing behind the time")
    found = _ADDRESS.match(words[0])
    if not found:
        raise Unreadable(f'line {number}: {words[0]!r} is no address; write ann@example.org or "Ann <ann@example.org>"')
    headers, text = _headers(body)
    sender = Address((found[1] or "").strip('" '), (found[2] or found[3]).lower())
    known = {"reply", "forged", "unauthenticated", "bounce", "file"}
    for word in words[1:]:
        if word.partition(":")[0] not in known:
            raise Unreadable(
                f"line {number}: the word {word!r} means nothing here; there are {', '.join(sorted(known))}"
            )
    return Mail(at=at, sender=sender, words=tuple(words[1:]), headers=headers, text=text, line=number)


def _expected(line: str, body: list[str], number: int) -> Expected:
    address = line[3:].strip()
    if not _ADDRESS.match(address):
        raise Unreadable(f"line {number}: {address!r} is no address; write <<< ann@example.org")
    headers, text = _headers(body)
    return Expected(to=address.lower(), headers=headers, text=text, line=number)


def _passing(line: str, number: int) -> Passing:
    at, rest = _time(line[3:].strip(), number)
    if rest not in {"", "down"}:
        raise Unreadable(f"line {number}: {rest!r} behind a time means nothing; there is only `down`")
    return Passing(at=at, is_down=rest == "down", line=number)


def _split(rest: str, number: int) -> list[str]:
    try:
        return shlex.split(rest)
    except ValueError as wrong:
        raise Unreadable(f"line {number}: a double quote is not closed") from wrong


def _headers(body: list[str]) -> tuple[tuple[tuple[str, str], ...], str]:
    """Take the header lines from a part's beginning; continuation lines begin with white space."""
    headers: list[tuple[str, str]] = []
    at = 0
    while at < len(body):
        found = _HEADER.match(body[at])
        if found:
            headers.append((found[1], found[2].strip()))
        elif headers and body[at][:1] in {" ", "\t"} and body[at].strip():
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {body[at].strip()}")
        else:
            break
        at += 1
    if at < len(body) and not body[at].strip():
        at += 1
    return tuple(headers), "\n".join(body[at:]).strip("\n")


def moment(said: str, number: int = 0) -> datetime:
    """Read ``2027-03-02 09:05 America/New_York`` or with an offset. Raises Unreadable."""
    at, rest = _time(said.strip(), number)
    if rest:
        raise Unreadable(f"line {number}: {rest!r} behind the time means nothing")
    return at


def _time(said: str, number: int) -> tuple[datetime, str]:
    found = _TIME.match(said)
    if not found:
        raise Unreadable(f"line {number}: {said!r} is no time; write 2027-03-02 09:05 America/New_York")
    try:
        naive = datetime.strptime(f"{found[1]} {found[2]}", "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the zone follows
    except ValueError as wrong:
        raise Unreadable(f"line {number}: there is no time {found[1]} {found[2]}") from wrong
    return naive.replace(tzinfo=_zone(found[3], number)), (found[4] or "").strip()


def _zone(said: str, number: int) -> timezone | ZoneInfo:
    offset = _OFFSET.match(said)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    try:
        return ZoneInfo(said)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise Unreadable(f"line {number}: {said!r} is no time zone; write America/New_York or -05:00") from wrong
