# SPDX-License-Identifier: Apache-2.0
"""A signature on paper under many halls' report binds to each hall's journal and to the very figures."""

import hashlib
import io

from msgspec import structs
from pypdf import PdfReader

from reports.osm import OsmDistrict, roll_up
from reports.osm_bound import digest_of
from reports.osm_files import osm_file
from tests.reports.test_osm import DAY, made

REPORT = made()
HALLS = [structs.replace(REPORT, hall={"zh-Hans": f"第{no}街道政务服务大厅"}, journal=f"1.{4711 + no}:{no:016x}") for no in range(1, 4)]


def test_the_page_to_sign_has_every_halls_place_and_the_digest_of_the_json_file() -> None:
    """Anyone can check both; a report of other figures, or of another place, has another digest."""
    district: OsmDistrict = roll_up(HALLS, DAY, None)
    pages = [
        page.extract_text().replace("\n", "").replace(" ", "") for page in PdfReader(io.BytesIO(osm_file(district, "pdf", "zh-Hans"))).pages
    ]
    [signed] = [page for page in pages if digest_of(district) in page]

    assert [it.journal for it in HALLS if it.journal not in signed] == []
    assert "签发" in signed
    assert digest_of(district) == hashlib.sha256(osm_file(district, "json", "en")).hexdigest()
    moved = [structs.replace(HALLS[0], journal="1.9:ab"), *HALLS[1:]]
    assert digest_of(roll_up(moved, DAY, None)) != digest_of(district)
