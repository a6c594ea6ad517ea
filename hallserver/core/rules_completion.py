# SPDX-License-Identifier: Apache-2.0
"""A case is closed (办结): the approval system says so, never a clerk. Finished (完成) is the errand at the counter."""

from datetime import datetime

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotFound
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.rateable import cases
from hallserver.core.rated import days_after
from hallserver.core.roles import Actor


def import_completion(hall: Hall, command: c.ImportCompletion, _: Actor, now_us: int) -> list[e.Event]:
    """Note that a case is closed, and until when its visitor may rate that.

    Raises NotFound for a case that no number of the last ``eval.case_days`` days has, Conflict when it is closed already,
    AgainstStandard for a time that is no time or still to come.
    """
    days, today = hall.rules.whole("eval.case_days"), hall_date(hall, now_us)
    of_late = (it for it in cases(hall, command.case_no) if days_after(it.day, days) >= today)
    known = [it for it in of_late if command.ticket in {None, it.ticket}]
    if not known:
        raise NotFound("case-unknown", case_no=command.case_no, days=days)
    leg = known[-1]
    if leg.done_until:
        raise Conflict("case-completed-already", case_no=command.case_no, ticket=leg.label)
    until = days_after(today, hall.rules.whole("eval.window_online"))
    return [
        e.CaseCompleted(
            ticket=leg.ticket,
            leg=leg.leg,
            case_no=command.case_no,
            done_us=_time_us(command.done, now_us),
            label=leg.label,
            day=leg.day,
            counter=leg.counter,
            clerk=leg.clerk,
            services=leg.services,
            named=leg.named,
            until=until,
        )
    ]


def _time_us(said: str | None, now_us: int) -> int:
    if said is None:
        return now_us
    try:
        at_us = round(datetime.fromisoformat(said).timestamp()) * 1_000_000
    except ValueError as error:
        raise AgainstStandard("completion-time", done=said) from error
    if at_us > now_us:
        raise AgainstStandard("completion-time", done=said)
    return at_us
