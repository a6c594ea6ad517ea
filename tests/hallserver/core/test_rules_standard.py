# SPDX-License-Identifier: Apache-2.0
"""Adopting a standard: now, at the next opening, by a date that comes; a running day is never reshaped."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.core.rules_standard import at_opening, kept_standard, layers_now, next_date, paper_letters, take_standard
from tests.support import DUTY, LAYER, SHIPPED, SMALL_HALL, Play, names, next_day

SYSTEM = Actor(kind="person", name="sys", roles=frozenset({"system-admin"}))
GAP = """[layer]
tier = "hall"
name = "福田大厅"

[deviation."call.gap"]
value = 40
reason = "大厅太大"
author = "单明"
date = 2026-11-20
from = 2026-11-25
until = 2026-11-26
"""


def adopt(play: Play, text: str = SHIPPED, layers: tuple[str, ...] | None = None, *, at_opening: bool = False) -> list[e.Event]:
    """Ask for a standard."""
    return play.ask(c.AdoptStandard(text=text, layers=layers, at_opening=at_opening), SYSTEM)


def closed() -> Play:
    """Return a hall after its day."""
    play = Play(standard=SHIPPED)
    play.ask(c.CloseDay(), SERVICE_SETUP)
    return play


def test_between_two_days_a_standard_comes_into_force_at_once() -> None:
    """The event says all that a fold needs: texts, date, hash."""
    play = closed()
    [event] = adopt(play, layers=(LAYER,))

    assert isinstance(event, e.StandardAdopted)
    assert (event.text, event.layers, event.on, event.opening) == (SHIPPED, (LAYER,), "2026-11-23", False)
    assert (play.hall.rules.hash, play.hall.rules.whole("book.late")) == (event.hash, 20)


def test_a_running_day_is_never_reshaped() -> None:
    """What is filed while it is open waits for the next opening, and not for the same day opened again."""
    play = Play(standard=SHIPPED)
    with pytest.raises(Conflict, match="standard-while-open"):
        adopt(play, layers=(LAYER,))
    [event] = adopt(play, layers=(LAYER,), at_opening=True)
    assert event == e.StandardFiled(text=SHIPPED, layers=(LAYER,))
    for command in (c.CloseDay(), c.OpenDay()):
        play.later(60).ask(command, DUTY)
    assert (play.hall.rules.whole("book.late"), play.hall.filed) == (15, event)
    next_day(play)

    assert (play.hall.rules.whole("book.late"), play.hall.filed) == (20, None)


def test_who_opens_the_day_brings_it_into_force_before_the_day() -> None:
    """Every number of the day is given under one standard."""
    play = closed()
    adopt(play, layers=(LAYER,), at_opening=True)
    first, second = play.later(15 * 3600).ask(c.OpenDay(), DUTY)

    assert isinstance(first, e.StandardAdopted)
    assert (first.opening, first.on, second) == (True, "2026-11-24", e.DayOpened(date="2026-11-24"))
    assert play.take().id
    issued = next(it.event for it in reversed(play.entries) if isinstance(it.event, e.TicketIssued))
    assert issued.standard == first.hash[:12] == play.hall.rules.hash[:12]


def test_what_was_filed_and_is_in_force_already_is_done_with() -> None:
    """No event where nothing changes, and nothing stays pending."""
    play = closed()
    adopt(play, at_opening=True)
    assert play.hall.filed is not None
    events = play.later(15 * 3600).ask(c.OpenDay(), DUTY)

    assert (events, play.hall.filed) == ([e.DayOpened(date="2026-11-24")], None)


def test_a_date_that_comes_changes_the_standard_at_its_opening() -> None:
    """From and until, both days included; a day on which nothing turns has no event."""
    play = closed()
    adopt(play, layers=(GAP,))
    seen = []
    for _ in range(5):
        events = play.later(24 * 3600).ask(c.OpenDay(), SERVICE_SETUP)
        seen.append((play.hall.day[-2:], play.hall.rules.whole("call.gap"), len(events)))
        play.ask(c.CloseDay(), SERVICE_SETUP)

    assert seen == [("24", 30, 1), ("25", 40, 2), ("26", 40, 1), ("27", 30, 2), ("28", 30, 1)]


def test_another_text_keeps_the_layers_unless_they_are_said() -> None:
    """Who changes the look in the root's text does not wipe the deviations."""
    play = closed()
    adopt(play, layers=(LAYER,))
    adopt(play, SHIPPED + "# 2\n")
    assert play.hall.rules.layers == layers_now(play.hall) == (LAYER,)
    adopt(play, layers=(GAP,), at_opening=True)
    assert layers_now(play.hall) == (GAP,)
    adopt(play, SHIPPED, layers=())

    assert (play.hall.rules.layers, play.hall.filed) == ((), None)


@pytest.mark.parametrize("at_opening", [False, True])
def test_what_cannot_stand_is_refused_when_it_is_filed(at_opening: bool) -> None:  # noqa: FBT001 -- a case of the test
    """Not in the morning, in front of the doors."""
    play = closed()
    with pytest.raises(AgainstStandard, match="standard-out-of-range"):
        adopt(play, layers=(GAP.replace("40", "1"),), at_opening=at_opening)
    assert (play.hall.filed, play.hall.rules.layers) == (None, ())


def test_the_letter_of_paper_numbers_is_nobodys_on_any_date() -> None:
    """Neither a standard that comes takes a queue's letter, nor a queue the letter that a standard will have."""
    letter = GAP.replace('"call.gap"', '"paper.letter"').replace("value = 40", 'value = "{}"')
    play = closed()
    with pytest.raises(AgainstStandard, match="paper-letter-taken"):
        adopt(play, layers=(letter.format("A"),))
    adopt(play, layers=(letter.format("Q"),), at_opening=True)
    assert paper_letters(play.hall) == {"P", "Q"}
    queue = {"slug": "post", "names": names("邮寄"), "letter": "Q"}
    with pytest.raises(AgainstStandard, match="paper-letter-taken"):
        play.ask(c.Configure(section="queues", rows=[*SMALL_HALL["queues"], queue]), SYSTEM)
    play.ask(c.Configure(section="queues", rows=[*SMALL_HALL["queues"], queue | {"letter": "R"}]), SYSTEM)

    assert paper_letters(Hall()) == set()


def test_the_next_date_is_never_before_the_last() -> None:
    """A wall clock that was put back does not bring yesterday's deviations back."""
    play = Play(standard=SHIPPED)

    assert next_date(play.hall, play.now_us) == "2026-11-23"
    assert next_date(play.hall, play.now_us - 3 * 24 * 3600 * 1_000_000) == "2026-11-23"
    assert at_opening(play.hall, "2026-11-23") == []


def test_a_snapshot_keeps_the_layers_and_what_is_to_come() -> None:
    """A restart between filing and opening loses neither; without layers it is as it was before there were any."""
    play = closed()
    assert set(kept_standard(play.hall)) == {"standard"}
    adopt(play, layers=(LAYER,))
    adopt(play, layers=(GAP,), at_opening=True)
    again = Hall()
    take_standard(again, kept_standard(play.hall))

    assert (again.standard, again.filed) == (play.hall.standard, play.hall.filed)
    take_standard(again, {"standard": SHIPPED})
    assert (again.rules.layers, again.filed) == ((), None)
