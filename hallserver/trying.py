# SPDX-License-Identifier: Apache-2.0
"""Tries devices out when somebody asked for it: printers and loudspeakers by a job, what shows or beeps for a few seconds."""

from collections.abc import Sequence

from displays.trial import FRESH_S, trial_job, trial_shown
from hallserver.cabled import SHOWING, Cabled
from hallserver.clock import Clock
from hallserver.core import events as e
from hallserver.core.catalog import DeviceRow
from hallserver.outbox import Outbox
from hallserver.service import Service
from hallserver.words import say

SHOWN_S = 5.0
"""So long a board shows its test, unless it has something to say before."""
BEEPS = 2
"""Neither the one of a key that was taken nor the three of one that was refused."""


class Trying:
    """Does what a committed ``DeviceTried`` asks for."""

    def __init__(self, service: Service, outbox: Outbox, cabled: Cabled, clock: Clock) -> None:
        """Listen to the bus."""
        self._service, self._outbox, self._cabled, self._clock = service, outbox, cabled, clock
        self.close = service.bus.listen(self._hear)
        """Stop listening."""

    def _hear(self, entries: Sequence[e.Entry]) -> None:
        for entry in entries:
            if isinstance(entry.event, e.DeviceTried):
                row = self._service.hall.catalog.devices.get(entry.event.device)
                if row is not None:
                    self._try(row, entry)

    def _try(self, row: DeviceRow, entry: e.Entry) -> None:
        job = trial_job(self._service.hall, row, f"{entry.epoch}.{entry.seq}", say)
        if job is not None:
            self._outbox.put(job, entry.at_us, FRESH_S)
            return
        if row.kind in SHOWING:
            self._cabled.try_out(row.slug, trial_shown(row, say))
            self._clock.call_later(SHOWN_S, lambda: self._cabled.end_trial(row.slug))
        if row.kind != "rater":  # the trial of its keys begins with the same event, and answers each key by a beep
            self._cabled.beep(row.slug, BEEPS)
