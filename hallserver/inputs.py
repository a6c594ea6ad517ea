# SPDX-License-Identifier: Apache-2.0
"""What people do at devices on a cable: keys become commands of their counter, scans and cards go to the reading."""

from collections.abc import Awaitable, Callable, Mapping

from hallserver import wire
from hallserver.clock import Clock
from hallserver.core.catalog import DeviceRow
from hallserver.keying import REFUSED, Keys
from hallserver.service import Service

Take = Callable[[DeviceRow, wire.Input], Awaitable[int]]
"""(device, what was done there) → beeps: 1 taken, 3 refused, 0 none."""


class Inputs:
    """Takes each input once; says with beeps what became of it."""

    def __init__(self, service: Service, clock: Clock, takers: Mapping[str, Take] | None = None) -> None:
        """``takers``: who takes which kind of input besides keys."""
        self._service = service
        self.keys = Keys(service, clock)
        """Takes keys, and tries cabled raters out."""
        self.takers: dict[str, Take] = {"key": self.keys.take, **(takers or {})}

    async def take(self, agent: str, said: wire.Input) -> int:
        """Take what an agent tells; return how often the device is to beep. What hangs on another agent is refused."""
        row = self._service.hall.catalog.devices.get(said.device)
        taker = self.takers.get(said.kind)
        if row is None or row.agent != agent or row.retired or taker is None:
            return REFUSED
        return await taker(row, said)
