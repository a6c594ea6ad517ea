# SPDX-License-Identifier: Apache-2.0
"""What needs a person first on the manager's screen: alarms with who sees to them, the longest waits, advice, messages, times."""

from typing import Any

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_DOOR
from reports.manager.needs import BRIEFED_US, LONGEST, advice_rows, alarm_rows, inbox, longest, times
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, GUIDE, LI, MINUTE_US, NINE_US, SHIPPED, SMALL_HALL, Play, names


def test_people_counters_and_devices_are_told_with_their_names() -> None:
    """A clerk who asks for help, a visitor whom nobody has fetched, a screen that is dark."""
    play = Play().open()
    play.take(needs=("hearing",), by=GUIDE)
    play.call()
    play.ask(c.AskHelp(kind="ill"), LI)
    play.ask(c.ReportDevice(device="hall-1", state="lost"), SERVICE_DOOR)
    play.later(30)

    rows: Any = alarm_rows(play.hall, play.now_us)

    assert [(row["key"], row["level"], row["names"]) for row in rows] == [
        ("help", "critical", names("1号窗口")),
        ("fetch", "critical", {}),
        ("lost", "warning", names("综合屏")),
    ]
    assert rows[1]["args"] == {"ticket": "A001", "need": ["hearing"]}


def test_who_sees_to_an_alarm_stands_beside_it_and_it_goes_behind_the_others() -> None:
    """Quiet, until it is over; the screen offers to acknowledge what is not."""
    play = Play().open()
    play.ask(c.AskHelp(kind="ill"), LI)
    play.ask(c.ReportDevice(device="hall-1", state="lost"), SERVICE_DOOR)
    first: Any = alarm_rows(play.hall, play.now_us)[0]
    play.later(60).ask(c.AcknowledgeAlarm(alarm=first["id"]), DUTY)

    rows: Any = alarm_rows(play.hall, play.now_us)

    assert [(row["key"], row["seen"]) for row in rows] == [("lost", None), ("help", {"by": names("单明"), "at_us": play.now_us})]


def test_who_waits_longest_is_named_with_the_target() -> None:
    """Oldest first, of all queues."""
    play = Play().open()
    for nth in range(LONGEST + 2):
        play.later(60).take("founding" if nth % 2 else "seniors")

    rows: Any = longest(play.hall)

    assert [row["label"] for row in rows] == ["A001", "B001", "A002", "B002", "A003", "B003"]
    assert rows[1] == {"label": "B001", "letter": "B", "opened_us": NINE_US + 2 * MINUTE_US, "target_s": 900}


@pytest.mark.parametrize("seed", range(4))
def test_the_longest_wait_is_the_one_that_a_look_at_every_ticket_finds(seed: int) -> None:
    """All of them, in order: the lines are sorted by rank, and whoever was put back or came from another queue stands elsewhere."""
    for play in AnyDay(seed).halls(300, 20):
        waiting = [it.leg.patient_until_us for it in play.hall.tickets.values() if it.state == "waiting"]
        rows: Any = longest(play.hall)
        assert [row["opened_us"] for row in rows] == sorted(waiting)[:LONGEST]


def test_who_let_others_go_first_has_waited_since_then() -> None:
    """As the tile, the queue and the alarm say: what is waited after that was chosen, and is no sign of a slow hall."""
    play = Play()
    first = play.take()
    play.take()
    play.later(600).ask(c.YieldPlace(ticket=first.id, places=1), GUIDE)

    rows: Any = longest(play.hall)
    assert [(row["label"], row["opened_us"]) for row in rows] == [("A002", NINE_US), ("A001", NINE_US + 10 * MINUTE_US)]
    assert rows[0]["opened_us"] == play.hall.line("social").opened_us[0]


def test_advice_names_counters_and_people_and_can_be_sent() -> None:
    """By number and by name: nobody in the hall knows slugs."""
    play = Play().open()
    for _ in range(9):
        play.take()
    play.ask(c.ReportSignIn(person="wang", state="in"), SERVICE_DOOR)
    [row] = msgspec.json.decode(msgspec.json.encode(advice_rows(play.hall, play.now_us)))

    assert (row["kind"], row["letter"], row["waiting"], row["target_s"]) == ("open", "A", 9, 900)
    assert row["counters"] == [{"slug": "c3", "number": 3, "kind": "general"}]
    assert row["people"] == [{"slug": "wang", "names": names("王强")}]


def test_the_inbox_is_the_persons_own() -> None:
    """To duty managers, to everybody, to this person; nobody else's, and nobody's for nobody."""
    play = Play()
    for to in ("person:li", "all", "duty", "guides"):
        play.later(1).ask(c.SendMessage(to=to, text=to), GUIDE)

    assert [row["text"] for row in inbox(play.hall, "dan")] == ["duty", "all"]
    assert inbox(play.hall, "dan")[0]["by"] == names("郭芳")
    assert inbox(play.hall, "") == []


def test_briefing_and_picture_come_by_themselves_at_the_standards_times() -> None:
    """From 08:45 to half an hour after the doors open at nine, and from 18:00; on a closed day neither, and none for open doors."""
    here = SMALL_HALL["hall"][0] | {"hours": {"1": ["09:00-17:00"]}}
    play = Play(SMALL_HALL | {"hall": [here]})
    briefing, picture = NINE_US - 15 * MINUTE_US, NINE_US + 9 * 60 * MINUTE_US

    assert times(play.hall, play.now_us) == {"briefing": [briefing, NINE_US + BRIEFED_US], "picture": [picture, picture + BRIEFED_US]}
    assert times(play.hall, play.now_us + 24 * 60 * MINUTE_US) == {"briefing": None, "picture": None}
    assert times(Hall(), NINE_US) == {"briefing": None, "picture": None}
    later = Play(SMALL_HALL | {"hall": [here]}, standard=SHIPPED.replace('value = "08:45"', 'value = "08:30"'))
    assert times(later.hall, later.now_us)["briefing"] == [briefing - 15 * MINUTE_US, NINE_US + BRIEFED_US]
    early = Play(SMALL_HALL | {"hall": [here | {"hours": {"1": ["08:00-17:00"]}}]})
    assert times(early.hall, early.now_us)["briefing"] is None
