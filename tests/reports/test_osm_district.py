# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management of several halls on paper, read back."""

import io
import re

from msgspec import structs
from pypdf import PdfReader

from reports.osm import OsmDistrict, OsmReport, roll_up
from reports.osm_district import district_pdf
from reports.report import Note
from tests.reports.test_osm import DAY
from tests.reports.test_osm_pdf import REPORT, pages


def test_a_district_has_a_page_of_all_halls_first() -> None:
    """Each hall on a line, then each hall's own pages."""
    other: OsmReport = structs.replace(REPORT, hall={"zh-Hans": "园岭街道政务服务大厅"})
    apart = Note(key="halls-apart", args={"n": 13, "most": 12})
    district: OsmDistrict = roll_up([REPORT, other], structs.replace(DAY, notes=(*DAY.notes, apart)), None)
    found = pages(district_pdf(district, "zh-Hans"))

    assert "2个政务服务大厅" in found[0]
    assert "园岭街道政务服务大厅" in found[0]
    assert sum("OSM风格" in page and "工作情况" in page for page in found) == 3
    assert sum("得分=100" in page for page in found) == 1
    assert found[0].count("现场管理报告") == 2
    assert "2个政务服务大厅·园岭街道政务服务大厅现场管理报告" in found[-1]
    assert "超过12个时不列" not in found[0]


def test_bookmarks_have_a_hall_above_its_parts() -> None:
    """Of a hundred halls the reader sees a hundred titles, not all parts of each."""
    of_all, its_parts, *each = PdfReader(io.BytesIO(district_pdf(roll_up([REPORT, REPORT], DAY, None), "zh-Hans"))).outline
    told = re.findall(r"'/Title': '(.*?)'", str([of_all, *each]))

    assert "现场管理报告" not in str(its_parts)
    assert told == [
        "2 个政务服务大厅现场管理报告",
        *["福田区莲花街道政务服务大厅现场管理报告", "问题台账", "改进（PDCAS）", "数据说明"] * 2,
    ]
    assert [isinstance(it, list) for it in each] == [False, True] * 2
