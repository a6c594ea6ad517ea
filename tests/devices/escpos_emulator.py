# SPDX-License-Identifier: Apache-2.0
"""An ESC/POS printer of our own on TCP: what it is sent becomes a picture per cut; its paper, voice and life can be set."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import qrcode  # type: ignore[import-untyped]  # comes with python-escpos; has no stubs
from PIL import Image

DLE, ESC, GS = 0x10, 0x1B, 0x1D
WIDTH_PX = 576
PAPER_BYTE = {"plenty": 0x12, "low": 0x1E, "out": 0x7E}


class Page:
    """The slip that is being printed: pictures one below the other."""

    def __init__(self) -> None:
        """Start with an empty slip."""
        self.parts: list[Image.Image] = []

    def add(self, picture: Image.Image) -> None:
        """Put a picture below what is there, in the middle."""
        self.parts.append(picture)

    def image(self) -> Image.Image:
        """Return the slip as one picture."""
        page = Image.new("L", (WIDTH_PX, max(1, sum(part.height for part in self.parts))), 255)
        top = 0
        for part in self.parts:
            page.paste(part, ((WIDTH_PX - part.width) // 2, top))
            top += part.height
        return page


class Parser:
    """Turns the byte stream into pages and answers; keeps whole commands apart from half ones."""

    def __init__(self, status: Callable[[int], int]) -> None:
        """``status`` gives the byte that answers ``DLE EOT n``."""
        self.pages: list[Image.Image] = []
        self.stray = bytearray()
        """Bytes that are no command: what would come out as garbage."""
        self._status_of = status
        self._held = bytearray()
        self._page = Page()
        self._qr = {"data": b"", "dot": 3}
        self._commands: dict[bytes, tuple[Callable[[bytearray], int], Callable[[bytes], bytes]]] = {
            bytes([ESC, 0x40]): (lambda _: 2, self._reset),
            bytes([ESC, 0x61]): (lambda _: 3, self._nothing),
            bytes([ESC, 0x64]): (lambda _: 3, self._nothing),
            bytes([GS, 0x21]): (lambda _: 3, self._nothing),
            bytes([GS, 0x76]): (_raster_length, self._raster),
            bytes([GS, 0x28]): (lambda held: 5 + int.from_bytes(held[3:5], "little") if len(held) >= 5 else 5, self._code),
            bytes([GS, 0x56]): (lambda held: 4 if len(held) > 2 and held[2] in (65, 66) else 3, self._cut),
            bytes([DLE, 0x04]): (lambda _: 3, self._status),
        }

    def feed(self, data: bytes) -> bytes:
        """Take bytes; return what the printer answers."""
        self._held += data
        answer = b""
        while len(self._held) >= 2:
            known = self._commands.get(bytes(self._held[:2]))
            if known is None:
                self.stray.append(self._held.pop(0))
                continue
            length_of, run = known
            length = length_of(self._held)
            if len(self._held) < length:
                break
            command, self._held = bytes(self._held[:length]), self._held[length:]
            answer += run(command)
        return answer

    def half(self) -> bool:
        """Tell whether a slip was begun and not cut."""
        return bool(self._page.parts or self._held)

    def drop(self) -> None:
        """Forget a begun slip, as a printer that lost power."""
        self._held, self._page = bytearray(), Page()

    def _reset(self, _: bytes) -> bytes:
        self._page = Page()
        return b""

    def _nothing(self, _: bytes) -> bytes:
        return b""

    def _raster(self, command: bytes) -> bytes:
        width, height = int.from_bytes(command[4:6], "little") * 8, int.from_bytes(command[6:8], "little")
        self._page.add(Image.frombytes("1", (width, height), bytes(byte ^ 0xFF for byte in command[8:])).convert("L"))
        return b""

    def _code(self, command: bytes) -> bytes:
        function, data = command[6], command[7:]
        if function == 67:
            self._qr["dot"] = data[0]
        elif function == 80:
            self._qr["data"] = data[1:]
        elif function == 81:
            code = qrcode.QRCode(box_size=self._qr["dot"], border=4)
            code.add_data(self._qr["data"])
            self._page.add(code.make_image().get_image().convert("L"))
        return b""

    def _cut(self, _: bytes) -> bytes:
        self.pages.append(self._page.image())
        self._page = Page()
        return b""

    def _status(self, command: bytes) -> bytes:
        return bytes([self._status_of(command[2])])


def _raster_length(held: bytearray) -> int:
    if len(held) < 8:
        return 8
    return 8 + int.from_bytes(held[4:6], "little") * int.from_bytes(held[6:8], "little")


class EscposEmulator:
    """A printer on ``host:port``. Set ``paper`` (plenty, low, out), ``mute``, ``late_s``, ``dies_after`` (bytes), ``out_after_slip``.

    ``bytes_said`` are its answers to ``DLE EOT 1`` and ``DLE EOT 4`` where they are not those of ``paper``.
    """

    def __init__(self) -> None:
        """Listen on a free port of the loopback."""
        self.paper, self.mute, self.out_after_slip = "plenty", False, False
        self.late_s = 0.0
        self.bytes_said: tuple[int, int] | None = None
        self.dies_after: int | None = None
        self.connections = 0
        self.open_now = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        self.parser = Parser(self._status)
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        """Give the running printer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Switch the printer off."""
        self._server.close()

    def must_print(self, pages: int) -> None:
        """Wait until so many slips are out: without answers nobody else can tell."""
        deadline_s = time.monotonic() + 30
        while len(self.parser.pages) < pages:
            assert time.monotonic() < deadline_s, f"{len(self.parser.pages)} slips, expected {pages}"
            time.sleep(0.005)

    def _status(self, asked: int) -> int:
        printer_byte, paper_byte = self.bytes_said or (0x12, PAPER_BYTE[self.paper])
        return paper_byte if asked == 4 else printer_byte

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
        """One client at a time, as LAN printers do."""
        seen = 0
        while True:
            try:
                data = client.recv(65536)
            except OSError:
                return
            if not data:
                return
            if self.dies_after is not None and seen + len(data) >= self.dies_after:
                self.parser.feed(data[: self.dies_after - seen])
                self.parser.drop()
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                return
            seen += len(data)
            before = len(self.parser.pages)
            answer = self.parser.feed(data)
            if self.out_after_slip and len(self.parser.pages) > before:
                self.paper = "out"
                answer = bytes(PAPER_BYTE["out"] for _ in answer)
            if answer and not self.mute:
                self._answer(client, answer)

    def _answer(self, client: socket.socket, answer: bytes) -> None:
        time.sleep(self.late_s)
        with contextlib.suppress(OSError):  # who asked may have hung up meanwhile
            client.sendall(answer)
