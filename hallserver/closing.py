# SPDX-License-Identifier: Apache-2.0
"""Hands the closed day's slip, with the audit anchor on it, to its printer: once, also when the server died in between."""

from collections.abc import Sequence

from displays.day_slip import FRESH_S, day_slip, day_slip_due
from hallserver.clock import Clock
from hallserver.core.events import DayClosed, Entry
from hallserver.outbox import Outbox
from hallserver.service import Service
from hallserver.words import say


class Closing:
    """Listens for the end of the day."""

    def __init__(self, service: Service, outbox: Outbox, clock: Clock) -> None:
        """Listen, and print what was left open. Build it on the running event loop."""
        self._service, self._outbox, self._clock = service, outbox, clock
        self.close = service.bus.listen(self._hear)
        """Stop listening."""
        self._print()

    def _hear(self, entries: Sequence[Entry]) -> None:
        if any(isinstance(entry.event, DayClosed) for entry in entries):
            self._print()

    def _print(self) -> None:
        """Put the slip among the open jobs. The anchor is the head as it is durable: the end of the day lies before it."""
        hall, now_us = self._service.hall, self._clock.now()
        job = day_slip(hall, str(self._service.anchor()), say) if day_slip_due(hall, now_us) else None
        if job is not None:
            self._outbox.put(job, now_us, FRESH_S - (now_us - hall.closed_us) / 1e6)
