# SPDX-License-Identifier: Apache-2.0
"""Hours of a day whatever was set up since."""

from msgspec import structs

from hallserver.core.hall_row import SpecialDay
from reports.openings import Hours, openings
from tests.reports.sample_day import names

OLD: Hours = ({"1": ("09:00-17:00",)}, {})
NEW: Hours = ({"1": ("08:30-17:30",)}, {})
NOW = structs.replace(names(), hours=dict(NEW[0]))
CLOSED = [("2026-03-02", OLD), ("2026-03-04", OLD), ("2026-03-09", NEW)]


def test_a_date_has_the_hours_of_then() -> None:
    """A day that nobody closed has those of the next close; what is the same as now is kept no second time."""
    found = openings(NOW, CLOSED)
    told = {day: found.on(day).hours["1"][0][:5] for day in ("2026-03-01", "2026-03-03", "2026-03-04", "2026-03-05", "2026-04-01")}

    assert told == {"2026-03-01": "09:00", "2026-03-03": "09:00", "2026-03-04": "09:00", "2026-03-05": "08:30", "2026-04-01": "08:30"}
    assert [last for last, _ in found.then] == ["2026-03-04"]
    assert openings(NOW, CLOSED[2:]).then == openings(NOW, []).then == ()
    assert found.on("2026-03-03").queues == NOW.queues


def test_hours_that_came_back_are_told_apart_from_those_between() -> None:
    """Three weeks of which the second was otherwise; a special day is a change too."""
    summer: Hours = (OLD[0], {"2026-03-09": SpecialDay(spans=())})
    found = openings(structs.replace(NOW, hours=dict(OLD[0])), [("2026-03-02", OLD), ("2026-03-09", summer), ("2026-03-16", OLD)])

    assert [last for last, _ in found.then] == ["2026-03-02", "2026-03-09"]
    assert [bool(found.on(day).special) for day in ("2026-03-02", "2026-03-09", "2026-03-10")] == [False, True, False]
