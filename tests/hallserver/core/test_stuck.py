# SPDX-License-Identifier: Apache-2.0
"""Who waits before open counters at which nobody may serve them."""

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.stuck import Stuck, stuck
from tests.support import GUIDE, LI, SMALL_HALL, WANG, Play

ITEMS = [*SMALL_HALL["items"], {"slug": "help", "names": {"zh-Hans": "救助"}}]
SERVICES = [row | ({"items": ["help"]} if row["slug"] == "aid" else {}) for row in SMALL_HALL["services"]]


def hall(**items: list[str]) -> Play:
    """Return a hall whose clerks may handle these items alone."""
    people = [row | {"items": items.get(row["slug"], [])} for row in SMALL_HALL["people"]]
    return Play(SMALL_HALL | {"items": ITEMS, "services": SERVICES, "people": people})


def test_what_no_open_clerk_may_handle_is_stuck() -> None:
    """Only those who want that, since they came; until somebody comes who may."""
    play = hall(li=["senior-card"]).open("c1", LI)
    play.take("seniors")
    play.later(60).take("aid")
    since_us = play.now_us
    play.later(60).take("aid")
    assert stuck(play.hall, "social") == Stuck(waiting=2, since_us=since_us)

    play.open("c3", WANG)
    assert stuck(play.hall, "social") is None


def test_an_open_hall_and_an_empty_one_have_nobody_stuck() -> None:
    """No list of items is leave for all; a queue without any counter is another alarm."""
    play = hall(li=["senior-card"])
    play.take("aid")
    assert stuck(play.hall, "social") is None
    play.open("c1", LI)
    assert stuck(play.hall, "firms") is None
    play.ask(c.Configure(section="people", rows=SMALL_HALL["people"]), SERVICE_SETUP)

    assert stuck(play.hall, "social") is None


def test_who_is_kept_for_a_counter_or_a_clerk_is_not_stuck() -> None:
    """Somebody has decided where they are served."""
    play = hall(li=["senior-card"], wang=["help"]).open("c1", LI).open("c3", WANG)
    sent, back = play.take("aid"), play.take("aid")
    play.call(WANG)
    play.ask(c.Transfer(to_counter="c1", reason="other"), WANG)
    play.call(WANG)
    play.ask(c.Hold(reason="copy"), WANG)
    play.ask(c.Ready(ticket=back.id), GUIDE)
    play.ask(c.PauseCounter(reason="break"), WANG)

    assert (sent.state, back.state) == ("waiting", "waiting")
    assert stuck(play.hall, "social") is None
