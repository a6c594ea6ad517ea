# SPDX-License-Identifier: Apache-2.0
"""The entries of one day, out of a journal of several."""

from contextlib import closing
from pathlib import Path

import pytest

from hallserver.core import events as e
from hallserver.core.errors import NotFound
from hallserver.store.database import read_only
from hallserver.store.day_entries import read_entries
from hallserver.store.folder import Folder
from tests.support import Play, keep, new_folder, next_day


def test_a_day_holds_its_own_entries_of_the_kinds_asked_for(tmp_path: Path) -> None:
    """From its opening to the next one, in order."""
    play = Play()
    first = [play.take(), play.take()]
    second = next_day(play).take()
    folder = Folder(new_folder(tmp_path / "hall"))
    keep(folder, play.entries)
    path = folder.database.path
    folder.close()
    with closing(read_only(path)) as database:
        monday = read_entries(database, "2026-11-23", [e.TicketIssued, e.DayClosed])
        tuesday = read_entries(database, "2026-11-24", [e.TicketIssued])

        assert [f"{it.epoch}.{it.seq}" for it in monday[:2]] == [it.id for it in first]
        assert [type(it.event) for it in monday[2:]] == [e.DayClosed]
        assert [f"{it.epoch}.{it.seq}" for it in tuesday] == [second.id]
        with pytest.raises(NotFound, match="report-no-day"):
            read_entries(database, "2026-11-25", [e.TicketIssued])
