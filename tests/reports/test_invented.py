# SPDX-License-Identifier: Apache-2.0
"""A replayed day: what it does not know is not a number."""

from reports import kpi, kpi_ratings
from reports.invented import without_invented
from tests.reports.sample_day import leg, rating, ticket
from tests.reports.test_kpi import NINE, by_key


def test_what_a_replay_makes_up_has_no_value_and_the_rest_stays() -> None:
    """Issues, calls and waits were given to it; ends, recalls and ratings were not."""
    legs = [leg(no, NINE, outcome="unrecorded") for no in range(3)]
    tickets = [ticket(no, NINE) for no in range(4)]
    found = [*kpi.tickets_by_end(tickets), *kpi.legs_counted(legs), *kpi.waits(legs), *kpi_ratings.scores([]), kpi.response([], legs)]

    kept = by_key(without_invented(found, 3))

    assert {key for key, figure in kept.items() if figure.value is not None} == {
        "tickets.issued", "legs.opened", "legs.called", "wait.mean", "wait.median", "wait.p90", "wait.max", "wait.within",
    }  # fmt: skip
    assert all(figure.missing and figure.numerator is None for figure in kept.values() if figure.value is None)
    assert [kept[key].missing for key in ("tickets.finished", "calls.repeated", "ratings.satisfied")] == [4, 3, 3]
    assert by_key(without_invented(kpi_ratings.scores([rating(1, 5)]), 3))["ratings.5"].value == 1
