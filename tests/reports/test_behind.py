# SPDX-License-Identifier: Apache-2.0
"""The numbers behind a figure are as many as the figure says, in every group of every section."""

import pytest

from hallserver.core.errors import NotFound
from reports.behind import GROUPS, MOST, SOURCES, Answer, behind
from reports.day import make_day
from reports.figures import Figure
from reports.names import names_of
from reports.report import DayReport
from reports.rows import PeriodRows
from tests.reports.sample_day import ZONE, at, busy_day, catalog, leg, period, rating, ticket


@pytest.fixture(scope="module")
def rows() -> PeriodRows:
    """Return a whole made-up day."""
    return busy_day(tickets=300)


@pytest.fixture(scope="module")
def report(rows: PeriodRows) -> DayReport:
    """Return that day's report."""
    return make_day(rows, names_of(catalog()))


def _fits(figure: Figure, found: Answer) -> bool:
    """Tell whether what is found is what the figure is made of: a count is those that count, else they are its denominator."""
    if figure.kind == "count":
        return found.counted == figure.value
    if figure.unit == "1":
        return (found.counted, found.n) == (figure.numerator, figure.denominator)
    return found.n == figure.n


def test_each_figure_has_as_many_numbers_behind_it_as_it_says(rows: PeriodRows, report: DayReport) -> None:
    """Of the whole hall and of every group, wherever a figure has a value."""
    looked, wrong = 0, []
    for section in report.sections:
        for group in section.groups:
            for figure in group.figures:
                if figure.key in SOURCES and figure.value is not None and (not group.slug or section.key in GROUPS):
                    found = behind(rows, figure.key, (section.key, group.slug), ZONE)
                    looked += 1
                    wrong += [(section.key, group.slug, figure, found.n, found.counted)] * (not _fits(figure, found))
    assert wrong == []
    assert looked > 100
    assert {figure.key for section in report.sections[:9] for figure in section.groups[0].figures} & {*SOURCES}


def test_the_longest_wait_comes_first_with_its_ticket() -> None:
    """With what was measured; the mean of all of them is the figure."""
    rows = period(tickets=[ticket(1, at("09:00")), ticket(2, at("09:05"))], legs=[leg(1, at("09:00"), 60), leg(2, at("09:05"), 600)])
    found = behind(rows, "wait.mean", ("", ""), ZONE)
    assert [(it.ticket, it.measure, it.queue) for it in found.rows] == [("1.2", 600, "general"), ("1.1", 60, "general")]


def test_of_very_many_the_first_are_listed_and_all_are_counted() -> None:
    """A page of a year would be endless."""
    many = range(1, MOST + 11)
    found = behind(period(tickets=[ticket(n, at("09:00")) for n in many]), "tickets.issued", ("", ""), ZONE)
    assert (found.n, len(found.rows)) == (MOST + 10, MOST)


def test_nobody_finds_who_rated_the_own_work() -> None:
    """The clerk of the leg sees none of them; somebody else does. A rating of an earlier day's number is there too."""
    rows = period(tickets=[ticket(1, at("09:00"))], legs=[leg(1, at("09:00"))], ratings=[rating(1, 1), rating(9, 2)])
    assert [it.ticket for it in behind(rows, "ratings.bad", ("", ""), ZONE, but="li").rows] == ["1.9"]
    assert [it.ticket for it in behind(rows, "ratings.bad", ("", ""), ZONE, but="gao").rows] == ["1.9", "1.1"]


@pytest.mark.parametrize(("figure", "group"), [("counters.open", ("", "")), ("tickets.issued", ("by-alarm", "late"))])
def test_what_has_no_numbers_behind_it_is_refused(figure: str, group: tuple[str, str]) -> None:
    """A counter's time is nobody's number."""
    with pytest.raises(NotFound):
        behind(period(), figure, group, ZONE)
