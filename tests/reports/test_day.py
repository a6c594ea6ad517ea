# SPDX-License-Identifier: Apache-2.0
"""The day report put together: sections, order, notes."""

import msgspec
from msgspec.structs import replace

from hallserver.words import known
from reports.day import make_day
from reports.definitions import TOPICS
from reports.extras import Extras
from reports.rows import DayRow, PlannedRow, SpanRow
from reports.text import value_text
from tests.reports.sample_day import S, at, busy_day, leg, names, period, rating, ticket

NINE = at("09:00")


def note_keys(**lists: object) -> list[str]:
    """Return the keys of the notes on a day with these lists."""
    return [note.key for note in make_day(period(**lists), names()).notes]


def test_every_figure_has_one_definition_and_a_name() -> None:
    """A number that the last page does not explain is not signed."""
    report = make_day(busy_day(200), replace(names(), hours={"1": ("09:00-17:00",)}), Extras())
    printed = {figure.key for section in report.sections for group in section.groups for figure in group.figures}
    explained = [key for keys in TOPICS.values() for key in keys]

    assert {"beside.late", "enquiries.where", "returns.used", "acts.all"} < printed <= set(explained)
    assert len(explained) == len(set(explained))
    assert [key for key in explained if not known(f"report.figure.{key}")] == []
    assert [topic for topic in TOPICS if not (known(f"report.definition.{topic}") and known(f"report.definition.{topic}.name"))] == []


def test_breakdowns_pool_to_the_hall() -> None:
    """Sums over queues, services and counters are the hall's figures."""
    report = make_day(busy_day(600), names())
    whole = report.section("legs").groups[0]

    for key in ("by-queue", "by-service"):
        assert sum(group.figure("legs.opened").value or 0 for group in report.section(key).groups) == whole.figure("legs.opened").value
    assert sum(group.figure("legs.called").value or 0 for group in report.section("by-counter").groups) == whole.figure("legs.called").value


def test_places_stand_in_the_order_of_the_catalog() -> None:
    """The manager looks for counter 3 between 2 and 4."""
    report = make_day(busy_day(400), names())

    assert [group.slug for group in report.section("by-counter").groups] == [f"w{no}" for no in range(1, 9)]
    assert [group.slug for group in report.section("by-queue").groups] == ["general", "housing", "social", "collect"]


def test_a_counter_that_opened_and_called_nobody_is_shown() -> None:
    """Ten hours open without a call is a finding."""
    report = make_day(period(spans=[SpanRow("w5", "open", "", NINE, at("10:00"))]), names())

    group = report.section("by-counter").groups[0]
    assert (group.slug, group.figure("counters.open").value, group.figure("legs.called").value) == ("w5", 3600, 0)
    assert group.figure("service.mean").value is None


def test_a_quiet_day_has_one_note_that_says_so() -> None:
    """An empty space could mean that nobody looked."""
    assert note_keys(legs=[leg(1, NINE)], tickets=[ticket(1, NINE)]) == ["clean"]


def test_notes_name_what_weakens_the_figures() -> None:
    """Implicit starts, replayed ends, clock steps and an open day change how far a figure can be trusted."""
    legs = [leg(1, NINE, implicit=True, started_us=None), leg(2, NINE, held_us=S), leg(3, NINE, outcome="unrecorded")]

    assert note_keys(legs=legs) == ["implicit", "unrecorded"]
    assert note_keys(clock_suspected=2, days=[DayRow("2026-03-02", NINE, None)]) == ["day-open", "clock"]
    assert note_keys(tickets=[ticket(1, NINE, standard=""), ticket(2, NINE, standard="a"), ticket(3, NINE, standard="b")]) == [
        "no-standard", "standards",
    ]  # fmt: skip
    assert note_keys(spans=[SpanRow("unknown", "open", "", NINE, None)]) == ["no-queues"]


def test_a_replayed_day_prints_no_number_for_what_nobody_recorded() -> None:
    """A replay knows who was issued and called when: no end, recall, cancellation, rating or opening of a counter may look measured."""
    legs = [leg(no, NINE, outcome="unrecorded", implicit=True, started_us=None) for no in range(3)]
    legs.append(leg(3, NINE, None, state="unserved", ended_us=at("18:00")))
    tickets = [ticket(no, NINE) for no in range(3)] + [ticket(3, NINE, state="unserved", disposition="left")]
    spans = [SpanRow(slug, "open", "", NINE, at("18:00")) for slug in ("w1", "w2")]
    report = make_day(period(legs=legs, tickets=tickets, spans=spans), names())
    groups = [group for section in report.sections for group in section.groups]

    numbers = {figure.key for group in groups for figure in group.figures if figure.value is not None}
    assert numbers == {
        "tickets.issued", "legs.opened", "legs.called", "wait.mean", "wait.median", "wait.p90", "wait.max", "wait.within",
        "volume.numbers", "visit.mean", "visit.median", "visit.p90", "visit.max",
        "half.arrivals", "half.calls", "half.waiting_max",
        "beside.direct", "beside.paper", "beside.wait-doubts", "beside.service-doubts",
    }  # fmt: skip
    assert all(value_text(it, "zh-Hans") == "未记录" for it in report.section("tickets").groups[0].figures[1:])
    assert report.section("left").groups == ()
    assert [note.key for note in report.notes] == ["implicit", "unrecorded"]


def test_one_recorded_end_makes_the_day_a_recorded_one() -> None:
    """Then only the counter whose every end was filled in has no figures of them."""
    legs = [leg(1, NINE), leg(2, NINE, outcome="unrecorded", counter="w2")]
    spans = [SpanRow(slug, "open", "", NINE, at("10:00")) for slug in ("w1", "w2")]
    report = make_day(period(legs=legs, tickets=[ticket(1, NINE), ticket(2, NINE)], spans=spans), names())
    first, second = report.section("by-counter").groups

    assert report.section("tickets").groups[0].figure("tickets.finished").value == 2
    assert (first.figure("legs.finished").value, first.figure("counters.open").value) == (1, 3600)
    assert (second.figure("legs.finished").value, second.figure("counters.open").value, second.figure("legs.called").value) == (
        None,
        None,
        1,
    )


def test_an_open_day_says_that_it_is_open() -> None:
    """A report before day close must not be taken for the final one."""
    assert make_day(period(days=[DayRow("2026-03-02", NINE, None)]), names()).closed_us is None
    assert make_day(period(), names()).closed_us == at("18:00")


def test_the_report_names_standard_and_targets() -> None:
    """The share within target is worth as much as the standard that it is measured by."""
    legs = [leg(1, NINE, target_s=900), leg(2, NINE, target_s=1200), leg(3, NINE, None, target_s=60)]
    report = make_day(period(legs=legs, tickets=[ticket(1, NINE)], ratings=[rating(1, 5)]), names())

    assert report.standards == ("0f3a9c21d7be",)
    assert report.targets_s == (900, 1200)


def test_half_hours_of_another_date_carry_it() -> None:
    """00:00 after 23:30 is tomorrow's."""
    report = make_day(period(legs=[leg(1, at("23:50"), 1800)]), names())

    assert [group.names["zh-Hans"] for group in report.section("by-half-hour").groups] == ["23:30", "03-03 00:00"]


def test_the_hour_that_comes_twice_has_two_names() -> None:
    """On the last Sunday in October Berlin has 02:00 twice; two lines of one name would be taken for one."""
    twice = 1_824_940_800_000_000
    legs = [leg(n, twice + n * 1_800_000_000, 60) for n in range(4)]
    report = make_day(period(legs=legs), msgspec.structs.replace(names(), zone="Europe/Berlin"))
    found = [group.names["zh-Hans"][-13:] for group in report.section("by-half-hour").groups]
    assert found == ["02:00 (+0200)", "02:30 (+0200)", "02:00 (+0100)", "02:30 (+0100)"]


def test_the_same_rows_give_the_same_report() -> None:
    """A late or repeated report has the same figures."""
    assert make_day(busy_day(300), names()) == make_day(busy_day(300), names())


def test_the_opening_rate_is_what_was_open_of_what_should_have_been() -> None:
    """Counted by hand: 3 hours open of 4 planned (an hour before and a pause do not count), none of 1, and nothing for who has no shift."""
    planned = [PlannedRow("w1", NINE, at("12:00")), PlannedRow("w1", at("14:00"), at("15:00")), PlannedRow("w2", NINE, at("10:00"))]
    spans = [
        SpanRow("w1", "open", "", at("08:00"), at("10:00")),
        SpanRow("w1", "paused", "break", at("10:00"), at("11:00")),
        SpanRow("w1", "open", "", at("11:00"), at("16:00")),
        SpanRow("w3", "open", "", NINE, at("12:00")),
    ]
    report = make_day(period(spans=spans, planned=planned), names())
    whole = report.section("counters").groups[0].figure("counters.kept")
    by_counter = {group.slug: group.figure("counters.kept") for group in report.section("by-counter").groups}

    assert (whole.value, whole.numerator, whole.denominator) == (0.6, 3 * 3600, 5 * 3600)
    assert [(slug, it.value) for slug, it in by_counter.items()] == [("w1", 0.75), ("w2", 0.0), ("w3", None)]
    unplanned = make_day(period(spans=spans), names())
    said = unplanned.section("counters").groups[0].figure("counters.kept")
    assert (said.value, said.excluded) == (None, {"no-shifts": 0}), "it says that nobody planned any"
    assert "counters.kept" not in {it.key for it in unplanned.section("by-counter").groups[0].figures}
    replayed = period(spans=spans, planned=planned, legs=[leg(1, NINE, outcome="unrecorded")])
    assert make_day(replayed, names()).section("counters").groups[0].figure("counters.kept").value is None
