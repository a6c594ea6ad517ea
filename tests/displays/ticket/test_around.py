# SPDX-License-Identifier: Apache-2.0
"""What helps somebody to find the way: plan, maps, hours, and which counters."""

from displays.ticket.around import about_hall, goes_to
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from tests.support import LI, SMALL_HALL, WANG, Play, names


def test_the_plan_has_the_zones_with_their_counters_by_number() -> None:
    """A counter out of use is not drawn; a zone without a name has none."""
    first, second, third = SMALL_HALL["counters"]
    rows = [first | {"zone": "east"}, second | {"zone": "west"}, third | {"zone": "east"}]
    gone = {"slug": "old", "names": names("旧窗口"), "number": 9, "retired": True}
    [hall] = SMALL_HALL["hall"]
    play = Play(SMALL_HALL | {"hall": [hall | {"zones": {"east": names("东区")}}], "counters": [*rows, gone]})

    assert about_hall(play.hall)["plan"] == [{"names": names("东区"), "counters": [1, 3]}, {"names": {}, "counters": [2]}]


def test_hours_are_those_of_the_business_day() -> None:
    """Monday's on a Monday; none where nobody has said."""
    [hall] = SMALL_HALL["hall"]
    play = Play(SMALL_HALL | {"hall": [hall | {"hours": {"1": ["09:00-12:00", "14:00-18:00"]}}]})

    assert about_hall(play.hall)["hours"] == ["09:00-12:00", "14:00-18:00"]
    assert about_hall(Play().hall)["hours"] == []


def test_maps_are_addresses_only() -> None:
    """The phone loads none before somebody asks for it."""
    play = Play()
    row = {"slug": "plan", "names": names("平面图"), "file": "plan.png", "kind": "map"}
    play.ask(c.Configure(section="media", rows=[row]), SERVICE_SETUP)

    assert about_hall(play.hall)["maps"] == [{"url": "/media/plan.png", "names": names("平面图")}]


def test_who_waits_goes_where_the_queue_is_served_who_is_called_to_that_counter() -> None:
    """And whose visit has ended goes nowhere any more."""
    play = Play().open("c1", LI).open("c3", WANG)
    ticket = play.take()
    assert goes_to(play.hall, ticket) == [1, 3]
    play.call(WANG)
    assert goes_to(play.hall, ticket) == [3]
    play.later(5).ask(c.Start(), WANG)
    play.later(60).ask(c.Finish(), WANG)
    assert goes_to(play.hall, ticket) == []
