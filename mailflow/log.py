"""Log lines: an event name and its facts, as text or as JSON. No bodies, no phone numbers, no secrets.

Facts that come from elsewhere are folded to one line and stripped of control characters, so that no mail can forge a
line or send a terminal escape codes. Of a mail address only the domain is told, but for our own: people are told apart
by the numbers of their mails and cases, and what the store forgets the log has never known.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

from mailflow import token

_LOGGER = logging.getLogger("mailflow")
_VALUE_MAX = 300
_LOCAL_PART = re.compile(r"[^\s@<>()\[\]{}\"',;:=]{1,128}+@(?=[\w\[])")
_OURS = frozenset({"address", "user", "account"})
"""Facts that are an address of the instance itself."""


def event(name: str, *, level: int = logging.INFO, **facts: object) -> None:
    """Write one line: ``mail.decided kind=call-request case=IO-0001``. name: a noun and what happened to it."""
    _LOGGER.log(level, name, extra={"facts": facts})


def trouble(name: str, **facts: object) -> None:
    """Write one line about something that a person should look at."""
    event(name, level=logging.WARNING, **facts)


def start(*, as_json: bool = False, stream: TextIO | None = None) -> None:
    """Send log lines to a stream, standard error by default. To be called once, by the program's edge."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Json() if as_json else _Plain())
    _LOGGER.handlers[:] = [handler]
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False


def one_line(said: object) -> str:
    """Anything as one harmless line: control characters become a blank, reply tokens go, long text is cut."""
    text = token.without("".join(ch if ch.isprintable() else " " for ch in str(said)))
    return text if len(text) <= _VALUE_MAX else text[: _VALUE_MAX - 1] + "…"


def _told(key: str, value: object) -> str:
    said = one_line(value)
    return said if key in _OURS else _LOCAL_PART.sub("…@", said)


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, "facts", {})
        said = " ".join(f"{key}={_quoted(_told(key, value))}" for key, value in facts.items())
        return f"{_at(record)} {record.levelname.lower()} {record.getMessage()} {said}".rstrip()


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = {key: _told(key, value) for key, value in getattr(record, "facts", {}).items()}
        line = {"at": _at(record), "level": record.levelname.lower(), "event": record.getMessage(), **facts}
        return json.dumps(line, ensure_ascii=False)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if not value or " " in value or '"' in value else value
