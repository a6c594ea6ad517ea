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

    def of(self, sent_s: float | None, now_s: float) -> float:
        """Return how many seconds more than the fastest this message took; 0 for one that does not say when it left."""
        if sent_s is None:
            return 0.0
        self._ahead_s.append(now_s - sent_s)
        return now_s - sent_s - min(self._ahead_s)
