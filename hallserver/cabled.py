# SPDX-License-Identifier: Apache-2.0
"""What hangs on an agent, and what its boards, keypads and raters have to show: told when it comes, then whenever it changes."""

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Struct, field

from displays.board import shown
from hallserver import wire
from hallserver.clock import Clock
from hallserver.core import events as e
from hallserver.core.catalog import CABLED
from hallserver.core.hall import Hall
from hallserver.core.jobs import DeviceSpec, Shown
from hallserver.service import Service

AFTER_S = 0.2
"""A timer may be a little early."""
Say = Callable[[wire.FromServer], None]
SHOWING: frozenset[str] = frozenset({"board", "keypad", "rater"})
"""Kinds of devices that show a state."""


def devices_of(hall: Hall, agent: str) -> tuple[DeviceSpec, ...]:
    """Return what hangs on this agent."""
    rows = (row for row in hall.catalog.devices.values() if row.agent == agent and not row.retired and row.on_cable)
    return tuple(DeviceSpec(device=row.slug, kind=row.kind, driver=row.driver, address=row.address) for row in rows if row.kind in CABLED)  # type: ignore[arg-type]  # CABLED are the kinds of a spec


class Trial(Struct, frozen=True):
    """A device that shows a test: what would be shown, as it was then, and whether the test goes on whatever happens."""

    before: Shown
    goes_on: Callable[[], bool]


class Line(Struct):
    """The line of an agent that is there: how to speak to it, and what it was told last."""

    say: Say
    devices: tuple[DeviceSpec, ...]
    told: dict[str, Shown] = field(default_factory=dict)
    trials: dict[str, Trial] = field(default_factory=dict)
    """Devices that are tried out."""


class Cabled:
    """Keeps every agent's idea of its devices equal to the hall's."""

    def __init__(self, service: Service, clock: Clock) -> None:
        """Listen to the bus. Build it on the running event loop."""
        self._service, self._clock = service, clock
        self._lines: dict[str, Line] = {}
        self._waiting = False
        self.close = service.bus.listen(self._hear)
        """Stop listening."""

    def attach(self, agent: str, say: Say, key: str = "") -> Callable[[], None]:
        """Welcome an agent with what hangs on it, and with its new ``key`` if it has just been paired; return the function that ends it."""
        hall = self._service.hall
        line = self._lines[agent] = Line(say=say, devices=devices_of(hall, agent))
        say(wire.Welcome(devices=line.devices, key=key))
        self._tell(line)

        def detach() -> None:
            if self._lines.get(agent) is line:
                del self._lines[agent]

        return detach

    def beep(self, device: str, times: int) -> None:
        """Have a device draw attention to itself, if its agent is there."""
        row = self._service.hall.catalog.devices.get(device)
        line = self._lines.get(row.agent) if row is not None else None
        if line is not None:
            line.say(wire.Beep(device=device, times=times))

    def try_out(self, device: str, trial: Shown, goes_on: Callable[[], bool] = lambda: False) -> None:
        """Have a board, keypad or rater show this until ``end_trial``, or until what it has to show changes: a call is never hidden.

        As long as ``goes_on``, neither ends it: a rater that has no call to hide must ask for its second key, too.
        """
        row = self._service.hall.catalog.devices.get(device)
        line = self._lines.get(row.agent) if row is not None else None
        if row is None or line is None or device not in {spec.device for spec in line.devices}:
            return
        line.trials[device] = Trial(shown(self._service.hall, row, self._clock.now()), goes_on)
        line.told[device] = trial
        line.say(wire.Show(device=device, shown=trial))

    def end_trial(self, device: str) -> None:
        """Have the device show again what is true, unless its test goes on."""
        for line in self._lines.values():
            trial = line.trials.get(device)
            if trial is not None and not trial.goes_on():
                del line.trials[device]
                self._tell(line)

    def _hear(self, entries: Sequence[e.Entry]) -> None:
        if not self._lines:
            return
        if any(isinstance(entry.event, e.Configured) for entry in entries):
            self._welcome_anew()
        if any(isinstance(entry.event, e.ServiceFinished) for entry in entries) and self._service.hall.standard is not None:
            # by then a rater has asked long enough
            self._clock.call_later(self._service.hall.rules.number("eval.window_device") + AFTER_S, self._look_if_settled)
        if not self._waiting:
            self._waiting = True
            # who asked has the answer first
            asyncio.get_running_loop().call_soon(self._look)

    def _look_if_settled(self) -> None:
        """Look, unless a group is in flight: its commit makes everybody look."""
        if self._service.committed == self._service.hall.seq:
            self._look()

    def _look(self) -> None:
        self._waiting = False
        for line in self._lines.values():
            self._tell(line)

    def _welcome_anew(self) -> None:
        for agent, line in self._lines.items():
            devices = devices_of(self._service.hall, agent)
            if devices != line.devices:
                line.devices = devices
                line.told.clear()
                line.trials.clear()
                line.say(wire.Welcome(devices=devices))

    def _tell(self, line: Line) -> None:
        hall = self._service.hall
        for spec in line.devices:
            if spec.kind not in SHOWING:
                continue
            now = shown(hall, hall.catalog.devices[spec.device], self._clock.now())
            trial = line.trials.get(spec.device)
            if trial is not None and (trial.goes_on() or trial.before == now):
                continue
            line.trials.pop(spec.device, None)
            if line.told.get(spec.device) != now:
                line.told[spec.device] = now
                line.say(wire.Show(device=spec.device, shown=now))
