# SPDX-License-Identifier: Apache-2.0
"""Which devices are there: a device that lost its links is reported once, and once more when it is back.

One key in two places at once is a copied key: the second one is refused by whoever asks here, and reported.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Literal

from hallserver.clock import Clock
from hallserver.core.commands import ReportDevice
from hallserver.core.roles import SERVICE_DOOR
from hallserver.service import Service
from hallserver.web.background import Background

log = logging.getLogger(__name__)
TWIN_EVERY_S = 60.0
"""A twin that keeps trying is reported again after this."""


class Presence:
    """Counts the links of each device. What the journal last said of a device decides what is new."""

    def __init__(self, service: Service, clock: Clock, lost_after_s: float, background: Background) -> None:
        """Begin with no device there."""
        self._service = service
        self._clock = clock
        self._lost_after_s = lost_after_s
        self._background = background
        self._links: Counter[str] = Counter()
        self._places: Counter[tuple[str, str]] = Counter()
        """Links by device and address."""
        self._twin_until_s: dict[str, float] = {}
        self._said: dict[str, str] = {}
        self._closed = False

    def close(self) -> None:
        """Report nothing any more: the server stops, the devices do not."""
        self._closed = True

    def came(self, device: str, address: str = "") -> None:
        """One more link of this device, from this address."""
        self._links[device] += 1
        self._places[device, address] += 1
        self._say(device, "back")

    def went(self, device: str, address: str = "") -> None:
        """One link less; without any for a while the device is lost."""
        self._links[device] -= 1
        self._places[device, address] -= 1
        if self._places[device, address] <= 0:
            del self._places[device, address]
        if self._links[device] <= 0:
            del self._links[device]
            self._clock.call_later(self._lost_after_s, partial(self._check, device))

    def expect(self, devices: Iterable[str]) -> None:
        """Report those of these devices that do not come within the time after which a device is lost."""
        for device in devices:
            self._clock.call_later(self._lost_after_s, partial(self._check, device))

    def has_twin(self, device: str, address: str) -> bool:
        """Tell whether this device has a link from another address."""
        return any(name == device and place != address for name, place in self._places)

    def is_twin(self, device: str, address: str) -> bool:
        """Tell whether this device has a link from another address, and report it then.

        From the same address it is a screen that was loaded anew, or an agent whose old line is not yet found dead.
        """
        if not self.has_twin(device, address):
            return False
        log.warning("device %s is connected already; a second one with its key, from %s, was refused", device, address)
        if self._twin_until_s.get(device, 0.0) <= self._clock.mono():
            self._twin_until_s[device] = self._clock.mono() + TWIN_EVERY_S
            self._background.run(self._service.submit(ReportDevice(device=device, state="twin"), SERVICE_DOOR))
        return True

    def is_there(self, device: str) -> bool:
        """Tell whether the device has a link just now."""
        return self._links[device] > 0

    def _check(self, device: str) -> None:
        if not self.is_there(device):
            self._say(device, "lost")

    def _say(self, device: str, state: Literal["lost", "back"]) -> None:
        before = self._said.get(device) or self._service.hall.devices.get(device, "paired")
        if self._closed or (before == "lost") == (state == "lost") or device not in self._service.hall.catalog.devices:
            return
        self._said[device] = state
        self._background.run(self._report(device, state))

    async def _report(self, device: str, state: Literal["lost", "back"]) -> None:
        try:
            await self._service.submit(ReportDevice(device=device, state=state), SERVICE_DOOR)
        finally:
            if self._said.get(device) == state:
                del self._said[device]
