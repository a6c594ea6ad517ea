# SPDX-License-Identifier: Apache-2.0
"""Rules of work orders (工单): the order of their steps.

Found out (核实) and spoken to the visitor (联系) in either order, then put right or explained (整改, 解释), answered (答复), called back
(回访), closed. Whoever an order is about has no part in handling it. Reviews and exclusions stand in ``rules_review.py``.
"""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.due import CLOSE, FIX, due_after
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.rules_case import must_say, sealed
from hallserver.core.work_order import PRAISE, WorkOrder

MAY_CLOSE_DISSATISFIED = MAY_VERIFY_AGAIN = "hall-manager"
"""Role that may close an order whose visitor is not satisfied, and that may correct what was found."""


def order_known(hall: Hall, no: str, by: Actor) -> WorkOrder:
    """Return the order with this number. Raises NotFound, also to whom it is about: a refusal of its own would tell that there is one."""
    order = hall.orders.get(no)
    if order is None or order.clerk == by.name:
        raise NotFound("order-unknown", order=no)
    return order


def to_handle(hall: Hall, no: str, by: Actor) -> WorkOrder:
    """Return an open order that this person may handle. Raises NotFound, Conflict when it is closed."""
    order = order_known(hall, no, by)
    if order.closed_us:
        raise Conflict("order-closed", order=no)
    return order


def _must_not_be_praise(order: WorkOrder) -> None:
    if order.source == PRAISE or order.excluded:
        raise Conflict("order-needs-none", order=order.no)


def report_order_read(_: Hall, command: c.ReportOrderRead, __: Actor, ___: int) -> list[e.Event]:
    """Keep who reads it: the door has seen that there is such an order, and that it is about somebody else."""
    return [e.OrderRead(order=command.order, person=command.person)]


def verify_order(hall: Hall, command: c.VerifyOrder, by: Actor, now_us: int) -> list[e.Event]:
    """Say what was found: the time limit for putting it right runs from now.

    Until it is put right or explained the hall manager may correct it; the limit still runs from the first time.
    """
    order = to_handle(hall, command.order, by)
    _must_not_be_praise(order)
    may_again = MAY_VERIFY_AGAIN in by.roles and order.next_step in {"contact", "fix"}
    if order.verified_us and not may_again:
        raise Conflict("order-step-done", order=order.no, step="verify")
    due = due_after(hall, order.verified_us or now_us, FIX[command.complexity])
    return [
        e.OrderVerified(order=order.no, found=command.found, complexity=command.complexity, fix_due=due, note=sealed(command.note)),
    ]


def contact_visitor(hall: Hall, command: c.ContactVisitor, by: Actor, _: int) -> list[e.Event]:
    """Note that the visitor was spoken to, or not reached; also later, as often as there is something to be said."""
    order = to_handle(hall, command.order, by)
    _must_not_be_praise(order)
    nth = order.tried + 1
    return [e.VisitorContacted(order=order.no, how=command.how, reached=command.reached, nth=nth, note=sealed(command.note))]


def settle_on_spot(hall: Hall, command: c.SettleOnSpot, by: Actor, now_us: int) -> list[e.Event]:
    """Put it right while the visitor is in the hall: not before it has begun, not after ``bad.on_spot_min``."""
    order = to_handle(hall, command.order, by)
    _must_not_be_praise(order)
    must_be_known("measure", command.measure)
    must_be_known("cause", command.cause)
    if order.next_step not in {"verify", "contact", "fix"}:
        raise Conflict("order-step-done", order=order.no, step="fix")
    if now_us > order.on_spot_us:
        raise AgainstStandard("order-not-on-spot", minutes=hall.rules.whole("bad.on_spot_min"))
    settled = e.OrderSettled(
        order=order.no,
        measure=command.measure,
        cause=command.cause,
        took_us=now_us - order.opened_us,
        close_due=due_after(hall, now_us, CLOSE),
        note=sealed(command.note),
    )
    return [settled]


def _to_fix(hall: Hall, no: str, by: Actor) -> WorkOrder:
    """Return an order that is found out and whose visitor was spoken to, and that is not fixed yet, or not to the visitor's mind."""
    order = to_handle(hall, no, by)
    _must_not_be_praise(order)
    if order.next_step in {"verify", "contact"}:
        raise Conflict("order-step-first", order=no, step=order.next_step)
    if order.next_step != "fix" and not order.dissatisfied:
        raise Conflict("order-step-done", order=no, step="fix")
    return order


def rectify_order(hall: Hall, command: c.RectifyOrder, by: Actor, _: int) -> list[e.Event]:
    """Say what was put right. What is not so needs no putting right: it is explained."""
    order = _to_fix(hall, command.order, by)
    if order.found == "unjustified":
        raise Conflict("order-explain", order=order.no)
    must_be_known("measure", command.measure)
    must_be_known("cause", command.cause)
    return [e.OrderRectified(order=order.no, measure=command.measure, cause=command.cause, note=sealed(command.note))]


def explain_order(hall: Hall, command: c.ExplainOrder, by: Actor, _: int) -> list[e.Event]:
    """Say that the visitor was told why it is as it is. What is justified is put right instead (立行立改, 限期整改)."""
    order = _to_fix(hall, command.order, by)
    if order.found == "justified":
        raise Conflict("order-rectify", order=order.no)
    must_be_known("cause", command.cause)
    return [e.OrderExplained(order=order.no, cause=command.cause, note=sealed(command.note))]


def reply_order(hall: Hall, command: c.ReplyOrder, by: Actor, now_us: int) -> list[e.Event]:
    """Answer the visitor, when there is something to answer; praise may be thanked for at any time."""
    must_say(command.text)
    order = to_handle(hall, command.order, by)
    if order.source != PRAISE:
        _must_be_at(order, "verify", "contact", "fix")
    return [e.OrderReplied(order=order.no, close_due=due_after(hall, now_us, CLOSE), text=sealed(command.text))]


def _must_be_at(order: WorkOrder, *before: str) -> None:
    if order.next_step in before:
        raise Conflict("order-step-first", order=order.no, step=order.next_step)


def call_visitor_back(hall: Hall, command: c.CallVisitorBack, by: Actor, _: int) -> list[e.Event]:
    """Note what the visitor says of the outcome, after the answer."""
    order = to_handle(hall, command.order, by)
    _must_not_be_praise(order)
    _must_be_at(order, "verify", "contact", "fix", "reply")
    return [e.OrderCalledBack(order=order.no, content=command.content, how=command.how, note=sealed(command.note))]


def close_order(hall: Hall, command: c.CloseOrder, by: Actor, _: int) -> list[e.Event]:
    """Close what is done. With an appeal or a proposal undecided it stays open; a dissatisfied visitor's only the hall manager closes."""
    order = to_handle(hall, command.order, by)
    if order.next_step != "close":
        raise Conflict("order-step-first", order=order.no, step=order.next_step)
    if order.appeal == "open" or order.exclusion == "proposed":
        raise Conflict("order-undecided", order=order.no)
    if order.dissatisfied and not order.excluded and MAY_CLOSE_DISSATISFIED not in by.roles:
        raise NotAllowed("order-dissatisfied", order=order.no)
    return [e.OrderClosed(order=order.no)]
