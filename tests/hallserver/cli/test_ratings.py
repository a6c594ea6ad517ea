# SPDX-License-Identifier: Apache-2.0
"""``hallserver ratings export`` writes records, masked; in clear text for a hall manager who has said the password."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.store.folder import FILE, Folder
from hallserver.store.hashing import hash_password, new_salt
from tests.hallserver.cli.running import Done, hallserver, started
from tests.hallserver.store.test_rating_rows import rated_days
from tests.hallserver.store.test_record_rows import SAID
from tests.support import keep, new_folder

PASSWORD = "Guangming-42-Lian"
DAYS = ("--from", "2026-11-23", "--until", "2026-12-31")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with rated days and the password of its hall manager; the duty manager's is the same."""
    path = tmp_path_factory.mktemp("ratings") / "hall"
    with closing(Folder(new_folder(path))) as folder:
        keep(folder, rated_days().entries, SAID)
    salt = new_salt()
    with closing(sqlite3.connect(path / FILE)) as database, database:
        for person in ("gao", "dan"):
            database.execute("INSERT INTO credential VALUES (?,?,?,0)", (person, salt, hash_password(PASSWORD, salt)))
    return path


def export_as(hall: Path, person: str, password: str) -> Done:
    """Run the export for a person who says this password."""
    return hallserver("ratings", "export", "--layout", "national", *DAYS, "--data", hall, "--as", person, typed=f"{password}\n")


def test_the_records_are_written_for_the_owner_alone(hall: Path, tmp_path: Path) -> None:
    """One bad rating and what followed have a case number; the others are held back, with their numbers, to be joined later."""
    out = tmp_path / "records.json"
    done = started("ratings", "export", "--layout", "guangdong", *DAYS, "--data", hall, "--out", out)

    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text(encoding="utf-8"))
    assert [(it["record"]["affairSerialNo"], it["record"]["evalProcess"], it["record"]["star"]) for it in found["records"]] == [
        ("SZ-1", 1, 1), ("SZ-1", 2, 5),
    ]  # fmt: skip
    assert found["held_back_by_reason"] == {"default": 1, "follow-up": 1, "left-out": 1, "no-case_no": 1}
    assert found["records"][0]["record"]["contactPhone"] == "*******5678"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_only_a_hall_manager_gets_clear_text(hall: Path) -> None:
    """Not with a wrong password, not as the duty manager, not as nobody; and it is said alike."""
    seen = export_as(hall, "gao", PASSWORD)
    assert seen.returncode == 0, seen.stderr
    assert json.loads(seen.stdout)["records"][0]["record"]["mobile"] == "13812345678"

    refused = [export_as(hall, *who) for who in (("gao", "wrong"), ("dan", PASSWORD), ("nobody", PASSWORD))]
    assert [it.returncode for it in refused] == [2, 2, 2]
    assert {(it.stdout, it.stderr) for it in refused} == {("", refused[0].stderr)}


@pytest.mark.parametrize(
    ("extra", "says"), [(("--region", "4403"), "4403"), (("--from", "2025-01-01", "--until", "2025-01-31"), "2025-01-01")]
)
def test_what_cannot_be_exported_is_said(hall: Path, extra: tuple[str, ...], says: str) -> None:
    """A region that is none, days on which there was no hall."""
    done = hallserver("ratings", "export", "--layout", "anhui", *DAYS, "--data", hall, *extra)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_folder_that_no_newer_server_has_opened_is_said_to_be_one(tmp_path: Path) -> None:
    """As after an update, before the first start: what to do, and no trace of the program's inside."""
    path = tmp_path / "hall"
    with closing(Folder(new_folder(path))) as folder:
        keep(folder, rated_days().entries)
    with closing(sqlite3.connect(path / FILE)) as database, database:
        database.execute("DROP TABLE case_completed")
    done = hallserver("ratings", "export", "--layout", "national", *DAYS, "--data", path)

    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "hallserver serve" in done.stderr
