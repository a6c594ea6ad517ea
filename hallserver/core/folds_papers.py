# SPDX-License-Identifier: Apache-2.0
"""How numbers from paper, notices of missing papers and rights to come back change the hall: folds that ``apply`` calls."""

from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.staffnotes import right_of


def return_given(hall: Hall, _: e.Entry, event: e.ReturnGiven) -> None:
    """Remember who may come back; kept over days until it ends or is used."""
    hall.returns[event.ticket] = right_of(event)


def prune(hall: Hall, date: str) -> None:
    """Forget the rights that were over before this business day (ISO)."""
    hall.returns = {ticket: right for ticket, right in hall.returns.items() if right.until >= date}


def noted(_: Hall, __: e.Entry, ___: e.NoticeGiven | e.RecordAnnotated) -> None:
    """Kept for reports, printers and answers; no state of the hall follows from it."""
