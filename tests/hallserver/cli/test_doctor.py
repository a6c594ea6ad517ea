# SPDX-License-Identifier: Apache-2.0
"""The doctor sees what is wrong, and says where each setting came from."""

import sqlite3
from pathlib import Path

import pytest

from tests.hallserver.cli.running import hallserver


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Return a new hall's folder."""
    hallserver("init", "--data", tmp_path / "hall")
    return tmp_path / "hall"


def test_a_sound_hall_has_nothing_bad(hall: Path) -> None:
    """Environment, database, chain, clock and settings, one line each."""
    done = hallserver("doctor", "--data", hall, "--port", "9000")
    assert done.returncode == 0, done.stdout
    assert "bad" not in {line.split()[0] for line in done.stdout.splitlines()}
    assert "9000 (argument)" in done.stdout
    for subject in ("python", "tornado", "sqlite", "disk", "integrity_check", "chain", "clock", "setting host"):
        assert subject in done.stdout


def test_a_day_that_is_not_open_is_no_counter(hall: Path) -> None:
    """未开窗 is said of a counter, not of a day."""
    done = hallserver("doctor", "--data", hall)
    line = next(line for line in done.stdout.splitlines() if line.split()[1] == "day")
    assert "业务日未开启" in line
    assert "开窗" not in line


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
