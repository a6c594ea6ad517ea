# SPDX-License-Identifier: Apache-2.0
"""Checks done out of planned: once a day, a week, a month and zone, however often somebody looked."""

from reports.osm_coverage import added, coverage_of
from reports.osm_text import patrols_text
from reports.rows_site import SiteRows
from tests.reports.sample_site import DAYS, done, patrol, planned


def test_each_check_counts_once_in_its_day_week_or_month() -> None:
    """Ten days, two weeks, one month; looked at twice on a day is looked at once."""
    plan = [planned(day, cycle, item) for day in DAYS for cycle, item in (("daily", "exits"), ("weekly", "signs"), ("monthly", "bins"))]
    looked = [*(done("exits", day) for day in DAYS[:4]), done("exits", DAYS[0]), done("signs", DAYS[1]), done("signs", DAYS[3])]
    of = coverage_of(SiteRows(planned=plan, done=looked), DAYS, (2, 1))

    assert of.planned == {"daily": 10, "weekly": 2, "monthly": 1}
    assert of.done == {"daily": 4, "weekly": 1, "monthly": 0}
    assert of.share == 5 / 13


def test_a_week_counts_by_its_last_plan_and_zones_by_themselves() -> None:
    """A check that was added on Wednesday was due in that week; the other zone was not looked at."""
    plan = [
        planned(DAYS[0], "weekly", "signs"),
        planned(DAYS[2], "weekly", "signs", "bins"),
        planned(DAYS[2], "weekly", "signs", zone="self"),
    ]
    of = coverage_of(SiteRows(planned=plan, done=[done("signs", DAYS[0])]), DAYS, (0, 0))

    assert (of.planned, of.done) == ({"weekly": 3}, {"weekly": 1})


def test_patrols_are_told_apart_by_when_they_were_made() -> None:
    """Two fixed ones and a random one, out of ten days with one each; rounds of a week or month and from outside are none of them."""
    inspected = patrol(DAYS[0], "inspection", actor="person:jian")
    own = [patrol(DAYS[0]), patrol(DAYS[1], actor="person:liu"), patrol(DAYS[1], "random"), patrol("2026-03-01")]
    own += [patrol(DAYS[1], cycle, actor="person:liu") for cycle in ("weekly", "monthly")]
    rows = SiteRows(patrols=[*own, inspected])
    of = coverage_of(rows, DAYS, (1, 1))

    assert (of.fixed, of.fixed_planned, of.random, of.random_planned) == (2, 10, 1, 10)
    assert (of.longer, of.inspections, added([of, of]).longer, added([of, of]).inspections) == (2, 1, 4, 2)
    assert patrols_text(of, "zh-Hans") == "定时 2/10 次，随机 1/10 次，每周、每月另查 2 次，接受督查 1 次"
    assert of.inspectors == ("person:chen", "person:liu")
    assert of.share is None


def test_halls_add_up() -> None:
    """Counts, not shares."""
    one = coverage_of(SiteRows(planned=[planned(DAYS[0], "daily", "exits")], done=[done("exits", DAYS[0])]), DAYS[:1], (1, 0))
    other = coverage_of(SiteRows(planned=[planned(day, "daily", "exits") for day in DAYS]), DAYS, (1, 0))
    both = added([one, other])

    assert (both.planned, both.done, both.fixed_planned) == ({"daily": 11}, {"daily": 1}, 11)
