# SPDX-License-Identifier: Apache-2.0
"""How notices of missing papers and rights to come back change the hall: folds that ``apply`` calls."""

import msgspec

from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.jobs import HANDOUT
from hallserver.core.noted import Handout
from hallserver.core.staffnotes import right_of


def return_given(hall: Hall, entry: e.Entry, event: e.ReturnGiven) -> None:
    """Remember who may come back; kept over days until it ends or is used."""
    hall.returns[event.ticket] = right_of(event)
    _print(hall, entry, event)


def notice_given(hall: Hall, entry: e.Entry, event: e.NoticeGiven) -> None:
    """Remember what is to be printed; of the hall nothing else follows from it."""
    _print(hall, entry, event)


def _print(hall: Hall, entry: e.Entry, event: e.NoticeGiven | e.ReturnGiven) -> None:
    if event.device:
        job = f"{HANDOUT}{entry.epoch}.{entry.seq}"
        hall.handouts[job] = Handout(job=job, event=event, at_us=entry.at_us)


def handout_reported(hall: Hall, event: e.SlipReported) -> None:
    """Note how far a handout came; one that is on paper is forgotten."""
    handout = hall.handouts.get(event.job)
    if handout is None:
        return
    if event.state == "done":
        del hall.handouts[event.job]
    else:
        hall.handouts[event.job] = msgspec.structs.replace(handout, state=event.state)


def prune(hall: Hall, date: str) -> None:
    """Forget the rights that were over before this business day (ISO)."""
    hall.returns = {ticket: right for ticket, right in hall.returns.items() if right.until >= date}
