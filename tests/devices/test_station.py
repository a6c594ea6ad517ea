# SPDX-License-Identifier: Apache-2.0
"""A device that shows and hears: refreshed for ever, right again after any failure, said lost and back once each."""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from devices.errors import DeviceGone
from devices.station import FIRST_WAIT_S, INPUTS_PER_S, LONGEST_WAIT_S, Station, wait_s
from hallserver.core.jobs import DeviceSpec, InputKind, Shown
from tests.devices.ptys import wait_for

KEYPAD = DeviceSpec(device="keypad-1", kind="keypad", driver="fake")
A012 = Shown(state="called", label="A012", figures="012", counter=3)
B001 = Shown(state="called", label="B001", figures="001", counter=3)
REFRESH_S = 0.05
LONG_S = 600.0


class Panel:
    """A device of all kinds in one: shows, beeps, hears, and fails as it is told."""

    def __init__(self) -> None:
        """Work."""
        self.shown: list[Shown] = []
        self.beeps: list[int] = []
        self.opened = self.closed = 0
        self.wrong: Exception | None = None
        self.hear: Callable[[InputKind, str], None] = lambda _, __: None

    def open(self, _: DeviceSpec) -> "Panel":
        """Be opened, or not."""
        self.opened += 1
        self._fail()
        return self

    def show(self, shown: Shown) -> None:
        """Show it."""
        self._fail()
        self.shown.append(shown)

    def beep(self, times: int) -> None:
        """Beep."""
        self.beeps.append(times)

    def check(self) -> None:
        """Say whether it works."""
        self._fail()

    def listen(self, hear: Callable[[InputKind, str], None]) -> None:
        """Hear from now on."""
        self.hear = hear

    def close(self) -> None:
        """Let go."""
        self.closed += 1

    def _wrong(self) -> None:
        raise DeviceGone("dropped")

    def _fail(self) -> None:
        if self.wrong is not None:
            raise self.wrong


Heard = list[tuple[str, InputKind, str]]


@contextmanager
def at_work(panel: Panel, refresh_s: float = LONG_S, heard: Heard | None = None, first_wait_s: float = 0.02) -> Iterator[Station]:
    """Run a station with this device."""
    inputs: Heard = [] if heard is None else heard
    station = Station(KEYPAD, panel.open, lambda *said: inputs.append(said), refresh_s=refresh_s, first_wait_s=first_wait_s)
    yield station
    station.stop()


def test_all_is_shown_again_and_again() -> None:
    """Noise on the line has its mark on a board for one refresh only."""
    panel = Panel()
    with at_work(panel, REFRESH_S) as station:
        station.show(A012)
        wait_for(lambda: panel.shown.count(A012) > 3)
    assert panel.opened == 1


def test_control_without_a_refresh_a_spoilt_board_stays_wrong() -> None:
    """What the refresh is for: nothing else would ever send the number again."""
    panel = Panel()
    with at_work(panel) as station:
        station.show(A012)
        wait_for(lambda: A012 in panel.shown)
        time.sleep(4 * REFRESH_S)
        assert panel.shown.count(A012) == 1


def test_a_change_goes_out_at_once() -> None:
    """A visitor who hears the call looks at the board now."""
    panel = Panel()
    with at_work(panel) as station:
        for shown in (A012, B001, A012):
            station.show(shown)
            wait_for(lambda shown=shown: panel.shown and panel.shown[-1] == shown)  # type: ignore[misc]


def test_it_beeps_once_for_each_time_that_it_is_asked() -> None:
    """A refresh repeats what is shown, never a beep."""
    panel = Panel()
    with at_work(panel, REFRESH_S) as station:
        station.beep(1)
        wait_for(lambda: panel.beeps == [1])
        station.beep(3)
        wait_for(lambda: panel.beeps == [1, 3])
        seen = len(panel.shown)
        wait_for(lambda: len(panel.shown) > seen + 2)
    assert panel.beeps == [1, 3]


def test_what_people_do_is_told_with_the_name_of_the_device() -> None:
    """On the driver's own thread."""
    panel, heard = Panel(), Heard()
    with at_work(panel, heard=heard):
        wait_for(lambda: panel.shown)
        threading.Thread(target=panel.hear, args=("key", "0C")).start()
        wait_for(lambda: heard == [("keypad-1", "key", "0C")])


@pytest.mark.parametrize("wrong", [DeviceGone("pulled out"), ValueError("a fault of the driver")])
def test_a_device_that_failed_is_closed_opened_anew_and_shows_what_is_true_by_then(wrong: Exception) -> None:
    """Whatever a driver raises; listening begins anew as well."""
    panel, heard = Panel(), Heard()
    with at_work(panel, REFRESH_S, heard) as station:
        station.show(A012)
        wait_for(lambda: A012 in panel.shown and station.ready)
        panel.wrong = wrong
        wait_for(lambda: panel.closed == 1 and not station.ready)
        station.show(B001)
        station.beep(3)
        panel.hear = lambda _, __: None
        before = len(panel.shown)
        panel.wrong = None
        wait_for(lambda: station.ready)
        assert panel.shown[before] == B001
        panel.hear("key", "0C")
        assert heard == [("keypad-1", "key", "0C")]
        assert panel.opened > 1


def test_it_is_said_lost_once_and_back_once(caplog: pytest.LogCaptureFixture) -> None:
    """A cable that is out for a night must not fill the log."""
    caplog.set_level(logging.INFO, logger="devices.station")
    panel = Panel()
    panel.wrong = DeviceGone("no cable")
    with at_work(panel, REFRESH_S) as station:
        wait_for(lambda: panel.opened > 3)
        panel.wrong = None
        wait_for(lambda: station.ready)
        panel.wrong = DeviceGone("pulled out")
        before = panel.opened
        wait_for(lambda: panel.opened > before + 2)
    assert [record.getMessage() for record in caplog.records] == [
        "device keypad-1 does not work: no cable",
        "device keypad-1 works",
        "device keypad-1 does not work: pulled out",
    ]


def test_a_device_that_comes_and_goes_is_not_said_back_each_time(caplog: pytest.LogCaptureFixture) -> None:
    """A serial server that another client has takes each line and drops it at once."""
    caplog.set_level(logging.INFO, logger="devices.station")
    panel, turns = Panel(), itertools.count()
    panel.check = lambda: None if next(turns) % 2 == 0 else panel._wrong()  # type: ignore[method-assign]
    with at_work(panel, REFRESH_S) as station:
        wait_for(lambda: panel.closed > 5)
        assert not station.ready
    assert [record.getMessage() for record in caplog.records] == ["device keypad-1 works", "device keypad-1 does not work: dropped"]


def test_what_a_driver_fails_with_is_logged_once_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    """It is tried again every other second, for ever."""
    panel = Panel()
    panel.wrong = ValueError("no room for it")
    with at_work(panel):
        wait_for(lambda: panel.opened > 4)
    assert [record.getMessage() for record in caplog.records if record.exc_info] == ["device keypad-1: driver failed"]


def test_a_key_that_is_stuck_tells_no_more_than_hands_can_do(caplog: pytest.LogCaptureFixture) -> None:
    """The hall would hang up on the agent, and its printers and boards would go with one keypad."""
    heard: Heard = []
    panel = Panel()
    with at_work(panel, heard=heard) as station:
        wait_for(lambda: station.ready)
        for _ in range(1000):
            panel.hear("key", "0C")
        assert len(heard) == INPUTS_PER_S
        assert [record.getMessage() for record in caplog.records] == [
            f"device keypad-1 tells more than {INPUTS_PER_S} inputs a second; the others are left out"
        ]
        wait_for(lambda: panel.hear("key", "0D") or heard[-1][2] == "0D")


def test_a_beep_that_could_not_be_said_is_forgotten() -> None:
    """Seconds later nobody knows what it beeps at."""
    panel = Panel()
    panel.wrong = DeviceGone("no cable")
    with at_work(panel, REFRESH_S) as station:
        wait_for(lambda: panel.opened == 1)
        station.beep(3)
        before = panel.opened
        wait_for(lambda: panel.opened > before + 1)
        panel.wrong = None
        wait_for(lambda: station.ready and len(panel.shown) > 1)
    assert panel.beeps == []


def test_changes_do_not_hurry_a_device_that_fails() -> None:
    """Each try may take seconds; calls come faster."""
    panel = Panel()
    panel.wrong = DeviceGone("no cable")
    with at_work(panel, first_wait_s=FIRST_WAIT_S) as station:
        wait_for(lambda: panel.opened == 1)
        for _ in range(20):
            station.show(A012)
            station.beep(1)
        time.sleep(FIRST_WAIT_S / 4)
        assert panel.opened == 1


def test_at_its_end_it_shows_nothing_and_lets_go() -> None:
    """A number that nobody corrects any more becomes a wrong one."""
    panel = Panel()
    with at_work(panel) as station:
        station.show(A012)
        wait_for(lambda: A012 in panel.shown)
    assert panel.shown[-1] == Shown()
    assert panel.closed == 1


def test_it_shows_nothing_at_its_end_also_where_it_has_just_come_back() -> None:
    """It is not said back yet, but people read on it already."""
    panel = Panel()
    panel.wrong = DeviceGone("no cable")
    with at_work(panel) as station:
        wait_for(lambda: panel.opened)
        station.show(A012)
        panel.wrong = None
        wait_for(lambda: A012 in panel.shown)
        assert not station.ready
    assert panel.shown[-1] == Shown()


def test_a_device_that_hangs_does_not_hold_up_the_end() -> None:
    """The agent goes on without it."""
    panel, go = Panel(), threading.Event()
    panel.check = lambda: go.wait(60)  # type: ignore[method-assign,assignment]
    station = Station(KEYPAD, panel.open, lambda *_: None, refresh_s=LONG_S)
    wait_for(lambda: panel.opened)
    began_s = time.monotonic()
    station.stop(timeout_s=0.05)
    assert time.monotonic() - began_s < 30
    go.set()


def test_waits_grow_to_a_bound_and_differ() -> None:
    """Boards that lost their line together must not be opened in step."""
    assert FIRST_WAIT_S / 2 <= wait_s(0) <= FIRST_WAIT_S
    assert LONGEST_WAIT_S / 2 <= wait_s(1000) <= LONGEST_WAIT_S
    assert len({wait_s(3) for _ in range(20)}) > 10
