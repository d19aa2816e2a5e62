"""The demo: the daemon itself on two Maildirs, eight sample mails, and every answer as its reader gets it."""

import email
import email.policy
import os
import re
import select
import shlex
import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from mailflow import instance, pack
from mailflow import settings as settings_of
from mailflow.daemon import Daemon, utc_now
from mailflow.log import one_line
from mailflow.mail.maildir import MaildirOut
from mailflow.model import Disposition
from mailflow.store.outbox import Outbox
from mailflow.store.rows import MailRow
from mailflow.store.store import Store
from mailflow.wiring import reading_store

MARKER = ".mailflow-demo"
ADDRESS = "info@interoccupy.example"
STAFF = "ana@example.org"
PATIENCE_SECONDS = 60.0
_DATE = re.compile(rb"\[\[(now|[+-]\d+)(?: ([^\]]*))?\]\]")


class DemoStuck(Exception):
    """The demo's daemon did not do its work in time."""


def play(folder: Path, *, is_terminal: bool) -> None:
    """Run the demo in a folder of its own; on a terminal stay and take more mails until Ctrl-C."""
    console = Console(highlight=False, emoji=False, width=None if is_terminal else 100)
    root = _fresh(folder)
    shown = threading.Event()
    settings = settings_of.load(root)
    daemon = Daemon(settings, pack.load(settings.pack), watched=shown.set)
    worker = threading.Thread(target=daemon.run, name="daemon")
    stage = _Stage(console, root, shown)
    worker.start()
    try:
        with reading_store(settings) as store:
            _acts(stage, store)
            if is_terminal:
                _stay(stage, store)
    except KeyboardInterrupt:
        console.print()
    finally:
        daemon.stop()
        worker.join()
    stage.farewell()


def _fresh(folder: Path) -> Path:
    """Make the demo's folder anew; a folder that is somebody else's is left alone."""
    root = folder.resolve()
    if root.exists() and any(root.iterdir()) and not (root / MARKER).exists():
        raise settings_of.SettingsWrong([f"{root} holds something else than a demo; name another with --folder."])
    shutil.rmtree(root, ignore_errors=True)
    answers = instance.Answers(address=ADDRESS, staff=STAFF, organisation="InterOccupy", maildir=("in", "out"))
    instance.make(root, answers)
    (root / MARKER).touch()
    return root


def sample_mails(today: datetime) -> Iterator[tuple[str, bytes]]:
    """The sample mails in order, name and bytes, with their dates made from the day of the demo.

    ``[[now]]`` stands for the Date header's time, ``[[+12 %A %d %B %Y]]`` for a day so many days ahead.
    """
    for path in sorted(pack.samples().glob("*.eml")):
        yield path.name, _DATE.sub(lambda found: _dated(found, today), path.read_bytes())


def _dated(found: re.Match[bytes], today: datetime) -> bytes:
    if found[1] == b"now":
        return format_datetime(today).encode()
    day = today + timedelta(days=int(found[1]))
    return day.strftime((found[2] or b"%Y-%m-%d").decode()).replace(" 0", " ").encode()


class _Stage:
    """What the screen shows, and how a mail gets to the daemon."""

    def __init__(self, console: Console, root: Path, shown: threading.Event) -> None:
        self.console = console
        self.root = root
        self.shown = shown
        self.inbox = MaildirOut(root / "in")
        self.seen_mails = 0
        self.seen_out: set[str] = set()

    def put(self, raw: bytes) -> None:
        """Let a mail arrive."""
        self.inbox.put(raw)

    def wait_for(self, store: Store, mails: int) -> None:
        """Wait until so many mails were decided and everything that follows was sent. Raises DemoStuck."""
        deadline = utc_now() + timedelta(seconds=PATIENCE_SECONDS)
        while True:
            self.shown.clear()
            decided = [row for row in store.mails(1000) if row.disposition is not None]
            if len(decided) >= mails and Outbox(store).waiting_count() == 0:
                return
            left = (deadline - utc_now()).total_seconds()
            if left <= 0:
                raise DemoStuck(f"The daemon did not answer within {PATIENCE_SECONDS:.0f} seconds; please report this.")
            self.shown.wait(min(left, 0.5))

    def show_new(self, store: Store) -> None:
        """Show every mail that was decided since, one line each, and every answer as its reader gets it."""
        rows = [row for row in reversed(store.mails(1000)) if row.disposition is not None]
        for row in rows[self.seen_mails :]:
            self.console.print(_line(row), soft_wrap=True)
        self.seen_mails = max(self.seen_mails, len(rows))
        for path in sorted((self.root / "out" / "new").glob("*"), key=lambda one: (one.stat().st_mtime_ns, one.name)):
            if path.name not in self.seen_out:
                self.seen_out.add(path.name)
                self.console.print(_answer(path.read_bytes()))

    def farewell(self) -> None:
        """Say what can be looked at afterwards."""
        name = os.path.relpath(self.root)
        self.console.print()
        self.console.print(Text(f"The demo's folder stays: {name}. Look around:", style="bold"))
        self.console.print(Text(f"  ./mf --in {name} list\n  ./mf --in {name} show IO-0001"))


def _acts(stage: _Stage, store: Store) -> None:
    stage.console.print(
        Text(
            f"A daemon now watches {ADDRESS}. Eight mails arrive, one after another; Ana is on the staff.", style="bold"
        )
    )
    for number, (_name, raw) in enumerate(sample_mails(localtime()), start=1):
        stage.console.rule(f"mail {number}")
        stage.put(raw)
        stage.wait_for(store, number)
        stage.show_new(store)


def _line(row: MailRow) -> Text:
    if row.disposition is Disposition.DUPLICATE:
        what = "the same mail again: nothing is done"
    elif row.disposition is Disposition.RECORDED:
        what = f"{row.kind}: recorded, never answered"
    else:
        what = f"{row.kind}{f', {row.case}' if row.case else ''}"
    return Text(f"→ in   {one_line(row.sender or 'nobody')}: {one_line(row.subject) or '(no subject)'}   [{what}]")


def _answer(raw: bytes) -> Panel:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    part = mail.get_body(("plain",))
    text = str(part.get_content()).rstrip() if part else ""
    head = f"To: {mail['To']}\nSubject: {mail['Subject']}\n\n"
    return Panel(Text(head, style="bold") + Text(text), title="← out", title_align="left", width=80)


def _stay(stage: _Stage, store: Store) -> None:
    """Take mails typed or dropped at the prompt, or put into the Maildir, until Ctrl-C."""
    stage.console.rule()
    stage.console.print(
        Text(
            "Your turn. Drop a mail (a .eml file) here, or type its path. Or type a mail: its text, ending with\n"
            f"a line that holds a single dot. What is put into {stage.root / 'in' / 'new'} is taken, too.\n"
            "Ctrl-C ends the demo."
        )
    )
    lines: list[str] = []
    while True:
        ready, _, _ = select.select([sys.stdin], [], [], 0.3)
        if ready:
            line = sys.stdin.readline()
            if not line:
                return
            raw = _entered(line, lines, stage.console)
            if raw is None:
                continue
            stage.put(raw)
            lines.clear()
            stage.wait_for(store, stage.seen_mails + 1)
        if stage.shown.is_set() or ready:
            stage.shown.clear()
            stage.show_new(store)


def _entered(line: str, lines: list[str], console: Console) -> bytes | None:
    """The mail that is whole with this line: the file it names, or what was typed; ``None`` while more must come.

    lines: what was typed so far; the line is added where it is text.
    """
    path = None if lines else _path_in(line)
    if path is not None:
        try:
            return path.read_bytes()
        except OSError as wrong:
            console.print(Text(f"{path} cannot be read ({wrong.strerror}); nothing was sent."))
            return None
    if line.rstrip("\n") == ".":
        return _typed("".join(lines))
    lines.append(line)
    return None


def _path_in(line: str) -> Path | None:
    """The mail file that a line names: as typed, or quoted, escaped or as an address, as terminals write it."""
    said = line.strip()
    try:
        words = shlex.split(said)
    except ValueError:  # a single quote in prose
        words = []
    name = words[0] if len(words) == 1 else said
    if name.startswith("file://"):
        name = unquote(urlsplit(name).path)
    if not name.lower().endswith(".eml") or not (len(words) == 1 or name.startswith(("/", "~/", "./"))):
        return None
    return Path.home() / name[2:] if name.startswith("~/") else Path(name)


def _typed(text: str) -> bytes:
    """A mail from what was typed, from you@example.org; a first line ``Subject: …`` becomes its subject."""
    mail = EmailMessage()
    subject, body = "Hello", text
    if text.lower().startswith("subject:"):
        first, _, body = text.partition("\n")
        subject = one_line(first[8:].strip())
    mail["From"] = "you@example.org"
    mail["To"] = ADDRESS
    mail["Subject"] = subject
    mail["Date"] = localtime()
    mail["Message-ID"] = f"<demo.{utc_now():%Y%m%d%H%M%S%f}@example.org>"
    mail.set_content(body)
    return mail.as_bytes()
