# SPDX-License-Identifier: Apache-2.0
"""Clocks without a protection, for controls; and the wall clock of a process that a test sets."""

import asyncio
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from hallserver.clock import AnchoredClock, Cancellable

LOOK_S = 0.02


class _Due:
    """A call put off to a moment of the wall clock, as timers do that count in it."""

    def __init__(self, due_s: float, call: Callable[[], None]) -> None:
        """Look again and again."""
        self._due_s, self._call = due_s, call
        self._look()

    def _look(self) -> None:
        if time.time() >= self._due_s:  # noqa: TID251 - following the wall clock is what this does
            self._call()
        else:
            self._handle = asyncio.get_running_loop().call_later(LOOK_S, self._look)

    def cancel(self) -> None:
        """Drop the call."""
        self._handle.cancel()


class WallClock:
    """Follows the wall clock in everything, as ``now()`` of most programs and Tornado's PeriodicCallback do."""

    def now(self) -> int:
        """Return UTC microseconds of the wall clock."""
        return time.time_ns() // 1000  # noqa: TID251 - following the wall clock is what this does

    def mono(self) -> float:
        """Return seconds of the wall clock."""
        return self.now() / 1e6

    def call_later(self, delay_s: float, call: Callable[[], None]) -> Cancellable:
        """Call when the wall clock says so."""
        return _Due(self.mono() + delay_s, call)

    def anchor(self, last_event_us: int, *, sure: bool = False) -> None:
        """Take none."""

    def drift_us(self) -> int:
        """Return 0: it never differs from itself."""
        return 0

    def slew(self) -> None:
        """Do nothing."""


class Gullible(AnchoredClock):
    """Anchored, but believes whatever the wall clock says at that moment."""

    def believes(self, *_: int, sure: bool) -> bool:  # noqa: ARG002 - as the clock above
        """Believe it."""
        return True


class FakedTime:
    """The wall clock of processes that get this environment, set at any moment; their monotonic clock is the real one."""

    def __init__(self, folder: Path, first: str = "+0") -> None:
        """Begin with this offset (``-1h``) or moment (``@1970-01-01 00:01:00``)."""
        self._file = folder / "faked-time"
        self.set(first)
        found = subprocess.run(["faketime", "-f", "+0", "printenv", "LD_PRELOAD"], capture_output=True, text=True, check=True)
        self.environment = {
            "LD_PRELOAD": found.stdout.strip(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",  # to Python whose source is of another time than what it compiled is new: it compiles all of it again
        }
        """What a process needs to have this clock."""

    def set(self, said: str) -> None:
        """Step the clock. It is never half written."""
        new = self._file.with_suffix(".new")
        new.write_text(said + "\n", encoding="ascii")
        os.replace(new, self._file)  # noqa: PTH105 - one call that replaces
