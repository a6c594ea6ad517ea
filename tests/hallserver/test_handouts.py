# SPDX-License-Identifier: Apache-2.0
"""A notice or return slip goes to its printer once, also over a restart, and its reports touch no ticket's slip."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from displays.handout import NOTICE_FRESH_S
from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core.jobs import Job, JobReport, PrintSlip
from hallserver.core.roles import SERVICE_DOOR
from hallserver.core.short_code import short_code
from hallserver.handouts import Handouts
from hallserver.outbox import Outbox
from hallserver.service import Service
from hallserver.store.folder import Folder
from tests.support import AGENT, DUTY, GUIDE, KIOSK, LI, SECOND_US, new_folder, open_service, set_up

NOTICE = c.GiveNotice(missing=("copy",))


class House:
    """An open folder with what hands papers out; it can be shut as if the server had died, and opened again."""

    def __init__(self, path: Path) -> None:
        """Keep where it is."""
        self.path = path
        self.clock: SimulatedClock | None = None

    def open(self, later_s: float = 0) -> None:
        """Open it, so much later."""
        clock = SimulatedClock(self.clock.now() + int(later_s * SECOND_US)) if self.clock else None
        self.service: Service
        self.folder: Folder
        self.service, self.folder, self.clock = open_service(self.path, clock=clock)
        self.outbox = Outbox(self.service, self.clock)
        self.handouts = Handouts(self.service, self.outbox, self.clock)

    def shut(self) -> None:
        """Let go of it."""
        self.handouts.close()
        self.outbox.close()
        self.folder.close()

    def printed(self) -> list[PrintSlip]:
        """Return the handouts that an agent gets when it comes, and let it go away again without a word."""
        got: list[Job] = []
        self.outbox.attach("agent-1", got.append)()
        return [job for job in got if isinstance(job, PrintSlip) and job.job.startswith("handout/")]

    async def report(self, job: str, state: str) -> None:
        """Report as the agent would."""
        command = self.outbox.told(JobReport(job=job, device="printer-1", state=state))  # type: ignore[arg-type]
        assert command is not None
        await self.service.submit(command, AGENT)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Return a house that is not open yet."""
    return House(new_folder(tmp_path / "hall"))


def told(house: House, story: Callable[[], Awaitable[None]]) -> None:
    """Tell a story in an open house with a small hall."""

    async def whole() -> None:
        house.open()
        await set_up(house.service)
        await story()
        house.shut()

    asyncio.run(whole())


def test_a_notice_is_printed_once_and_forgotten_when_it_is_on_paper(house: House) -> None:
    """The agent is the one that says so."""

    async def story() -> None:
        await house.service.submit(NOTICE, GUIDE)
        (job,) = house.printed()
        await house.report(job.job, "sent")
        assert house.service.hall.handouts[job.job].state == "sent"
        await house.report(job.job, "done")
        assert house.service.hall.handouts == {}
        assert house.printed() == []

    told(house, story)


def test_after_a_restart_the_same_job_comes_again_and_one_that_a_printer_had_does_not(house: House) -> None:
    """The agent knows the job's id: what it has printed it does not print anew."""

    async def story() -> None:
        for _ in range(2):
            await house.service.submit(NOTICE, GUIDE)
        first, second = house.printed()
        await house.report(first.job, "sent")
        house.shut()
        house.open(later_s=30)
        assert house.printed() == [second]
        assert house.outbox.told(JobReport(job=first.job, device="printer-1", state="done")) is not None

    told(house, story)


def test_what_came_too_late_is_reported_and_not_printed_after_the_next_start(house: House) -> None:
    """The visitor has gone with a list written by hand; the screen says that nothing was printed."""

    async def story() -> None:
        await house.service.submit(NOTICE, GUIDE)
        house.shut()
        house.open(later_s=NOTICE_FRESH_S + 1)
        assert house.clock is not None
        house.clock.move_to(house.clock.now() + SECOND_US)
        for _ in range(200):
            await asyncio.sleep(0.01)
            if [it.state for it in house.service.hall.handouts.values()] == ["failed"]:
                break
        assert [it.state for it in house.service.hall.handouts.values()] == ["failed"]
        house.shut()
        house.open(later_s=5)
        assert house.printed() == []

    told(house, story)


def test_its_reports_touch_neither_a_tickets_slip_nor_the_days(house: House) -> None:
    """The notice is about a ticket, but is not its slip."""

    async def story() -> None:
        service = house.service
        await service.submit(c.OpenCounter(counter="c1"), LI)
        ticket = (await service.submit(c.TakeTicket(services=("seniors",)), KIOSK)).result["ticket"]
        assert isinstance(ticket, str)
        await service.submit(c.ReportSlip(job=f"slip/{ticket}/1", device="printer-1", ticket=ticket, state="done"), SERVICE_DOOR)
        await service.submit(c.CallNext(), LI)
        answer = await service.submit(c.Finish(outcome="incomplete", missing=("photo",)), LI)
        assert answer.result | {"notice_printer": "printer-1", "return_printer": ""} == answer.result
        (job,) = house.printed()
        assert job.short_code == short_code(service.token(ticket))
        for state in ("sent", "unknown"):
            await house.report(job.job, state)
        assert (service.hall.slips[ticket].state, service.hall.slips[ticket].copy) == ("done", 1)
        assert service.hall.day_slip == ""
        assert service.hall.handouts[job.job].state == "unknown"
        assert house.printed() == [], "what may be on paper is not printed again by itself"

    told(house, story)


def test_closing_over_those_who_wait_prints_a_slip_for_each(house: House) -> None:
    """Beside the slip of the day, and after it has closed."""

    async def story() -> None:
        tickets = [(await house.service.submit(c.TakeTicket(services=("seniors",)), GUIDE)).result["number"] for _ in range(3)]
        await house.service.submit(c.CloseDay(rest="first-next-day"), DUTY)
        jobs = house.printed()
        assert [[line.text for line in job.lines if line.size == 10] for job in jobs] == [[label] for label in tickets]
        house.shut()
        house.open(later_s=60)
        assert house.printed() == jobs

    told(house, story)
