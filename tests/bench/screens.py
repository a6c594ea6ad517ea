# SPDX-License-Identifier: Apache-2.0
"""Very many screens in one process: bare sockets that note when which view came, and answer pings as every browser does.

One thread reads them all, so what it measures of two servers it measures alike; HTTP requests go over the same loop, for a
second thread would get in the way of the first.
"""

import base64
import os
import select
import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Self

from tests.bench.load import Refused

_JOINING = 100
"""So many sockets shake hands at the same time."""
_PATIENCE_S = 60.0
_VIEW, _PING, _PONG = b'{"seq":', 9, 0x8A
_HEAD, _LONG, _LONGEST = 2, 126, 127


def masked(opcode: int, payload: bytes) -> bytes:
    """Return a client's final frame of less than 126 bytes: a mask of zeros leaves the payload as it is."""
    return bytes((opcode, 0x80 | len(payload), 0, 0, 0, 0)) + payload


class Screen:
    """One socket. ``told``: the views that came since it was cleared, each as its seq and when it came (monotonic)."""

    __slots__ = ("_rest", "socket", "told", "view")

    def __init__(self, port: int, path: str) -> None:
        """Connect and begin to shake hands."""
        self.socket = socket.create_connection(("127.0.0.1", port), _PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""
        self.told: list[tuple[int, float]] = []
        self.view = b""
        """Payload of the last view."""
        key = base64.b64encode(os.urandom(16)).decode()
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self.socket.sendall(f"{head}Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())

    def enter(self, first: bytes) -> None:
        """Finish shaking hands and say who it is, if there is anything to say. Raises Refused."""
        while b"\r\n\r\n" not in self._rest:
            some = self.socket.recv(4096)
            if not some:
                raise Refused(self._rest.decode(errors="replace"))
            self._rest += some
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        if b" 101 " not in head.partition(b"\r\n")[0]:
            raise Refused(head.decode(errors="replace"))
        if first:
            self.socket.sendall(masked(0x81, first))
        self.socket.setblocking(False)  # noqa: FBT003 - the standard library's name

    def read(self) -> int:
        """Take what came; return how many views that was. Raises Refused when the line has ended."""
        try:
            came = self.socket.recv(65536)
        except BlockingIOError:
            return 0
        now = time.perf_counter()
        if not came:
            raise Refused(self._rest.decode(errors="replace") or "a line ended")
        data, at, before = self._rest + came if self._rest else came, 0, len(self.told)
        while (frame := _frame_at(data, at)) is not None:
            opcode, begins, at = frame
            if opcode == _PING:
                self.socket.send(masked(_PONG, data[begins:at]))
            elif data.startswith(_VIEW, begins):
                self.view = data[begins:at]
                self.told.append((int(data[begins + len(_VIEW) : data.index(b",", begins)]), now))
            elif data.startswith(b'{"refused"', begins):
                raise Refused(data[begins:at].decode())
        self._rest = data[at:]
        return len(self.told) - before


def _frame_at(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Return opcode, begin and end of the payload of the frame that begins there; None: it is not whole."""
    if len(data) < at + _HEAD:
        return None
    opcode, length, begins = data[at] & 15, data[at + 1], at + _HEAD
    if length >= _LONG:
        size = 2 if length < _LONGEST else 8
        if len(data) < begins + size:
            return None
        length, begins = int.from_bytes(data[begins : begins + size], "big"), begins + size
    return (opcode, begins, begins + length) if len(data) >= begins + length else None


class Asking:
    """One connection for requests whose answers are read by the same loop as the screens."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self.socket = socket.create_connection(("127.0.0.1", port), _PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""
        self.answer: bytes | None = b""
        """The body of the last answer; None while one is awaited."""

    def ask(self, request: bytes) -> None:
        """Send a request; the last one must have been answered."""
        assert self.answer is not None, "the last request is not answered"
        self.answer = None
        self.socket.sendall(request)

    def read(self) -> int:
        """Take what came, which is no view. Raises Refused on any answer but 200."""
        came = self.socket.recv(65536)
        self._rest += came
        head, gap, body = self._rest.partition(b"\r\n\r\n")
        if not came or (gap and b" 200 " not in head.partition(b"\r\n")[0]):
            raise Refused(self._rest.decode(errors="replace"))
        if gap:
            length = next(int(line.partition(b":")[2]) for line in head.lower().splitlines() if line.startswith(b"content-length"))
            if len(body) >= length:
                self._rest, self.answer = b"", body
        return 0


class Screens:
    """All of them, and those who ask, on one loop."""

    def __init__(self) -> None:
        """Begin with none."""
        self._poll = select.epoll()
        self._reads: dict[int, Callable[[], int]] = {}
        self.screens: list[Screen] = []
        self.views = 0
        """So many views have come, to all of them together."""

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up, with a reset: thousands of ports must not wait to be used again."""
        self._poll.close()
        for screen in self.screens:
            screen.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            screen.socket.close()

    def join(self, port: int, path: str, firsts: Iterable[bytes]) -> list[Screen]:
        """Connect a screen for each first message; return them when each was let in, if it said anything with its first view."""
        joined: list[Screen] = []
        waiting = iter(firsts)
        while some := list(islice(waiting, _JOINING)):
            new = [Screen(port, path) for _ in some]
            for screen, first in zip(new, some, strict=True):
                screen.enter(first)
                self._add(screen.socket, screen.read)
            let_in = self.until(lambda new=new, some=some: all(it.told or not said for it, said in zip(new, some, strict=True)))  # type: ignore[misc]
            assert let_in, "not every screen got its first view"
            self.listen(0.001)  # the others answer their pings meanwhile
            joined += new
            self.screens += new
        return joined

    @contextmanager
    def asking(self, port: int) -> Iterator[Asking]:
        """Give a new connection for requests; a server hangs up on those that are left alone for long."""
        asking = Asking(port)
        self._add(asking.socket, asking.read)
        try:
            yield asking
        finally:
            self._poll.unregister(asking.socket.fileno())
            asking.socket.close()

    def _add(self, new: socket.socket, read: Callable[[], int]) -> None:
        self._poll.register(new.fileno(), select.EPOLLIN)
        self._reads[new.fileno()] = read

    def until(self, done: Callable[[], bool], *, wait_s: float = _PATIENCE_S) -> bool:
        """Read until it is done; False when so much time has passed."""
        end = time.perf_counter() + wait_s
        reads = self._reads
        while not done():
            left = end - time.perf_counter()
            if left <= 0:
                return False
            for number, _ in self._poll.poll(left, 4096):
                self.views += reads[number]()
        return True

    def listen(self, seconds: float) -> None:
        """Read for so long."""
        self.until(lambda: False, wait_s=seconds)


def clear(screens: Sequence[Screen]) -> None:
    """Forget what they were told."""
    for screen in screens:
        screen.told.clear()


def all_told(screens: Sequence[Screen], seq: int) -> float | None:
    """Return when the last of them had been told of this seq or a later one; None: not all have."""
    last = 0.0
    for screen in screens:
        at = next((at for told, at in screen.told if told >= seq), None)
        if at is None:
            return None
        last = max(last, at)
    return last
