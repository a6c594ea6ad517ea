# SPDX-License-Identifier: Apache-2.0
"""What a visitor's phone says of ratings: what may be rated, what may be added to, until when, what came of it. Never who read it."""

import msgspec

from displays.parts import place
from displays.rating.form import rating_form
from hallserver.core.hall import Hall
from hallserver.core.rateable import Chance, chances, is_over, most_ratings
from hallserver.core.work_lists import answers_to

Part = dict[str, object]


def rating_part(hall: Hall, ticket: str) -> Part:
    """Return what of a number may be rated. ``ask`` tells whether the visit is over: it is asked once, after its last errand.

    ``rateable`` was not rated yet, ``follow`` takes the one addition (追评), ``rated`` counts what was given, ``rate_until`` is the
    last date for any of it; ``orders`` are the work orders that came of it, how far they are.
    """
    found = chances(hall, ticket, hall.at_us)
    first, last = most_ratings(hall) if found else (0, 0)
    rateable = [_row(hall, it) for it in found if it.given < first]
    follow = [_row(hall, it) for it in found if first <= it.given < last]
    return {
        "ask": is_over(hall, ticket),
        "rateable": rateable,
        "follow": follow,
        "rated": sum(it.given for it in found),
        "rate_until": max((it.until for it in found), default=""),
        "form": rating_form(hall) if rateable or follow else None,
        "orders": [msgspec.structs.asdict(it) for it in answers_to(hall, ticket)],
    }


def past_part(hall: Hall, ticket: str) -> Part:
    """Return what the page says of a number of an earlier day that may be rated, or has a work order; nothing of any other."""
    if ticket in hall.tickets:
        return {}
    part = rating_part(hall, ticket)
    if not (part["rate_until"] or part["orders"]):
        return {}
    kept = (*hall.rated.kept.get(ticket, ()), *(it for it in hall.orders.values() if it.ticket == ticket))[0]
    return {"past": {"id": ticket, "label": kept.label, "day": kept.day} | part}


def _row(hall: Hall, chance: Chance) -> Part:
    leg = chance.leg
    row = hall.catalog.counters.get(leg.counter)
    names = [hall.catalog.services[slug].names for slug in leg.services if slug in hall.catalog.services]
    return {"leg": leg.leg, "stage": chance.stage, "services": names, "counter": place(row) if row is not None else None}
