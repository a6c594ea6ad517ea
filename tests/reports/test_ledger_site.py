# SPDX-License-Identifier: Apache-2.0
"""On-site management as ledgers: every row has the columns of its head, codes are words, people have names."""

import pytest

from reports.ledger_site import COLUMNS, site_ledgers
from reports.rows_site import SiteRows
from tests.reports.sample_site import DAYS, NOON_US, action, entry, finding, patrol, step
from tests.support import Play

ENDED = [action(3, step="standardise"), action(4, step="standardise")]
"""Nothing was changed for these; of the second, an older release did not ask why."""
ROWS = SiteRows(
    patrols=[patrol(DAYS[0])],
    findings=[finding(1, repeat_of="X20260101-003", nth=2, counter="c1"), finding(2, withdrawn="in-order", withdrawn_by="person:chen")],
    actions=[action(1, step="do"), action(2, step="standardise", parameter="site.patrol_per_day"), *ENDED],
    steps=[
        step(ENDED[0].no, "standardise", why="标准已有"),
        step("X20260302-001", "rechecked", passed=False),
        step("X20260302-001", "escalated", step="slip"),
    ],
    entries=[
        entry(1, "drill", NOON_US),
        entry(2, "drill", NOON_US)._replace(withdrawn="duplicate", withdrawn_by="person:chen", withdrawn_us=NOON_US),
        entry(3, "fault")._replace(by="service:clock"),
    ],
)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_row_has_the_columns_of_its_head(language: str) -> None:
    """And no head is a key without words."""
    found = site_ledgers(ROWS, Play().hall, language)
    assert list(found) == list(COLUMNS)
    for head, rows in found.values():
        assert not any(it.startswith("room.") for it in head)
        assert {len(row) for row in rows} == {len(head)}


def test_codes_are_said_in_words_and_what_has_not_come_is_empty() -> None:
    """Whoever reads a ledger reads no slugs."""
    found = site_ledgers(ROWS, Play().hall, "zh-Hans")
    patrols, findings = (dict(zip(found[name][0], found[name][1][0], strict=True)) for name in ("patrols", "findings"))
    assert patrols["类型"] in {"每日", "每周", "每月", "随机"}
    assert (findings["重复于"], findings["撤回"]) == ("X20260101-003", "")
    assert [row[-2] for row in found["actions"][1]] == ["", "定时巡查次数", "标准没有改动：标准已有", "标准没有改动"]
    assert [row[2:4] for row in found["steps"][1]] == [["标准化", ""], ["复查", "不合格"], ["督办升级", "发催办单"]]
    assert found["findings"][1][1][-1] == "chen 其实符合要求"
    assert [row[-1] for row in found["registers"][1]] == ["", "2026-03-02 12:00:00 chen 重复登记", ""]
    assert ([row[4] for row in found["registers"][1]][-1], findings["窗口"]) == ("系统", "1号窗口")
    assert (findings["程度"], findings["销号"]) == ("一般", "") or findings["程度"] in {"较重", "严重"}
