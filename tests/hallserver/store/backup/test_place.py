# SPDX-License-Identifier: Apache-2.0
"""What the names in a backup place say, and which line is the one to restore."""

from pathlib import Path

import pytest

from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.place import (
    FullFile,
    Line,
    Place,
    SegmentFile,
    line_in,
    line_of,
    lines_in,
    newest_line,
    place_of,
    time_text,
    time_us,
)
from hallserver.store.folder import open_reading
from tests.support import NINE_US, new_folder


def made(place: Path, hall: str, epoch: int, first: int, *, full: bool = True) -> Line:
    """Make a line's folder, with something that is called a full copy."""
    line = line_of(place, hall, epoch, bytes([first]) * 32)
    line.folder.mkdir(parents=True)
    if full:
        line.full(NINE_US).path.touch()
    return line


def code_of(place: Path) -> str:
    """Return why there is no newest line."""
    with pytest.raises(BackupFault) as fault:
        newest_line(place)
    return fault.value.code


def test_a_place_is_written_and_read() -> None:
    """Epochs come before seqs."""
    assert str(Place(1, 57)) == "1.57"
    assert place_of("1.57") == Place(1, 57)
    assert Place(1, 57) < Place(1, 100) < Place(2, 1)
    for wrong in ("", "1", "1.x"):
        with pytest.raises(ValueError, match="invalid literal"):
            place_of(wrong)


def test_times_in_names_are_exact() -> None:
    """To the microsecond, and in order as text."""
    assert time_text(NINE_US + 5) == "20261123T010000.000005Z"
    assert time_us(time_text(NINE_US + 5)) == NINE_US + 5


def test_files_are_found_in_order_and_others_left_alone(tmp_path: Path) -> None:
    """A hundred million minutes later too."""
    line = made(tmp_path, "futian", 1, 10)
    for number, after, upto in ((2, Place(1, 9), Place(1, 12)), (1, Place(1, 5), Place(1, 9)), (100_000_000, Place(1, 12), Place(1, 12))):
        line.segment(number, after, upto).touch()
    for name in ("segment-00000003-1.2-1.3.sealed.part", "notes.txt", "full-x.sealed"):
        (line.folder / name).touch()

    assert [it.number for it in line.segments()] == [1, 2, 100_000_000]
    assert line.segments()[0] == SegmentFile(line.segment(1, Place(1, 5), Place(1, 9)), 1, Place(1, 5), Place(1, 9))
    assert line.fulls() == [FullFile(line.full(NINE_US).path, NINE_US)]
    assert line.hall_id == "futian"
    assert line.vault(7).name == "vault-00000007.sealed"
    assert line.fulls()[0].vault.name == "vault-full-20261123T010000.000000Z.sealed"
    assert line.fulls()[0].verified.name == "full-20261123T010000.000000Z.verified.json"


def test_the_newest_life_that_has_a_full_copy_is_taken(tmp_path: Path) -> None:
    """From the place, the hall's folder or the line itself."""
    made(tmp_path, "futian", 1, 10)
    second = made(tmp_path, "futian", 2, 11)
    made(tmp_path, "futian", 3, 12, full=False)

    assert newest_line(tmp_path) == newest_line(tmp_path / "futian") == newest_line(second.folder) == second
    assert len(lines_in(tmp_path)) == 3


def test_what_is_not_one_hall_has_to_be_named(tmp_path: Path) -> None:
    """Guessing would restore another office, or one of two halls that went on from one backup."""
    assert code_of(tmp_path) == "no-backup"
    made(tmp_path, "futian", 1, 10)
    other = made(tmp_path, "luohu", 1, 11)
    assert code_of(tmp_path) == "several-halls"
    made(tmp_path, "luohu", 1, 12)
    assert code_of(tmp_path / "luohu") == "several-lives"
    assert newest_line(other.folder) == other


def test_an_earlier_life_that_is_still_saved_is_not_passed_over(tmp_path: Path) -> None:
    """A restore that was only tried outranked the hall that is at work."""
    live, drill = made(tmp_path, "futian", 1, 10), made(tmp_path, "futian", 2, 11)
    assert newest_line(tmp_path) == drill
    live.segment(1, Place(1, 5), Place(1, 9)).touch()
    assert newest_line(tmp_path, lambda _: NINE_US) == drill
    with pytest.raises(BackupFault, match="several-lives"):
        newest_line(tmp_path, lambda _: NINE_US + 1)
    live.full(NINE_US + 1).path.touch()

    assert code_of(tmp_path) == "several-lives"
    assert newest_line(live.folder) == live


def test_the_line_of_a_hall_needs_a_place_and_an_event(tmp_path: Path) -> None:
    """A disk that is not mounted must not be filled on the one below it."""
    _, reader = open_reading(new_folder(tmp_path / "hall"))
    with reader() as database:
        with pytest.raises(BackupFault, match="place-missing"):
            line_in(tmp_path / "none", database)
        with pytest.raises(BackupFault, match="nothing"):
            line_in(tmp_path, database)
