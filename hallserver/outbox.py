# SPDX-License-Identifier: Apache-2.0
"""What devices still have to do: each committed ticket becomes a slip, each call an announcement.

Jobs are derived, never stored: ids are stable, so after a restart the same jobs come out of the hall's
state, and an agent that has done one already only repeats its report. Each job ends in a report: the
agent's, or this module's when it is too late.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from displays.slip import FRESH_S, printer_for, slip_job, wants_copy
from displays.voice import call_jobs, calls_since
from hallserver.clock import Cancellable, Clock
from hallserver.core import events as e
from hallserver.core.commands import Command, ReportAnnouncement, ReportSlip
from hallserver.core.errors import HallError, StorageDown
from hallserver.core.jobs import DeviceSpec, Job, PrintSlip, Speak
from hallserver.core.roles import SERVICE_DOOR
from hallserver.service import Service
from hallserver.words import say

_log = logging.getLogger(__name__)

SENT_S = 60.0
"""A slip handed to its printer for so long without an end is unknown."""
GRACE_S = 20.0
"""After a restart an agent has so long to come back and say what became of a slip."""
SPEAKING_S = 20.0
"""Longest announcement: an agent that has one may report so much later than its last moment to begin."""
LOOK_BACK_S = 600
"""Calls of this time before a restart are looked through for missing reports."""
AGAIN_S = 5.0

Send = Callable[[Job], None]


class _Open(Struct):
    """A job without an end: when it was made, and when it is given up."""

    job: Job
    since_us: int
    timer: Cancellable
    handed: bool = False
    """It may be on paper already: never hand it over again."""


class Outbox:
    """Keeps the open jobs and hands them to the agents that drive their devices."""

    def __init__(self, service: Service, clock: Clock) -> None:
        """Listen to the bus and derive what was left open. Build it on the running event loop."""
        self._service, self._clock = service, clock
        self._open: dict[str, _Open] = {}
        self._lines: dict[str, Send] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._hear_of: dict[type[e.Event], Callable[[e.Entry], None]] = {
            e.TicketIssued: self._issued,
            e.TicketCalled: self._called,
            e.TicketRecalled: self._called,
            e.SlipReported: self._slip_reported,
            e.AnnouncementReported: self._announced,
        }
        self._recover_slips()
        self._recover_calls()
        self.close = service.bus.listen(self._hear)
        """Stop listening."""

    # ---- agents ----

    def devices_of(self, agent: str) -> tuple[DeviceSpec, ...]:
        """Return what hangs on this agent."""
        return tuple(
            DeviceSpec(device=row.slug, kind=row.kind, driver=row.driver, address=row.address)
            for row in self._service.hall.catalog.devices.values()
            if row.agent == agent and not row.retired and (row.kind == "printer" or row.kind == "voice")  # noqa: PLR1714 - narrows the type
        )

    def attach(self, agent: str, send: Send) -> Callable[[], None]:
        """Send the agent its open jobs now and later ones as they come; return the function that ends it."""
        self._lines[agent] = send
        for kept in list(self._open.values()):
            if self._agent_of(kept.job) == agent:
                self._hand(kept, send)

        def detach() -> None:
            if self._lines.get(agent) is send:
                del self._lines[agent]

        return detach

    def job(self, job_id: str) -> Job | None:
        """Return an open job; None: there is none of this id, or it has ended."""
        kept = self._open.get(job_id)
        return kept.job if kept is not None else None

    def _agent_of(self, job: Job) -> str:
        row = self._service.hall.catalog.devices.get(job.device)
        return row.agent if row is not None else ""

    def _hand(self, kept: _Open, send: Send) -> None:
        """Hand a job over unless that was done and cannot be repeated, or it is too late; age goes with a call."""
        if kept.handed:
            return
        job = kept.job
        if isinstance(job, Speak):
            left_s = job.fresh_s - (self._clock.now() - kept.since_us) / 1e6
            if left_s <= 0:
                return
            self._arm(kept, 2 * left_s + SPEAKING_S)
            job = msgspec.structs.replace(job, fresh_s=left_s)
        send(job)

    # ---- events ----

    def _hear(self, entries: Sequence[e.Entry]) -> None:
        for entry in entries:
            reaction = self._hear_of.get(type(entry.event))
            if reaction is not None:
                reaction(entry)

    def _issued(self, entry: e.Entry) -> None:
        ticket = f"{entry.epoch}.{entry.seq}"
        printer = printer_for(self._service.hall, entry.actor)
        if printer and ticket in self._service.hall.tickets:
            self._put_slip(ticket, printer, copy=1)

    def _called(self, entry: e.Entry) -> None:
        assert isinstance(entry.event, e.TicketCalled | e.TicketRecalled)
        if entry.event.ticket in self._service.hall.tickets:
            for job in call_jobs(self._service.hall, entry, say):
                self._put(job, entry.at_us, job.fresh_s)

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
        if event.state == "unknown" and event.ticket in self._service.hall.tickets:
            given_up = entry.actor == SERVICE_DOOR.id and event.copy == 1
            if given_up or wants_copy(self._service.hall, event.ticket):
                self._put_slip(event.ticket, event.device, copy=event.copy + 1)

    def _announced(self, entry: e.Entry) -> None:
        assert isinstance(entry.event, e.AnnouncementReported)
        self._drop(entry.event.job)

    # ---- open jobs ----

    def _put_slip(self, ticket: str, printer: str, *, copy: int, handed: bool = False) -> None:
        hall, service = self._service.hall, self._service
        job = slip_job(hall, ticket, printer, copy=copy, token=service.token(ticket), say=say)
        now_us = self._clock.now()
        wait_s = GRACE_S if handed else max(0.0, ((job.expires_us or now_us) - now_us) / 1e6)
        self._put(job, now_us, wait_s, handed=handed)

    def _put(self, job: Job, since_us: int, wait_s: float, *, handed: bool = False) -> None:
        """Open a job, hand it over if its agent is there, and give it up after ``wait_s`` seconds."""
        if job.job in self._open:
            return
        kept = _Open(job=job, since_us=since_us, timer=self._later(job.job, wait_s), handed=handed)
        self._open[job.job] = kept
        send = self._lines.get(self._agent_of(job))
        if send is not None:
            self._hand(kept, send)

    def _later(self, job_id: str, wait_s: float) -> Cancellable:
        return self._clock.call_later(wait_s, lambda: self._give_up(job_id))

    def _arm(self, kept: _Open, wait_s: float) -> None:
        kept.timer.cancel()
        kept.timer = self._later(kept.job.job, wait_s)

    def _drop(self, job_id: str) -> None:
        kept = self._open.pop(job_id, None)
        if kept is not None:
            kept.timer.cancel()

    def _give_up(self, job_id: str) -> None:
        """Report what became of a job that nobody reported on in time."""
        kept = self._open.pop(job_id, None)
        if kept is None:
            return
        job = kept.job
        if isinstance(job, PrintSlip):
            state: Literal["unknown", "failed"] = "unknown" if kept.handed else "failed"
            self._report(ReportSlip(job=job.job, device=job.device, ticket=job.ticket, copy=job.copy, state=state), f"{job.job}:{state}")
        else:
            command = ReportAnnouncement(job=job.job, device=job.device, ticket=job.ticket, call=job.call, state="screen-only")
            self._report(command, f"{job.job}:screen-only")

    def _report(self, command: Command, key: str) -> None:
        task = asyncio.get_running_loop().create_task(self._submit(command, key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _submit(self, command: Command, key: str) -> None:
        try:
            await self._service.submit(command, SERVICE_DOOR, key)
        except StorageDown:
            self._clock.call_later(AGAIN_S, lambda: self._report(command, key))
        except HallError as refusal:
            _log.warning("report %s was not taken: %s", key, refusal)

    # ---- after a restart ----

    def _recover_slips(self) -> None:
        """Open again: slips that no printer had, and for a while those of which a printer had something."""
        hall, now_us = self._service.hall, self._clock.now()
        for ticket in hall.tickets.values():
            seen = hall.slips.get(ticket.id)
            if seen is None:
                printer = printer_for(hall, ticket.actor)
                if printer and ticket.state == "waiting" and now_us - ticket.issued_us < FRESH_S * 1_000_000:
                    self._put_slip(ticket.id, printer, copy=1)
            elif seen.state == "sent":
                self._put_slip(ticket.id, seen.device, copy=seen.copy, handed=True)
            elif wants_copy(hall, ticket.id):
                self._put_slip(ticket.id, seen.device, copy=seen.copy + 1)

    def _recover_calls(self) -> None:
        """Open again calls that nobody reported on: fresh ones are handed over, of others an agent may still tell."""
        now_us = self._clock.now()
        for at_us, job in calls_since(self._service.hall, now_us - LOOK_BACK_S * 1_000_000, say):
            self._put(job, at_us, max(GRACE_S, job.fresh_s - (now_us - at_us) / 1e6))
