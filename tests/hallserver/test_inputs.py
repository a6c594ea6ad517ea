# SPDX-License-Identifier: Apache-2.0
"""Who takes what is done at a device, and what comes from where it does not hang."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import structs

from hallserver import wire
from hallserver.core.catalog import DeviceRow
from hallserver.core.commands import CallNext, Configure, FinishAndCall, OpenCounter, TakeTicket
from hallserver.core.errors import StorageDown
from hallserver.core.events import KeyIgnored
from hallserver.core.jobs import InputKind
from hallserver.core.roles import SERVICE_SETUP
from hallserver.inputs import LATE_S, Inputs
from hallserver.keying import NONE, REFUSED, TAKEN
from hallserver.store.reading import NO_LIMIT
from tests.hallserver.test_keying import HALL
from tests.support import KIOSK, LI, new_folder, open_service, set_up


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


def test_what_lay_on_a_stalled_line_is_not_done_any_more(tmp_path: Path) -> None:
    """Pressed for the visitor of then, it would act on the visitor of now; the journal says that it came late, never what was scanned."""

    async def scan(_row: DeviceRow, _said: wire.Input) -> int:
        return 1

    async def run() -> None:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        await set_up(service, HALL)
        await service.submit(OpenCounter(counter="c1"), LI)
        await service.submit(TakeTicket(services=("seniors",)), KIOSK)
        inputs = Inputs(service, clock, {"scan": scan})
        for lay_s, beeps in ((LATE_S + 0.1, REFUSED), (LATE_S - 0.1, TAKEN)):
            left: dict[str, Any] = {"beat_s": clock.mono() - lay_s - 2.0, "after_s": 2.0}
            for said in (_said("keypad-1", "scan", "the text of a slip"), _said("keypad-1", "key", "0C")):
                assert await inputs.take("agent-1", structs.replace(said, run=str(lay_s), **left)) == beeps
        noted = [it.event for it in folder.journal.after(1, 0, NO_LIMIT) if isinstance(it.event, KeyIgnored)]
        assert [(it.key, it.why) for it in noted] == [("scan", "late"), ("0C", "late")]
        folder.close()

    asyncio.run(run())


def test_an_input_that_fails_costs_the_agent_no_line(tmp_path: Path) -> None:
    """Whatever the hall says to it, three beeps: on that line hang printers and boards as well."""

    async def scan(_row: DeviceRow, _said: wire.Input) -> int:
        raise StorageDown("storage-down")

    async def run() -> None:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        await set_up(service, HALL)
        assert await Inputs(service, clock, {"scan": scan}).take("agent-1", _said("keypad-1", "scan", "x")) == REFUSED
        folder.close()

    asyncio.run(run())


async def _finish_that_lay_five_seconds_on_the_line(path: Path, late_s: float) -> list[str]:
    """Press 评价 for the first visitor; before it arrives the clerk finishes on screen and calls the second. Return how both are then."""
    service, folder, clock = open_service(path)
    await set_up(service, HALL)
    await service.submit(OpenCounter(counter="c1"), LI)
    for _ in range(2):
        await service.submit(TakeTicket(services=("seniors",)), KIOSK)
    await service.submit(CallNext(), LI)
    pressed = structs.replace(_said("keypad-1", value="0B"), beat_s=clock.mono(), after_s=0.0)
    await service.submit(FinishAndCall(), LI)
    clock.move_to(clock.now() + 5_000_000)
    await Inputs(service, clock, late_s=late_s).take("agent-1", pressed)
    states: list[str] = [ticket.state for ticket in service.hall.tickets.values()]
    folder.close()
    return states


def test_a_key_that_comes_late_does_not_act_on_the_next_visitor(tmp_path: Path) -> None:
    """With the control: where nobody asks how long it lay, it finishes a visitor who has not even come to the counter."""
    run = partial(_finish_that_lay_five_seconds_on_the_line, new_folder(tmp_path / "hall"), LATE_S)
    assert asyncio.run(run()) == ["finished", "called"]
    control = partial(_finish_that_lay_five_seconds_on_the_line, new_folder(tmp_path / "control"), 3600.0)
    assert asyncio.run(control()) == ["finished", "finished"]
