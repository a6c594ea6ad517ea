# SPDX-License-Identifier: Apache-2.0
"""Who takes what is done at a device, and what comes from where it does not hang."""

import asyncio
from pathlib import Path

from hallserver import wire
from hallserver.core.catalog import DeviceRow
from hallserver.core.commands import Configure
from hallserver.core.jobs import InputKind
from hallserver.core.roles import SERVICE_SETUP
from hallserver.inputs import Inputs
from hallserver.keying import NONE, REFUSED
from tests.hallserver.test_keying import HALL
from tests.support import new_folder, open_service, set_up


def _said(device: str, kind: InputKind = "key", value: str = "11") -> wire.Input:
    return wire.Input(device=device, n=1, run="r1", kind=kind, value=value)


def test_keys_are_taken_here_and_other_inputs_by_whoever_was_named(tmp_path: Path) -> None:
    """An input that nobody takes is refused with three beeps."""
    taken: list[tuple[str, str]] = []

    async def scan(row: DeviceRow, said: wire.Input) -> int:
        taken.append((row.slug, said.value))
        return 1

    async def run() -> None:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        await set_up(service, HALL)
        inputs = Inputs(service, clock, {"scan": scan})
        assert await inputs.take("agent-1", _said("keypad-1")) == NONE
        assert await inputs.take("agent-1", _said("keypad-1", "scan", "A012")) == 1
        assert await inputs.take("agent-1", _said("keypad-1", "card", "x")) == REFUSED
        folder.close()

    asyncio.run(run())
    assert taken == [("keypad-1", "A012")]


def test_what_does_not_hang_on_the_agent_that_tells_is_refused(tmp_path: Path) -> None:
    """A box of one counter must not press the keys of another; a device out of use presses none."""

    async def run() -> None:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        await set_up(service, HALL)
        inputs = Inputs(service, clock)
        assert await inputs.take("agent-2", _said("keypad-1")) == REFUSED
        assert await inputs.take("agent-1", _said("keypad-7")) == REFUSED
        devices = [row | {"retired": True} if row["slug"] == "keypad-1" else row for row in HALL["devices"]]
        await service.submit(Configure(section="devices", rows=devices), SERVICE_SETUP)
        assert await inputs.take("agent-1", _said("keypad-1")) == REFUSED
        folder.close()

    asyncio.run(run())
