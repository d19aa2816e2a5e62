"""A TCP proxy on loopback that breaks a connection at the worst moment: cut, stalled, dribbled, a reply dropped.

It stands between a client and a server. Patterns are looked for in what passes, so these connections are not encrypted.
"""

import select
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

_CHUNK = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong, once. Bytes are counted from the moment the fault is armed, in what the server sends.

    cut_after: reset both connections after so many bytes; stall_after: pass nothing more after so many bytes, and keep
    the connection open; cut_before: reset when the client sends this, before the server gets it; drop_reply_to: let the
    server have this command, and reset when it answers, before the client hears of it; refuse: reset the next
    connection at once.
    """

    cut_after: int | None = None
    stall_after: int | None = None
    cut_before: bytes | None = None
    drop_reply_to: bytes | None = None
    refuse: bool = False


@dataclass(slots=True)
class _Link:
    """One connection through the proxy: its two ends, what the client sent last, and what befell it."""

    client: socket.socket
    server: socket.socket
    heard: bytes = b""
    is_dropping: bool = False
    is_stalled: bool = False


class FaultProxy:
    """Passes connections on to a port of 127.0.0.1 while the ``with`` block lasts; ``port`` is where it listens.

    dribble: pass what the server sends in pieces of so many bytes; 0 for as it comes. ``connections`` counts;
    ``happened`` is set when the fault has struck.
    """

    def __init__(self, target_port: int, *, dribble: int = 0) -> None:
        self._target_port = target_port
        self._dribble = dribble
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.happened = threading.Event()
        self._fault: Fault | None = None
        self._passed = 0
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []

    def arm(self, fault: Fault) -> None:
        """Let this go wrong next, in any connection, once."""
        self.happened.clear()
        self._passed = 0
        self._fault = fault

    def cut_all(self) -> None:
        """End every connection that is open now."""
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)

    def _start(self, what: object, *arguments: object) -> None:
        assert callable(what)
        thread = threading.Thread(target=what, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            if self._fault is not None and self._fault.refuse:
                self._strike(client)
                continue
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._target_port), 10)
        except OSError:
            _reset(client)
            return
        self._open |= {client, server}
        try:
            self._pump(client, server)
        except OSError:  # one side is gone: so is the other
            pass
        finally:
            self._open -= {client, server}
            client.close()
            server.close()

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        link = _Link(client, server)
        goes_on = True
        while goes_on:
            ready, _, _ = select.select([client, server], [], [])
            if client in ready:
                goes_on = self._up(link)
            if goes_on and server in ready:
                goes_on = self._down(link)

    def _up(self, link: _Link) -> bool:
        """Pass on what the client sends; whether the connection lives."""
        data = link.client.recv(_CHUNK)
        link.heard = (link.heard + data)[-4096:]
        fault = self._fault
        if fault and fault.cut_before and fault.cut_before in link.heard:
            self._strike(link.client, link.server)
            return False
        if fault and fault.drop_reply_to and fault.drop_reply_to in link.heard:
            link.is_dropping = True
        link.server.sendall(data)
        return bool(data)

    def _down(self, link: _Link) -> bool:
        """Pass on what the server sends; whether the connection lives."""
        data = link.server.recv(_CHUNK)
        if link.is_stalled:
            return bool(data)
        rest = 0 if link.is_dropping else self._left(len(data))
        step = self._dribble or _CHUNK
        for at in range(0, rest, step):
            link.client.sendall(data[at : min(rest, at + step)])
        if rest == len(data):
            return bool(data)
        if self._fault is not None and self._fault.stall_after is not None:
            link.is_stalled = True
            self._strike()
            return True
        self._strike(link.client, link.server)
        return False

    def _left(self, size: int) -> int:
        """How many of so many bytes may still pass."""
        fault = self._fault
        limit = None if fault is None else fault.stall_after if fault.cut_after is None else fault.cut_after
        if limit is None:
            return size
        self._passed += size
        return max(0, size - max(0, self._passed - limit))

    def _strike(self, *sockets: socket.socket) -> None:
        self._fault = None
        self.happened.set()
        for one in sockets:
            _reset(one)


def _reset(one: socket.socket) -> None:
    """Close with RST (SO_LINGER of zero), as a network does that loses its mind."""
    with suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    one.close()
