"""Fuzz one target, by hand: ``python -m tests.fuzz.run TARGET --seconds 60 [--seed 1] [--out FOLDER]``.

With atheris (a fuzzer that watches which lines run; no dependency of the project) where it is installed, else with
random mutations of the seeds. A failure does not end the run: each kind of it is written once to the folder, as the
bytes that caused it, and told at the end. The exit status says whether there were any.
"""

import argparse
import contextlib
import importlib
import importlib.util
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType

HARD_LIMIT = 2.0
"""Seconds of processor time for one input of a few KB; a fuzzer's own bookkeeping makes everything slower."""

_PIECE = 12
_STEPS = 4


class TooSlow(BaseException):
    """One input took longer than the limit. No reader may catch it."""


class Failures:
    """What failed, each kind once: the exception and the place of the program that raised it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kinds: dict[str, int] = {}
        self.runs = 0

    def keep(self, raw: bytes, error: BaseException) -> None:
        """Write down an input that failed, where no other failed in the same way."""
        frames = [one for one in traceback.extract_tb(error.__traceback__) if "fuzz/run" not in one.filename]
        frames = [one for one in frames if "/mailflow/" in one.filename] or frames
        place = (
            "" if isinstance(error, TooSlow) or not frames else f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
        )
        about = str(error).partition(",")[0][:40] if isinstance(error, AssertionError) else ""
        kind = " ".join(filter(None, (type(error).__name__, place, about)))
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.kinds[kind] == 1:
            path = self.folder / f"{len(self.kinds):03}.bin"
            path.write_bytes(raw)
            sys.stderr.write(f"{path}: {kind}: {str(error)[:200]}\n")


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Raise ``TooSlow`` inside when the processor time of one input is used up."""

    def late(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, HARD_LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def mutated(seeds: list[bytes], words: list[bytes], longest: int, dice: random.Random) -> bytes:
    """A seed with a few pieces deleted, doubled, swapped, spliced in from another or put in from the words."""
    raw = bytearray(dice.choice(seeds))
    for _ in range(dice.randint(1, _STEPS)):
        at = dice.randrange(len(raw) + 1)
        end = min(len(raw), at + dice.randint(1, _PIECE))
        match dice.randrange(6):
            case 0:
                del raw[at:end]
            case 1:
                raw[at:at] = raw[at:end] * dice.choice((1, 2, 40))
            case 2:
                raw[at:at] = dice.choice(words)
            case 3:
                other = dice.choice(seeds)
                begin = dice.randrange(len(other) + 1)
                raw[at:end] = other[begin : begin + dice.choice((_PIECE, 200))]
            case 4:
                raw[at:end] = bytes(dice.randrange(256) for _ in range(end - at))
            case _:
                rows = raw.split(b"\n")
                dice.shuffle(rows)
                raw = bytearray(b"\n".join(rows))
    return bytes(raw[:longest])


def main() -> None:
    """Run one target for a time and tell what failed."""
    options = _options()
    atheris = _atheris()
    with atheris.instrument_imports(include=["mailflow"]) if atheris else contextlib.nullcontext():
        targets = importlib.import_module("tests.fuzz.targets")
    target = targets.TARGETS[options.target]
    folder = options.out or Path(tempfile.mkdtemp(prefix="fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    failures = Failures(folder)

    def once(raw: bytes) -> None:
        failures.runs += 1
        try:
            with limited():
                target.check(raw)
        except (Exception, TooSlow) as error:  # noqa: BLE001 - whatever it raises is what we look for
            failures.keep(raw, error)
        if time.monotonic() > deadline:
            _tell(options.target, failures)

    deadline = time.monotonic() + options.seconds
    seeds = [seed[: target.longest] for seed in target.seeds()]
    words = [word.encode() for word in targets.WORDS]
    if atheris:
        _guided(atheris, once, seeds, words, target.longest, options.seed)
    dice = random.Random(options.seed)
    while True:
        once(mutated(seeds, words, target.longest, dice))


def _guided(
    atheris: ModuleType, once: object, seeds: list[bytes], words: list[bytes], longest: int, seed: int
) -> None:  # pragma: no cover - ends the process
    """Let atheris choose the inputs. It never comes back."""
    place = Path(tempfile.mkdtemp(prefix="fuzz-corpus-"))
    for number, raw in enumerate(seeds):
        (place / f"{number:04}").write_bytes(raw)
    known = place.with_suffix(".dict")
    quoted = ("".join(f"\\x{byte:02x}" for byte in word) for word in words)
    known.write_text("".join(f'"{word}"\n' for word in quoted))
    arguments = [f"-max_len={longest}", f"-seed={seed}", f"-dict={known}", "-timeout=60", "-rss_limit_mb=3000"]
    arguments += ["-len_control=0", "-verbosity=0"]
    atheris.Setup([sys.argv[0], str(place), *arguments], once)
    atheris.Fuzz()


def _atheris() -> ModuleType | None:
    return importlib.import_module("atheris") if importlib.util.find_spec("atheris") else None


def _tell(name: str, failures: Failures) -> None:
    """Say what was found, and end the process: a fuzzer's loop has no other way out."""
    print(f"{name}: {failures.runs} inputs, {len(failures.kinds)} kinds of failure")
    for kind, count in failures.kinds.items():
        print(f"  {count:6} times {kind}")
    sys.stdout.flush()
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    import os  # noqa: PLC0415 - only here

    os._exit(bool(failures.kinds))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.fuzz.run", description="Fuzz one target of the reader.")
    parser.add_argument("target", help="mail, form, time, persons, quote, html or documents")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="where the inputs that failed are kept; a new folder when left out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
