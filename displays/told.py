# SPDX-License-Identifier: Apache-2.0
"""From what an agent tells of a job to the command that keeps it in the journal. Pure."""

import re
from typing import get_args

import msgspec

from displays.slip import slip_id
from hallserver.core.commands import ReportAnnouncement, ReportSlip
from hallserver.core.hall import Hall
from hallserver.core.jobs import HANDOUT, AnnouncementState, Job, JobReport, PrintSlip, ShownWhy, SlipState
from hallserver.core.rules_copy import MOST_COPIES

_SLIP_STATES = get_args(SlipState)
_CALL_STATES = get_args(AnnouncementState)
_CALL = re.compile(r"(?:call|back)/(?P<ticket>\d+\.\d+)/(?:\d+\.)?(?P<call>\d{1,2})/(?P<device>[a-z0-9-]+)(?:/\d+)?(?:\+\d)?")
"""The id of a call's or a call-back's announcement: see ``voice.py``."""
_ENDS = ("done", "failed", "unknown")


def command_of(job: Job, state: str, why: ShownWhy = "") -> ReportSlip | ReportAnnouncement:
    """Return the command that keeps this state of the job, and why a call was shown only.

    Raises ValueError: no job of this kind has such a state.
    """
    if isinstance(job, PrintSlip) and state in _SLIP_STATES:
        return ReportSlip(job=job.job, device=job.device, ticket=job.ticket, copy=job.copy, state=state)  # type: ignore[arg-type]
    if not isinstance(job, PrintSlip) and state in _CALL_STATES:
        told = {"job": job.job, "device": job.device, "ticket": job.ticket, "call": job.call, "state": state}
        return msgspec.convert({**told, "why": why if state == "screen-only" else ""}, ReportAnnouncement)
    message = f"{job.job} cannot be {state}"
    raise ValueError(message)


def late_report(hall: Hall, report: JobReport) -> ReportSlip | ReportAnnouncement | None:
    """Return the command for the end of a job that nobody waits for any more; None: it tells the journal nothing new."""
    if report.job.startswith(HANDOUT):
        return late_handout(hall, report)
    return late_slip(hall, report) if report.job.startswith("slip/") else late_call(hall, report)


def late_handout(hall: Hall, report: JobReport) -> ReportSlip | None:
    """Return the command for a notice or return slip that is on paper after all, once its printer has some again; None: nothing new."""
    known = hall.handouts.get(report.job)
    if known is None or known.event.device != report.device or report.state != "done":
        return None
    return ReportSlip(job=report.job, device=report.device, ticket="", copy=1, state="done")


def late_call(hall: Hall, report: JobReport) -> ReportAnnouncement | None:
    """Return the command for an announcement of which the journal says nothing yet: one that came after a restart, or too late.

    It must be of one of today's tickets, on one of the hall's loudspeakers.
    """
    found = _CALL.fullmatch(report.job)
    voice = hall.catalog.devices.get(report.device)
    if found is None or found["device"] != report.device or voice is None or voice.kind != "voice":
        return None
    if report.job in hall.announcements or found["ticket"] not in hall.tickets or report.state not in _CALL_STATES:
        return None
    told = {"job": report.job, "device": report.device, "ticket": found["ticket"], "call": int(found["call"]), "state": report.state}
    return msgspec.convert({**told, "why": report.why if report.state == "screen-only" else ""}, ReportAnnouncement)


def late_slip(hall: Hall, report: JobReport) -> ReportSlip | None:
    """Return the command for the end of a slip that nobody waits for any more; None: it tells the journal nothing new.

    The slip must be one of the business day's tickets, the printer one of the hall's.
    """
    printer = hall.catalog.devices.get(report.device)
    ticket = report.job.removeprefix("slip/").partition("/")[0]
    copies = [copy for copy in range(1, MOST_COPIES + 1) if slip_id(ticket, copy, hall.epoch) == report.job]
    if report.state not in _ENDS or printer is None or printer.kind != "printer" or ticket not in hall.tickets or not copies:
        return None
    if _is_kept(hall, ticket, copies[0], report.state):
        return None
    return ReportSlip(job=report.job, device=report.device, ticket=ticket, copy=copies[0], state=report.state)  # type: ignore[arg-type]


def _is_kept(hall: Hall, ticket: str, copy: int, state: str) -> bool:
    """Tell whether the journal says so already. Done stays done, and there is a second copy only of an unknown first."""
    seen = hall.slips.get(ticket)
    if seen is None:
        return False
    if seen.copy == copy:
        return seen.state in (state, "done")
    return seen.copy > copy and state == "unknown"
