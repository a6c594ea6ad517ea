# SPDX-License-Identifier: Apache-2.0
"""What a hall tells of itself under a standard: alarms by their thresholds, advice, and who may wait again."""

from collections.abc import Callable

from hallserver.core import commands as c
from hallserver.core.advice import advice
from hallserver.core.alarms import alarms
from hallserver.core.roles import SERVICE_CLOCK
from tests.hallserver.core.observed import Look, hall, many, refusal
from tests.support import GUIDE, LI, MINUTE_US, Play


def levels(key: str, story: Callable[[Play], None]) -> Look:
    """Return how bad this alarm is in every minute of an hour and a half after the story."""

    def look(text: str) -> object:
        play = hall(text)
        story(play)
        told = ({it.key: it.level for it in alarms(play.hall, play.now_us + n * MINUTE_US)} for n in range(90))
        return [found.get(key, "") for found in told]

    return look


def waits(play: Play) -> None:
    """Let somebody wait."""
    play.take()


def is_served(play: Play) -> None:
    """Let somebody be served."""
    play.take()
    play.call()
    play.ask(c.Start(), LI)


def is_called(play: Play) -> None:
    """Let somebody be called by a clerk who presses start."""
    many(play, 2)
    play.serve()
    play.call()


def few_rate(play: Play) -> None:
    """Let a hundred people be served of whom nobody rates."""
    for _ in range(35):
        play.take(by=GUIDE)
        play.serve(seconds=1)


def crowd(text: str) -> object:
    """With how many people waiting each alarm of a crowd begins, and how bad it is."""
    play, found = hall(text), dict[tuple[str, str], int]()
    for people in range(1, 201):
        many(play, 1)
        for it in alarms(play.hall, play.now_us):
            found.setdefault((it.key, it.level), people)
    return {kind: people for kind, people in found.items() if kind[0] in {"crowded", "crowd"}}


def released(text: str) -> object:
    """How many wait when the alarm of a crowded queue is over that was raised at ten."""
    play = hall(text)
    many(play, 10)
    play.ask(c.RaiseAlarm(alarm="crowded.warning.queue.social"), SERVICE_CLOCK)
    while any(it.key == "crowded" for it in alarms(play.hall, play.now_us)):
        play.serve(seconds=1)
    return play.hall.line("social").waiting


def priority_told(text: str) -> object:
    """At which numbers of elderly people, coming one by one after eight others, their share is told."""
    play, told = hall(text), list[bool]()
    for nth in range(20):
        many(play, 1, group="" if nth < 8 else "elderly")
        told.append(any(it.key == "priority-share" for it in alarms(play.hall, play.now_us)))
    return told


def spare_counter(text: str) -> object:
    """Whether one counter less is advised of two in a hall with little to do."""
    from tests.hallserver.core.test_advice import quiet  # noqa: PLC0415 -- the story is that test's

    play = quiet(text)
    return [it.kind for it in advice(play.hall, play.now_us)]


def taken_up_again(text: str) -> object:
    """Whether who missed a call may wait again."""
    play = hall(text)
    ticket = play.take()
    play.call()
    play.later(700).ask(c.MarkAbsent(), LI)
    return refusal(play, c.BringBack(ticket=ticket.id), GUIDE)
