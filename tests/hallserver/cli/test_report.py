# SPDX-License-Identifier: Apache-2.0
"""``hallserver report`` writes the file that was asked for, or says why not."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from hallserver.exported import FILE, read, who
from hallserver.store.roll_up import LATEST
from hallserver.words import say
from tests.hallserver.cli.running import ROOT, hallserver, started

DAY = "issued_at,service,number,called_at\n2026-11-23T09:00:00+08:00,敬老优待证,A001,2026-11-23T09:05:00+08:00\n"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one replayed ticket."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "day.csv").write_text(DAY, encoding="utf-8")
    assert hallserver("replay", folder / "day.csv", "--data", folder / "hall").returncode == 0
    return folder / "hall"


@pytest.mark.parametrize(
    ("output", "begins"), [("pdf", b"%PDF-"), ("json", b"{"), ("csv", b"\xef\xbb\xbf"), ("docx", b"PK"), ("png", b"\x89PNG")]
)
def test_each_format_is_written(hall: Path, tmp_path: Path, output: str, begins: bytes) -> None:
    """The manager's three ways to read a day."""
    out = tmp_path / f"day.{output}"
    report = started if output == "pdf" else hallserver
    done = report("report", "day", "--date", "2026-11-23", "--format", output, "--data", hall, "--out", out)
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
        *("report", "--from", "2026-11-01", "--to", "2026-11-30", "--format", "json", "--data", hall, "--data", other, "--out", out),
        *("--as-of", "2026-11-26T08:00:00+08:00"),
    )
    assert done.returncode == 0, done.stderr
    body = json.loads(out.read_text(encoding="utf-8"))
    assert (body["report"], body["halls"], body["days"], body["from"], body["to"]) == ("period", 2, 2, "2026-11-01", "2026-12-01")
    assert [it["args"]["n"] for it in body["notes"] if it["key"] in {"not-over", "no-days-halls"}] == [25, 4], "two workdays of each hall"
    for folder in (hall, other):
        kept = json.loads(read(folder).splitlines()[-1])
        assert (kept["report"], kept["first"], kept["last"], kept["output"], kept["halls"]) == (
            "period",
            "2026-11-01",
            "2026-11-30",
            "json",
            2,
        )
        assert (kept["sha256"], kept["who"]) == (hashlib.sha256(out.read_bytes()).hexdigest(), who()[0])
    assert "by-month" not in {section["key"] for section in body["sections"]}, "it has one month: that is the whole"


def test_a_report_of_all_halls_names_the_one_that_cannot_be_read_and_is_none_of_a_single_hall(hall: Path, tmp_path: Path) -> None:
    """Damaged, closed to this user, or empty: the folder stands in the sentence. Nothing is written."""
    asked = ("report", "district", "--date", "2026-11", "--format", "json", "--out", tmp_path / "all.json", "--data", hall)
    other = copytree(hall, tmp_path / "other")
    assert "--data" in hallserver(*asked).stderr
    (other / "hall.sqlite3").write_bytes(b"no database")
    for folder in (other, tmp_path / "none"):
        done = hallserver(*asked, "--data", folder)
        assert (done.returncode, f"{folder} 里的大厅读不出来" in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "all.json").exists()


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        (("--from", "2026-11-01"), "--to"),
        (("--from", "2026-12-01", "--to", "2026-12-31"), "2026-12-01"),
        (("day", "--from", "2026-12-01", "--to", "2026-12-31"), "--date"),
        (("--date", "2026-11-23", "--from", "2026-11-01", "--to", "2026-11-30"), "--date"),
        (("period", "--date", "2026-11-23", "--from", "2026-11-01", "--to", "2026-11-30"), "--date"),
        ((), say("cli.report-which")),
        (("--date", "2026-11-23", "--data", "other"), say("cli.report-one-hall", n=2)),
        (("--date", "2026-11-23", "--out", "x.pdf"), "x.pdf"),
    ],
    ids=["no end", "no day", "a day without a date", "a day of many days", "many days of a day", "nothing", "two halls", "two formats"],
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


@pytest.mark.parametrize(
    ("kind", "date", "first", "end"),
    [
        ("week", "2026-W48", "2026-11-23", "2026-11-30"),
        ("month", "2026-11", "2026-11-01", "2026-12-01"),
        ("year", "2026-11-23", "2026-01-01", "2027-01-01"),
    ],
)
def test_a_kind_of_report_holds_whole_weeks_months_or_years(hall: Path, tmp_path: Path, kind: str, date: str, first: str, end: str) -> None:
    """Of several halls too; how far it is goes to standard error, and which are slow; the watermark is read where nobody else sees it."""
    out, other = tmp_path / "out.json", copytree(hall, tmp_path / "other")
    with closing(sqlite3.connect(other / "hall.sqlite3")) as database, database:
        database.execute("DELETE FROM schema_migration WHERE name=?", (LATEST,))
    asked = ("--date", date, "--format", "json", "--data", hall, "--data", other, "--out", out, "--progress", "--marked", "-")
    done = hallserver("report", kind, *asked, typed="高 导出：上报\n")
    assert done.returncode == 0, done.stderr
    body = json.loads(out.read_text(encoding="utf-8"))
    assert (body["from"], body["to"], body["halls"], body["marked"]) == (first, end, 2, "高 导出：上报")
    assert [line for line in done.stderr.splitlines() if "100" in line]
    assert say("cli.report-older", n=1) in done.stderr


def test_a_form_is_filled_and_what_it_asks_in_vain_is_said(hall: Path, tmp_path: Path) -> None:
    """The district's own workbook; nothing else can be made of it."""
    book = Workbook()
    for at, name in enumerate(("tickets.issued", "photos.taken"), 1):
        book.defined_names[name] = DefinedName(name, attr_text=f"'Sheet'!$A${at}")
    book.save(tmp_path / "form.xlsx")
    asked = ("report", "month", "--date", "2026-11", "--data", hall, "--template", tmp_path / "form.xlsx", "--out", tmp_path / "out.xlsx")
    done = hallserver(*asked)
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]

    assert (done.returncode, [sheet["A1"].value, sheet["A2"].value]) == (0, [1, "本系统不记录"]), done.stderr
    assert "photos.taken" in done.stderr
    assert hallserver(*asked, "--format", "pdf").returncode == 2


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("week", "--from", "2026-11-23", "--to", "2026-11-29"), "--date"),
        (("year", "--date", "2025"), "2025-01-01"),
        (("month", "--date", "2026-13"), "2026-13"),
    ],
    ids=["dates of a week", "no data", "no such month"],
)
def test_a_kind_that_cannot_be_reported_is_refused(hall: Path, asked: tuple[str, ...], says: str) -> None:
    """In a sentence that says what to give instead."""
    done = hallserver("report", *asked, "--data", hall)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr


def test_a_place_that_cannot_be_written_is_said_before_anything_is_read(tmp_path: Path) -> None:
    """There is not even a hall in this folder: the first sentence is about the file."""
    for out, says in ((tmp_path / "none" / "day.pdf", str(tmp_path / "none")), (tmp_path, "--out")):
        done = hallserver("report", "--date", "2026-11-23", "--data", tmp_path, "--out", out)
        assert (done.returncode, "写不出文件" in done.stderr, says in done.stderr) == (2, True, True), done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="not run: no full device here")
def test_a_full_disk_and_an_export_that_cannot_be_kept_are_said(hall: Path, tmp_path: Path) -> None:
    """No half file; and nothing is handed out that nobody would know of."""
    asked = ("report", "--date", "2026-11-23", "--format", "csv", "--data")
    full = hallserver(*asked, hall, "--out", "/dev/full")
    assert (full.returncode, "已满" in full.stderr) == (2, True), full.stderr
    other = copytree(hall, tmp_path / "other")
    (other / FILE).unlink()
    (other / FILE).mkdir()
    done = hallserver(*asked, other, "--out", tmp_path / "day.csv")
    assert (done.returncode, FILE in done.stderr, (tmp_path / "day.csv").exists()) == (2, True, False), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="not run: Windows has no such pipes")
def test_ctrl_c_leaves_no_half_file(hall: Path, tmp_path: Path) -> None:
    """The process stands still where it reads a form; then somebody changes his mind."""
    os.mkfifo(tmp_path / "form")
    command = [sys.executable, "-m", "hallserver", "report", "--date", "2026-11-23", "--data", str(hall)]
    asked = [*command, "--template", str(tmp_path / "form"), "--out", str(tmp_path / "out.xlsx")]
    with subprocess.Popen(asked, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process, (tmp_path / "form").open("wb"):
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert (process.returncode, "没有写出文件" in said) == (130, True), said
    assert [it.name for it in tmp_path.iterdir()] == ["form"]
