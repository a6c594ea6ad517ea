# SPDX-License-Identifier: Apache-2.0
"""Numbers of the pre-printed series: entered once, ranked by when they were given, outside wait figures."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotFound
from hallserver.core.hall import Ticket
from hallserver.core.rules_paper import DEFAULT_LETTER, paper_letter
from tests.support import DUTY, GUIDE, LI, MINUTE_US, NINE_US, SHIPPED, SMALL_HALL, Play, names


def enter(play: Play, number: int = 7, **fields: object) -> Ticket:
    """Enter a paper number; return its ticket."""
    fields.setdefault("services", ("seniors",))
    play.ask(c.EnterPaper(number=number, **fields), GUIDE)  # type: ignore[arg-type]
    return play.hall.tickets[f"{play.hall.epoch}.{play.hall.seq}"]


def test_a_number_given_by_hand_is_called_before_who_came_later() -> None:
    """By the time on the paper, not by the time of typing."""
    play = Play().open().later(600)
    typed = play.take()
    paper = enter(play.later(60), taken="09:05")
    assert (paper.label, paper.state, paper.channel) == ("P007", "waiting", "paper")
    assert play.call() is paper
    assert paper.issued_us == NINE_US + 5 * MINUTE_US
    assert typed.label == "A001", "numbers of the queue's own letter go on as if nothing had been"


def test_who_came_before_the_hand_began_is_called_first() -> None:
    """The order is that of the doors, whichever way the number came."""
    play = Play().open()
    first = play.take()
    enter(play.later(600), taken="09:05")
    assert play.call() is first


def test_its_wait_is_in_no_figure_but_the_wait_of_others_is() -> None:
    """Nobody saw when it began; a guess must not improve or spoil the hall's figures."""
    play = Play().open().later(1200)
    enter(play, taken="09:05")
    play.call()
    assert play.hall.tally.called == 0
    assert play.hall.tally.waits_s == []
    play.ask(c.Finish(), LI)
    play.take()
    play.later(60).call()
    assert play.hall.tally.waits_s == [60]


def test_a_second_leg_counts_like_any_other_since_the_hall_saw_it_open() -> None:
    """From there on everything happened under the hall's own clock."""
    play = Play().open().later(1200)
    enter(play, taken="09:05", services=("seniors", "founding"))
    play.call()
    play.later(10).ask(c.Finish(), LI)
    play.later(45).call()
    assert play.hall.tally.waits_s == [45]


def test_one_that_was_served_by_hand_is_finished_at_once() -> None:
    """Nothing is left to call, and no rater wakes up for somebody who has gone home."""
    play = Play().open("c1").later(1200)
    paper = enter(play, taken="09:05", served_at="c1", outcome="done", services=("seniors", "founding"))
    assert paper.state == "finished"
    leg = paper.leg
    assert (leg.counter, leg.clerk, leg.outcome, leg.services) == ("c1", "li", "done", ("seniors", "founding"))
    assert play.hall.tally.finished == 1
    assert play.hall.tally.rateable == 0
    assert play.hall.counter("c1").rateable is None
    assert play.hall.line("social").waiting == 0
    assert not paper.plan


def test_the_clerk_of_a_counter_that_has_closed_since_is_kept() -> None:
    """The counter is known from the paper; who sat there is known from the day."""
    play = Play().open("c1")
    play.ask(c.CloseCounter(), LI)
    assert enter(play.later(60), served_at="c1").leg.clerk == "li"
    assert enter(play, 8, served_at="c2").leg.clerk == "guo", "where nobody was all day, who enters it answers for it"


def test_a_number_is_entered_only_once_a_day() -> None:
    """Two people type the same pile."""
    play = Play()
    enter(play)
    with pytest.raises(Conflict) as refusal:
        enter(play.later(5))
    assert (refusal.value.key, refusal.value.args_by_name) == ("paper-number-twice", {"ticket": "P007"})


def test_a_time_to_come_is_refused_and_so_is_a_service_that_nobody_offers() -> None:
    """The clock of the hall decides what is past; what opened late may have begun on paper."""
    play = Play().later(3600)
    with pytest.raises(AgainstStandard) as refusal:
        enter(play, taken="10:01")
    assert refusal.value.args_by_name == {"taken": "10:01", "now": "10:00"}
    with pytest.raises(NotFound):
        enter(play, services=("unknown",))
    assert enter(play, taken="08:40").issued_us < NINE_US, "the day's opening itself may have been late"


@pytest.mark.parametrize(("taken", "ago_s"), [("00:10", 20 * 60), ("00:30", 0), ("23:50", 40 * 60), ("09:00", 15.5 * 3600)])
def test_after_midnight_a_time_is_the_last_such_one(taken: str, ago_s: float) -> None:
    """The day goes on until everybody is served; ten past midnight is not ten past the midnight before."""
    play = Play().later(15.5 * 3600)
    play.ask(c.EnterPaper(number=7, services=("aid",), taken=taken), GUIDE)
    (ticket,) = play.hall.tickets.values()

    assert play.now_us - ticket.issued_us == ago_s * 1_000_000


def test_a_letter_that_a_queue_has_is_refused() -> None:
    """Else P007 would be two numbers."""
    queues = [{**SMALL_HALL["queues"][0], "letter": "P"}, SMALL_HALL["queues"][1]]
    with pytest.raises(AgainstStandard) as refusal:
        enter(Play({**SMALL_HALL, "queues": queues}))
    assert refusal.value.key == "paper-letter-taken"


def test_an_older_standard_has_a_letter_all_the_same() -> None:
    """Its journal was begun before there was such a parameter."""
    before = SHIPPED.replace('[parameter."paper.letter"]', '[parameter."other.letter"]')
    assert paper_letter(Play(standard=before).hall) == DEFAULT_LETTER
    own = SHIPPED.replace('value = "P"\n', 'value = "W"\n')
    assert enter(Play(standard=own)).label == "W007"


def test_numbers_entered_in_any_order_leave_the_series_alone() -> None:
    """The pile is seldom sorted."""
    play = Play()
    for number in (9, 3, 12):
        enter(play.later(1), number)
    assert play.take().label == "A001"
    assert play.hall.tally.issued == 4
    labels = [label for *_, label in play.hall.live["waiting"]]
    assert labels == ["A001", "P003", "P009", "P012"]


def test_it_is_entered_while_the_hall_stands_still_but_not_after_the_day() -> None:
    """The power is back before the day goes on."""
    play = Play()
    play.fold(e.HallSuspended(reason="power"), DUTY)
    assert enter(play).state == "waiting"
    play.ask(c.CloseDay(rest="left"), DUTY)
    with pytest.raises(Conflict):
        enter(play, 8)


def test_a_queue_that_no_paper_clashes_with_keeps_its_letter() -> None:
    """Its row is kept for its history alone."""
    rows = {**SMALL_HALL, "queues": [*SMALL_HALL["queues"], {"slug": "old", "names": names("旧"), "letter": "P", "retired": True}]}
    assert enter(Play(rows)).label == "P007", "a retired queue gives no numbers"
