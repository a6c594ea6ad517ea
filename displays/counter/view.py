# SPDX-License-Identifier: Apache-2.0
"""What hangs over a counter: its number, the ticket in hand and how far it is, or why nobody is called."""

from displays.heard import is_loud
from displays.parts import badge, head
from hallserver.core.catalog import CounterRow
from hallserver.core.hall import Hall
from hallserver.core.theme import Door


def view(hall: Hall, of: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - nothing here depends on the time
    """Return the counter's screen, laid out as the district's door signs; ``of`` is the counter, not ``known`` when it is not set up."""
    row = hall.catalog.counters.get(of)
    if row is None or row.retired:
        return {"hall": head(hall), "known": False}
    state = hall.counter(of)
    door = hall.standard.theme.door if hall.standard is not None else Door()
    return {
        "hall": head(hall),
        "known": True,
        "counter": _counter(hall, row, queues=door.queues),
        "number_at": door.number,
        "state": state.state,
        "reason": state.reason if state.state == "paused" else "",
        "badge": badge(hall, state.clerk) if door.badge and state.state != "closed" else "",
        "ticket": _ticket(hall, state.ticket),
        "loud": is_loud(hall, [row.zone]),
        "recent": [label for label in state.recent if label != _label(hall, state.ticket)],
    }


def _counter(hall: Hall, row: CounterRow, *, queues: bool) -> dict[str, object]:
    """Only own queues are named, where the door sign has them: whom the counter helps out changes by the minute."""
    own = [hall.catalog.queues[slug] for slug in row.queues if queues and slug in hall.catalog.queues]
    return {
        "slug": row.slug,
        "number": row.number,
        "names": row.names,
        "accessible": row.accessible,
        "queues": [{"letter": queue.letter, "names": queue.names} for queue in own if not queue.retired],
    }


def _label(hall: Hall, ticket: str) -> str:
    found = hall.tickets.get(ticket)
    return found.label if found is not None else ""


def _ticket(hall: Hall, ticket: str) -> dict[str, object] | None:
    """``call`` counts calls of the leg, so that a recall can draw the eye again."""
    found = hall.tickets.get(ticket)
    if found is None or found.state not in {"called", "serving"}:
        return None
    return {"label": found.label, "state": found.state, "call": found.leg.calls, "at_us": found.leg.last_called_us}
