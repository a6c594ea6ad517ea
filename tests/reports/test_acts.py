# SPDX-License-Identifier: Apache-2.0
"""The list of acts in a report, in every format."""

import io

import msgspec
import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from hallserver.core.acts import Act
from reports.acts import COLUMNS, cells, lines_of
from reports.day import make_day
from reports.extras import extras_of
from reports.names import names_of
from reports.report import DayReport
from reports.sheet_csv import to_csv
from reports.sheet_json import to_json
from reports.sheet_xlsx import to_xlsx
from reports.tables import acts
from tests.reports.sample_day import busy_day
from tests.support import varied_day


@pytest.fixture(scope="module")
def report() -> DayReport:
    """Return the report of a made-up day with the acts of a varied one."""
    play = varied_day()
    names = names_of(play.hall.catalog, {slug: group.names for slug, group in play.hall.rules.groups.items()})
    return make_day(busy_day(40), replace(names, zone="Asia/Shanghai", hours={"1": ("09:00-17:30",)}), extras_of(play.entries))


def test_every_act_stands_in_every_format(report: DayReport) -> None:
    """With time, who, on whose word and why."""
    listed = msgspec.json.decode(to_json(report, "zh-Hans"))["acts"]
    decided, by_rule = acts(report, "zh-Hans")
    book = load_workbook(io.BytesIO(to_xlsx(report, "zh-Hans")))
    sheet = book.worksheets[-2]
    csv = to_csv(report, "zh-Hans").decode()
    ordered = next(it for it in listed if it["kind"] == "call-ticket")
    assert report.section("late").groups
    assert "指定叫号" in {row[1].main for row in decided.rows}
    assert {"优先叫号（越过他人）", "补录纸质号"} < {row[1].main for row in by_rule.rows}
    assert {"下班后办完", "咨询", "二次优先"} < {row[0] for row in book["全厅指标"].iter_rows(values_only=True)}

    assert len(listed) == len(decided.rows) + len(by_rule.rows) == sheet.max_row - 1 == csv.count("acts-list,") == len(report.acts) > 10
    assert (ordered["act"], ordered["number"], ordered["by"], ordered["ordered-by"], ordered["reason"]) == (
        "指定叫号", "A007", "李敏", "单明", "事先约定",
    )  # fmt: skip
    assert [cell.value for cell in sheet[1]] == ["时间", "操作", "号码", "窗口", "操作人", "决定人", "原因与说明"]
    assert all(text for line in report.acts for text in cells(line, report.zone, "zh-Hans")[:2])


def test_names_fill_what_an_act_is_about(report: DayReport) -> None:
    """Groups, plans, colleagues, the number called instead: no slug is left where there is a name."""
    texts = {line.kind: cells(line, report.zone, "zh-Hans")[-1] for line in reversed(report.acts)}

    assert texts["call-credit"].startswith("老年人；越过 ")
    assert texts["apply-plan"] == "午间"
    assert texts["paper"].startswith("登记发号时间 ")
    assert texts["hand-over"] == "身体不适；李敏 → 单明"
    assert texts["void-run"].endswith("3 张")
    assert texts["correct-ticket"].startswith("A")


def test_the_server_and_somebody_unknown_have_names_too() -> None:
    """Who was deleted from the set-up is named by the slug; the clock is the system."""
    names = names_of(varied_day().hall.catalog)
    found = lines_of(
        [
            Act(id="1.1", at_us=0, kind="pause-counter", by="service:clock", reason="pause.unattended", counter="c1"),
            Act(id="1.2", at_us=0, kind="configure", by="person:gone", args={"section": "counters"}),
        ],
        {},
        names,
    )

    assert [cells(it, "Asia/Shanghai", "zh-Hans")[4:] for it in found] == [("系统", "系统", "无人值守，暂停服务"), ("gone", "gone", "窗口")]
    assert len(cells(found[0], "Asia/Shanghai", "en")) == len(COLUMNS)
