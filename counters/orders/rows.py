# SPDX-License-Identifier: Apache-2.0
"""One work order as its screens show it: what about, how far it is, until when, what was done. Personal texts are fetched, not pushed."""

from typing import Any, Final

import msgspec

from counters.called import actor_names, person_names
from counters.orders.offered import Asker, for_another, leading, offered, on_spot
from hallserver.core.hall import Hall
from hallserver.core.row import Names
from hallserver.core.work_order import CLOCK_OF, PRAISE, Clock, Step, WorkOrder, WorkStep
from hallserver.words import LANGUAGES, known, say

Json = dict[str, Any]
STEPS: Final[tuple[Step, ...]] = ("verify", "contact", "fix", "reply", "call-back", "close")
CLOCKS: Final[tuple[Clock, ...]] = ("contact", "fix", "close")
_SAME: Final = (
    "no", "label", "source", "opened_us", "stars", "named", "channel", "found", "complexity", "cause", "measure", "content",
    "appeal", "exclusion", "proposed", "excluded", "due_us", "open", "closed_us", "settled_us", "missed", "tried", "enough", "reached",
)  # fmt: skip


def brief(hall: Hall, order: WorkOrder, now_us: int) -> Json:
    """Return what a list and an alarm say of an order: where, which number, what matter, the next step and its time."""
    counter = hall.catalog.counters.get(order.counter)
    matter = hall.catalog.items.get(order.item) or hall.catalog.services.get(order.service)
    return {name: getattr(order, name) for name in _SAME} | {
        "counter": counter.number if counter is not None else None,
        "counter_slug": order.counter,
        "clerk": person_names(hall, order.clerk),
        "matter": matter.names if matter is not None else {},
        "next": order.next_step,
        "late": order.late(now_us),
        "higher": order.escalated.get(order.clock, ""),
        "on_spot_us": order.on_spot_us if on_spot(order, now_us) else 0,
    }


def whole(hall: Hall, order: WorkOrder, by: Asker, now_us: int) -> Json:
    """Return everything that is known of an order, and what this person may do with it now."""
    acts = offered(order, by, now_us)
    return brief(hall, order, now_us) | {
        "said": order.text is not None,
        "readers": [person_names(hall, it) for it in order.readers],
        "contact": order.contact is not None,
        "tags": [_named(hall, "tag", it) for it in order.tags],
        "dimensions": [{"names": _named(hall, "dimension", it), "stars": stars} for it, stars in order.dimensions.items()],
        "way": way(order),
        "dues": dues(order, now_us),
        "acts": acts,
        "leading": leading(order, acts),
        "another": for_another(order, by),
        "steps": [_step(hall, it) for it in order.steps],
    }


def _named(hall: Hall, kind: str, slug: str) -> Names:
    """Return what the standard in force calls a tag or dimension; one that it has no more, its word or slug."""
    choice = getattr(hall.rules.rating, kind).get(slug) if hall.standard is not None else None
    key = f"rating.{kind}-{slug}"
    return choice.names if choice is not None else {language: say(key, language) if known(key) else slug for language in LANGUAGES}


def way(order: WorkOrder) -> list[Json]:
    """Return the steps that this order takes, each ``done``, ``now`` or ``later``; praise has one alone."""
    steps = [it for it in STEPS if _has(order, it)]
    at = steps.index(order.next_step) if order.next_step in steps else len(steps)
    return [{"step": it, "is": "done" if nth < at or _done(order, it) else "now" if nth == at else "later"} for nth, it in enumerate(steps)]


def _has(order: WorkOrder, step: Step) -> bool:
    if order.source == PRAISE:
        return step == "close"
    return order.named or step not in {"contact", "call-back"}


def _done(order: WorkOrder, step: Step) -> bool:
    """Tell whether a step was done before its turn: a visitor may be spoken to before anything is found out."""
    return {"verify": bool(order.verified_us), "contact": bool(order.contacted_us)}.get(step, False)


def dues(order: WorkOrder, now_us: int) -> list[Json]:
    """Return each clock that was set: until when, and how it stands: ``done``, ``running``, ``late`` or ``missed`` (done, but too late)."""
    times = {"contact": order.contact_due, "fix": order.fix_due, "close": order.close_due}
    return [
        {"clock": clock, "due_us": due.due_us, "is": _stands(order, clock, due.due_us, now_us)}
        for clock in CLOCKS
        if (due := times[clock]) is not None
    ]


def _stands(order: WorkOrder, clock: Clock, due_us: int, now_us: int) -> str:
    running = CLOCK_OF[order.next_step]
    if not running or CLOCKS.index(running) > CLOCKS.index(clock):
        return "missed" if clock in order.missed else "done"
    return "late" if now_us >= due_us else "running"


def _step(hall: Hall, it: WorkStep) -> Json:
    return {"kind": it.kind, "at_us": it.at_us, "by": _by(hall, it.by), "says": msgspec.to_builtins(it.says), "note": it.note is not None}


def _by(hall: Hall, actor: str) -> Names:
    """Return whoever of the staff did it; nobody's name for a visitor, a device or the clock."""
    return actor_names(hall, actor) if actor.startswith("person:") else {}
