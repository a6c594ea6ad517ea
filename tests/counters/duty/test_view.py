# SPDX-License-Identifier: Apache-2.0
"""The duty manager's screen as a whole."""

import re
from typing import Any

import msgspec
import pytest

from counters.duty import PAGE
from counters.duty.view import CODES, MESSAGES_SHOWN, NOTICES_SHOWN, view
from hallserver import words
from hallserver.core import commands as c
from hallserver.core.codes import OFFERED
from hallserver.core.hall import Hall
from hallserver.core.roles import ROLES
from tests.support import DUTY, GUIDE, LI, NINE_US, SMALL_HALL, Play, varied_day


def see(play: Play) -> dict[str, Any]:
    """Return the screen as the phone gets it."""
    shown: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(view(play.hall, "dan", play.now_us)))
    return shown


def test_a_queue_tells_who_waits_and_who_serves_it() -> None:
    """Nobody at all is what a duty manager must see first."""
    play = Play()
    play.take()
    play.later(60).take("aid")
    row = see(play)["queues"][0]
    assert (row["letter"], row["waiting"], row["owners"], row["oldest_us"]) == ("A", 2, 0, NINE_US)
    assert see(play.open())["queues"][0]["owners"] == 1


def test_a_queue_tells_why_it_gives_no_numbers() -> None:
    """Stopped alone, or with the whole hall, or full."""
    play = Play()
    play.ask(c.StopIssuing(queue="firms", reason="full"), DUTY)
    social, firms = see(play)["queues"]
    assert (social["stopped"], firms["stopped"], firms["stopped_alone"]) == ("", "full", "full")
    play.ask(c.StopIssuing(reason="closing"), DUTY)
    assert [row["stopped"] for row in see(play)["queues"]] == ["closing", "closing"]


def test_a_suspended_hall_says_so_and_since_when() -> None:
    """Whom it stops is counted beside."""
    play = Play()
    play.take()
    play.later(60).ask(c.Suspend(reason="evacuation"), DUTY)
    shown = see(play)
    assert (shown["day"]["suspended"], shown["day"]["suspended_us"]) == ("evacuation", play.now_us)
    assert shown["counted"]["waiting"] == 1
    play.later(60).ask(c.ResumeHall(), DUTY)
    assert see(play)["day"]["suspended_us"] is None


def test_messages_to_the_duty_managers_come_with_who_wrote_them() -> None:
    """What was read stays, marked; of many the newest."""
    play = Play().open()
    play.ask(c.SendMessage(to="duty", code="queue-long"), GUIDE)
    play.ask(c.SendMessage(to="person:li", code="thanks"), GUIDE)
    (row,) = see(play)["messages"]
    assert (row["by"]["zh-Hans"], row["code"], row["seen"], row["mine"]) == ("郭芳", "queue-long", False, False)
    play.ask(c.SeeMessage(message=row["id"]), DUTY)
    assert see(play)["messages"][0]["seen"] is True
    for _ in range(MESSAGES_SHOWN + 1):
        play.ask(c.SendMessage(to="all", code="thanks"), LI)
    assert len(see(play)["messages"]) == MESSAGES_SHOWN


def test_the_last_announcements_are_shown() -> None:
    """By whom, and only the last ones."""
    play = Play()
    for n in range(NOTICES_SHOWN + 1):
        play.later(60).ask(c.Announce(text={"zh-Hans": f"通知{n}"}), GUIDE)
    shown = see(play)["notices"]
    assert len(shown) == NOTICES_SHOWN
    assert (shown[0]["text"]["zh-Hans"], shown[0]["by"]["zh-Hans"]) == (f"通知{NOTICES_SHOWN}", "郭芳")


def test_a_full_day_can_be_shown_and_so_can_an_empty_hall() -> None:
    """Before the set-up there is no standard, no day and nobody."""
    shown = see(varied_day())
    assert len(shown["desks"]) == 3
    assert shown["list"]["all"] == sum(shown["counted"].values())
    assert shown["services"][0]["letter"] == "A"
    empty: Any = view(Hall(), "dan", NINE_US)
    assert (empty["alarms"], empty["desks"], empty["plans"], empty["groups"]) == ([], [], [], {})


@pytest.mark.parametrize("kind", CODES)
def test_every_reason_that_can_be_chosen_has_its_words(kind: str) -> None:
    """A button without words cannot be chosen."""
    table = words.table("zh-Hans")
    assert [code for code in OFFERED[kind] if f"{kind}.{code}" not in table] == []


def test_the_screen_may_send_what_its_role_may() -> None:
    """Each command of the screen is one of the role's."""
    sent = {
        "call-next", "call-ticket", "recall", "start", "finish", "hold", "mark-absent", "hand-over", "pause-counter", "close-counter",
        "open-counter", "lift", "cancel", "give-return", "bring-back", "change-service", "confirm-priority", "escort", "reprint-slip",
        "apply-plan", "open-day", "stop-issuing", "resume-issuing", "close-day", "suspend", "resume-hall", "check-opening", "enter-paper",
        "announce", "call-back", "come-back", "send-message", "see-message", "answer-help",
    }  # fmt: skip
    assert sent <= PAGE.commands <= ROLES["duty-manager"]


def test_every_act_on_the_screen_has_its_words() -> None:
    """The tables of acts name them; a button whose words are missing shows its key."""
    table = words.table("zh-Hans")
    named = {name for path in (PAGE.folder).glob("*.js") for name in re.findall(r'\{ name: "([a-z-]+)"', path.read_text(encoding="utf-8"))}
    tabs = {"now", "desks", "tickets", "plans", "day"}
    assert len(named) > 30
    assert sorted(name for name in named - tabs - {"why"} if f"duty.{name}" not in table) == []
    assert sorted(tab for tab in tabs if f"duty.tab-{tab}" not in table) == []


def test_what_a_phone_gets_stays_small_with_two_hundred_people() -> None:
    """It comes anew with every change; the control: it does grow with the people."""
    sizes = []
    for people in (20, 200):
        play = Play().open()
        for _ in range(people):
            play.take()
        sizes.append(len(msgspec.json.encode(view(play.hall, "dan", play.now_us))))
    assert sizes[0] < sizes[1] < 100_000


def test_how_far_the_numbers_of_this_hour_are_given_is_shown() -> None:
    """Of a queue with a quota for this time of the day; of the others nothing."""
    queues = [SMALL_HALL["queues"][0] | {"slots": {"09:00-10:00": 20}}, SMALL_HALL["queues"][1]]
    play = Play(SMALL_HALL | {"queues": queues})
    play.take()

    assert [row["slot"] for row in see(play)["queues"]] == [{"span": "09:00-10:00", "most": 20, "given": 1}, None]
    assert see(play.later(3600))["queues"][0]["slot"] is None
