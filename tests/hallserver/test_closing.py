# SPDX-License-Identifier: Apache-2.0
"""The closed day's slip goes to its printer once, with an anchor behind the day's end, also over a restart."""

import asyncio
from pathlib import Path

from hallserver.clock import SimulatedClock
from hallserver.closing import Closing
from hallserver.core import commands as c
from hallserver.core.jobs import Job, JobReport, PrintSlip
from hallserver.outbox import Outbox
from hallserver.service import Service
from hallserver.store.anchor import Anchor
from hallserver.store.folder import Folder
from tests.support import AGENT, DUTY, NINE_US, SECOND_US, new_folder, open_service, set_up


def parts(path: Path, clock: SimulatedClock | None = None) -> tuple[Service, Folder, SimulatedClock, Outbox, Closing]:
    """Open a folder with what hands slips out."""
    service, folder, clock = open_service(path, clock=clock)
    outbox = Outbox(service, clock)
    return service, folder, clock, outbox, Closing(service, outbox, clock)


def slips(outbox: Outbox) -> list[PrintSlip]:
    """Return what the agent gets when it comes."""
    got: list[Job] = []
    outbox.attach("agent-1", got.append)()
    return [job for job in got if isinstance(job, PrintSlip)]


def test_the_slip_comes_with_the_close_and_again_only_while_no_printer_had_it(tmp_path: Path) -> None:
    """The server dies before the agent is there; the next one prints it, and the one after that does not."""

    async def story() -> None:
        path = new_folder(tmp_path / "hall")
        service, folder, clock, outbox, closing = parts(path)
        await set_up(service)
        assert slips(outbox) == []
        seq = (await service.submit(c.CloseDay(), DUTY)).seq
        (slip,) = slips(outbox)
        anchor = Anchor.read(slip.qr)
        assert anchor.seq >= seq
        with folder.database.reader() as reader:
            assert anchor.fit(reader) == "fits"
        closing.close()
        folder.close()
        service, folder, clock, outbox, closing = parts(path, SimulatedClock(clock.now() + 60 * SECOND_US))
        (again,) = slips(outbox)
        assert again.job == slip.job
        report = JobReport(job=again.job, device=again.device, state="sent")
        command = outbox.told(report)
        assert command is not None
        await service.submit(command, AGENT)
        await service.submit(c.ReportSlip(job=again.job, device=again.device, ticket="", state="done"), AGENT)
        assert service.hall.day_slip == "done"
        folder.close()
        _, folder, _, outbox, _ = parts(path, SimulatedClock(NINE_US + 120 * SECOND_US))
        assert slips(outbox) == []
        folder.close()

    asyncio.run(story())
