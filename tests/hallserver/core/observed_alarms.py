# SPDX-License-Identifier: Apache-2.0
"""What a hall tells of itself under a standard: alarms by their thresholds, advice, and who may wait again."""

from collections.abc import Callable

from hallserver.core import commands as c
from hallserver.core.advice import advice
from hallserver.core.alarms import alarms
from hallserver.core.roles import SERVICE_CLOCK, visitor
from tests.hallserver.core.observed import Look, hall, many, refusal
from tests.support import GUIDE, LI, MINUTE_US, WANG, Play


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


def ratings_told(text: str) -> object:
    """How bad few ratings are after each of fifty visits, of which every eighth is rated."""
    play, told = hall(text), list[str]()
    for nth in range(50):
        ticket = play.take(by=GUIDE)
        play.serve(seconds=1)
        if nth % 8 == 0:
            play.ask(c.Rate(stars=5), visitor(ticket.id))
        found = {it.key: it.level for it in alarms(play.hall, play.now_us)}
        told.append(found.get("ratings-few", ""))
    return told


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
    """Whether one counter of two may close after one visitor came in a while, and was called at once."""
    rows = [{"slug": f"c{n}", "names": {"zh-Hans": f"{n}号"}, "number": n, "queues": ["social"]} for n in (1, 2)]
    rows += [{"slug": "c3", "names": {"zh-Hans": "3号"}, "number": 3, "queues": ["firms"]}]
    play = hall(text, counters=rows, devices=[]).open("c2", WANG)
    many(play.later(1000), 1)
    play.later(5).serve()
    return [it.kind for it in advice(play.hall, play.now_us)]


def taken_up_again(text: str) -> object:
    """Whether who missed a call may wait again."""
    play = hall(text)
    ticket = play.take()
    play.call()
    play.later(700).ask(c.MarkAbsent(), LI)
    return refusal(play, c.BringBack(ticket=ticket.id), GUIDE)
