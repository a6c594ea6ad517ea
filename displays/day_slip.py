# SPDX-License-Identifier: Apache-2.0
"""The slip at the end of a day (日结单): what the day came to, and the audit anchor for whoever keeps it. Pure.

It comes out of the printer that guides use, the first of the main zone; a hall without one has the anchor on the
manager's screen and on the day report. The QR holds nothing but the anchor.
"""

from displays.slip import RULE, Say, local_time, printer_for
from hallserver.core.hall import Hall
from hallserver.core.jobs import PrintSlip, SlipLine
from hallserver.words import name_in

FRESH_S = 3600
"""A printer that is off when the day is closed gets the slip so much later, not on the next morning."""
_PREFIX = "day/"


def is_day_slip(job: str) -> bool:
    """Tell whether a job of this id prints the slip of a day."""
    return job.startswith(_PREFIX)


def day_slip_due(hall: Hall, now_us: int) -> bool:
    """Tell whether the day was closed lately and no printer has had its slip."""
    return not hall.open and bool(hall.closed_us) and not hall.day_slip and now_us - hall.closed_us < FRESH_S * 1_000_000


def day_slip(hall: Hall, anchor: str, say: Say) -> PrintSlip | None:
    """Return the job that prints the closed day's slip; None: there is no printer for it."""
    printer = printer_for(hall, "person:")
    if not printer:
        return None
    return PrintSlip(
        job=f"{_PREFIX}{hall.day}/{hall.closed_us}",
        device=printer,
        ticket="",
        lines=_lines(hall, anchor, say),
        qr=anchor,
        expires_us=hall.closed_us + FRESH_S * 1_000_000,
    )


def _lines(hall: Hall, anchor: str, say: Say) -> tuple[SlipLine, ...]:
    tally, here = hall.tally, hall.catalog.here
    unserved = sum(ticket.state == "unserved" for ticket in hall.tickets.values())
    ends = {"absent": tally.absent, "forfeited": tally.forfeited, "cancelled": tally.cancelled, "unserved": unserved}
    place, _, digits = anchor.partition(":")
    return (
        SlipLine(text=name_in(here.names, "zh-Hans"), size=4, bold=True),
        SlipLine(text=say("slip.day-title"), size=3, bold=True),
        RULE,
        SlipLine(text=say("slip.day-date", date=hall.day), size=3),
        SlipLine(text=say("slip.day-closed", time=local_time(hall.closed_us, here.zone), who=_who(hall, say)), size=1),
        SlipLine(text=say("slip.day-counts", issued=tally.issued, called=tally.called, finished=tally.finished), size=2),
        SlipLine(text=say("slip.day-ends", **ends), size=2),
        SlipLine(text=say("slip.day-ordered", n=tally.out_of_order), size=2),
        RULE,
        SlipLine(text=say("slip.day-anchor"), size=2, bold=True),
        SlipLine(text=f"{place}:", size=3),
        SlipLine(text=" ".join(digits[at : at + 4] for at in range(0, len(digits), 4)), size=3, bold=True),
        RULE,
        SlipLine(text=say("slip.day-keep"), size=1, align="left"),
        SlipLine(text=say("slip.day-sign"), size=2, align="left"),
    )


def _who(hall: Hall, say: Say) -> str:
    person = hall.catalog.people.get(hall.closed_by.removeprefix("person:"))
    return name_in(person.names, "zh-Hans") if person is not None else say("slip.day-by-clock")
