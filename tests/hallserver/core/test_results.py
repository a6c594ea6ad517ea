# SPDX-License-Identifier: Apache-2.0
"""What a command answers, from its entries alone."""

from collections.abc import Callable

import pytest

from hallserver.core import commands as c
from hallserver.core.results import result_of
from hallserver.core.roles import Actor
from tests.support import DUTY, GUIDE, KIOSK, LI, Play


def answer(play: Play, command: c.Command, by: Actor) -> dict[str, object]:
    """Ask, and return the result of what happened."""
    before = len(play.entries)
    play.ask(command, by)
    return result_of(play.entries[before:])


def test_a_taken_ticket_is_answered_with_all_that_a_slip_needs() -> None:
    """The kiosk shows it in the same second."""
    play = Play().open()
    play.take()
    result = answer(play, c.TakeTicket(services=("seniors",)), KIOSK)

    assert (result["ticket"], result["number"], result["ahead"]) == ("1.12", "A002", 1)
    low_s, high_s = result["range_s"]  # type: ignore[misc]
    assert 0 < low_s < high_s  # type: ignore[has-type]


def test_without_an_open_counter_the_range_is_nothing() -> None:
    """Rather none than a made-up one."""
    assert answer(Play(), c.TakeTicket(services=("seniors",)), KIOSK)["range_s"] is None


def test_a_call_is_answered_with_ticket_reason_and_which_call_it_is() -> None:
    """The clerk's screen says who comes and why."""
    play = Play().open()
    ticket = play.take()
    result = answer(play.later(60), c.CallNext(), LI)

    assert {"ticket": ticket.id, "call": 1}.items() <= result.items()
    assert result["reason"] == {"key": "number-order", "args": {"letter": "A", "wait_s": 60, "target_s": 900}}


def test_finish_and_call_answers_whom_it_called_or_nobody() -> None:
    """One key, one answer: the finished and the next, or null."""
    play = Play().open()
    first, second = play.take(), play.take()
    play.call()

    one = answer(play, c.FinishAndCall(), LI)
    other = answer(play, c.FinishAndCall(), LI)
    assert (one["finished"], one["ticket"]) == (first.id, second.id)
    assert other == {"finished": second.id, "ticket": None}


def _called(play: Play) -> Play:
    """Return a hall whose first visitor is in hand at c1."""
    play.take()
    play.call()
    return play.later(200)


@pytest.mark.parametrize(
    ("arrange", "command", "by", "result"),
    [
        (_called, c.Recall(), LI, {"call": 2}),
        (_called, c.MarkAbsent(), LI, {"forfeited": False}),
        (_called, c.Start(), LI, {}),
        (_called, c.Hold(reason="copy"), LI, {}),
        (lambda play: play, c.CloseCounter(), LI, {"waiting": 0}),
        (lambda play: play, c.PauseCounter(reason="lunch"), LI, {}),
        (lambda play: play, c.StopIssuing(), DUTY, {}),
        (_called, c.GiveReturn(ticket="A001", reason="system"), DUTY, {"may_return_until": "2026-11-26", "return_printer": "printer-1"}),
        (lambda play: play, c.GiveNotice(missing=("copy",)), LI, {"notice_printer": "printer-1"}),
    ],
)
def test_other_commands_answer_what_only_they_know(
    arrange: Callable[[Play], Play], command: c.Command, by: Actor, result: dict[str, object]
) -> None:
    """What a view shows anyway is not said twice."""
    assert answer(arrange(Play().open()), command, by) == result


def test_the_same_entries_give_the_same_result() -> None:
    """A repeat weeks of events later gets the first answer."""
    play = Play().open()
    play.take(by=GUIDE)
    entries = play.entries[-1:]

    assert result_of(entries) == result_of(tuple(entries))
    assert result_of(()) == {}


def test_a_direct_service_is_answered_as_a_taken_ticket() -> None:
    """The clerk says the number, and the visitor may rate by its link."""
    result = answer(Play().open(), c.ServeDirect(services=("seniors",)), LI)

    assert (result["ticket"], result["number"]) == ("1.11", "A001")


def test_a_swap_and_an_undo_answer_who_is_in_hand_now() -> None:
    """And who was put back by it."""
    play = Play().open()
    first, second, third = play.take(), play.take(), play.take()
    play.call()

    assert answer(play, c.CorrectTicket(ticket=second.id), LI) == {"ticket": second.id, "number": "A002", "back": first.id}
    play.ask(c.FinishAndCall(), LI)
    assert answer(play, c.Undo(), LI) == {"ticket": second.id, "put_back": first.id}
    play.ask(c.Finish(), LI)
    assert answer(play, c.Undo(), LI) == {"ticket": second.id, "put_back": None}
    assert third.state == "waiting"
