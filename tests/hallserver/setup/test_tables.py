# SPDX-License-Identifier: Apache-2.0
"""Sheets of a catalog, read back: every field as it was; what is wrong is named by its place."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as drawn

from hallserver.core.catalog import Catalog
from hallserver.setup.changes import draft_of
from hallserver.setup.tables import Read, read_sheets, sheets_of
from hallserver.setup.workbook import Sheet
from tests.hallserver.setup.made_up import catalogs


def read(title: str, *rows: list[object]) -> Read:
    """Return what one sheet says."""
    return read_sheets([Sheet(title=title, rows=rows)])


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
@drawn(catalog=catalogs())
def test_sheets_say_what_the_catalog_has(catalog: Catalog) -> None:
    """Whatever the types allow, also an empty list where the usual one is not empty."""
    found = read_sheets(sheets_of(catalog))
    assert found.faults == []
    for section in {row.section for row in found.rows}:
        draft = draft_of(catalog, section, [row for row in found.rows if row.section == section], retire=True)
        assert (draft.faults, draft.rows) == ([], draft.before)


def test_a_heading_that_nobody_knows_is_named_with_its_column() -> None:
    """It is not passed over: somebody believes that it is taken."""
    found = read("事项", ["代码", "名称", "颜色"], ["a", "甲", "红"])
    assert [(it.row, it.column, it.wrong) for it in found.faults] == [(1, "C 颜色", "column-unknown")]


def test_a_sheet_without_headings_is_named() -> None:
    """Whoever deletes the first rows of an export loses what its columns mean."""
    assert [it.wrong for it in read("事项", ["a", "甲"]).faults] == ["head-unknown"]


def test_sentences_stand_in_a_sheet_of_their_own() -> None:
    """Alone they are laid over the hall's own row."""
    [given] = read("本厅说法", ["key", "zh-Hans", "en"], ["kiosk.title", "请取号", ""]).rows
    assert (given.section, given.values) == ("hall", {"sentences": {"kiosk.title": {"zh-Hans": "请取号"}}})
