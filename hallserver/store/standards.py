# SPDX-License-Identifier: Apache-2.0
"""The standards that were in force, found by the mark that tickets, ratings and reports carry."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hallserver.core.events import StandardAdopted
from hallserver.core.history import decode
from hallserver.core.profile import compose
from hallserver.core.standard import Standard

Execute = Callable[[str, Sequence[Any]], Any]
"""Runs one statement and gives its cursor."""
MARK = 12
"""So many digits of its hash are a standard's mark."""
_HAS = "SELECT 1 FROM sqlite_master WHERE name='standard'"
_FIRST = "SELECT epoch, seq FROM standard WHERE substr(hash, 1, ?) = ? ORDER BY epoch, seq LIMIT 1"
_EVENT = "SELECT kind, v, body FROM event WHERE epoch = ? AND seq = ?"


def read_standards(execute: Execute, marks: Iterable[str]) -> dict[str, Standard]:
    """Return the standards with these marks, as their events hold them.

    One that the journal does not have is left out, and all of them of a file that no newer server has opened yet.
    """
    if execute(_HAS, ()).fetchone() is None:
        return {}
    found = ((mark, execute(_FIRST, (MARK, mark)).fetchone()) for mark in marks)
    return {mark: _standard(execute, place) for mark, place in found if place is not None}


def _standard(execute: Execute, place: tuple[int, int]) -> Standard:
    event = decode(*execute(_EVENT, place).fetchone())
    assert isinstance(event, StandardAdopted), place
    return compose(event.text, event.layers, event.on)
