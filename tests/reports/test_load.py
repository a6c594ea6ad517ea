# SPDX-License-Identifier: Apache-2.0
"""Half hours and counters by hand, and against a twin that looks at every minute of the day."""

from hypothesis import given
from hypothesis import strategies as st

from reports.figures import Figure
from reports.load import HallLoad, half_hours, stretch, waiting
from reports.rows import HandRow, LegRow, SpanRow
from tests.reports.sample_day import NEXT, ZONE, S, at, hands_of, leg, period, ticket

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
    rows = period(legs=legs, hands=hands_of(legs), spans=[SpanRow("w1", "open", "", EIGHT, at("10:00"))])

    idle = HallLoad(rows, {"w1": ("general",)}).idle(["w1"])

    assert (idle.value, idle.denominator) == (300, 7200)


def test_each_counter_is_busy_with_what_it_had_in_hand_itself() -> None:
    """w1 serves 600 s and holds, w3 resumes at once and finishes in 60 s; w1's queue waits all the time: w1 was idle for those 60 s."""
    held, done = EIGHT + 600 * S, EIGHT + 660 * S
    moved = leg(1, EIGHT, 0, counter="w3", started_us=EIGHT, finished_us=done, ended_us=done)
    rows = period(
        legs=[moved, leg(2, EIGHT, None, ended_us=done)],
        hands=[HandRow("w1", EIGHT, held), HandRow("w3", held, done)],
        spans=[SpanRow(slug, "open", "", EIGHT, done) for slug in ("w1", "w3")],
    )
    load = HallLoad(rows, {"w1": ("general",), "w3": ("general",)})

    assert [load.idle([slug]).value for slug in ("w1", "w3")] == [60, 600]
    assert (load.idle(["w1", "w3"]).value, load.idle(["w1", "w3"]).denominator) == (660, 1320)


def test_a_ticket_that_lies_held_keeps_no_counter_busy() -> None:
    """Served 5 minutes, held 20, served 5: the counter was free in between, and somebody waited."""
    legs = [leg(1, EIGHT, 0), leg(2, EIGHT, None, ended_us=EIGHT + 30 * MINUTE)]
    hands = [HandRow("w1", EIGHT, EIGHT + 5 * MINUTE), HandRow("w1", EIGHT + 25 * MINUTE, EIGHT + 30 * MINUTE)]
    rows = period(legs=legs, hands=hands, spans=[SpanRow("w1", "open", "", EIGHT, EIGHT + 30 * MINUTE)])

    assert HallLoad(rows, {"w1": ("general",)}).idle(["w1"]).value == 20 * 60


def test_idle_is_not_recorded_where_finishes_are_not() -> None:
    """A replayed day knows when people were called, not when they left."""
    legs = [leg(1, EIGHT, outcome="unrecorded"), leg(2, at("09:00"), 0, counter="w2")]
    rows = period(legs=legs, hands=hands_of(legs), spans=[SpanRow(slug, "open", "", EIGHT, at("10:00")) for slug in ("w1", "w2")])
    load = HallLoad(rows, {"w1": ("general",), "w2": ("general",)})

    assert (load.idle(["w1", "w2"]).value, load.idle(["w1", "w2"]).missing) == (None, 1)
    assert load.idle(["w2"]).value == 60
    assert HallLoad(rows, {}).idle(["w2"]).missing == 1


def test_open_time_is_not_recorded_where_every_finish_was_filled_in() -> None:
    """A replay opens and closes counters as it needs them; one recorded finish shows that a clerk was there."""
    filled = leg(1, EIGHT, outcome="unrecorded")
    spans = [SpanRow(slug, "open", "", EIGHT, at("10:00")) for slug in ("w1", "w2")]
    replayed = HallLoad(period(legs=[filled], spans=spans), {})
    mixed = HallLoad(period(legs=[filled, leg(2, EIGHT), leg(3, EIGHT, outcome="unrecorded", counter="w2")], spans=spans), {})

    assert [(it.value, it.missing) for it in replayed.attendance(["w1", "w2"])] == [(None, 2), (None, 2)]
    assert (replayed.attendance(["w2"])[0].missing, replayed.idle(["w2"]).missing) == (1, 1)
    assert [mixed.attendance([slug])[0].value for slug in ("w1", "w2")] == [7200, None]
    assert [(it.value, it.missing) for it in mixed.attendance(["w1", "w2"])] == [(None, 1), (None, 1)]


def test_what_has_no_end_yet_is_measured_up_to_the_data() -> None:
    """A ticket still in hand, a leg still waiting."""
    assert stretch(HandRow("w1", EIGHT, None), at("12:00")) == (EIGHT, at("12:00"))
    assert stretch(HandRow("w1", EIGHT, at("09:00")), at("12:00")) == (EIGHT, at("09:00"))
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
    rows = period(legs=legs, hands=hands_of(legs), spans=[SpanRow("w1", "open", "", EIGHT + 10 * MINUTE, EIGHT + 120 * MINUTE)])
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
