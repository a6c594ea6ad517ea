# SPDX-License-Identifier: Apache-2.0
"""The cards of LED boards, played: they read the line as a real card would, show the last frame that was right, and answer.

A card takes no notice of frames for others, of wrong checks and of half frames. ``Wire`` is several cards on one line;
``serve`` hangs it on a pty or a TCP connection, so that the real drivers speak to it. For tests, demos and trying a set-up.
"""

import os
import select
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, Generic, NamedTuple

from devices.boards import onbon, pingan, zhongyi
from devices.boards.stream import Cut, Frame, Stream

SILENCE_S: Final = 0.05
"""After so long without a byte a card gives up a frame of which only the beginning came."""


class Seen(NamedTuple):
    """What a card makes of a frame: what it shows from now on (None: as before), its answer, for how many seconds (0: for ever)."""

    face: str | None = None
    answer: bytes = b""
    lasts_s: int = 0


See = Callable[[Frame, int], Seen | None]
"""(frame, own address) → what the card makes of it; None: it is for another."""


class Card(Generic[Frame]):
    """One board: what it shows and what it has seen."""

    def __init__(self, address: int, cut: Cut[Frame], see: See[Frame], mono: Callable[[], float] = time.monotonic) -> None:
        """``cut`` finds its frames, ``see`` understands them."""
        self.address = address
        self.faces: list[str] = []
        """All that it showed, one after the other."""
        self.taken = 0
        """Frames for it that were right."""
        self._stream, self._see, self._mono = Stream(cut), see, mono
        self._until_s = float("inf")

    @property
    def face(self) -> str:
        """What people read on it now."""
        return self.faces[-1] if self.faces and self._mono() < self._until_s else ""

    @property
    def lost(self) -> int:
        """Bytes that belonged to no right frame."""
        return self._stream.lost

    def feed(self, chunk: bytes) -> bytes:
        """Read what is on the line; return what the card sends."""
        return b"".join(self._take(frame) for frame in self._stream.feed(chunk))

    def silence(self) -> None:
        """Notice that nothing comes for a while."""
        self._stream.forget()

    def _take(self, frame: Frame) -> bytes:
        seen = self._see(frame, self.address)
        if seen is None:
            return b""
        self.taken += 1
        if seen.face is not None:
            if seen.face != self.face:
                self.faces.append(seen.face)
            self._until_s = self._mono() + seen.lasts_s if seen.lasts_s else float("inf")
        return seen.answer


def _pingan(frame: pingan.Command | pingan.Text, address: int) -> Seen | None:
    if frame.address != address:
        return None
    if isinstance(frame, pingan.Text):
        return Seen(_read(frame.text))
    if frame.command == pingan.ONLINE:
        return Seen(answer=pingan.answer(address, pingan.VERSION))
    if frame.command in {pingan.STRIP, pingan.SUMMARY} and len(frame.data) >= pingan.LEAST_DATA:
        hundreds, rest, counter = frame.data[:3]
        return Seen(_sentence(frame.sub, f"{_read(frame.data[3:])}{hundreds * 100 + rest:03}", counter), pingan.answer(address))
    if frame.command in {pingan.STRIP_ASCII, pingan.SUMMARY_ASCII} and frame.data:
        return Seen(_sentence(frame.sub, _read(frame.data[:-1]), frame.data[-1]), pingan.answer(address))
    return None


def _sentence(sub: int, label: str, counter: int) -> str:
    sentences = {
        pingan.WELCOME: "欢迎光临",
        pingan.CALL: f"请{label}号到{counter}号窗口",
        pingan.PAUSE: "暂停服务",
        pingan.SERVING: f"{label}号正在办理",
    }
    return sentences.get(sub, "?")


def _zhongyi(panel: zhongyi.Panel, address: int) -> Seen | None:
    if panel.address != address:
        return None
    return Seen(_read(b"".join(character for character, _ in panel.characters)), zhongyi.answer(address))


def _onbon(packet: onbon.Packet, address: int) -> Seen | None:
    if packet.to not in {address, onbon.ANY}:
        return None
    areas = onbon.areas_of(packet.data)
    answer = onbon.answer(address, error=0 if areas else 2) if onbon.wants_answer(packet.data) else b""
    if not areas:
        return Seen(answer=answer)
    lasts_s = areas[0].timeout_s if areas[0].run == onbon.FORGETS else 0
    return Seen(_read(b"".join(area.text for area in areas)), answer, lasts_s)


def _read(text: bytes) -> str:
    """Return what a card makes of these bytes; blanks around it are dark."""
    return text.decode("gb2312", errors="replace").strip()


def pingan_card(address: int) -> Card[pingan.Command | pingan.Text]:
    """Return a 平安力合 card."""
    return Card(address, pingan.cut, _pingan)


def zhongyi_card(address: int) -> Card[zhongyi.Panel]:
    """Return a 重庆中意 card."""
    return Card(address, zhongyi.cut, _zhongyi)


def onbon_card(address: int, mono: Callable[[], float] = time.monotonic) -> Card[onbon.Packet]:
    """Return an Onbon BX-5 card; what it was given to forget goes by the clock ``mono``."""
    return Card(address, onbon.cut, _onbon, mono)


AnyCard = Card[pingan.Command | pingan.Text] | Card[zhongyi.Panel] | Card[onbon.Packet]


class Wire:
    """Several cards on one line. ``spoil`` is the noise: what becomes of bytes on their way, there and back."""

    def __init__(self, *cards: AnyCard, spoil: Callable[[bytes], bytes] = lambda sent: sent) -> None:
        """Hang the cards on the line."""
        self.cards: Sequence[AnyCard] = cards
        self.spoil = spoil

    def feed(self, sent: bytes) -> bytes:
        """Let every card read what was sent; return what comes back."""
        came = self.spoil(sent)
        answers = b"".join(card.feed(came) for card in self.cards)
        return self.spoil(answers) if answers else b""

    def silence(self) -> None:
        """Let every card notice a silence."""
        for card in self.cards:
            card.silence()


def serve(handle: int, wire: Wire, stop: threading.Event) -> None:
    """Let the cards live on an open file handle until ``stop`` is set or the other end hangs up; run it on a thread.

    The handle is our end of a pty, or of a TCP connection that a serial server would take.
    """
    while not stop.is_set():
        if not select.select([handle], [], [], SILENCE_S)[0]:
            wire.silence()
            continue
        try:
            chunk = os.read(handle, 4096)
        except OSError:  # nobody has the other end of the pty open just now
            stop.wait(SILENCE_S)
            continue
        if not chunk:
            return
        answers = wire.feed(chunk)
        while answers:
            answers = answers[os.write(handle, answers) :]
