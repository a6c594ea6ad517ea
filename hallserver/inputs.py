# SPDX-License-Identifier: Apache-2.0
"""What people do at devices on a cable: keys become commands of their counter, scans and cards go to the reading."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from hallserver import wire
from hallserver.clock import Clock
from hallserver.core.catalog import DeviceRow
from hallserver.core.errors import HallError
from hallserver.keying import REFUSED, Keys
from hallserver.service import Service

Take = Callable[[DeviceRow, wire.Input], Awaitable[int]]
"""(device, what was done there) → beeps: 1 taken, 3 refused, 0 none."""

LATE_S: Final = 3.0
"""What lay longer on the way is not done any more: the clerk has pressed again by then, or gone on at a screen."""


class Inputs:
    """Takes each input once; says with beeps what became of it."""

    def __init__(self, service: Service, clock: Clock, takers: Mapping[str, Take] | None = None, *, late_s: float = LATE_S) -> None:
        """``takers``: who takes which kind of input besides keys; ``late_s``: how long one may lie on the way."""
        self._service, self._clock, self._late_s = service, clock, late_s
        self.keys = Keys(service, clock)
        """Takes keys, and tries cabled raters out."""
        self.takers: dict[str, Take] = {"key": self.keys.take, **(takers or {})}

    async def take(self, agent: str, said: wire.Input) -> int:
        """Take what an agent tells; return how often the device is to beep. What hangs on another agent, or comes late, is refused."""
        row = self._service.hall.catalog.devices.get(said.device)
        taker = self.takers.get(said.kind)
        if row is None or row.agent != agent or row.retired or taker is None:
            return REFUSED
        try:
            return await self._take(row, said, taker)
        except HallError:
            # one input that cannot be taken just now must not cost the agent its line, and all other devices theirs
            return REFUSED

    async def _take(self, row: DeviceRow, said: wire.Input, taker: Take) -> int:
        if said.beat_s is not None and self._clock.mono() - said.beat_s - said.after_s > self._late_s:
            # a scanned text or an ID number has no place in the journal
            return await self.keys.ignore(row.slug, said.value if said.kind == "key" else said.kind, "late")
        return await taker(row, said)
