# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management as CSV: one table of the columns of the others, safe to open."""

import csv
import io

import pytest
from msgspec import structs

from reports.osm import OsmDistrict, OsmReport, roll_up
from reports.osm_csv import to_csv
from reports.osm_lines import lines
from reports.sheet_csv import COLUMNS
from tests.faults.test_formula_cells import formulas
from tests.reports.test_osm import DAY, made
from tests.reports.test_osm_halls import SHUT

REPORT = made()


def rows(of: OsmReport | OsmDistrict, marked: str = "") -> list[list[str]]:
    """Return the cells, read back as a spreadsheet reads them."""
    content = to_csv(of, "zh-Hans", marked=marked)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_figure_and_every_finding_has_a_line_of_as_many_cells() -> None:
    """Under the head of the other reports; what was before has a section of its own, so has the watermark."""
    head, *body = rows(REPORT, marked="=李")
    figures = lines(REPORT, "zh-Hans")
    sections = [row[0] for row in body]

    assert tuple(head) == COLUMNS
    assert {len(row) for row in body} == {len(COLUMNS)}
    assert len(body) == len(figures) + sum(it.before is not None for it in figures) + len(REPORT.findings) + 1
    assert sections.count("findings-list") == len(REPORT.findings)
    [score] = [row for row in body if row[:2] == ["matrix", "osm.space.sort"]]
    assert score[2:9] == ["空间·整理·得分", "90", "分", "1", "10", "6", "0"]
    assert ["before", "osm.space.sort", "空间·整理·得分", "40", "分"] in [row[:5] for row in body]
    assert body[-1][2] == "'=李"


def test_a_finding_says_where_who_and_when_and_what_it_cost() -> None:
    """Dates are whole dates."""
    [line] = [row for row in rows(REPORT) if row[1] == "X20260303-002"]
    assert all(said in line[2] for said in ("标识齐全", "信息·定位", "大厅", "一般", "刘志强", "期限 2026-03-04", "重复发生，第 2 次"))
    assert line[3:5] == ["1", "分"]


def test_each_hall_of_a_district_has_its_own_lines_and_no_name_is_run_as_a_formula() -> None:
    """All halls together first."""
    other = structs.replace(REPORT, hall={"zh-Hans": "=1+1"})
    body = rows(roll_up([REPORT, other], DAY, None))

    values = {row[1]: row[3] for row in body if row[0] == "findings"}
    assert [values[key] for key in ("osm.findings", "hall-1.osm.findings", "hall-2.osm.findings")] == ["4", "2", "2"]
    assert {row[2][:6] for row in body if row[1].startswith("hall-2.") and row[0] != "before"} == {"'=1+1 "}


def test_whatever_people_write_is_text_in_every_spreadsheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zone, a place, a number; the control: without the guard they would be run."""
    lines_of = tuple(structs.replace(it, place="x;=1+1", no="＝cmd") for it in REPORT.findings)
    hostile = structs.replace(REPORT, hall={"zh-Hans": "\u200b=HYPERLINK(1)"}, findings=lines_of, zones={"main": {"zh-Hans": "+1"}})
    of = roll_up([hostile, hostile], DAY, None, without=[structs.replace(SHUT, hall=hostile.hall)])
    assert [row[3] for row in rows(of) if row[0] == "no-data"] == ["无数据：本期没有开门营业的记录"]

    assert [formulas(to_csv(it, "zh-Hans", marked="@x")) for it in (hostile, of)] == [[], []]
    monkeypatch.setattr("reports.osm_csv.safe_cell", str)
    assert all(formulas(to_csv(it, "zh-Hans", marked="@x")) for it in (hostile, of))
