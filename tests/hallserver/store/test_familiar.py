# SPDX-License-Identifier: Apache-2.0
"""From which places people signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hallserver.clock import SimulatedClock
from hallserver.store.database import Database
from hallserver.store.familiar import LASTS_US, MOST_PLACES, FamiliarPlaces
from tests.support import NINE_US

KEY = b"key" * 10
Open = Callable[[], FamiliarPlaces]


@pytest.fixture
def clock() -> SimulatedClock:
    """Return a clock at nine."""
    return SimulatedClock(NINE_US)


@pytest.fixture
def opened(tmp_path: Path, clock: SimulatedClock) -> Iterator[Open]:
    """Return what opens the places anew, as after a restart."""
    bases: list[Database] = []

    def again() -> FamiliarPlaces:
        for database in bases:
            database.close()
        bases[:] = [Database(tmp_path / "hall.sqlite3")]
        return FamiliarPlaces(bases[0], KEY, clock.now)

    yield again
    for database in bases:
        database.close()


def test_a_place_outlives_a_restart_and_cannot_be_read(opened: Open, tmp_path: Path) -> None:
    """It belongs to one person, and whoever copies the file does not learn it."""
    opened().add("li", "10.11.12.13")
    after = opened()
    assert after.has("li", "10.11.12.13")
    assert not after.has("wang", "10.11.12.13")
    assert not after.has("li", "10.11.12.14")
    assert b"10.11.12.13" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_the_newest_places_are_kept(opened: Open, clock: SimulatedClock) -> None:
    """In memory and on disk alike; one that is used again is new."""
    places = opened()
    for number in range(MOST_PLACES + 1):
        clock.move_to(clock.now() + 1)
        places.add("li", f"10.0.0.{number}")
        clock.move_to(clock.now() + 1)
        places.add("li", "10.0.0.0")
    for these in (places, opened()):
        kept = [number for number in range(MOST_PLACES + 1) if these.has("li", f"10.0.0.{number}")]
        assert kept == [0, *range(2, MOST_PLACES + 1)]


def test_a_place_unused_for_months_is_forgotten(opened: Open, clock: SimulatedClock) -> None:
    """Also on disk, with the next sign-in of anybody."""
    opened().add("li", "10.0.0.1")
    clock.move_to(NINE_US + LASTS_US)
    places = opened()
    assert not places.has("li", "10.0.0.1")
    places.add("wang", "10.0.0.2")
    clock.move_to(NINE_US)
    assert not opened().has("li", "10.0.0.1")
