# SPDX-License-Identifier: Apache-2.0
"""The hall's time: anchored once, carried by the monotonic clock, never behind."""

import asyncio
import time

import pytest

from hallserver.clock import AWAY_US, BUILT_US, LIFE_US, STEP_US, AnchoredClock, ScaledClock, SimulatedClock
from tests.support import NINE_US, SECOND_US

HOUR_US = 3600 * SECOND_US


class Sources:
    """A wall clock and a monotonic one that a test sets."""

    def __init__(self) -> None:
        """Stand at nine, an hour after the machine was started."""
        self.wall_us, self.mono_s = NINE_US, 3600.0

    def later(self, seconds: float, *, step_us: int = 0) -> None:
        """Let both go on, and somebody step the wall clock."""
        self.mono_s += seconds
        self.wall_us += int(seconds * SECOND_US) + step_us

    def clock(self, last_event_us: int = 0) -> AnchoredClock:
        """Return the hall's clock on these sources."""
        return AnchoredClock(last_event_us, wall_us=lambda: self.wall_us, mono_s=lambda: self.mono_s)


def test_the_anchor_is_the_wall_clock_or_the_last_event_if_that_is_later() -> None:
    """A machine that starts in 1970 goes on behind its journal."""
    assert Sources().clock().now() == NINE_US
    assert Sources().clock(NINE_US - 1).now() == NINE_US
    assert Sources().clock(NINE_US + HOUR_US).now() == NINE_US + HOUR_US


DAY_US = 24 * HOUR_US


@pytest.mark.parametrize("wall_us", [60 * SECOND_US, 946_684_800_000_000, BUILT_US - 1, NINE_US + AWAY_US + 1, BUILT_US + LIFE_US + 1])
def test_a_wall_clock_that_cannot_be_true_is_not_followed(wall_us: int) -> None:
    """1970, 2000, before the program was made, weeks behind the last event, 2099: the last event's time goes on."""
    sources = Sources()
    sources.wall_us = wall_us
    clock = sources.clock(NINE_US)
    sources.later(5)

    assert clock.now() == NINE_US + 5 * SECOND_US
    assert abs(clock.drift_us()) > STEP_US


@pytest.mark.parametrize("ahead_us", [9 * DAY_US, AWAY_US])
def test_a_hall_is_opened_after_a_long_holiday_without_a_question(ahead_us: int) -> None:
    """Eight or nine days at the Spring Festival, with the days off around it."""
    sources = Sources()
    sources.wall_us = NINE_US + ahead_us
    assert sources.clock(NINE_US).now() == NINE_US + ahead_us


def test_after_months_a_person_vouches_for_the_date_and_2099_is_refused_even_then() -> None:
    """A hall that was rebuilt for half a year opens again; a mistaken click does not bind it to the next century."""
    sources = Sources()
    sources.wall_us = NINE_US + 180 * DAY_US
    clock = sources.clock(NINE_US)
    assert clock.now() == NINE_US
    clock.anchor(NINE_US, sure=True)
    assert clock.now() == NINE_US + 180 * DAY_US
    sources.wall_us = BUILT_US + LIFE_US + 1
    clock.anchor(NINE_US + 180 * DAY_US, sure=True)
    assert clock.now() == NINE_US + 180 * DAY_US


def test_a_server_that_ran_through_the_holiday_knows_what_has_passed() -> None:
    """Nobody did anything for three weeks, but the monotonic clock ran; and a clock that stepped to 2099 meanwhile is not taken."""
    sources = Sources()
    clock = sources.clock(NINE_US)
    sources.later(21 * 24 * 3600)
    clock.anchor(NINE_US)
    assert clock.now() == NINE_US + 21 * DAY_US
    sources.later(3600, step_us=72 * 365 * DAY_US)
    clock.anchor(NINE_US)
    assert clock.now() == NINE_US + 21 * DAY_US + HOUR_US


def test_an_empty_journal_takes_any_date_of_the_programs_life() -> None:
    """Installed years after it was made; what was not founded on an event proves nothing later."""
    sources = Sources()
    sources.wall_us = BUILT_US + 5 * 365 * DAY_US
    clock = sources.clock()
    assert clock.now() == sources.wall_us
    clock.anchor(NINE_US)
    assert clock.now() == NINE_US
    sources.wall_us = 0
    assert sources.clock().now() == BUILT_US


@pytest.mark.parametrize("step_us", [-HOUR_US, HOUR_US, -24 * HOUR_US, STEP_US + 1, -STEP_US - 1])
def test_a_step_of_the_wall_clock_is_not_followed(step_us: int) -> None:
    """Waits of that minute must not be an hour longer, or less than nothing."""
    sources = Sources()
    clock = sources.clock()
    sources.later(60, step_us=step_us)
    clock.slew()

    assert clock.now() == NINE_US + 60 * SECOND_US
    assert clock.drift_us() == step_us


@pytest.mark.parametrize("drift_us", [400, -400, 1_500_000, -1_500_000])
def test_a_small_drift_is_slewed_away_little_by_little(drift_us: int) -> None:
    """Half a millisecond at a time: no report can see it, and after a night it is right."""
    sources = Sources()
    clock = sources.clock()
    sources.later(10, step_us=drift_us)
    before_us = abs(clock.drift_us())
    looks = 0
    while clock.drift_us() and looks < 5000:
        clock.slew()
        sources.later(10)
        looks += 1
        assert before_us - 500 <= abs(clock.drift_us()) <= before_us
        before_us = abs(clock.drift_us())

    assert looks == -(-abs(drift_us) // 500)


def test_time_never_goes_back() -> None:
    """Slewed back while the monotonic clock stands: the same time again, not less."""
    sources = Sources()
    clock = sources.clock()
    sources.later(0, step_us=-1_000_000)
    seen = []
    for _ in range(5):
        seen.append(clock.now())
        clock.slew()

    assert seen == sorted(seen)


def test_a_new_anchor_follows_the_wall_clock_forward() -> None:
    """With the next day the hall takes the right time again."""
    sources = Sources()
    clock = sources.clock()
    sources.later(60, step_us=HOUR_US)
    clock.anchor(NINE_US)

    assert (clock.now(), clock.drift_us()) == (NINE_US + 60 * SECOND_US + HOUR_US, 0)


def test_a_new_anchor_lies_never_before_the_last_event() -> None:
    """The journal's times do not run backwards over night."""
    sources = Sources()
    clock = sources.clock()
    sources.later(60, step_us=-24 * HOUR_US)
    clock.anchor(NINE_US + 59 * SECOND_US)

    assert clock.now() >= NINE_US + 59 * SECOND_US


def test_the_shipped_clock_has_the_real_sources() -> None:
    """And its later calls come from the event loop."""
    clock = AnchoredClock()
    assert abs(clock.drift_us()) < STEP_US
    assert abs(clock.mono() - time.monotonic()) < 60

    async def story() -> list[str]:
        done, called = asyncio.Event(), list[str]()
        clock.call_later(0, lambda: called.append("never")).cancel()
        clock.call_later(0, done.set)
        await asyncio.wait_for(done.wait(), 60)
        return called

    assert asyncio.run(story()) == []


def test_a_simulated_clock_moves_only_when_told() -> None:
    """Four hours in a second, the same each time."""
    clock = SimulatedClock(NINE_US)
    clock.anchor(NINE_US - 5)
    clock.slew()
    assert (clock.now(), clock.drift_us(), clock.mono()) == (NINE_US, 0, NINE_US / 1e6)
    clock.anchor(NINE_US + 5)
    clock.move_to(NINE_US)

    assert clock.now() == NINE_US + 5


def test_simulated_calls_come_in_order_of_time_and_then_of_asking() -> None:
    """Also those that are asked for on the way; a cancelled one does not come."""
    clock, called = SimulatedClock(NINE_US), list[tuple[str, int]]()

    def note(name: str) -> None:
        called.append((name, (clock.now() - NINE_US) // SECOND_US))

    def first() -> None:
        note("first")
        clock.call_later(10, lambda: note("on the way"))

    clock.call_later(30, lambda: note("third"))
    clock.call_later(10, first)
    clock.call_later(10, lambda: note("second"))
    clock.call_later(15, lambda: note("never")).cancel()
    clock.call_later(61, lambda: note("too late"))
    clock.move_to(NINE_US + 60 * SECOND_US)

    assert called == [("first", 10), ("second", 10), ("on the way", 20), ("third", 30)]
    assert clock.now() == NINE_US + 60 * SECOND_US


def test_a_scaled_clock_runs_faster_than_life_and_waits_in_real_time() -> None:
    """A day in an hour; a link that is silent for ten seconds is silent for ten real ones."""
    clock = ScaledClock(NINE_US, 1e6)
    assert clock.now() >= NINE_US
    real_s = clock.mono()
    while clock.mono() == real_s:
        continue
    passed_us = clock.now() - NINE_US

    assert passed_us > (clock.mono() - real_s) * 1e6
    assert abs(clock.mono() - time.monotonic()) < 60


def test_a_new_anchor_brings_back_a_clock_that_ran_ahead() -> None:
    """The wall clock was put right by an hour: the next day opens at the right time, never before the last event."""
    sources = Sources()
    clock = sources.clock()
    sources.wall_us -= HOUR_US
    last_event_us = clock.now() - 2 * HOUR_US

    clock.anchor(last_event_us)

    assert clock.now() == NINE_US - HOUR_US
    clock.anchor(NINE_US + 5)
    assert clock.now() == NINE_US + 5
