# SPDX-License-Identifier: Apache-2.0
"""The numbers behind a figure are as many as the figure says, in every group of every section."""

import pytest

from hallserver.core.errors import NotFound
from reports.behind import GROUPS, Asked, Behind, behind, largest_first, totals
from reports.day import make_day
from reports.figures import SMALL_N, count, withheld
from reports.names import names_of
from reports.report import DayReport
from reports.rows import PeriodRows
from reports.sources import SOURCES
from tests.reports.sample_day import ZONE, at, busy_day, catalog, leg, period, rating, ticket


@pytest.fixture(scope="module")
def rows() -> PeriodRows:
    """Return a whole made-up day."""
    return busy_day(tickets=300)


@pytest.fixture(scope="module")
def report(rows: PeriodRows) -> DayReport:
    """Return that day's report."""
    return make_day(rows, names_of(catalog()))


def test_each_figure_has_as_many_numbers_behind_it_as_it_says(rows: PeriodRows, report: DayReport) -> None:
    """Of the whole hall and of every group, wherever a figure has a value."""
    looked, wrong = 0, []
    for section in report.sections:
        for group in section.groups:
            for figure in group.figures:
                if figure.key in SOURCES and figure.value is not None and (not group.slug or section.key in GROUPS):
                    found = behind(rows, Asked(figure.key, section.key, group.slug), ZONE)
                    looked += 1
                    wrong += [(section.key, group.slug, figure, len(found))] * (
                        totals(figure) != (len(found), sum(it.counts for it in found))
                    )
    assert wrong == []
    assert looked > 100
    assert {figure.key for section in report.sections[:9] for figure in section.groups[0].figures} & {*SOURCES}


def tickets(found: list[Behind]) -> list[str]:
    """Return the tickets, in order."""
    return [it.ticket for it in found]


def test_numbers_go_by_their_place_and_the_longest_comes_first_where_that_is_asked() -> None:
    """With what was measured; the mean of all of them is the figure."""
    rows = period(tickets=[ticket(1, at("09:00")), ticket(2, at("09:05"))], legs=[leg(2, at("09:05"), 600), leg(1, at("09:00"), 60)])
    found = behind(rows, Asked("wait.mean"), ZONE)
    assert [(it.ticket, it.measure, it.queue) for it in found] == [("1.1", 60, "general"), ("1.2", 600, "general")]
    assert [it.key for it in found] == [("2026-03-02", 1, 1, 1, ""), ("2026-03-02", 1, 2, 1, "")]
    assert tickets(largest_first(found)) == ["1.2", "1.1"]


def test_a_half_hour_is_found_by_both_of_its_names() -> None:
    """As a day's report writes it, and as a month's."""
    rows = period(tickets=[ticket(1, at("09:00")), ticket(2, at("09:35"))], legs=[leg(1, at("09:00")), leg(2, at("09:35"))])
    for slug in ("2026-03-02T09:30+08:00", "09:30"):
        assert tickets(behind(rows, Asked("wait.mean", "by-half-hour", slug), ZONE)) == ["1.2"]


def test_numbers_without_a_group_are_found_by_the_name_that_older_reports_have_for_them_too() -> None:
    """A frozen one says `-`."""
    rows = period(tickets=[ticket(1, at("09:00")), ticket(2, at("09:05"), grp="elderly")], legs=[leg(1, at("09:00")), leg(2, at("09:05"))])
    for slug, found in {"no_group": ["1.1"], "-": ["1.1"], "elderly": ["1.2"]}.items():
        assert tickets(behind(rows, Asked("wait.mean", "by-group", slug), ZONE)) == found


def test_a_rating_is_found_by_each_item_of_its_leg() -> None:
    """And by the service, the counter and the clerk."""
    rows = period(tickets=[ticket(1, at("09:00"))], legs=[leg(1, at("09:00"))])
    rows = rows._replace(ratings=[rating(1, 1, clerk="li", service="enquiry", items="card copy")])
    asked = {"ratings-by-item": "copy", "ratings-by-service": "enquiry", "ratings-by-counter": "w1", "ratings-by-clerk": "li"}
    assert [tickets(behind(rows, Asked("ratings.bad", *of), ZONE)) for of in asked.items()] == [["1.1"]] * 4
    assert behind(rows, Asked("ratings.bad", "ratings-by-item", "cop"), ZONE) == []


def test_nobody_finds_who_rated_the_own_work() -> None:
    """Whose work it was sees none of them, of whatever day; somebody else does."""
    ratings = [rating(1, 1, clerk="li"), rating(9, 2, clerk="li"), rating(8, 2, clerk="wang")]
    rows = period(tickets=[ticket(1, at("09:00"))], legs=[leg(1, at("09:00"))], ratings=ratings)
    assert tickets(behind(rows, Asked("ratings.bad", but="li"), ZONE)) == ["1.8"]
    assert tickets(behind(rows, Asked("ratings.bad", but="gao"), ZONE)) == ["1.1", "1.8", "1.9"]


def test_a_figure_without_a_value_tells_no_total() -> None:
    """Too few cases, or nothing to divide."""
    few = count("legs.called", "legs", 3, 4)
    assert (totals(few), totals(withheld(few, SMALL_N))) == ((3, 3), None)


@pytest.mark.parametrize(("figure", "group"), [("counters.open", ("", "")), ("tickets.issued", ("by-alarm", "late"))])
def test_what_has_no_numbers_behind_it_is_refused(figure: str, group: tuple[str, str]) -> None:
    """A counter's time is nobody's number."""
    with pytest.raises(NotFound):
        behind(period(), Asked(figure, *group), ZONE)
