# SPDX-License-Identifier: Apache-2.0
"""The morning briefing: who is here and who is not, what the opening check found, what was left over."""

from typing import Any

import msgspec

from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_DOOR
from reports.manager.briefing import briefing, counted
from tests.support import DUTY, NINE_US, SMALL_HALL, Play, names, next_day

HERE = SMALL_HALL["hall"][0] | {"hours": {"1": ["09:00-17:00"]}}


def brief(play: Play) -> dict[str, Any]:
    """Return the briefing as the browser gets it."""
    shown: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(briefing(play.hall, "", play.now_us)))
    return shown


def test_who_has_not_signed_in_today_is_named() -> None:
    """Yesterday's sign-in is none; a guide and a duty manager count too."""
    play = Play(SMALL_HALL | {"hall": [HERE]})
    play.ask(c.ReportSignIn(person="wang", state="in"), SERVICE_DOOR)
    next_day(play, 23)
    play.ask(c.ReportSignIn(person="li", state="in"), SERVICE_DOOR)

    seen = brief(play)

    assert (seen["here"], seen["people"]) == (1, 4)
    assert [row["names"]["zh-Hans"] for row in seen["missing"]] == ["王强", "郭芳", "单明"]


def test_counters_hours_and_what_is_left_are_counted() -> None:
    """One of three counters is open; a right to come back ends in three days."""
    play = Play(SMALL_HALL | {"hall": [HERE]}).open()
    ticket = play.take()
    play.ask(c.GiveReturn(ticket=ticket.id, reason="papers"), DUTY)

    seen = brief(play)

    assert (seen["open"], seen["counters"], seen["tidal"], seen["plan"]) == (1, 3, 0, {})
    assert seen["spans"] == [[NINE_US, NINE_US + 8 * 3_600_000_000]]
    assert (seen["returns"], seen["returns_today"]) == (1, 0)


def test_the_opening_check_says_what_is_not_green_and_red_first() -> None:
    """With names; the green ones are counted."""
    play = Play()
    assert brief(play)["opening"] is None
    play.ask(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)
    play.ask(c.CheckOpening(), DUTY)

    opening = brief(play)["opening"]

    assert [line["state"] for line in opening["lines"]] == sorted((line["state"] for line in opening["lines"]), reverse=True)
    assert next(line for line in opening["lines"] if line["key"] == "printer-out")["names"] == names("取号小票机")
    assert sum(opening["counts"].values()) == len(play.hall.opening.checks)  # type: ignore[union-attr]


def test_before_the_day_is_opened_it_is_for_today() -> None:
    """At 08:45 the doors are shut and the business day is still yesterday's; on the very first morning there is none at all."""
    play = Play()
    assert brief(play)["date"] == "2026-11-23"
    play.ask(c.CloseDay(), DUTY)
    play.later(24 * 3600)

    assert (play.hall.day, brief(play)["date"]) == ("2026-11-23", "2026-11-24")
    assert counted(Hall(), NINE_US)["date"] == "2026-11-23"


def test_counted_has_nobodys_name() -> None:
    """It hangs on the wall."""
    assert "missing" not in counted(Play().hall, NINE_US)
