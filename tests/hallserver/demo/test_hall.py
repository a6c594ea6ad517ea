# SPDX-License-Identifier: Apache-2.0
"""The demo's hall is the one that was promised, and valid."""

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.demo.hall import COUNTER_OF, SERVICE_S, SHARE, TRAINEE, YOURS, sections
from hallserver.demo.run import at_any_hour
from tests.support import DUTY, Play


def test_eight_counters_and_twelve_services_in_four_queues() -> None:
    """What the README says of it."""
    hall = Play(sections()).hall
    assert (len(hall.catalog.counters), len(hall.catalog.services), len(hall.catalog.queues)) == (8, 12, 4)
    assert set(SERVICE_S) == set(SHARE) == set(hall.catalog.services)


def test_every_queue_has_a_counter_of_its_own_without_yours() -> None:
    """Nobody waits for the counter that is left to whoever looks."""
    hall = Play(sections()).hall
    owned = {queue for slug, row in hall.catalog.counters.items() if slug != YOURS for queue in row.queues}
    assert owned == set(hall.catalog.queues)


def test_each_clerk_has_a_counter_and_one_more_setup_changes_nothing() -> None:
    """The rows can be configured again as they are."""
    play = Play(sections())
    assert set(COUNTER_OF.values()) == set(play.hall.catalog.counters)
    for section, rows in sections().items():
        play.ask(c.Configure(section=section, rows=rows), SERVICE_SETUP)  # type: ignore[arg-type]


def test_it_shows_what_a_hall_may_have() -> None:
    """Hours, seats, papers, plans, machines, a trainee with a mentor, languages: whoever looks for one of them finds it filled in."""
    catalog = Play(sections()).hall.catalog
    assert set(catalog.here.hours) == set("1234567")
    assert catalog.here.seats
    assert len(catalog.machines) == 2
    assert {slug for slug, row in catalog.items.items() if not row.papers} == {"enquiry"}
    assert {row.kind for row in catalog.plans.values()} == {"daily", "lunch", "emergency"}
    assert catalog.people[catalog.people[TRAINEE].mentor].roles == ("clerk",)
    assert {language for row in catalog.people.values() for language in row.languages} == {"en", "yue"}


def test_no_plan_leaves_a_queue_without_a_counter() -> None:
    """A plan of the demo must not be the first thing that goes wrong in it."""
    play = Play(sections())
    for slug, plan in play.hall.catalog.plans.items():
        owned = {queue for counter in plan.counters.values() for queue in (*counter.queues, *counter.helps)}
        assert owned == set(play.hall.catalog.queues), slug
        play.ask(c.ApplyPlan(plan=slug), DUTY)


def test_a_demo_looked_at_in_the_evening_gives_numbers() -> None:
    """Its hours are for the set-up and for tests; the live one is open at any time."""
    (row,) = at_any_hour(sections())["hall"]
    assert (row["hours"], row["issue_until_min"]) == ({}, 0)
    assert sections()["hall"][0]["hours"]
