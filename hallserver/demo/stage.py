# SPDX-License-Identifier: Apache-2.0
"""Steps in the order of time: at full speed on a simulated clock, then live on the hall's own. Same steps, same code."""

import asyncio
import heapq
import logging
from collections.abc import Awaitable, Callable

from hallserver.answers import Answer
from hallserver.clock import Clock, SimulatedClock
from hallserver.core import commands as c
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.service import Service

_log = logging.getLogger(__name__)

Step = Callable[["Stage"], Awaitable[None]]
"""Something that happens at its time; it may put off further steps."""


class Stage:
    """Where the demo's people act: the service, the time, and what is still to come."""

    def __init__(self, service: Service, clock: Clock) -> None:
        """Begin with nothing to come."""
        self._service, self._clock = service, clock
        self._steps: list[tuple[int, int, Step]] = []
        self._count = 0

    @property
    def hall(self) -> Hall:
        """The hall as it is."""
        return self._service.hall

    def now_us(self) -> int:
        """Return UTC microseconds."""
        return self._clock.now()

    def after(self, delay_s: float, step: Step) -> None:
        """Put a step off by this many seconds."""
        self._count += 1
        heapq.heappush(self._steps, (self._clock.now() + int(delay_s * 1e6), self._count, step))

    async def ask(self, command: c.Command, by: Actor) -> Answer | None:
        """Ask; None when it is refused, as happens to people: somebody else was quicker."""
        try:
            return await self._service.submit(command, by)
        except HallError as refusal:
            _log.debug("%s was refused: %s", by.id, refusal)
            return None

    async def play_until(self, until_us: int, clock: SimulatedClock) -> None:
        """Take every step up to this time at once, moving the simulated clock."""
        while self._steps and self._steps[0][0] <= until_us:
            at_us, _, step = heapq.heappop(self._steps)
            clock.move_to(at_us)
            await step(self)
        clock.move_to(until_us)

    async def play(self) -> None:
        """Take every step when its time has come, until cancelled."""
        while self._steps:
            at_us, _, step = heapq.heappop(self._steps)
            await asyncio.sleep(max(0.0, (at_us - self._clock.now()) / 1e6))
            await step(self)
