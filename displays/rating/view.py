# SPDX-License-Identifier: Apache-2.0
"""What the rater at a counter shows: the leg that may be rated now, if any. Never what anybody answered."""

from displays.parts import badge, head
from displays.rating.form import rating_form
from hallserver.core.hall import Hall
from hallserver.core.rateable import asked_at, device_until_us
from hallserver.core.rated import KeptLeg


def view(hall: Hall, of: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - the page counts the time itself
    """Return the rater's screen; ``of`` is the counter.

    ``rateable`` is null while there is nothing to rate: it asks once a visit, after the last errand, until ``until_us``.
    ``called`` tells that the next visitor is on the way, with whose start the rating ends.
    """
    row = hall.catalog.counters.get(of)
    if row is None or row.retired:
        return {"hall": head(hall), "known": False, "rateable": None}
    state, leg = hall.counter(of), asked_at(hall, of, hall.at_us)
    return {
        "hall": head(hall),
        "known": True,
        "counter": {"slug": row.slug, "number": row.number, "names": row.names},
        "state": state.state,
        "badge": badge(hall, state.clerk) if state.state != "closed" else "",
        "called": bool(state.ticket),
        "rateable": _rateable(hall, leg) if leg is not None else None,
        "form": rating_form(hall),
    }


def _rateable(hall: Hall, leg: KeptLeg) -> dict[str, object]:
    until_us = device_until_us(hall, hall.tickets[leg.ticket].legs[leg.leg - 1])
    return {"ticket": leg.ticket, "leg": leg.leg, "label": leg.label, "until_us": until_us}
