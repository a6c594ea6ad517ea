# SPDX-License-Identifier: Apache-2.0
"""How events of work orders change the hall: folds that ``apply`` calls. Every step is kept with who did it and when."""

from collections.abc import Callable
from typing import Any

from hallserver.core import events as e
from hallserver.core.asking import Sealed
from hallserver.core.hall import Hall
from hallserver.core.rated import find
from hallserver.core.work_lists import visitors_of
from hallserver.core.work_order import WorkOrder, WorkStep

_SAME = tuple(
    "source ticket label leg stage nth counter clerk service item stars tags dimensions named channel text contact contact_due close_due"
    " on_spot_us".split()
)
"""What an order takes over from its first event as it stands."""


def _step(order: WorkOrder, entry: e.Entry, kind: str, note: Sealed | None = None, **says: str | int | bool) -> None:
    order.steps.append(WorkStep(kind=kind, at_us=entry.at_us, by=entry.actor, says=says, note=note))


def order_opened(hall: Hall, entry: e.Entry, event: e.WorkOrderOpened) -> None:
    """Keep the new order."""
    order = WorkOrder(no=event.order, opened_us=entry.at_us, day=entry.day, source=event.source, enough=event.tries)
    for name in _SAME:
        setattr(order, name, getattr(event, name))
    kept = find(hall.rated.kept, event.ticket, event.leg)
    if event.clerk:
        order.among = visitors_of(hall, event.clerk, kept.day if kept is not None else hall.day)
    _step(order, entry, "opened")
    hall.orders[event.order] = order
    ticket = hall.tickets.get(event.ticket)
    if ticket is not None:
        ticket.orders = (*ticket.orders, event.order)


def order_followed_up(hall: Hall, entry: e.Entry, event: e.OrderFollowedUp) -> None:
    """Keep what the visitor added; whoever says only now how to be reached is spoken to where that step is not over yet."""
    order = hall.orders[event.order]
    if order.contact is None and event.contact is not None:
        order.contact, order.named = event.contact, order.named or order.clock == "contact"
    _step(order, entry, "followed-up", event.note, level=event.level)


def order_read(hall: Hall, entry: e.Entry, event: e.OrderRead) -> None:
    """Keep who has read its texts: no step of handling it, and of one that is forgotten nothing."""
    if event.order in hall.orders:
        hall.orders[event.order].readers[event.person] = entry.at_us


def order_verified(hall: Hall, entry: e.Entry, event: e.OrderVerified) -> None:
    """Keep what was found, and let the clock of putting it right run."""
    order = hall.orders[event.order]
    order.verified_us, order.verified_by = order.verified_us or entry.at_us, entry.actor
    order.found, order.complexity = event.found, event.complexity
    if order.fix_due is not None and order.fix_due.due_us < event.fix_due.due_us:
        _time_anew(order, "fix")
    order.fix_due = event.fix_due
    _step(order, entry, "verified", event.note, found=event.found, complexity=event.complexity)


def _time_anew(order: WorkOrder, clock: str) -> None:
    """Forget what the clock said of a shorter limit: of the longer one it has said nothing yet. The steps keep it."""
    order.missed = [it for it in order.missed if it != clock]
    order.reminded.pop(clock, None)
    order.escalated.pop(clock, None)


def visitor_contacted(hall: Hall, entry: e.Entry, event: e.VisitorContacted) -> None:
    """Count the try; the first one that reached somebody, or the last that is asked for, ends the step."""
    order = hall.orders[event.order]
    order.tried = event.nth
    if not order.contacted_us and (event.reached or event.nth >= order.enough):
        order.contacted_us = entry.at_us
    order.reached = order.reached or event.reached
    _step(order, entry, "contacted", event.note, how=event.how, reached=event.reached)


def order_settled(hall: Hall, entry: e.Entry, event: e.OrderSettled) -> None:
    """End four steps in one: found out, spoken to, put right, answered."""
    order = hall.orders[event.order]
    order.settled_us = order.rectified_us = order.replied_us = entry.at_us
    order.verified_us, order.verified_by = order.verified_us or entry.at_us, order.verified_by or entry.actor
    order.found, order.complexity = order.found or "justified", order.complexity or "simple"
    order.contacted_us, order.reached = order.contacted_us or entry.at_us, True
    order.measure, order.cause, order.close_due = event.measure, event.cause, event.close_due
    _step(order, entry, "settled", event.note, measure=event.measure, cause=event.cause, took_us=event.took_us)


def order_rectified(hall: Hall, entry: e.Entry, event: e.OrderRectified) -> None:
    """Keep what was put right; after a visitor who was not satisfied it is to be asked anew."""
    order = hall.orders[event.order]
    order.rectified_us = order.rectified_us or entry.at_us
    order.measure, order.cause = event.measure, event.cause
    _ask_anew(order)
    _step(order, entry, "rectified", event.note, measure=event.measure, cause=event.cause)


def order_explained(hall: Hall, entry: e.Entry, event: e.OrderExplained) -> None:
    """Keep that the visitor was told why."""
    order = hall.orders[event.order]
    order.explained_us, order.cause = order.explained_us or entry.at_us, event.cause
    _ask_anew(order)
    _step(order, entry, "explained", event.note, cause=event.cause)


def _ask_anew(order: WorkOrder) -> None:
    if order.dissatisfied:
        order.called_back_us, order.content = 0, ""


def order_replied(hall: Hall, entry: e.Entry, event: e.OrderReplied) -> None:
    """Keep where the answer is."""
    order = hall.orders[event.order]
    order.replied_us, order.answer = order.replied_us or entry.at_us, event.text
    order.close_due = order.close_due or event.close_due
    _step(order, entry, "replied", event.text)


def order_called_back(hall: Hall, entry: e.Entry, event: e.OrderCalledBack) -> None:
    """Keep what the visitor said of the outcome."""
    order = hall.orders[event.order]
    order.called_back_us, order.content = entry.at_us, event.content
    _step(order, entry, "called-back", event.note, content=event.content, how=event.how)


def order_closed(hall: Hall, entry: e.Entry, event: e.OrderClosed) -> None:
    """Close it; it is kept in mind for a while."""
    order = hall.orders[event.order]
    order.closed_us = entry.at_us
    _step(order, entry, "closed")


def order_appealed(hall: Hall, entry: e.Entry, event: e.OrderAppealed) -> None:
    """Keep that the clerk asked for a review."""
    order = hall.orders[event.order]
    order.appeal = "open"
    _step(order, entry, "appealed", reason=event.reason)


def appeal_reviewed(hall: Hall, entry: e.Entry, event: e.AppealReviewed) -> None:
    """Keep the outcome of the review."""
    order = hall.orders[event.order]
    order.appeal = "upheld" if event.upheld else "rejected"
    _step(order, entry, "appeal-reviewed", upheld=event.upheld, reason=event.reason)


def exclusion_proposed(hall: Hall, entry: e.Entry, event: e.ExclusionProposed) -> None:
    """Keep who proposed it, and why."""
    order = hall.orders[event.order]
    order.exclusion, order.proposed, order.agreed_by = "proposed", event.why, [entry.actor]
    _step(order, entry, "exclusion-proposed", why=event.why, reason=event.reason)


def exclusion_decided(hall: Hall, entry: e.Entry, event: e.ExclusionDecided) -> None:
    """Leave the rating out, wait for one more to agree, or not leave it out."""
    order = hall.orders[event.order]
    if event.agreed:
        order.agreed_by.append(entry.actor)
    if event.excluded:
        order.exclusion, order.excluded = "agreed", event.why
        order.close_due = order.close_due or event.close_due
    elif not event.agreed:
        order.exclusion = "rejected"
    _step(order, entry, "exclusion-decided", agreed=event.agreed, why=event.why, reason=event.reason)


def order_reminded(hall: Hall, entry: e.Entry, event: e.OrderReminded) -> None:
    """Count the reminder."""
    order = hall.orders[event.order]
    order.reminded[event.clock] = event.nth
    _step(order, entry, "reminded", clock=event.clock)


def order_overdue(hall: Hall, entry: e.Entry, event: e.OrderOverdue) -> None:
    """Keep that this clock ran out."""
    order = hall.orders[event.order]
    order.missed.append(event.clock)
    _step(order, entry, "overdue", clock=event.clock)


def order_escalated(hall: Hall, entry: e.Entry, event: e.OrderEscalated) -> None:
    """Keep to whom it was taken."""
    order = hall.orders[event.order]
    order.escalated[event.clock] = event.to
    _step(order, entry, "escalated", clock=event.clock, to=event.to)


def day_closed(hall: Hall, snapshot: dict[str, Any]) -> None:
    """Keep how many visitors the clerks had, for there will be no more on this day, and under which number who is told."""
    for no, kept in snapshot.get("orders", {}).items():
        order = hall.orders[no]
        order.among, order.pooled, order.notice = kept.get("among", 0), kept.get("pooled", 0), kept.get("notice", "")


def prune(hall: Hall, at_us: int) -> None:
    """Forget orders that were closed, or praised, long ago; the tables keep them."""
    hall.orders = {no: order for no, order in hall.orders.items() if not order.outlived(at_us)}


Fold = Callable[[Hall, e.Entry, Any], None]


def _while_kept(fold: Fold) -> Fold:
    """Return the fold of a step: journals of older servers have steps of praise that is forgotten by now, and that change nothing."""

    def step(hall: Hall, entry: e.Entry, event: Any) -> None:  # noqa: ANN401 -- any event of a work order
        if event.order in hall.orders:
            fold(hall, entry, event)

    return step


_STEPS: dict[type[e.Event], Fold] = {
    e.OrderVerified: order_verified,
    e.VisitorContacted: visitor_contacted,
    e.OrderSettled: order_settled,
    e.OrderRectified: order_rectified,
    e.OrderExplained: order_explained,
    e.OrderReplied: order_replied,
    e.OrderCalledBack: order_called_back,
    e.OrderClosed: order_closed,
    e.OrderAppealed: order_appealed,
    e.AppealReviewed: appeal_reviewed,
    e.ExclusionProposed: exclusion_proposed,
    e.ExclusionDecided: exclusion_decided,
    e.OrderReminded: order_reminded,
    e.OrderOverdue: order_overdue,
    e.OrderEscalated: order_escalated,
    e.OrderFollowedUp: order_followed_up,
}
FOLDS: dict[type[e.Event], Fold] = {e.WorkOrderOpened: order_opened} | {kind: _while_kept(fold) for kind, fold in _STEPS.items()}
"""What each of them does to the hall."""
