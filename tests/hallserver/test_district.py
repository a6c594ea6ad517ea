# SPDX-License-Identifier: Apache-2.0
"""The further halls of a district: each folder is there, another hall's, and named once; what is wrong is said by its name."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from hallserver.cli.doctor import district
from hallserver.core.errors import NotFound
from hallserver.core.hall import Hall
from hallserver.district import NO_DISTRICT, District, district_of
from hallserver.report_apart import apart_of
from hallserver.settings import SettingError, Settings, load
from hallserver.store.folder import FILE, PRACTICE, init_folder


def hall(path: Path, slug: str) -> Path:
    """Make a hall's folder and return it."""
    init_folder(path, slug)
    return path


def settings(*folders: object) -> Settings:
    """Return settings with these further halls."""
    return load(None, {"district_folders": ", ".join(map(str, folders))}, {})


def test_the_folders_are_those_that_are_set(tmp_path: Path) -> None:
    """Spaces between them are free; a hall that leads no others has none, and says so when it is asked for a report of all."""
    own, *others = (hall(tmp_path / slug, slug) for slug in ("futian", "yuanling", "nanyuan"))

    found = district_of(settings(*others), own)
    assert found.folders == found.there == tuple(others)
    found.must_be_there()
    assert district_of(load(None, {}, {}), own) == NO_DISTRICT
    with pytest.raises(NotFound, match="district-none"):
        NO_DISTRICT.must_be_there()


@pytest.mark.parametrize("wrong", ["futian", "futian/../futian", "copy", "yuanling", "practice"])
def test_the_halls_own_folder_or_one_named_twice_stops_the_start(tmp_path: Path, wrong: str) -> None:
    """A copy of a hall would be counted twice, as would the hall itself; a practice folder is no hall. The sentence names it."""
    own, other = (hall(tmp_path / slug, slug) for slug in ("futian", "yuanling"))
    hall(tmp_path / "practice", PRACTICE)
    copytree(own, tmp_path / "copy")

    with pytest.raises(SettingError, match=f"argument: district_folders = .*{wrong}"):
        district_of(settings(other, tmp_path / wrong), own)


def test_a_disk_that_is_not_in_stops_no_hall(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The counters would stand still for a report. Log, doctor and each report name it."""
    own, away, empty = hall(tmp_path / "futian", "futian"), tmp_path / "away", tmp_path / "empty"
    empty.mkdir()
    set_up = settings(away, empty)

    apart = apart_of(own, lambda: pytest.fail("nothing is read yet"), Hall, set_up)
    assert (apart.district.gone, apart.district.there) == ((away, empty), ())
    assert [str(it) in caplog.text for it in (own, away, empty)] == [False, True, True]
    assert [(it.state, str(folder) in it.found) for it, folder in zip(district(own, set_up), (away, empty), strict=True)] == [
        ("warn", True)
    ] * 2
    assert [it.state for it in district(own, settings(own))] == ["bad"]
    assert list(district(own, load(None, {}, {}))) == []
    with pytest.raises(NotFound, match="district-folder-gone"):
        apart.must_be_makeable("district")
    with pytest.raises(SettingError):
        district_of(settings(away, away), own)


def test_a_report_of_all_halls_by_the_clock_needs_further_halls(tmp_path: Path) -> None:
    """Else nothing would be delivered month by month, and nobody told."""
    own, other = (hall(tmp_path / slug, slug) for slug in ("futian", "yuanling"))
    with pytest.raises(SettingError, match="report_kinds = district, expected district_folders"):
        district_of(load(None, {"report_kinds": "day, district"}, {}), own)
    assert district_of(load(None, {"report_kinds": "district", "district_folders": str(other)}, {}), own).folders == (other,)


def test_a_folder_that_goes_later_is_named(tmp_path: Path) -> None:
    """Without one hall a report would not be of all of them; what is frozen already needs none."""
    district = District(folders=(hall(tmp_path / "yuanling", "yuanling"), tmp_path / "nanyuan"))

    with pytest.raises(NotFound) as gone:
        district.must_be_there()
    assert gone.value.args_by_name == {"folder": str(tmp_path / "nanyuan")}
    assert district.there == district.folders[:1]


def test_a_neighbour_whose_file_is_damaged_does_not_stop_this_hall(tmp_path: Path) -> None:
    """It is found when the report is asked for."""
    own, other = (hall(tmp_path / slug, slug) for slug in ("futian", "yuanling"))
    with closing(sqlite3.connect(other / FILE)) as database:
        database.execute("DROP TABLE meta")
    assert district_of(settings(other), own).folders == (other,)
