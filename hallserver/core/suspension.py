# SPDX-License-Identifier: Apache-2.0
"""The hall standing still: what is refused meanwhile, and how much of a wait fell into it.

While a hall is suspended nobody is called and no numbers are given; the order is kept. Whoever is at a counter may still
be ended there: finished, held, transferred.
"""

from hallserver.core.errors import Conflict
from hallserver.core.hall import Hall


def must_go_on(hall: Hall) -> None:
    """Raise Conflict, naming why, while the hall is suspended."""
    if hall.suspended:
        raise Conflict("hall-suspended", suspended=hall.suspended)


def suspended_us(hall: Hall, from_us: int, until_us: int) -> int:
    """Return how much of this time (UTC µs) today's suspensions took, in µs; one that still lasts counts up to ``until_us``."""
    spans = ((span[0], span[1] if len(span) > 1 else until_us) for span in hall.suspensions)
    return sum(max(0, min(until, until_us) - max(since, from_us)) for since, until in spans)


def went_on_us(hall: Hall) -> int:
    """Return when the last suspension of today ended (UTC µs); 0: none has."""
    return max((span[1] for span in hall.suspensions if len(span) > 1), default=0)
