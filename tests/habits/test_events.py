# SPDX-License-Identifier: Apache-2.0
"""Every event is listed, folded, documented, and stands in the golden history in each of its versions."""

import json
from collections.abc import Iterable

from hallserver.core import commands, events
from hallserver.core.apply import FOLDS
from hallserver.core.roles import ROLES
from tests.habits.house import read

HISTORY = "tests/golden/history.jsonl"
"""One journal line a row, in every version ever released: what is stored is read for ever."""


def subclasses(top: type) -> set[type]:
    """Return all classes below a class that ours define."""
    below: list[type] = top.__subclasses__()
    found = {child for child in below if child.__module__.startswith("hallserver.")}
    return found.union(*(subclasses(child) for child in found))


def unlisted(top: type, listed: Iterable[type]) -> list[str]:
    """Return the subclasses that a list has left out."""
    return sorted(kind.__name__ for kind in subclasses(top) - set(listed))


def unproved(kinds: Iterable[type[events.Event]], lines: str) -> list[str]:
    """Return each kind and version that the golden history does not hold."""
    rows = [json.loads(line) for line in lines.splitlines() if line.strip()]
    held = {(row["kind"], row["v"]) for row in rows}
    wanted = [(kind.__name__, v) for kind in kinds for v in range(1, kind.V + 1)]
    return [f"{name} v{v}" for name, v in wanted if (name, v) not in held]


def test_every_event_is_listed() -> None:
    """What the list leaves out, a replay cannot read."""
    assert unlisted(events.Event, events.EVENTS) == []


def test_every_event_is_folded() -> None:
    """An event that changes nothing still says so, in the table."""
    assert {kind.__name__ for kind in events.EVENTS} == {kind.__name__ for kind in FOLDS}


def test_every_event_says_what_happened() -> None:
    """Auditors read the list."""
    inherited = events.Event.__doc__

    assert [kind.__name__ for kind in events.EVENTS if not kind.__doc__ or kind.__doc__ == inherited] == []


def test_every_event_stands_in_the_golden_history() -> None:
    """A journal written by any release is read by every later one."""
    assert unproved(events.EVENTS, read(HISTORY)) == []


def test_every_command_may_be_asked_by_somebody() -> None:
    """A command that no role includes is dead, and a role that names none is a slip of the pen."""
    asked: set[str] = set().union(*ROLES.values())

    assert asked == set(commands.BY_NAME)


def test_planted_gaps_are_found() -> None:
    """A rule that cannot fail is none."""
    assert unlisted(events.Event, events.EVENTS[1:]) == [events.EVENTS[0].__name__]
    assert unproved(events.EVENTS[:1], "") == [f"{events.EVENTS[0].__name__} v1"]
    assert unproved(events.EVENTS[:1], json.dumps({"kind": events.EVENTS[0].__name__, "v": 2}))
    assert unproved(events.EVENTS[:1], json.dumps({"kind": events.EVENTS[0].__name__, "v": 1})) == []
