# SPDX-License-Identifier: Apache-2.0
"""Nobody waits for more than one group of the others, whatever comes without a gap."""

import asyncio

import pytest

from hallserver.answers import Asked
from hallserver.core import commands as c
from hallserver.core.errors import Conflict
from hallserver.turns import Turns
from tests.support import KIOSK


def asked() -> Asked:
    """Return a command on its way."""
    return Asked(c.TakeTicket(services=("seniors",)), KIOSK, None, "")


def order(turns: Turns, groups: int, *, more: bool) -> list[bool]:
    """Return of so many groups which were whole; ``more``: a single command comes before each."""
    found = []
    for _ in range(groups):
        if more:
            turns.add(asked())
        group = turns.next()
        if group is not None:
            found.append(group.whole)
    return found


def test_plans_and_single_commands_go_in_turn() -> None:
    """Three plans under a stream of commands: every second group; then only the stream."""

    async def story() -> None:
        turns = Turns()
        for _ in range(3):
            turns.add_whole(lambda: [asked()])
        assert order(turns, 8, more=True) == [True, False, True, False, True, False, False, False]

    asyncio.run(story())


def test_what_waits_alone_goes_as_one_group_and_plans_alone_one_by_one() -> None:
    """Nobody is left over, nobody waits for somebody who does not come."""

    async def story() -> None:
        turns = Turns()
        singles = [asked() for _ in range(3)]
        for one in singles:
            turns.add(one)
        group = turns.next()
        assert group is not None
        assert list(group.asked) == singles
        assert turns.next() is None
        turns.add_whole(lambda: [asked()])
        turns.add_whole(lambda: [asked(), asked()])
        assert order(turns, 3, more=False) == [True, True]

    asyncio.run(story())


def test_a_plan_is_made_when_its_turn_has_come_and_may_refuse() -> None:
    """Its asker is told; one that has gone is passed over, and so is a plan that comes to nothing."""

    async def story() -> None:
        turns, made = Turns(), []

        def make() -> list[Asked]:
            made.append(1)
            raise Conflict("setup-changed-since")

        gone, refused, nothing = turns.add_whole(make), turns.add_whole(make), turns.add_whole(list)
        gone.cancel()
        assert not made
        turns.add(asked())
        group = turns.next()
        assert group is not None
        assert not group.whole
        assert len(made) == 1
        with pytest.raises(Conflict):
            await refused
        assert await nothing == []

    asyncio.run(story())
