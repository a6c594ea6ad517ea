# SPDX-License-Identifier: Apache-2.0
"""Headings: ours in three languages, and those that offices have."""

import pytest

from hallserver.core.catalog import SECTIONS
from hallserver.setup.columns import LANGUAGES, columns_of, heading, known_headings, plain, section_of, title


@pytest.mark.parametrize("section", SECTIONS)
def test_every_heading_of_ours_means_its_column_in_each_language(section: str) -> None:
    """A sheet that was exported in one language is read in any."""
    known = known_headings(section)
    for column in columns_of(section):
        assert [known[plain(heading(section, column, language))] for language in LANGUAGES] == [column.key] * len(LANGUAGES)
        assert known[plain(column.key)] == column.key


@pytest.mark.parametrize("section", SECTIONS)
def test_every_sheet_is_known_by_its_name(section: str) -> None:
    """By ours and by that of each language; another name is nobody's."""
    assert {section_of(name) for name in (section, *(title(section, language) for language in LANGUAGES))} == {section}
    assert section_of("Sheet1") == ""


def test_an_office_calls_things_by_their_names() -> None:
    """What stands above the columns of a list that was made elsewhere."""
    known = known_headings("items")
    assert [known[plain(said)] for said in ("事项名称", "实施 部门", "申请材料*", "序号")] == ["names.zh-Hans", "department", "papers", ""]
    assert plain("申请材料") not in known_headings("queues")
