# SPDX-License-Identifier: Apache-2.0
"""A district's own form of on-site management is filled by the names of its cells."""

import io
import re

import pytest
from msgspec import structs
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from hallserver.core.check_row import RESOURCES, STEPS
from reports.osm import Boxed, roll_up
from reports.osm_form import known_of
from reports.sheet_form import filled
from tests.reports.test_osm import DAY, QUIET, made
from tests.reports.test_osm_halls import SHUT

REPORT = made()


def test_scores_counts_and_figures_stand_in_their_cells() -> None:
    """As numbers; what nobody looked at is not recorded, never 0."""
    unseen = next(
        f"osm.{resource}.{step}" for resource in RESOURCES for step in STEPS if REPORT.matrix.cell((resource, step)).score is None
    )
    keys = ["osm.score", "osm.findings", "osm.checks.planned", unseen, "wait.median", "wait.median.before", "report.hall", "osm.beauty"]
    book = Workbook()
    for at, name in enumerate(keys, 1):
        book.defined_names[name] = DefinedName(name, attr_text=f"'Sheet'!$A${at}")
    out = io.BytesIO()
    book.save(out)

    made_of = filled(known_of(REPORT, "zh-Hans"), out.getvalue(), "zh-Hans")

    sheet = load_workbook(io.BytesIO(made_of.content)).worksheets[0]
    cells = dict(zip(keys, (row[0].value for row in sheet.iter_rows()), strict=True))
    service = {it.now.key: it for it in REPORT.service}["wait.median"]
    assert cells["osm.score"] == pytest.approx(REPORT.matrix.whole.score)
    assert cells["osm.findings"] == sum(it.new for it in REPORT.findings)
    assert cells["osm.checks.planned"] == sum(REPORT.coverage.planned.values())
    assert cells["wait.median"] == pytest.approx(service.now.value)
    assert cells["wait.median.before"] == (pytest.approx(service.before.value) if service.before is not None else "无上期数据")
    assert {cells[unseen], cells["osm.beauty"]} == {"本系统不记录"}
    assert made_of.unknown == ["osm.beauty"]


def test_a_district_fills_its_form_with_all_halls_and_with_each() -> None:
    """The first hall of the report is ``hall_1``; a figure has what it was made of, too."""
    other = structs.replace(REPORT, hall={"zh-Hans": "园岭街道"}, boxes=Boxed(measures="每日两查"))
    district = roll_up([REPORT, other], DAY, QUIET, without=[SHUT], boxes=Boxed(measures="理线"))
    known = known_of(district, "zh-Hans")
    assert (known["report.without"], known["osm.measures"]) == ("园岭街道政务服务大厅", "理线")

    assert (known["report.hall"], known["report.halls"]) == ("2 个政务服务大厅现场管理报告", 2)
    assert (known["osm.findings"], known["hall_1.osm.findings"], known["hall_2.osm.findings.n"]) == (4, 2, 2)
    assert (known["hall_2.report.hall"], known["hall_2.osm.measures"]) == ("园岭街道", "每日两查")
    assert known["hall_1.osm.space.sort.before"] == 40
    assert known["osm.staff_days"] == 80
    assert known_of(structs.replace(district, without=()), "zh-Hans")["report.without"] == "", "every hall has data"


def test_what_there_was_none_of_before_says_so() -> None:
    """It is recorded, only not in the period before."""
    known = known_of(structs.replace(REPORT, before=None), "zh-Hans")
    assert (known["osm.score.before"], known["osm.space.sort.before"]) == ("无上期数据", "无上期数据")


def test_a_name_may_stand_in_a_workbook() -> None:
    """Letters, digits, points and lines below; none reads like the address of a cell."""
    assert all(re.fullmatch(r"[a-z_][a-z0-9_.]*", name) for name in known_of(roll_up([REPORT], DAY, QUIET), "zh-Hans"))
