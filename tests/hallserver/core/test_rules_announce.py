# SPDX-License-Identifier: Apache-2.0
"""Notices of the staff, and finished visitors who are asked back."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound, TooOften
from tests.support import DUTY, GUIDE, LI, WANG, Play


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

    assert [play.later(31).ask(c.CallBack(ticket="A001"), LI)[0].nth for _ in range(2)] == [1, 2]  # type: ignore[attr-defined]
    assert [back.nth for back in play.hall.backs] == [2, 1]
    with pytest.raises(AgainstStandard, match="call-back-late"):
        play.later(3601).ask(c.CallBack(ticket=ticket.id), LI)


def test_a_visitor_is_not_asked_back_at_every_moment() -> None:
    """The loudspeakers are everybody's; as with a recall there is a gap."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    play.ask(c.CallBack(ticket=ticket.id), LI)
    with pytest.raises(AgainstStandard, match="call-back-too-soon"):
        play.later(29).ask(c.CallBack(ticket=ticket.id), LI)
    assert play.later(1).ask(c.CallBack(ticket=ticket.id), LI)


def test_a_clerk_asks_back_to_the_own_counter_alone() -> None:
    """Also whom another counter served: the case lies here now."""
    play = Play().open("c1", LI).open("c3", WANG)
    ticket = play.take()
    play.serve(LI)
    with pytest.raises(NotAllowed, match="not-your-counter"):
        play.ask(c.CallBack(ticket=ticket.id), WANG)
    assert play.ask(c.CallBack(ticket=ticket.id, counter="c3"), WANG)[0].counter == "c3"  # type: ignore[attr-defined]


@pytest.mark.parametrize("blank", ["   ", "\n\t", "\u200b"])
def test_what_nobody_could_read_is_not_announced(blank: str) -> None:
    """A slip of the finger would ring in the whole hall."""
    with pytest.raises(AgainstStandard, match="announcement-blank"):
        Play().ask(c.Announce(text={"zh-Hans": blank}), DUTY)


def test_an_announcement_is_one_line_of_what_can_be_read() -> None:
    """Control characters reach no device; line breaks are blanks."""
    happened = Play().ask(c.Announce(text={"zh-Hans": "  请车主\n移车\x1b "}), DUTY)

    assert happened == [e.Announced(text={"zh-Hans": "请车主 移车"})]


def test_announcements_leave_the_loudspeakers_to_the_calls() -> None:
    """Three in a minute, whoever types them: each may take a minute to say. An emergency is never too many."""
    play = Play()
    text: dict[c.Language, str] = {"zh-Hans": "请车主移车"}
    for by in (GUIDE, DUTY, GUIDE):
        play.later(10).ask(c.Announce(text=text), by)
    with pytest.raises(TooOften, match="announcements-too-many") as refusal:
        play.later(10).ask(c.Announce(text=text), DUTY)
    assert refusal.value.args_by_name == {"most": 3, "wait_s": 30}
    for _ in range(4):
        play.ask(c.Announce(text=text, urgent=True), DUTY)
    assert play.later(30).ask(c.Announce(text=text), DUTY)


def test_the_hour_begins_when_the_visitor_left() -> None:
    """However long the wait and the service were before."""
    play = Play().open()
    ticket = play.take()
    play.later(1800).serve(seconds=2400)
    assert play.later(1800).ask(c.CallBack(ticket=ticket.id), LI)


def test_the_gap_counts_from_the_last_time_that_the_visitor_was_asked_back() -> None:
    """Not from the first."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    for wait_s in (0, 31):
        play.later(wait_s).ask(c.CallBack(ticket=ticket.id), LI)
    with pytest.raises(AgainstStandard, match="call-back-too-soon"):
        play.later(5).ask(c.CallBack(ticket=ticket.id), LI)


def test_the_duty_manager_asks_back_to_any_counter() -> None:
    """Also where the clerk has gone home."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    play.ask(c.CloseCounter(), LI)
    assert play.ask(c.CallBack(ticket=ticket.id), DUTY)[0].counter == "c1"  # type: ignore[attr-defined]
