# SPDX-License-Identifier: Apache-2.0
"""What the rater at a counter shows: the leg that may be rated now, if any. Never what anybody answered."""

from displays.parts import badge, head, may_rate
from displays.rating.form import rating_form
from hallserver.core.hall import Hall


def view(hall: Hall, of: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - nothing here depends on the time
    """Return the rater's screen; ``of`` is the counter.

    ``rateable`` is null while there is nothing to rate; ``called`` tells that the next visitor is on the way,
    with whose start the rating ends.
    """
    row = hall.catalog.counters.get(of)
    if row is None or row.retired:
        return {"hall": head(hall), "known": False, "rateable": None}
    state = hall.counter(of)
    return {
        "hall": head(hall),
        "known": True,
        "counter": {"slug": row.slug, "number": row.number, "names": row.names},
        "state": state.state,
        "badge": badge(hall, state.clerk) if state.state != "closed" else "",
        "called": bool(state.ticket),
        "rateable": _rateable(hall, state.rateable),
        "form": rating_form(hall),
    }


def _rateable(hall: Hall, leg: tuple[str, int] | None) -> dict[str, object] | None:
    if leg is None or not may_rate(hall, *leg):
        return None
    ticket, no = leg
    return {"ticket": ticket, "leg": no, "label": hall.tickets[ticket].label}
