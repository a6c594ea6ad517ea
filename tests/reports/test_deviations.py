# SPDX-License-Identifier: Apache-2.0
"""What a report says of deviations from the unified standard: in every format, by the standard that they were in force under."""

import csv
import io
import json

import msgspec
import pytest
from openpyxl import load_workbook

from hallserver.core.profile import compose
from reports.day import make_day
from reports.deviations import COLUMNS, DeviationLine, cells, lines_of
from reports.sheet_csv import safe_cell, to_csv
from reports.sheet_json import to_json
from reports.sheet_xlsx import to_xlsx
from reports.tables import deviations, meta
from tests.reports.sample_day import busy_day, names
from tests.support import LAYER, SHIPPED

MORE = (
    LAYER
    + """
[deviation."call.gap"]
locked = true
reason = "统一"
author = "单明"
date = 2026-11-23

[deviation."pi.face"]
value = "consent"
reason = "=试点"
author = "单明"
date = 2026-11-23
until = 2026-12-31

[group.elderly]
credit_s = 600
reason = "老人多"
author = "单明"
date = 2026-11-23
"""
)
MARK = "0123456789ab"
LINES = lines_of({MARK: compose(SHIPPED, (MORE,), "2026-11-23")})


def test_what_gives_a_value_or_a_credit_is_listed_with_what_the_root_says() -> None:
    """What only locks or confirms has changed nothing."""
    assert [(it.parameter, it.value, it.usual) for it in LINES] == [
        ("book.late", 20, 15),
        ("pi.face", "consent", "off"),
        ("group.elderly", 600, 1200),
    ]
    assert all((it.standard, it.tier, it.place, it.author) == (MARK, "hall", "福田大厅", "单明") for it in LINES)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_each_line_is_said_in_every_language(language: str) -> None:
    """A text for each column."""
    for line in LINES:
        texts = cells(line, language)
        assert len(texts) == len(COLUMNS)
        assert all(texts)
    assert cells(LINES[0], "zh-Hans")[:5] == (MARK, "book.late", "预约迟到宽限", "20 分钟", "15 分钟")


def test_a_report_names_them_in_every_format() -> None:
    """Numbers beside words, and nothing that a sheet would run."""
    report = msgspec.structs.replace(make_day(busy_day(5), names()), standards=(MARK,), deviations=LINES)
    assert [it["parameter"] for it in json.loads(to_json(report, "zh-Hans"))["deviations"]] == ["book.late", "pi.face", "group.elderly"]
    rows = list(csv.reader(io.StringIO(to_csv(report, "zh-Hans").decode("utf-8-sig"))))
    assert [row[1] for row in rows if row[0] == "deviations"] == ["book.late", "pi.face", "group.elderly"]
    names_of, values, usual, reasons = zip(*((row[2], row[3], row[10], row[13]) for row in rows if row[0] == "deviations"), strict=True)
    assert (values, usual) == (tuple(str(it.value) for it in report.deviations), tuple(str(it.usual) for it in report.deviations))
    assert reasons == tuple(safe_cell(it.reason) for it in report.deviations)
    assert names_of == tuple(cells(it, "zh-Hans")[COLUMNS.index("name")] for it in report.deviations), "not all of it in one cell"
    sheet = load_workbook(io.BytesIO(to_xlsx(report, "zh-Hans"))).worksheets[-2]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["book.late", "pi.face", "group.elderly"]
    assert {row[6].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    [table] = deviations(report, "zh-Hans")

    assert [row[0].small for row in table.rows] == ["", "", ""], "keys are for files"
    assert not any("." in row[0].main for row in table.rows)
    assert {row[4].small for row in table.rows} == {MARK}
    assert ("对统一标准的偏离", "3 项") in meta(report, "zh-Hans")


def test_without_a_deviation_nothing_is_listed_and_the_head_says_so() -> None:
    """A table without rows would look like a fault."""
    report = make_day(busy_day(5), names())

    assert deviations(report, "zh-Hans") == []
    assert ("对统一标准的偏离", "0 项") in meta(report, "zh-Hans")
    assert isinstance(LINES[0], DeviationLine)
