# SPDX-License-Identifier: Apache-2.0
"""仰邦 Onbon BX-5 cards with fonts of their own, dynamic area: RS-485 or TCP port 5005; little-endian throughout.

``A5×8 · to 2 · from 2 · 0×6 · FE · 02 · length 2 · data · CRC16 2 · 5A``. CRC (CRC-16/ARC) and lengths are taken before
escaping; between head and tail ``A5`` goes as ``A6 02``, ``A6`` as ``A6 01``, ``5A`` as ``5B 02``, ``5B`` as ``5B 01``.
Data that shows text: ``A3 06``, answer wanted, length 2, areas to delete, areas, and each area. A card answers ``A0``
with ``00`` taken or ``01`` refused, an error number and two zeros.

Sources: the maker's manual of the dynamic area and of the BX-5K protocol, and code of deployed sites (UMgrLEDDisp).
"""

import struct
from collections.abc import Iterator

from msgspec import Struct

from devices.boards.stream import Answer

PC, ANY = 0x8000, 0xFFFE
"""Addresses: ours, and the one that every card takes for its own."""
HEAD, TAIL, ESCAPES = 0xA5, 0x5A, (0xA6, 0x5B)
TCP_PORT = 5005
SHOW, ANSWER = b"\xa3\x06", b"\xa0"
HOLDS, FORGETS = 0, 2
"""Run modes: the text stays · it goes when no other came within the time-out."""
_KIND = b"\xfe\x02"
_HEADER = struct.Struct("<HH6x2sH")
_SHOWN = struct.Struct("<2sBHBB")
_AREA = struct.Struct("<BHHHHBBBH3xBBBBBBI")
_MOST = 2048


class Packet(Struct, frozen=True, kw_only=True):
    """One packet: for whom, from whom, what."""

    to: int
    source: int
    data: bytes


class Area(Struct, frozen=True, kw_only=True):
    """A text area: place and width in columns of 8 dots, height in dots; ``stay`` in half seconds, ``timeout_s`` in seconds."""

    text: bytes
    x: int = 0
    y: int = 0
    width: int = 24
    height: int = 32
    slot: int = 0
    spacing: int = 0
    run: int = FORGETS
    timeout_s: int = 10
    lines: int = 2
    """1: one line, 2: several."""
    wrap: int = 2
    """1: lines are broken by the text, 2: by the width."""
    mode: int = 1
    """How the text comes; 1: it stands still at once."""
    leave: int = 0
    speed: int = 0
    stay: int = 5


def crc16(covered: bytes) -> int:
    """Return CRC-16/ARC: polynomial 8005 reflected, begun with 0; of ``123456789`` BB3D."""
    crc = 0
    for byte in covered:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def escaped(plain: bytes) -> bytes:
    """Return bytes in which neither head nor tail occurs."""
    for mark, plain_byte in zip(ESCAPES, (HEAD, TAIL), strict=True):
        plain = plain.replace(bytes([mark]), bytes([mark, 1])).replace(bytes([plain_byte]), bytes([mark, 2]))
    return plain


def unescaped(coded: bytes) -> bytes | None:
    """Return what was escaped; None: these bytes never came out of ``escaped``."""
    plain, at = bytearray(), 0
    while at < len(coded):
        byte, at = coded[at], at + 1
        if byte in ESCAPES:
            which = coded[at] if at < len(coded) else 0
            if which not in (1, 2):
                return None
            byte, at = (byte if which == 1 else byte - 1), at + 1
        elif byte in (HEAD, TAIL):
            return None
        plain.append(byte)
    return bytes(plain)


def frame(packet: Packet) -> bytes:
    """Return the bytes of a packet."""
    covered = _HEADER.pack(packet.to, packet.source, _KIND, len(packet.data)) + packet.data
    return bytes([HEAD]) * 8 + escaped(covered + crc16(covered).to_bytes(2, "little")) + bytes([TAIL])


def cut(held: bytes) -> tuple[Packet | None, int]:
    """Find a packet at the beginning of these bytes: see ``stream.Cut``. One byte of its head is enough."""
    if held[0] != HEAD:
        return None, 1
    body = held.lstrip(bytes([HEAD]))
    again, end = body.find(HEAD), body.find(TAIL)
    if 0 <= again < (end if end >= 0 else len(body)):
        return None, len(held) - len(body) + again
    if end < 0:
        return None, int(len(body) > _MOST)
    return _read(body[:end]), len(held) - len(body) + end + 1


def _read(coded: bytes) -> Packet | None:
    plain = unescaped(coded)
    if plain is None or len(plain) < _HEADER.size + 2 or crc16(plain[:-2]) != int.from_bytes(plain[-2:], "little"):
        return None
    to, source, kind, length = _HEADER.unpack_from(plain)
    data = plain[_HEADER.size : -2]
    return Packet(to=to, source=source, data=data) if kind == _KIND and length == len(data) else None


def show(*areas: Area, answered: bool = True) -> bytes:
    """Return the data that shows these areas; ``answered``: the card must say that it took them."""
    blocks = [_block(area) for area in areas]
    body = b"".join(len(block).to_bytes(2, "little") + block for block in blocks)
    return _SHOWN.pack(SHOW, 1 if answered else 2, len(body) + 2, 0, len(areas)) + body


def _block(area: Area) -> bytes:
    return (
        _AREA.pack(
            0, area.x, area.y, area.width, area.height, area.slot, area.spacing, area.run, area.timeout_s,
            area.lines, area.wrap, area.mode, area.leave, area.speed, area.stay, len(area.text),
        )
        + area.text
    )  # fmt: skip


def areas_of(data: bytes) -> tuple[Area, ...] | None:
    """Return the areas that this data shows; None: it is something else."""
    if len(data) < _SHOWN.size or data[:2] != SHOW:
        return None
    *_, deleted, count = _SHOWN.unpack_from(data)
    try:
        areas = tuple(_blocks(data[_SHOWN.size :], count))
    except struct.error:
        return None
    return areas if not deleted else None


def _blocks(body: bytes, count: int) -> Iterator[Area]:
    for _ in range(count):
        (length,) = struct.unpack_from("<H", body)
        _, x, y, width, height, slot, spacing, run, timeout_s, lines, wrap, mode, leave, speed, stay, size = _AREA.unpack_from(body, 2)
        text, body = body[2 + _AREA.size :][:size], body[2 + length :]
        yield Area(
            text=text, x=x, y=y, width=width, height=height, slot=slot, spacing=spacing, run=run, timeout_s=timeout_s,
            lines=lines, wrap=wrap, mode=mode, leave=leave, speed=speed, stay=stay,
        )  # fmt: skip


def wants_answer(data: bytes) -> bool:
    """Tell whether who sent this data wants an answer."""
    return data[2:3] == b"\x01"


def answer(address: int, *, error: int = 0) -> bytes:
    """Return the bytes with which a card takes a packet, or refuses it with an error number."""
    return frame(Packet(to=PC, source=address, data=ANSWER + bytes([error > 0, error, 0, 0])))


def cut_answer(held: bytes) -> tuple[Answer | None, int]:
    """Find what a card says at the beginning of these bytes: see ``stream.Cut``."""
    found, used = cut(held)
    if found is None or found.to != PC or found.data[:1] != ANSWER:
        return None, used
    return Answer(address=found.source, good=found.data[1:3] == b"\x00\x00"), used
