# SPDX-License-Identifier: Apache-2.0
"""How reports of devices change the hall: folds that ``apply`` calls."""

from hallserver.core import events as e
from hallserver.core import folds, folds_papers, folds_site
from hallserver.core.hall import Hall
from hallserver.core.jobs import HANDOUT, PRINTER_STATES, TRIAL


def slip_reported(hall: Hall, _: e.Entry, event: e.SlipReported) -> None:
    """Keep how far a slip came: of a trial, a handout, the closed day, or a ticket."""
    if event.job.startswith(TRIAL):
        hall.tried[event.device] = event.state
    elif event.job.startswith(HANDOUT):
        folds_papers.handout_reported(hall, event)
    elif not event.ticket:
        hall.day_slip = event.state
    elif event.ticket in hall.tickets:
        folds.slip_reported(hall, event)


def announcement_reported(hall: Hall, _: e.Entry, event: e.AnnouncementReported) -> None:
    """Keep how a call or notice was announced, and which loudspeakers were not heard."""
    if event.job.startswith(TRIAL):
        hall.tried[event.device] = event.state
    elif not event.ticket or event.ticket in hall.tickets:
        hall.announcements[event.job] = event.state
    if event.why == "late" and "+" in event.job:
        return  # a repetition that gave way to other calls: its own call has been said
    if event.state == "screen-only":
        hall.unheard[event.device] = event.why or "failed"
    else:
        hall.unheard.pop(event.device, None)


def device_reported(hall: Hall, entry: e.Entry, event: e.DeviceReported) -> None:
    """Keep how a device is, and since when it does not work."""
    folds_site.device_reported(hall, entry, event)
    if event.state == "twin":
        hall.twins[event.device] = entry.at_us
        return
    if event.state in {"commissioned", "uncommissioned"}:
        others = hall.commissioned - {event.device}
        hall.commissioned = others | {event.device} if event.state == "commissioned" else others
        return
    told = hall.printers if event.state in PRINTER_STATES else hall.devices
    told[event.device] = event.state


def device_tried(hall: Hall, _: e.Entry, event: e.DeviceTried) -> None:
    """Wait for what a trial comes to."""
    hall.tried[event.device] = "asked"
