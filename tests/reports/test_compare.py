# SPDX-License-Identifier: Apache-2.0
"""A report beside earlier ones."""

from datetime import date, timedelta

import pytest
from msgspec import structs

from reports.compare import Alike, Then, compared, on_halls, spans_before
from reports.day import make_day
from reports.kinds import Span
from reports.report import DayReport
from reports.tables import all_figures
from reports.text import group_name, note_text, value_text
from tests.reports.sample_day import at, leg, names, period, ticket

NINE = at("09:00")


def span(first: str, end: str) -> Span:
    """Return a span from ISO dates."""
    return Span(date.fromisoformat(first), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("now", "before", "last_year"),
    [
        (("2026-03-03", "2026-03-04"), ("2026-03-02", "2026-03-03"), ("2025-03-03", "2025-03-04")),
        (("2026-03-02", "2026-03-09"), ("2026-02-23", "2026-03-02"), ("2025-03-03", "2025-03-10")),
        (("2026-03-01", "2026-04-01"), ("2026-02-01", "2026-03-01"), ("2025-03-01", "2025-04-01")),
        (("2026-03-04", "2026-03-14"), ("2026-02-22", "2026-03-04"), ("2025-03-04", "2025-03-14")),
        (("2028-02-29", "2028-03-01"), ("2028-02-28", "2028-02-29"), ("2027-02-28", "2027-03-01")),
        (("2028-02-01", "2028-03-01"), ("2028-01-01", "2028-02-01"), ("2027-02-01", "2027-03-01")),
        (("2029-02-01", "2029-03-01"), ("2029-01-01", "2029-02-01"), ("2028-02-01", "2028-03-01")),
    ],
)
def test_each_kind_has_its_earlier_times(now: tuple[str, str], before: tuple[str, str], last_year: tuple[str, str]) -> None:
    """A day, a week, a month, ten days; 29 February, and the Februaries around it."""
    found = spans_before(span(*now))

    assert found["before"] == span(*before)
    assert found["last-year"] == span(*last_year)
    week_ago = [Span(it.first - timedelta(7), it.end - timedelta(7)) for it in [span(*now)] if it.end - it.first == timedelta(1)]
    assert [it for name, it in found.items() if name == "week-ago"] == week_ago


def test_a_year_is_compared_once() -> None:
    """The year before it is the same period a year earlier."""
    assert list(spans_before(span("2026-01-01", "2027-01-01"))) == ["before"]


def report(waits: tuple[int, ...]) -> DayReport:
    """Return the report of a day with these waits in seconds, against a target of five minutes."""
    legs = [leg(no, NINE, wait, target_s=300) for no, wait in enumerate(waits)]
    return make_day(period(legs=legs, tickets=[ticket(no, NINE) for no in range(len(waits))]), names())


def test_the_difference_is_now_less_then_and_a_time_without_data_is_no_zero() -> None:
    """Waits fell by a minute, the share rose by fifty points; a year ago the hall had no system."""
    then = {"before": Then(span("2026-03-01", "2026-03-02"), report((120, 400))), "last-year": Then(span("2025-03-02", "2025-03-03"), None)}
    groups = compared(report((100, 300, 200)), then).groups
    told = {
        group.slug: [value_text(group.figure(key), "zh-Hans") for key in ("tickets.issued", "wait.mean", "wait.within")] for group in groups
    }

    assert told == {
        "now": ["3", "3分20秒", "100.00%"],
        "before": ["2", "4分20秒", "50.00%"],
        "since-before": ["+1", "−1分00秒", "+50.00 个百分点"],
        "last-year": ["无数据", "无数据", "无数据"],
    }
    assert [group_name(group, "zh-Hans") for group in groups] == [
        "本期 2026-03-02 周一", "上期 2026-03-01 周日", "比上期", "去年同期 2025-03-02 周日",
    ]  # fmt: skip
    assert groups[2].figure("wait.mean").numerator == 200


def test_what_had_no_case_has_no_difference() -> None:
    """A day on which nobody came has a number of visitors, and no wait."""
    groups = compared(report((60,)), {"before": Then(span("2026-03-01", "2026-03-02"), report(()))}).groups

    assert (groups[2].figure("tickets.issued").value, groups[2].figure("wait.mean").value) == (1, None)
    assert value_text(groups[2].figure("wait.mean"), "zh-Hans") == "—"


def test_halls_that_were_opened_since_are_no_growth() -> None:
    """Two halls against one: the change is that of the one; against another one there is none, and notes say so."""
    now, was = structs.replace(report((60, 60, 60)), halls=2, days=2), report((60,))
    mine = Alike(1, 2, 1, all_figures(report((60, 60))), all_figures(was))
    time = span("2026-03-01", "2026-03-02")
    then = {"before": Then(time, was, alike=mine), "week-ago": Then(time, was, alike=Alike(0, 2, 1, {}, {}))}
    groups = compared(now, then).groups

    assert [(group_name(it, "zh-Hans"), it.figure("tickets.issued").value) for it in groups] == [
        ("本期 2026-03-02 周一（2 厅 · 2 厅日）", 3),
        ("上期 2026-03-01 周日", 1),
        ("比上期（两期都有的 1 厅）", 1),
        ("上周同日 2026-03-01 周日", 1),
        ("比上周同日（不可比）", None),
    ]
    assert [note_text(it, "zh-Hans") for it in on_halls(then)] == [
        "上期：本期 2 个厅有数据，当时 1 个，其中两期都有的 1 个；变化只按这 1 个厅计算。",
        "上周同日：本期 2 个厅有数据，当时 1 个，没有一个两期都有，因此不可比，不列变化。",
    ]


def test_a_part_of_a_time_says_how_many_days_it_has() -> None:
    """Three dates of the week before, on two of which the hall opened."""
    then = {"before": Then(span("2026-02-23", "2026-02-26"), structs.replace(report((60,)), days=2), part=True)}
    groups = compared(report((60,)), then).groups

    assert group_name(groups[1], "zh-Hans") == "上期 2026-02-23 至 2026-02-25，同样 3 天（2 天）"
