# SPDX-License-Identifier: Apache-2.0
"""ESC/POS as our emulator understands it: a stream of bytes becomes pages and answers. What it does not know is kept as stray."""

from collections.abc import Callable

import msgspec
from PIL import Image

from devices.printers import commands
from devices.printers.emulated_page import Align, Page, Style, qr_code

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D
LINE_FEED, SPACE, DELETE = 0x0A, 0x20, 0x7F
PAPER_BYTE = {"plenty": 0x12, "low": 0x1E, "out": 0x7E}
WHO = {65: "1.00", 66: "EMULATED", 67: "HALL-80", 68: "000001", 69: "GB18030"}
"""What it says of itself to ``GS I``: firmware, maker, model, serial number, fonts."""
_ALIGN: tuple[Align, ...] = ("left", "centre", "right")
TEAR_LINES = 4
"""So many blank lines end a slip on a printer without a cutter."""

Command = tuple[Callable[[bytearray], int], Callable[[bytes], bytes]]


class Parser:
    """Turns the byte stream into pages and answers; keeps whole commands apart from half ones."""

    def __init__(self, status: Callable[[int], int], width_px: int = 576, *, cutter: bool = True) -> None:
        """``status`` gives the byte that answers ``DLE EOT n``."""
        self.pages: list[Image.Image] = []
        """Slips that came out whole."""
        self.halves: list[Image.Image] = []
        """Slips that were begun and never cut."""
        self.stray = bytearray()
        """Bytes that are no command and no Chinese text: what would come out as garbage."""
        self.overrun = 0
        """Rows wider than the paper, of all slips."""
        self.who, self.confirms = dict(WHO), True
        self._status_of, self._width_px, self._cutter = status, width_px, cutter
        self._held = bytearray()
        self._page, self._style, self._chinese = Page(width_px), Style(), False
        self._qr = {"data": b"", "dot": 3, "level": 0}
        self._commands: dict[bytes, Command] = {
            bytes((ESC, 0x40)): (_plain(2), self._reset),
            bytes((ESC, 0x45)): (_plain(3), self._bold),
            bytes((ESC, 0x61)): (_plain(3), self._aligned),
            bytes((ESC, 0x64)): (_plain(3), self._feed),
            bytes((FS, 0x26)): (_plain(2), self._to_chinese),
            bytes((GS, 0x21)): (_plain(3), self._sized),
            bytes((GS, 0x49)): (_plain(3), self._says_who),
            bytes((GS, 0x76)): (_raster_length, self._raster),
            bytes((GS, 0x28)): (_code_length, self._code),
            bytes((GS, 0x56)): (_cut_length, self._cut),
            bytes((DLE, 0x04)): (_plain(3), self._status),
        }

    def feed(self, data: bytes) -> bytes:
        """Take bytes; return what the printer answers."""
        self._held += data
        answer = b""
        while self._held:
            known = self._commands.get(bytes(self._held[:2]))
            if known is not None:
                length_of, run = known
                length = length_of(self._held)
            elif len(self._held) == 1 and self._held[0] in (DLE, ESC, FS, GS):
                break
            else:
                length, run = self._other()
            if not length or len(self._held) < length:
                break
            command = bytes(self._held[:length])
            del self._held[:length]
            answer += run(command)
        return answer

    def half(self) -> bool:
        """Tell whether a slip was begun and not cut."""
        return self._page.begun or bool(self._held)

    def drop(self) -> None:
        """Forget a begun slip, as a printer that lost power; what is on the paper stays there."""
        if self._held and not self._page.begun:
            self.halves.append(self._page.image())
        self._held = bytearray()
        self._reset(b"")

    def _other(self) -> tuple[int, Callable[[bytes], bytes]]:
        """Return how long what is no command is, and what to do with it; length 0: the rest is not there yet."""
        first = self._held[0]
        if first == 0:
            return 1, self._nothing
        if not self._chinese or first < SPACE or first == DELETE:
            return 1, self._line_feed if self._chinese and first == LINE_FEED else self._astray
        if first < DELETE:
            return 1, self._text
        if len(self._held) == 1:
            return 0, self._text
        return (4 if 0x30 <= self._held[1] <= 0x39 else 2), self._text  # noqa: PLR2004 - a digit: four bytes, as GB18030 has it

    def _reset(self, _: bytes) -> bytes:
        if self._page.begun:
            self.halves.append(self._page.image())
        self._page, self._style, self._chinese = Page(self._width_px), Style(), False
        return b""

    def _nothing(self, _: bytes) -> bytes:
        return b""

    def _astray(self, data: bytes) -> bytes:
        self.stray += data
        return b""

    def _to_chinese(self, _: bytes) -> bytes:
        self._chinese = True
        return b""

    def _aligned(self, command: bytes) -> bytes:
        self._style = msgspec.structs.replace(self._style, align=_ALIGN[command[2] % 3])
        return b""

    def _bold(self, command: bytes) -> bytes:
        self._style = msgspec.structs.replace(self._style, bold=bool(command[2] & 1))
        return b""

    def _sized(self, command: bytes) -> bytes:
        self._style = msgspec.structs.replace(self._style, wide=(command[2] >> 4 & 7) + 1, high=(command[2] & 7) + 1)
        return b""

    def _text(self, data: bytes) -> bytes:
        try:
            self._page.text(data.decode("gb18030"), self._style)
        except UnicodeDecodeError:
            self.stray += data
        return b""

    def _line_feed(self, _: bytes) -> bytes:
        self._page.end_row()
        return b""

    def _feed(self, command: bytes) -> bytes:
        self._page.feed(command[2])
        return self._cut(command) if not self._cutter and command[2] >= TEAR_LINES else b""

    def _raster(self, command: bytes) -> bytes:
        width_px, height_px = int.from_bytes(command[4:6], "little") * 8, int.from_bytes(command[6:8], "little")
        picture = Image.frombytes("1", (width_px, height_px), bytes(byte ^ 0xFF for byte in command[8:])).convert("L")
        self._page.picture(picture, self._style.align)
        return b""

    def _code(self, command: bytes) -> bytes:
        if len(command) < 7:  # noqa: PLR2004 - a header whose rest was lost
            return b""
        if command[2] == ord("H"):
            return commands.printed(command[7:11]) if self.confirms else b""
        function, data = command[6], command[7:]
        if function == 67:  # noqa: PLR2004 - numbers of functions, as in the reference
            self._qr["dot"] = data[0]
        elif function == 69:  # noqa: PLR2004
            self._qr["level"] = data[0] - 48
        elif function == 80:  # noqa: PLR2004
            self._qr["data"] = data[1:]
        elif function == 81:  # noqa: PLR2004
            self._page.picture(qr_code(self._qr["data"], self._qr["dot"], self._qr["level"]), self._style.align)  # type: ignore[arg-type]
        return b""

    def _cut(self, _: bytes) -> bytes:
        self.pages.append(self._page.image())
        self.overrun += self._page.overrun
        self._page = Page(self._width_px)
        return b""

    def _says_who(self, command: bytes) -> bytes:
        said = self.who.get(command[2])
        return b"_" + said.encode() + b"\0" if said is not None else b"\x02" * (command[2] == 1)

    def _status(self, command: bytes) -> bytes:
        return bytes((self._status_of(command[2]),))


def _plain(length: int) -> Callable[[bytearray], int]:
    def length_of(_: bytearray) -> int:
        return length

    return length_of


def _raster_length(held: bytearray) -> int:
    return 8 if len(held) < 8 else 8 + int.from_bytes(held[4:6], "little") * int.from_bytes(held[6:8], "little")  # noqa: PLR2004


def _code_length(held: bytearray) -> int:
    return 5 if len(held) < 5 else 5 + int.from_bytes(held[3:5], "little")  # noqa: PLR2004


def _cut_length(held: bytearray) -> int:
    return 4 if len(held) > 2 and held[2] in (65, 66) else 3  # noqa: PLR2004
