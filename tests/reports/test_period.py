# SPDX-License-Identifier: Apache-2.0
"""A report of roll-ups beside its plain twin: the exact report of the same rows, read one by one."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from msgspec import msgpack, structs

from reports.compare import KEYS
from reports.day import make_day
from reports.figures import Figure
from reports.formats import FORMATS, render
from reports.names import HallNames
from reports.period import Period
from reports.report import DayReport, Group, Section
from reports.roll_up import roll_day, roll_ratings
from reports.rows import ClosedRow, EarlierRow, Extent, PeriodRows, RatedRows, RatingRow
from reports.tables import BREAKDOWNS, all_figures
from reports.tally import DaysTally
from reports.tally_ratings import RatingTally
from tests.reports.sample_day import DATE, busy_day, names, period, rating

DAY_US = 86_400_000_000
Days = list[tuple[str, DaysTally, RatingTally]]


class Case(NamedTuple):
    """Halls with their names and the rows of each of their days."""

    halls: list[tuple[HallNames, list[PeriodRows]]]
    first: str
    after: str


def shifted(rows: PeriodRows, days: int) -> PeriodRows:
    """Return the same day so many days later, with tickets of its own."""
    by_us, day = days * DAY_US, later(DATE, days)

    def moved(row: tuple[object, ...]) -> tuple[object, ...]:
        values = {
            name: value + by_us if name.endswith("_us") and name != "held_us" and isinstance(value, int) else value
            for name, value in row._asdict().items()  # type: ignore[attr-defined]  # every row is a named tuple
        }
        named = {"id": f"{days}.{values.get('id')}", "ticket": f"{days}.{values.get('ticket')}", "day": day, "date": day}
        return type(row)(**values | {name: value for name, value in named.items() if name in values})

    lists: dict[str, Any] = {name: [moved(row) for row in value] for name, value in rows._asdict().items() if isinstance(value, list)}
    return rows._replace(**lists, from_date=day, to_date=later(day, 1), as_of_us=rows.as_of_us + by_us)


def later(day: str, days: int) -> str:
    """Return the date so many days after."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def case(seed: int, halls: int = 2, days: Sequence[int] = (0, 1, 28, 29, 33)) -> Case:
    """Return a made-up case over the end of a month, with ratings that come days later and some that replace earlier ones."""
    dice = random.Random(seed)
    made = []
    for hall in range(halls):
        named = structs.replace(names(), hall={"zh-Hans": f"第{hall + 1}街道大厅"})
        sizes = [(day, dice.choice((0, 1, 25, 60))) for day in days]
        rows = [shifted(busy_day(size, seed=dice.randrange(10**6)) if size else period(), day) for day, size in sizes]
        closed = [_closed(dice, rows[: at + 1], later(DATE, day)) for at, day in enumerate(days)]
        seen: set[tuple[str, int]] = set()
        for at, it in enumerate(rows):
            known = [one for one in closed[at] if (one.ticket, one.leg) not in seen]
            seen |= {(one.ticket, one.leg) for one in known}
            rows[at] = it._replace(closed=known, defaults=dice.randint(0, 2))
        made.append((named, [it._replace(ratings=[*it.ratings, *_late(dice, rows[:at])]) for at, it in enumerate(rows)]))
    return Case(made, later(DATE, days[0]), later(DATE, days[-1] + 1))


def _closed(dice: random.Random, rows: Sequence[PeriodRows], day: str) -> list[ClosedRow]:
    """Return cases whose close was noted on a day: of a few legs up to that day."""
    legs = [leg for it in rows for leg in it.legs]
    return [ClosedRow(leg.ticket, leg.leg, day) for leg in dice.sample(legs, min(3, len(legs)))]


def _kind(dice: random.Random, *, closed: bool) -> dict[str, str]:
    """Return what kind of a rating it is; a completion is rated when its case is closed."""
    said = {
        "stage": ("accepted", "done", "completed" if closed else "accepted"),
        "kind": ("given", "given", "follow-up"),
        "excluded": ("", "", "mistaken"),
    }
    return {name: dice.choice(values) for name, values in said.items()}


def _late(dice: random.Random, before: Sequence[PeriodRows]) -> list[RatingRow]:
    """Return ratings of legs of the days before, and of one that nobody knows."""
    legs = [leg for rows in before for leg in rows.legs]
    closed = {(it.ticket, it.leg) for rows in before for it in rows.closed}
    found = [rating(0, 3, ticket="9.9", nth=1)] if dice.random() < 0.3 else []
    return found + [
        rating(0, dice.randint(1, 5), ticket=leg.ticket, nth=nth + 10 * len(before), **_kind(dice, closed=(leg.ticket, leg.leg) in closed))
        for leg in dice.sample(legs, min(4, len(legs)))
        for nth in (2, 3)[: dice.randint(1, 2)]
    ]


def rolled(rows: Sequence[PeriodRows], hall: HallNames) -> Days:
    """Return the days' tallies, through the bytes in which they are kept."""
    found: Days = []
    for at, it in enumerate(rows):
        day = it.from_date
        wanted = {(rating.ticket, rating.leg) for rating in it.ratings}
        legs = [leg for one in rows for leg in one.legs if (leg.ticket, leg.leg) in wanted]
        away = wanted - {(leg.ticket, leg.leg) for leg in it.legs}
        earlier = [
            EarlierRow(old.ticket, old.leg, old.stage, old.nth, one.from_date, old.stars, old.kind, old.excluded)
            for one in rows[:at]
            for old in one.ratings
            if (old.ticket, old.leg) in away
        ]
        body = msgpack.encode(roll_day(it, hall))
        closed = [case for one in rows[: at + 1] for case in one.closed if one is it or (case.ticket, case.leg) in wanted]
        ratings = msgpack.encode(roll_ratings(RatedRows(day, it.ratings, legs, earlier, closed, it.defaults)))
        found.append((day, msgpack.decode(body, type=DaysTally), msgpack.decode(ratings, type=RatingTally)))
    return found


def by_roll_ups(of: Case) -> DayReport:
    """Return the report made of tallies."""
    return collected(of).report()


def collected(of: Case) -> Period:
    """Return the period with its halls."""
    period = Period(of.first, of.after)
    for hall, rows in of.halls:
        inside = [it for it in rows if of.first <= it.from_date < of.after]
        days = [day for it in inside for day in it.days]
        extent = Extent(of.first, of.after, days, max(it.as_of_us for it in inside), "1.9:ab", 0)
        period.add_hall(hall, extent, [it for it in rolled(rows, hall) if of.first <= it[0] < of.after])
    return period


def exact(hall: HallNames, rows: Sequence[PeriodRows], first: str, after: str) -> DayReport:
    """Return the plain twin: all rows of these days together."""
    inside = [it for it in rows if first <= it.from_date < after]
    lists: dict[str, Any] = {
        name: [row for it in inside for row in getattr(it, name)] for name, value in inside[0]._asdict().items() if isinstance(value, list)
    }
    lists["defaults"] = sum(it.defaults for it in inside)
    return make_day(inside[0]._replace(**lists, from_date=first, to_date=after, as_of_us=max(it.as_of_us for it in inside)), hall)


def assert_same(found: Sequence[Figure], twin: Sequence[Figure]) -> None:
    """Everything is equal, but that a percentile of bins is rounded to the second."""
    by_key = {it.key: it for it in twin}
    for figure in found:
        plain = by_key[figure.key]
        if figure.kind == "bin":
            assert plain.kind == "rank"
            assert figure.value == (None if plain.value is None else int(plain.value + 0.5)), figure.key
            figure = structs.replace(figure, kind="rank", value=plain.value)  # noqa: PLW2901 -- all else is compared as it is
        assert figure == plain


def hall_of(report: DayReport) -> list[Section]:
    """Return the sections of the whole."""
    return [section for section in report.sections if section.key not in BREAKDOWNS]


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_of_a_hall_equals_the_exact_report(seed: int) -> None:
    """Sums, counts, shares and means to the last digit; a percentile to the second that people read."""
    of = case(seed, halls=1)
    ((hall, rows),) = of.halls
    report, twin = by_roll_ups(of), exact(hall, rows, of.first, of.after)

    assert [it.key for it in hall_of(report)] == [it.key for it in hall_of(twin)]
    for section, plain in zip(hall_of(report), hall_of(twin), strict=True):
        assert_same(section.groups[0].figures, plain.groups[0].figures)
    assert (report.standards, report.targets_s, report.notes) == (twin.standards, twin.targets_s, twin.notes)
    assert (report.opened_us, report.closed_us, report.hall) == (twin.opened_us, twin.closed_us, twin.hall)


@pytest.mark.parametrize("seed", range(3))
def test_months_halls_and_services_equal_exact_reports_of_their_own(seed: int) -> None:
    """A rating of April for a visit of March counts in April and not among April's visits, and once in both together."""
    of = case(seed, halls=2)
    report = by_roll_ups(of)

    for group, (hall, rows) in zip(report.section("by-hall").groups, of.halls, strict=True):
        assert_same(group.figures, _figures(exact(hall, rows, of.first, of.after)))
    alone = Case(of.halls[:1], of.first, of.after)
    ((hall, rows),) = alone.halls
    months = by_roll_ups(alone).section("by-month").groups
    assert [group.slug for group in months] == ["2026-03", "2026-04"]
    for group, (first, after) in zip(months, (("2026-03-01", "2026-04-01"), ("2026-04-01", "2026-05-01")), strict=True):
        assert_same(group.figures, _figures(exact(hall, rows, first, after)))
    twin = {group.slug: group for group in exact(hall, rows, of.first, of.after).section("by-service").groups}
    for group in by_roll_ups(alone).section("by-service").groups:
        keys = {it.key for it in twin[group.slug].figures}
        assert_same([it for it in group.figures if it.key in keys], twin[group.slug].figures)


def _figures(report: DayReport) -> list[Figure]:
    return [figure for section in hall_of(report) for group in section.groups for figure in group.figures]


def test_half_hours_of_one_day_are_those_of_the_days_report() -> None:
    """Also how many waited at once."""
    of = case(3, halls=1, days=(0,))
    hall, rows = of.halls[0][0], [busy_day(300)]
    found = by_roll_ups(Case([(hall, rows)], of.first, of.after)).section("by-half-hour").groups

    twin = exact(hall, rows, of.first, of.after).section("by-half-hour").groups
    assert [group.names for group in found] == [group.names for group in twin]
    for group, plain in zip(found, twin, strict=True):
        assert_same(group.figures, plain.figures)


def test_half_hours_of_many_days_are_one_clock() -> None:
    """Arrivals and calls are added, the most waiting is the largest of any hall and day."""
    of = case(4)
    days = [exact(hall, [it], it.from_date, it.to_date) for hall, rows in of.halls for it in rows]
    clock: dict[str, list[Group]] = {}
    for report in days:
        for group in report.section("by-half-hour").groups:
            clock.setdefault(group.names["zh-Hans"], []).append(group)

    for group in by_roll_ups(of).section("by-half-hour").groups:
        same = clock.get(group.slug, [])
        for key, of_all in (("half.arrivals", sum), ("half.calls", sum), ("half.waiting_max", lambda it: max(it, default=0))):
            assert group.figure(key).value == of_all([it.figure(key).value or 0 for it in same])


@pytest.mark.parametrize("since", range(5))
def test_a_period_may_begin_on_any_day(since: int) -> None:
    """What was rated before it, or belongs to a visit before it, is not of this period."""
    days = (0, 1, 2, 3, 4)
    of = case(11, halls=1, days=days)
    ((hall, rows),) = of.halls
    part = Case(of.halls, later(DATE, since), of.after)

    assert_same(_figures(by_roll_ups(part)), _figures(exact(hall, rows, part.first, part.after)))


def test_days_without_a_recorded_end_have_no_figures_of_ends() -> None:
    """A year of replayed days knows waits and nothing of ratings."""
    rows = busy_day(30)
    rows = rows._replace(legs=[leg._replace(outcome="unrecorded" if leg.outcome else "") for leg in rows.legs], ratings=[])
    found = _figures(by_roll_ups(Case([(names(), [rows])], DATE, later(DATE, 1))))

    assert_same(found, _figures(exact(names(), [rows], DATE, later(DATE, 1))))
    assert next(it for it in found if it.key == "tickets.finished").value is None


def test_another_service_of_the_same_slug_has_a_line_of_its_own() -> None:
    """Each hall gives its own slugs; what one calls a marriage must not be added to another's senior cards."""
    of = case(5)
    (first, rows), (second, others) = of.halls
    [slug, *rest] = second.services
    other = structs.replace(second, services={slug: {"zh-Hans": "婚姻登记"}, **{it: second.services[it] for it in rest}})
    lines = by_roll_ups(of._replace(halls=[(first, rows), (other, others)])).section("by-service").groups

    found = {group.names["zh-Hans"]: group.figure("legs.opened").value for group in lines if group.slug == slug}
    assert found == {
        name: sum(leg.service == slug for it in of_hall for leg in it.legs)
        for name, of_hall in ((first.services[slug]["zh-Hans"], rows), ("婚姻登记", others))
    }
    assert len([group for group in lines if group.slug == rest[0]]) == 1


def test_some_of_its_halls_are_what_they_are_alone() -> None:
    """So that two times can be compared by the halls that were there both times."""
    of = case(5)
    it = collected(of)
    alone = [all_figures(by_roll_ups(of._replace(halls=[hall]))) for hall in of.halls]

    assert it.having == [0, 1]
    assert [it.of_halls([at])[key] for at in (0, 1) for key in KEYS] == [figures[key] for figures in alone for key in KEYS]
    assert [it.of_halls([0, 1])[key] for key in KEYS] == [all_figures(it.report())[key] for key in KEYS]


def test_halls_with_other_clocks_are_remarked() -> None:
    """The head of the report has one zone, the halls may have several."""
    of = case(5)
    (first, rows), (second, others) = of.halls
    found = by_roll_ups(of._replace(halls=[(first, rows), (structs.replace(second, zone="Asia/Urumqi"), others)]))

    assert [(note.key, note.args) for note in found.notes][-1] == ("zones", {"n": 2, "zone": first.zone})
    assert "clean" not in {note.key for note in found.notes}
    assert "zones" not in {note.key for note in by_roll_ups(of).notes}


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("output", sorted(FORMATS))
def test_every_format_can_be_written(output: str, language: str) -> None:
    """The year is read as the day is."""
    content = render(by_roll_ups(case(2, halls=3)), output, language)

    assert len(content) > 1000
    if output == "json":
        assert b'"report": "period"' in content
        assert b'"halls": 3' in content
