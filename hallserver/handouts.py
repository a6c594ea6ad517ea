# SPDX-License-Identifier: Apache-2.0
"""Has printed what visitors take home: notices of missing papers and return slips, each once, also over a restart.

A handout is no ticket's slip: it is never printed a second time by itself. What no printer had before the server died is
handed over again under the same job id, which an agent that has printed it does not print anew.
"""

from collections.abc import Sequence

from displays.handout import fresh_s, handout_job
from hallserver.clock import Clock
from hallserver.core.events import Entry, NoticeGiven, ReturnGiven
from hallserver.core.jobs import HANDOUT
from hallserver.core.noted import Handout
from hallserver.outbox import GRACE_S, Outbox
from hallserver.service import Service
from hallserver.words import say


class Handouts:
    """Listens for what is to be printed."""

    def __init__(self, service: Service, outbox: Outbox, clock: Clock) -> None:
        """Listen, and print what was left open. Build it on the running event loop."""
        self._service, self._outbox, self._clock = service, outbox, clock
        self.close = service.bus.listen(self._hear)
        """Stop listening."""
        for handout in list(service.hall.handouts.values()):
            self._put(handout)

    def _hear(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if isinstance(entry.event, NoticeGiven | ReturnGiven):
                handout = self._service.hall.handouts.get(f"{HANDOUT}{entry.epoch}.{entry.seq}")
                if handout is not None:
                    self._put(handout)

    def _put(self, handout: Handout) -> None:
        """Put it among the open jobs, unless it has ended; of one that a printer had, only the end is awaited."""
        now_us, sent = self._clock.now(), handout.state == "sent"
        left_s = fresh_s(handout) - (now_us - handout.at_us) / 1e6
        if handout.state not in {"queued", "sent"}:
            return
        ticket = handout.event.ticket
        job = handout_job(self._service.hall, handout, self._service.token(ticket) if ticket else "", say)
        self._outbox.put(job, now_us, GRACE_S if sent else max(0.0, left_s), handed=sent)
