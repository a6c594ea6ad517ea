# SPDX-License-Identifier: Apache-2.0
"""Trying out a cabled rater from the set-up screen: begun by a person, then told how far it is."""

from msgspec import Struct

from hallserver.commissioning import TrialState
from hallserver.core.commands import TryDevice
from hallserver.web.handler import ApiHandler
from hallserver.web.pairing import device_row


class CommissioningOnWire(Struct, frozen=True, kw_only=True):
    """A rater's trial: which key is to be pressed now or how it ended, the raw key heard last, seconds left, whether the rater rates."""

    device: str
    state: TrialState
    heard: str
    left_s: int
    commissioned: bool


class CommissioningHandler(ApiHandler):
    """``GET`` and ``POST /api/v1/devices/{device}/commissioning``."""

    async def post(self, slug: str) -> None:
        """Begin the trial, as every try of a cabled rater does; the journal keeps who began it."""
        row = device_row(self.door, slug)
        self.door.inputs.keys.must_be_cabled_rater(row.slug)
        await self.door.service.submit(TryDevice(device=row.slug), self.actor)
        self._answer(row.slug)

    async def get(self, slug: str) -> None:
        """Answer how far it is."""
        row = device_row(self.door, slug)
        await self.door.service.settled()
        self._answer(row.slug)

    def _answer(self, device: str) -> None:
        trial = self.door.inputs.keys.trials.trial(device)
        commissioned = device in self.door.service.hall.commissioned
        self.answer(
            CommissioningOnWire(device=device, state=trial.state, heard=trial.heard, left_s=trial.left_s, commissioned=commissioned)
        )
