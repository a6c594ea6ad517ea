# SPDX-License-Identifier: Apache-2.0
"""The one place for time: ``now()`` in UTC microseconds, anchored once and carried by the monotonic clock.

The anchor is max(wall clock, last event), so time never runs behind the journal. A later step of the
wall clock is not followed: ``drift_us()`` tells how far it is off, small drifts are slewed away, and a
new anchor is taken when the next day opens.

A wall clock is believed only where it can be true, for no event may ever lie before an earlier one: one hour
under a clock that says 2099 would bind the journal to 2099 for good.

- Before the day on which this program was built (``BUILT_US``): never. A dead battery gives 1970 or 2000.
- Up to ``AWAY_US`` from what is known to have passed (the last event, the build, a clock that runs): yes. The
  longest public holidays are eight or nine days; sixteen hold them, the days off around them, and a fortnight
  of works on the building.
- Further ahead: only when a person has said that the date is right (``sure``: the duty manager confirms it when
  opening the day, which is all that a hall closed for months has to do), and never beyond ``LIFE_US`` from the
  build: batteries also wake in 2069, 2099 and 2106, and whoever confirms that has not read it. An update of the
  program moves this bound.
- A journal without events has nothing to lose: there ``LIFE_US`` alone bounds.

What is not believed is not followed: time goes on from the last event, ``drift_us()`` stays large, and the hall
is in doubt until people have set the clock and opened a day.
"""

import heapq
import time
from asyncio import get_running_loop
from collections.abc import Callable
from typing import Protocol

STEP_US = 2_000_000
"""A wall clock further off than this has stepped; less is slewed."""
BUILT_US = 1_793_491_200_000_000
"""2026-11-01, UTC: no event of this version can be older. Each release moves it on."""
AWAY_US = 16 * 86_400_000_000
"""A wall clock that is so far from what is known is not believed without a person's word."""
LIFE_US = 3653 * 86_400_000_000
"""Ten years from the build: beyond, not even with it."""
_SLEW_US = 500
"""Most that one ``slew`` moves the anchor."""


class Cancellable(Protocol):
    """A call that was put off and can still be dropped."""

    def cancel(self) -> None:
        """Drop the call."""


class Clock(Protocol):
    """What the hall needs of a clock."""

    def now(self) -> int:
        """Return UTC microseconds; never less than before."""

    def mono(self) -> float:
        """Return seconds of a clock that only runs forward."""

    def call_later(self, delay_s: float, call: Callable[[], None]) -> Cancellable:
        """Call after this many seconds unless cancelled."""

    def anchor(self, last_event_us: int, *, sure: bool = False) -> None:
        """Take a new anchor: max(wall clock, last event) where the wall clock is believed; ``sure``: a person vouches for its date."""

    def drift_us(self) -> int:
        """Return how far the wall clock is ahead of ``now``."""

    def slew(self) -> None:
        """Move ``now`` a little towards the wall clock."""


class AnchoredClock:
    """The clock of a running hall. ``wall_us`` and ``mono_s`` may be other sources in a test."""

    def __init__(
        self,
        last_event_us: int = 0,
        *,
        wall_us: Callable[[], int] = lambda: time.time_ns() // 1000,
        mono_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Anchor at once."""
        self._wall_us, self._mono_s = wall_us, mono_s
        self._last_us = self._anchor_us = 0
        self._from_s = mono_s()
        self._founded = False
        """The anchor lies on an event or behind it: what has run since then has certainly passed."""
        self.anchor(last_event_us)

    def anchor(self, last_event_us: int, *, sure: bool = False) -> None:
        """Take a new anchor: max(wall clock, last event) where the wall clock is believed; else time goes on as it was known."""
        wall_us, known_us = self._wall_us(), max(last_event_us, self.now() if self._founded else 0)
        if self.believes(wall_us, last_event_us, known_us, sure=sure):
            self._anchor_us = max(wall_us, last_event_us)
        else:
            self._anchor_us = known_us or BUILT_US
        self._from_s, self._founded = self._mono_s(), last_event_us > 0
        # Nothing has happened since the last event, so a clock that ran ahead may come back this far.
        self._last_us = last_event_us

    def believes(self, wall_us: int, last_event_us: int, known_us: int, *, sure: bool) -> bool:
        """Tell whether the wall clock can be true: see the reasons at the top. ``known_us`` has certainly passed; 0: nothing is known."""
        if wall_us < max(BUILT_US, last_event_us - AWAY_US):
            return False
        most_us = BUILT_US + LIFE_US if sure or not last_event_us else max(known_us, BUILT_US) + AWAY_US
        return wall_us <= most_us

    def now(self) -> int:
        """Return UTC microseconds; never less than before."""
        now_us = self._anchor_us + int((self._mono_s() - self._from_s) * 1e6)
        self._last_us = max(self._last_us, now_us)
        return self._last_us

    def mono(self) -> float:
        """Return seconds of the monotonic clock."""
        return self._mono_s()

    def drift_us(self) -> int:
        """Return how far the wall clock is ahead of ``now``."""
        return self._wall_us() - self.now()

    def slew(self) -> None:
        """Move ``now`` a little towards the wall clock when the two differ by less than a step."""
        drift_us = self.drift_us()
        if abs(drift_us) <= STEP_US:
            self._anchor_us += max(-_SLEW_US, min(_SLEW_US, drift_us))

    def call_later(self, delay_s: float, call: Callable[[], None]) -> Cancellable:
        """Call from the running loop after this many seconds unless cancelled."""
        return get_running_loop().call_later(delay_s, call)


class ScaledClock(AnchoredClock):
    """A clock that starts at a given time and runs ``speed`` times faster than life; waiting stays real."""

    def __init__(self, from_us: int, speed: float) -> None:
        """Start now, at ``from_us``."""
        began_s = time.monotonic()

        def scaled_s() -> float:
            return (time.monotonic() - began_s) * speed

        super().__init__(from_us, wall_us=lambda: from_us + int(scaled_s() * 1e6), mono_s=scaled_s)

    def believes(self, *_: int, sure: bool) -> bool:  # noqa: ARG002 -- as the clock above
        """Tell that this wall clock, which is made up, is true."""
        return True

    def mono(self) -> float:
        """Return real seconds: how long a link is silent does not depend on the day that is played."""
        return time.monotonic()


class _Later:
    """A call put off on a simulated clock."""

    def __init__(self, call: Callable[[], None]) -> None:
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        """Drop the call."""
        self.call = None


class SimulatedClock:
    """A clock that moves only when told: for replays, the demo's first hours, and tests."""

    def __init__(self, now_us: int = 0) -> None:
        """Stand at this time."""
        self._now_us = now_us
        self._later: list[tuple[int, int, _Later]] = []
        self._count = 0

    def now(self) -> int:
        """Return UTC microseconds."""
        return self._now_us

    def mono(self) -> float:
        """Return the simulated time in seconds."""
        return self._now_us / 1e6

    def anchor(self, last_event_us: int, *, sure: bool = False) -> None:  # noqa: ARG002 -- there is no wall clock
        """Move to the last event if that is later."""
        self._now_us = max(self._now_us, last_event_us)

    def drift_us(self) -> int:
        """Return 0: there is no wall clock."""
        return 0

    def slew(self) -> None:
        """Do nothing: there is no wall clock."""

    def call_later(self, delay_s: float, call: Callable[[], None]) -> Cancellable:
        """Call when the time has been moved that far, in order of time."""
        later = _Later(call)
        self._count += 1
        heapq.heappush(self._later, (self._now_us + int(delay_s * 1e6), self._count, later))
        return later

    def move_to(self, now_us: int) -> None:
        """Move the time forward to ``now_us``, calling on the way what was put off."""
        while self._later and self._later[0][0] <= now_us:
            at_us, _, later = heapq.heappop(self._later)
            self._now_us = max(self._now_us, at_us)
            if later.call is not None:
                later.call()
        self._now_us = max(self._now_us, now_us)
