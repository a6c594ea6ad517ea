# SPDX-License-Identifier: Apache-2.0
"""Acts out of the ordinary and signs, as the manager's screen lists them."""

from typing import Any

import msgspec

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_CLOCK
from reports.manager.honesty import BY_RULE_SHOWN, DECIDED_SHOWN, acts, listed_signs
from reports.manager.view import view
from tests.support import DUTY, GUIDE, LI, WANG, Play, next_day


def listed(play: Play) -> list[dict[str, Any]]:
    """Return the rows of the list as the browser gets them."""
    shown: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(acts(play.hall)))
    return shown["rows"]  # type: ignore[no-any-return]


def test_a_call_out_of_order_is_listed_with_reason_and_on_whose_word() -> None:
    """Time, number, counter, who did it, reason, who ordered it, past how many: what a complaint asks."""
    play = Play().open()
    play.take()
    last = play.later(20).take()
    play.later(5).ask(c.CallTicket(ticket=last.id, reason="ordered", ordered_by="dan"), LI)
    [row] = listed(play)

    assert (row["kind"], row["decided"], row["at_us"]) == ("call-ticket", True, play.now_us)
    assert (row["label"], row["number"], row["reason"], row["passed"]) == ("A002", 1, "call-reason.ordered", 1)
    assert (row["who"], row["by"]) == ({"zh-Hans": "李敏"}, {"zh-Hans": "单明"})


def test_a_priority_is_listed_with_its_group_and_who_confirmed_it() -> None:
    """A guide's word is a word too."""
    play = Play().open()
    play.take()
    play.later(20).take(group="elderly", by=GUIDE)
    play.later(5).call()
    called, confirmed = listed(play)

    assert (called["kind"], called["decided"], called["passed"]) == ("call-credit", False, 1)
    assert (called["by"]["zh-Hans"], called["about"][0]["zh-Hans"]) == ("郭芳", "老年人")
    assert (confirmed["kind"], confirmed["who"]["zh-Hans"]) == ("priority", "郭芳")


def test_a_swap_and_a_hand_over_name_both_sides() -> None:
    """Which number was called instead, and who took over."""
    play = Play().open()
    play.take()
    sits = play.take()
    play.call()
    play.later(5).ask(c.CorrectTicket(ticket=sits.id), LI)
    play.later(5).ask(c.HandOver(to="wang", counter="c1", reason="ill"), DUTY)
    handed, swapped = listed(play)

    assert (swapped["kind"], swapped["label"], swapped["about"]) == ("correct-ticket", "A002", [{"zh-Hans": "A001"}])
    assert (handed["kind"], handed["reason"], handed["about"][-1]["zh-Hans"]) == ("hand-over", "hand-over.ill", "王强")


def test_voided_numbers_are_counted_and_the_clock_has_no_name() -> None:
    """The screen says that it was the system."""
    play = Play().open()
    taken = tuple(play.later(1).take().id for _ in range(9))
    play.ask(c.VoidRun(tickets=taken, reason="mistake"), LI)
    play.take()
    play.later(600).ask(c.PauseCounter(counter="c1", reason="unattended"), SERVICE_CLOCK)
    paused, voided = listed(play)

    assert (voided["kind"], voided["n"], voided["reason"], voided["who"]["zh-Hans"]) == ("void-run", 9, "void.mistake", "李敏")
    assert (paused["kind"], paused["who"], paused["by"]) == ("pause-counter", {}, {})


def test_a_long_list_is_cut_but_all_are_counted() -> None:
    """Forty cancellations do not push the one ordered call off the screen."""
    play = Play().open()
    play.ask(c.CallTicket(ticket=play.take().id, reason="late"), LI)
    for _ in range(DECIDED_SHOWN + 3):
        play.take(group="elderly", by=GUIDE)
        play.ask(c.Cancel(ticket=play.take().id), GUIDE)
    found, rows = acts(play.hall), listed(play)

    assert (found["all"], found["decided"]) == (2 * DECIDED_SHOWN + 7, DECIDED_SHOWN + 4)
    assert len(rows) == DECIDED_SHOWN + BY_RULE_SHOWN + 1
    assert rows[-1]["kind"] == "call-ticket"


def test_a_sign_is_listed_with_its_figures() -> None:
    """Whose, where, how often, at which numbers, and how short."""
    play = Play().open("c3", WANG)
    play.take()
    play.serve(WANG, 4)

    assert listed_signs(play.hall, play.now_us) == [
        {"kind": "short", "clerk": {"zh-Hans": "王强"}, "number": 3, "count": 1, "labels": ("A001",), "figure_s": 4}
    ]


def test_the_screen_has_them_and_the_enquiries() -> None:
    """A new day begins without."""
    play = Play()
    play.ask(c.CountEnquiry(), GUIDE)
    play.ask(c.StopIssuing(reason="closing"), DUTY)
    seen: Any = view(play.hall, "", play.now_us)
    assert (seen["enquiries"], seen["acts"]["all"], seen["signs"]) == (1, 1, [])
    next_day(play)

    empty: Any = view(play.hall, "", play.now_us)
    assert (empty["enquiries"], empty["acts"]["rows"]) == (0, [])
