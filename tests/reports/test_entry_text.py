# SPDX-License-Identifier: Apache-2.0
"""What an entry says, as one line: names for slugs, words for codes, and whether a number could be checked."""

import pytest

from hallserver.core.registers import REGISTERS
from reports.entry_text import entry_text
from tests.hallserver.core.test_rules_register import FIELDS, hall


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_no_slug_and_no_key_is_left_in_any_register(language: str) -> None:
    """Machines, plans, zones and codes by their names."""
    catalog = hall().hall.catalog
    for register in REGISTERS:
        text = entry_text(register, FIELDS[register], catalog, language)
        assert "registers." not in text
        assert not {"m1", "lunch", "slip-paper", "study"} & set(text.replace(";", " ").split())


def test_a_number_without_its_ticket_was_not_checked() -> None:
    """Of an earlier release, or of a day whose records are lost; with it the label alone is said, and the ticket's id never."""
    catalog = hall().hall.catalog
    fields = {"what": "伞", "date": "2026-11-20", "label": "A12"}
    assert entry_text("lost-found", fields, catalog, "zh-Hans").endswith("排队号 A12（未核对当天记录）")
    assert entry_text("lost-found", {**fields, "ticket": "1.7"}, catalog, "zh-Hans") == "内容 伞; 日期 2026-11-20; 排队号 A12"
    assert entry_text("lost-found", {"zone": "gone"}, catalog, "zh-Hans") == "区域 gone"
    assert entry_text("a-register-of-before", fields, catalog, "zh-Hans") == ""
