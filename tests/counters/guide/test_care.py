# SPDX-License-Identifier: Apache-2.0
"""What a guide looks after."""

from typing import Any

import pytest

from counters.guide.care import SHOWN, care, sender
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from tests.support import AGENT, DUTY, GUIDE, KIOSK, LI, WANG, Play


def see(play: Play) -> dict[str, Any]:
    """Return what the guide looks after."""
    return care(play.hall, "guo", play.now_us)


def labels(rows: list[dict[str, Any]]) -> list[str]:
    """Return the numbers of these rows."""
    return [row["label"] for row in rows]


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


def test_a_long_list_is_cut_and_counted() -> None:
    """A printer that was out all morning must not fill the line to the screen."""
    play = Play()
    for _ in range(SHOWN + 5):
        play.later(30).take(paperless=True)

    assert (len(see(play)["slipless"]), see(play)["slipless_all"]) == (SHOWN, SHOWN + 5)


def test_who_may_not_have_heard_the_call_is_to_be_fetched_at_once_others_at_the_second_call() -> None:
    """Somebody deaf waits for nobody's second call; whoever has gone takes the number off the list."""
    play = Play().open().open("c3", WANG)
    plain, deaf = play.take(), play.take(needs=("hearing",), by=GUIDE)
    play.call()
    play.later(1).call(WANG)
    assert labels(see(play)["fetch"]) == [deaf.label]
    play.later(40).ask(c.Recall(), LI)
    assert labels(see(play)["fetch"]) == [plain.label, deaf.label]
    play.ask(c.Escort(ticket=deaf.id), GUIDE)
    assert labels(see(play)["fetch"]) == [plain.label]
    play.ask(c.Start(), LI)
    assert see(play)["fetch"] == []


def test_a_priority_that_was_only_named_waits_for_somebody_who_looks() -> None:
    """Either answer takes it off the list; a guide's own ticket never stands on it."""
    play = Play().open()
    first, other = play.take(group="elderly"), play.later(1).take(group="disabled")
    play.take(group="elderly", by=GUIDE)
    assert [(row["label"], row["declared"]) for row in see(play)["checks"]] == [(first.label, "elderly"), (other.label, "disabled")]
    play.ask(c.ConfirmPriority(ticket=first.id), GUIDE)
    play.ask(c.ConfirmPriority(ticket=other.id, confirmed=False), GUIDE)

    assert see(play)["checks"] == []
    assert (first.group, other.group) == ("elderly", "")


def test_help_runs_and_alarms_are_named() -> None:
    """Which counter, who sits there, of what kind; which kiosk; which queue nobody serves."""
    play = Play().open()
    for _ in range(8):
        play.later(2).take("founding", by=KIOSK)
    play.ask(c.AskHelp(kind="quarrel"), LI)
    found = see(play)

    assert [(row["number"], row["kind"], row["clerk"]["zh-Hans"]) for row in found["help"]] == [(1, "quarrel", "李敏")]
    assert [(row["first"], row["last"], len(row["tickets"]), row["kiosk"]["zh-Hans"]) for row in found["runs"]] == [
        ("B001", "B008", 8, "取号机")
    ]
    assert [row["key"] for row in found["alarms"]] == ["helped-only"]


def test_messages_to_guides_are_there_with_their_senders_and_who_has_read_them() -> None:
    """One to somebody else is not."""
    play = Play().open()
    play.ask(c.SendMessage(to="guides", code="queue-long"), DUTY)
    play.ask(c.SendMessage(to="person:li", text="只给李敏"), DUTY)
    (row,) = see(play)["messages"]
    assert (row["by"]["zh-Hans"], row["code"], row["seen"]) == ("单明", "queue-long", False)
    play.ask(c.SeeMessage(message=row["id"]), GUIDE)

    assert see(play)["messages"][0]["seen"]
    assert sender(play.hall, "device:kiosk-1")["zh-Hans"] == "取号机"
    assert sender(play.hall, "person:gone") == {"zh-Hans": "gone"}
