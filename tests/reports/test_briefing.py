# SPDX-License-Identifier: Apache-2.0
"""What earlier days say to the one that begins: reckoned by hand."""

import pytest

from reports.briefing import KEYS, counters_for, last_day, same_weekday
from reports.day import make_day
from reports.tables import all_figures
from tests.reports.sample_day import at, busy_day, leg, names, period, ticket


def day(half_hours: dict[str, int], service_s: float = 360) -> object:
    """Return the report of a day on which so many came at each time, each served so long."""
    times = [at(clock) for clock, n in half_hours.items() for _ in range(n)]
    tickets = [ticket(no, at_us) for no, at_us in enumerate(times)]
    return make_day(period(tickets=tickets, legs=[leg(no, at_us, 60, service_s) for no, at_us in enumerate(times)]), names())


@pytest.mark.parametrize(("arrivals", "service_s", "counters"), [(20, 360, 5), (12, 600, 5), (1, 60, 1), (0, 300, 1), (40, 288, 8)])
def test_counters_are_the_work_that_comes_over_four_fifths_of_their_time(arrivals: float, service_s: float, counters: int) -> None:
    """20 people × 6 min = 120 min in 30: 4 counters that never rest, so 5."""
    assert counters_for(arrivals, service_s) == counters


def test_the_same_weekday_is_told_by_its_mean_and_its_fullest_half_hour() -> None:
    """10 and 20 people, 8 and 16 of them at half past nine: 12 on average; 12 × 6 ÷ 30 ÷ 0.8 = 3 counters."""
    found = same_weekday([day({"09:30": 8, "10:00": 2}), day({"09:30": 16, "11:00": 4})])  # type: ignore[list-item]

    assert found == {
        "days": ["2026-03-02", "2026-03-02"],
        "issued": 15.0,
        "peak": "09:30",
        "peak_arrivals": 12.0,
        "service_s": 360.0,
        "counters": 3,
    }


def test_without_such_a_day_nothing_is_said() -> None:
    """A hall's first week has no rule yet, and a day without visitors no peak."""
    assert same_weekday([]) is None
    empty = same_weekday([make_day(period(), names())])
    assert empty is not None
    assert (empty["peak"], empty["counters"]) == ("", None)


def test_the_last_day_has_the_reports_own_figures_with_their_n() -> None:
    """Numerator, denominator and n stand beside each."""
    report = make_day(busy_day(200), names())
    found = last_day(report)

    assert found["date"] == "2026-03-02"
    figures = found["figures"]
    assert isinstance(figures, dict)
    assert list(figures) == list(KEYS)
    for key in KEYS:
        it = all_figures(report)[key]
        assert figures[key] == {"value": it.value, "of": [it.numerator, it.denominator], "n": it.n, "unit": it.unit}
