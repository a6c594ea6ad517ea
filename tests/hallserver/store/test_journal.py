# SPDX-License-Identifier: Apache-2.0
"""Writing the journal: whole groups, one chain."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from hallserver.core import events as e
from hallserver.store.folder import Folder
from hallserver.store.journal import VaultRow
from tests.support import Play, append, keep, new_folder, varied_day

_WORDS = VaultRow(ref="r1", salt=b"salt", content="等了很久", erase_after_us=5)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    """Give an open, empty data folder."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        yield folder


def count(folder: Folder, table: str) -> int:
    """Return how many rows a table has."""
    with folder.database.reader() as reader:
        return int(reader.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- names of this test only


def whole(folder: Folder) -> list[tuple[int, str]]:
    """Read the journal through, checking the chain."""
    with folder.database.reader() as reader:
        return [(entry.seq, entry.kind) for entry in folder.journal.all_checked(reader)]


def test_what_is_written_is_read_back_in_order(folder: Folder) -> None:
    """Events, vault and projections come to be together."""
    entries = varied_day().entries
    keep(folder, entries, [_WORDS])

    assert whole(folder) == [(entry.seq, entry.kind) for entry in entries]
    assert [count(folder, table) for table in ("ticket", "leg", "vault")] == [19, 23, 1]


def test_a_group_is_written_whole_or_not_at_all(folder: Folder) -> None:
    """The last of three is impossible: neither events nor vault nor tables know of the other two."""
    play = Play()
    keep(folder, play.entries)
    for _ in range(3):
        play.take()
    twice = msgspec.structs.replace(play.entries[-1].event, number=1, label="A001")
    group = [*play.entries[-3:-1], msgspec.structs.replace(play.entries[-1], event=twice)]
    with pytest.raises(sqlite3.IntegrityError):
        keep(folder, group, [_WORDS])

    assert len(whole(folder)) == 9
    assert [count(folder, table) for table in ("ticket", "leg", "vault")] == [0, 0, 0]


def test_after_a_failed_group_the_chain_goes_on_from_the_last_good_one(folder: Folder) -> None:
    """The head moves with the commit, not with the attempt."""
    play = Play()
    folder.journal.load()
    append(folder, play.entries)
    with pytest.raises(sqlite3.IntegrityError):
        append(folder, play.entries[-1:])
    play.take()
    append(folder, play.entries[-1:])

    assert whole(folder)[-1] == (10, "TicketIssued")


def test_groups_of_one_process_and_of_the_next_make_one_chain(tmp_path: Path) -> None:
    """A restart leaves no seam."""
    path, play = new_folder(tmp_path), Play()
    with closing(Folder(path)) as folder:
        keep(folder, play.entries[:4])
        keep(folder, play.entries[4:6])
    with closing(Folder(path)) as folder:
        keep(folder, play.entries[6:])

        assert len(whole(folder)) == 9


def test_entries_are_given_from_a_position_on_and_by_the_page(folder: Folder) -> None:
    """The district asks for what came after the last it has, a page at a time."""
    keep(folder, Play().entries)

    assert [entry.seq for entry in folder.journal.after(1, 6)] == [7, 8, 9]
    assert [entry.seq for entry in folder.journal.after(0, 0, limit=2)] == [1, 2]
    assert folder.journal.after(1, 9) == []


def test_a_later_epoch_comes_after_every_earlier_event(folder: Folder) -> None:
    """A restore opens a new epoch, whose numbers start anew."""
    entries = Play().entries
    keep(folder, entries)
    restored = [msgspec.structs.replace(entries[-1], epoch=2, seq=seq, event=e.ClockSuspected(step_s=1.0)) for seq in (1, 2)]
    keep(folder, restored)

    assert [(entry.epoch, entry.seq) for entry in folder.journal.after(1, 8)] == [(1, 9), (2, 1), (2, 2)]
    assert (folder.journal.load().epoch, folder.journal.load().seq) == (2, 2)
