# SPDX-License-Identifier: Apache-2.0
"""Ratings told apart by counter, clerk, service and item."""

from msgspec import structs

from reports import rated_by
from reports.counted_by import tally_by
from reports.figures import sample
from reports.report import Section
from reports.rows import ItemRow, PeriodRows
from reports.tally_ratings import RatingTally
from reports.text import group_name, value_text
from tests.reports.sample_day import ZONE, at, leg, names, period, rating

NINE = at("09:00")
NAMES = structs.replace(names(), people={"wang": {"zh-Hans": "王芳"}, "li": {"zh-Hans": "李明"}}, small_n=3)


def some_rows() -> PeriodRows:
    """Return four legs of Li, three of them rated, the first of two items; one of Wang with the best of ratings."""
    legs = [leg(no, NINE) for no in range(4)] + [leg(4, NINE, clerk="wang", counter="w2", service="lease")]
    items = [ItemRow("1.0", 1, "card", 1), ItemRow("1.0", 1, "copy", 2), ItemRow("1.1", 1, "card", 1)]
    of_li = [rating(no, stars, clerk="li", service="enquiry") for no, stars in enumerate((1, 3, 5))]
    ratings = [of_li[0]._replace(items="card copy"), of_li[1]._replace(items="card"), of_li[2]]
    return period(legs=legs, items=items, ratings=[*ratings, rating(4, 5, clerk="wang", counter="w2", service="lease")])


def tables(rows: PeriodRows) -> dict[str, Section]:
    """Return the sections by key."""
    by, services = tally_by(rows, ZONE, sample), {"enquiry": 4, "lease": 1}
    return {it.key: it for it in rated_by.sections(rated_by.tallied(rows.ratings, rows.legs), by, services, NAMES, ends_known=True)}


def told(section: Section) -> dict[str, list[object]]:
    """Return mean, satisfied, bad and rated share of each row as numerator and denominator, in the order of the rows."""
    return {it.slug: [(figure.numerator, figure.denominator) for figure in it.figures] for it in section.groups}


def test_a_rating_counts_for_its_counter_service_and_each_item() -> None:
    """Nine stars of three; two of them satisfied, one bad; three of four rated."""
    found = tables(some_rows())

    assert told(found["ratings-by-counter"]) == {"w1": [(9, 3), (2, 3), (1, 3), (3, 4)], "w2": [(5, 1), (1, 1), (0, 1), (1, 1)]}
    assert told(found["ratings-by-service"]) == {"enquiry": [(9, 3), (2, 3), (1, 3), (3, 4)], "lease": [(5, 1), (1, 1), (0, 1), (1, 1)]}
    assert told(found["ratings-by-item"]) == {"card": [(4, 2), (1, 2), (1, 2), (2, 2)], "copy": [(1, 1), (0, 1), (1, 1), (1, 1)]}
    assert found["ratings-by-counter"].groups[0].figure("ratings.mean").value == 3


def test_clerks_stand_in_the_order_of_the_set_up_and_few_ratings_tell_nothing() -> None:
    """Wang is first in the set-up with one rating, which is too few; Li's three are enough."""
    wang, li = tables(some_rows())["ratings-by-clerk"].groups

    assert [group_name(it, "zh-Hans") for it in (wang, li)] == ["王芳", "李明"]
    assert {value_text(it, "zh-Hans") for it in wang.figures} == {"样本不足，不显示"}
    assert (li.figure("ratings.mean").value, li.figure("ratings.bad").numerator) == (3, 1)


def test_of_a_leg_rated_twice_the_last_counts_and_what_was_left_out_does_not() -> None:
    """As in the figures of the hall."""
    rows = some_rows()
    again = rows.ratings[0]._replace(nth=2, stars=5)
    out = rows.ratings[1]._replace(excluded="malicious")
    found = tables(rows._replace(ratings=[rows.ratings[0], again, out]))["ratings-by-counter"]

    assert told(found)["w1"] == [(5, 1), (1, 1), (0, 1), (2, 4)]


def test_a_rated_share_is_of_the_own_legs_alone() -> None:
    """A leg that went to another counter after it was rated: its stars stay where they were given."""
    rows = some_rows()
    moved = [it._replace(counter="w2") if it.ticket == "1.0" else it for it in rows.legs]
    found = tables(rows._replace(legs=moved))["ratings-by-counter"]

    assert told(found) == {"w1": [(9, 3), (2, 3), (1, 3), (2, 3)], "w2": [(5, 1), (1, 1), (0, 1), (1, 2)]}


def test_there_is_no_table_where_nobody_rated_or_no_end_is_known() -> None:
    """A hall without raters has no row of empty cells."""
    rows = some_rows()
    by = tally_by(rows, ZONE, sample)

    assert tables(rows._replace(ratings=[])) == {}
    assert rated_by.sections(rated_by.tallied(rows.ratings, rows.legs), by, {}, NAMES, ends_known=False) == []
    assert rated_by.groups(rated_by.Rated({"w1": RatingTally()}, {"w1": 4}, {})) == []
