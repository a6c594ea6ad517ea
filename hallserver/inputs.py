# SPDX-License-Identifier: Apache-2.0
"""What people do at devices on a cable: keys become commands of their counter, scans and cards go to the reading."""

from collections.abc import Awaitable, Callable

from hallserver import wire
from hallserver.core.catalog import DeviceRow
from hallserver.core.commands import KeyIgnoredWhy, ReportKey
from hallserver.core.roles import SERVICE_DOOR
from hallserver.service import Service

Take = Callable[[DeviceRow, wire.Input], Awaitable[int]]
"""(device, what was done there) → beeps: 1 taken, 3 refused, 0 none."""
REFUSED = 3


class Inputs:
    """Takes each input once; says with beeps what became of it."""

    def __init__(self, service: Service, takers: dict[str, Take] | None = None) -> None:
        """``takers``: who takes which kind of input; keys are taken here."""
        self._service = service
        self.takers: dict[str, Take] = takers or {}

    async def take(self, agent: str, said: wire.Input) -> int:
        """Take what an agent tells; return how often the device is to beep."""
        row = self._service.hall.catalog.devices.get(said.device)
        taker = self.takers.get(said.kind)
        if row is None or row.agent != agent or row.retired or taker is None:
            return REFUSED
        return await taker(row, said)

    async def ignore(self, device: str, key: str, why: KeyIgnoredWhy) -> int:
        """Note that nothing followed from a key; return the beeps that say so."""
        await self._service.submit(ReportKey(device=device, key=key, why=why), SERVICE_DOOR)
        return REFUSED
