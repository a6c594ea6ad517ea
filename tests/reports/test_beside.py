# SPDX-License-Identifier: Apache-2.0
"""What stands beside the waits, on days worked out by hand."""

from hallserver.core.acts import Act
from reports import beside, kpi
from reports.extras import Extras
from reports.load import waiting
from tests.reports.sample_day import S, at, leg
from tests.reports.test_kpi import NINE, by_key

DIRECT = leg(8, NINE, None, opened_by="direct", started_us=NINE, finished_us=NINE + 90 * S, ended_us=NINE + 90 * S, counter="w1")
BY_HAND = leg(9, NINE, None, opened_by="paper", implicit=True, finished_us=NINE + 4 * S, ended_us=NINE + 4 * S, counter="w1")


def test_waits_are_told_with_and_without_the_suspension() -> None:
    """10 and 30 minutes, 20 of them in the dark: the mean is 20, without it 10; one more is within 15 minutes."""
    legs = [leg(1, NINE, 600, target_s=900), leg(2, NINE, 1800, target_s=900, suspended_us=1200 * S), leg(3, NINE, None)]
    waits, less = by_key(kpi.waits(legs)), by_key(beside.without_suspension(legs))

    assert (waits["wait.mean"].value, less["wait.less.mean"].value) == (1200, 600)
    assert (less["wait.less.mean"].numerator, less["wait.less.mean"].denominator) == (1200, 2)
    assert (waits["wait.within"].value, less["wait.less.within"].value) == (0.5, 1)
    assert (less["wait.suspended"].value, less["wait.suspended"].denominator) == (1, 2)


def test_direct_and_paper_numbers_are_counted_and_in_no_wait() -> None:
    """Neither waited here; the service at the counter is a service all the same."""
    paper = leg(7, NINE, 3000, opened_by="paper")
    legs = [leg(1, NINE, 60), DIRECT, BY_HAND, paper]
    waits = by_key(kpi.waits(legs))["wait.mean"]

    assert (waits.value, waits.n, waits.excluded) == (60, 1, {"direct": 1, "paper": 2})
    assert {it.key: (it.value, it.denominator) for it in beside.beside(legs)} == {
        "beside.direct": (1, 4), "beside.paper": (2, 4), "beside.wait-doubts": (0, 4), "beside.service-doubts": (0, 4),
    }  # fmt: skip
    services = by_key(kpi.services([DIRECT, BY_HAND]))["service.mean"]
    assert (services.value, services.n, services.missing, services.excluded) == (90, 1, 0, {"paper": 1})
    assert kpi.within_target(legs).denominator == 1


def test_who_was_served_at_once_is_in_no_line() -> None:
    """A counter is not idle for a visitor whom it serves."""
    assert waiting(DIRECT, at("18:00")) == waiting(BY_HAND, at("18:00")) == (NINE, NINE)
    assert waiting(leg(1, NINE, None), at("18:00")) == (NINE, at("18:00"))


def test_annotated_figures_are_left_out_and_counted() -> None:
    """The record stays: its own service time still counts where only the wait is in doubt."""
    legs = [leg(1, NINE, 60, 300), leg(2, NINE, 9000, 300, wait_doubt="clock"), leg(3, NINE, 60, 9, service_doubt="wrong-key")]
    waits, services = by_key(kpi.waits(legs))["wait.mean"], by_key(kpi.services(legs))["service.mean"]

    assert (waits.value, waits.excluded) == (60, {"annotated": 1})
    assert (services.value, services.excluded) == (300, {"annotated": 1})
    found = by_key(beside.beside(legs))
    assert (found["beside.wait-doubts"].value, found["beside.service-doubts"].value) == (1, 1)


def test_late_is_what_was_finished_after_closing() -> None:
    """Exactly at closing time is not late; without a closing time there is no figure."""
    legs = [leg(1, NINE, 0, finished_us=at("17:00")), leg(2, NINE, 0, finished_us=at("17:00") + 1), leg(3, NINE, None)]
    [late] = beside.late(legs, at("17:00"))

    assert (late.value, late.denominator) == (1, 2)
    assert beside.late(legs, None) == []


def test_enquiries_rights_and_acts_are_counted() -> None:
    """Every topic is there, also the one that nobody asked about."""
    act = {"id": "1.1", "at_us": 1, "by": "person:dan"}
    acts = tuple(Act(kind=kind, **act) for kind in ("lift", "undo-finish", "cancel"))  # type: ignore[arg-type]
    extras = Extras(acts=acts, enquiries={"where": 2, "papers": 1}, returns_given=3, returns_used=1)
    topics = by_key(beside.enquiries(extras))

    assert (topics["enquiries.all"].value, topics["enquiries.where"].value, topics["enquiries.hours"].value) == (3, 2, 0)
    assert topics["enquiries.where"].denominator == 3
    assert [(it.value, it.denominator) for it in beside.returns(extras, 40)] == [(3, 40), (1, 40)]
    assert [(it.key, it.value) for it in beside.acts(extras)] == [("acts.all", 3), ("acts.ordered", 1), ("acts.undone", 1)]
