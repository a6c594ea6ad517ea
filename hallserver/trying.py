# SPDX-License-Identifier: Apache-2.0
"""Tries devices out when somebody asked for it: printers and loudspeakers by a job, what shows or beeps for a few seconds."""

from collections.abc import Sequence

from displays.trial import FRESH_S, trial_job, trial_shown
from hallserver.cabled import SHOWING, Cabled
from hallserver.clock import Clock
from hallserver.commissioning import LASTS_S
from hallserver.core import events as e
from hallserver.core.catalog import DeviceRow
from hallserver.keying import Keys
from hallserver.outbox import Outbox
from hallserver.service import Service
from hallserver.words import say

SHOWN_S = 5.0
"""So long a board shows its test, unless it has something to say before. A rater asks for as long as the trial of its keys lasts."""
BEEPS = 2
"""Neither the one of a key that was taken nor the three of one that was refused."""


class Trying:
    """Does what a committed ``DeviceTried`` asks for."""

    def __init__(self, service: Service, outbox: Outbox, cabled: Cabled, clock: Clock, keys: Keys) -> None:
        """Listen to the bus. ``keys`` tries the keys of raters out."""
        self._service, self._outbox, self._cabled, self._clock, self._keys = service, outbox, cabled, clock, keys
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
        if row.kind == "rater":
            # whoever asked for it, no press at a test is a rating; each key is answered by a beep
            self._keys.begin_commissioning(row.slug)
            self._cabled.try_out(row.slug, trial_shown(row, say), lambda: self._keys.trials.is_running(row.slug))
            self._clock.call_later(LASTS_S + 1, lambda: self._cabled.end_trial(row.slug))
            return
        if row.kind in SHOWING:
            self._cabled.try_out(row.slug, trial_shown(row, say))
            self._clock.call_later(SHOWN_S, lambda: self._cabled.end_trial(row.slug))
        self._cabled.beep(row.slug, BEEPS)
