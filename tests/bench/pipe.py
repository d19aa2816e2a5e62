"""mailflow beside a bare loop, both in one run, on a real Dovecot and an SMTP sink.

The bare loop fetches the same mails, parses them with the standard library, makes one durable commit for each,
renders one reply and sends it: no product. Printed: mails a second and the ratio; the time from IDLE's wake to the
answer handed over; peak memory over few and over many mails.

    python -m tests.bench.pipe [--mails 500] [--many 5000] [--rounds 3]
"""

import argparse
import email
import email.policy
import resource
import smtplib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from imapclient import IMAPClient
from jinja2 import Environment

from mailflow import pack
from mailflow import settings as settings_of
from mailflow.daemon import Daemon, utc_now
from mailflow.keyring import make_key
from mailflow.mail.imap import ImapMailbox
from mailflow.mail.smtp import SmtpTransport
from mailflow.mail.transport import Answer
from mailflow.wiring import open_store
from tests.bench.mails import mails
from tests.servers.dovecot import Dovecot
from tests.servers.sink import SinkProcess

USER, WORD = "info@io.example", "info-word"
_REPLY = "Thank you, {{ name }}. We have your request.\n\nYou need to do nothing.\n\n{{ text }}\n"


def instance(folder: Path, imap_port: int, smtp_port: int, copies: str, staff: str = "") -> settings_of.Settings:
    """An instance on these servers, made before the mails came."""
    (folder / "word").write_text(WORD)
    (folder / "word").chmod(0o600)
    (folder / "mailflow.toml").write_text(
        f'address = "{USER}"\nstaff = [{staff and repr(staff)}]\n'
        f'[mailbox]\nkind = "imap"\nhost = "127.0.0.1"\nport = {imap_port}\nsecurity = "plain"\n'
        f'user = "{USER}"\npassword_file = "word"\n'
        f'[outgoing]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {smtp_port}\nsecurity = "plain"\n'
        f'per_hour = 100000\nsent_copy = "{copies}"\n'
        "[limits]\nanswers_per_hour = 0\nanswers_per_domain = 0\n"
    )
    settings = settings_of.load(folder)
    open_store(settings, make_key(settings.data), utc_now()).close()
    return settings


def bare_loop(folder: Path, imap_port: int, smtp_port: int) -> int:
    """Fetch, parse, commit, render, send: a mail at a time, over one connection each."""
    db = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    for pragma in ("journal_mode=wal", "synchronous=full"):
        db.execute(f"pragma {pragma}")
    db.execute("create table mail (uid integer primary key, raw blob, subject text)")
    text = Environment(autoescape=False).from_string(_REPLY)
    client = IMAPClient("127.0.0.1", imap_port, ssl=False)
    client.login(USER, WORD)
    client.select_folder("INBOX")
    server = smtplib.SMTP("127.0.0.1", smtp_port)
    count = 0
    for uid in client.search("ALL"):
        raw = client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body(("plain", "html"))
        said = str(body.get_content()) if body else ""
        db.execute("insert into mail values (?, ?, ?)", (uid, raw, mail["Subject"]))
        sender = mail["From"].addresses[0]
        reply = EmailMessage()
        reply["From"], reply["To"], reply["Subject"] = USER, sender.addr_spec, f"Re: {mail['Subject']}"
        reply["In-Reply-To"] = mail["Message-ID"]
        reply.set_content(text.render(name=sender.display_name, text=said))
        server.send_message(reply)
        count += 1
    server.quit()
    client.logout()
    return count


def child(arguments: Sequence[str]) -> None:
    """One contender in a process of its own; it works from one line of its input to the next, then tells its peak."""
    kind, folder, imap_port, smtp_port, copies, staff = arguments
    ready = None
    if kind != "bare":
        ready = instance(Path(folder), int(imap_port), int(smtp_port), copies, staff)
    print("ready", flush=True)
    sys.stdin.readline()
    if ready is None:
        bare_loop(Path(folder), int(imap_port), int(smtp_port))
        sys.stdin.readline()
    else:
        daemon = Daemon(ready, pack.load())
        worker = threading.Thread(target=daemon.run)
        worker.start()
        sys.stdin.readline()
        daemon.stop()
        worker.join()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one contender needed: seconds until the last mail had been handed over, and its peak memory."""

    seconds: float
    peak_kb: int


def contend(kind: str, count: int, copies: str = "none", staff: str = "") -> Figures:
    """Run one contender on freshly filled servers, the daemon as it is run, until every mail is answered.

    staff: with one, each complete request (every other mail) makes a card too, which the bare loop has none of.
    """
    wanted = count + count // 2 if staff else count
    with Dovecot({USER: WORD}) as dovecot, SinkProcess() as sink, tempfile.TemporaryDirectory() as folder:
        ports = (str(dovecot.imap_port), str(sink.port))
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.pipe", "--child", kind, folder, *ports, copies, staff],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        for raw in mails(count):
            dovecot.put(USER, raw)
        began = time.perf_counter()
        process.stdin.write("go\n")
        process.stdin.flush()
        while sink.count() < wanted:
            assert process.poll() is None, f"{kind} ended early"
            time.sleep(0.01)
        seconds = time.perf_counter() - began
        process.stdin.write("stop\n")
        process.stdin.flush()
        peak = int(process.stdout.readline())
        process.communicate()
        assert sink.count() == wanted, f"{kind} sent {sink.count()} mails, not {wanted}"
        return Figures(seconds, peak)


class _Timed:
    """Notes when IDLE woke and when an answer had been handed over."""

    def __init__(self) -> None:
        self.woke = 0.0
        self.shares: list[float] = []
        self.handed = threading.Event()

    def watch(self) -> None:
        wait, send = ImapMailbox.wait, SmtpTransport.send

        def waited(mailbox: ImapMailbox, seconds: float, stopped: object) -> None:
            wait(mailbox, seconds, stopped)  # type: ignore[arg-type]
            self.woke = time.perf_counter()

        def sent(transport: SmtpTransport, sender: str, to: str, raw: bytes) -> Answer:
            answer = send(transport, sender, to, raw)
            if to.startswith("alice"):
                self.shares.append(time.perf_counter() - self.woke)
                self.handed.set()
            return answer

        ImapMailbox.wait = waited  # type: ignore[method-assign,assignment]
        SmtpTransport.send = sent  # type: ignore[method-assign,assignment]


def latency(count: int) -> list[float]:
    """Seconds from IDLE's wake to the answer handed over, for mails that come one after another."""
    timed = _Timed()
    timed.watch()
    with Dovecot({USER: WORD}) as dovecot, SinkProcess() as sink, tempfile.TemporaryDirectory() as folder:
        settings = instance(Path(folder), dovecot.imap_port, sink.port, "none")
        daemon = Daemon(settings, pack.load())
        worker = threading.Thread(target=daemon.run)
        worker.start()
        for raw in mails(count):
            timed.handed.clear()
            dovecot.deliver(USER, raw, sender="alice@req.example")
            assert timed.handed.wait(30), "no answer came"
        daemon.stop()
        worker.join()
    return timed.shares[1:]  # the first one opens the connections


def main() -> None:
    """Run it all and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--many", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=6)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.child)
        return
    kinds = (
        ("mailflow", "none", ""),
        ("mailflow, cards to staff", "none", "staff@io.example"),
        ("mailflow, Sent copies", "append", ""),
    )
    ratios: dict[str, list[float]] = {said: [] for said, _copies, _staff in kinds}
    for _ in range(arguments.rounds):
        bare = contend("bare", arguments.mails).seconds
        print(f"{'bare loop':<28} {arguments.mails / bare:8.0f} mails/s", flush=True)
        for said, copies, staff in kinds:
            ours = contend("mailflow", arguments.mails, copies, staff).seconds
            ratios[said].append(bare / ours)
            print(f"{said:<28} {arguments.mails / ours:8.0f} mails/s   ratio {bare / ours:.2f}", flush=True)
    print(
        "median ratio to the bare loop: "
        + ", ".join(f"{said} {statistics.median(r):.2f}" for said, r in ratios.items())
    )
    shares = sorted(latency(60))
    print(f"IDLE's wake to answer handed over: median {1000 * statistics.median(shares):.1f} ms, "
          f"90 % under {1000 * shares[int(len(shares) * 0.9)]:.1f} ms, {len(shares)} mails")  # fmt: skip
    few = contend("mailflow", arguments.mails).peak_kb
    many = contend("mailflow", arguments.many).peak_kb
    print(f"peak memory: {few / 1024:.0f} MB over {arguments.mails} mails, {many / 1024:.0f} MB over {arguments.many}")


if __name__ == "__main__":
    main()
