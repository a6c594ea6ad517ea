# SPDX-License-Identifier: Apache-2.0
"""What a hall display shows."""

import json
from typing import Any

from displays.hall.view import MOST_CALLS, NOTICE_S, URGENT_S, view
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from tests.support import DUTY, GUIDE, LI, SMALL_HALL, WANG, Play, names


def shown(play: Play, zone: str = "main") -> dict[str, Any]:
    """Return the screen of a zone."""
    return view(play.hall, zone, play.now_us)


def test_the_newest_call_stands_first_with_its_counter() -> None:
    """That is the one the hall must see."""
    play = Play().open("c1")
    play.open("c2", WANG)
    play.take("seniors")
    play.take("founding")
    play.call(LI)
    play.later(1).call(WANG)
    calls = shown(play)["calls"]
    assert [(call["label"], call["counter"]["number"]) for call in calls] == [("B001", 2), ("A001", 1)]
    assert calls[0]["seq"] > calls[1]["seq"]
    assert all(call["live"] for call in calls)


def test_a_recall_comes_as_a_call_of_its_own() -> None:
    """A recall must ring: it has a newer seq and counts on."""
    play = Play().open()
    play.take()
    play.call()
    play.later(40).ask(c.Recall(), LI)
    assert [(call["label"], call["call"]) for call in shown(play)["calls"]] == [("A001", 2), ("A001", 1)]


def test_a_call_is_live_until_service_starts() -> None:
    """Afterwards nobody is expected at that counter any more."""
    play = Play().open()
    play.take()
    play.call()
    play.later(5).ask(c.Start(), LI)
    assert [call["live"] for call in shown(play)["calls"]] == [False]


def test_calls_of_other_zones_are_not_shown() -> None:
    """Upstairs has its own display."""
    rows = [row | ({"zone": "upstairs"} if row["slug"] == "c1" else {}) for row in SMALL_HALL["counters"]]
    play = Play(SMALL_HALL | {"counters": rows}).open("c1")
    play.take()
    play.call()
    assert shown(play, "main")["calls"] == []
    assert len(shown(play, "upstairs")["calls"]) == 1


def test_a_burst_of_calls_is_not_cut() -> None:
    """Ten calls between two views must all get their moment on the screen."""
    play = Play().open()
    for _ in range(MOST_CALLS + 2):
        play.take()
        play.serve(seconds=1)
    assert len(shown(play.later(60))["calls"]) == MOST_CALLS


def test_of_thirty_calls_in_two_seconds_none_is_cut() -> None:
    """A disk that hung may bring them all in one view, and each must get its moment."""
    play = Play().open()
    for _ in range(30):
        play.take()
        play.later(0.06).call()
        play.ask(c.Finish(), LI)
    assert len({call["label"] for call in shown(play)["calls"]}) == 30


def test_each_queue_tells_who_waits() -> None:
    """A queue with nobody open has no range but still its count."""
    play = Play().open("c1")
    play.take("seniors")
    social, firms = shown(play)["queues"]
    assert (social["letter"], social["waiting"], social["counters"]) == ("A", 1, 1)
    assert social["range_s"] is not None
    assert (firms["letter"], firms["waiting"]) == ("B", 0)


def test_priority_is_marked_without_its_ground() -> None:
    """Why somebody goes first is told as a word, not as an illness."""
    play = Play().open()
    play.take(by=GUIDE, group="disabled", needs=("mobility",))
    play.ask(c.OpenCounter(counter="c3"), WANG)
    play.call(WANG)
    (call,) = shown(play)["calls"]
    assert call["mark"] == "priority"
    text = json.dumps(shown(play), ensure_ascii=False)
    assert "disabled" not in text
    assert "mobility" not in text


def test_no_name_of_a_person_is_in_the_view() -> None:
    """Numbers only: neither visitors nor clerks are named in public."""
    play = Play().open()
    play.take()
    play.serve()
    play.ask(c.CloseCounter(counter="c1", reason="shift"), DUTY)
    text = json.dumps(shown(play), ensure_ascii=False)
    assert not [row["names"]["zh-Hans"] for row in SMALL_HALL["people"] if row["names"]["zh-Hans"] in text]


def test_who_is_asked_back_comes_as_a_call_of_its_own() -> None:
    """Marked, in its place in time; a first call of the same number is not shown anew."""
    play = Play().open()
    play.take()
    play.take()
    ticket = play.serve()
    play.later(30).call()
    play.later(30).ask(c.CallBack(ticket=ticket.id), LI)
    calls = shown(play)["calls"]

    assert [(call["label"], call["mark"], call["live"]) for call in calls] == [
        ("A001", "back", False),
        ("A002", "", True),
        ("A001", "", False),
    ]
    assert calls[0]["counter"]["number"] == 1
    assert calls[0]["seq"] > calls[1]["seq"]


def test_notices_are_shown_where_they_are_for_until_their_time() -> None:
    """An urgent one longer; the screen watches the clock itself."""
    rows = [row | ({"zone": "upstairs"} if row["slug"] == "c1" else {}) for row in SMALL_HALL["counters"]]
    play = Play(SMALL_HALL | {"counters": rows})
    for text, zone, urgent in (("全厅", "", False), ("楼上", "upstairs", False), ("火警", "", True)):
        play.ask(c.Announce(text={"zh-Hans": text}, zone=zone, urgent=urgent), DUTY)

    assert [it["text"]["zh-Hans"] for it in shown(play, "main")["notices"]] == ["火警", "全厅"]
    assert [it["text"]["zh-Hans"] for it in shown(play, "upstairs")["notices"]] == ["火警", "楼上", "全厅"]
    assert [it["until_us"] - play.now_us for it in shown(play, "main")["notices"]] == [URGENT_S * 1_000_000, NOTICE_S * 1_000_000]
    assert json.dumps(shown(play)).find("单明") < 0, "who typed it is nobody's business"


def test_a_zone_whose_loudspeaker_failed_is_told_to_show_larger() -> None:
    """And the display rings itself, as nobody else does."""
    play = Play({**SMALL_HALL, "devices": [row | ({"driver": "x"} if row["kind"] == "voice" else {}) for row in SMALL_HALL["devices"]]})
    assert (shown(play)["loud"], shown(play)["chimes"]) == (True, False)
    play.ask(c.ReportAnnouncement(job="call/1.1/1.1/voice-1", device="voice-1", state="screen-only", why="failed"), SERVICE_DOOR)
    assert (shown(play)["loud"], shown(play)["chimes"]) == (False, True)


def test_a_notice_is_shown_where_there_is_a_screen_but_no_counter() -> None:
    """The lobby's screen shows the calls of all counters, and what is said in the lobby."""
    lobby = {"slug": "hall-2", "names": names("大堂屏"), "kind": "hall-display", "zone": "lobby"}
    play = Play(SMALL_HALL | {"devices": [*SMALL_HALL["devices"], lobby]})
    play.ask(c.Announce(text={"zh-Hans": "大堂请勿停车"}, zone="lobby"), DUTY)

    assert [it["text"]["zh-Hans"] for it in shown(play, "lobby")["notices"]] == ["大堂请勿停车"]
    assert shown(play, "main")["notices"] == []


def test_a_suspended_hall_says_so_in_each_language_and_foretells_nothing() -> None:
    """The sentence stands there until the hall goes on, with the reason that people can act on."""
    play = Play().open()
    play.take()
    assert shown(play)["standing"] is None
    assert shown(play)["queues"][0]["range_s"] is not None
    play.ask(c.Suspend(reason="evacuation"), DUTY)
    seen = shown(play)

    assert (seen["hall"]["suspended"], seen["queues"][0]["range_s"]) == ("evacuation", None)
    assert "疏散" in seen["standing"]["zh-Hans"]
    assert "Evacuation" in seen["standing"]["en"]
    play.ask(c.ResumeHall(), DUTY)
    assert shown(play)["standing"] is None


def test_a_queue_that_gives_no_numbers_is_marked_with_the_reason() -> None:
    """Stopped by somebody, or its quota given; while the whole hall gives none, the foot says so and no queue is marked."""
    rows = [row | ({"quota": 1} if row["slug"] == "social" else {}) for row in SMALL_HALL["queues"]]
    play = Play(SMALL_HALL | {"queues": rows})
    assert [row["stopped"] for row in shown(play)["queues"]] == ["", ""]
    play.take()
    play.ask(c.StopIssuing(reason="fault", queue="firms"), DUTY)
    assert [row["stopped"] for row in shown(play)["queues"]] == ["quota", "fault"]
    play.ask(c.StopIssuing(reason="closing"), DUTY)
    assert [row["stopped"] for row in shown(play)["queues"]] == ["", ""]


def test_where_a_hall_has_zones_a_call_says_in_which_and_in_which_room() -> None:
    """A lobby's display shows the calls of all zones; in a hall of one zone nobody has to look for it."""
    zones = {"main": names("A区"), "upstairs": names("二楼B区")}
    hall = [SMALL_HALL["hall"][0] | {"zones": zones}]
    above = [row | ({"zone": "upstairs", "room": "201"} if row["slug"] == "c1" else {}) for row in SMALL_HALL["counters"]]
    for counters, expected in ((above, names("二楼B区")), (SMALL_HALL["counters"], {})):
        play = Play(SMALL_HALL | {"hall": hall, "counters": counters}).open("c1")
        play.take()
        play.call()
        (call,) = shown(play, "lobby")["calls"]
        assert call["counter"]["zone_names"] == expected
        assert call["counter"]["room"] == ("201" if expected else "")
        assert shown(play, "upstairs")["zone_names"] == expected
        assert shown(play, "lobby")["zone_names"] == {}


def test_a_closed_hall_says_when_it_opens() -> None:
    """At night that is all that anybody wants to know; an open one needs not."""
    hours = {day: ["09:00-17:00"] for day in "12345"}
    play = Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"hours": hours}]})
    assert shown(play)["opens_us"] is None
    play.later(9 * 3600).ask(c.CloseDay(), DUTY)
    assert shown(play)["opens_us"] == play.now_us + 15 * 3_600_000_000


def test_its_pictures_are_those_of_its_zone() -> None:
    """What the media folder has for others is not shown."""
    files = [{"slug": slug, "names": names(slug), "file": f"{slug}.png", "zones": zones} for slug, zones in (("a", []), ("b", ["main"]))]
    play = Play(SMALL_HALL | {"media": files})
    assert [it["slug"] for it in shown(play, "main")["media"]] == ["a", "b"]
    assert [it["slug"] for it in shown(play, "lobby")["media"]] == ["a"]
