# SPDX-License-Identifier: Apache-2.0
"""The doctor sees what is wrong, and says where each setting came from."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from hallserver.cli.doctor import DAY_US, clock, environment, standard
from hallserver.clock import AnchoredClock
from hallserver.core.profile import compose
from hallserver.store.backup.keyfile import make_key
from tests.hallserver.cli.running import hallserver, started
from tests.support import LAYER, NINE_US, SHIPPED


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Return a new hall's folder."""
    hallserver("init", "--data", tmp_path / "hall")
    return tmp_path / "hall"


def test_a_sound_hall_has_nothing_bad(hall: Path) -> None:
    """Environment, database, chain, clock and settings, one line each."""
    done = started("doctor", "--data", hall, "--port", "9000")
    assert done.returncode == 0, done.stdout
    assert "bad" not in {line.split()[0] for line in done.stdout.splitlines()}
    assert "9000 (argument)" in done.stdout
    for subject in ("python", "tornado", "sqlite", "disk", "authority", "certificate", "integrity_check", "chain", "clock", "setting host"):
        assert subject in done.stdout


def test_a_day_that_is_not_open_is_no_counter(hall: Path) -> None:
    """未开窗 is said of a counter, not of a day."""
    done = hallserver("doctor", "--data", hall)
    line = next(line for line in done.stdout.splitlines() if line.split()[1] == "day")
    assert "业务日未开启" in line
    assert "开窗" not in line


def test_the_standard_in_force_is_named_with_what_somebody_should_see_to() -> None:
    """A place's rules are a warning until somebody has confirmed them; where all is settled it is none."""
    rules = compose(SHIPPED, (LAYER,), "2026-11-23")
    found = standard(rules, "2026-11-23")
    assert (found.state, found.subject) == ("warn", "standard")
    assert rules.hash[:12] in found.found
    settled = msgspec.structs.replace(rules, parameters={}, deviations=())

    assert standard(settled, "2026-01-15").state == "ok"


def test_a_changed_journal_is_found(hall: Path) -> None:
    """One changed byte of one event breaks the chain."""
    with sqlite3.connect(hall / "hall.sqlite3") as database:
        database.execute("UPDATE event SET actor='person:mallory' WHERE seq=1")
    database.close()
    done = hallserver("doctor", "--data", hall)
    assert done.returncode == 1
    assert "1.1" in next(line for line in done.stdout.splitlines() if "chain" in line)


def test_keys_that_others_can_read_are_found(hall: Path) -> None:
    """Who reads the chain key can forge the journal."""
    (hall / "keys.json").chmod(0o644)
    done = hallserver("doctor", "--data", hall)
    assert done.returncode == 1
    assert "chmod 600" in done.stdout


def test_a_folder_without_a_hall_is_found(tmp_path: Path) -> None:
    """The doctor does not make what is not there."""
    done = hallserver("doctor", "--data", tmp_path)
    assert done.returncode == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wall_us", "state", "says"), [(NINE_US + 5, "ok", "不落后"), (0, "bad", "慢"), (NINE_US + 20 * DAY_US, "bad", "快 20 天")]
)
def test_a_wall_clock_that_cannot_be_true_is_named(wall_us: int, state: str, says: str) -> None:
    """Behind the last event, or weeks ahead of it: in both the hall's day stands still until somebody looks."""
    found = clock(AnchoredClock(NINE_US, wall_us=lambda: wall_us, mono_s=lambda: 0.0))
    assert found.state == state
    assert says in found.found


def test_a_tornado_with_known_faults_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door would not open with it; the doctor says so before anybody tries."""
    assert next(it for it in environment() if it.subject == "tornado").state == "ok"
    monkeypatch.setattr("tornado.version_info", (6, 5, 4, 0))
    found = next(it for it in environment() if it.subject == "tornado")
    assert found.state == "bad"
    assert "6.5.4" in found.found


def test_backups_that_are_not_set_or_not_there_are_found(hall: Path) -> None:
    """A hall without backups is a warning; one that believes it has some and has none is bad."""
    place, key = hall.parent / "place", hall.parent / "key"
    unset = hallserver("doctor", "--data", hall)
    make_key(key)
    where = ("--backup-folder", place, "--backup-key", key)
    unmounted = hallserver("doctor", "--data", hall, *where)
    place.mkdir()
    empty = hallserver("doctor", "--data", hall, *where)
    hallserver("backup", "--data", hall, *where)
    kept = hallserver("doctor", "--data", hall, *where)

    assert [done.returncode for done in (unset, unmounted, empty, kept)] == [0, 1, 1, 0]
    assert "backup_folder" in next(line for line in unset.stdout.splitlines() if line.startswith("warn  backup"))
    assert str(place) in next(line for line in unmounted.stdout.splitlines() if line.startswith("bad   backup"))
    assert [line[:4] for line in kept.stdout.splitlines() if line[6:12] == "backup"] == ["warn", "ok  ", "ok  "]
    assert "backup place" in kept.stdout, "on the disk of the data"
    assert "backup key" not in kept.stdout
    (place / "key").write_bytes(key.read_bytes())
    (place / "key").chmod(0o600)
    beside = hallserver("doctor", "--data", hall, "--backup-folder", place, "--backup-key", place / "key")
    assert "warn  backup key" in beside.stdout
