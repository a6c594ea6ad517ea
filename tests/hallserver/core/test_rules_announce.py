# SPDX-License-Identifier: Apache-2.0
"""Notices of the staff, and finished visitors who are asked back."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from tests.support import DUTY, GUIDE, LI, Play


def test_a_guide_may_announce_but_not_before_all_others() -> None:
    """An emergency is the duty manager's word."""
    play = Play()

    assert play.ask(c.Announce(text={"zh-Hans": "请车主移车"}), GUIDE) == [e.Announced(text={"zh-Hans": "请车主移车"})]
    assert play.ask(c.Announce(text={"zh-Hans": "请有序离开"}, urgent=True), DUTY)
    with pytest.raises(NotAllowed):
        play.ask(c.Announce(text={"zh-Hans": "请有序离开"}, urgent=True), GUIDE)


def test_a_zone_that_is_nowhere_is_refused() -> None:
    """Else nobody would hear it and nobody would know."""
    with pytest.raises(NotFound):
        Play().ask(c.Announce(text={"zh-Hans": "请车主移车"}, zone="attic"), DUTY)


def test_a_finished_visitor_is_asked_back_within_the_hour() -> None:
    """Later they are at home."""
    play = Play().open()
    ticket = play.take()
    play.call()
    with pytest.raises(Conflict):
        play.ask(c.CallBack(ticket=ticket.id), LI)
    play.ask(c.Finish(), LI)

    assert [play.ask(c.CallBack(ticket="A001"), LI)[0].nth for _ in range(2)] == [1, 2]  # type: ignore[attr-defined]
    assert [back.nth for back in play.hall.backs] == [2, 1]
    with pytest.raises(AgainstStandard, match="call-back-late"):
        play.later(3601).ask(c.CallBack(ticket=ticket.id), LI)
