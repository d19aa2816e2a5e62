"""A small fast SMTP server on loopback that takes everything in, and refuses, hangs up or lies when told to.

``SmtpSink`` lives in a thread of this process and remembers its mails. ``SinkProcess`` is the same in a process of its
own, for benchmarks: it only counts, and takes no time from whoever is measured.
"""

import base64
import json
import re
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

HANG_UP = ""  # instead of a reply: close the connection without one
SILENCE = "..."  # instead of a reply: say nothing, until the client goes away
_IDLE_SECONDS = 60.0
_PATH = re.compile(rb"<([^>]*)>(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SunkMail:
    """A mail as the sink took it: envelope sender, receivers, MAIL FROM's parameters, bytes without dot stuffing."""

    sender: str
    to: tuple[str, ...]
    parameters: str
    raw: bytes


class SmtpSink:
    """An SMTP server on a free port of 127.0.0.1 while the ``with`` block lasts.

    replies: what to answer, by verb (``CONNECT EHLO STARTTLS AUTH MAIL RCPT DATA . RSET``), instead of the usual;
    recipients: what to answer to RCPT, by address; users: password by name, where AUTH is wanted; context: a server's
    TLS context, for STARTTLS, or from the first byte with ``implicit_tls``; keep: remember mails, not only count them.
    """

    def __init__(
        self,
        *,
        replies: Mapping[str, str] | None = None,
        recipients: Mapping[str, str] | None = None,
        users: Mapping[str, str] | None = None,
        context: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        extensions: Sequence[str] = ("SIZE 30000000", "8BITMIME"),
        mechanisms: str = "PLAIN LOGIN",
        keep: bool = True,
    ) -> None:
        self.host = "127.0.0.1"
        self.replies = dict(replies or {})
        self.recipients = dict(recipients or {})
        self.users = dict(users or {})
        self.context = context
        self.implicit_tls = implicit_tls
        self.extensions = tuple(extensions)
        self.mechanisms = mechanisms
        self.keep = keep
        self.mails: list[SunkMail] = []
        self.count = 0  # of mails taken
        self.connections = 0
        self.commands: list[str] = []  # every verb that came, in order; only where mails are kept
        self.longest = 0  # octets of the longest command, without its line end
        self._once: list[tuple[str, str]] = []
        self._changed = threading.Condition()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True, name="smtp-sink")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()
        with suppress(OSError):  # a listener that is only closed goes on waiting in accept
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def once(self, verb: str, reply: str) -> None:
        """Answer so the next time this verb comes, and as usual afterwards."""
        self._once.append((verb, reply))

    def hang_up(self) -> None:
        """Cut every open connection, as a server does with clients that were idle for too long."""
        with self._changed:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def wait_for(self, count: int, seconds: float = 10.0) -> list[SunkMail]:
        """Wait until so many mails have come in all; the mails kept. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.count >= count, seconds):
                raise TimeoutError(f"{self.count} of {count} mails came within {seconds} s")
            return list(self.mails)

    def take(self, mail: SunkMail) -> None:
        """Count this mail, and remember it where mails are kept."""
        with self._changed:
            self.count += 1
            if self.keep:
                self.mails.append(mail)
            self._changed.notify_all()

    def reply_to(self, verb: str, usual: str) -> str:
        """What to answer to this verb: what was said for once, else for always, else the usual."""
        for number, (once, reply) in enumerate(self._once):
            if once == verb:
                del self._once[number]
                return reply
        return self.replies.get(verb, usual)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True, name="smtp-sink-client").start()

    def _serve(self, client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.settimeout(_IDLE_SECONDS)
        try:
            if self.context is not None and self.implicit_tls:
                client = self.context.wrap_socket(client, server_side=True)
            with self._changed:
                self._open.add(client)
            _Session(self, client).run()
        except OSError:
            pass  # the client went away, or did not like our certificate
        finally:
            with self._changed:
                self._open = {one for one in self._open if one.fileno() >= 0}
            client.close()


class _Session:
    """The conversation on one connection."""

    def __init__(self, sink: SmtpSink, client: socket.socket) -> None:
        self._sink = sink
        self._client = client
        self._in: BinaryIO = client.makefile("rb")
        self._sender = ""
        self._parameters = ""
        self._to: list[str] = []

    def run(self) -> None:
        try:
            going_on = self._answer("CONNECT", "220 sink ESMTP")
            while going_on and (line := self._in.readline()):
                going_on = self._command(line.rstrip(b"\r\n"))
        finally:
            self._in.close()
            self._client.close()  # STARTTLS made it another than the one accepted

    def _answer(self, verb: str, usual: str) -> bool:
        """Send a reply; whether the conversation goes on."""
        reply = self._sink.reply_to(verb, usual)
        if reply == SILENCE:
            self._in.read()
            return False
        if reply == HANG_UP:
            return False
        self._client.sendall(reply.encode() + b"\r\n")
        return not reply.startswith(("421", "221"))

    def _command(self, line: bytes) -> bool:
        verb, _, rest = line.partition(b" ")
        name = verb.upper().decode("ascii", "replace")
        self._sink.longest = max(self._sink.longest, len(line))
        if self._sink.keep:
            self._sink.commands.append(name)
        match name:
            case "MAIL":
                return self._mail(rest)
            case "RCPT":
                return self._rcpt(rest)
            case "DATA":
                return self._data()
            case "EHLO":
                return self._answer("EHLO", self._greeting())
            case "STARTTLS":
                return self._starttls()
            case "AUTH":
                return self._auth(rest)
            case "QUIT":
                return self._answer("QUIT", "221 2.0.0 bye")
            case "RSET" | "NOOP":
                self._to = []
                return self._answer(name, "250 2.0.0 ok")
            case _:
                return self._answer(name, "500 5.5.2 unknown command")

    def _greeting(self) -> str:
        offered = list(self._sink.extensions)
        if self._sink.users:
            offered.append(f"AUTH {self._sink.mechanisms}")
        if self._sink.context is not None and not isinstance(self._client, ssl.SSLSocket):
            offered.append("STARTTLS")
        lines = ["sink", *offered]
        return "\r\n".join([*(f"250-{one}" for one in lines[:-1]), f"250 {lines[-1]}"])

    def _starttls(self) -> bool:
        context = self._sink.context
        if context is None:
            return self._answer("STARTTLS", "502 5.5.1 not here")
        if not self._answer("STARTTLS", "220 2.0.0 go ahead"):
            return False
        self._in.close()
        plain = self._client
        self._client = context.wrap_socket(plain, server_side=True)
        with self._sink._changed:
            self._sink._open.discard(plain)
            self._sink._open.add(self._client)
        self._in = self._client.makefile("rb")
        return True

    def _auth(self, rest: bytes) -> bool:
        mechanism, _, initial = rest.partition(b" ")
        if mechanism.upper() in {b"XOAUTH2", b"OAUTHBEARER"}:
            return self._auth_by_token(base64.b64decode(initial).decode() if initial else self._challenge(""))
        if mechanism.upper() == b"LOGIN":
            words = [self._challenge("VXNlcm5hbWU6"), self._challenge("UGFzc3dvcmQ6")]
        else:
            words = base64.b64decode(initial).decode().split("\0")[1:]
        known = len(words) == 2 and self._sink.users.get(words[0]) == words[1]
        return self._answer("AUTH", "235 2.7.0 welcome" if known else "535 5.7.8 wrong user or password")

    def _auth_by_token(self, said: str) -> bool:
        """The user's password is the access token; a wrong one is refused in two steps (RFC 7628, section 3.2.2)."""
        user = re.search(r"(?:user=|a=)([^\x01,]*)", said)
        token = re.search(r"\x01auth=Bearer ([^\x01]*)\x01", said)
        if user and token and self._sink.users.get(user[1]) == token[1]:
            return self._answer("AUTH", "235 2.7.0 welcome")
        why = json.dumps({"status": "invalid_token"}).encode()
        self._challenge(base64.b64encode(why).decode())
        return self._answer("AUTH", "535 5.7.8 wrong token")

    def _challenge(self, said: str) -> str:
        self._client.sendall(f"334 {said}\r\n".encode())
        return base64.b64decode(self._in.readline()).decode()

    def _mail(self, rest: bytes) -> bool:
        found = _PATH.search(rest)
        if found is None:
            return self._answer("MAIL", "501 5.5.4 MAIL FROM:<address>")
        self._sender, self._parameters = found[1].decode(), found[2].decode().strip()
        self._to = []
        return self._answer("MAIL", "250 2.1.0 ok")

    def _rcpt(self, rest: bytes) -> bool:
        found = _PATH.search(rest)
        if found is None:
            return self._answer("RCPT", "501 5.5.4 RCPT TO:<address>")
        address = found[1].decode()
        usual = self._sink.recipients.get(address, "250 2.1.5 ok")
        if usual.startswith("250"):
            self._to.append(address)
        return self._answer("RCPT", usual)

    def _data(self) -> bool:
        if not self._to:
            return self._answer("DATA", "554 5.5.1 no valid recipients")
        reply = self._sink.reply_to("DATA", "354 go ahead")
        if not reply.startswith("354"):
            if reply:
                self._client.sendall(reply.encode() + b"\r\n")
            return reply not in {HANG_UP, SILENCE} and not reply.startswith("421")
        self._client.sendall(reply.encode() + b"\r\n")
        lines: list[bytes] = []
        while (line := self._in.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b"."))
        reply = self._sink.reply_to(".", "250 2.0.0 taken")
        if reply.startswith("250") or not reply:
            # A server that hangs up instead of answering has taken the mail all the same.
            self._sink.take(SunkMail(self._sender, tuple(self._to), self._parameters, b"".join(lines)))
        self._to = []
        if reply in {HANG_UP, SILENCE}:
            return False
        self._client.sendall(reply.encode() + b"\r\n")
        return not reply.startswith("421")


class SinkProcess:
    """A sink in a process of its own while the ``with`` block lasts: it takes everything and only counts."""

    def __init__(self) -> None:
        self.host = "127.0.0.1"
        self.port = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = self._number()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=10)  # closing its input ends it

    def count(self) -> int:
        """How many mails it has taken so far."""
        assert self._process.stdin is not None
        self._process.stdin.write("count\n")
        self._process.stdin.flush()
        return self._number()

    def _number(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def main() -> None:
    """Say the port, then the number of mails taken for each line that comes in, until the input ends."""
    with SmtpSink(keep=False) as sink:
        print(sink.port, flush=True)
        for _ in sys.stdin:
            print(sink.count, flush=True)


if __name__ == "__main__":
    main()
