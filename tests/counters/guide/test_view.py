# SPDX-License-Identifier: Apache-2.0
"""What a guide looks after."""

from typing import Any

import pytest

from counters.guide.view import SHOWN, view
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from tests.support import AGENT, GUIDE, LI, Play


def see(play: Play) -> dict[str, Any]:
    """Return the guide's screen."""
    return view(play.hall, "", play.now_us)


@pytest.mark.parametrize(("device", "state", "shown"), [
    ("printer-1", "low", "low"), ("printer-1", "out", "out"), ("printer-1", "unable", "unable"), ("agent-1", "lost", "lost"),
])  # fmt: skip
def test_a_printer_that_needs_somebody_is_an_alarm(device: str, state: Any, shown: str) -> None:  # noqa: ANN401 - a state
    """Paper near its end too: that is the time to fetch a roll."""
    play = Play()
    assert see(play)["printers"] == []
    play.ask(c.ReportDevice(device=device, state=state), SERVICE_DOOR)

    assert [(row["slug"], row["state"]) for row in see(play)["printers"]] == [("printer-1", shown)]


def test_who_waits_without_paper_is_listed_until_called_or_printed() -> None:
    """Number, why, and from which kiosk; one whose slip failed as well."""
    play = Play().open()
    agreed, failed = play.take(paperless=True), play.take()
    play.ask(c.ReportSlip(job=f"slip/{failed.id}/1", device="printer-1", ticket=failed.id, state="failed"), AGENT)
    rows = see(play)["slipless"]
    assert [(row["label"], row["why"], row["kiosk"]["zh-Hans"]) for row in rows] == [
        ("A001", "agreed", "取号机"),
        ("A002", "failed", "取号机"),
    ]

    play.call()
    assert [row["id"] for row in see(play)["slipless"]] == [failed.id]
    play.ask(c.ReprintSlip(ticket=failed.label), GUIDE)
    play.ask(c.ReportSlip(job=f"slip/{failed.id}/2", device="printer-1", ticket=failed.id, copy=2, state="done"), AGENT)
    assert (see(play)["slipless"], see(play)["slipless_all"]) == ([], 0)
    assert agreed.state == "called"


def test_who_missed_the_call_can_be_brought_back_from_the_list() -> None:
    """By number."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(200).ask(c.MarkAbsent(), LI)
    assert see(play)["absent"] == [{"id": ticket.id, "label": "A001"}]
    play.ask(c.BringBack(ticket=ticket.id), GUIDE)

    assert (see(play)["absent"], see(play)["absent_all"]) == ([], 0)
    assert [(row["letter"], row["waiting"]) for row in see(play)["queues"]] == [("A", 1), ("B", 0)]


def test_a_long_list_is_cut_and_counted() -> None:
    """A printer that was out all morning must not fill the line to the screen."""
    play = Play()
    for _ in range(SHOWN + 5):
        play.later(30).take(paperless=True)

    assert (len(see(play)["slipless"]), see(play)["slipless_all"]) == (SHOWN, SHOWN + 5)
