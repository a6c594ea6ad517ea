# SPDX-License-Identifier: Apache-2.0
"""The clerk terminal shows what the rules will accept, so that a pressed button is never a surprise."""

from typing import Any

import msgspec
import pytest

from counters.clerk import PAGE
from counters.clerk.lists import CALLABLE_SHOWN, LINE_SHOWN
from counters.clerk.view import view
from hallserver import words
from hallserver.core import commands as c
from hallserver.core.catalog import CounterRow
from hallserver.core.codes import OFFERED
from hallserver.core.hall import Hall, Ticket
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, GUIDE, LI, WANG, Play


def see(play: Play, person: str = "li") -> dict[str, Any]:
    """Return the person's terminal as the browser gets it."""
    shown: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(view(play.hall, person, play.now_us)))
    return shown


def test_without_a_counter_the_counters_are_listed_with_who_has_them() -> None:
    """A clerk chooses a counter before anything else; one that is taken says by whom."""
    seen = see(Play().open("c1", WANG))
    assert seen["counter"] is None
    assert seen["ticket"] is None
    assert [(row["number"], row["state"], row["clerk"].get("zh-Hans")) for row in seen["counters"]] == [
        (1, "open", "王强"),
        (2, "closed", None),
        (3, "closed", None),
    ]


def test_the_counter_that_this_person_has_open_or_paused_is_found() -> None:
    """The socket names the person, not the counter; a pause keeps the counter."""
    play = Play().open("c3")
    assert see(play)["counter"]["number"] == 3
    play.ask(c.PauseCounter(reason="lunch"), LI)
    assert (see(play)["counter"]["state"], see(play)["counter"]["reason"]) == ("paused", "lunch")
    play.ask(c.CloseCounter(), LI)
    assert see(play)["counter"] is None


def test_the_next_visitor_is_the_one_that_call_next_then_calls_for_the_same_reason() -> None:
    """What the clerk is promised must be what happens."""
    play = Play().open()
    play.take()
    play.later(30).take()
    play.take(by=GUIDE, group=next(slug for slug, row in play.hall.rules.groups.items() if row.declarable))
    promised = see(play)["next"]
    called = play.call()
    assert promised["label"] == called.label
    assert called.leg.why is not None
    assert (promised["why"]["key"], promised["why"]["args"]) == (called.leg.why.key, called.leg.why.args)
    assert see(play)["ticket"]["why"] == promised["why"]


def test_queues_count_who_waits_and_since_when() -> None:
    """Own queues come first, helped ones are marked; the longest wait is that of the earliest leg."""
    play = Play().open()
    first = play.take()
    play.later(60).take()
    play.take("founding")
    own, helped = see(play)["queues"]
    assert (own["letter"], own["waiting"], own["oldest_us"], own["own"]) == ("A", 2, first.leg.opened_us, True)
    assert (helped["letter"], helped["waiting"], helped["own"]) == ("B", 1, False)


def test_held_tickets_are_this_clerks_own_with_their_reason_and_ready_ones_are_marked() -> None:
    """A clerk takes up the own held tickets only, and sees which visitor is back."""
    play = Play().open("c1").open("c3", WANG)
    play.take()
    play.take()
    ticket = play.call()
    play.ask(c.Hold(reason="copy"), LI)
    assert [(row["label"], row["reason"], row["ready"]) for row in see(play)["held"]] == [(ticket.label, "copy", False)]
    assert see(play, "wang")["held"] == []
    play.call()
    play.ask(c.Resume(ticket=ticket.id), LI)
    assert [(row["label"], row["ready"]) for row in see(play)["held"]] == [(ticket.label, True)]


def test_absent_tickets_can_be_brought_back_and_called() -> None:
    """Whoever comes back late stands at any counter, so every clerk sees all the absent."""
    play = Play().open("c1").open("c3", WANG)
    play.take()
    ticket = play.call()
    play.later(600).ask(c.MarkAbsent(), LI)
    assert [row["id"] for row in see(play, "wang")["absent"]] == [ticket.id]
    assert [row["id"] for row in see(play)["callable"]] == [ticket.id]


def test_only_those_with_the_right_get_the_list_of_callable_tickets() -> None:
    """A call out of order needs the right; without it the screen offers nobody."""
    play = Play().open("c1").open("c3", WANG).open("c2", DUTY)
    play.take()
    offered = {person: len(see(play, person)["callable"]) for person in ("li", "wang", "dan")}
    assert offered == {"li": 1, "wang": 0, "dan": 1}


def test_items_of_the_tickets_services_come_with_it() -> None:
    """The clerk counts items without searching: those of the visitor's services are named first."""
    play = Play().open()
    play.take()
    play.call()
    seen = see(play)
    assert seen["ticket"]["own_items"] == ["senior-card"]
    assert [row["slug"] for row in seen["items"]] == ["senior-card"]


def test_a_transfer_may_go_to_queues_and_counters_in_use() -> None:
    """A retired counter is no place to send anybody."""
    play = Play().open()
    seen = see(play)
    assert [row["letter"] for row in seen["targets"]] == ["A", "B"]
    assert [row["number"] for row in seen["counters"]] == [1, 2, 3]


def test_every_code_offered_has_its_word_and_fits_the_wire() -> None:
    """A button without a word, or one that the server refuses, is a dead button."""
    table = words.table("zh-Hans")
    assert [f"{kind}.{code}" for kind, codes in OFFERED.items() for code in codes if f"{kind}.{code}" not in table] == []
    assert msgspec.convert([code for codes in OFFERED.values() for code in codes], list[c.Code])


def test_the_page_may_send_every_command_of_a_clerk() -> None:
    """The terminal is the only place from which a clerk works."""
    assert {"call-next", "finish-and-call", "transfer", "call-ticket", "pause-counter"} <= PAGE.commands
    assert PAGE.of == "person"


def test_before_the_day_opens_the_terminal_is_still_drawn() -> None:
    """A clerk who is early sees that the day is not open, not an error."""
    play = Play()
    play.ask(c.CloseDay(), DUTY)
    seen = see(play)
    assert seen["day"]["open"] is False
    assert seen["next"] is None


def test_those_who_wait_are_listed_in_the_order_in_which_they_would_come() -> None:
    """Ready first, then by time with credit: the list must not promise another order than the calls."""
    play = Play().open()
    play.take()
    held = play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.take()
    group = next(slug for slug, row in play.hall.rules.groups.items() if row.declarable)
    play.later(5).take(by=GUIDE, group=group)
    play.call()
    play.ask(c.Resume(ticket=held.id), LI)
    listed = [row["label"] for row in see(play)["line"]]
    play.ask(c.Finish(), LI)
    assert listed == [play.serve().label, play.serve().label]
    assert listed[0] == held.label


def turn(ticket: Ticket) -> tuple[int, int, int]:
    """Order of those who wait: by time with credit, and rank."""
    at_us, seq, sub = ticket.leg.rank
    return at_us - ticket.leg.credit_s * 1_000_000, seq, sub


def plain_queues(hall: Hall, row: CounterRow) -> list[tuple[int, int | None]]:
    """Return how many wait in each of the counter's queues and since when, by a look at every ticket."""
    waiting = [ticket for ticket in hall.tickets.values() if ticket.state == "waiting"]
    opened_us = ([it.leg.patient_until_us for it in waiting if it.leg.queue == queue] for queue in (*row.queues, *row.helps))
    return [(len(some), min(some, default=None)) for some in opened_us]


def plain_lists(hall: Hall, row: CounterRow, clerk: str) -> dict[str, list[str]]:
    """Return who waits for the counter, whom the clerk holds and who is absent, by a look at every ticket."""
    tickets, queues = list(hall.tickets.values()), {*row.queues, *row.helps}
    ready = [it.id for it in tickets if it.state == "waiting" and it.ready_for == clerk]
    mine = [it for it in tickets if it.state == "waiting" and it.leg.queue in queues and it.leg.only in ("", row.slug)]
    held = [it for it in tickets if it.leg.clerk == clerk and (it.state == "held" or it.ready_for == clerk)]
    absent = [it for it in tickets if it.state == "absent"]
    return {
        "line": [*sorted(ready, key=hall.ready.get(clerk, []).index), *(it.id for it in sorted(mine, key=turn) if it.id not in ready)][
            :LINE_SHOWN
        ],
        "held": [it.id for it in sorted(held, key=lambda it: (it.leg.held_from_us or 0, it.id))],
        "absent": [it.id for it in sorted(absent, key=lambda it: -(it.leg.last_called_us or 0))],
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_terminal_says_what_a_look_at_every_ticket_says(seed: int) -> None:
    """The terminal itself looks at none that it does not show: it is built twenty times a second, however many wait."""
    for play in AnyDay(seed).halls(400, 20):
        hall = play.hall
        for counter, state in hall.counters.items():
            if state.state != "closed":
                row, seen = hall.catalog.counters[counter], see(play, state.clerk)
                assert [(it["waiting"], it["oldest_us"]) for it in seen["queues"]] == plain_queues(hall, row)
                assert {key: [it["id"] for it in seen[key]] for key in ("line", "held", "absent")} == plain_lists(hall, row, state.clerk)
                able = [
                    it.id
                    for it in hall.tickets.values()
                    if it.state in ("waiting", "absent") and seen["person"]["may_call_ticket"] and not state.ticket
                ]
                shown = [it["id"] for it in seen["callable"]]
                assert len(shown) == len(set(shown)) == min(len(able), CALLABLE_SHOWN)
                assert set(shown) <= set(able)


def test_of_a_crowd_those_are_listed_first_whose_turn_comes_at_this_counter() -> None:
    """Then who is absent, then the other lines by number; whoever is not listed is called by number."""
    play = Play().open("c2", DUTY)
    others = [play.take().id for _ in range(CALLABLE_SHOWN)]
    own = [play.later(1).take("founding").id for _ in range(3)]
    absent = play.call(DUTY).id
    play.later(600).ask(c.MarkAbsent(), DUTY)

    listed = [row["id"] for row in see(play, "dan")["callable"]]
    assert absent == own[0]
    assert listed == [*own[1:], absent, *others][:CALLABLE_SHOWN]
    assert others[-1] not in listed


def test_those_served_last_at_this_counter_are_offered_to_be_asked_back() -> None:
    """Not who is still there, nor who was sent on; a trainee asks nobody back."""
    play = Play().open()
    for _ in range(4):
        play.take()
    first, second = play.serve(), play.serve()
    play.call()
    play.later(5).ask(c.Transfer(to_queue="firms"), LI)
    play.call()

    assert [row["label"] for row in see(play)["served"]] == [second.label, first.label]
    assert see(play)["person"]["may_call_back"] is True
    assert see(play, "guo")["person"]["may_call_back"] is False
