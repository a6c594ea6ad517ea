# SPDX-License-Identifier: Apache-2.0
"""Tables by counter and clerk of several halls carry the hall's name; of too many there are none, and the report says so."""

from msgspec import structs

from hallserver.words import WRITTEN
from reports.apart import MOST_HALLS, OF_A_HALL, HallApart
from reports.report import DayReport
from reports.text import group_name, note_text
from tests.reports.sample_day import DATE, busy_day, names, rating
from tests.reports.test_period import Case, assert_same, by_roll_ups, exact, later, shifted

TOLD_APART = ("by-item", "by-channel", "by-group", "by-clerk", "ratings-by-counter", "ratings-by-clerk", "ratings-by-service")


def halls(n: int, size: int = 40) -> Case:
    """Return so many halls, each with two days of its own."""
    made = []
    for no in range(1, n + 1):
        rows = busy_day(size, seed=no)
        ratings = [
            rating(int(it.ticket[2:]), 1 + at % 5, clerk=it.clerk, counter=it.counter, service=it.service)
            for at, it in enumerate(rows.legs)
            if it.clerk
        ]
        days = [rows._replace(ratings=ratings), shifted(busy_day(size, seed=100 + no), 1)]
        made.append((structs.replace(names(), hall={"zh-Hans": f"第{no}大厅", "en": f"Hall {no}"}, small_n=1), days))
    return Case(made, DATE, later(DATE, 2))


def rows_of(report: DayReport, key: str) -> dict[str, str]:
    """Return the rows of a section: slug and name."""
    return {it.slug: group_name(it, "zh-Hans") for it in report.section(key).groups}


def test_each_row_of_several_halls_has_its_hall_and_is_that_of_its_own_report() -> None:
    """Counter 1 of the second hall is not counter 1 of the first."""
    of = halls(2)
    report = by_roll_ups(of)
    alone = [by_roll_ups(of._replace(halls=[it])) for it in of.halls]

    for key in OF_A_HALL[:4]:
        own = [(no, group) for no, it in enumerate(alone, 1) for group in it.section(key).groups]
        assert [(it.slug, it.figures) for it in report.section(key).groups] == [(f"{no}/{it.slug}", it.figures) for no, it in own]
    assert rows_of(report, "by-counter")["2/w1"] == "第2大厅 · 1号综合窗口"
    assert group_name(report.section("by-counter").groups[0], "en") == "Hall 1 · 1号综合窗口"
    assert {language for it in report.section("by-clerk").groups for language in it.names} == {*WRITTEN}


def test_every_row_of_a_hall_equals_the_exact_report() -> None:
    """Counts, sums and shares to the last digit, percentiles to the second."""
    of = halls(1)
    ((hall, rows),) = of.halls
    report, twin = by_roll_ups(of), exact(hall, rows, of.first, of.after)

    for key in TOLD_APART:
        assert rows_of(report, key) == rows_of(twin, key) != {}, key
        for group, plain in zip(report.section(key).groups, twin.section(key).groups, strict=True):
            assert_same(group.figures, plain.figures)


def test_ratings_by_service_of_several_halls_add_up() -> None:
    """What one hall calls otherwise is a row of its own."""
    of = halls(2)
    (first, rows), (second, others) = of.halls
    [slug, *rest] = second.services
    other = structs.replace(second, services={slug: {"zh-Hans": "婚姻登记"}, **{it: second.services[it] for it in rest}})
    found = by_roll_ups(of._replace(halls=[(first, rows), (other, others)])).section("ratings-by-service").groups

    assert sorted(group_name(it, "zh-Hans") for it in found if it.slug == slug) == sorted(["婚姻登记", first.services[slug]["zh-Hans"]])
    both, *_ = (it for it in found if it.slug == rest[-1])
    assert both.figure("ratings.response").denominator == sum(
        leg.service == rest[-1] and leg.ended_us is not None and leg.finished_us is not None
        for of_hall in (rows, others)
        for it in of_hall
        for leg in it.legs
    )


def test_of_too_many_halls_no_counter_is_listed_and_the_report_says_where_they_are() -> None:
    """Of a district of a hundred halls nobody reads four hundred counters."""
    of = halls(1, size=8)
    ((hall, rows),) = of.halls
    most, more = (by_roll_ups(of._replace(halls=[(hall, rows)] * n)) for n in (MOST_HALLS, MOST_HALLS + 1))

    assert (len(most.section("by-counter").groups) % MOST_HALLS, len(more.section("by-counter").groups)) == (0, 0)
    assert [it.key for it in most.notes if it.key == "halls-apart"] == []
    [note] = [it for it in more.notes if it.key == "halls-apart"]
    assert note_text(note, "zh-Hans") == "共 13 个大厅，超过 12 个时不列按窗口、按人员的表格，请看各厅单独的报告。"
    assert rows_of(more, "ratings-by-service") == rows_of(most, "ratings-by-service") != {}


def test_a_weekday_has_its_days_and_what_a_day_of_it_had() -> None:
    """Two halls were each open on one Monday and one Tuesday."""
    report = by_roll_ups(halls(2))
    monday, tuesday = report.section("by-weekday").groups

    assert [(it.figure("over.days").value, it.figure("over.days").denominator) for it in (monday, tuesday)] == [(2, 4), (2, 4)]
    assert monday.figure("over.per-day").value == monday.figure("legs.opened").numerator / 2  # type: ignore[operator]  # it has a value


def test_a_hall_without_a_finish_knows_no_ends() -> None:
    """Nothing was finished, so nothing is unknown about it."""
    assert HallApart(1, names()).ends_known
    assert HallApart(1, names()).called == 0
