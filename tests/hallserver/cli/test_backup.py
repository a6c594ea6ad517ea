# SPDX-License-Identifier: Apache-2.0
"""``hallserver backup`` writes and proves, or says in a sentence why not."""

from pathlib import Path

import pytest

from hallserver.store.backup.place import newest_line
from tests.hallserver.cli.running import hallserver, started


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Return a new hall's folder, with a place and a key beside it."""
    hallserver("init", "--data", tmp_path / "hall")
    (tmp_path / "place").mkdir()
    made = hallserver("backup", "--data", tmp_path / "hall", "--new-key", tmp_path / "key")
    assert made.returncode == 0
    assert str(tmp_path / "key") in made.stdout
    return tmp_path / "hall"


def test_a_full_copy_is_written_and_segments_after_it(hall: Path) -> None:
    """Each says where it is and up to which event."""
    where = ("--backup-folder", hall.parent / "place", "--backup-key", hall.parent / "key")
    early = hallserver("backup", "--data", hall, "--segment", *where)
    full = started("backup", "--data", hall, *where)
    segment = hallserver("backup", "--data", hall, "--segment", *where)

    line = newest_line(hall.parent / "place")
    assert (early.returncode, full.returncode, segment.returncode) == (2, 0, 0)
    assert str(line.fulls()[0].path) in full.stdout
    assert str(line.segments()[0].path) in segment.stdout
    assert line.fulls()[0].verified.exists()


def test_where_and_the_key_may_stand_in_the_settings(hall: Path) -> None:
    """As for the server."""
    (hall / "settings.toml").write_text(f'backup_folder = "{hall.parent}/place"\nbackup_key = "{hall.parent}/key"\n', encoding="utf-8")

    assert hallserver("backup", "--data", hall).returncode == 0


def test_what_is_not_set_or_not_there_is_said(hall: Path) -> None:
    """Never a backup without encryption, never a key inside the folder."""
    place, key = hall.parent / "place", hall.parent / "key"
    unset = hallserver("backup", "--data", hall, "--backup-folder", place)
    unmounted = hallserver("backup", "--data", hall, "--backup-folder", hall.parent / "none", "--backup-key", key)
    inside = hallserver("backup", "--data", hall, "--new-key", hall / "key")
    again = hallserver("backup", "--data", hall, "--new-key", key)

    assert {done.returncode for done in (unset, unmounted, inside, again)} == {2}
    assert "backup_key" in unset.stderr
    assert str(hall.parent / "none") in unmounted.stderr
    assert str(hall / "key") in inside.stderr
    assert str(key) in again.stderr
    assert list(place.iterdir()) == []


def test_the_clock_of_the_server_that_asks_is_the_clock(hall: Path) -> None:
    """A copy dated by another clock than the one that says when the next is due would be made again every minute."""
    where = ("--backup-folder", hall.parent / "place", "--backup-key", hall.parent / "key")

    assert hallserver("backup", "--data", hall, "--now", "1793700000000000", *where).returncode == 0
    assert newest_line(hall.parent / "place").fulls()[0].taken_us == 1793700000000000


def test_a_place_inside_the_data_folder_is_refused(hall: Path) -> None:
    """By the verb, and the doctor says it."""
    (hall / "place").mkdir()
    where = ("--backup-folder", hall / "place", "--backup-key", hall.parent / "key")
    done = hallserver("backup", "--data", hall, *where)
    doctor = hallserver("doctor", "--data", hall, *where)

    assert (done.returncode, list((hall / "place").iterdir())) == (2, [])
    assert str(hall / "place") in done.stderr
    assert doctor.returncode == 1
    assert str(hall / "place") in doctor.stdout
