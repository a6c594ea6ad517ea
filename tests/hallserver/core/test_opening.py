# SPDX-License-Identifier: Apache-2.0
"""The opening check: a line for everything that opening needs, green ones too."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.opening import can_serve, checks
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR, SERVICE_SETUP
from hallserver.words import known
from tests.support import SMALL_HALL, Play, names


def ready() -> Play:
    """Return a hall in which all devices are connected and two clerks are signed in."""
    play = Play()
    for row in SMALL_HALL["devices"]:
        play.ask(c.ReportDevice(device=row["slug"], state="paired"), SERVICE_DOOR)
    for person in ("li", "guo"):
        play.ask(c.ReportSignIn(person=person, state="in"), SERVICE_DOOR)
    return play


def lines(play: Play) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (area, slug) → (state, key)."""
    found = checks(play.hall, play.now_us)
    assert [it.key for it in found if not known(f"opening.{it.key}")] == []
    return {(it.area, it.slug): (it.state, it.key) for it in found}


def test_a_hall_that_is_ready_is_all_green() -> None:
    """The good lines are told too: what was not looked at cannot be told from what is right."""
    found = lines(ready())

    assert {state for state, _ in found.values()} == {"green"}
    assert found == {
        ("printer", "printer-1"): ("green", "printer-ready"),
        ("voice", "voice-1"): ("green", "voice-heard"),
        **{("screen", slug): ("green", "connected") for slug in ("kiosk-1", "hall-1", "counter-1", "rater-1")},
        **{("counter", queue): ("green", "queue-owned") for queue in ("social", "firms")},
        **{("staff", queue): ("green", "staff-here") for queue in ("social", "firms")},
        ("clock", ""): ("green", "clock-right"),
        ("backup", ""): ("green", "backup-kept"),
    }


@pytest.mark.parametrize(
    ("command", "line", "expected"),
    [
        (c.ReportDevice(device="printer-1", state="low"), ("printer", "printer-1"), ("amber", "printer-low")),
        (c.ReportDevice(device="printer-1", state="out"), ("printer", "printer-1"), ("red", "printer-out")),
        (c.ReportDevice(device="printer-1", state="unable"), ("printer", "printer-1"), ("red", "printer-unable")),
        (c.ReportDevice(device="agent-1", state="lost"), ("printer", "printer-1"), ("red", "lost")),
        (c.ReportDevice(device="agent-1", state="lost"), ("voice", "voice-1"), ("red", "lost")),
        (c.ReportDevice(device="hall-1", state="lost"), ("screen", "hall-1"), ("red", "lost")),
        (c.ReportSignIn(person="li", state="out"), ("staff", "social"), ("red", "staff-nobody")),
    ],
)
def test_what_fails_is_told(command: c.Command, line: tuple[str, str], expected: tuple[str, str]) -> None:
    """Each in its own line, and the others stay as they are."""
    play = ready()
    play.ask(command, SERVICE_DOOR)

    assert lines(play)[line] == expected


def test_server_faults_are_told() -> None:
    """A clock that is off and backups that fail are found before the visitors come."""
    play = ready()
    play.ask(c.ReportClock(step_s=90.4), SERVICE_CLOCK)
    play.ask(c.ReportBackup(state="failing", why="disk"), SERVICE_CLOCK)
    found = {it.key: (it.state, it.args) for it in checks(play.hall, play.now_us)}

    assert found["clock-suspect"] == ("red", {"step_s": 90})
    assert found["backup-failing"] == ("red", {"why": "disk"})


def test_what_was_never_connected_is_told() -> None:
    """A fresh hall has everything before it."""
    found = lines(Play())

    assert found["printer", "printer-1"] == found["voice", "voice-1"] == ("red", "never")
    assert found["screen", "hall-1"] == ("amber", "never")


def test_a_voice_is_told_by_what_was_heard_of_it() -> None:
    """Quiet hours are no fault; a loudspeaker that failed is."""
    play = ready()
    for why, expected in (("quiet", "amber"), ("late", "amber"), ("failed", "red")):
        play.hall.unheard = {"voice-1": why}
        assert lines(play)["voice", "voice-1"] == (expected, f"voice-{why}")
    counters = [row | {"zone": "east"} if row["slug"] == "c3" else row for row in SMALL_HALL["counters"]]
    play.ask(c.Configure(section="counters", rows=counters), SERVICE_SETUP)

    assert lines(play)["voice", "east"] == ("amber", "voice-none")


def test_a_queue_that_nobody_would_serve_is_told() -> None:
    """Red without a counter, amber where one only helps; a queue without services is nobody's business."""
    counters: list[dict[str, Any]] = [row | {"queues": ["social"], "helps": []} for row in SMALL_HALL["counters"]]
    play = Play(SMALL_HALL | {"counters": counters})
    assert lines(play)["counter", "firms"] == ("red", "queue-without-counter")
    play = Play(SMALL_HALL | {"counters": [*counters[:2], counters[2] | {"helps": ["firms"]}]})
    assert lines(play)["counter", "firms"] == ("amber", "queue-helped-only")
    spare = {"slug": "spare", "names": names("备用"), "letter": "Z"}

    assert ("counter", "spare") not in lines(Play(SMALL_HALL | {"queues": [*SMALL_HALL["queues"], spare]}))


def test_staff_count_by_what_they_may_handle() -> None:
    """A clerk of seniors' cards does not open the firms' queue; a service without items is anybody's."""
    items = [*SMALL_HALL["items"], {"slug": "licence", "names": names("执照")}]
    services = [row | ({"items": ["licence"]} if row["slug"] == "founding" else {}) for row in SMALL_HALL["services"]]
    people = [row | ({"items": ["senior-card"]} if row["slug"] == "li" else {}) for row in SMALL_HALL["people"]]
    play = Play(SMALL_HALL | {"items": items, "services": services, "people": people})
    play.ask(c.ReportSignIn(person="li", state="in"), SERVICE_DOOR)

    assert (can_serve(play.hall, "li", "social"), can_serve(play.hall, "li", "firms")) == (True, False)
    assert (lines(play)["staff", "social"], lines(play)["staff", "firms"]) == (("green", "staff-here"), ("red", "staff-nobody"))
