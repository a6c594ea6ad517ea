# SPDX-License-Identifier: Apache-2.0
"""Half hours and counters by hand, and against a twin that looks at every minute of the day."""

from hypothesis import given
from hypothesis import strategies as st

from reports.figures import Figure
from reports.load import HallLoad, half_hours, in_hand, waiting
from reports.rows import LegRow, SpanRow
from tests.reports.sample_day import NEXT, ZONE, S, at, leg, period, ticket

EIGHT = at("08:00")
MINUTE = 60 * S


def by_key(figures: list[Figure]) -> dict[str, Figure]:
    """Return the figures by key."""
    return {figure.key: figure for figure in figures}


def test_half_hours_of_a_day_by_hand() -> None:
    """Each thing counts where it happened: issue, first call, opening of the leg."""
    legs = [leg(1, at("08:10"), 300), leg(2, at("08:29"), 600), leg(3, at("09:05"), None, ended_us=at("09:20"))]
    rows = period(legs=legs, tickets=[ticket(it.leg, it.opened_us) for it in legs])

    found = [(start, by_key(figures)) for start, figures in half_hours(rows, ZONE)]

    assert [start for start, _ in found] == [at("08:00"), at("08:30"), at("09:00")]
    assert [figures["half.arrivals"].value for _, figures in found] == [2, 0, 1]
    assert [figures["half.calls"].value for _, figures in found] == [1, 1, 0]
    assert [figures["wait.mean"].value for _, figures in found] == [450, None, None]
    assert [figures["half.waiting_max"].value for _, figures in found] == [1, 1, 1]


def test_half_hours_go_on_after_midnight() -> None:
    """A ticket called at 00:20 is not lost at the end of the date."""
    rows = period(legs=[leg(1, at("23:50"), None, first_called_us=at("00:20", NEXT))], tickets=[ticket(1, at("23:50"))])

    assert [start for start, _ in half_hours(rows, ZONE)] == [at("23:30"), at("00:00", NEXT)]


def test_sums_of_half_hours_are_those_of_the_day() -> None:
    """No ticket and no call may fall between two half hours."""
    legs = [leg(no, EIGHT + no * 97 * S, no * 31 % 4000) for no in range(300)]
    rows = period(legs=legs, tickets=[ticket(no, row.opened_us) for no, row in enumerate(legs)])

    for key in ("half.arrivals", "half.calls"):
        assert sum(by_key(figures)[key].numerator or 0 for _, figures in half_hours(rows, ZONE)) == 300


def test_an_empty_day_has_no_half_hours() -> None:
    """Nothing to show is not a row of zeros from nowhere to nowhere."""
    assert half_hours(period(), ZONE) == []


def test_open_time_ends_with_the_data_where_the_counter_is_still_open() -> None:
    """A report asked for at noon knows nothing of the afternoon."""
    rows = period(
        spans=[
            SpanRow("w1", "open", "", EIGHT, at("10:00")),
            SpanRow("w1", "paused", "lunch", at("10:00"), at("11:00")),
            SpanRow("w1", "open", "", at("11:00"), None),
        ],
        as_of_us=at("12:00"),
    )

    opened, paused = HallLoad(rows, {}).attendance(["w1"])

    assert (opened.value, opened.denominator, paused.value) == (3 * 3600, 4 * 3600, 3600)


def test_idle_counts_only_while_the_counters_own_queue_waits() -> None:
    """08:00-08:10 nobody waits; 08:10-08:15 somebody does and the counter has nobody; then it serves."""
    legs = [leg(1, at("08:10"), 300, 580), leg(2, at("09:00"), 1200, counter="w2", queue="housing")]
    rows = period(legs=legs, spans=[SpanRow("w1", "open", "", EIGHT, at("10:00"))])

    idle = HallLoad(rows, {"w1": ("general",)}).idle(["w1"])

    assert (idle.value, idle.denominator) == (300, 7200)


def test_idle_is_not_recorded_where_finishes_are_not() -> None:
    """A replayed day knows when people were called, not when they left."""
    rows = period(
        legs=[leg(1, EIGHT, outcome="unrecorded")], spans=[SpanRow(slug, "open", "", EIGHT, at("10:00")) for slug in ("w1", "w2")]
    )
    load = HallLoad(rows, {"w1": ("general",), "w2": ("general",)})

    assert (load.idle(["w1", "w2"]).value, load.idle(["w1", "w2"]).missing) == (None, 1)
    assert load.idle(["w2"]).value == 60
    assert HallLoad(rows, {}).idle(["w2"]).missing == 1


def test_a_leg_is_in_hand_from_call_to_end() -> None:
    """Also a no-show, one that is still served, and one that was put aside and is still held."""
    called = EIGHT + MINUTE
    gone = leg(1, EIGHT, 60, None, state="absent", ended_us=called + 90 * S)
    served = leg(2, EIGHT, 60, None, state="serving", started_us=called)
    held = leg(3, EIGHT, 60, None, state="held", held_from_us=called + 30 * S)

    assert in_hand(gone, at("12:00")) == (called, called + 90 * S)
    assert in_hand(served, at("12:00")) == (called, at("12:00"))
    assert in_hand(held, at("12:00")) == (called, called + 30 * S)
    assert in_hand(leg(4, EIGHT, None), at("12:00")) is None
    assert waiting(leg(4, EIGHT, None), at("12:00")) == (EIGHT, at("12:00"))


@st.composite
def minute_legs(draw: st.DrawFn) -> list[LegRow]:
    """Draw legs of two queues and counters whose times are whole minutes."""
    legs = []
    for no in range(draw(st.integers(0, 8))):
        row = leg(no, EIGHT + draw(st.integers(0, 100)) * MINUTE, None, ended_us=EIGHT + 150 * MINUTE)
        called = row.opened_us + draw(st.integers(0, 40)) * MINUTE
        if draw(st.booleans()):
            ended = called + draw(st.integers(0, 20)) * MINUTE
            row = row._replace(first_called_us=called, last_called_us=called, ended_us=ended, counter=draw(st.sampled_from(["w1", "w2"])))
        legs.append(row._replace(queue=draw(st.sampled_from(["general", "social"]))))
    return legs


@given(minute_legs())
def test_idle_and_most_waiting_equal_those_of_a_twin(legs: list[LegRow]) -> None:
    """The twin asks of each minute who waits, who is in hand and whether the counter is open."""
    rows = period(legs=legs, spans=[SpanRow("w1", "open", "", EIGHT + 10 * MINUTE, EIGHT + 120 * MINUTE)])
    minutes = [EIGHT + at_min * MINUTE for at_min in range(180)]

    def waits(row: LegRow, minute: int) -> bool:
        return row.opened_us <= minute < (row.first_called_us or row.ended_us or 0)

    def busy(row: LegRow, minute: int) -> bool:
        return row.counter == "w1" and (row.first_called_us or 0) <= minute < (row.ended_us or 0)

    idle = [
        minute
        for minute in minutes[10:120]
        if any(waits(row, minute) for row in legs if row.queue == "general") and not any(busy(row, minute) for row in legs)
    ]
    assert HallLoad(rows, {"w1": ("general",)}).idle(["w1"]).value == len(idle) * 60
    for start, figures in half_hours(rows, ZONE):
        inside = [minute for minute in minutes if start <= minute < start + 30 * MINUTE]
        assert by_key(figures)["half.waiting_max"].value == max(sum(waits(row, minute) for row in legs) for minute in inside)
