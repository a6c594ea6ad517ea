# SPDX-License-Identifier: Apache-2.0
"""How the report on on-site management reads, in Chinese and English."""

import pytest
from msgspec import structs

from reports import osm_text
from reports.figures import count, share
from reports.osm import Compared
from reports.osm_matrix import Cell
from reports.rows_site import SiteRows
from tests.reports.test_osm import made

REPORT = made()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(), "–"),
        (Cell(cap=100.0), "100.0"),
        (Cell(cap=10_000.0, deduction=1.0), "99.9"),
        (Cell(cap=10.0, deduction=4.0), "60.0"),
        (Cell(cap=1000.0, deduction=50.4), "94.9"),
        (Cell(cap=1000.0, deduction=50.0), "95.0"),
        (Cell(cap=1000.0, deduction=150.4), "84.9"),
    ],
)
def test_a_score_is_never_rounded_up_to_full_marks_nor_to_a_better_grade(cell: Cell, text: str) -> None:
    """Something was deducted, and the paper says so; 95.0 beside the mark of a fair cell would read as a fault."""
    assert osm_text.score_text(cell) == text


def test_a_cell_says_whether_there_is_anything_to_look_at() -> None:
    """No such check, and not looked at, are two things."""
    assert osm_text.looks_text(Cell(), "zh-Hans") == "无此项"
    assert osm_text.looks_text(Cell(checks=2), "zh-Hans") == "未检查"
    assert osm_text.looks_text(Cell(checks=2, seen=1, looks=1200, findings=3), "zh-Hans") == "查1,200次 问题3项"


def test_the_head_names_everything_the_report_rests_on() -> None:
    """Ten days, forty staff-days, six checks of nine, who looked."""
    text = " ".join(osm_text.facts(REPORT, "zh-Hans"))

    for said in ("开放天数：10", "出勤人·日：40", "6/9（66.67%）", "陈晓敏", REPORT.standards[0], REPORT.journal):
        assert said in text
    unknown = structs.replace(REPORT, staff_days=None)
    assert "未记录" in " ".join(osm_text.facts(unknown, "zh-Hans"))


def test_a_month_is_a_month_and_other_periods_have_dates() -> None:
    """2 to 15 March is no month."""
    assert osm_text.period_text(REPORT, "zh-Hans") == "2026-03-02 至 2026-03-15"
    march = structs.replace(REPORT, from_date="2026-03-01", to_date="2026-04-01")
    assert osm_text.period_text(march, "zh-Hans") == "2026年3月"
    assert osm_text.period_text(march, "en") == "March 2026"


def test_a_figure_says_how_it_moved() -> None:
    """Up, down, as before; where there was none before it says so."""
    now, less = share("wait.within", 9, 10), share("wait.within", 8, 10)

    assert osm_text.compared_text(Compared(now=now, before=less), "zh-Hans") == "↑ 上期 80.00%"
    assert osm_text.compared_text(Compared(now=less, before=now), "zh-Hans") == "↓ 上期 90.00%"
    assert osm_text.compared_text(Compared(now=now, before=now), "zh-Hans") == "→ 上期 90.00%"
    assert osm_text.compared_text(Compared(now=now), "zh-Hans") == "无上期数据"


def test_the_counts_of_the_ledger_add_up() -> None:
    """Two new ones, one of them a repeat, none late yet."""
    assert osm_text.counts_text(REPORT.findings, "zh-Hans") == (
        "新发现 2 项（严重 0、较重 0、一般 2），上期结转 0 项，未结 2 项，超期 0 项，重复发生 1 项"
    )


def test_where_nothing_was_looked_at_no_findings_are_no_good_news() -> None:
    """Nor are they 0; a hall that was looked at and had none has 0."""
    unseen, clean = made(SiteRows(), SiteRows()), structs.replace(REPORT, findings=())

    assert osm_text.found_text(unseen, "zh-Hans") == "本期没有检查，也没有登记问题"
    assert osm_text.found_text(clean, "zh-Hans").startswith("新发现 0 项")


def test_a_figure_of_the_service_block_says_how_many_cases_it_rests_on() -> None:
    """A count is its own number of cases; what has no value rests on none."""
    within, issued, none = share("wait.within", 900, 1243), count("tickets.issued", "tickets", 1243, 1243), share("wait.within", 0, 0)
    told = [name for name, *_ in osm_text.service([Compared(now=it) for it in (within, issued, none)], "zh-Hans")]

    assert told == ["等候达标率 n=1,243", "取号数", "等候达标率"]


def test_a_finding_says_place_part_state_and_owner() -> None:
    """What somebody has to go and look at."""
    it = structs.replace(REPORT.findings[0], counter="3号窗口", place="东侧", late=True, escalated="slip")

    assert osm_text.where_text(REPORT, it, "zh-Hans") == "大厅 3号窗口 东侧"
    assert osm_text.part_text(it, "zh-Hans") == "空间·整理"
    assert osm_text.state_text(it, "zh-Hans") == "待整改；超期；发催办单"
    assert osm_text.state_text(structs.replace(it, state="closed", escalated=""), "zh-Hans") == "已结；曾超期"
    assert osm_text.person(REPORT, it.owner, "zh-Hans") == "刘志强"
    assert osm_text.person(REPORT, "person:nobody", "zh-Hans") == "nobody"
    assert osm_text.day_text(0, REPORT.zone) == ""


def test_registers_and_checks_have_their_lines() -> None:
    """Parts 4 and 5 as text."""
    assert "应急演练 1 件（未结 0）" in osm_text.registers_text([REPORT], "zh-Hans")
    assert osm_text.check_lines(REPORT.checks, "zh-Hans", safety=True) == [("安全出口畅通", "6 / 1 / 1")]
    never = [structs.replace(it, looks=0, findings=0, open=0) for it in REPORT.checks]
    assert osm_text.check_lines(never, "zh-Hans", safety=True) == [("安全出口畅通", "未检查")]
    assert "开放的 10 天中有 8 天没有巡查记录。" in osm_text.notes(REPORT, "zh-Hans")
