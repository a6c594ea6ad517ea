# SPDX-License-Identifier: Apache-2.0
"""The tables of the printed report as text."""

import re
from datetime import date

import pytest
from msgspec import structs

from reports import tables
from reports.compare import KEYS, Then, compared
from reports.day import make_day
from reports.definitions import TOPICS, definitions
from reports.kinds import Span
from reports.rows import DayRow
from reports.text import date_text
from tests.reports.sample_day import at, busy_day, leg, names, period

BUSY = make_day(busy_day(300), names())


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_row_is_as_long_as_its_head_and_no_placeholder_is_left(language: str) -> None:
    """A shifted column puts a number under the wrong name."""
    found = [
        *tables.across(BUSY, "tickets", ("tickets",), language), *tables.across(BUSY, "left", ("left",), language),
        tables.times(BUSY, language), tables.left_out(BUSY, language), definitions(language),
        *(tables.breakdown(BUSY, key, language) for key in tables.PLACES),
    ]  # fmt: skip

    for table in found:
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.head)}
        assert not re.search(r"[{}]", "".join(cell.main + cell.small for row in table.rows for cell in row))


def test_what_is_compared_has_a_line_for_each_figure_and_a_column_for_each_time() -> None:
    """Fifteen figures stand side by side on no page."""
    time = Span(date(2026, 3, 1), date(2026, 3, 2))
    made = structs.replace(BUSY, sections=(*BUSY.sections, compared(BUSY, {"before": Then(time, make_day(busy_day(20), names()))})))
    table = tables.breakdown(made, "compared", "zh-Hans")

    assert table.head == ["指标", "本期 2026-03-02 周一", "上期 2026-03-01 周日", "比上期"]
    assert [cell.main for cell in table.rows[0]] == ["取号数", "300", "20", "+280"]
    assert (len(table.rows), {len(row) for row in table.rows}) == (len(KEYS), {4})


def test_a_period_that_is_not_over_is_labelled() -> None:
    """Under its title and where the state of its days stands."""
    made = structs.replace(BUSY, kind="period", to_date="2026-03-09", come=1)

    assert dict(tables.meta(made, "zh-Hans"))["日结"] == "期间未结束"
    assert date_text(made, "zh-Hans") == "2026-03-02 至 2026-03-08（1 个厅日） · 期间未结束"


def test_the_head_shows_eight_figures() -> None:
    """Two rows of four; the share of bad ratings stands beside the satisfaction."""
    assert [name for name, _ in tables.cards(BUSY, "zh-Hans")] == [
        "取号数", "完成", "平均等候", "等候90分位", "等候达标率", "平均办理", "满意率", "差评率",
    ]  # fmt: skip


def test_the_definitions_are_all_there() -> None:
    """One row per topic."""
    assert len(definitions("zh-Hans").rows) == len(TOPICS)


def test_left_out_cases_are_named_with_their_number() -> None:
    """A mean over those who were called says how many were not."""
    report = make_day(period(legs=[leg(1, at("09:00")), leg(2, at("09:00"), None)]), names())

    assert tables.left_out(report, "zh-Hans").rows[0] == [
        tables.Cell("平均等候"), tables.Cell("1"), tables.Cell("0"), tables.Cell("未叫到号 1"),
    ]  # fmt: skip


def test_an_open_day_is_labelled() -> None:
    """Whoever holds the paper must see that it is not final."""
    state = dict(tables.meta(make_day(period(days=[DayRow("2026-03-02", at("08:00"), None)]), names()), "zh-Hans"))["日结"]

    assert state.startswith("未日结")


def test_a_breakdown_without_groups_has_no_rows() -> None:
    """The page then says that nothing was recorded."""
    assert tables.breakdown(make_day(period(), names()), "by-queue", "zh-Hans").rows == []
    assert tables.across(make_day(period(), names()), "left", ("left",), "zh-Hans") == []


def test_notes_and_targets_are_sentences() -> None:
    """The texts that stand beside the tables."""
    assert all(note.endswith("。") for note in tables.notes(BUSY, "zh-Hans"))
    assert tables.target_text(900, "zh-Hans") == "目标 15 分钟"
