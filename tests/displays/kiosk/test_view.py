# SPDX-License-Identifier: Apache-2.0
"""What a kiosk shows."""

from typing import Any

from displays.kiosk.view import view
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from tests.support import SMALL_HALL, Play


def shown(play: Play) -> dict[str, Any]:
    """Return the screen of kiosk-1."""
    return view(play.hall, "kiosk-1", play.now_us)


def test_each_service_tells_who_waits_and_how_long() -> None:
    """Services of one letter share a queue, so they show the same number waiting."""
    play = Play().open("c1")
    play.take("seniors")
    play.take("aid")
    services = {row["slug"]: row for row in shown(play)["services"]}
    assert list(services) == ["seniors", "aid", "founding"]
    assert [services[slug]["waiting"] for slug in services] == [2, 2, 0]
    assert [services[slug]["letter"] for slug in services] == ["A", "A", "B"]
    low, high = services["aid"]["range_s"]
    assert 0 <= low < high


def test_a_queue_that_nobody_serves_has_no_range() -> None:
    """A made-up forecast is worse than none; the button says that no counter is open."""
    service = shown(Play())["services"][0]
    assert service["counters"] == 0
    assert service["range_s"] is None


def test_retired_and_hidden_services_are_not_offered() -> None:
    """A button that is refused would be an insult."""
    rows = [row | extra for row, extra in zip(SMALL_HALL["services"], ({"retired": True}, {"on_kiosk": False}, {}), strict=True)]
    play = Play(SMALL_HALL | {"services": rows})
    assert [row["slug"] for row in shown(play)["services"]] == ["founding"]


def test_a_lost_printer_is_told_before_the_press() -> None:
    """Whoever waits for a slip that never comes misses the call; the agent's loss is the printer's."""
    play = Play()
    assert shown(play)["printer"] == "ready"
    play.ask(c.ReportDevice(device="agent-1", state="lost"), SERVICE_DOOR)
    assert shown(play)["printer"] == "lost"
    play.ask(c.ReportDevice(device="agent-1", state="back"), SERVICE_DOOR)
    assert shown(play)["printer"] == "ready"
    assert view(play.hall, "kiosk-9", play.now_us)["printer"] == "none"


def test_missing_paper_is_told_before_the_press() -> None:
    """Little paper still prints; that is for staff to know."""
    play = Play()
    for state, shows in (("low", "ready"), ("out", "out"), ("unable", "unable"), ("fine", "ready")):
        play.ask(c.ReportDevice(device="printer-1", state=state), SERVICE_DOOR)  # type: ignore[arg-type]
        assert shown(play)["printer"] == shows


def test_only_groups_that_visitors_may_name_are_offered() -> None:
    """Booked or returned visitors are known by the rules, not by a press."""
    groups = [row["slug"] for row in shown(Play())["groups"]]
    assert "disabled" in groups
    assert not {"booked", "returned", "transferred"} & set(groups)


def test_a_stopped_hall_says_why() -> None:
    """The kiosk shows the reason instead of buttons."""
    play = Play()
    play.ask(c.StopIssuing(reason="closing"), SERVICE_SETUP)
    head = shown(play)["hall"]
    assert (head["open"], head["issuing"], head["stopped"]) == (True, False, "closing")
