# SPDX-License-Identifier: Apache-2.0
"""Who is decided next: what waits while a group is in flight, and what must go whole, each after at most one group of the other."""

import asyncio
from collections.abc import Callable

from msgspec import Struct

from hallserver.answers import Asked


class _Whole(Struct, frozen=True):
    make: Callable[[], list[Asked]]
    turn: "asyncio.Future[list[Asked]]"


class Group(Struct, frozen=True, kw_only=True):
    """Commands that are decided one after the other. ``whole``: all of them or none."""

    asked: list[Asked]
    whole: bool = False


class Turns:
    """Single commands gather into one group; each plan is a group of its own, made when its turn has come."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._single: list[Asked] = []
        self._whole: list[_Whole] = []
        self._whole_is_next = True

    def add(self, asked: Asked) -> None:
        """Have a command decided with whatever else waits."""
        self._single.append(asked)

    def add_whole(self, make: Callable[[], list[Asked]]) -> "asyncio.Future[list[Asked]]":
        """Have what ``make`` gives decided by itself; it is asked when its turn has come, on the memory that it is decided on.

        Gives a future: what it made, or its refusal. Cancelled, nothing is made.
        """
        turn: asyncio.Future[list[Asked]] = asyncio.get_running_loop().create_future()
        self._whole.append(_Whole(make, turn))
        return turn

    def next(self) -> Group | None:
        """Return the group that is decided now; None: nobody waits."""
        while self._whole and (self._whole_is_next or not self._single):
            first = self._whole.pop(0)
            if made := _made(first):
                self._whole_is_next = False
                return Group(asked=made, whole=True)
        self._whole_is_next = True
        asked, self._single = self._single, []
        return Group(asked=asked) if asked else None


def _made(whole: _Whole) -> list[Asked]:
    """Return what a plan makes; nothing where it refuses, which its asker is told, or its asker has gone."""
    if whole.turn.done():
        return []
    try:
        made = whole.make()
    except Exception as refusal:  # noqa: BLE001 -- the one who asked is told, the others go on
        whole.turn.set_exception(refusal)
        return []
    whole.turn.set_result(made)
    return made
