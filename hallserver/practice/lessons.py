# SPDX-License-Identifier: Apache-2.0
"""What a new clerk learns on the first day: each lesson is done when its event is in the journal by that person. Pure."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from hallserver.core import events as e

Did = Callable[[e.Event], bool]


def _any(*kinds: type[e.Event]) -> Did:
    return lambda event: isinstance(event, kinds)


def _is_incomplete(event: e.Event) -> bool:
    return isinstance(event, e.ServiceFinished) and event.outcome == "incomplete"


class Lesson(Struct, frozen=True):
    """One lesson: its name, the act whose key the terminal shows for it (empty: none), the event that says that it was done."""

    name: str
    command: str
    did: Did


LESSONS: tuple[Lesson, ...] = (
    Lesson("open", "", _any(e.CounterOpened)),
    Lesson("call", "call-next", _any(e.TicketCalled)),
    Lesson("start", "start", _any(e.ServiceStarted)),
    Lesson("finish", "finish", _any(e.ServiceFinished)),
    Lesson("recall", "recall", _any(e.TicketRecalled)),
    Lesson("absent", "absent-and-call", _any(e.TicketAbsent)),
    Lesson("incomplete", "finish", _is_incomplete),
    Lesson("bring-back", "bring-back", _any(e.TicketBroughtBack)),
    Lesson("hold", "hold", _any(e.TicketHeld)),
    Lesson("resume", "resume", _any(e.TicketResumed)),
    Lesson("transfer", "transfer", _any(e.TicketTransferred)),
    Lesson("help", "ask-help", _any(e.HelpAsked)),
    Lesson("undo", "undo", _any(e.FinishUndone, e.AbsenceUndone)),
    Lesson("pause", "pause-counter", _any(e.CounterPaused)),
)
"""In the order in which they are learnt."""


class Learning:
    """Who has done which lessons; told every entry of the journal once, in order."""

    def __init__(self) -> None:
        """Begin with nobody having done anything."""
        self._done: dict[str, set[str]] = {}

    def hear(self, entries: Iterable[e.Entry]) -> None:
        """Take what happened."""
        for entry in entries:
            kind, _, person = entry.actor.partition(":")
            if kind == "person":
                self._done.setdefault(person, set()).update(lesson.name for lesson in LESSONS if lesson.did(entry.event))

    def done(self, person: str) -> frozenset[str]:
        """Return the names of the lessons that this person has done."""
        return frozenset(self._done.get(person, ()))
