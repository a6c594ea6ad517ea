# SPDX-License-Identifier: Apache-2.0
"""A bad serial line: an LED board is right again within two refreshes, and never shows a number that nobody sent it.

Each fault hits one frame or answer: a bit turned, a byte lost or heard twice, a beginning or an end lost, junk, frames
for other boards, old frames again. What the checks of the families cannot catch is counted in ``test_board_checks.py``.
"""

import contextlib
import random
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from devices.boards import pingan
from devices.boards.emulator import AnyCard, Wire, pingan_card, zhongyi_card
from devices.boards.led_board import LedBoard
from devices.boards.stream import Stream
from devices.drivers import open_device
from devices.errors import DeviceGone
from devices.station import Station
from hallserver.core.jobs import DeviceSpec, Shown
from tests.devices.boards.boards_on_a_line import MAKES, DirectLine, Make, board_of, living, pty_port
from tests.faults.board_noise import Fault, Noise, cut_off, drop, flip, junk, lose_start, repeat, replaying, shower

SEED = 20261123
REFRESHES = 2
EACH: tuple[Fault, ...] = (flip, drop, repeat, cut_off, lose_start, junk)


def states(dice: random.Random) -> Shown:
    """Return what a counter may have to show."""
    label = f"{dice.choice('ABC')}{dice.randrange(1, 1000):03}"
    return dice.choice(
        (
            Shown(state="called", label=label, counter=3, text=(f"请{label}号", "到3号窗口")),
            Shown(state="serving", label=label, counter=3, text=(f"{label}号", "正在办理")),
            Shown(state="open", counter=3, text=("欢迎光临",)),
            Shown(state="paused", counter=3, text=("暂停服务",)),
        )
    )


def until(right: Callable[[], bool], most_s: float = 60) -> None:
    """Wait for a thing, with a deadline."""
    end_s = time.monotonic() + most_s
    while not right():
        assert time.monotonic() < end_s
        time.sleep(0.01)


class Tally(Struct, kw_only=True):
    """What came of it."""

    faults: int = 0
    late: int = 0
    """Changes after which the board was not right in time."""
    most: int = 0
    """Refreshes that were needed."""
    garbled: int = 0
    """Faces that nobody had sent."""
    wrong: list[str] = []
    """Those of them with a number that nobody had sent."""


def numbers(face: str) -> tuple[str, ...]:
    """Return all that people may take for a number."""
    return tuple(re.findall("[A-Z]*[0-9]+", face))


class Bout:
    """A board on a bad line beside its twin on a good one."""

    def __init__(self, make: Make, seed: int, drive: Callable[[Make, DirectLine], LedBoard], card: AnyCard | None = None) -> None:
        """``drive`` makes the board; ``card`` takes the place of the card of its make."""
        self.card, self.twin = card or make.card(3), make.card(3)
        self.noise = Noise((*EACH, self._replay, self._foreign), seed)
        self.board = drive(make, DirectLine(Wire(self.card, spoil=self.noise)))
        self._clean, self._strange = DirectLine(Wire(self.twin)), DirectLine(Wire(make.card(4)))
        self._right, self._other = board_of(make, self._clean), board_of(make, self._strange, 4)
        self._dice = random.Random(seed)
        self.sent: set[str] = {""}

    def _replay(self, _sent: bytes, dice: random.Random) -> bytes:
        return replaying(self._clean.sent)(_sent, dice)

    def _foreign(self, sent: bytes, dice: random.Random) -> bytes:
        """A frame for another board comes, ours does not."""
        return replaying(self._strange.sent)(sent, dice)

    def run(self, faults: int) -> Tally:
        """Change what is shown, make noise, be quiet, and look; until there were so many faults."""
        tally = Tally()
        while self.noise.count < faults:
            shown = states(self._dice)
            self._right.show(shown)
            self._other.show(states(self._dice))
            self.sent.add(self.twin.face)
            self._show(shown, noise=True)
            if self._dice.random() < 0.5:
                self._show(shown, noise=True)
            needed = next((n for n in range(REFRESHES + 1) if self._is_right_after(shown, n)), REFRESHES + 1)
            tally.late += needed > REFRESHES
            tally.most = max(tally.most, needed)
        tally.faults = self.noise.count
        strange, known = [face for face in self.card.faces if face not in self.sent], {numbers(face) for face in self.sent}
        tally.garbled, tally.wrong = len(strange), [face for face in strange if numbers(face) not in known]
        return tally

    def _is_right_after(self, shown: Shown, refreshes: int) -> bool:
        if refreshes:
            self._show(shown, noise=False)
        return self.card.face == self.twin.face

    def _show(self, shown: Shown, *, noise: bool) -> None:
        self.noise.on = noise
        with contextlib.suppress(DeviceGone):
            self.board.show(shown)


@pytest.mark.promise("R23")
@pytest.mark.parametrize("name", MAKES)
def test_a_board_is_right_two_refreshes_after_the_noise(name: str, size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """And never wrong in between: what no check passes is not shown."""
    tally = Bout(MAKES[name], SEED, board_of).run(size(250, 1000))

    assert tally.garbled <= (tally.faults // 20 if name == "pingan-text" else 1)
    figure(f"{name}: {tally.faults} faults, {len(tally.wrong)} wrong numbers, right after {tally.most} refresh")
    assert tally.wrong == []
    assert tally.late == 0
    assert tally.most <= 1


@pytest.mark.promise("R23")
@pytest.mark.parametrize("name", MAKES)
def test_a_board_that_is_only_spoken_to_is_right_as_soon(name: str, size: Callable[[int, int], int]) -> None:
    """It cannot say that it did not hear: the refresh alone must do."""
    tally = Bout(MAKES[name], SEED + 1, lambda make, line: board_of(make, line, answers=False)).run(size(250, 1000))

    assert (tally.wrong, tally.late) == ([], 0)


def test_a_board_on_a_real_port_is_right_with_the_first_refresh_after_its_cable_is_in_again() -> None:
    """The agent's own refresh, the real driver and bus; meanwhile the counter has called another."""
    card, cable_out, lost = zhongyi_card(3), threading.Event(), threading.Semaphore(0)

    def cable(sent: bytes) -> bytes:
        if not cable_out.is_set():
            return sent
        lost.release()
        return b""

    with pty_port() as (handle, port), living(handle, Wire(card, spoil=cable)):
        spec = DeviceSpec(device="board-3", kind="board", driver="zhongyi", address=f"{port}@3?ack=no")
        station = Station(spec, lambda it: open_device(it, Path()), lambda *_: None, refresh_s=0.05)
        station.show(Shown(text=("请A001号",)))
        until(lambda: card.face == "请A001号")
        cable_out.set()
        assert lost.acquire(timeout=60)
        station.show(Shown(text=("请A002号",)))
        assert lost.acquire(timeout=60)
        assert lost.acquire(timeout=60)
        assert card.face == "请A001号"
        before = card.taken
        cable_out.clear()
        until(lambda: card.taken > before)
        assert card.face == "请A002号"
        station.stop()


class OnlyChanges(LedBoard):
    """A driver without the protection: it sends what is new, once."""

    def show(self, shown: Shown) -> None:
        """Send it if it is another than the last."""
        if shown != getattr(self, "_last", None):
            self._last = shown
            self._line.ask(self._family.frame(shown, self._model).frame, lambda _came: True, 0)


@pytest.mark.promise("R23")
@pytest.mark.parametrize("name", MAKES)
def test_control_a_driver_that_sends_changes_only_leaves_boards_wrong(name: str) -> None:
    """The refresh is what makes it good."""

    def drive(make: Make, line: DirectLine) -> LedBoard:
        board = board_of(make, line)
        return OnlyChanges(board._line, board._family, board._model)

    assert Bout(MAKES[name], SEED, drive).run(100).late > 20


def careless(held: bytes) -> tuple[pingan.Command | pingan.Text | None, int]:
    """A card without the protection: it reads the frame and believes it."""
    whole = held[1] + 4 if len(held) > 1 else 0
    if held[0] == pingan.HEAD and 7 <= whole <= len(held) and held[whole - 1] == pingan.END:
        held = held[: whole - 2] + bytes([sum(held[1 : whole - 2]) % 100]) + held[whole - 1 :]
    return pingan.cut(held)


@pytest.mark.promise("R23")
def test_control_a_card_that_checks_nothing_shows_wrong_numbers() -> None:
    """The noise is bad enough to matter."""
    card = pingan_card(3)
    card._stream = Stream(careless)

    assert len(Bout(MAKES["pingan"], SEED, board_of, card).run(1000).wrong) > 10


@pytest.mark.parametrize("name", MAKES)
def test_a_line_that_is_not_fit_for_use_harms_for_one_refresh_at_most(name: str, figure: Callable[[str], None]) -> None:
    """One bit in a hundred is turned: sums and XOR let some through, a CRC none; the next frame makes it good."""
    bout = Bout(MAKES[name], SEED, board_of)
    bout.noise._faults = (shower,)
    tally = bout.run(600)

    figure(f"{name}, 1 % of bits turned: {len(tally.wrong)} wrong numbers in {tally.faults} frames")
    assert tally.late == 0
    assert len(tally.wrong) <= (0 if name == "onbon" else 12)
