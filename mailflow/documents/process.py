"""A worker for one file: started, fed, listened to, and killed when its time is up."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mailflow.documents.formats import NOT_OPENED, TOO_LONG
from mailflow.documents.limits import Limits

WORKER = ("-s", "-P", "-m", "mailflow.documents.worker")
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker said before it ended: one mapping for each document, and words why there are no more."""

    said: tuple[Mapping[str, object], ...]
    trouble: str = ""


def ask(name: str, media_type: str, charset: str, content: bytes, limits: Limits) -> Answer:
    """Have one file opened by a worker. Never raises; takes ``limits.wall`` seconds at most."""
    head = json.dumps({"name": name, "media_type": media_type, "charset": charset})
    given = b"%b\n%b" % (head.encode(), content)
    command = [sys.executable, *WORKER, str(limits.cpu), str(limits.memory), str(limits.text)]
    try:
        with subprocess.Popen(  # noqa: S603 - our own module, and no word of the mail is in the command
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(),
            cwd="/", start_new_session=True, bufsize=0,
        ) as process:  # fmt: skip
            said, is_late = b"", True
            try:
                said, is_late = _talk(process, given, limits)
            finally:
                if is_late:
                    os.killpg(process.pid, signal.SIGKILL)
    except OSError:
        return Answer((), NOT_OPENED)
    is_late = is_late or process.returncode == -signal.SIGXCPU
    return Answer(_lines(said), (TOO_LONG if is_late else NOT_OPENED) if process.returncode or is_late else "")


def _environment() -> dict[str, str]:
    """What a worker may know: where the program is. No setting and no password of ours."""
    paths = os.pathsep.join(str(Path(path).absolute()) for path in sys.path)
    return {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "PATH": os.defpath}


def _talk(process: "subprocess.Popen[bytes]", given: bytes, limits: Limits) -> tuple[bytes, bool]:
    """Feed a worker and listen to it, until it closes its end or its time is up; whether that was so."""
    assert process.stdin is not None
    assert process.stdout is not None
    until = time.monotonic() + limits.wall
    said = bytearray()
    left = memoryview(given)
    with selectors.DefaultSelector() as ends:
        ends.register(process.stdin, selectors.EVENT_WRITE)
        ends.register(process.stdout, selectors.EVENT_READ)
        os.set_blocking(process.stdin.fileno(), False)
        while (now := time.monotonic()) < until and len(said) < limits.answer:
            for key, _ in ends.select(until - now):
                if key.fileobj is process.stdout:
                    piece = os.read(key.fd, _PIECE)
                    said += piece
                    if not piece:
                        return bytes(said), not _has_ended(process, until)
                    continue
                left = left[_write(key.fd, left) :]
                if not left:
                    ends.unregister(process.stdin)
                    process.stdin.close()
    return bytes(said), True


def _has_ended(process: "subprocess.Popen[bytes]", until: float) -> bool:
    """Whether a worker that said all it had to say ends in time."""
    try:
        process.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True


def _write(end: int, left: memoryview) -> int:
    """Write what fits; a worker that does not listen any more gets nothing more."""
    try:
        return os.write(end, left[:_PIECE])
    except BlockingIOError:
        return 0
    except BrokenPipeError:
        return len(left)


def _lines(said: bytes) -> tuple[Mapping[str, object], ...]:
    """The whole lines of an answer; one that was cut short is dropped."""
    return tuple(json.loads(row) for row in said.split(b"\n")[:-1])
