# SPDX-License-Identifier: Apache-2.0
"""One line and its stations on a pty: acknowledged at once, once is once, and nobody takes another's key."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from random import Random

import pytest

from devices import bus
from devices.bus import open_bus
from devices.errors import DeviceGone
from devices.keypads.ff68 import BEEP, KEY, RATED, Frame, Parser, acknowledged, rating_started, stars_shown
from devices.keypads.line import OWN_S, REPEAT_S, Line, open_line
from tests.devices.keypads.lines import PATIENCE_S, Stations, stations
from tests.devices.keypads.test_ff68 import noisy

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not run: needs ptys")
CALL = Frame(5, KEY, b"\x0c")


class Rig:
    """A line on a pty with a clock that stands still, and one station on it."""

    def __init__(self, line: Stations) -> None:
        """Open the line with stations 5 (keypad and rater) and 6 (keypad)."""
        self.stations, self.now_s, self._marks = line, 100.0, 0
        self.line = Line(line.port, open_bus(line.port), mono=lambda: self.now_s)
        self.line.users = 3
        self.heard: SimpleQueue[str] = SimpleQueue()
        self._hearers = [lambda key, name=name: self.heard.put(f"{name} {key}") for name in ("keypad-5", "rater-5", "keypad-6")]
        for hear, (station, ratings) in zip(self._hearers, ((5, False), (5, True), (6, False)), strict=True):
            self.line.listen(station, hear, ratings=ratings)

    def pressed(self, *said: Frame | bytes, later_s: float = 0.0) -> list[str]:
        """Put these on the line ``later_s`` after the last; return what was heard when a press of station 6 behind them is."""
        self.now_s += later_s
        self.stations.say(*said)
        return self._until_mark()

    def _until_mark(self) -> list[str]:
        """Press a key of station 6 that no test uses; return what was heard before it."""
        self._marks = self._marks % 200 + 1
        mark = Frame(6, KEY, bytes((0x20, self._marks)))
        self.stations.say(b"\x00" * 12, mark)
        found: list[str] = []
        try:
            while (key := self.heard.get(timeout=PATIENCE_S)) != f"keypad-6 20+{self._marks:02X}":
                found.append(key)
        except Empty:
            pytest.fail(f"the mark did not come; heard {found}")
        return found

    def close(self) -> None:
        """Let go."""
        for hear in self._hearers:
            self.line.leave(hear)


@contextmanager
def rig() -> Iterator[Rig]:
    """Give a line with its stations for a while."""
    with stations() as line:
        it = Rig(line)
        try:
            yield it
        finally:
            it.close()


def test_a_press_is_acknowledged_with_its_own_frame_and_heard_once() -> None:
    """A device repeats until it hears it."""
    with rig() as it:
        assert it.pressed(CALL) == ["keypad-5 0C"]
        it.stations.hear(CALL)


def test_a_repeat_because_our_answer_was_lost_is_answered_again_but_is_no_second_press() -> None:
    """However long it takes: each repeat counts from the one before."""
    with rig() as it:
        assert it.pressed(CALL) == ["keypad-5 0C"]
        for _ in range(8):
            assert it.pressed(CALL, later_s=REPEAT_S - 0.05) == []
            it.stations.hear(CALL)
        assert it.pressed(CALL, later_s=REPEAT_S + 0.05) == ["keypad-5 0C"]


def test_another_key_between_makes_it_a_press_of_its_own() -> None:
    """Whoever types 1 2 1 has pressed three keys."""
    with rig() as it:
        frames = [Frame(5, KEY, bytes((key,))) for key in (1, 2, 1)]
        heard = [it.pressed(frame, later_s=0.2) for frame in frames]
        assert heard == [["keypad-5 01"], ["keypad-5 02"], ["keypad-5 01"]]


def test_what_comes_back_of_our_own_frames_is_no_key() -> None:
    """Adapters without echo suppression hear the host: its answers to keys, its questions and its stars would all be keys."""
    with rig() as it:
        assert it.pressed(CALL) == ["keypad-5 0C"]
        assert it.pressed(acknowledged(CALL), later_s=OWN_S / 2) == []
        for frame in (rating_started(5), stars_shown(5, 5), Frame(5, BEEP, b"")):
            it.line.send(frame)
            assert it.pressed(frame, later_s=OWN_S / 2) == []
        rated = Frame(5, RATED, b"\x03")
        assert it.pressed(rated, later_s=5) == ["rater-5 03"]
        it.stations.forget()
        assert it.pressed(acknowledged(rated), later_s=OWN_S / 2) == []


def test_our_own_frame_is_taken_for_a_key_where_nobody_remembers_what_was_sent() -> None:
    """The control: the same echo, without the memory, is a press that nobody made."""
    with rig() as it:
        it.line.send(rating_started(5))
        it.line._sent.clear()
        assert it.pressed(rating_started(5), later_s=OWN_S / 2) == ["keypad-5 0B"]


def test_keypad_and_rater_of_one_station_each_hear_their_own() -> None:
    """In the field they share a box; a rating must not be a key, nor a key a rating."""
    with rig() as it:
        assert it.pressed(Frame(5, RATED, b"\x03"), CALL) == ["rater-5 03", "keypad-5 0C"]
        it.stations.hear(Frame(5, KEY, b"\x03"), CALL)


def test_a_station_that_nobody_has_is_not_answered() -> None:
    """It belongs to another host, or is set wrong: an answer would tell the clerk that the press was taken."""
    with rig() as it:
        assert it.pressed(Frame(9, KEY, b"\x0c")) == []
        it.stations.hear(Frame(6, KEY, bytes((0x20, 1))))
        it.stations.forget()
        it.stations.say(Frame(9, KEY, b"\x0d"))
        assert it.stations.hears_nothing()


def test_noise_makes_no_press_that_was_not_made() -> None:
    """A thousand presses with one fault each: heard as they were made or not at all; a right one behind is heard every time."""
    with rig() as it:
        assert wrong_of_1000(it) == 0


class Believing(Parser):
    """A parser that believes every frame of the right shape: what the control hands in."""

    def _frame(self, length: int) -> Frame | None:
        counted = bytes(self._heard[5 : 5 + length])
        return Frame(counted[0], counted[1], counted[2:]) if length else None


def test_without_the_check_noise_presses_keys() -> None:
    """The control: the same thousand faults, and some are heard as keys that nobody pressed."""
    with rig() as it:
        it.line._parser = Believing()
        assert wrong_of_1000(it) > 0


def wrong_of_1000(it: Rig) -> int:
    """Press a thousand keys, each with one fault on its way; return how many were heard that were not pressed, or not in order."""
    random, wrong = Random(1), 0
    for _ in range(1000 // 20):
        keys = [random.choice((0x0C, 0x0D, 0x0B, 0x11, 0x12, 0x13)) for _ in range(20)]
        burst = b"".join(noisy(Frame(5, KEY, bytes((key,))).encode(), random, faults=1) + b"\x00" * 8 for key in keys)
        made = iter(f"keypad-5 {key:02X}" for key in keys)
        wrong += sum(key not in made for key in it.pressed(burst, later_s=5))
    return wrong


def test_a_station_cannot_be_had_twice() -> None:
    """Two rows with one address: one of them is wrong, and the administrator must hear which."""
    with rig() as it, pytest.raises(DeviceGone, match="is there twice: give one"):
        it.line.listen(5, lambda _: None, ratings=False)


def test_a_listener_that_fails_leaves_the_others_their_keys() -> None:
    """One device's trouble is no other's."""
    with rig() as it:

        def fail(_: str) -> None:
            message = "no"
            raise ValueError(message)

        it.line._hearers[5, True] = fail
        assert it.pressed(Frame(5, RATED, b"\x03"), CALL) == ["keypad-5 0C"]


def test_drivers_of_one_port_share_its_line_and_a_broken_one_is_opened_anew() -> None:
    """The last to leave closes it; after an unplug nobody is kept on the dead one."""
    with stations() as pty_line:
        first, second = open_line(pty_line.port, 9600), open_line(pty_line.port, 9600)
        assert first is second
        with pytest.raises(DeviceGone, match="is open with 9600 baud, which does not go with 19200"):
            open_line(pty_line.port, 19200)
        first.leave(None)
        second.leave(None)
        third = open_line(pty_line.port, 9600)
        assert third is not first
        pty_line.close()
        until_s = time.monotonic() + PATIENCE_S
        while not third.is_broken:
            assert time.monotonic() < until_s
            with suppress(DeviceGone):
                third.send(CALL)
        with pytest.raises(DeviceGone, match="cannot be opened"):
            open_line(pty_line.port, 9600)
        third.leave(None)


def test_a_serial_server_that_does_not_answer_holds_up_no_other_line() -> None:
    """Its connect takes seconds, again and again; the keypads of other lines must be opened and closed meanwhile."""
    deaf = "socket://127.0.0.1:9"

    def refused() -> None:
        with pytest.raises(DeviceGone):
            open_line(deaf, 9600)

    with stations() as pty_line, bus._opening_of(deaf):
        threading.Thread(target=refused, daemon=True).start()
        opened: list[Line] = []
        opening = threading.Thread(target=lambda: opened.append(open_line(pty_line.port, 9600)), daemon=True)
        opening.start()
        opening.join(PATIENCE_S)
        assert opened
        opened[0].leave(None)
        assert pty_line.port not in bus._ports


def _heard_while_others_send(it: Rig) -> bool:
    """Press sixty keys while three devices refresh; tell whether all were heard, in order."""
    ended = threading.Event()

    def refresh() -> None:
        while not ended.is_set():
            it.line.send(stars_shown(7, 5))

    threads = [threading.Thread(target=refresh) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        presses = [Frame(5, KEY, bytes((key,))) for key in (0x0C, 0x0D) * 30]
        heard = [key for press in presses for key in it.pressed(press, later_s=1.0)]
    finally:
        ended.set()
        for thread in threads:
            thread.join(PATIENCE_S)
    return heard == [f"keypad-5 {press.data.hex().upper()}" for press in presses]


def test_stations_that_send_while_others_are_heard_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each device has a thread of its own: what was sent is remembered while the line looks through it."""
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with rig() as it:
            monkeypatch.setattr(it.line._bus, "send", lambda _: None)  # nobody reads the pty's other end
            assert _heard_while_others_send(it)
    finally:
        sys.setswitchinterval(usual_s)
