# SPDX-License-Identifier: Apache-2.0
"""How long a message lay on the way, without a common clock: against the fastest of the last ones on the same line."""

from collections import deque

KEEP = 100
"""Messages compared: some five minutes of beats. Longer, and the drift of two clocks would be taken for delay."""


class Delay:
    """Compares the sender's monotonic clock with ours on one line."""

    def __init__(self) -> None:
        """Know nothing yet; the first message sets the measure."""
        self._ahead_s: deque[float] = deque(maxlen=KEEP)
        self._beat: tuple[float, float] | None = None
        """When the last beat left by the sender's clock, and came by ours."""

    def of(self, sent_s: float | None, now_s: float) -> float:
        """Return how many seconds more than the fastest this message took; 0 for one that does not say when it left."""
        if sent_s is None:
            return 0.0
        self._ahead_s.append(now_s - sent_s)
        return now_s - sent_s - min(self._ahead_s)

    def beat(self, sent_s: float | None, now_s: float) -> None:
        """Remember that a beat came, which left at ``sent_s`` by the sender's clock."""
        self.of(sent_s, now_s)
        self._beat = None if sent_s is None else (sent_s, now_s)

    def since_beat(self, now_s: float) -> tuple[float | None, float]:
        """Return when the last beat left by the sender's clock, None where none came, and the seconds since it came.

        The sum is what the sender's clock showed now at the earliest; safe to ask from any thread.
        """
        beat = self._beat
        return (None, 0.0) if beat is None else (beat[0], now_s - beat[1])
