# SPDX-License-Identifier: Apache-2.0
"""平安力合 LED cards, protocol V2.1: 9600 8N1, one address per board.

``A0 LEN CMD ADD SCMD DATA CHK FF``: LEN counts CMD … DATA, CHK is the sum of LEN … DATA modulo 100 (decimal), FF ends.
``AA ADD BB 51 54 CRC STYLE×5 text FF``: text shown at once; CRC is the sum of STYLE … FF modulo 256. It covers neither
the address nor the head, so addresses on one line should differ in two bits or more.

Sources: the maker's document and the code of deployed halls (IMM9002, IMM90022).
"""

from typing import Final

from msgspec import Struct

from devices.boards.stream import Answer

STRIP, ONLINE, SUMMARY = 0x28, 0x29, 0x2A
STRIP_ASCII, SUMMARY_ASCII = 0x2B, 0x2D
"""The same with a ticket of up to six ASCII characters in place of its number."""
ACK, VERSION, REPLY = 0x14, 0x98, 0x50
"""What a card sends: commands, and the SCMD of both."""
WELCOME, CALL, PAUSE, SERVING = 0x00, 0x01, 0x02, 0x04
STRIP_STYLE, SUMMARY_STYLE = bytes([0x01, 0x00, 0x99, 0x00, 0x63]), bytes([0x08, 0x02, 0x99, 0x00, 0x63])
"""Mode, speed, stay, colour, time to live of instant text, as deployed halls send them."""
HEAD, TEXT_HEAD, END = 0xA0, 0xAA, 0xFF
MOST_NUMBER, MOST_TICKET, MOST_COUNTER, MOST_TEXT = 9999, 6, 254, 240
LEAST_DATA = 3
"""Bytes of a number and a counter."""
_LEAST, _MOST = 3, 64
"""Lengths of a command that make sense: a longer one is noise."""
_TEXT_FROM: Final = 11


class Command(Struct, frozen=True, kw_only=True):
    """A frame of the first form."""

    command: int
    address: int
    sub: int = 0
    data: bytes = b""


class Text(Struct, frozen=True, kw_only=True):
    """A frame of the second form; the text is GB2312."""

    address: int
    style: bytes
    text: bytes


def number(sub: int, address: int, ticket: int, counter: int, *, prefix: str = "", to: int = STRIP) -> Command:
    """Return the command that shows a state with a ticket's number (0 … 9999), a counter's (0 … 254) and one letter.

    Raises ValueError for what the frame cannot carry.
    """
    if not (0 <= ticket <= MOST_NUMBER and 0 <= counter <= MOST_COUNTER and len(prefix) <= 1 and prefix.isascii()):
        message = f"no room for {prefix}{ticket} at counter {counter}"
        raise ValueError(message)
    return Command(command=to, address=address, sub=sub, data=bytes([ticket // 100, ticket % 100, counter]) + prefix.encode())


def ascii_ticket(sub: int, address: int, label: str, counter: int, *, to: int = STRIP_ASCII) -> Command:
    """Return the command that shows a state with a ticket's label of up to six ASCII characters.

    The counter's number stands behind it, as it does behind a number. Raises ValueError for what has no room.
    """
    if not (len(label) <= MOST_TICKET and label.isascii() and label.isprintable() and 0 <= counter <= MOST_COUNTER):
        message = f"no room for {label!r} at counter {counter}"
        raise ValueError(message)
    return Command(command=to, address=address, sub=sub, data=label.encode() + bytes([counter]))


def online(address: int) -> Command:
    """Return the question whether a card is there."""
    return Command(command=ONLINE, address=address)


def frame(command: Command) -> bytes:
    """Return the bytes of a command."""
    body = bytes([command.command, command.address, command.sub]) + command.data
    counted = bytes([len(body)]) + body
    return bytes([HEAD]) + counted + bytes([sum(counted) % 100, END])


def text_frame(text: Text) -> bytes:
    """Return the bytes of an instant text."""
    tail = text.style + text.text[:MOST_TEXT] + bytes([END])
    return bytes([TEXT_HEAD, text.address, 0xBB, 0x51, 0x54, sum(tail) % 256]) + tail


def cut(held: bytes) -> tuple[Command | Text | None, int]:
    """Find a frame of either form at the beginning of these bytes: see ``stream.Cut``."""
    if held[0] == HEAD:
        return _cut_command(held)
    return _cut_text(held) if held[0] == TEXT_HEAD else (None, 1)


def _cut_command(held: bytes) -> tuple[Command | None, int]:
    if not held[1:]:
        return None, 0
    length = held[1]
    whole = length + 4
    if not _LEAST <= length <= _MOST:
        return None, 1
    if len(held) < whole:
        return None, 0
    if held[whole - 1] != END or held[whole - 2] != sum(held[1 : whole - 2]) % 100:
        return None, 1
    return Command(command=held[2], address=held[3], sub=held[4], data=held[5 : whole - 2]), whole


def _cut_text(held: bytes) -> tuple[Text | None, int]:
    if held[2:5] != b"\xbb\x51\x54"[: max(0, len(held) - 2)]:
        return None, 1
    end = held.find(END, _TEXT_FROM)
    if end < 0:
        return None, int(len(held) > _TEXT_FROM + MOST_TEXT)
    if held[5] != sum(held[6 : end + 1]) % 256:
        return None, 1
    return Text(address=held[1], style=held[6:_TEXT_FROM], text=held[_TEXT_FROM:end]), end + 1


def cut_answer(held: bytes) -> tuple[Answer | None, int]:
    """Find what a card says at the beginning of these bytes: see ``stream.Cut``. Its version is a sign of life, too."""
    found, used = cut(held)
    if isinstance(found, Command) and found.command in (ACK, VERSION) and found.sub == REPLY:
        return Answer(address=found.address, good=True), used
    return None, used


def answer(address: int, command: int = ACK) -> bytes:
    """Return the bytes with which a card takes a command, or tells its version."""
    return frame(Command(command=command, address=address, sub=REPLY))
