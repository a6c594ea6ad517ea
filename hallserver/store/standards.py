# SPDX-License-Identifier: Apache-2.0
"""The standards that were in force, found by the mark that tickets, ratings and reports carry."""

from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hallserver.core.events import StandardAdopted
from hallserver.core.history import decode
from hallserver.core.profile import compose
from hallserver.core.standard import Standard
from hallserver.exchange_standard import Ruling
from hallserver.store.reading import Reader

Execute = Callable[[str, Sequence[Any]], Any]
"""Runs one statement and gives its cursor."""
MARK = 12
"""So many digits of its hash are a standard's mark."""
_MARKS = "SELECT DISTINCT standard FROM ticket WHERE day >= ? AND day < ? AND standard <> '' ORDER BY standard"
_LATEST = "SELECT hash FROM standard ORDER BY epoch DESC, seq DESC LIMIT 1"
_HAS = "SELECT 1 FROM sqlite_master WHERE name='standard'"
_FIRST = "SELECT epoch, seq FROM standard WHERE substr(hash, 1, ?) = ? ORDER BY epoch, seq LIMIT 1"
_ADOPTIONS = "SELECT epoch, seq, at_us FROM standard ORDER BY epoch, seq"
_OPENINGS = "SELECT epoch, seq, day FROM event INDEXED BY event_day_opened WHERE kind='DayOpened' ORDER BY epoch, seq"
_ACTOR = "SELECT actor FROM event WHERE epoch = ? AND seq = ?"
_EVENT = "SELECT kind, v, body FROM event WHERE epoch = ? AND seq = ?"


def read_standards(execute: Execute, marks: Iterable[str]) -> dict[str, Standard]:
    """Return the standards with these marks, as their events hold them.

    One that the journal does not have is left out, and all of them of a file that no newer server has opened yet.
    """
    if execute(_HAS, ()).fetchone() is None:
        return {}
    found = ((mark, execute(_FIRST, (MARK, mark)).fetchone()) for mark in marks)
    return {mark: _standard(execute, place) for mark, place in found if place is not None}


def read_latest_mark(execute: Execute) -> list[str]:
    """Return the mark of the standard that was adopted last; none where the file knows of none."""
    found = execute(_LATEST, ()).fetchone() if execute(_HAS, ()).fetchone() is not None else None
    return [found[0][:MARK]] if found is not None else []


def marks_of(execute: Execute, span: tuple[str, str]) -> list[str]:
    """Return the marks that the numbers of some business days carry (half-open), sorted."""
    return [mark for (mark,) in execute(_MARKS, span).fetchall()]


def rulings_of(reader: Reader) -> list[Ruling]:
    """Return what ``read_rulings`` does, over a connection of its own."""
    with reader() as database:
        return read_rulings(database.execute_sql)


def read_rulings(execute: Execute) -> list[Ruling]:
    """Return every standard that a day was opened under, in order: a date that was opened twice may have had two."""
    if execute(_HAS, ()).fetchone() is None:
        return []
    adoptions: list[tuple[int, int, int]] = list(execute(_ADOPTIONS, ()).fetchall())
    days: list[list[str]] = [[] for _ in adoptions]
    for epoch, seq, day in execute(_OPENINGS, ()).fetchall():
        place = bisect(adoptions, (epoch, seq)) - 1
        if place >= 0:
            days[place].append(day)
    return [_ruling(execute, adoption, on) for adoption, on in zip(adoptions, days, strict=True) if on]


def _ruling(execute: Execute, adoption: tuple[int, int, int], days: list[str]) -> Ruling:
    epoch, seq, at_us = adoption
    event, (actor,) = _adopted(execute, (epoch, seq)), execute(_ACTOR, (epoch, seq)).fetchone()
    return Ruling(
        first=min(days),
        last=max(days),
        days=len(set(days)),
        at_us=at_us,
        actor=actor,
        opening=event.opening,
        standard=compose(event.text, event.layers, event.on),
    )


def _standard(execute: Execute, place: tuple[int, int]) -> Standard:
    event = _adopted(execute, place)
    return compose(event.text, event.layers, event.on)


def _adopted(execute: Execute, place: tuple[int, int]) -> StandardAdopted:
    event = decode(*execute(_EVENT, place).fetchone())
    assert isinstance(event, StandardAdopted), place
    return event
