# SPDX-License-Identifier: Apache-2.0
"""An ESC/POS printer of our own, alone or on TCP: what it is sent becomes a picture per slip; its paper, voice and life can be set."""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Self

from devices.printers.emulated_language import PAPER_BYTE, Parser
from devices.printers.models import Model

_OFFLINE, _COVER, _STOPPED, _FAULT, _CUTTER = 0x08, 0x04, 0x20, 0x40, 0x08
_PIECE = 65536


class Died(OSError):
    """The printer lost its power within what it was sent."""


class Machine:
    """The printer itself, without a line. Set what is the matter with it; everything may change at any time.

    ``paper`` is plenty, low or out. ``dies_after``: its power goes after so many bytes. ``jams_after``: its paper does; it still
    answers, and does nothing else until ``mend``. ``out_after_slip``: the next whole slip is its last.
    """

    def __init__(self, model: Model | None = None) -> None:
        """Stand there, switched on, with paper."""
        self.model = model or Model()
        self.paper, self.cover_open, self.mute, self.out_after_slip = "plenty", False, False, False
        self.dies_after: int | None = None
        self.jams_after: int | None = None
        self.jammed = False
        self.bytes_said: tuple[int, int] | None = None
        """Answers to ``DLE EOT`` 1 and 4 where they are not those of its state."""
        self.parser = Parser(self._status, self.model.width_px, cutter=self.model.cutter)
        self._seen = 0

    def connect(self) -> None:
        """Count the bytes anew: a line was opened."""
        self._seen = 0

    def receive(self, data: bytes) -> bytes:
        """Take bytes; return the answer. Raises Died where its power goes."""
        before, kept = len(self.parser.pages), data
        limit = min((it for it in (self.dies_after, self.jams_after) if it is not None), default=None)
        if limit is not None:
            kept = data[: max(0, limit - self._seen)]
        self._seen += len(data)
        answer = self._questions(data) if self.jammed else self.parser.feed(kept)
        if limit is not None and self._seen >= limit and not self.jammed:
            answer += self._break(data[len(kept) :])
        if self.out_after_slip and len(self.parser.pages) > before:
            self.paper = "out"
            answer = bytes(PAPER_BYTE["out"] for _ in answer)
        return b"" if self.mute else answer

    def mend(self) -> None:
        """Take out the jammed paper, close the cover, put in a new roll: what was begun is torn off."""
        self.paper, self.cover_open, self.jammed, self.jams_after, self.dies_after = "plenty", False, False, None, None
        self.parser.drop()

    def _break(self, rest: bytes) -> bytes:
        if self.dies_after is not None and self._seen >= self.dies_after:
            self.parser.drop()
            raise Died
        self.jammed = True
        return self._questions(rest)

    def _questions(self, data: bytes) -> bytes:
        """Answer what is asked at once, whatever else comes."""
        asked = (data[at + 2] for at in range(len(data) - 2) if data[at : at + 2] == b"\x10\x04")
        return bytes(self._status(number) for number in asked if number in (1, 2, 3, 4))

    def _status(self, asked: int) -> int:
        """Return the byte that answers ``DLE EOT asked``."""
        if self.bytes_said is not None and asked in (1, 4):
            return self.bytes_said[asked == 4]  # noqa: PLR2004 - the fourth question
        out = self.paper == "out"
        stopped = _OFFLINE * (out or self.cover_open or self.jammed)
        cause = _COVER * self.cover_open | _STOPPED * out | _FAULT * self.jammed
        return {1: 0x12 | stopped, 2: 0x12 | cause, 3: 0x12 | _CUTTER * self.jammed}.get(asked, PAPER_BYTE[self.paper])


class EscposEmulator(Machine):
    """A printer on ``host:port``, one client at a time as LAN printers do. More to set: ``late_s`` before it answers, ``power``."""

    def __init__(self, model: Model | None = None) -> None:
        """Listen on a free port of the loopback."""
        super().__init__(model)
        self.late_s, self.power = 0.0, True
        self.connections = 0
        self.open_now = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._accept, name="emulated printer", daemon=True).start()

    def __enter__(self) -> Self:
        """Give the running printer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take it off the network."""
        self._server.close()

    def must_print(self, pages: int) -> None:
        """Wait until so many slips are out: without answers nobody else can tell."""
        deadline_s = time.monotonic() + 30
        while len(self.parser.pages) < pages:
            assert time.monotonic() < deadline_s, f"{len(self.parser.pages)} slips, expected {pages}"
            time.sleep(0.005)

    def must_rest(self) -> None:
        """Wait until it has worked off what it was sent: who sent it may have hung up before."""
        deadline_s = time.monotonic() + 30
        while self.open_now:
            assert time.monotonic() < deadline_s, "it still works"
            time.sleep(0.001)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            self.open_now += 1
            with client:
                self._serve(client)
            self.open_now -= 1

    def _serve(self, client: socket.socket) -> None:
        self.connect()
        while self.power:
            try:
                data = client.recv(_PIECE)
            except OSError:
                return
            if not data or not self.power:
                return
            try:
                answer = self.receive(data)
            except Died:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                return
            if answer:
                self._answer(client, answer)

    def _answer(self, client: socket.socket, answer: bytes) -> None:
        time.sleep(self.late_s)
        with contextlib.suppress(OSError):  # who asked may have hung up meanwhile
            client.sendall(answer)
