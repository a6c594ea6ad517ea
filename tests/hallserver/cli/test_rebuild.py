# SPDX-License-Identifier: Apache-2.0
"""``hallserver rebuild --check`` tells sound from changed by its exit code."""

import json
import sqlite3
from pathlib import Path

from tests.hallserver.cli.running import hallserver, started


def test_a_sound_hall_is_clean_and_a_changed_table_is_not(tmp_path: Path) -> None:
    """A figure that was edited by hand is found, with the row."""
    hallserver("init", "--data", tmp_path / "hall")
    clean = started("rebuild", "--check", "--data", tmp_path / "hall")
    assert (clean.returncode, json.loads(clean.stdout)["differences"]) == (0, [])

    with sqlite3.connect(tmp_path / "hall" / "hall.sqlite3") as database:
        database.execute("INSERT INTO business_day (date, opened_us) VALUES ('2026-11-23', 1)")
    database.close()
    changed = hallserver("rebuild", "--check", "--data", tmp_path / "hall")
    assert changed.returncode == 1
    assert json.loads(changed.stdout)["differences"][0]["table"] == "business_day"


def test_an_anchor_that_does_not_fit_is_named_and_text_that_is_none_is_refused(tmp_path: Path) -> None:
    """The auditor types what is on a slip."""
    hallserver("init", "--data", tmp_path / "hall")
    asked = ("rebuild", "--check", "--data", tmp_path / "hall", "--anchor")
    missing = hallserver(*asked, "1.999:0123456789abcdef")
    assert (missing.returncode, "1.999:0123456789abcdef" in missing.stderr) == (1, True)
    assert json.loads(missing.stdout)["differences"] == [{"table": "anchor", "kept": "missing", "refolded": "1.999:0123456789abcdef"}]
    assert hallserver(*asked, "1.1").returncode == 2
