# SPDX-License-Identifier: Apache-2.0
"""The tables of the printed report as text."""

import re

import pytest

from reports import tables
from reports.day import make_day
from reports.definitions import TOPICS
from reports.rows import DayRow
from tests.reports.sample_day import at, busy_day, leg, names, period

BUSY = make_day(busy_day(300), names())


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_row_is_as_long_as_its_head_and_no_placeholder_is_left(language: str) -> None:
    """A shifted column puts a number under the wrong name."""
    found = [
        *tables.across(BUSY, "tickets", ("tickets",), language), *tables.across(BUSY, "left", ("left",), language),
        tables.times(BUSY, language), tables.left_out(BUSY, language), tables.definitions(language),
        *(tables.breakdown(BUSY, key, language) for key in tables.PLACES),
    ]  # fmt: skip

    for table in found:
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.head)}
        assert not re.search(r"[{}]", "".join(cell.main + cell.small for row in table.rows for cell in row))


def test_the_head_shows_eight_figures() -> None:
    """Two rows of four; the share of bad ratings stands beside the satisfaction."""
    assert [name for name, _ in tables.cards(BUSY, "zh-Hans")] == [
        "取号数", "完成", "平均等候", "等候90分位", "等候达标率", "平均办理", "满意率", "差评率",
    ]  # fmt: skip


def test_the_definitions_are_all_there() -> None:
    """One row per topic."""
    assert len(tables.definitions("zh-Hans").rows) == len(TOPICS)


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
