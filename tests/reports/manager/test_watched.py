# SPDX-License-Identifier: Apache-2.0
"""The manager sees what needs somebody, once: what has a place of its own on the screen is not told again."""

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from reports.manager.watched import watched
from tests.support import DUTY, GUIDE, LI, Play, names


def test_people_and_counters_are_told_with_their_names() -> None:
    """A clerk who asks for help, and a visitor whom nobody has fetched."""
    play = Play().open()
    play.take(needs=("hearing",), by=GUIDE)
    play.call()
    play.ask(c.AskHelp(kind="ill"), LI)
    play.later(30)

    assert watched(play.hall, play.now_us) == [
        {"key": "help", "level": "critical", "args": {"help": "ill"}, "names": names("1号窗口")},
        {"key": "fetch", "level": "critical", "args": {"ticket": "A001", "need": ["hearing"]}, "names": {}},
    ]


def test_a_hall_that_stands_still_is_told_and_devices_are_not() -> None:
    """Those stand in their own panel."""
    play = Play()
    play.ask(c.ReportDevice(device="hall-1", state="lost"), SERVICE_DOOR)
    play.ask(c.Suspend(reason="power"), DUTY)

    assert watched(play.hall, play.now_us) == [{"key": "suspended", "level": "critical", "args": {"suspended": "power"}, "names": {}}]
