# SPDX-License-Identifier: Apache-2.0
"""Running sums of today, of the whole hall and of each queue, for live screens; reports use the projections."""

from bisect import insort

from msgspec import Struct, field


class Tally(Struct, kw_only=True):
    """What has happened so far today."""

    issued: int = 0
    called: int = 0
    """Legs called at least once."""
    wait_us: int = 0
    within: int = 0
    """Legs whose wait was within the queue's target."""
    suspended_us: int = 0
    """How much of ``wait_us`` fell into suspensions of the hall."""
    within_less: int = 0
    """Legs whose wait, without the hall's suspensions, was within the queue's target."""
    finished: int = 0
    absent: int = 0
    out_of_order: int = 0
    """Calls of one certain ticket out of its turn, numbers swapped at a counter, numbers brought to the front."""
    forfeited: int = 0
    cancelled: int = 0
    rateable: int = 0
    stars: dict[int, int] = field(default_factory=dict)
    waits_s: list[int] = field(default_factory=list)
    """Wait of each called leg, whole seconds, shortest first: a percentile is one look."""

    def count_wait(self, wait_us: int, *, target_us: int, suspended_us: int = 0) -> None:
        """Count the first call of a leg that waited so long, so much of it while the hall was suspended."""
        self.called += 1
        self.wait_us += wait_us
        self.within += wait_us <= target_us
        self.suspended_us += suspended_us
        self.within_less += wait_us - suspended_us <= target_us
        insort(self.waits_s, wait_us // 1_000_000)


class Rate(Struct, kw_only=True, frozen=True):
    """What earlier days taught about a queue: first calls, and minutes with somebody waiting; both fade by day."""

    calls: float = 0.0
    busy_min: float = 0.0
