# SPDX-License-Identifier: Apache-2.0
"""How a folder is mended, step by step; the whole with 200 damages is in tests/faults/test_damage.py."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import make_key
from hallserver.store.backup.place import time_us
from hallserver.store.folder import FILE
from hallserver.store.mending import MADE, Backup, CannotMend, behind, drop_aside, finish, mend
from hallserver.store.soundness import Damage, damage_in
from tests.stories.server_process import prepared
from tests.support import NINE_US

DAY_US = 86_400_000_000
TABLES = Damage(kind="tables", where="leg")


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Return the folder of a hall that was closed in order."""
    return prepared(tmp_path / "hall", tickets=2).path


def saved(hall: Path) -> Backup:
    """Return a backup of the hall as it is."""
    place = hall.with_name("place")
    place.mkdir()
    key = make_key(hall.with_name("key"), hall)
    Keeper(hall, place, key).full(NINE_US)
    return Backup(place=place, key=key)


def change(hall: Path, sql: str) -> None:
    """Change something behind the program's back."""
    with closing(sqlite3.connect(hall / FILE)) as database:
        database.execute(sql)
        database.commit()


def test_a_whole_journal_needs_no_backup(hall: Path) -> None:
    """The tables are made from it anew; the old file is kept aside."""
    change(hall, "DELETE FROM leg")

    done = mend(hall, TABLES, NINE_US, None)

    assert (done.from_backup, done.complete) == (False, True)
    assert damage_in(hall / FILE) is None
    assert (Path(done.aside) / FILE).exists()


def test_a_broken_journal_is_cut_at_the_break_and_the_rest_is_named(hall: Path) -> None:
    """What the backup has is kept, what follows on is kept, and from where to where something is missing is said."""
    backup = saved(hall)
    change(hall, "UPDATE event SET body = x'00' WHERE seq = 12")

    done = mend(hall, Damage(kind="chain", where="1.12"), NINE_US + DAY_US, backup)

    assert done.from_backup
    assert damage_in(hall / FILE) is None


def test_without_backup_a_broken_journal_cannot_be_mended(hall: Path) -> None:
    """The program must not choose what a hall forgets."""
    change(hall, "UPDATE event SET body = x'00' WHERE seq = 12")

    with pytest.raises(CannotMend) as refused:
        mend(hall, Damage(kind="chain", where="1.12"), NINE_US, None)

    assert refused.value.sound == "1.11"
    assert not (hall / MADE).exists()


def test_a_backup_that_cannot_be_read_is_named(hall: Path) -> None:
    """Whoever holds the right key must learn that this was the wrong one."""
    backup = saved(hall)
    change(hall, "UPDATE event SET body = x'00' WHERE seq = 12")

    with pytest.raises(CannotMend, match="wrong-key"):
        mend(hall, Damage(kind="chain", where="1.12"), NINE_US, Backup(place=backup.place, key=bytes(32)))


def test_a_folder_older_than_its_backup_is_seen(hall: Path) -> None:
    """A folder that somebody copied back from last week would give last week's numbers again."""
    backup = saved(hall)
    assert behind(hall, backup) is None
    change(hall, "DELETE FROM event WHERE seq > 10")
    found = behind(hall, backup)
    assert found is not None
    assert found.kind == "behind"
    assert found.where.startswith("1.10 < ")


def test_there_is_nothing_to_finish_in_a_sound_folder(hall: Path) -> None:
    """Every start asks."""
    assert finish(hall) is None
    (hall / MADE).mkdir()
    assert finish(hall) is None
    assert not (hall / MADE).exists()


def test_what_was_put_aside_is_removed_after_its_time(hall: Path) -> None:
    """The damaged file holds the vault as it was; nobody may keep that for ever."""
    change(hall, "DELETE FROM leg")
    done = mend(hall, TABLES, NINE_US, None)
    aside, at_us = Path(done.aside), time_us(Path(done.aside).name.removeprefix("damaged-"))

    assert drop_aside(hall, at_us) == 0
    assert drop_aside(hall, at_us + 1) == 1
    assert not aside.exists()
    assert damage_in(hall / FILE) is None
