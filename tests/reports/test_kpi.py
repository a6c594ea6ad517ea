# SPDX-License-Identifier: Apache-2.0
"""The definitions on days worked out by hand, and on random days against a twin that computes them otherwise."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import kpi, kpi_ratings
from reports.figures import Figure
from reports.rows import ItemRow, LegRow
from tests.reports.sample_day import NEXT, S, at, leg, rating, ticket

NINE = at("09:00")


def by_key(figures: list[Figure]) -> dict[str, Figure]:
    """Return the figures by key."""
    return {figure.key: figure for figure in figures}


def test_waits_of_a_day_by_hand() -> None:
    """59, 60, 61 and 1500 minutes: a peer's waits above an hour started again at 0."""
    minutes = (59, 60, 61, 1500)
    legs = [leg(no, NINE, 60 * wait, target_s=3600) for no, wait in enumerate(minutes)]

    found = by_key(kpi.waits(legs))

    assert found["wait.mean"].value == 60 * (59 + 60 + 61 + 1500) / 4 == 25_200
    assert (found["wait.mean"].numerator, found["wait.mean"].denominator) == (100_800, 4)
    assert (found["wait.median"].value, found["wait.median"].numerator) == (3600, 2)
    assert (found["wait.p90"].value, found["wait.p90"].numerator) == (90_000, 4)
    assert found["wait.max"].value == 90_000
    assert (found["wait.within"].value, found["wait.within"].numerator, found["wait.within"].denominator) == (0.5, 2, 4)


def test_the_target_itself_is_within_the_target() -> None:
    """The promise is "at most 20 minutes": a wait of exactly that keeps it, one microsecond more does not."""
    legs = [leg(1, NINE, 1200), leg(2, NINE, 1200, first_called_us=NINE + 1200 * S + 1)]

    assert kpi.within_target(legs).numerator == 1


def test_one_ticket_is_its_own_mean_median_and_p90() -> None:
    """The smallest day that has figures."""
    found = by_key(kpi.waits([leg(1, NINE, 75)]))

    assert {found[key].value for key in ("wait.mean", "wait.median", "wait.p90", "wait.max")} == {75}


def test_an_empty_day_has_no_figures_but_true_zeros() -> None:
    """No visitor is a count of 0, but no wait of 0 seconds."""
    found = by_key([*kpi.tickets_by_end([]), *kpi.waits([]), *kpi_ratings.scores([]), kpi.response([], [])])

    assert found["tickets.issued"].value == 0
    assert {found[key].value for key in ("wait.mean", "wait.p90", "wait.within", "ratings.satisfied", "ratings.response")} == {None}


def test_who_never_came_is_in_the_wait_and_not_in_the_service_time() -> None:
    """A no-show was called, so the wait is real; zeros for their service pulled peers' means down."""
    legs = [leg(1, NINE, 100, 300), leg(2, NINE, 500, None, state="forfeited", ended_us=NINE + 700 * S)]

    waits, walks, services = by_key(kpi.waits(legs)), by_key(kpi.walks(legs)), by_key(kpi.services(legs))

    assert waits["wait.mean"].value == 300
    assert (walks["walk.mean"].value, walks["walk.mean"].excluded) == (20, {"not-started": 1})
    assert (services["service.mean"].value, services["service.mean"].excluded) == (300, {"not-finished": 1})


def test_who_left_before_the_call_is_outside_the_wait() -> None:
    """Cancelled and unserved legs have no wait; their number stands beside."""
    legs = [leg(1, NINE, 100), leg(2, NINE, None, state="cancelled", ended_us=NINE + 10 * S), leg(3, NINE, None, state="unserved")]

    found = by_key(kpi.waits(legs))["wait.mean"]

    assert (found.value, found.n, found.excluded) == (100, 1, {"never-called": 2})


def test_a_recall_does_not_change_the_wait_and_starts_the_walk_anew() -> None:
    """Wait ends at the first call, walk begins at the last."""
    recalled = leg(1, NINE, 100, calls=2, last_called_us=NINE + 110 * S)

    assert kpi.wait_us(recalled) == 100 * S
    assert kpi.walk_us(recalled) == 10 * S
    assert by_key(kpi.legs_counted([recalled]))["calls.repeated"].value == 1
    assert by_key(kpi.legs_counted([recalled, leg(2, NINE)]))["calls.repeated"].value == 0.5


def test_holds_are_taken_off_the_service_time() -> None:
    """A visitor who fetches a copy for two minutes is not served meanwhile."""
    assert kpi.service_us(leg(1, NINE, 60, 300, held_us=120 * S)) == 180 * S


def test_a_call_after_a_hold_is_no_walk() -> None:
    """The last call is later than the start: the difference would be negative."""
    assert kpi.walk_us(leg(1, NINE, 60, 900, last_called_us=NINE + 600 * S)) == "called-again"


def test_an_implicit_start_leaves_walk_and_service_time_not_recorded() -> None:
    """Nobody pressed start: a number would be made up."""
    legs = [leg(1, NINE, 60, 300, started_us=None, implicit=True)]

    found = by_key([*kpi.walks(legs), *kpi.services(legs)])

    assert {(figure.value, figure.missing) for figure in found.values()} == {(None, 1)}


def test_a_transfer_opens_a_leg_with_a_wait_of_its_own() -> None:
    """The first leg's wait stays what it was; the second is measured from the transfer."""
    first = leg(1, NINE, 600, 120, finished_us=None, state="transferred", outcome="")
    second = leg(1, NINE + 740 * S, 200, 400, leg=2, queue="social")

    found = by_key([*kpi.waits([first, second]), *kpi.services([first, second]), *kpi.legs_counted([first, second])])

    assert found["wait.mean"].value == 400
    assert (found["service.mean"].value, found["service.mean"].n) == (400, 1)
    assert (found["legs.opened"].value, found["legs.finished"].value) == (2, 1)


def test_a_ticket_over_midnight_waits_over_midnight() -> None:
    """Times are instants, not hours and minutes of a day."""
    assert kpi.wait_us(leg(1, at("23:50"), None, first_called_us=at("00:20", NEXT))) == 30 * 60 * S


def test_times_in_the_wrong_order_are_left_out() -> None:
    """A duration below 0 is no duration, and not 0 either."""
    assert kpi.wait_us(leg(1, NINE, -5)) == "not-credible"
    assert kpi.service_us(leg(1, NINE, 60, 100, held_us=200 * S)) == "not-credible"
    assert kpi.wait_us(leg(1, NINE, 0)) == 0


def test_ends_add_up_to_the_tickets_issued() -> None:
    """Every ticket ends once or is still open."""
    states = ["finished", "finished", "cancelled", "voided", "forfeited", "unserved", "open", "waiting"]
    tickets = [ticket(no, NINE, state=state, misses=no == 4) for no, state in enumerate(states)]

    found = by_key(kpi.tickets_by_end(tickets))

    assert found["tickets.finished"].value == 2
    assert found["tickets.open"].value == 2
    assert found["tickets.missed"].value == 1
    assert sum(found[f"tickets.{end}"].numerator or 0 for end in (*kpi.ENDS, "open")) == found["tickets.issued"].value == 8


def test_dispositions_are_those_of_the_unserved() -> None:
    """What became of who was still there when the day closed."""
    tickets = [ticket(no, NINE, state="unserved", disposition=slug) for no, slug in enumerate(("booked", "left", "booked"))]

    assert [(figure.key, figure.value, figure.denominator) for figure in kpi.dispositions(tickets)] == [
        ("left.booked", 2, 3), ("left.left", 1, 3),
    ]  # fmt: skip


def test_ratings_by_hand() -> None:
    """满意率 counts 3 stars as satisfied, 差评率 1 and 2; the later rating of a stage replaces the earlier."""
    ratings = [rating(no, stars) for no, stars in enumerate((5, 5, 4, 3, 2, 1))] + [rating(5, 5, nth=2)]

    found = by_key(kpi_ratings.scores(ratings))

    assert [found[f"ratings.{star}"].value for star in (5, 4, 3, 2, 1)] == [3, 1, 1, 1, 0]
    assert found["ratings.mean"].value == pytest.approx((15 + 4 + 3 + 2) / 6)
    assert (found["ratings.satisfied"].numerator, found["ratings.satisfied"].denominator) == (5, 6)
    assert (found["ratings.bad"].value, found["ratings.bad"].excluded) == (1 / 6, {"replaced": 1})


def test_response_counts_each_rated_leg_once() -> None:
    """Two ratings of one visit are one response; a leg without recorded outcome could not be rated."""
    legs = [leg(1, NINE), leg(2, NINE), leg(3, NINE, outcome="unrecorded"), leg(4, NINE, 60, None)]
    ratings = [rating(1, 5), rating(1, 4, stage="done"), rating(9, 5)]

    found = kpi.response(ratings, legs)

    assert (found.value, found.numerator, found.denominator) == (0.5, 1, 2)
    assert found.excluded == {"outcome-unrecorded": 1, "other-days-leg": 1}


def test_items_are_not_recorded_until_one_is_listed() -> None:
    """A hall that lists no items has not handled 0."""
    legs = [leg(1, NINE), leg(2, NINE)]

    assert kpi.items([], legs)[0].value is None
    assert (kpi.items([ItemRow("1.1", 1, "card", 3)], legs)[0].value, kpi.items([ItemRow("1.1", 1, "card", 3)], legs)[0].missing) == (3, 1)


def test_a_leg_without_target_is_not_judged() -> None:
    """Neither within nor outside of what was never promised."""
    found = kpi.within_target([leg(1, NINE, 60, target_s=0), leg(2, NINE, 60)])

    assert (found.value, found.denominator, found.excluded) == (1, 1, {"no-target": 1})


def test_ends_are_known_as_soon_as_one_was_recorded() -> None:
    """A day on which nobody finished has recorded that; one on which every finish was filled in has not."""
    filled = leg(1, NINE, outcome="unrecorded")

    assert not kpi.ends_known([filled, leg(2, NINE, 60, None), leg(3, NINE, None)])
    assert kpi.ends_known([filled, leg(2, NINE)])
    assert kpi.ends_known([leg(2, NINE, 60, None)])
    assert kpi.ends_known([])


@st.composite
def some_legs(draw: st.DrawFn) -> list[LegRow]:
    """Draw legs of any shape: never called, absent, implicit, held, transferred, of several queues."""
    legs = []
    for no in range(draw(st.integers(0, 12))):
        wait = draw(st.none() | st.integers(0, 5000))
        service = draw(st.none() | st.integers(0, 900))
        row = leg(no, NINE + draw(st.integers(0, 9999)) * S, wait, service, target_s=draw(st.sampled_from([0, 600, 1200])))
        if row.finished_us is not None and draw(st.booleans()):
            row = row._replace(implicit=True, started_us=None)
        legs.append(row._replace(held_us=draw(st.integers(0, 60)) * S, queue=draw(st.sampled_from(["general", "social"]))))
    return legs


@given(some_legs())
def test_figures_equal_those_of_a_twin(legs: list[LegRow]) -> None:
    """The twin walks through the legs one by one, in fractions, and counts ranks instead of sorting."""
    found = by_key([*kpi.waits(legs), *kpi.services(legs)])
    waits = [Fraction(row.first_called_us - row.opened_us, S) for row in legs if row.first_called_us is not None]
    served = [
        Fraction(row.finished_us - row.started_us - row.held_us, S)
        for row in legs
        if row.finished_us is not None and row.started_us is not None and row.finished_us - row.started_us >= row.held_us
    ]

    for name, values in (("wait", waits), ("service", served)):
        assert found[f"{name}.mean"].value == (pytest.approx(float(sum(values) / len(values))) if values else None)
        for word, part in (("median", Fraction(1, 2)), ("p90", Fraction(9, 10)), ("max", Fraction(1))):
            enough = [value for value in values if sum(other <= value for other in values) >= part * len(values)]
            assert found[f"{name}.{word}"].value == (min(enough) if enough else None)
    judged = [row for row in legs if row.first_called_us is not None and row.target_s]
    kept = [row for row in judged if (row.first_called_us or 0) <= row.opened_us + row.target_s * S]
    assert (found["wait.within"].numerator, found["wait.within"].denominator) == (len(kept), len(judged))


@given(some_legs())
def test_the_hall_is_the_sum_of_its_queues(legs: list[LegRow]) -> None:
    """Pooling queues by numerator and denominator gives the hall: never an average of averages."""
    parts = [by_key(kpi.waits([row for row in legs if row.queue == queue])) for queue in ("general", "social")]
    whole = by_key(kpi.waits(legs))

    for key in ("wait.mean", "wait.within"):
        assert whole[key].numerator == pytest.approx(sum(part[key].numerator or 0 for part in parts))
        assert whole[key].denominator == sum(part[key].denominator or 0 for part in parts)


def test_figures_are_picked_in_the_order_asked_for() -> None:
    """Tables of several groups need the same columns."""
    assert [it.key for it in kpi.pick(kpi.waits([]), "wait.max", "wait.mean")] == ["wait.max", "wait.mean"]
