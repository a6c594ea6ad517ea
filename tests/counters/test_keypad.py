# SPDX-License-Identifier: Apache-2.0
"""A key means one thing in a state; a key that nobody knows means nothing, least of all a rating."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counters.keypad import BOUNCE_US, KEYS, WITH_DIGITS, command_for
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import OFFERED
from hallserver.core.errors import Conflict, HallError, NotAllowed
from hallserver.core.roles import SERVICE_SETUP, Actor
from tests.support import LI, SMALL_HALL, WANG, Play

KEYPAD = Actor(kind="device", name="keypad-1", roles=frozenset({"keypad"}), counter="c1")


def called() -> Play:
    """Return a hall with a called ticket at counter c1."""
    play = Play().open()
    play.take()
    play.take()
    play.call()
    return play


def press(play: Play, key: str, digits: str = "") -> list[e.Event]:
    """Press a key at counter c1; return what happened, nothing where it has no meaning. Raises HallError."""
    command = command_for(play.hall, "c1", key, digits, now_us=play.now_us)
    return play.ask(command, KEYPAD) if command is not None else []


def test_call_calls_calls_again_and_finishes_as_the_state_wants() -> None:
    """One key carries a clerk through the day: free → next, called → again, serving → finish and next."""
    play = Play().open()
    play.take()
    assert command_for(play.hall, "c1", "call") == c.CallNext(counter="c1")
    ticket = play.call()
    assert command_for(play.hall, "c1", "call") == c.Recall(ticket=ticket.id, counter="c1")
    play.ask(c.Start(), LI)
    assert command_for(play.hall, "c1", "call") == c.FinishAndCall(ticket=ticket.id, counter="c1")


@pytest.mark.parametrize(
    ("key", "kind"),
    [("recall", c.Recall), ("start", c.Start), ("finish", c.Finish), ("rate", c.Finish), ("absent", c.MarkAbsent), ("hold", c.Hold)],
)
def test_keys_for_the_ticket_in_hand_are_guarded_by_it_and_mean_nothing_without_one(key: str, kind: type[c.Command]) -> None:
    """A late frame must never act on the next visitor's ticket."""
    play = called()
    command = command_for(play.hall, "c1", key)
    assert isinstance(command, kind)
    assert getattr(command, "ticket", None) == play.hall.counter("c1").ticket
    assert command_for(Play().open().hall, "c1", key) is None


def test_resume_takes_up_what_was_held_longest() -> None:
    """The keypad has no list: the first one put aside is the first one back."""
    play = called()
    first = play.hall.counter("c1").ticket
    play.ask(c.Hold(reason="copy"), LI)
    play.later(10).call()
    assert command_for(play.hall, "c1", "resume") is None, "with somebody in hand a second press would take up another"
    play.ask(c.Hold(reason="copy"), LI)
    assert command_for(play.hall, "c1", "resume") == c.Resume(ticket=first, counter="c1")
    assert command_for(Play().open().hall, "c1", "resume") is None


def test_resume_takes_up_nobody_whom_another_clerk_put_aside() -> None:
    """Both counters serve the same queue; whoever waits there waits for that clerk."""
    play = called()
    play.open("c3", WANG)
    play.ask(c.Hold(reason="copy"), LI)
    assert command_for(play.hall, "c3", "resume") is None
    assert isinstance(command_for(play.hall, "c1", "resume"), c.Resume)


def test_transfer_goes_to_the_counter_whose_number_was_typed() -> None:
    """Digits before the key name the counter; none, an unknown one or the own one go nowhere."""
    play = called()
    ticket = play.hall.counter("c1").ticket
    assert command_for(play.hall, "c1", "transfer", "3") == c.Transfer(ticket=ticket, to_counter="c3", counter="c1")
    assert [command_for(play.hall, "c1", "transfer", digits) for digits in ("", "1", "7", "x")] == [None] * 4
    counters = [row | {"retired": row["slug"] == "c3"} for row in SMALL_HALL["counters"]]
    play.ask(c.Configure(section="counters", rows=counters), SERVICE_SETUP)
    assert command_for(play.hall, "c1", "transfer", "3") is None


def test_a_digit_lost_or_doubled_on_the_way_sends_nobody_to_another_counter() -> None:
    """In a hall with counter 11, counter 1 is typed 01: every number has as many digits as the highest."""
    counters = [*SMALL_HALL["counters"], SMALL_HALL["counters"][2] | {"slug": "c11", "number": 11}]
    play = Play(SMALL_HALL | {"counters": counters}).open()
    play.take()
    play.call()
    for number in ("02", "03", "11"):
        assert isinstance(command_for(play.hall, "c1", "transfer", number), c.Transfer)
        for at in range(2):
            wrong = {number[:at] + number[at + 1 :], number[:at] + number[at] + number[at:]}
            assert [command_for(play.hall, "c1", "transfer", digits) for digits in wrong] == [None] * len(wrong)


@pytest.mark.parametrize("kind", ["pause", "hold"])
def test_a_digit_before_pause_or_hold_is_its_reason(kind: str) -> None:
    """The n-th of the list that screens offer; a place that the list does not have does nothing."""
    for place, reason in enumerate(OFFERED[kind], start=1):
        play = called() if kind == "hold" else Play().open().later(60)
        happened = press(play, kind, str(place))[0]
        assert getattr(happened, "reason", "") == reason
    play = called() if kind == "hold" else Play().open().later(60)
    assert [press(play, kind, digits) for digits in ("0", "9", "11")] == [[]] * 3
    assert getattr(press(play, kind)[0], "reason", "") == "other"


def test_pause_pauses_and_goes_on() -> None:
    """The same key ends what it began, but not where a finger hit it twice."""
    play = Play().open().later(60)
    assert [type(it) for it in press(play, "pause")] == [e.CounterPaused]
    play.later(BOUNCE_US / 1e6 - 0.1)
    assert press(play, "pause") == []
    assert [type(it) for it in press(play.later(0.1), "pause")] == [e.CounterOpened]
    assert press(play, "continue") == []
    press(play.later(60), "pause", "2")
    assert press(play.later(60), "pause", "2") == []
    assert press(play, "continue") == [e.CounterOpened(counter="c1", clerk="li")]


def test_close_and_open_again_only_for_the_clerk_who_had_it_last_today() -> None:
    """A badge number is no secret: it gives nobody a counter that was not that person's today."""
    play = Play().open()
    assert [type(it) for it in press(play, "close")] == [e.CounterClosed]
    assert press(play, "close") == []
    assert [press(play, "open", digits) for digits in ("", "0102", "101", "")] == [[]] * 4
    assert press(play, "open", "0101") == [e.CounterOpened(counter="c1", clerk="li")]
    press(play.later(60), "pause")
    assert press(play, "open") == [e.CounterOpened(counter="c1", clerk="li")]


def test_a_clerk_without_a_badge_number_is_let_in_by_no_key() -> None:
    """The key alone is not a badge number that is empty."""
    people = [row | {"badge": ""} if row["slug"] == "li" else row for row in SMALL_HALL["people"]]
    play = Play(SMALL_HALL | {"people": people}).open()
    press(play, "close")
    assert press(play, "open") == []


def test_a_counter_that_nobody_had_today_or_whose_clerk_sits_elsewhere_is_not_opened() -> None:
    """The first to open it in a day does so from a screen, signed in."""
    play = Play()
    assert press(play, "open", "0101") == []
    with pytest.raises(Conflict, match="counter-is-closed"):
        play.ask(c.OpenCounter(counter="c1"), KEYPAD)
    play.open()
    press(play, "close")
    play.open("c3", LI)
    with pytest.raises(Conflict, match="other-counter-open"):
        press(play, "open", "0101")


def test_a_retired_clerk_or_one_without_the_role_is_not_let_in_again() -> None:
    """Who left the hall at noon has no counter in the afternoon."""
    for change in ({"retired": True}, {"roles": ["guide"]}):
        play = Play().open()
        press(play, "close")
        people = [row | change if row["slug"] == "li" else row for row in SMALL_HALL["people"]]
        play.ask(c.Configure(section="people", rows=people), SERVICE_SETUP)
        with pytest.raises(Conflict, match="counter-is-closed"):
            press(play, "open", "0101")


def test_a_keypad_acts_at_its_own_counter_only_and_events_name_the_clerk() -> None:
    """Whatever it sends, it is the keypad of one place."""
    play = called()
    play.open("c3", WANG)
    assert press(play, "finish") == [
        e.ServiceFinished(ticket=play.hall.calls[0].ticket, leg=1, counter="c1", clerk="li", outcome="accepted", implicit=True)
    ]
    assert play.entries[-1].actor == "device:keypad-1"
    for command in (c.CallNext(counter="c3"), c.PauseCounter(reason="other", counter="c3"), c.OpenCounter(counter="c3")):
        with pytest.raises(NotAllowed, match="not-your-counter"):
            play.ask(command, KEYPAD)
    press(play, "close")
    with pytest.raises(Conflict, match="counter-is-closed"):
        play.ask(c.CallNext(), KEYPAD)


def _everyones_way(play: Play) -> list[str]:
    return [ticket.state for ticket in play.hall.tickets.values()]


@pytest.mark.parametrize("key", sorted(KEYS))
@pytest.mark.parametrize("state", ["free", "called", "serving", "paused"])
def test_a_key_pressed_twice_does_no_more_to_any_visitor_than_pressed_once(key: str, state: str) -> None:
    """A doubled press must skip, finish, hold or send away nobody else."""
    plays = []
    for presses in (1, 2):
        play = Play().open()
        for _ in range(4):
            play.take()
        play.call()
        press(play, "hold")
        if state in {"called", "serving"}:
            play.call()
        if state == "serving":
            play.ask(c.Start(), LI)
        if state == "paused":
            play.ask(c.PauseCounter(reason="other"), LI)
        play.later(200)
        for _ in range(presses):
            try:
                press(play.later(0.2), key, "3" if key == "transfer" else "")
            except HallError:
                continue  # refused: nothing happened
        plays.append(play)
    once, twice = plays
    assert _everyones_way(once) == _everyones_way(twice)
    assert once.hall.counter("c1").state == twice.hall.counter("c1").state


@given(key=st.text(max_size=12), digits=st.text(max_size=4))
def test_no_key_ever_rates_and_an_unknown_one_does_nothing(key: str, digits: str) -> None:
    """Fielded systems turned unknown keys into the best rating; ours gives None, and no key makes a rating."""
    play = called()
    for name in (key, *KEYS):
        command = command_for(play.hall, "c1", name, digits)
        assert not isinstance(command, c.Rate)
        assert name in KEYS or command is None
        assert not digits or name in WITH_DIGITS or command is None
