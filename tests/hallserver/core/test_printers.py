# SPDX-License-Identifier: Apache-2.0
"""Which printer can print now, and which one is whose."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.printers import main_printer, other_kiosk, printer_is, printer_near, printer_of
from hallserver.core.roles import SERVICE_DOOR
from tests.support import SMALL_HALL, Play, names


def printer(slug: str, zone: str = "main") -> dict[str, Any]:
    """Return a printer's row."""
    return {"slug": slug, "names": names(slug), "kind": "printer", "agent": "agent-1", "driver": "pretend", "zone": zone}


def kiosk(slug: str, of: str, zone: str = "main") -> dict[str, Any]:
    """Return a kiosk's row."""
    return {"slug": slug, "names": names(slug), "kind": "kiosk", "printer": of, "zone": zone}


def hall_with(*rows: dict[str, Any]) -> Play:
    """Return a hall with more devices."""
    return Play(SMALL_HALL | {"devices": [*SMALL_HALL["devices"], *rows]})


def says(play: Play, device: str, state: str) -> None:
    """Let a device say how it is."""
    play.ask(c.ReportDevice(device=device, state=state), SERVICE_DOOR)  # type: ignore[arg-type]


@pytest.mark.parametrize(("device", "state", "now"), [
    ("printer-1", "low", "ready"), ("printer-1", "out", "out"), ("printer-1", "unable", "unable"), ("printer-1", "fine", "ready"),
    ("agent-1", "lost", "lost"), ("agent-1", "back", "ready"), ("hall-1", "lost", "ready"),
])  # fmt: skip
def test_a_printer_is_what_it_or_its_agent_says(device: str, state: str, now: str) -> None:
    """Little paper still prints; a printer whose agent is gone does not."""
    play = Play()
    says(play, device, state)

    assert printer_is(play.hall, "printer-1") == now
    assert printer_is(play.hall, "hall-1") == printer_is(play.hall, "") == "none"


def test_a_kiosk_has_its_own_printer_or_none() -> None:
    """What is no printer, or none any more, prints nothing."""
    play = hall_with(kiosk("kiosk-2", ""), printer("printer-9") | {"retired": True}, kiosk("kiosk-3", "printer-9"))

    assert [printer_of(play.hall, f"kiosk-{n}") for n in range(1, 5)] == ["printer-1", "", "", ""]


def test_staff_print_where_it_works() -> None:
    """The main zone's first that works; where none does its first, so that they are told what is the matter."""
    play = hall_with(printer("printer-0", "east"), printer("printer-2"))
    assert main_printer(play.hall) == "printer-1"
    says(play, "printer-1", "out")
    assert main_printer(play.hall) == "printer-2"
    says(play, "printer-2", "unable")
    assert main_printer(play.hall) == "printer-1"
    assert main_printer(Play(SMALL_HALL | {"devices": []}).hall) == ""


def test_a_visitor_is_sent_to_a_kiosk_that_prints_in_the_same_zone_first() -> None:
    """Nobody is sent to another zone while this one has a printer, nor to a kiosk that is lost or cannot print either."""
    play = hall_with(printer("printer-2"), printer("printer-3"), kiosk("kiosk-2", "printer-2", "east"), kiosk("kiosk-3", "printer-3"))
    sent = [getattr(other_kiosk(play.hall, "kiosk-1"), "slug", None)]
    for device, state in (("printer-3", "out"), ("kiosk-2", "lost")):
        says(play, device, state)
        sent.append(getattr(other_kiosk(play.hall, "kiosk-1"), "slug", None))

    assert sent == ["kiosk-3", "kiosk-2", None]


def test_a_visitor_gets_a_paper_with_the_fewest_steps() -> None:
    """At the counter, else in its zone, else anywhere; of two alike not the one that a kiosk needs; nowhere where none works."""
    play = hall_with(printer("p-up", "up"), printer("p-main"), printer("p-c1") | {"counter": "c1"})
    assert [printer_near(play.hall, counter) for counter in ("c1", "c2", "", "unknown")] == ["p-c1", "p-main", "p-main", "p-main"]
    for broken, then in (("p-c1", "p-main"), ("p-main", "printer-1"), ("printer-1", "p-up"), ("p-up", "")):
        says(play, broken, "out")
        assert printer_near(play.hall, "c1") == then
