# SPDX-License-Identifier: Apache-2.0
"""What limits a kiosk, and how a run of numbers is taken back."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import VOIDINGS_KEPT
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound, TooOften
from hallserver.core.noted import Voiding
from hallserver.core.roles import Actor
from tests.support import DUTY, GUIDE, KIOSK, LI, SHIPPED, Play, fold, next_day, patient

OTHER_KIOSK = Actor(kind="device", name="kiosk-2", roles=frozenset({"kiosk"}))


def refused(play: Play, by: Actor = KIOSK) -> int:
    """Return how many seconds the kiosk must wait; it must be refused now."""
    with pytest.raises(TooOften, match="kiosk-too-often") as why:
        play.take(by=by)
    wait_s = why.value.args_by_name["wait_s"]
    assert isinstance(wait_s, int)
    return wait_s


def test_a_kiosk_gives_three_at_once_and_then_one_each_five_seconds() -> None:
    """A family need not wait for each other; a robot is held to twelve a minute."""
    play = Play(standard=SHIPPED)
    for _ in range(3):
        play.take()

    assert refused(play) == 15
    assert refused(play.later(14.2)) == 1
    assert play.later(0.8).take().label == "A004"


def test_a_refused_tap_does_not_lengthen_the_wait() -> None:
    """Who is impatient is not punished: only given numbers count."""
    play = Play(standard=SHIPPED)
    for _ in range(3):
        play.take()
    for _ in range(14):
        refused(play.later(1))

    assert play.later(1).take().number == 4


def test_visitors_who_come_one_after_the_other_never_meet_the_limit() -> None:
    """A busy kiosk serves one every six seconds or so."""
    play = Play(standard=SHIPPED)
    for _ in range(50):
        play.later(6).take()

    assert play.hall.tally.issued == 50


def test_each_kiosk_counts_for_itself_and_staff_do_not_count() -> None:
    """The finger on one kiosk must not shut the other, nor the guide's desk."""
    play = Play(standard=SHIPPED)
    for _ in range(3):
        play.take()
    refused(play)

    assert play.take(by=OTHER_KIOSK).number == 4
    assert [play.take(by=by).number for by in (GUIDE, DUTY) for _ in range(10)] == list(range(5, 25))
    refused(play)


def test_the_next_day_begins_with_nothing_counted() -> None:
    """A restart in between forgets nothing."""
    play = Play()
    taken_us = [play.later(1).take().issued_us for _ in range(20)]

    assert play.hall.given["device:kiosk-1"].at_us == taken_us
    assert fold(play.entries).given == play.hall.given
    assert next_day(play).hall.given == {}


def test_a_standard_may_set_another_pace() -> None:
    """A village station and a city hall are not the same."""
    play = Play(standard=patient(SHIPPED, 5))
    for _ in range(5):
        play.take()

    assert refused(play) == 25


def run_of(play: Play, many: int) -> tuple[str, ...]:
    """Let one finger take so many numbers; return their ids."""
    return tuple(play.later(1).take().id for _ in range(many))


def test_a_run_is_voided_in_one_step_and_the_others_keep_their_order() -> None:
    """What counts is that nobody who really waits loses a place."""
    play = Play().open()
    before, run, after = play.take(), run_of(play, 5), play.take()
    happened = play.ask(c.VoidRun(tickets=run, reason="test"), DUTY)

    assert happened == [
        *(e.TicketVoided(ticket=ticket, leg=1, reason="test") for ticket in run),
        e.RunVoided(reason="test", voided=5),
    ]
    assert {play.hall.tickets[ticket].state for ticket in run} == {"voided"}
    assert (play.hall.line("social").waiting, play.serve(), play.serve()) == (2, before, after)
    assert fold(play.entries) == play.hall


def test_numbers_that_were_called_are_kept_and_named() -> None:
    """Behind one of them somebody stood after all: at the counter, away, or back and waiting again."""
    play = Play().open()
    run = run_of(play, 5)
    play.serve()
    play.call()
    play.later(95).ask(c.MarkAbsent(), LI)
    play.ask(c.BringBack(ticket=run[1]), GUIDE)
    play.ask(c.Cancel(ticket=run[2]), GUIDE)
    happened = play.ask(c.VoidRun(tickets=(*run, run[4])), DUTY)

    assert happened[-1] == e.RunVoided(reason="abuse", voided=2, kept=("A001", "A002", "A003"))
    assert [play.hall.tickets[ticket].state for ticket in run] == ["finished", "waiting", "cancelled", "voided", "voided"]


@pytest.mark.parametrize("by", [LI, GUIDE])
def test_a_clerk_or_a_guide_voids_only_what_is_a_run(by: Actor) -> None:
    """To delete those who wait before a friend is to jump the queue; the duty manager answers for it."""
    play = Play()
    visitors = tuple(play.later(20).take().id for _ in range(12))
    play.later(60)
    run = run_of(play, 8)
    for tickets in (visitors, (visitors[3],), (*run, visitors[11])):
        with pytest.raises(NotAllowed, match="run-not-one") as refusal:
            play.ask(c.VoidRun(tickets=tickets), by)
        assert refusal.value.args_by_name["tickets"] == [play.hall.tickets[it].label for it in tickets if it not in run][:10]
    assert play.hall.line("social").waiting == 20

    assert play.ask(c.VoidRun(tickets=run), by)[-1] == e.RunVoided(reason="abuse", voided=8)
    with pytest.raises(Conflict, match="run-nobody-waits"):
        play.ask(c.VoidRun(tickets=run), by)
    assert play.ask(c.VoidRun(tickets=visitors), DUTY)[-1] == e.RunVoided(reason="abuse", voided=12)


def test_who_voided_is_kept_for_the_day() -> None:
    """Bounded, newest first, gone on the next day."""
    play = Play()
    for _ in range(VOIDINGS_KEPT + 1):
        play.ask(c.VoidRun(tickets=run_of(play, 1), reason="test"), DUTY)

    assert len(play.hall.voidings) == VOIDINGS_KEPT
    assert play.hall.voidings[0] == Voiding(at_us=play.now_us, by="person:dan", reason="test", voided=1, kept=0)
    assert fold(play.entries) == play.hall
    assert next_day(play).hall.voidings == []


def test_nothing_to_void_is_refused_with_the_numbers() -> None:
    """A second press, or a stale screen."""
    play = Play()
    run = run_of(play, 12)
    play.ask(c.VoidRun(tickets=run), DUTY)
    with pytest.raises(Conflict, match="run-nobody-waits") as refusal:
        play.ask(c.VoidRun(tickets=run), DUTY)
    assert refusal.value.args_by_name["tickets"] == [f"A{n:03d}" for n in range(1, 11)]


def test_an_unknown_number_or_reason_voids_nothing() -> None:
    """All or nothing: half a list is a slip of somebody's."""
    play = Play()
    run = run_of(play, 2)
    with pytest.raises(NotFound, match="ticket-unknown"):
        play.ask(c.VoidRun(tickets=(*run, "1.99999")), DUTY)
    with pytest.raises(AgainstStandard, match="code-unknown"):
        play.ask(c.VoidRun(tickets=run, reason="revenge"), DUTY)
    assert play.hall.line("social").waiting == 2
