# SPDX-License-Identifier: Apache-2.0
"""An ID card reader without hardware: answers SDT commands as a security module does, with cards of every layout, and fails when told.

For tests, demos and the trial of a hall. Give ``serve`` the master of a pseudo terminal or one end of a socket.
"""

import os
import select
import threading
from functools import reduce
from operator import xor
from typing import Final, Literal

from devices.readers import sdt

Fault = Literal["", "silent", "half", "noise", "wrong-check", "unreadable"]
"""Well · says nothing · stops in the middle of each answer · noise around it · a wrong check · finds cards but reads none."""
NOISE: Final = bytes.fromhex("00FFAAAA96AAAAAA9669000100")
_TEXT_BYTES: Final = 256
_PHOTO_BYTES: Final = 1024


def _text(*fields: tuple[str, int]) -> bytes:
    """Return fields of so many characters each, padded with blanks to the whole text of a card."""
    joined = "".join(value.ljust(length)[:length] for value, length in fields)
    return joined.ljust(_TEXT_BYTES // 2).encode("utf-16-le")


def resident(number: str, name: str = "张三", address: str = "深圳市福田区福民路123号") -> bytes:
    """Return the text of a resident's card."""
    born = number[6:14]
    tail = (("深圳市公安局福田分局", 15), ("20200101", 8), ("20400101", 8))
    return _text((name, 15), ("1", 1), ("01", 2), (born, 8), (address, 35), (number, 18), *tail)


def hong_kong_macao_taiwan(number: str) -> bytes:
    """Return the text of a residence card for people of Hong Kong, Macao and Taiwan."""
    head = (("陈大文", 15), ("1", 1), ("", 2), (number[6:14], 8), ("深圳市福田区", 35), (number, 18))
    return _text(*head, ("深圳市公安局", 15), ("20200101", 8), ("20250101", 8), ("H12345678", 9), ("01", 2), ("", 3), ("J", 1))


def foreigner(number: str = "CHN310101990101") -> bytes:
    """Return the text of a foreigner's permanent residence card as issued from 2017 on."""
    head = (("SMITH, JOHN", 60), ("1", 1), (number, 15), ("USA", 3), ("史密斯", 15), ("20180101", 8), ("20280101", 8))
    return _text(*head, ("19990101", 8), ("01", 2), ("1500", 4), ("I", 1))


def foreigner_2023(number: str) -> bytes:
    """Return the text of a foreigner's permanent residence card as issued since December 2023: a number where residents have it."""
    head = (("史密斯", 15), ("1", 1), ("01", 2), (number[6:14], 8), ("SMITH, JOHN", 35), (number, 18), ("", 15))
    return _text(*head, ("20240101", 8), ("20340101", 8), ("", 14), ("Y", 1))


class Sam:
    """A reader's module. ``card`` lies on it, ``fault`` is what is the matter with it, ``asked`` what it was sent."""

    def __init__(self, *, shy: bool = False) -> None:
        """Begin without a card. ``shy``: it finds a card that was read no more until it was taken away, as many modules do."""
        self.fault: Fault = ""
        self.asked: list[bytes] = []
        self._shy = shy
        self._card: bytes | None = None
        self._photo = bytes(_PHOTO_BYTES)
        self._selected = self._read = False
        self._heard = b""

    def lay(self, text: bytes, photo: bytes = bytes(_PHOTO_BYTES)) -> None:
        """Lay down a card with this text of 256 bytes and this photo of 1,024."""
        self._photo, self._read, self._selected, self._card = photo, False, False, text

    def take_away(self) -> None:
        """Take the card away."""
        self._card = None

    def answer(self, chunk: bytes) -> bytes:
        """Return what is sent back when these bytes come."""
        self._heard += chunk
        said = b""
        while (command := self._next()) is not None:
            self.asked.append(command)
            said += self._spoilt(self._said(command))
        return said

    def _next(self) -> bytes | None:
        at = self._heard.find(sdt.HEAD)
        if at < 0 or len(self._heard) < at + 7:
            return None
        end = at + 7 + int.from_bytes(self._heard[at + 5 : at + 7])
        if len(self._heard) < end:
            return None
        command, self._heard = self._heard[at:end], self._heard[end:]
        return command

    def _said(self, command: bytes) -> bytes:
        if command == sdt.FIND:
            self._selected = False
            lies = self._card is not None and not (self._shy and self._read)
            return _reply(sdt.FOUND, bytes(4)) if lies else _reply(sdt.NO_CARD)
        if command == sdt.SELECT:
            self._selected = self._card is not None
            return _reply(sdt.READY, bytes(8)) if self._selected else _reply(sdt.NOT_SELECTED)
        if command == sdt.READ:
            return self._card_read()
        return _reply(sdt.READY)

    def _card_read(self) -> bytes:
        if self._card is None or not self._selected or self.fault == "unreadable":
            return _reply(sdt.NOT_READ)
        self._read = True
        sizes = len(self._card).to_bytes(2) + len(self._photo).to_bytes(2)
        return _reply(sdt.READY, sizes + self._card + self._photo)

    def _spoilt(self, said: bytes) -> bytes:
        if self.fault == "silent":
            return b""
        if self.fault == "half":
            return said[: len(said) // 2]
        if self.fault == "wrong-check":
            return said[:-1] + bytes((said[-1] ^ 0x55,))
        return NOISE + said + NOISE if self.fault == "noise" else said


def serve(handle: int, sam: Sam, stop: threading.Event) -> None:
    """Let the module answer on an open file handle until ``stop`` is set; run it on a thread."""
    while not stop.is_set():
        if not select.select([handle], [], [], 0.05)[0]:
            continue
        try:
            chunk = os.read(handle, 4096)
        except OSError:  # the other end of a pseudo terminal was closed: it may be opened again
            stop.wait(0.05)
            continue
        said = sam.answer(chunk)
        while said:
            said = said[os.write(handle, said) :]


def _reply(status: int, data: bytes = b"") -> bytes:
    counted = (len(data) + 4).to_bytes(2) + bytes((0, 0, status)) + data
    return sdt.HEAD + counted + bytes((reduce(xor, counted),))
