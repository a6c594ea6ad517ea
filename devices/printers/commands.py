# SPDX-License-Identifier: Apache-2.0
"""The bytes of ESC/POS that our drivers send and our emulator reads; names and meanings as in Epson's command reference."""

RESET = b"\x1b@"
LEFT, CENTRE = b"\x1ba\x00", b"\x1ba\x01"
CHINESE = b"\x1c&"
"""``FS &``: from here on two bytes are one Chinese character, until the next reset."""
PLAIN, BOLD = b"\x1bE\x00", b"\x1bE\x01"
FEED = b"\x1bd"
"""``ESC d n``: print what is there and feed ``n`` lines."""
LINE_END = b"\n"
CELL_PX, LINE_PX = 24, 34
"""Height of a character in dots (a Chinese one is as wide, a Latin one half), and the feed of a line of plain size: a sixth of an inch."""
LARGEST = 8
"""A character can be so many times as wide or high, no more."""


def size(wide: int, high: int) -> bytes:
    """Return ``GS !`` for characters so many times as wide and as high, 1 to 8."""
    return bytes((0x1D, 0x21, (wide - 1) << 4 | (high - 1)))


def ask(number: int) -> bytes:
    """Return ``DLE EOT n``: 1 the printer, 2 why it is off-line, 3 its errors, 4 its paper. It answers at once with one byte."""
    return bytes((0x10, 0x04, number))


def ask_who(number: int) -> bytes:
    """Return ``GS I n``: 1 model id (a byte); 65 firmware, 66 maker, 67 model, 68 serial number, 69 fonts (text between ``_`` and NUL)."""
    return bytes((0x1D, 0x49, number))


def ask_when_printed(mark: bytes) -> bytes:
    """Return ``GS ( H`` function 48: the printer is to send ``printed(mark)`` when all before it is on paper. A mark is four letters."""
    return b"\x1d(H\x06\x0000" + mark


def printed(mark: bytes) -> bytes:
    """Return what the printer then sends."""
    return b"\x37\x22" + mark + b"\x00"
