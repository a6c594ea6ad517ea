# SPDX-License-Identifier: Apache-2.0
"""Hours of a day whatever was set up since."""

from msgspec import structs

from hallserver.core.hall_row import SpecialDay
from reports.openings import Hours, openings
from reports.spells import USUAL, Spells
from tests.reports.sample_day import names

OLD: Hours = ({"1": ("09:00-17:00",)}, {}, USUAL)
NEW: Hours = ({"1": ("08:30-17:30",)}, {}, USUAL)
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
    summer: Hours = (OLD[0], {"2026-03-09": SpecialDay(spans=())}, USUAL)
    found = openings(structs.replace(NOW, hours=dict(OLD[0])), [("2026-03-02", OLD), ("2026-03-09", summer), ("2026-03-16", OLD)])

    assert [last for last, _ in found.then] == ["2026-03-02", "2026-03-09"]
    assert [bool(found.on(day).special) for day in ("2026-03-02", "2026-03-09", "2026-03-10")] == [False, True, False]


def test_lunch_of_then_is_told_apart_from_lunch_now() -> None:
    """The hours are the same; the standard was another one."""
    early = Spells(lunch_from="11:30", lunch_until="13:00")
    found = openings(NOW, [("2026-03-02", (*NEW[:2], early)), ("2026-03-09", NEW)])

    assert [found.on(day).times for day in ("2026-03-02", "2026-03-03")] == [early, USUAL]
