# SPDX-License-Identifier: Apache-2.0
"""What devices report is kept where it belongs; the folds themselves are played through in ``test_folds.py`` and ``test_apply.py``."""

from typing import Literal

import pytest

from hallserver.core import commands as c
from hallserver.core.jobs import TRIAL
from hallserver.core.roles import SERVICE_DOOR
from tests.support import AGENT, DUTY, Play

State = Literal["lost", "out", "commissioned", "twin"]
Kept = tuple[dict[str, str], dict[str, str], set[str]]
"""How devices and printers are, and which raters were tried out."""


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        ("lost", ({"rater-1": "lost"}, {}, set())),
        ("out", ({}, {"rater-1": "out"}, set())),
        ("commissioned", ({}, {}, {"rater-1"})),
        ("twin", ({}, {}, set())),
    ],
)
def test_a_report_is_kept_by_what_it_is_about(state: State, kept: Kept) -> None:
    """Whether it is there, how a printer is, whether its keys were tried out."""
    play = Play()
    play.ask(c.ReportDevice(device="rater-1", state=state), SERVICE_DOOR)

    assert (play.hall.devices, play.hall.printers, play.hall.commissioned) == kept
    assert ("rater-1" in play.hall.twins) is (state == "twin")


def test_a_trial_ends_with_what_its_slip_came_to() -> None:
    """Asked, then done; it is no slip of a visitor's."""
    play = Play()
    play.ask(c.TryDevice(device="printer-1"), DUTY)
    assert play.hall.tried == {"printer-1": "asked"}
    play.ask(c.ReportSlip(job=f"{TRIAL}1", device="printer-1", state="done"), AGENT)

    assert (play.hall.tried, play.hall.slips) == ({"printer-1": "done"}, {})


def test_a_loudspeaker_that_was_not_heard_is_known_until_it_is() -> None:
    """And why; a repetition that gave way says nothing about it."""
    play = Play()
    ticket = play.take().id

    def say(job: str, state: Literal["spoken", "screen-only"], why: Literal["failed", "late", ""] = "") -> dict[str, str]:
        play.ask(c.ReportAnnouncement(job=job, device="voice-1", ticket=ticket, state=state, why=why), AGENT)
        return dict(play.hall.unheard)

    assert [say("a", "screen-only", "failed"), say("b+1", "screen-only", "late"), say("c", "spoken")] == [
        {"voice-1": "failed"}, {"voice-1": "failed"}, {},
    ]  # fmt: skip
