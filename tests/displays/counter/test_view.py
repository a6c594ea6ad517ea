# SPDX-License-Identifier: Apache-2.0
"""What a counter display shows."""

import json
from typing import Any

from displays.counter.view import view
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from tests.support import LI, STANDARD, WANG, Play


def shown(play: Play, counter: str = "c1") -> dict[str, Any]:
    """Return the screen of a counter."""
    return view(play.hall, counter, play.now_us)


def test_it_follows_the_ticket_from_call_to_finish() -> None:
    """Called, serving, free: what stands over the counter is what happens at it."""
    play = Play().open()
    play.take()
    assert (shown(play)["state"], shown(play)["ticket"]) == ("open", None)
    play.call()
    assert (shown(play)["ticket"]["label"], shown(play)["ticket"]["state"]) == ("A001", "called")
    play.later(5).ask(c.Start(), LI)
    assert shown(play)["ticket"]["state"] == "serving"
    play.later(60).ask(c.Finish(), LI)
    assert shown(play)["ticket"] is None
    assert shown(play)["recent"] == ["A001"]


def test_a_recall_counts_on() -> None:
    """The display draws the eye again when the count changes."""
    play = Play().open()
    play.take()
    play.call()
    assert shown(play)["ticket"]["call"] == 1
    play.later(40).ask(c.Recall(), LI)
    assert shown(play)["ticket"]["call"] == 2


def test_a_pause_has_a_reason_and_a_closed_counter_nobody() -> None:
    """A visitor in front of an empty counter wants to know why."""
    play = Play().open()
    assert (shown(play)["badge"], shown(play)["reason"]) == ("0101", "")
    play.ask(c.PauseCounter(counter="c1", reason="lunch"), LI)
    assert (shown(play)["state"], shown(play)["reason"]) == ("paused", "lunch")
    play.ask(c.CloseCounter(counter="c1"), LI)
    assert (shown(play)["state"], shown(play)["badge"], shown(play)["reason"]) == ("closed", "", "")


def test_the_clerk_is_a_badge_number() -> None:
    """A clerk's name is nobody's business in public."""
    play = Play().open("c3", WANG)
    text = json.dumps(shown(play, "c3"), ensure_ascii=False)
    assert "0102" in text
    assert "王强" not in text


def test_own_queues_and_the_accessible_sign_are_shown() -> None:
    """Whoever is called elsewhere sees from afar which counter is the low one."""
    counter = shown(Play(), "c3")["counter"]
    assert counter["accessible"] is True
    assert [row["letter"] for row in counter["queues"]] == ["A", "B"]


def test_an_unknown_counter_is_said_to_be_unknown() -> None:
    """A wrongly paired display must not look like a closed counter."""
    assert shown(Play(), "c99")["known"] is False


def test_it_is_told_when_nobody_hears_its_calls() -> None:
    """Then it shows them larger and for longer."""
    play = Play()
    assert shown(play)["loud"] is True
    play.ask(c.ReportDevice(device="voice-1", state="lost"), SERVICE_DOOR)
    assert shown(play)["loud"] is False


def test_the_sign_follows_the_district() -> None:
    """Where its number stands, whether queues and badge are named; the control: the usual sign."""
    for door, expected in (("", ("left", 1, True)), ('[theme.door]\nnumber = "top"\nqueues = false\nbadge = false\n', ("top", 0, False))):
        seen = shown(Play(standard=f"{STANDARD}\n{door}").open())
        assert (seen["number_at"], len(seen["counter"]["queues"]), bool(seen["badge"])) == expected
