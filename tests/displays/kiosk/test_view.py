# SPDX-License-Identifier: Apache-2.0
"""What a kiosk shows."""

from typing import Any

from displays.kiosk.view import view
from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from tests.support import AGENT, DUTY, GUIDE, MINUTE_US, SMALL_HALL, STANDARD, Play, names


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


def with_second_kiosk(**fields: Any) -> Play:
    """Return a hall with another kiosk and printer."""
    rows = [
        {"slug": "printer-2", "names": names("二号小票机"), "kind": "printer", "agent": "agent-1", "driver": "pretend"},
        {"slug": "kiosk-2", "names": names("二号取号机"), "kind": "kiosk", "printer": "printer-2", "zone": "east"},
    ]
    here = SMALL_HALL["hall"][0] | {"zones": {"east": names("东厅")}}
    return Play(SMALL_HALL | {"devices": [*SMALL_HALL["devices"], *rows], "hall": [here]}, **fields)


def test_a_kiosk_that_cannot_print_names_one_that_can() -> None:
    """Only then, and with its zone as people call it; none where no other can either."""
    play = with_second_kiosk()
    assert (shown(play)["other"], shown(play)["paperless"]) == (None, True)
    play.ask(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)
    assert shown(play)["other"] == {"names": names("二号取号机"), "zone": names("东厅")}
    play.ask(c.ReportDevice(device="printer-2", state="unable"), SERVICE_DOOR)
    assert shown(play)["other"] is None


def test_a_hall_that_gives_no_number_without_a_slip_offers_none() -> None:
    """What would be refused is not offered."""
    head, name, tail = STANDARD.partition('[parameter."kiosk.paperless"]')
    assert shown(with_second_kiosk(standard=head + name + tail.replace("value = true", "value = false", 1)))["paperless"] is False


def test_the_kiosk_learns_what_became_of_the_slip_it_promised() -> None:
    """Who still stands there is told that nothing was printed; only of this kiosk's own last number."""
    play = with_second_kiosk()
    assert shown(play)["last"] is None
    ticket = play.take()
    play.later(5).take(by=GUIDE)
    assert shown(play)["last"] == {"ticket": ticket.id, "slip": ""}
    play.ask(c.ReportSlip(job=f"slip/{ticket.id}/1", device="printer-1", ticket=ticket.id, state="failed"), AGENT)

    assert shown(play)["last"] == {"ticket": ticket.id, "slip": "failed"}
    assert view(play.hall, "kiosk-2", play.now_us)["last"] is None


def test_a_service_that_gives_no_numbers_says_why_while_others_do() -> None:
    """Stopped alone, or full; what the whole hall stops is said once, above."""
    rows = SMALL_HALL | {"queues": [row | {"quota": 1} if row["slug"] == "social" else row for row in SMALL_HALL["queues"]]}
    play = Play(rows)
    assert [row["stopped"] for row in shown(play)["services"]] == ["", "", ""]
    play.take("seniors")
    play.ask(c.StopIssuing(reason="fault", queue="firms"), DUTY)
    assert [row["stopped"] for row in shown(play)["services"]] == ["quota", "quota", "fault"]
    play.ask(c.StopIssuing(reason="closing"), DUTY)

    assert [row["stopped"] for row in shown(play)["services"]] == ["", "", ""]
    assert shown(play)["hall"]["stopped"] == "closing"


def test_a_kiosk_knows_how_it_begins_and_what_the_standard_asks_for() -> None:
    """Its row says elder, low, speech; sizes and patience come from the standard, and from nobody's where it is older."""
    rows = [row | ({"elder": True, "low": True} if row["slug"] == "kiosk-1" else {}) for row in SMALL_HALL["devices"]]
    device = shown(Play(SMALL_HALL | {"devices": rows}))["device"]
    assert device == {"elder": True, "low": True, "speech": False, "voice": False, "elder_font_px": 30, "touch_px": 60, "home_after_s": 45}
    assert view(Play().hall, "kiosk-9", 0)["device"] == device | {"elder": False, "low": False}


def test_only_themes_with_a_service_are_offered_and_a_comprehensive_one_that_is() -> None:
    """An empty theme leads nowhere."""
    here = SMALL_HALL["hall"][0] | {"themes": {"age": names("养老"), "empty": names("空")}, "comprehensive": "seniors"}
    rows = [row | ({"themes": ["age"]} if row["slug"] == "seniors" else {}) for row in SMALL_HALL["services"]]
    screen = shown(Play(SMALL_HALL | {"hall": [here], "services": rows}))
    assert screen["themes"] == [{"slug": "age", "names": names("养老")}]
    assert screen["comprehensive"] == "seniors"
    assert shown(Play(SMALL_HALL | {"hall": [here | {"comprehensive": "gone"}]}))["comprehensive"] == ""


def test_a_service_is_for_whom_its_items_are() -> None:
    """Unless its own row says so, or they do not agree."""
    items = [{"slug": slug, "names": names(slug), "for_whom": whom} for slug, whom in (("a", "person"), ("b", "firm"))]
    held: tuple[dict[str, Any], ...] = ({"items": ["a"]}, {"items": ["a", "b"]}, {"items": ["a"], "for_whom": "firm"})
    rows = [row | more for row, more in zip(SMALL_HALL["services"], held, strict=True)]
    services = shown(Play(SMALL_HALL | {"items": items, "services": rows}))["services"]
    assert [row["for_whom"] for row in services] == ["person", "both", "firm"]
    assert [row["papers"] for row in services] == [False, False, False]


def test_needs_are_offered_to_everybody() -> None:
    """They are the trade's own, not the standard's."""
    assert shown(Play())["needs"] == ("mobility", "hearing", "sight", "language", "infant", "companion")


def test_hours_quotas_by_time_and_days_to_come_are_told() -> None:
    """What passes with the clock the screen tells by itself, so it gets what it needs for that."""
    hours = {str(day): ["09:00-12:00", "14:00-17:30"] for day in range(1, 6)}
    here = SMALL_HALL["hall"][0] | {"hours": hours, "issue_until_min": 20, "special": {"2026-11-26": {"names": names("停电检修")}}}
    queues = [SMALL_HALL["queues"][0] | {"slots": {"09:00-10:00": 1, "10:00-11:00": 1}}, SMALL_HALL["queues"][1]]
    play = Play(SMALL_HALL | {"hall": [here], "queues": queues})
    play.take()
    screen = shown(play)

    assert (screen["hours"]["1"], screen["last_before"], screen["opens_before"]) == (("09:00-12:00", "14:00-17:30"), 20, 30)
    assert [(row["from"], row["back"]) for row in screen["coming"]] == [("2026-11-26", ["2026-11-27", "09:00"])]
    assert [(row["full"], row["stopped"]) for row in screen["services"]] == [(["09:00-10:00"], ""), (["09:00-10:00"], ""), ([], "")]
    play.now_us -= 60 * MINUTE_US
    play.ask(c.ResumeIssuing(), DUTY)
    assert shown(play)["opens_before"] == 24 * 60
    assert view(Hall(), "kiosk-1", 0)["opens_before"] == 24 * 60
