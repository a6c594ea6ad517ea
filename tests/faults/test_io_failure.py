# SPDX-License-Identifier: Apache-2.0
"""The disk fails at every write and sync of the server, one after the other: it ends with code 70 and says nothing untrue."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import crash_hall as hall
from tests.faults.crash_rig import EIO, Point, Rig

Size = Callable[[int, int], int]
CALLS = ("fdatasync", "pwrite64", "fsync", "ftruncate")


@pytest.mark.promise("R29")
@pytest.mark.strace
def test_a_failed_write_is_never_shown_and_ends_the_server(tmp_path: Path, size: Size, figure: Callable[[str], None]) -> None:
    """What the kernel could not write may be gone for good: asking it to sync again would be told that all is well."""
    points = 0
    ignored: list[Point] = []
    harms: list[object] = []
    for serve in (hall.serve_carrying_over, *([hall.serve] if size(0, 1) else [])):
        folder = tmp_path / serve.__name__
        folder.mkdir()
        with Rig(folder, serve, hall.drive_quick, fault=EIO) as rig:
            rig.every("server", CALLS)
            rig.stop()
            found = rig.found()
        points += found.points
        ignored += rig.ignored
        harms += [found.harm] if found.harm else []
        assert any(hit == "server print fdatasync hall.sqlite3-wal" for hit in rig.hit), rig.hit
    figure(f"{len(harms)} of {points} I/O errors showed what was not kept; the server went on after {len(ignored)}")
    assert not harms
    assert not ignored


@pytest.mark.promise("R29")
@pytest.mark.strace
def test_a_hall_that_goes_on_after_a_failed_sync_shows_what_is_lost(tmp_path: Path) -> None:
    """The control: the visitor holds a number, the journal has never heard of it."""
    with Rig(tmp_path, hall.serve_shrugging, hall.drive_quick, fault=EIO) as rig:
        assert rig.round(Point(who="server", call="fdatasync", nth=1))
        assert len(rig.ignored) == 1
        rig.stop()
        found = rig.found(rebuild=False)
    assert found.lost
    assert found.orphans
