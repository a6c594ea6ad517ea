# SPDX-License-Identifier: Apache-2.0
"""The only transitions there are: the design's table, and what is refused beside it."""

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import Conflict, NotAllowed, NotFound
from hallserver.core.hall import State
from hallserver.core.roles import Actor
from hallserver.core.states import (
    FROM,
    TO,
    counter_of,
    counter_row,
    in_hand,
    must_be_in,
    must_be_open,
    must_have_empty_hand,
    ticket_known,
    ticket_named,
)
from tests.support import DUTY, LI, SMALL_HALL, WANG, Play, names

TABLE: dict[str, tuple[str, str]] = {
    "call-next": ("waiting", "called"),
    "call-ticket": ("waiting absent", "called"),
    "recall": ("called", "called"),
    "start": ("called", "serving"),
    "finish": ("called serving", "finished waiting"),
    "hold": ("called serving", "held"),
    "resume": ("held", "serving waiting"),
    "transfer": ("called serving held", "waiting"),
    "mark-absent": ("called", "absent forfeited"),
    "bring-back": ("absent", "waiting"),
    "cancel": ("waiting called held absent", "cancelled"),
    "void-run": ("waiting", "voided"),
    "change-service": ("waiting", "waiting"),
    "correct-ticket": ("waiting absent", "called serving"),
    "ready": ("held", "waiting"),
    "undo": ("finished waiting absent forfeited", "called serving"),
    "lift": ("waiting", "waiting"),
    "confirm-priority": ("waiting called serving held absent", "waiting called serving held absent"),
    "note-needs": ("waiting called serving held absent", "waiting called serving held absent"),
    "escort": ("called", "called"),
    "on-my-way": ("called", "called"),
    "yield-place": ("waiting", "waiting"),
    "note-case": ("called serving held finished", "called serving held finished"),
    "give-return": ("waiting called held absent", "unserved"),
    "close-day": ("waiting called serving held absent", "unserved"),
}
"""Command → states that it leads from, and to (the life of a ticket; ``finish`` to waiting is the next leg)."""
STATES: tuple[State, ...] = (
    "waiting", "called", "serving", "held", "absent",
    "finished", "cancelled", "voided", "forfeited", "unserved",
)  # fmt: skip
ENDS = STATES[5:]


def test_the_table_is_the_designs() -> None:
    """A transition that is not in it would be a way around the journal's meaning."""
    assert {name: (sorted(FROM[name]), sorted(TO[name])) for name in FROM} == {
        name: (sorted(source.split()), sorted(target.split())) for name, (source, target) in TABLE.items()
    }


def test_only_what_is_taken_back_at_once_leads_out_of_an_end() -> None:
    """Finished, cancelled, forfeited, unserved: over. A case number is noted afterwards and changes no state."""
    assert {name: FROM[name] & set(ENDS) for name in FROM if FROM[name] & set(ENDS) - TO[name]} == {"undo": {"finished", "forfeited"}}


@pytest.mark.parametrize("command", TABLE)
def test_a_command_is_refused_in_every_state_but_its_own(command: str) -> None:
    """The refusal says in which state the ticket is, which would do, and who has it."""
    ticket = Play().take()
    ticket.leg.counter, ticket.leg.clerk = "c3", "wang"
    allowed = TABLE[command][0].split()
    for state in STATES:
        ticket.state = state
        if state in allowed:
            must_be_in(ticket, command)
            continue
        with pytest.raises(Conflict, match="ticket-not-in-state") as refused:
            must_be_in(ticket, command)
        assert refused.value.args_by_name == {"ticket": "A001", "state": state, "counter": "c3", "clerk": "wang"}
    ticket.leg.counter = ""
    with pytest.raises(Conflict, match="ticket-in-state"):
        must_be_in(ticket, command)


def test_a_ticket_of_another_day_is_not_known() -> None:
    """Ids are unique for ever; today's screen must not act on yesterday's visitor."""
    with pytest.raises(NotFound, match="ticket-unknown"):
        ticket_known(Play().hall, "1.1")


def test_a_retired_counter_is_not_there() -> None:
    """Its row stays for the reports alone."""
    counters = [*SMALL_HALL["counters"], {"slug": "old", "names": names("旧窗口"), "number": 9, "retired": True}]
    hall = Play(SMALL_HALL | {"counters": counters}).hall

    assert counter_row(hall, "c1").number == 1
    for slug in ("old", "never"):
        with pytest.raises(NotFound, match="counter-unknown"):
            counter_row(hall, slug)


def test_a_clerks_command_is_about_the_counter_that_the_clerk_has_open() -> None:
    """Named or not: the same counter; nobody types it at every call."""
    hall = Play().open("c1", LI).open("c3", WANG).hall

    assert (counter_of(hall, None, LI), counter_of(hall, "c3", WANG)) == ("c1", "c3")


def test_another_counter_needs_a_duty_manager_and_one_that_exists() -> None:
    """The refusal names whose it is."""
    hall = Play().open("c1", LI).open("c3", WANG).hall

    assert counter_of(hall, "c1", DUTY) == "c1"
    with pytest.raises(NotAllowed, match="not-your-counter") as refused:
        counter_of(hall, "c1", WANG)
    assert refused.value.args_by_name == {"counter": "c1", "clerk": "li"}
    with pytest.raises(NotFound, match="counter-unknown"):
        counter_of(hall, "c9", DUTY)


def test_a_keypad_acts_at_its_own_counter_for_whoever_has_it_open() -> None:
    """Also where it has the name of a clerk."""
    play = Play().open("c1", LI).open("c3", WANG)
    keypad = Actor(kind="device", name="wang", roles=frozenset({"keypad"}), counter="c1")

    assert (counter_of(play.hall, None, keypad), counter_of(play.hall, "c1", keypad)) == ("c1", "c1")
    with pytest.raises(NotAllowed, match="not-your-counter"):
        counter_of(play.hall, "c3", keypad)
    play.ask(c.CloseCounter(), LI)
    with pytest.raises(Conflict, match="counter-is-closed"):
        counter_of(play.hall, None, keypad)


@pytest.mark.parametrize("by", [LI, DUTY, Actor(kind="service", name="", roles=frozenset({"duty-manager"}))])
def test_without_an_open_counter_there_is_none_to_act_at(by: Actor) -> None:
    """A nameless actor has none either, although closed counters have no clerk."""
    play = Play().open("c2", WANG)
    play.ask(c.CloseCounter(), WANG)
    with pytest.raises(Conflict, match="no-counter-open"):
        counter_of(play.hall, None, by)


def test_a_paused_or_closed_counter_is_not_open() -> None:
    """A display that says 暂停 must not call."""
    play = Play().open()
    assert must_be_open(play.hall, "c1").clerk == "li"
    play.ask(c.PauseCounter(reason="lunch"), LI)
    for slug, state in (("c1", "paused"), ("c2", "closed")):
        with pytest.raises(Conflict, match="counter-not-open") as refused:
            must_be_open(play.hall, slug)
        assert refused.value.args_by_name["state"] == state


def test_what_is_in_hand_is_checked_against_the_screen_and_the_table() -> None:
    """Nothing, another, or in the wrong state: three refusals, each with its own key."""
    play = Play().open()
    first, second = play.take(), play.take()
    with pytest.raises(Conflict, match="nothing-in-hand"):
        in_hand(play.hall, "c1", None, "start")
    with pytest.raises(Conflict, match="ticket-in-state"):
        in_hand(play.hall, "c1", first.id, "start")
    play.call()

    assert in_hand(play.hall, "c1", None, "start") is in_hand(play.hall, "c1", first.id, "start") is first
    with pytest.raises(Conflict, match="other-in-hand"):
        in_hand(play.hall, "c1", second.id, "start")
    play.ask(c.Start(), LI)
    with pytest.raises(Conflict, match="ticket-not-in-state"):
        in_hand(play.hall, "c1", None, "start")


def test_a_full_hand_is_named() -> None:
    """The clerk reads whom to finish first."""
    play = Play().open()
    play.take()
    must_have_empty_hand(play.hall, "c1")
    play.call()
    with pytest.raises(Conflict, match="finish-first") as refused:
        must_have_empty_hand(play.hall, "c1")
    assert refused.value.args_by_name == {"counter": "c1", "ticket": "A001"}


@pytest.mark.parametrize("typed", ["A002", "a002", "A2", "a02", "Ａ００２", " A002号"])
def test_a_ticket_is_found_by_its_number_as_somebody_types_it(typed: str) -> None:
    """Whoever stands at the counter says a number, and the list on the screen is not endless."""
    play = Play()
    play.take()
    second = play.take()

    assert ticket_named(play.hall, typed) is ticket_named(play.hall, second.id) is second


@pytest.mark.parametrize("name", ["A3", "B001", "1.99", "A", "A1x", "zzz", "A²", "A" + "9" * 5000])
def test_a_number_that_was_not_given_today_is_unknown(name: str) -> None:
    """It is named as it was typed."""
    play = Play()
    play.take()
    with pytest.raises(NotFound) as refusal:
        ticket_named(play.hall, name)
    assert refusal.value.args_by_name == {"ticket": name}
