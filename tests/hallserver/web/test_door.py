# SPDX-License-Identifier: Apache-2.0
"""What the door keeps while it is open."""

import pytest

from hallserver.core.errors import NotFound, NotSignedIn, TooOften
from hallserver.web.door import Misses
from tests.hallserver.web.running import Running, run


def test_misses_count_only_unknown_tickets() -> None:
    """Whoever has a ticket may look as often as she likes."""
    misses = Misses(2, lambda: 0.0)
    for _ in range(5):
        misses.missed(NotSignedIn("device-key-unknown"), "10.0.0.1")
    for _ in range(2):
        misses.missed(NotSignedIn("ticket-token-unknown"), "10.0.0.1")
    with pytest.raises(TooOften):
        misses.missed(NotSignedIn("ticket-token-unknown"), "10.0.0.1")
    misses.missed(NotSignedIn("ticket-token-unknown"), "10.0.0.2")


def test_pages_are_found_by_name() -> None:
    """And nothing else is."""

    async def story(door: Running) -> None:
        assert door.door.page("hall").name == "hall"
        with pytest.raises(NotFound):
            door.door.page("nothing")

    run(story)


def test_sign_ins_are_saved_when_the_door_stops() -> None:
    """After a restart nobody is signed in longer than before."""

    async def story(door: Running) -> None:
        token = (await door.staff("li"))[7:]
        sign_in = next(iter(door.accounts._sign_ins.values()))
        sign_in.seen_us += 5
        await door.application.stop()
        assert sign_in.saved_us == sign_in.seen_us
        assert door.accounts.person_of(token, lambda _: None) == "li"

    run(story)
