# SPDX-License-Identifier: Apache-2.0
"""A district's own form: named cells get figures, everything else stays as the district made it."""

import io
import zipfile

import pytest
from msgspec import structs
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from hallserver.core.errors import Malformed
from hallserver.words import say
from reports.day import make_day
from reports.sheet_form import fill
from tests.reports.sample_day import at, busy_day, leg, names, period, ticket
from tests.reports.test_breakdown import SMALL, some_rows

BUSY = make_day(busy_day(200), names())


def _form(cells: dict[str, str], **content: str | float) -> tuple[Workbook, Worksheet]:
    """Return a form with names of cells, and what else stands in cells."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "月 报"
    for name, cell in cells.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"'月 报'!{cell}")
    for place, it in content.items():
        sheet[place] = it
    return book, sheet


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_named_cells_get_numbers_and_formulae_styles_and_merged_cells_stay() -> None:
    """The sum of the form still is a formula; a name on a merged cell's hidden part fills the part that shows."""
    book, sheet = _form({"Tickets.Issued": "$B$2", "wait.mean.min": "$B$3", "wait.p90": "$C$9", "wait.within.numerator": "B5"}, B6="=B2+B5")
    sheet.merge_cells("B9:D9")
    sheet["B2"].font = Font(name="黑体", bold=True)
    filled = fill(BUSY, _bytes(book), "zh-Hans")
    found = load_workbook(io.BytesIO(filled.content))["月 报"]
    waits = BUSY.section("waits").groups[0]

    assert (found["B2"].value, found["B6"].value, found["B5"].value) == (200, "=B2+B5", waits.figure("wait.within").numerator)
    assert found["B3"].value == pytest.approx((waits.figure("wait.mean").value or 0) / 60)
    assert found["B9"].value == pytest.approx(waits.figure("wait.p90").value)
    assert (found["B2"].font.name, found["B2"].font.bold, [str(it) for it in found.merged_cells.ranges]) == ("黑体", True, ["B9:D9"])
    assert (filled.unknown, filled.drawings) == ([], False)


def test_what_this_system_does_not_record_says_so_and_is_listed() -> None:
    """Never 0; what the district wrote into such a cell itself stays."""
    report = make_day(period(legs=[leg(1, at("09:00"), implicit=True, started_us=None)], tickets=[ticket(1, at("09:00"))]), names())
    book, _ = _form({"service.mean": "A1", "photos.taken": "A2", "phone": "A3", "ratings.mean": "A4", "tickets.voided": "A5"}, A3="0755")
    filled = fill(report, _bytes(book), "zh-Hans")
    found = [row[0].value for row in load_workbook(io.BytesIO(filled.content)).worksheets[0].iter_rows()]

    assert found == ["本系统不记录", "本系统不记录", "0755", "—", 0]
    assert filled.unknown == ["phone", "photos.taken"]


def test_a_figure_of_another_report_is_not_called_unrecorded() -> None:
    """A queue that there is not, a figure that only other reports have; what no report has is not recorded."""
    cells = {"by_queue.none.wait.mean.min": "A1", "work.weighed": "A2", "not_kept.nothing": "A3", "wait.worst": "A4"}
    filled = fill(make_day(period(), names()), _bytes(_form(cells)[0]), "zh-Hans")
    found = [row[0].value for row in load_workbook(io.BytesIO(filled.content)).worksheets[0].iter_rows()]

    assert found == ["本报告无此项", "本报告无此项", "本系统不记录", "本系统不记录"]
    assert filled.unknown == sorted(cells)


def test_a_cell_that_shows_hours_gets_days_and_a_group_has_its_own_names() -> None:
    """As spreadsheets reckon; a hyphen of ours is an underscore in a name. A text that looks like a formula is a text."""
    book, sheet = _form({"wait.mean": "A1", "by_queue.social.wait.mean": "A2", "report.hall": "A3", "report.dates": "A4"})
    sheet["A1"].number_format = "[h]:mm:ss"
    report = structs.replace(BUSY, hall={"zh-Hans": "=1+1"})
    found = load_workbook(io.BytesIO(fill(report, _bytes(book), "zh-Hans").content)).worksheets[0]
    queue = next(group for group in BUSY.section("by-queue").groups if group.slug == "social")

    assert found["A1"].value.total_seconds() == pytest.approx(BUSY.section("waits").groups[0].figure("wait.mean").value, abs=1e-3)
    assert found["A2"].value == pytest.approx(queue.figure("wait.mean").value)
    assert (found["A3"].value, found["A3"].data_type, found["A4"].value) == ("=1+1", "s", "2026-03-02")


def test_what_is_no_form_is_refused_and_lost_pictures_are_told() -> None:
    """A text file, a bare archive, an archive that unpacks without end."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a", b"\0" * 50_000_001)
    for form in (b"no form", b"PK\x05\x06" + b"\0" * 18, out.getvalue()):
        with pytest.raises(Malformed, match="report-form"):
            fill(BUSY, form, "zh-Hans")
    book, _ = _form({"wait.mean": "A1"})
    whole = io.BytesIO(_bytes(book))
    with zipfile.ZipFile(whole, "a") as parts:
        parts.writestr("xl/media/image1.png", b"")
    assert fill(BUSY, whole.getvalue(), "zh-Hans").drawings
    marked = load_workbook(io.BytesIO(fill(structs.replace(BUSY, marked="李"), _bytes(book), "en").content)).worksheets[0]
    assert marked.oddHeader is not None
    assert marked.oddHeader.left.text == "李"


def test_a_figure_that_is_withheld_says_why() -> None:
    """Bookings are never kept here; a clerk with few cases is not judged; neither is *no case*, and neither is a number."""
    few = make_day(some_rows(), SMALL)
    book, _ = _form({"not_kept.booked": "A1", "by_clerk.wang.service.mean": "A2"})
    found = load_workbook(io.BytesIO(fill(few, _bytes(book), "zh-Hans").content))["月 报"]

    assert (found["A1"].value, found["A2"].value) == ("本系统不记录", say("report.small-n", "zh-Hans"))


def test_a_name_finds_its_cell_however_the_form_has_it_or_is_listed() -> None:
    """Whole columns and rows, a sheet with an apostrophe; a row that was deleted, a sheet that is not there, a formula lead nowhere."""
    book = Workbook()
    book.worksheets[0].title = "A's"
    at_cells = {"tickets.issued": "'A''s'!$B:$B", "legs.called": "'A''s'!$3:$3", "tickets.finished": "'A''s'!$C$4,'A''s'!$D$4"}
    nowhere = {"wait.max": "#REF!", "wait.p90": "gone!$A$1", "wait.mean": "OFFSET('A''s'!$A$1,1,1)"}
    for name, where in {**at_cells, **nowhere, "our.constant": "5"}.items():
        book.defined_names[name] = DefinedName(name, attr_text=where)
    filled = fill(BUSY, _bytes(book), "zh-Hans")
    found = load_workbook(io.BytesIO(filled.content)).worksheets[0]

    assert [found[place].value is not None for place in ("B1", "A3", "C4", "D4")] == [True, True, True, False]
    assert filled.unknown == sorted(nowhere)
