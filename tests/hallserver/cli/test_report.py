# SPDX-License-Identifier: Apache-2.0
"""``hallserver report`` writes the file that was asked for, or says why not."""

import json
from pathlib import Path
from shutil import copytree

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


def test_many_days_of_many_halls_are_one_report(hall: Path, tmp_path: Path) -> None:
    """The copy stands for another hall; which report it is need not be said."""
    out, other = tmp_path / "period.json", copytree(hall, tmp_path / "other")
    done = hallserver(
        "report", "--from", "2026-11-01", "--to", "2026-11-30", "--format", "json", "--data", hall, "--data", other, "--out", out
    )
    assert done.returncode == 0, done.stderr
    body = json.loads(out.read_text(encoding="utf-8"))
    assert (body["report"], body["halls"], body["days"], body["from"], body["to"]) == ("period", 2, 2, "2026-11-01", "2026-12-01")
    assert [group["name"] for section in body["sections"] if section["key"] == "by-month" for group in section["groups"]] == ["2026-11"]


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        (("--from", "2026-11-01"), "--to"),
        (("--from", "2026-12-01", "--to", "2026-12-31"), "2026-12-01"),
        (("day", "--from", "2026-12-01", "--to", "2026-12-31"), "--date"),
        (("--date", "2026-11-23", "--from", "2026-11-01", "--to", "2026-11-30"), "--date"),
        (("period", "--date", "2026-11-23", "--from", "2026-11-01", "--to", "2026-11-30"), "--date"),
    ],
    ids=["no end", "no day", "a day without a date", "a day of many days", "many days of a day"],
)
def test_what_cannot_be_reported_is_refused(hall: Path, dates: tuple[str, ...], says: str) -> None:
    """In a sentence that says what to give instead."""
    done = hallserver("report", *dates, "--format", "json", "--data", hall)
    assert done.returncode == 2
    assert says in done.stderr


def test_no_hall_is_counted_twice(hall: Path) -> None:
    """However its folder is written."""
    done = hallserver("report", "--from", "2026-11-01", "--to", "2026-11-30", "--data", hall, "--data", hall / ".." / hall.name)
    assert done.returncode == 2
    assert "--data" in done.stderr
