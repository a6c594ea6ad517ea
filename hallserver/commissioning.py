# SPDX-License-Identifier: Apache-2.0
"""Trying out a cabled rater before it may rate: somebody presses 非常满意, then 非常不满意, and nothing else.

Fielded systems rated for years by keys that meant something else. Whoever put up the rater or changed its map presses
the two ends of the scale; only when the map says just that, the hall takes ratings from it.
"""

from collections.abc import Callable
from math import ceil
from typing import Final, Literal

from msgspec import Struct

LASTS_S: Final = 60.0
"""So long the two keys may take."""
ORDER: Final = ("star:5", "star:1")
"""What the two keys must mean, in this order."""

TrialState = Literal["none", "press-best", "press-worst", "passed", "failed", "late"]
"""None since the server started · 非常满意 is to be pressed · 非常不满意 is · both were right · another key came · none came in time."""


class Trial(Struct, frozen=True, kw_only=True):
    """How far a rater's trial is; ``heard`` is the raw key that was pressed last, ``left_s`` how many seconds are left."""

    state: TrialState = "none"
    heard: str = ""
    left_s: int = 0


class _Running(Struct):
    until_s: float
    wiring: object
    right: int = 0
    heard: str = ""
    end: TrialState | None = None


class Commissioning:
    """The trials of all raters; what they end in is for the caller to keep."""

    def __init__(self, mono: Callable[[], float]) -> None:
        """Begin with none; ``mono`` gives monotonic seconds."""
        self._mono = mono
        self._trials: dict[str, _Running] = {}

    def begin(self, device: str, wiring: object = None) -> Trial:
        """Begin a trial of the device as it is wired and mapped now, anew where one runs."""
        self._trials[device] = _Running(until_s=self._mono() + LASTS_S, wiring=wiring)
        return self.trial(device)

    def trial(self, device: str) -> Trial:
        """Return how far the device's trial is."""
        it = self._trials.get(device)
        if it is None:
            return Trial()
        left_s = it.until_s - self._mono()
        if it.end is None and left_s <= 0:
            it.end = "late"
        state: TrialState = it.end or ("press-best", "press-worst")[it.right]
        return Trial(state=state, heard=it.heard, left_s=0 if it.end else ceil(left_s))

    def is_running(self, device: str) -> bool:
        """Tell whether what is pressed now belongs to a trial."""
        return self.trial(device).state in {"press-best", "press-worst"}

    def pressed(self, device: str, raw: str, meaning: str, wiring: object = None) -> Trial:
        """Take a key of a running trial; ``meaning`` is what the device's map says, or empty.

        Where the device or its map is another one than at the beginning, the first key proved nothing of it: failed.
        """
        it = self._trials[device]
        it.heard = raw
        if meaning != ORDER[it.right] or wiring != it.wiring:
            it.end = "failed"
        else:
            it.right += 1
            it.end = "passed" if it.right == len(ORDER) else None
        return self.trial(device)
