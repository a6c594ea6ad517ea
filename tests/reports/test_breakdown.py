# SPDX-License-Identifier: Apache-2.0
"""The tables by what legs can be told apart by."""

from msgspec import structs

from reports import breakdown
from reports.counted_by import tally_by
from reports.figures import binned, sample
from reports.report import Section
from reports.rows import ItemRow, PeriodRows
from reports.rows_beside import JumpRow
from reports.tally import CounterTally
from reports.text import basis_text, group_name, value_text
from tests.reports.sample_day import DATE, NEXT, ZONE, S, at, leg, names, period, ticket

NINE = at("09:00")
SMALL = structs.replace(
    names(), people={"li": {"zh-Hans": "李明"}}, groups={"elderly": {"zh-Hans": "老年人"}}, items={"card": {"zh-Hans": "老年证"}}
)


def some_rows() -> PeriodRows:
    """Return ten legs of Li with an item each, and one of Wang with two pieces."""
    legs = [leg(no, NINE, 60, 300) for no in range(10)] + [leg(10, NINE, 60, 600, clerk="wang")]
    items = [ItemRow(f"1.{no}", 1, "card", 1) for no in range(10)] + [ItemRow("1.10", 1, "card", 2)]
    return period(legs=legs, items=items, tickets=[ticket(no, NINE, grp="elderly" if no < 3 else "") for no in range(11)])


def tables(rows: PeriodRows) -> dict[str, Section]:
    """Return the sections by key."""
    return {it.key: it for it in breakdown.sections(tally_by(rows, ZONE, sample), SMALL, ends_known=True)}


def test_of_a_clerk_with_too_few_legs_what_was_counted_stands_and_nothing_that_judges() -> None:
    """Ten are enough, one is not: no time, no weighed work. Who listed no item has no number of them, whoever it is."""
    li, wang = tables(some_rows())["by-clerk"].groups

    assert (group_name(li, "zh-Hans"), li.figure("service.mean").value, li.figure("legs.finished").value) == ("李明", 300, 10)
    told = {it.key: value_text(it, "zh-Hans") for it in wang.figures}
    counted = {"legs.called": "1", "legs.finished": "1", "work.pieces": "2"}
    few = dict.fromkeys(("wait.median", "wait.p90", "service.mean", "work.weighed"), "样本不足，不显示")
    assert (wang.slug, told) == ("wang", counted | few)
    assert all((it.value is None) == (it.excluded.keys() == {"small-n"}) for it in wang.figures)
    _, bare = tables(some_rows()._replace(items=[]))["by-clerk"].groups
    assert value_text(bare.figure("work.pieces"), "zh-Hans") == "未记录"


def test_who_finished_legs_and_listed_nothing_has_no_number_of_items() -> None:
    """None recorded is not none done; with one item in one leg, the pieces are what was recorded."""
    rows = some_rows()
    for items, told in (([], "未记录"), ([ItemRow("1.10", 1, "card", 2)], "未记录"), ([ItemRow("1.3", 1, "card", 2)], "2")):
        li, _ = tables(rows._replace(items=items))["by-clerk"].groups
        assert value_text(li.figure("work.pieces"), "zh-Hans") == told, items
        assert (li.figure("work.weighed").value is None) is (told == "未记录")


def test_work_is_weighed_by_what_an_item_takes() -> None:
    """A card takes five minutes when it is the only thing done: ten of them are fifty minutes, out of an hour in all."""
    li, _ = tables(some_rows())["by-clerk"].groups
    work = li.figure("work.weighed")

    assert (work.value, work.denominator, li.figure("work.pieces").value) == (3000, 3600, 10)
    assert breakdown.weights_us({}) == {}


def test_an_item_that_was_never_done_alone_weighs_as_much_as_all_that_were() -> None:
    """There is nothing better to go by."""
    rows = period(legs=[leg(1, NINE), leg(2, NINE, 60, 100)], items=[ItemRow("1.1", 1, "card", 1), ItemRow("1.2", 1, "copy", 3)])

    assert breakdown.weights_us(tally_by(rows, ZONE, sample).items) == {"card": 300 * S, "copy": 300 * S}


def test_groups_channels_and_items_have_their_names() -> None:
    """Ordinary numbers are a row of their own."""
    found = {
        key: [(group_name(it, "zh-Hans"), it.figures[0].value) for it in section.groups] for key, section in tables(some_rows()).items()
    }

    assert found["by-group"] == [("老年人", 3), ("普通", 8)]
    assert found["by-channel"] == [("取号机", 11)]
    assert found["by-item"] == [("老年证", 12)]


def test_counters_have_a_table_here_where_their_times_are_given() -> None:
    """An hour open, fifty minutes of service; one that was never open has no share."""
    counters = {"w1": CounterTally(open_us=3600 * S, opens=1, attended=True, finished=11), "w2": CounterTally()}
    sections = breakdown.sections(tally_by(some_rows(), ZONE, sample), SMALL, ends_known=True, counters=counters)
    [one, two] = next(it for it in sections if it.key == "by-counter").groups

    assert (one.slug, one.figure("counters.busy").value, one.figure("legs.finished").value) == ("w1", 1, 11)
    assert (two.slug, two.figure("counters.busy").value, two.figure("counters.open").value) == ("w2", None, None)


def test_weekdays_and_hours_add_up_to_the_legs() -> None:
    """Monday at nine."""
    [weekdays, hours] = breakdown.over_time(tally_by(some_rows(), ZONE, binned), [DATE, NEXT], ends_known=True)

    assert [(group_name(it, "zh-Hans"), it.figure("legs.opened").value) for it in weekdays.groups] == [("星期一", 11)]
    assert [(group_name(it, "zh-Hans"), it.figure("wait.mean").value) for it in hours.groups] == [("09:00", 60)]
    [monday], [nine] = weekdays.groups, hours.groups
    assert [(it.value, it.n) for it in (monday.figure("over.days"), monday.figure("over.per-day"))] == [(1, 2), (11, 1)]
    assert (nine.figure("over.days").value, nine.figure("over.per-day").value) == (2, 5.5), "Monday and Tuesday had one each"
    assert basis_text(nine.figure("over.per-day"), "zh-Hans") == "11 段 / 2 天"


def test_calls_out_of_order_have_their_reason_and_who_ordered_them() -> None:
    """Out of all legs called; a step without a reason says what it was."""
    jumps = [JumpRow("1.1", 1, "swap", "", "li"), JumpRow("1.2", 1, "lift", "urgent", "")]
    reasons, persons = breakdown.out_of_order(tally_by(some_rows()._replace(jumps=jumps), ZONE, sample), SMALL, 11)

    assert [(group_name(it, "zh-Hans"), it.figures[0].numerator, it.figures[0].denominator) for it in reasons.groups] == [
        ("人号不符，当场改正", 1, 11), ("突发紧急情况", 1, 11),
    ]  # fmt: skip
    assert [group_name(it, "zh-Hans") for it in persons.groups] == ["未指明", "李明"]
    assert breakdown.out_of_order(tally_by(period(), ZONE, sample), SMALL, 0) == []


def test_groups_get_the_names_of_the_standard_afterwards() -> None:
    """A period is made before its standards are known."""
    section = breakdown.sections(tally_by(some_rows(), ZONE, sample), structs.replace(SMALL, groups={}), ends_known=True)
    named = breakdown.with_group_names(section, {"elderly": {"zh-Hans": "长者"}})

    assert [group_name(it, "zh-Hans") for it in next(it for it in named if it.key == "by-group").groups] == ["普通", "长者"]


def test_where_no_end_was_recorded_nothing_rests_on_ends() -> None:
    """A replayed day."""
    legs = [leg(1, NINE, outcome="unrecorded", implicit=True, started_us=None)]
    [channel] = tables(period(legs=legs, tickets=[ticket(1, NINE)]))["by-channel"].groups

    assert (channel.figure("legs.finished").value, channel.figure("wait.mean").value) == (None, 60)
