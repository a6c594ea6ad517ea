# SPDX-License-Identifier: Apache-2.0
"""How many are ahead and how long it will take."""

import math

from hallserver.core import commands as c
from hallserver.core import waiting
from hallserver.core.hall import Rate
from hallserver.core.roles import SERVICE_SETUP
from tests.support import GUIDE, LI, Play


def erlang_cdf(n: int, x: float) -> float:
    """Return P(Gamma(n, 1) ≤ x) exactly."""
    return 1 - math.exp(-x) * sum(x**k / math.factorial(k) for k in range(n))


def test_the_range_is_the_gamma_ten_and_ninety_per_cent_points() -> None:
    """The quoted upper bound holds nine times of ten if the rate is right."""
    play = Play().open()
    rate = waiting.call_rate(play.hall, "social")
    for ahead in (0, 1, 2, 5, 20, 100):
        low_s, high_s = waiting.forecast(play.hall, "social", ahead) or (0, 0)
        assert abs(erlang_cdf(ahead + 1, low_s / 60 * rate) - 0.1) < 0.012
        assert abs(erlang_cdf(ahead + 1, high_s / 60 * rate) - 0.9) < 0.012


def test_without_an_open_counter_there_is_no_forecast() -> None:
    """No number is better than a made-up one."""
    assert waiting.forecast(Play().hall, "social", 3) is None


def test_the_rate_follows_what_earlier_days_taught() -> None:
    """A queue called twice a minute for days is quoted shorter."""
    play = Play().open()
    slow = waiting.call_rate(play.hall, "social")
    play.hall.rates["social"] = Rate(calls=2000.0, busy_min=1000.0)
    assert waiting.call_rate(play.hall, "social") > 4 * slow


def test_a_day_teaches_its_calls_and_busy_minutes() -> None:
    """Day close keeps calls per minute with somebody waiting; the day before fades by a tenth."""
    play = Play().open()
    for _ in range(4):
        play.take()
    for _ in range(4):
        play.serve(LI, seconds=110)
    play.ask(c.CloseDay(), SERVICE_SETUP)
    rate = play.hall.rates["social"]
    assert rate.calls == 4
    assert rate.busy_min == 6.0
    assert waiting.learned(rate, 0, 0) == Rate(calls=3.6, busy_min=5.4)


def test_people_ahead_are_those_who_will_be_called_before() -> None:
    """Priority counts before ordinary, and a called ticket has nobody ahead."""
    play = Play().open()
    first, second = play.take(), play.take()
    front = play.take(group="disabled", by=GUIDE)
    assert [waiting.ahead_of(play.hall, it) for it in (first, second, front)] == [1, 2, 0]
    play.call()
    assert waiting.ahead_of(play.hall, front) == 0
    assert waiting.counts(play.hall, "social") == 2
