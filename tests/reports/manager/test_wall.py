# SPDX-License-Identifier: Apache-2.0
"""The wall shows the manager's figures, and nothing about one clerk or visitor but the numbers that wait."""

from typing import Any

import msgspec

from hallserver.core import commands as c
from hallserver.core.roles import ROLES, SERVICE_DOOR
from reports.manager import WALL
from reports.manager.view import view
from reports.manager.wall import SHOWN, wall_briefing, wall_view
from tests.support import DUTY, LI, SMALL_HALL, varied_day


def test_no_name_of_the_staff_hangs_on_the_wall() -> None:
    """In a day with everything in it; the control: the manager's own view names them."""
    play = varied_day()
    play.ask(c.AskHelp(kind="ill"), LI)
    play.ask(c.AcknowledgeAlarm(alarm="help.critical.counter.c1"), DUTY)
    play.ask(c.ReportSignIn(person="wang", state="in"), SERVICE_DOOR)
    play.ask(c.CheckOpening(), DUTY)
    shown = msgspec.json.encode([wall_view(play.hall, "", play.now_us), wall_briefing(play.hall, "", play.now_us)]).decode()
    own = msgspec.json.encode(view(play.hall, "dan", play.now_us)).decode()
    people = [row["names"]["zh-Hans"] for row in SMALL_HALL["people"]]

    assert [name for name in people if name in shown] == []
    assert [name for name in people if name in own]


def test_the_wall_has_the_managers_figures() -> None:
    """One hall, one truth."""
    play = varied_day()
    own: dict[str, Any] = view(play.hall, "", play.now_us)
    shown = wall_view(play.hall, "", play.now_us)

    assert set(shown) == set(SHOWN)
    for key in ("totals", "waits", "queues", "ratings", "longest"):
        assert shown[key] == own[key]


def test_whoever_finds_the_walls_key_can_change_nothing() -> None:
    """A display has no commands, and the page none either."""
    assert (WALL.commands, ROLES["display"]) == (frozenset(), frozenset())
