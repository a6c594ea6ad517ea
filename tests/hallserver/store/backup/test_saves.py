# SPDX-License-Identifier: Apache-2.0
"""A folder is saved by the real thing."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.service import Service
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keyfile import make_key
from hallserver.store.backup.place import newest_line
from hallserver.store.backup.saves import FolderSaves
from tests.support import GUIDE, new_folder, open_service, set_up


def play(path: Path, story: Callable[[Service, SimulatedClock], Coroutine[Any, Any, None]]) -> None:
    """Play a story in a small hall."""

    async def open_and_play() -> None:
        service, folder, clock = open_service(new_folder(path))
        try:
            await set_up(service)
            await story(service, clock)
            await service.settled()
        finally:
            folder.close()

    asyncio.run(open_and_play())


def test_a_folder_is_saved_by_the_real_thing(tmp_path: Path) -> None:
    """The full copy by a process of its own, the segment by this one; the key file may come and go."""

    async def story(service: Service, clock: SimulatedClock) -> None:
        place, key_file = tmp_path / "place", tmp_path / "key"
        place.mkdir()
        saves = FolderSaves(tmp_path / "hall", str(place), str(key_file))
        with pytest.raises(BackupFault, match="key-missing"):
            await asyncio.to_thread(saves.segment, clock.now())
        make_key(key_file)
        assert saves.last_full_us() is None
        with pytest.raises(BackupFault, match="no-full"):
            saves.segment(clock.now())
        copied_us = clock.now()
        await asyncio.to_thread(saves.full, copied_us)
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        saves.segment(clock.now())
        line = newest_line(place)
        assert saves.last_full_us() == copied_us, "by the hall's clock, not the wall clock"
        assert (saves.last_full_us(), len(line.segments())) == (line.fulls()[0].taken_us, 1)
        line.fulls()[0].path.parent.parent.rename(tmp_path / "gone")
        (tmp_path / "hall" / "backup-scratch").write_text("in the way", encoding="utf-8")
        with pytest.raises(BackupFault, match="full-failed"):
            await asyncio.to_thread(saves.full, clock.now())

    play(tmp_path / "hall", story)


def test_a_place_inside_the_data_folder_is_refused(tmp_path: Path) -> None:
    """It would be lost with what it saves."""
    data, key_file = new_folder(tmp_path / "hall"), tmp_path / "key"
    make_key(key_file)
    (data / "place").mkdir()
    saves = FolderSaves(data, str(data / "place"), str(key_file))

    for save in (saves.segment, saves.full):
        with pytest.raises(BackupFault, match="inside-data"):
            save(0)
    assert list((data / "place").iterdir()) == []
