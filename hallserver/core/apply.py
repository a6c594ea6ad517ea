# SPDX-License-Identifier: Apache-2.0
"""Fold an entry into the hall. Never fails on what was once decided, never asks clock, words or standard."""

from collections.abc import Callable
from typing import Any, Literal

from hallserver.core import events as e
from hallserver.core import (
    folds,
    folds_devices,
    folds_hall,
    folds_issued,
    folds_messages,
    folds_papers,
    folds_rating,
    folds_report,
    folds_setup,
    folds_site,
    folds_visit,
    folds_work,
)
from hallserver.core.folds_watched import note
from hallserver.core.hall import Hall, Rate
from hallserver.core.noted import AskedBack, Notice, Voiding
from hallserver.core.rateable import rated_of

Fold = Callable[[Hall, e.Entry, Any], None]
OF_THE_DAY = (
    "tickets", "live", "ended", "numbers", "given", "issued", "lines", "counters", "staffing", "ready", "calls",
    "passings", "voidings", "slips", "handouts", "copies", "slipless", "twins", "announcements", "unheard", "notices", "backs", "tried",
    "messages", "help", "enquiries", "acknowledged", "raised", "acts", "acted", "watched",
    "tally", "tallies", "suspensions", "stopped_queues", "issued_by", "issued_at", "by_hand",
)  # fmt: skip
"""What is forgotten when another day opens."""
VOIDINGS_KEPT = 40
NOTICES_KEPT = 40
BACKS_KEPT = 100


def apply(hall: Hall, entry: e.Entry) -> None:
    """Change the hall in place by what happened."""
    hall.epoch, hall.seq, hall.at_us = entry.epoch, entry.seq, entry.at_us
    FOLDS[type(entry.event)](hall, entry, entry.event)
    note(hall, entry)
    folds_hall.acted(hall, entry)


def _day_opened(hall: Hall, entry: e.Entry, event: e.DayOpened) -> None:
    hall.opened_us = entry.at_us
    hall.open = hall.issuing = True
    hall.stopped = hall.closed_by = hall.day_slip = ""
    hall.closed_us = 0
    hall.clock_suspect, hall.clock_step_s = False, 0.0
    hall.backup, hall.restored_us, hall.restored_from_us = "", 0, 0
    hall.undelivered = {}
    if event.date == hall.day:
        return
    hall.day, hall.filed = event.date, None
    fresh = Hall()
    for name in OF_THE_DAY:
        setattr(hall, name, getattr(fresh, name))
    folds_papers.prune(hall, event.date)
    folds_work.prune(hall, entry.at_us)
    folds_site.prune(hall, entry.at_us)
    folds_report.prune(hall, event.date)


def _day_closed(hall: Hall, entry: e.Entry, event: e.DayClosed) -> None:
    hall.open = hall.issuing = False
    hall.closed_by, hall.closed_us, hall.day_slip = entry.actor, entry.at_us, ""
    hall.stopped = "closed"
    hall.opening = None
    hall.signed_in, hall.help = {}, {}
    folds_hall.go_on(hall, entry.at_us)
    hall.rates, hall.rates_day = rates_of(event.snapshot), event.date
    folds_work.day_closed(hall, event.snapshot)
    hall.rated = rated_of(event.snapshot)
    hall.changed = dict(event.snapshot.get("changed", {}))
    hall.patrol_found = dict(event.snapshot.get("patrol_found", {}))
    for line in hall.lines.values():
        line.calls = line.busy_us = 0


def rates_of(snapshot: dict[str, Any]) -> dict[str, Rate]:
    """Return the learned rates that a day-close snapshot holds, by queue."""
    return {queue: Rate(**rate) for queue, rate in snapshot.get("rates", {}).items()}


def _set_counter(state: Literal["open", "paused", "closed"], reason: str) -> Fold:
    def fold(hall: Hall, entry: e.Entry, event: e.CounterOpened | e.CounterPaused | e.CounterClosed) -> None:
        counter = folds.counter_state(hall, event.counter)
        counter.state, counter.since_us = state, entry.at_us
        counter.clerk = "" if state == "closed" else event.clerk
        counter.last = event.clerk
        counter.reason = getattr(event, reason) if reason else ""
        counter.undoable = None
        counter.mentor = event.mentor if isinstance(event, e.CounterOpened) else counter.mentor if state == "paused" else ""
        if state == "closed":
            counter.rateable = None
        folds_hall.count_open(hall)

    return fold


def _called_back(hall: Hall, entry: e.Entry, event: e.VisitorCalledBack) -> None:
    label = hall.tickets[event.ticket].label
    new = AskedBack(ticket=event.ticket, label=label, counter=event.counter, at_us=entry.at_us, nth=event.nth, seq=entry.seq)
    hall.backs = [new, *hall.backs[: BACKS_KEPT - 1]]


def _slip_asked(hall: Hall, _: e.Entry, event: e.SlipAsked) -> None:
    hall.copies[event.ticket] = (event.device, event.copy)


def _announced(hall: Hall, entry: e.Entry, event: e.Announced) -> None:
    notice = f"{entry.epoch}.{entry.seq}"
    new = Notice(id=notice, text=event.text, zone=event.zone, urgent=event.urgent, at_us=entry.at_us, by=entry.actor)
    hall.notices = [new, *hall.notices[: NOTICES_KEPT - 1]]


def _run_voided(hall: Hall, entry: e.Entry, event: e.RunVoided) -> None:
    new = Voiding(at_us=entry.at_us, by=entry.actor, reason=event.reason, voided=event.voided, kept=len(event.kept))
    hall.voidings = [new, *hall.voidings[: VOIDINGS_KEPT - 1]]


def _nothing(_: Hall, __: e.Entry, ___: e.Event) -> None:
    """Kept for the auditor and for answers; no state of the hall follows from it."""


def _clock_suspected(hall: Hall, _: e.Entry, event: e.ClockSuspected) -> None:
    hall.clock_suspect, hall.clock_step_s = True, event.step_s


def _backup_reported(hall: Hall, _: e.Entry, event: e.BackupReported) -> None:
    hall.backup = event.why if event.state == "failing" else ""


def _delivery_reported(hall: Hall, _: e.Entry, event: e.DeliveryReported) -> None:
    hall.undelivered.pop(event.channel, None)
    if event.state in {"failing", "partly"}:
        hall.undelivered[event.channel] = event.why


def _restored(hall: Hall, entry: e.Entry, event: e.Restored) -> None:
    hall.restored_us, hall.restored_from_us = entry.at_us, event.taken_us
    hall.issued.update(event.numbers)


FOLDS: dict[type[e.Event], Fold] = {
    e.Configured: folds_setup.configured,
    e.StandardAdopted: folds_setup.standard_adopted,
    e.StandardFiled: folds_setup.standard_filed,
    e.DayOpened: _day_opened,
    e.DayClosed: _day_closed,
    e.IssuingStopped: folds_hall.issuing_stopped,
    e.IssuingResumed: folds_hall.issuing_resumed,
    e.HallSuspended: folds_hall.suspended,
    e.HallResumed: folds_hall.resumed,
    e.PlanApplied: folds_hall.plan_applied,
    e.OpeningChecked: folds_hall.opening_checked,
    e.OpeningsPlanned: _nothing,
    e.CounterHandedOver: folds_hall.handed_over,
    e.CounterOpened: _set_counter("open", ""),
    e.CounterPaused: _set_counter("paused", "reason"),
    e.CounterClosed: _set_counter("closed", ""),
    e.TicketIssued: folds_issued.ticket_issued,
    e.TicketCalled: folds.ticket_called,
    e.TicketRecalled: folds.ticket_recalled,
    e.ServiceStarted: folds.service_started,
    e.ServiceFinished: folds.service_finished,
    e.TicketHeld: folds.ticket_held,
    e.TicketResumed: folds.ticket_resumed,
    e.TicketTransferred: folds.ticket_transferred,
    e.TicketAbsent: folds.ticket_absent,
    e.TicketBroughtBack: folds.ticket_brought_back,
    e.ServiceChanged: folds_visit.service_changed,
    e.TicketsSwapped: folds_visit.tickets_swapped,
    e.FinishUndone: folds_visit.finish_undone,
    e.AbsenceUndone: folds_visit.absence_undone,
    e.TicketLifted: folds_visit.ticket_lifted,
    e.PriorityChecked: folds_visit.priority_checked,
    e.NeedsNoted: folds_visit.needs_noted,
    e.VisitorEscorted: folds_visit.visitor_escorted,
    e.VisitorOnWay: folds_visit.visitor_on_way,
    e.PlaceYielded: folds_visit.place_yielded,
    e.CaseNoted: folds_visit.case_noted,
    e.TicketCancelled: folds.ticket_cancelled,
    e.TicketVoided: folds.ticket_voided,
    e.VisitorCalledBack: _called_back,
    e.SlipAsked: _slip_asked,
    e.Announced: _announced,
    e.DeviceTried: folds_devices.device_tried,
    e.KeyIgnored: _nothing,
    e.RunVoided: _run_voided,
    e.TicketUnserved: folds.ticket_unserved,
    e.ReturnGiven: folds_papers.return_given,
    e.NoticeGiven: folds_papers.notice_given,
    e.RecordAnnotated: _nothing,
    e.RatingGiven: folds_rating.rating_given,
    e.RatingDefaulted: folds_rating.rating_defaulted,
    e.RatingsDoubted: folds_rating.ratings_doubted,
    e.CaseCompleted: folds_rating.case_completed,
    e.SlipReported: folds_devices.slip_reported,
    e.AnnouncementReported: folds_devices.announcement_reported,
    e.DeviceReported: folds_devices.device_reported,
    e.SignInReported: folds_hall.signed_in,
    e.DataErased: _nothing,
    e.ClockSuspected: _clock_suspected,
    e.BackupReported: _backup_reported,
    e.ReportExported: _nothing,
    e.DeliveryReported: _delivery_reported,
    e.MessageSent: folds_messages.message_sent,
    e.MessageSeen: folds_messages.message_seen,
    e.HelpAsked: folds_messages.help_asked,
    e.HelpAnswered: folds_messages.help_answered,
    e.EnquiryCounted: folds_messages.enquiry_counted,
    e.AlarmAcknowledged: folds_messages.alarm_acknowledged,
    e.AlarmEnded: folds_messages.alarm_ended,
    e.AlarmRaised: folds_messages.alarm_raised,
    e.Restored: _restored,
    **folds_work.FOLDS,
    e.OrderRead: folds_work.order_read,
    **folds_site.FOLDS,
    **folds_report.FOLDS,
}
"""What each event does to the hall."""
