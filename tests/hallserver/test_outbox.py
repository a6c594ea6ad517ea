# SPDX-License-Identifier: Apache-2.0
"""The outbox on the real service and store: every slip and call ends in a report, also over restarts."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core.jobs import Job, JobReport, PrintSlip, Speak
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.outbox import GRACE_S, SENT_S, Outbox
from hallserver.service import Service
from hallserver.store.folder import Folder
from tests.support import GUIDE, KIOSK, LI, NINE_US, SMALL_HALL, names, new_folder, open_service, set_up

AGENT = Actor(kind="device", name="agent-1", roles=frozenset({"device"}))


class Desk:
    """A service with its outbox and a simulated clock, and what an agent was handed."""

    def __init__(self, folder: Folder, service: Service, clock: SimulatedClock) -> None:
        """Build the outbox."""
        self.folder, self.service, self.clock = folder, service, clock
        self.outbox = Outbox(service, clock)
        self.handed: list[Job] = []

    def attach(self, *, caught_up: bool = True) -> Callable[[], None]:
        """Connect the agent, which has nothing to repeat or is still at it."""
        detach = self.outbox.attach("agent-1", self.handed.append)
        if caught_up:
            self.outbox.caught_up("agent-1")
        return detach

    async def confirmed(self) -> None:
        """Let the printer confirm a slip: it is not mute."""
        await self.take()
        await self.slip(self.handed[-1], "done")
        self.handed.clear()

    async def told(self, job: str, state: str, device: str = "printer-1") -> None:
        """Report as the socket of the agent does."""
        await self.service.settled()
        command = self.outbox.told(JobReport(job=job, device=device, state=state))  # type: ignore[arg-type]
        if command is not None:
            await self.service.submit(command, AGENT, f"{job}:{state}")
        await self.calm()

    def slips(self) -> list[str]:
        """Return the ids of the slips that were handed over."""
        return [job.job for job in self.handed if isinstance(job, PrintSlip)]

    async def later(self, seconds: float) -> None:
        """Let time pass, and let what it sets off become durable."""
        self.clock.move_to(self.clock.now() + int(seconds * 1e6))
        await self.calm()

    async def calm(self) -> None:
        """Wait until nothing is on its way."""
        for _ in range(20):
            await asyncio.sleep(0)
            await self.service.settled()

    async def take(self, by: Actor = KIOSK) -> str:
        """Take a ticket; return its id."""
        answer = await self.service.submit(c.TakeTicket(services=("seniors",)), by)
        await self.calm()
        return str(answer.result["ticket"])

    async def call(self) -> str:
        """Call the next ticket; return its id."""
        answer = await self.service.submit(c.CallNext(), LI)
        await self.calm()
        return str(answer.result["ticket"])

    async def slip(self, job: Job, state: str) -> None:
        """Report on a slip as the agent does."""
        assert isinstance(job, PrintSlip)
        command = c.ReportSlip(job=job.job, device=job.device, ticket=job.ticket, copy=job.copy, state=state)  # type: ignore[arg-type]
        await self.service.submit(command, AGENT, f"{job.job}:{state}")
        await self.calm()

    async def said(self, job: Job, state: str = "spoken") -> None:
        """Report on a call as the agent does."""
        assert isinstance(job, Speak)
        command = c.ReportAnnouncement(job=job.job, device=job.device, ticket=job.ticket, call=job.call, state=state)  # type: ignore[arg-type]
        await self.service.submit(command, AGENT, f"{job.job}:{state}")
        await self.calm()


@contextmanager
def opened(path: Path, now_us: int) -> Iterator[Desk]:
    """Open the folder as a server does, and close it after."""
    service, folder, clock = open_service(path, clock=SimulatedClock(now_us))
    try:
        yield Desk(folder, service, clock)
    finally:
        folder.close()


def play(tmp_path: Path, *acts: Callable[[Desk], Awaitable[None]]) -> None:
    """Run the acts on one hall; between two of them the server is started anew, two seconds later."""
    path = new_folder(tmp_path / "data")

    async def run() -> None:
        now_us = NINE_US
        for number, act in enumerate(acts):
            with opened(path, now_us) as desk:
                if not number:
                    await set_up(desk.service)
                    await desk.service.submit(c.OpenCounter(counter="c1"), LI)
                await act(desk)
                now_us = desk.clock.now() + 2_000_000

    asyncio.run(run())


def test_a_ticket_becomes_a_slip_and_a_call_an_announcement(tmp_path: Path) -> None:
    """Committed, then handed to the agent that is there."""

    async def act(desk: Desk) -> None:
        desk.attach()
        ticket = await desk.take()
        assert await desk.call() == ticket
        await desk.later(31)
        await desk.service.submit(c.Recall(), LI)
        await desk.calm()

        assert [job.job for job in desk.handed] == [
            f"slip/{ticket}/1", f"call/{ticket}/1.1/voice-1", f"call/{ticket}/1.1/voice-1+1", f"call/{ticket}/1.2/voice-1",
        ]  # fmt: skip
        assert desk.outbox.job(f"slip/{ticket}/1") is desk.handed[0]

    play(tmp_path, act)


def test_a_guides_ticket_is_printed_too(tmp_path: Path) -> None:
    """The visitor needs paper whoever pressed the key."""

    async def act(desk: Desk) -> None:
        desk.attach()
        ticket = await desk.take(GUIDE)
        assert [job.job for job in desk.handed] == [f"slip/{ticket}/1"]

    play(tmp_path, act)


def test_open_jobs_wait_for_the_agent(tmp_path: Path) -> None:
    """Whoever comes back gets what is still fresh, in order."""

    async def act(desk: Desk) -> None:
        first, second = await desk.take(), await desk.take()
        await desk.call()
        await desk.later(10)
        desk.attach()

        assert [job.job for job in desk.handed] == [f"slip/{first}/1", f"slip/{second}/1", f"call/{first}/1.1/voice-1"]
        assert isinstance(desk.handed[2], Speak)
        assert desk.handed[2].fresh_s == 5.0

    play(tmp_path, act)


def test_a_finished_slip_is_not_handed_out_again(tmp_path: Path) -> None:
    """Done is done."""

    async def act(desk: Desk) -> None:
        detach = desk.attach()
        await desk.take()
        await desk.slip(desk.handed[0], "sent")
        await desk.slip(desk.handed[0], "done")
        detach()
        desk.attach()

        assert len(desk.handed) == 1
        assert desk.outbox.job(desk.handed[0].job) is None

    play(tmp_path, act)


def test_a_slip_that_left_is_not_handed_out_again_but_its_end_is_awaited(tmp_path: Path) -> None:
    """The agent lost its line while the printer worked."""

    async def act(desk: Desk) -> None:
        detach = desk.attach()
        await desk.confirmed()
        ticket = await desk.take()
        await desk.slip(desk.handed[0], "sent")
        detach()
        desk.attach()
        assert len(desk.handed) == 1

        await desk.later(SENT_S + 1)
        assert desk.service.hall.slips[ticket].state == "unknown"
        assert [(job.job, job.copy) for job in desk.handed[1:] if isinstance(job, PrintSlip)] == [(f"slip/{ticket}/2", 2)]

    play(tmp_path, act)


def test_a_call_without_an_agent_ends_as_shown_only_when_it_is_no_longer_fresh(tmp_path: Path) -> None:
    """None vanishes."""

    async def act(desk: Desk) -> None:
        ticket = await desk.take()
        await desk.call()
        await desk.later(14)
        assert desk.service.hall.announcements == {}
        await desk.later(2)

        assert desk.service.hall.announcements == {f"call/{ticket}/1.1/voice-1": "screen-only"}
        desk.attach()
        assert [job for job in desk.handed if isinstance(job, Speak)] == []

    play(tmp_path, act)


def test_a_call_that_the_agent_never_reported_on_ends_all_the_same(tmp_path: Path) -> None:
    """Its box may have burnt."""

    async def act(desk: Desk) -> None:
        desk.attach()
        ticket = await desk.take()
        await desk.call()
        await desk.later(25)
        await desk.later(20)
        assert desk.service.hall.announcements == {}
        await desk.later(10)
        assert desk.service.hall.announcements == {f"call/{ticket}/1.1/voice-1": "screen-only"}

    play(tmp_path, act)


def test_a_reported_call_gets_no_second_end(tmp_path: Path) -> None:
    """Spoken stays spoken."""

    async def act(desk: Desk) -> None:
        desk.attach()
        await desk.take()
        ticket = await desk.call()
        await desk.said(desk.handed[-1])
        await desk.later(600)
        assert desk.service.hall.announcements == {f"call/{ticket}/1.1/voice-1": "spoken"}

    play(tmp_path, act)


def test_a_slip_that_nobody_could_print_fails_in_the_end(tmp_path: Path) -> None:
    """After five minutes the visitor has gone with the number from the screen."""

    async def act(desk: Desk) -> None:
        ticket = await desk.take()
        await desk.later(301)
        assert desk.service.hall.slips[ticket].state == "failed"
        desk.attach()
        assert desk.handed == []

    play(tmp_path, act)


def test_an_unknown_slip_is_copied_once_where_the_printer_can_tell(tmp_path: Path) -> None:
    """A half slip is followed by one whole slip, marked; a third never comes."""

    async def act(desk: Desk) -> None:
        desk.attach()
        await desk.take()
        await desk.slip(desk.handed[0], "unknown")
        assert len(desk.handed) == 1  # it has never confirmed one: it may be mute

        await desk.take()
        await desk.slip(desk.handed[1], "done")
        ticket = await desk.take()
        await desk.slip(desk.handed[2], "unknown")
        assert [job.job for job in desk.handed[3:]] == [f"slip/{ticket}/2"]
        assert any("补打" in line.text for job in desk.handed[3:] if isinstance(job, PrintSlip) for line in job.lines)
        await desk.slip(desk.handed[3], "unknown")
        assert len(desk.handed) == 4

    play(tmp_path, act)


def test_after_a_restart_a_queued_slip_is_printed_plain(tmp_path: Path) -> None:
    """The server died between the commit and the printer."""
    tickets: list[str] = []

    async def before(desk: Desk) -> None:
        tickets.append(await desk.take())

    async def after(desk: Desk) -> None:
        desk.attach()
        assert [(job.job, job.copy) for job in desk.handed if isinstance(job, PrintSlip)] == [(f"slip/{tickets[0]}/1", 1)]

    play(tmp_path, before, after)


def test_after_a_restart_a_sent_slip_becomes_unknown_and_one_marked_copy(tmp_path: Path) -> None:
    """It may be on paper or not: the copy says that it is one."""
    tickets: list[str] = []

    async def before(desk: Desk) -> None:
        desk.attach()
        await desk.confirmed()
        tickets.append(await desk.take())
        await desk.slip(desk.handed[0], "sent")

    async def after(desk: Desk) -> None:
        desk.attach()
        assert desk.handed == []
        await desk.later(GRACE_S + 1)
        assert desk.service.hall.slips[tickets[0]].state == "unknown"
        assert [(job.job, job.copy) for job in desk.handed if isinstance(job, PrintSlip)] == [(f"slip/{tickets[0]}/2", 2)]
        await desk.slip(desk.handed[0], "sent")
        await desk.slip(desk.handed[0], "unknown")
        await desk.later(1000)
        assert len(desk.handed) == 1

    play(tmp_path, before, after)


def test_after_a_restart_an_agent_may_still_say_that_the_slip_is_done(tmp_path: Path) -> None:
    """Then no copy is needed."""

    async def before(desk: Desk) -> None:
        desk.attach()
        await desk.take()
        await desk.slip(desk.handed[0], "sent")

    async def after(desk: Desk) -> None:
        desk.attach()
        (ticket,) = desk.service.hall.tickets
        job = desk.outbox.job(f"slip/{ticket}/1")
        assert job is not None
        await desk.slip(job, "done")
        await desk.later(GRACE_S + 1)
        assert desk.handed == []
        assert desk.service.hall.slips[ticket].state == "done"

    play(tmp_path, before, after)


def test_after_a_restart_fresh_calls_are_handed_out_and_old_ones_shown_only(tmp_path: Path) -> None:
    """No call older than its freshness is voiced, and none is forgotten."""
    tickets: list[str] = []

    async def before(desk: Desk) -> None:
        desk.attach()
        for _ in range(2):
            await desk.take()
        tickets.append(await desk.call())
        await desk.later(30)
        await desk.service.submit(c.Finish(), LI)
        tickets.append(await desk.call())

    async def after(desk: Desk) -> None:
        desk.attach()
        assert [job.job for job in desk.handed if isinstance(job, Speak)] == [f"call/{tickets[1]}/1.1/voice-1"]
        assert [job.fresh_s for job in desk.handed if isinstance(job, Speak)] == [13.0]
        await desk.later(GRACE_S + 1)
        first = f"call/{tickets[0]}/1.1/voice-1"
        assert desk.service.hall.announcements == {first: "screen-only", f"{first}+1": "screen-only"}

    play(tmp_path, before, after)


def test_an_agent_gets_only_what_hangs_on_it(tmp_path: Path) -> None:
    """Another agent must not print the same slip."""

    async def act(desk: Desk) -> None:
        desk.outbox.attach("agent-2", desk.handed.append)
        await desk.take()

        assert desk.handed == []

    play(tmp_path, act)


def test_a_closed_outbox_hears_nothing(tmp_path: Path) -> None:
    """The app is going down."""

    async def act(desk: Desk) -> None:
        desk.attach()
        desk.outbox.close()
        await desk.take()
        assert desk.handed == []

    play(tmp_path, act)


def test_a_slip_that_left_before_a_cut_of_61_seconds_is_printed_once(tmp_path: Path) -> None:
    """The agent printed on without its line: nobody but it can tell, so the hall waits for it."""

    async def act(desk: Desk) -> None:
        detach = desk.attach()
        await desk.confirmed()
        ticket = await desk.take()
        first = f"slip/{ticket}/1"
        await desk.told(first, "sent")
        detach()
        await desk.later(61)
        assert desk.service.hall.slips[ticket].state == "sent"
        await desk.later(600)
        assert desk.service.hall.slips[ticket].state == "sent"

        desk.attach(caught_up=False)
        await desk.later(GRACE_S + 1)
        await desk.told(first, "done")
        desk.outbox.caught_up("agent-1")
        await desk.later(1000)
        assert desk.service.hall.slips[ticket].state == "done"
        assert desk.slips() == [first]

    play(tmp_path, act)


def test_an_agent_that_is_back_and_says_nothing_of_a_slip_makes_it_unknown(tmp_path: Path) -> None:
    """Its box was exchanged: the visitor who still waits gets a marked copy, once."""

    async def act(desk: Desk) -> None:
        detach = desk.attach()
        await desk.confirmed()
        ticket = await desk.take()
        await desk.told(f"slip/{ticket}/1", "sent")
        for _ in range(3):
            detach()
            await desk.later(SENT_S + 1)
            detach = desk.attach()
            await desk.later(GRACE_S - 1)
        assert desk.service.hall.slips[ticket].state == "sent", "each time it is back it has the whole grace"
        await desk.later(2)
        assert desk.service.hall.slips[ticket].state == "unknown"
        assert desk.slips() == [f"slip/{ticket}/1", f"slip/{ticket}/2"]

    play(tmp_path, act)


def test_a_printer_that_never_confirmed_gets_no_copy_of_a_slip_given_up(tmp_path: Path) -> None:
    """It may be mute: each ticket would come out twice, whoever calls the slip unknown."""

    async def act(desk: Desk) -> None:
        desk.attach()
        ticket = await desk.take()
        await desk.told(f"slip/{ticket}/1", "sent")
        await desk.later(SENT_S + 1)
        assert desk.service.hall.slips[ticket].state == "unknown"
        assert desk.slips() == [f"slip/{ticket}/1"]

    play(tmp_path, act)


def test_a_late_done_is_kept_and_calls_off_the_copy_that_was_planned(tmp_path: Path) -> None:
    """The server was started anew with the copy planned; the agent's first words say that the first slip is there."""
    tickets: list[str] = []

    async def before(desk: Desk) -> None:
        detach = desk.attach()
        await desk.confirmed()
        tickets.append(await desk.take())
        await desk.slip(desk.handed[0], "unknown")
        detach()

    async def after(desk: Desk) -> None:
        desk.attach(caught_up=False)
        assert desk.slips() == []
        assert desk.outbox.job(f"slip/{tickets[0]}/2") is not None
        await desk.told(f"slip/{tickets[0]}/1", "done")
        desk.outbox.caught_up("agent-1")
        assert desk.service.hall.slips[tickets[0]].state == "done"
        await desk.later(1000)
        assert desk.slips() == []
        assert desk.service.hall.slips[tickets[0]].state == "done"

    play(tmp_path, before, after)


def test_a_late_done_is_kept_beside_a_copy_that_went_out(tmp_path: Path) -> None:
    """The copy cannot be called back, but the journal says what became of both."""

    async def act(desk: Desk) -> None:
        desk.attach()
        await desk.confirmed()
        ticket = await desk.take()
        await desk.told(f"slip/{ticket}/1", "sent")
        await desk.later(SENT_S + 1)
        assert desk.slips() == [f"slip/{ticket}/1", f"slip/{ticket}/2"]
        await desk.told(f"slip/{ticket}/1", "done")
        assert (desk.service.hall.slips[ticket].copy, desk.service.hall.slips[ticket].state) == (1, "done")
        await desk.told(f"slip/{ticket}/2", "done")
        assert (desk.service.hall.slips[ticket].copy, desk.service.hall.slips[ticket].state) == (2, "done")
        seq = desk.service.hall.seq
        await desk.told(f"slip/{ticket}/1", "unknown")
        await desk.later(1000)
        assert desk.service.hall.seq == seq, "what says nothing new is not kept"
        assert len(desk.slips()) == 2

    play(tmp_path, act)


def test_a_slip_that_another_printer_made_already_is_not_printed_again(tmp_path: Path) -> None:
    """The kiosk was given another printer and the server started anew, before the first one's agent could tell."""

    async def act(desk: Desk) -> None:
        rows = [{"slug": "printer-2", "names": names("二号"), "kind": "printer"}]
        await desk.service.submit(c.Configure(section="devices", rows=[*SMALL_HALL["devices"], *rows]), SERVICE_SETUP)
        ticket = await desk.take()
        await desk.told(f"slip/{ticket}/1", "done", device="printer-2")
        desk.attach()
        assert desk.slips() == []
        assert desk.service.hall.slips[ticket].device == "printer-2"

    play(tmp_path, act)


def test_what_an_agent_tells_just_now_is_not_given_up_meanwhile(tmp_path: Path) -> None:
    """The disk was full when it said done in the last second: it says so again, and the hall waits for that."""

    async def act(desk: Desk) -> None:
        desk.attach()
        await desk.confirmed()
        ticket = await desk.take()
        job = f"slip/{ticket}/1"
        await desk.told(job, "sent")
        await desk.later(SENT_S - 1)
        assert desk.outbox.told(JobReport(job=job, device="printer-1", state="done")) is not None  # and it could not be written
        await desk.later(6)
        assert desk.service.hall.slips[ticket].state == "sent"
        await desk.told(job, "done")
        await desk.later(1000)
        assert desk.service.hall.slips[ticket].state == "done"
        assert desk.slips() == [job]

    play(tmp_path, act)


def test_a_copy_that_went_out_on_a_dead_line_is_called_off_too(tmp_path: Path) -> None:
    """It takes seconds until a pulled cable is noticed, and the slip may be given up just then."""

    async def act(desk: Desk) -> None:
        detach = desk.attach()
        await desk.confirmed()
        ticket = await desk.take()
        await desk.told(f"slip/{ticket}/1", "sent")
        await desk.later(SENT_S + 1)
        assert desk.slips() == [f"slip/{ticket}/1", f"slip/{ticket}/2"]
        detach()
        desk.handed.clear()

        desk.attach(caught_up=False)
        await desk.told(f"slip/{ticket}/1", "done")
        desk.outbox.caught_up("agent-1")
        await desk.later(1000)
        assert desk.slips() == []
        assert desk.service.hall.slips[ticket].state == "done"

    play(tmp_path, act)


def test_a_copy_that_somebody_asked_for_is_printed_over_a_restart_too(tmp_path: Path) -> None:
    """Marked by its number, on the printer that was asked, once."""

    async def ask(desk: Desk) -> None:
        desk.attach()
        ticket = await desk.take()
        await desk.slip(desk.handed[-1], "done")
        await desk.service.submit(c.ReprintSlip(ticket=ticket), GUIDE)
        await desk.calm()
        assert desk.slips() == [f"slip/{ticket}/1", f"slip/{ticket}/2"]

    async def again(desk: Desk) -> None:
        desk.attach()
        [job] = desk.slips()
        assert job.endswith("/2")
        assert desk.handed[0].lines[0].text == "【补打】第 2 份，与原票同号"  # type: ignore[union-attr]
        await desk.slip(desk.handed[0], "done")

    async def after(desk: Desk) -> None:
        desk.attach()
        assert desk.slips() == []

    play(tmp_path, ask, again, after)


def test_a_copy_is_asked_for_elsewhere_where_the_first_printer_is_away(tmp_path: Path) -> None:
    """What lies here for the other one is not printed when it is back: the visitor has paper by then."""

    async def act(desk: Desk) -> None:
        rows = [
            {"slug": "agent-2", "names": names("二号代理"), "kind": "agent"},
            {"slug": "printer-2", "names": names("二号"), "kind": "printer", "agent": "agent-2", "driver": "pretend"},
        ]
        await desk.service.submit(c.Configure(section="devices", rows=[*SMALL_HALL["devices"], *rows]), SERVICE_SETUP)
        other: list[Job] = []
        desk.outbox.attach("agent-2", other.append)
        desk.outbox.caught_up("agent-2")
        detach = desk.attach()
        await desk.confirmed()
        ticket = await desk.take()
        await desk.slip(desk.handed[-1], "sent")
        detach()
        desk.handed.clear()
        await desk.slip(PrintSlip(job=f"slip/{ticket}/1", device="printer-1", ticket=ticket, lines=()), "unknown")
        await desk.service.submit(c.ReprintSlip(ticket=ticket, device="printer-2"), GUIDE)
        await desk.calm()
        desk.attach()

        assert ([job.job for job in other], desk.slips()) == ([f"slip/{ticket}/2"], [])

    play(tmp_path, act)


def test_a_number_given_without_a_slip_is_printed_only_when_somebody_asks(tmp_path: Path) -> None:
    """The visitor agreed; paper that comes minutes later would be taken by the next one."""

    async def act(desk: Desk) -> None:
        desk.attach()
        answer = await desk.service.submit(c.TakeTicket(services=("seniors",), paperless=True), KIOSK)
        await desk.calm()
        ticket = str(answer.result["ticket"])
        assert desk.slips() == []
        assert desk.service.ticket_of_code(str(answer.result["code"])) == ticket
        await desk.later(1000)
        await desk.service.submit(c.ReprintSlip(ticket=ticket), GUIDE)
        await desk.calm()
        assert desk.slips() == [f"slip/{ticket}/1"]
        await desk.slip(desk.handed[-1], "done")
        assert desk.service.hall.slipless == {}

    play(tmp_path, act)
