# SPDX-License-Identifier: Apache-2.0
"""How many are ahead, and how long it will take.

The forecast is people ahead ÷ call rate of that queue. The rate pools first calls and minutes with
somebody waiting, of earlier days and of today, with a prior of ``forecast.prior`` minutes at
``forecast.prior_rate`` calls per minute and open counter. With a steady rate the wait for the n-th
call is Gamma(n)-distributed; its 10 % and 90 % points are the range, by the cube approximation of
Wilson and Hilferty (1931), within 1 % of the quantile for n ≥ 2 at 90 %.
"""

import math

from hallserver.core.hall import Hall, Rank, Rate, Ticket
from hallserver.core.lines import before

_Z90 = 1.2816
_FADE = 0.9


def counts(hall: Hall, queue: str) -> int:
    """Return how many wait in the queue."""
    return hall.line(queue).waiting


def ahead_of(hall: Hall, ticket: Ticket) -> int:
    """Return how many are ahead of a waiting ticket; 0 in any other state."""
    if ticket.state != "waiting":
        return 0
    return before(hall.line(ticket.leg.queue), ticket.leg.rank, ticket.leg.credit_s)


def ahead_of_new(hall: Hall, queue: str, credit_s: int, now_us: int) -> int:
    """Return how many would be ahead of a ticket taken now with this credit in seconds."""
    rank: Rank = (now_us, hall.seq + 1, 0)
    return before(hall.line(queue), rank, credit_s)


def owners_open(hall: Hall, queue: str) -> int:
    """Return how many open counters have this queue as their own."""
    return hall.staffed(queue).own


def call_rate(hall: Hall, queue: str) -> float:
    """Return expected first calls per minute while somebody waits; 0 when no open counter owns the queue, or the hall is suspended."""
    counters = owners_open(hall, queue)
    if not counters or hall.suspended:
        return 0.0
    rules, line, learned = hall.rules, hall.line(queue), hall.rates.get(queue, Rate())
    busy_us = line.busy_us + (max(0, hall.at_us - line.busy_from_us) if line.busy_from_us is not None else 0)
    prior_min = rules.number("forecast.prior")
    calls = learned.calls + line.calls + prior_min * rules.number("forecast.prior_rate") * counters
    return calls / (learned.busy_min + busy_us / 60e6 + prior_min)


def forecast(hall: Hall, queue: str, ahead: int) -> tuple[int, int] | None:
    """Return the wait's 10 % and 90 % points in seconds with ``ahead`` people ahead; None: cannot be told."""
    rate = call_rate(hall, queue)
    if rate <= 0:
        return None
    mean_s = (ahead + 1) / rate * 60
    low, high = spread(ahead + 1)
    return round(mean_s * low), round(mean_s * high)


def spread(n: int) -> tuple[float, float]:
    """Return the 10 % and 90 % points of the wait for the n-th call as parts of its mean."""
    return _gamma_ratio(n, -_Z90), _gamma_ratio(n, _Z90)


def _gamma_ratio(n: int, z: float) -> float:
    """Return quantile ÷ mean of a Gamma(n) at the normal deviate z (Wilson–Hilferty)."""
    root = 1 - 1 / (9 * n) + z / (3 * math.sqrt(n))
    return max(0.0, root) ** 3


def learned(old: Rate, calls: int, busy_us: int, *, again: bool = False) -> Rate:
    """Return the rate after a day with these first calls and this busy time: earlier days fade by a tenth.

    ``again``: the same date was closed before and learned from; it only adds.
    """
    kept = 1.0 if again else _FADE
    return Rate(calls=round(old.calls * kept + calls, 3), busy_min=round(old.busy_min * kept + busy_us / 60e6, 3))
