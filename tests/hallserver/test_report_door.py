# SPDX-License-Identifier: Apache-2.0
"""Asking for a report: the file that comes out, and what is refused."""

import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader

from hallserver import report_door
from hallserver.core import events as e
from hallserver.core.errors import HallError, Malformed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.rules_paper import paper_letter
from hallserver.core.standard import Standard
from hallserver.core.theme import Theme
from hallserver.report_door import card_pdf, day_report, made_day, period_report, why_report
from hallserver.store.chain import row_of
from hallserver.store.database import read_only
from hallserver.store.standards import read_standards
from tests.hallserver.core.test_logo import png
from tests.hallserver.store.test_report_rows import DAY, MONDAY, NEXT, TUESDAY, hall
from tests.reports.sample_day import catalog
from tests.support import SMALL_HALL, STANDARD, Play


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data file with a closed Monday and a Tuesday that has just begun."""
    path = tmp_path / "hall.sqlite3"
    with hall(path, [(MONDAY, DAY), (TUESDAY, NEXT)]):
        return path


def test_a_day_comes_out_in_every_format(data: Path) -> None:
    """From the file on disk to the bytes that are printed."""
    reader = read_only(data)
    pdf, table = (day_report(reader, MONDAY, output, "zh-Hans", catalog()) for output in ("pdf", "csv"))
    body = msgspec.json.decode(day_report(reader, MONDAY, "json", "en", catalog()))
    reader.close()

    assert pdf.startswith(b"%PDF")
    assert "取号数".encode() in table
    figures = {figure["key"]: figure for section in body["sections"][:9] for figure in section["groups"][0]["figures"]}
    assert (figures["tickets.issued"]["value"], figures["wait.mean"]["value"], figures["service.mean"]["value"]) == (2, 1, 2)
    assert (figures["ratings.response"]["value"], figures["items.done"]["value"]) == (1, 2)
    assert [note["key"] for note in body["notes"]] == ["clock"]


def test_a_report_of_a_running_day_is_of_one_moment(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written while its rows are read is not in it: it would lie behind the anchor that the report names."""

    def late(*asked: Any) -> dict[str, Standard]:
        entry = e.Entry(epoch=1, seq=99, at_us=99_000_000, day=TUESDAY, actor="person:li", event=e.EnquiryCounted(topic="papers"))
        with closing(sqlite3.connect(data)) as writer, writer:
            writer.execute("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?)", (*row_of(entry), bytes(32)))
        return read_standards(*asked)

    monkeypatch.setattr(report_door, "read_standards", late)
    with closing(read_only(data)) as reader:
        report = made_day(reader, TUESDAY, catalog())
        monkeypatch.undo()
        later = made_day(reader, TUESDAY, catalog())
    counted = [it.section("enquiries").groups[0].figure("enquiries.all").value for it in (report, later)]
    assert counted == [0, 1]


@pytest.mark.parametrize(
    ("day", "output", "kind", "key"),
    [
        ("2026-03-01", "json", NotFound, "report-no-day"),
        ("2026-02-30", "json", Malformed, "report-no-date"),
        ("gestern", "json", Malformed, "report-date"),
        ("9999-12-31", "json", Malformed, "report-no-date"),
        (MONDAY, "odt", Malformed, "report-format"),
    ],
)
def test_what_there_is_not_is_refused(data: Path, day: str, output: str, kind: type[HallError], key: str) -> None:
    """A day on which the hall did not open has no data; an empty report would say that nobody came."""
    reader = read_only(data)
    with pytest.raises(kind, match=key):
        day_report(reader, day, output, "zh-Hans", catalog())
    reader.close()


def test_a_period_is_one_report_over_halls_and_days(data: Path) -> None:
    """Both days of the hall, and of a second one that has the same."""
    halls = [(lambda: closing(read_only(data)), catalog())] * 2
    report = period_report(halls, MONDAY, TUESDAY)

    assert (report.days, report.halls, report.closed_us, report.to_date) == (4, 2, None, "2026-03-04")
    assert report.section("tickets").groups[0].figure("tickets.issued").value == 6
    assert [group.figure("tickets.issued").value for group in report.section("by-hall").groups] == [3, 3]
    assert [(it.date, it.opened) for it in report.pictured.days] == [(MONDAY, 2 * 11 / 12), (TUESDAY, 0.0)], "counters open"


@pytest.mark.parametrize(
    ("first", "last", "kind", "key"),
    [
        ("2026-01-01", "2026-02-28", NotFound, "report-no-days"),
        (TUESDAY, MONDAY, Malformed, "report-dates"),
        ("2026-02-30", MONDAY, Malformed, "report-no-date"),
        (MONDAY, "9999-12-31", Malformed, "report-no-date"),
    ],
)
def test_a_period_that_holds_nothing_is_refused(data: Path, first: str, last: str, kind: type[HallError], key: str) -> None:
    """Nobody may read it as a year without visitors."""
    with pytest.raises(kind, match=key):
        period_report([(lambda: closing(read_only(data)), catalog())], first, last)


def test_a_card_names_its_hall_and_its_own_paper_letter() -> None:
    """The pre-printed numbers must be those that the hall lets in afterwards."""
    play = Play()
    content = card_pdf(play.hall, "paper-numbers", "zh-Hans", range(7, 9))
    text = re.sub(r"\s", "", PdfReader(io.BytesIO(content)).pages[0].extract_text())
    assert "福田区政务服务大厅" in text
    assert re.findall(r"[A-Z]\d{3}", text) == [f"{paper_letter(play.hall)}00{number}" for number in (7, 8)]
    wide = Play(standard=STANDARD.replace('[parameter."ticket.digits"]\nvalue = 3', '[parameter."ticket.digits"]\nvalue = 4'))
    four = PdfReader(io.BytesIO(card_pdf(wide.hall, "paper-numbers", "zh-Hans", range(7, 8)))).pages[0].extract_text()
    assert "P0007" in four, "paper says another number than the screens"
    assert card_pdf(Hall(), "keys", "en").startswith(b"%PDF"), "before a standard is adopted"


def test_the_door_signs_are_those_of_the_counters_in_use() -> None:
    """By number; a name that says no more than the number is left out, and so is a counter that is retired."""
    more = [
        {"slug": "c9", "names": {"zh-Hans": "9 号窗口", "en": "Counter 9"}, "number": 9, "queues": ["social"], "accessible": True},
        {"slug": "c8", "names": {"zh-Hans": "企业开办专窗"}, "number": 8, "queues": ["social"]},
        {"slug": "c7", "names": {"zh-Hans": "旧窗口"}, "number": 7, "retired": True},
    ]
    play = Play(SMALL_HALL | {"counters": [*SMALL_HALL["counters"], *more]})
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(card_pdf(play.hall, "door-signs", "zh-Hans"))).pages]
    assert len(pages) == len(SMALL_HALL["counters"]) + 2
    assert "企业开办专窗" in pages[-2]
    assert "无障碍窗口" in pages[-1]
    assert "9 号窗口" not in pages[-1]


def test_why_one_number_was_first_is_answered_from_the_journal(data: Path) -> None:
    """Of any day that the hall has; of a day or number that it has not, nothing is made up."""
    reader = read_only(data)
    hall = Play().hall
    body = msgspec.json.decode(why_report(reader, MONDAY, ("A001", "A002"), "json", hall=hall))
    printed = why_report(reader, MONDAY, ("A001", "A002"), "pdf", hall=hall)

    assert (body["first"], [line["number"] for line in body["lines"] if line["call"]]) == ("A001", ["A001"])
    assert body["about"].endswith("审计锚点 1.13:" + "0d" * 8)
    assert printed.startswith(b"%PDF")
    for day, numbers, kind in (
        ("2026-03-01", ("A001", "A002"), NotFound),
        (TUESDAY, ("A001", "A002"), NotFound),
        ("x", ("A001", "A002"), Malformed),
    ):
        with pytest.raises(kind):
            why_report(reader, day, numbers, "json", hall=hall)
    reader.close()


def test_the_day_report_counts_what_only_the_journal_has(data: Path) -> None:
    """Acts and enquiries stand beside the figures of the tables."""
    reader = read_only(data)
    body = msgspec.json.decode(day_report(reader, MONDAY, "json", "zh-Hans", catalog()))
    reader.close()
    sections = {section["key"]: section for section in body["sections"]}

    assert body["acts"] == []
    assert {"returns", "enquiries", "acts", "beside"} <= set(sections)
    assert sections["enquiries"]["groups"][0]["figures"][0]["value"] == 0


def test_the_districts_logo_stands_on_printed_reports(data: Path) -> None:
    """On the first page of the day's report and of a why answer; without one there is no picture."""
    reader, plain, branded = read_only(data), Play().hall, Play().hall
    branded.standard = msgspec.structs.replace(branded.rules, theme=Theme(logo=png()))
    printed = day_report(reader, MONDAY, "pdf", "zh-Hans", catalog(), logo=png())
    answered = [why_report(reader, MONDAY, ("A001", "A002"), "pdf", hall=it) for it in (branded, plain)]
    reader.close()
    assert [len(PdfReader(io.BytesIO(it)).pages[0].images) for it in (printed, *answered)] == [1, 1, 0]
    assert len(PdfReader(io.BytesIO(printed)).pages[1].images) == 0
