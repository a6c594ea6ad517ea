# SPDX-License-Identifier: Apache-2.0
"""``hallserver restore`` makes a data folder, or names the file that keeps it from doing so."""

import json
from pathlib import Path

import pytest

from hallserver.store.backup.place import newest_line
from tests.hallserver.cli.running import hallserver, started


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a folder with a hall, its backups and their key."""
    hallserver("init", "--data", tmp_path / "hall")
    (tmp_path / "place").mkdir()
    hallserver("backup", "--data", tmp_path / "hall", "--new-key", tmp_path / "key")
    hallserver("backup", "--data", tmp_path / "hall", "--backup-folder", tmp_path / "place", "--backup-key", tmp_path / "key")
    return tmp_path


def test_a_hall_is_restored_and_said_up_to_where(saved: Path) -> None:
    """Whoever reads it knows what is missing from then on."""
    done = started("restore", "--from", saved / "place", "--key", saved / "key", "--data", saved / "new")

    assert done.returncode == 0, done.stderr
    assert newest_line(saved / "place").fulls()[0].path.name in done.stdout
    checked = hallserver("rebuild", "--check", "--data", saved / "new")
    assert json.loads(checked.stdout)["differences"] == []


def test_what_keeps_it_from_restoring_is_named(saved: Path) -> None:
    """A damaged file, a wrong key, a folder in use, a place that is none."""
    full = newest_line(saved / "place").fulls()[0].path
    hallserver("backup", "--data", saved / "hall", "--new-key", saved / "other")
    into = ("--data", saved / "new")
    other = hallserver("restore", "--from", saved / "place", "--key", saved / "other", *into)
    used = hallserver("restore", "--from", saved / "place", "--key", saved / "key", "--data", saved / "hall")
    nowhere = hallserver("restore", "--from", saved / "place", "--key", saved / "key", *into, "--until", "yesterday")
    full.write_bytes(full.read_bytes()[:-1])
    damaged = hallserver("restore", "--from", saved / "place", "--key", saved / "key", *into)
    salvaged = hallserver("restore", "--from", saved / "place", "--key", saved / "key", *into, "--salvage")

    assert {done.returncode for done in (other, used, nowhere, damaged, salvaged)} == {2}
    assert full.name in other.stderr
    assert str(saved / "hall") in used.stderr
    assert "yesterday" in nowhere.stderr
    assert full.name in damaged.stderr
    assert not (saved / "new").exists()
