# SPDX-License-Identifier: Apache-2.0
"""Which of lunch, evening and weekend a moment lies in, at the edges, and by another standard's times."""

from functools import partial
from zoneinfo import ZoneInfo

import pytest

from hallserver.core.standard import read_standard
from reports.figures import sample
from reports.kpi_visits import tally_visits, visits_of
from reports.names import opening_us
from reports.spells import USUAL, Spells, spells, spells_under
from tests.reports.sample_day import ZONE, at, leg, names, ticket
from tests.support import STANDARD, changed


@pytest.mark.parametrize(
    ("clock", "found"),
    [("11:59:59", []), ("12:00", ["lunch"]), ("13:59:59", ["lunch"]), ("14:00", []), ("17:59:59", []), ("18:00", ["evening"])],
)
def test_lunch_and_evening_are_half_open(clock: str, found: list[str]) -> None:
    """Twelve is lunch, two is not."""
    assert spells(at(clock), ZONE) == found


def test_a_saturday_noon_is_two_things() -> None:
    """Lunch, and the weekend."""
    assert spells(at("12:30", "2026-03-07"), ZONE) == ["lunch", "weekend"]


def test_the_clock_on_the_wall_says_what_is_lunch_when_it_is_put_back() -> None:
    """Berlin, 2026-10-25: 11:30 UTC is half past twelve, which it was not the day before."""
    berlin = ZoneInfo("Europe/Berlin")
    sunday, saturday = at("19:30", "2026-10-25"), at("19:30", "2026-10-24")

    assert (spells(sunday, berlin), spells(saturday, berlin)) == (["lunch", "weekend"], ["lunch", "weekend"])
    assert spells(at("18:30", "2026-10-24"), berlin) == ["lunch", "weekend"]
    assert spells(at("18:30", "2026-10-25"), berlin) == ["weekend"]


EARLY = Spells(lunch_from="11:30", lunch_until="13:15", evening_from="17:30")


@pytest.mark.parametrize(
    ("clock", "found"), [("11:29", []), ("11:30", ["lunch"]), ("13:14:59", ["lunch"]), ("13:15", []), ("17:30", ["evening"])]
)
def test_a_standard_says_otherwise_to_the_minute(clock: str, found: list[str]) -> None:
    """A hall that opens again at a quarter past one has no lunch at half past."""
    assert spells(at(clock), ZONE, EARLY) == found


def test_visits_are_counted_by_the_times_that_are_asked_for() -> None:
    """Served at 11:40, 13:40 and 17:40: one at lunch either way, and one in the evening by the other standard alone."""
    moments = [at("11:40"), at("13:40"), at("17:40")]
    visits = visits_of([ticket(no, it) for no, it in enumerate(moments)], [leg(no, it) for no, it in enumerate(moments)])
    usual, early = (tally_visits(visits, ZONE, partial(opening_us, names()), sample, it) for it in (USUAL, EARLY))

    assert (usual.spells, early.spells) == ({"lunch": 1}, {"evening": 1, "lunch": 1})


def test_a_standard_without_them_or_with_an_empty_one_has_the_usual() -> None:
    """As every standard before had."""
    assert spells_under(read_standard("")) == spells_under(read_standard(STANDARD)) == USUAL
    assert spells_under(read_standard(changed("report.lunch_from", '""'))) == USUAL
    assert spells_under(read_standard(changed("report.lunch_from", '"11:30"'))) == Spells(lunch_from="11:30")
