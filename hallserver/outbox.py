# SPDX-License-Identifier: Apache-2.0
"""What devices still have to do: each committed ticket becomes a slip, each call an announcement.

Jobs are derived, never stored: ids are stable, so after a restart the same jobs come out of the hall's
state, and an agent that has done one already only repeats its report. Each job ends in a report: the
agent's, or this module's when it is too late. A slip that may be on paper is not given up while its
agent is away: only the agent can tell, and it does so first of all when it is back.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from displays.slip import asked_copy, first_printer, slip_id, slip_job, slips_left, wants_copy
from displays.told import command_of, late_report
from hallserver.announcing_calls import CallAnnouncer
from hallserver.clock import Clock
from hallserver.core import events as e
from hallserver.core.commands import Command
from hallserver.core.errors import HallError, StorageDown
from hallserver.core.jobs import Job, JobReport, PrintSlip, ShownWhy, Speak
from hallserver.core.roles import SERVICE_DOOR
from hallserver.open_jobs import AgentLine, Open, Send, work_now
from hallserver.service import Service
from hallserver.words import say

_log = logging.getLogger(__name__)

SENT_S = 60.0
"""A slip handed to its printer for so long without an end is unknown."""
GRACE_S = 20.0
"""An agent that is back and has repeated its reports has so long to say what became of the others."""
SPEAKING_S = 20.0
"""Longest call: an agent that has one may report so much later than its last moment to begin."""
S_PER_CHARACTER = 0.5
"""The same for each character of a long notice."""
AGAIN_S = 5.0


class Outbox:
    """Keeps the open jobs and hands them to the agents that drive their devices."""

    def __init__(self, service: Service, clock: Clock) -> None:
        """Listen to the bus and derive what was left open. Build it on the running event loop."""
        self._service, self._clock = service, clock
        self._open: dict[str, Open] = {}
        self._lines: dict[str, AgentLine] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._announcer = CallAnnouncer(service, clock, self.put, self._begin)
        self._hear_of: dict[type[e.Event], Callable[[e.Entry], None]] = {
            e.TicketIssued: self._issued,
            e.SlipReported: self._slip_reported,
            e.SlipAsked: self._copy_asked,
            e.AnnouncementReported: self._announced,
            **self._announcer.hear_of,
        }
        self._recover_slips()
        self._announcer.recover(GRACE_S)
        self.close = service.bus.listen(self._hear)
        """Stop listening."""

    # ---- agents ----

    def attach(self, agent: str, send: Send) -> Callable[[], None]:
        """Send the agent its open jobs now and later ones as they come; return the function that ends it.

        Marked copies wait until it has ``caught_up``: its first reports may say that none is needed.
        """
        line = self._lines[agent] = AgentLine(send)
        for kept in self._of(agent):
            self._hand(kept, line)

        def detach() -> None:
            if self._lines.get(agent) is line:
                del self._lines[agent]
                for kept in self._of(agent):
                    kept.given = False
                    if kept.handed:
                        self._arm(kept, GRACE_S)

        return detach

    def caught_up(self, agent: str) -> None:
        """Take it that the agent has repeated its reports: what it said nothing of is awaited only so long now."""
        line = self._lines.get(agent)
        if line is None or line.caught_up:
            return
        line.caught_up = True
        for kept in self._of(agent):
            if kept.timer is None:
                self._arm(kept, GRACE_S)
            elif isinstance(kept.job, PrintSlip) and kept.job.copy > 1:
                self._hand(kept, line)

    def told(self, report: JobReport) -> Command | None:
        """Return the command that keeps an agent's report; None: the journal needs none. Await ``settled`` before.

        The job is not given up meanwhile. Raises ValueError: the state does not fit the job.
        """
        kept = self._open.get(report.job)
        if kept is None or kept.job.device != report.device:
            return late_report(self._service.hall, report)
        command = command_of(kept.job, report.state, report.why)
        kept.ending = False
        kept.handed = kept.handed or (isinstance(kept.job, PrintSlip) and report.state != "failed")
        self._arm(kept, SENT_S if report.state == "sent" else GRACE_S)
        return command

    def at_once(self, job: Speak) -> None:
        """Have something said of which the journal keeps nothing: now, or never where its agent is away."""
        if line := self._lines.get(self._agent_of(job)):
            line.send(job)

    def job(self, job_id: str) -> Job | None:
        """Return an open job; None: there is none of this id, or it has ended."""
        kept = self._open.get(job_id)
        return kept.job if kept is not None else None

    def _agent_of(self, job: Job) -> str:
        row = self._service.hall.catalog.devices.get(job.device)
        return row.agent if row is not None else ""

    def _of(self, agent: str) -> list[Open]:
        return [kept for kept in self._open.values() if self._agent_of(kept.job) == agent]

    def _hand(self, kept: Open, line: AgentLine) -> None:
        job = work_now(kept, line, self._clock.now())
        if job is None:
            return
        if isinstance(job, Speak):
            self._arm(kept, 2 * job.fresh_s + max(SPEAKING_S, S_PER_CHARACTER * sum(len(it.text) for it in job.say)))
        kept.given = True
        line.send(job)

    # ---- events ----

    def _hear(self, entries: Sequence[e.Entry]) -> None:
        for entry in entries:
            reaction = self._hear_of.get(type(entry.event))
            if reaction is not None:
                reaction(entry)

    def _issued(self, entry: e.Entry) -> None:
        ticket = f"{entry.epoch}.{entry.seq}"
        printer = first_printer(self._service.hall, ticket)
        if printer:
            self._put_slip(ticket, printer, copy=1)

    def _copy_asked(self, entry: e.Entry) -> None:
        """Print what somebody asked for; where the same copy only lies here for another printer, it goes to this one."""
        event = entry.event
        assert isinstance(event, e.SlipAsked)
        kept = self._open.get(slip_id(event.ticket, event.copy, entry.epoch))
        if kept is not None and not kept.given and not kept.handed:
            self._drop(kept.job.job)
        self._put_slip(event.ticket, event.device, copy=event.copy)

    def _slip_reported(self, entry: e.Entry) -> None:
        event = entry.event
        assert isinstance(event, e.SlipReported)
        kept = self._open.get(event.job)
        if event.state == "sent":
            if kept is not None:
                kept.handed = True
                self._arm(kept, SENT_S)
            return
        self._drop(event.job)
        following = self._open.get(slip_id(event.ticket, event.copy + 1, entry.epoch))
        if event.state == "unknown" and wants_copy(self._service.hall, event.ticket):
            self._put_slip(event.ticket, event.device, copy=event.copy + 1)
        elif event.state == "done" and following and not following.given and asked_copy(self._service.hall, event.ticket) <= event.copy:
            self._drop(following.job.job)

    def _announced(self, entry: e.Entry) -> None:
        assert isinstance(entry.event, e.AnnouncementReported)
        self._drop(entry.event.job)

    # ---- open jobs ----

    def _put_slip(self, ticket: str, printer: str, *, copy: int, handed: bool = False) -> None:
        hall, service = self._service.hall, self._service
        job = slip_job(hall, ticket, printer, copy=copy, token=service.token(ticket), say=say)
        now_us = self._clock.now()
        wait_s = GRACE_S if handed else max(0.0, ((job.expires_us or now_us) - now_us) / 1e6)
        self.put(job, now_us, wait_s, handed=handed)

    def put(self, job: Job, since_us: int, wait_s: float, *, handed: bool = False, why: ShownWhy = "failed") -> None:
        """Open a job, hand it over if its agent is there, and give it up after ``wait_s`` seconds, a call for this reason.

        In quiet hours that is at once, and nobody gets it.
        """
        if job.job in self._open:
            return
        kept = self._open[job.job] = Open(job=job, since_us=since_us, handed=handed, why=why)
        if why == "quiet":
            self._give_up(kept)
            return
        self._arm(kept, wait_s)
        line = self._lines.get(self._agent_of(job))
        if line is not None:
            self._hand(kept, line)

    def _arm(self, kept: Open, wait_s: float) -> None:
        """Give the job up after this time; one that may be on paper not at all while its agent is away."""
        if kept.timer is not None:
            kept.timer.cancel()
        agent = self._agent_of(kept.job)
        away = kept.handed and isinstance(kept.job, PrintSlip) and agent and agent not in self._lines
        kept.timer = None if away else self._clock.call_later(wait_s, lambda: self._give_up(kept))

    def _drop(self, job_id: str) -> None:
        kept = self._open.pop(job_id, None)
        if kept is not None and kept.timer is not None:
            kept.timer.cancel()

    def _give_up(self, kept: Open) -> None:
        """Report what became of a job that nobody reported on in time."""
        kept.ending = True
        late = "unknown" if kept.handed else "failed"
        self._begin(self._end(kept, late if isinstance(kept.job, PrintSlip) else "screen-only"))

    def _begin(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _end_later(self, kept: Open) -> None:
        if kept.ending and self._open.get(kept.job.job) is kept:
            self._arm(kept, AGAIN_S)

    async def _end(self, kept: Open, state: str) -> None:
        job = kept.job
        if not kept.ending or self._open.get(job.job) is not kept:
            return
        try:
            await self._service.submit(command_of(job, state, kept.why), SERVICE_DOOR, f"{job.job}:{state}")
        except StorageDown:
            self._end_later(kept)
            return
        except HallError as refusal:
            _log.warning("report %s of job %s was not taken: %s", state, job.job, refusal)
        self._drop(job.job)

    # ---- after a restart ----

    def _recover_slips(self) -> None:
        """Open again: slips that no printer had, and for a while those of which a printer had something."""
        for ticket, printer, copy, sent in slips_left(self._service.hall, self._clock.now()):
            self._put_slip(ticket, printer, copy=copy, handed=sent)
