# SPDX-License-Identifier: Apache-2.0
"""What a visitor's phone says of ratings: what may be rated, what may be added to, and until when. Never who read it."""

from displays.parts import place
from displays.rating.form import rating_form
from hallserver.core.hall import Hall
from hallserver.core.rateable import Chance, chances, is_over, most_ratings

Part = dict[str, object]


def rating_part(hall: Hall, ticket: str) -> Part:
    """Return what of a number may be rated. ``ask`` tells whether the visit is over: it is asked once, after its last errand.

    ``rateable`` was not rated yet, ``follow`` takes the one addition (追评), ``rated`` counts what was given, ``rate_until`` is the
    last date for any of it.
    """
    first, last = most_ratings(hall)
    found = chances(hall, ticket, hall.at_us)
    rateable = [_row(hall, it) for it in found if it.given < first]
    follow = [_row(hall, it) for it in found if first <= it.given < last]
    return {
        "ask": is_over(hall, ticket),
        "rateable": rateable,
        "follow": follow,
        "rated": sum(it.given for it in found),
        "rate_until": max((it.until for it in found), default=""),
        "form": rating_form(hall) if rateable or follow else None,
    }


def past_part(hall: Hall, ticket: str) -> Part:
    """Return what the page says of a number of an earlier day that may still be rated; nothing of any other."""
    kept = hall.rated.kept.get(ticket)
    if not kept or ticket in hall.tickets:
        return {}
    part = rating_part(hall, ticket)
    return {"past": {"id": ticket, "label": kept[0].label, "day": kept[0].day} | part} if part["rate_until"] else {}


def _row(hall: Hall, chance: Chance) -> Part:
    leg = chance.leg
    row = hall.catalog.counters.get(leg.counter)
    names = [hall.catalog.services[slug].names for slug in leg.services if slug in hall.catalog.services]
    return {"leg": leg.leg, "stage": chance.stage, "services": names, "counter": place(row) if row is not None else None}
