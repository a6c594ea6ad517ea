# SPDX-License-Identifier: Apache-2.0
"""A lesson is done when the journal says so, by the one who did it."""

from hallserver.core import commands as c
from hallserver.practice.lessons import LESSONS, Learning
from hallserver.words import known
from tests.habits.house import read
from tests.reports.test_keys import of_screen
from tests.support import LI, WANG, Play


def done(play: Play, person: str = "li") -> frozenset[str]:
    """Return the lessons that this person has done in the play."""
    learning = Learning()
    learning.hear(play.entries)
    return learning.done(person)


def test_each_lesson_has_its_words_and_its_key() -> None:
    """A lesson without a sentence, or for an act that the terminal does not have, would never be done."""
    assert all(known(f"practice.lesson.{lesson.name}") for lesson in LESSONS)
    assert {lesson.command for lesson in LESSONS if lesson.command} <= set(of_screen(read("counters/clerk/screen/actions.js")))
    assert len({lesson.name for lesson in LESSONS}) == len(LESSONS) == 14, "what the README says"


def test_lessons_are_ticked_off_by_what_happened_and_for_nobody_else() -> None:
    """A colleague's call teaches the learner nothing."""
    play = Play()
    play.take()
    assert done(play) == set()
    play.ask(c.OpenCounter(counter="c1"), LI)
    play.ask(c.CallNext(), LI)
    assert done(play) == {"open", "call"}
    assert done(play, "wang") == set()
    play.ask(c.Start(), LI)
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.Resume(ticket=next(iter(play.hall.tickets))), LI)
    play.ask(c.Finish(outcome="done"), LI)
    assert done(play) == {"open", "call", "start", "hold", "resume", "finish"}


def test_papers_missing_is_a_lesson_of_its_own() -> None:
    """Finishing with another outcome does not teach the tick list."""
    play = Play()
    play.take()
    play.ask(c.OpenCounter(counter="c1"), WANG)
    play.ask(c.CallNext(), WANG)
    play.ask(c.Start(), WANG)
    assert "incomplete" not in done(play, "wang")
    play.ask(c.Finish(outcome="incomplete", missing=("id-card",)), WANG)
    assert {"finish", "incomplete"} <= done(play, "wang")
