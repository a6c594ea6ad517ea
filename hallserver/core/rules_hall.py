# SPDX-License-Identifier: Apache-2.0
"""Rules of the hall as a whole: suspended and resumed, a plan in force, the opening check, a counter in other hands."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.catalog import Catalog, PlanRow, Row
from hallserver.core.codes import must_be_known
from hallserver.core.errors import AgainstStandard, Conflict, NotFound
from hallserver.core.hall import Hall
from hallserver.core.opening import checks
from hallserver.core.roles import Actor
from hallserver.core.states import counter_of, counter_row
from hallserver.core.trainees import may_open, mentor_of

OPENED = "opened-for-you"
"""Code of the message by which somebody reads that a counter was opened for them; nobody can send it."""


def suspend(hall: Hall, command: c.Suspend, _: Actor, __: int) -> list[e.Event]:
    """Stop the hall where it stands."""
    if not hall.open:
        raise Conflict("hall-closed")
    if hall.suspended:
        raise Conflict("suspended-already", suspended=hall.suspended)
    must_be_known("suspended", command.reason)
    return [e.HallSuspended(reason=command.reason)]


def resume_hall(hall: Hall, command: c.ResumeHall, _: Actor, __: int) -> list[e.Event]:
    """Go on in the order that was kept."""
    if not hall.suspended:
        raise Conflict("not-suspended")
    must_be_known("resumed", command.reason)
    return [e.HallResumed(reason=command.reason)]


def plan_named(hall: Hall, slug: str) -> PlanRow:
    """Return a plan in use. Raises NotFound."""
    row = hall.catalog.plans.get(slug)
    if row is None or row.retired:
        raise NotFound("plan-unknown", plan=slug)
    return row


def apply_plan(hall: Hall, command: c.ApplyPlan, _: Actor, __: int) -> list[e.Event]:
    """Put a plan in force, with its notice; what the plan names and is out of use by now stays so.

    A queue with people waiting may be left without a counter: the preview says it (``plans.preview``), and so does the alarm.
    """
    row, catalog = plan_named(hall, command.plan), hall.catalog
    applied = e.PlanApplied(
        plan=row.slug,
        counters={
            slug: e.Duties(queues=used(catalog, duty.queues), helps=used(catalog, duty.helps))
            for slug, duty in row.counters.items()
            if in_use(catalog.counters.get(slug))
        },
        offered={slug: offered for slug, offered in row.offered.items() if in_use(catalog.services.get(slug))},
        quotas={slug: most for slug, most in row.quotas.items() if in_use(catalog.queues.get(slug))},
    )
    text: dict[str, str] = dict(row.notice.items())
    if not text or not hall.open:
        return [applied]
    return [applied, e.Announced(text=text, urgent=row.kind == "emergency")]


def in_use(row: Row | None) -> bool:
    """Tell whether a row is there and not retired."""
    return row is not None and not row.retired


def used(catalog: Catalog, queues: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of a plan's queues that are still in use: nobody is sent to wait in another."""
    return tuple(slug for slug in queues if in_use(catalog.queues.get(slug)))


def check_opening(hall: Hall, _: c.CheckOpening, __: Actor, now_us: int) -> list[e.Event]:
    """Look at everything that opening needs."""
    return [e.OpeningChecked(checks=tuple(checks(hall, now_us)))]


def hand_over(hall: Hall, command: c.HandOver, by: Actor, _: int) -> list[e.Event]:
    """Give the counter to a colleague who has none, with whoever is in hand, held or ready there.

    The clerk of the counter gives no reason; a duty manager who gives away somebody else's must.
    """
    slug = counter_of(hall, command.counter, by)
    state = hall.counter(slug)
    if state.state == "closed":
        raise Conflict("counter-not-open", counter=slug, state=state.state)
    if command.reason is None and state.clerk != by.name:
        raise AgainstStandard("reason-needed", kind="hand-over")
    if command.reason is not None:
        must_be_known("hand-over", command.reason)
    _must_be_free(hall, slug, command.to)
    return [
        e.CounterHandedOver(
            counter=slug,
            clerk=state.clerk,
            to=command.to,
            reason=command.reason or "",
            mentor=mentor_of(hall, command.to),
        )
    ]


def open_for(hall: Hall, command: c.OpenFor, by: Actor, _: int) -> list[e.Event]:
    """Open a closed counter for a colleague who is signed in and has none; the colleague reads that it is so."""
    if not hall.open:
        raise Conflict("hall-closed")
    counter_row(hall, command.counter)
    state = hall.counter(command.counter)
    if state.state != "closed":
        raise Conflict("counter-taken" if state.clerk else "counter-already-open", counter=command.counter, clerk=state.clerk)
    _must_be_free(hall, command.counter, command.person)
    if command.person not in hall.signed_in:
        raise Conflict("clerk-not-here", person=command.person)
    opened = e.CounterOpened(counter=command.counter, clerk=command.person, mentor=mentor_of(hall, command.person), assigned=True)
    if by.id == f"person:{command.person}":
        return [opened]
    return [opened, e.MessageSent(to=f"person:{command.person}", by=by.id, code=OPENED)]


def _must_be_free(hall: Hall, slug: str, person: str) -> None:
    """Raise unless this is somebody who may open a counter and has none."""
    if not may_open(hall.catalog.people.get(person)):
        raise NotFound("no-clerk", person=person)
    theirs = next((counter for counter, it in hall.counters.items() if it.clerk == person), None)
    if theirs is not None:
        raise Conflict("counter-already-theirs" if theirs == slug else "clerk-has-counter", person=person, counter=theirs)
