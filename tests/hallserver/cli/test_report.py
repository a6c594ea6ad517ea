# SPDX-License-Identifier: Apache-2.0
"""``hallserver report`` writes the file that was asked for, or says why not."""

from pathlib import Path

import pytest

from tests.hallserver.cli.running import hallserver

DAY = "issued_at,service,number,called_at\n2026-11-23T09:00:00+08:00,敬老优待证,A001,2026-11-23T09:05:00+08:00\n"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one replayed ticket."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "day.csv").write_text(DAY, encoding="utf-8")
    assert hallserver("replay", folder / "day.csv", "--data", folder / "hall").returncode == 0
    return folder / "hall"


@pytest.mark.parametrize(("output", "begins"), [("pdf", b"%PDF-"), ("json", b"{"), ("csv", b"\xef\xbb\xbf")])
def test_each_format_is_written(hall: Path, tmp_path: Path, output: str, begins: bytes) -> None:
    """The manager's three ways to read a day."""
    out = tmp_path / f"day.{output}"
    done = hallserver("report", "day", "--date", "2026-11-23", "--format", output, "--data", hall, "--out", out)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(begins)


@pytest.mark.parametrize(("date", "says"), [("2026-11-24", "2026-11-24"), ("yesterday", "yesterday")])
def test_a_day_that_is_not_there_is_no_empty_day(hall: Path, tmp_path: Path, date: str, says: str) -> None:
    """No data is not zero; nothing is written."""
    done = hallserver("report", "day", "--date", date, "--data", hall, "--out", tmp_path / "day.pdf")
    assert done.returncode == 2
    assert says in done.stderr
    assert not (tmp_path / "day.pdf").exists()
