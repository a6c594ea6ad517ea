# SPDX-License-Identifier: Apache-2.0
"""Keys of keypads and cabled raters: by the device's own map they become commands of its counter, or nothing.

Nothing is ever guessed: a key that the map does not name is noted in the journal and refused with three beeps.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from msgspec import Struct

from counters.keypad import command_for
from hallserver import wire
from hallserver.clock import Clock
from hallserver.commissioning import Commissioning, Trial
from hallserver.core.catalog import DeviceRow
from hallserver.core.commands import Command, KeyIgnoredWhy, Rate, ReportDevice, ReportKey
from hallserver.core.errors import HallError, NotFound, StorageDown
from hallserver.core.keys import DIGITS, ERASE, NOTHING, STARS, map_of, raw_name
from hallserver.core.roles import SERVICE_DOOR, Actor
from hallserver.service import Service

NONE, TAKEN, REFUSED = 0, 1, 3
"""Beeps."""
TYPED_S: Final = 5.0
"""Digits that were typed are forgotten when no key follows for so long."""
TYPED_MOST: Final = 8
NOTED_EVERY_S: Final = 60.0
"""The same key of the same device is noted in the journal once in this time."""
NOTED_MOST: Final = 6
"""So many different keys of one device are noted in that time: noise must not fill the journal."""


class Typed(Struct):
    """What was typed at a keypad since its last key: raw keys, the digits that they are, and when the last one came."""

    raw: tuple[str, ...] = ()
    digits: str = ""
    at_s: float = 0.0


class Keys:
    """Takes keys, one at a time, and says with beeps what became of them."""

    def __init__(self, service: Service, clock: Clock, command_of: Callable[..., Command | None] = command_for) -> None:
        """Begin with nothing typed. ``command_of`` gives what a named key means at a counter."""
        self._service, self._clock, self._command_of = service, clock, command_of
        self._typed: dict[str, Typed] = {}
        self._noted: dict[str, dict[str, float]] = {}
        self.trials = Commissioning(clock.mono)
        """Trials of cabled raters."""

    async def take(self, row: DeviceRow, said: wire.Input) -> int:
        """Take the keys of one press at this device; return how often it is to beep."""
        counter = self._service.hall.catalog.counters.get(row.counter)
        if counter is None or counter.retired or row.kind not in {"keypad", "rater"}:
            return await self.ignore(row.slug, said.value, "wrong-place")
        return await (self._rate(row, said) if row.kind == "rater" else self._press(row, said))

    # ---- keypads ----

    async def _press(self, row: DeviceRow, said: wire.Input) -> int:
        keys, raw = map_of(row.keys), raw_name(said.value).split("+")
        if keys.get(raw[0]) == NOTHING and len(raw) == 1:
            return NONE
        typed = self._typed_at(row.slug)
        together = keys.get("+".join((*typed.raw, *raw)))
        if together is not None and len(typed.raw) + len(raw) > 1:
            return await self._mean(row, said, together, "")
        for place, key in enumerate(raw, start=1):
            meaning = keys.get(key)
            if meaning in DIGITS and len(typed.raw) < TYPED_MOST:
                typed = Typed(raw=(*typed.raw, key), digits=typed.digits + DIGITS[meaning], at_s=self._clock.mono())
            elif meaning is None or meaning in DIGITS or place < len(raw):
                return await self.ignore(row.slug, said.value, "unknown" if meaning is None else "no-meaning")
            else:
                return await self._mean(row, said, meaning, typed.digits)
        self._typed[row.slug] = typed
        return TAKEN

    def _typed_at(self, device: str) -> Typed:
        """Take away what was typed there, if that was just now."""
        typed = self._typed.pop(device, None)
        return typed if typed is not None and self._clock.mono() - typed.at_s <= TYPED_S else Typed()

    async def _mean(self, row: DeviceRow, said: wire.Input, meaning: str, digits: str) -> int:
        if meaning in {NOTHING, ERASE}:
            return TAKEN
        await self._service.settled()
        command = self._command_of(self._service.hall, row.counter, meaning, digits, now_us=self._clock.now())
        if command is None:
            return await self.ignore(row.slug, said.value, "no-meaning")
        return await self._submit(command, row, "keypad", said)

    # ---- raters ----

    async def _rate(self, row: DeviceRow, said: wire.Input) -> int:
        meaning = map_of(row.keys).get(raw_name(said.value), "")
        if self.trials.is_running(row.slug):
            return await self._try(row, said.value, meaning)
        if not self._may_rate(row.slug):
            return await self.ignore(row.slug, said.value, "not-commissioned")
        if meaning == NOTHING:
            return NONE
        if meaning not in STARS:
            return await self.ignore(row.slug, said.value, "unknown")
        return await self._submit(Rate(stars=STARS[meaning]), row, "rater", said)

    def _may_rate(self, device: str) -> bool:
        return device in self._service.hall.commissioned

    def begin_commissioning(self, device: str) -> Trial:
        """Begin the trial of a cabled rater; while it runs, its keys rate nothing. Raises NotFound: it is none."""
        return self.trials.begin(device, self._cabled_rater(device).wiring)

    def must_be_cabled_rater(self, device: str) -> None:
        """Raise NotFound unless this is a cabled rater in use: no other device has keys that rate."""
        self._cabled_rater(device)

    def _cabled_rater(self, device: str) -> DeviceRow:
        row = self._service.hall.catalog.devices.get(device)
        if row is None or row.retired or row.kind != "rater" or not row.on_cable:
            raise NotFound("device-unknown", device=device[:60])
        return row

    async def _try(self, row: DeviceRow, raw: str, meaning: str) -> int:
        device = row.slug
        trial = self.trials.pressed(device, raw, meaning, row.wiring)
        was = device in self._service.hall.commissioned
        try:
            if trial.state == "passed":
                await self._service.submit(ReportDevice(device=device, state="commissioned"), SERVICE_DOOR)
            elif trial.state == "failed" and was:
                # it rated until now, but its keys mean something else
                await self._service.submit(ReportDevice(device=device, state="uncommissioned"), SERVICE_DOOR)
        except StorageDown:
            self.trials.begin(device, row.wiring)
            return REFUSED
        return REFUSED if trial.state == "failed" else TAKEN

    # ---- both ----

    async def _submit(self, command: Command, row: DeviceRow, role: str, said: wire.Input) -> int:
        actor = Actor(kind="device", name=row.slug, roles=frozenset({role}), counter=row.counter)
        try:
            await self._service.submit(command, actor, f"{said.run}.{said.n}")
        except HallError:
            return REFUSED
        return TAKEN

    async def ignore(self, device: str, key: str, why: KeyIgnoredWhy) -> int:
        """Note that nothing followed from a key; return the beeps that say so."""
        now_s = self._clock.mono()
        noted = {it: at_s for it, at_s in self._noted.get(device, {}).items() if now_s - at_s < NOTED_EVERY_S}
        if key not in noted and len(noted) < NOTED_MOST:
            noted[key] = now_s
            with suppress(StorageDown):
                await self._service.submit(ReportKey(device=device, key=key[:24], why=why), SERVICE_DOOR)
        self._noted[device] = noted
        return REFUSED
