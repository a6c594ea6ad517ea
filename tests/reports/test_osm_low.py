# SPDX-License-Identifier: Apache-2.0
"""The halls that sums hide: low scores, poor cells, what is late, what came back, where nobody looked."""

from msgspec import structs

from reports import osm_low
from reports.osm import roll_up
from reports.osm_boxes import box_lines
from reports.rows_site import SiteRows
from tests.reports.sample_site import CHECKS, DAYS, done, finding
from tests.reports.test_osm import DAY, made

LOOKED = [done(slug, DAYS[0]) for slug in CHECKS]
GOOD = made(SiteRows(done=LOOKED), SiteRows())
POOR = structs.replace(
    made(SiteRows(done=LOOKED, findings=[finding(1, deduction=9), finding(2, repeat_of="X20260101-003", nth=2)]), SiteRows()),
    hall={"zh-Hans": "园岭街道政务服务大厅"},
)
UNSEEN = structs.replace(made(SiteRows(), SiteRows()), hall={"zh-Hans": "沙头街道政务服务大厅"})
LATE = structs.replace(POOR, findings=tuple(structs.replace(it, late=True, state="open") for it in POOR.findings))


def test_each_hall_that_is_not_in_order_is_found() -> None:
    """The lowest first, most first; a good hall is nowhere."""
    halls = [GOOD, UNSEEN, LATE]

    assert osm_low.low_halls(halls) == [LATE]
    assert osm_low.unseen_halls(halls) == [UNSEEN]
    assert osm_low.worst_part(LATE.matrix) == ("space", "sort")
    assert osm_low.poor_halls([GOOD, LATE]) == [(LATE, 1)]
    assert osm_low.late_halls(halls) == [(LATE, 2)]
    assert osm_low.late_halls([POOR]) == []
    assert osm_low.repeated_halls(halls) == [(LATE, 1)]


def test_the_boxes_of_several_halls_name_them() -> None:
    """With score and worst cell; of ten the first six, and how many more; halls in good order make no line."""
    lines = box_lines(roll_up([GOOD, UNSEEN, *[LATE] * 10], DAY, None), "zh-Hans")["problems"]
    told = "\n".join(lines)

    assert "得分不到 95 分的大厅 10 个：园岭街道政务服务大厅 " in told
    assert "（最低：空间·整理 × " in told
    assert "另有 4 个" in told
    assert "有超期未结问题的大厅 10 个：园岭街道政务服务大厅 2 项" in told
    assert "有问题重复发生的大厅 10 个" in told
    assert "本期没有任何检查的大厅 1 个：沙头街道政务服务大厅。" in told
    assert len(box_lines(roll_up([GOOD, GOOD], DAY, None), "zh-Hans")["problems"]) == 1
