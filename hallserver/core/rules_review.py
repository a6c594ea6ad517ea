# SPDX-License-Identifier: Apache-2.0
"""Rules of what is decided about an order beside its steps: a clerk's appeal, leaving a rating out, and what the clock does.

Two persons, always: whoever found something does not review it, whoever proposed to leave a rating out does not decide it; whoever it is
about does neither, nor does a mentor, who answers for the trainee's work as for the own. A rating that is left out stays where it is and
is reported apart (国办发〔2019〕51号: 误评、恶意差评结果不予采纳).
"""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.due import CLOSE, due_after
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.rules_work import order_known, to_handle
from hallserver.core.trainees import mentors
from hallserver.core.work_lists import told_as
from hallserver.core.work_order import WorkOrder

HIGHER = ("hall-manager", "district")
"""To whom an order is taken that is not done in time: at once, and when it still is not after ``bad.escalate_wd``."""


def appeal_order(hall: Hall, command: c.AppealOrder, by: Actor, now_us: int) -> list[e.Event]:
    """Ask for a review of an order about oneself that one has been told of; of others, and before, there is none to be found."""
    order = next((it for it in hall.orders.values() if told_as(hall, it, by.name, now_us) == command.order), None)
    if order is None:
        raise NotFound("order-unknown", order=command.order)
    if order.appeal:
        raise Conflict("order-appealed", order=command.order)
    return [e.OrderAppealed(order=order.no, reason=command.reason)]


def review_appeal(hall: Hall, command: c.ReviewAppeal, by: Actor, _: int) -> list[e.Event]:
    """Decide an appeal, by somebody who has not found what it is against."""
    order = order_known(hall, command.order, by)
    if order.appeal != "open":
        raise Conflict("order-no-appeal", order=order.no)
    _must_be_other(hall, order, by, [order.verified_by, *(it.by for it in order.steps if it.kind == "verified")])
    return [e.AppealReviewed(order=order.no, upheld=command.upheld, reason=command.reason)]


def _must_be_other(hall: Hall, order: WorkOrder, by: Actor, first: list[str]) -> None:
    """Refuse who answers for the clerk whom the order is about, and who has had a word already."""
    if mentors(hall, by.name, order.clerk):
        raise NotAllowed("order-about-trainee", order=order.no)
    if by.id in first:
        raise NotAllowed("order-second-person", order=order.no)


def propose_exclusion(hall: Hall, command: c.ProposeExclusion, by: Actor, _: int) -> list[e.Event]:
    """Propose to leave a rating out, after it was looked into, once: what a second person has refused is not asked of a third."""
    order = to_handle(hall, command.order, by)
    if order.source != "rating":
        raise AgainstStandard("order-no-rating", order=order.no)
    if not order.verified_us:
        raise Conflict("order-step-first", order=order.no, step="verify")
    if order.exclusion:
        raise Conflict("order-exclusion-known", order=order.no)
    return [e.ExclusionProposed(order=order.no, why=command.why, reason=command.reason)]


def decide_exclusion(hall: Hall, command: c.DecideExclusion, by: Actor, now_us: int) -> list[e.Event]:
    """Decide what somebody else has proposed."""
    order = order_known(hall, command.order, by)
    if order.exclusion != "proposed":
        raise Conflict("order-no-proposal", order=order.no)
    _must_be_other(hall, order, by, order.agreed_by)
    enough = command.agree and len(order.agreed_by) + 1 >= hall.rules.whole("bad.malicious_review")
    due = due_after(hall, now_us, CLOSE) if enough else None
    return [
        e.ExclusionDecided(order=order.no, why=order.proposed, agreed=command.agree, reason=command.reason, excluded=enough, close_due=due),
    ]


def chase_order(hall: Hall, command: c.ChaseOrder, by: Actor, now_us: int) -> list[e.Event]:
    """Do what is due of an order. Raises Conflict when nothing is."""
    happened = chases(order_known(hall, command.order, by), now_us)
    if not happened:
        raise Conflict("order-not-due", order=command.order)
    return happened


def chases(order: WorkOrder, now_us: int) -> list[e.Event]:
    """Return what is due of an order by its running clock: reminded of, overdue, taken higher. Each only once."""
    due, clock = order.due, order.clock
    if due is None:
        return []
    told = sum(1 for at_us in due.remind_us if at_us <= now_us)
    if now_us < due.due_us:
        fresh = told > order.reminded.get(clock, 0)
        return [e.OrderReminded(order=order.no, clock=clock, due_us=due.due_us, nth=told)] if fresh else []
    happened: list[e.Event] = []
    if clock not in order.missed:
        happened.append(e.OrderOverdue(order=order.no, clock=clock, due_us=due.due_us))
    reached = HIGHER[1] if now_us >= due.higher_us else HIGHER[0]
    known = order.escalated.get(clock)
    higher = [to for to in HIGHER[: HIGHER.index(reached) + 1] if known is None or HIGHER.index(to) > HIGHER.index(known)]
    return happened + [e.OrderEscalated(order=order.no, clock=clock, to=to) for to in higher]


def chased(hall: Hall, now_us: int) -> list[str]:
    """Return the orders of which something is due now."""
    return [no for no, order in hall.orders.items() if order.open and chases(order, now_us)]
