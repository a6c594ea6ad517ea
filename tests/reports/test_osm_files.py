# SPDX-License-Identifier: Apache-2.0
"""Formats of the report on on-site management."""

import io

import msgspec
import pytest
from pypdf import PdfReader

from hallserver.core.errors import Malformed
from reports.formats import FORMATS as OTHERS
from reports.osm import OsmDistrict, OsmReport, roll_up
from reports.osm_district import first_page
from reports.osm_files import FORMATS, osm_file
from tests.reports.sample_site import finding
from tests.reports.test_osm import DAY, SITE, made

REPORT = made()


def test_one_hall_and_several_come_out_in_every_format() -> None:
    """JSON can be read back as what it was."""
    district = roll_up([REPORT, REPORT], DAY, None)

    assert msgspec.json.decode(osm_file(REPORT, "json", "zh-Hans"), type=OsmReport) == REPORT
    assert msgspec.json.decode(osm_file(district, "json", "zh-Hans"), type=OsmDistrict) == district
    assert all(osm_file(it, "pdf", "en").startswith(b"%PDF") for it in (REPORT, district))
    assert set(FORMATS) == set(OTHERS)


def test_a_format_that_there_is_not_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(Malformed):
        osm_file(REPORT, "odt", "zh-Hans")


def test_a_picture_is_the_first_page_and_no_other_is_drawn() -> None:
    """Of one hall and of several; sixty findings behind it cost it nothing."""
    many = made(SITE._replace(findings=[finding(no) for no in range(1, 61)]))
    for of in (many, roll_up([many, many], DAY, None)):
        assert osm_file(of, "png", "zh-Hans").startswith(b"\x89PNG")
        assert len(PdfReader(io.BytesIO(first_page(of, "zh-Hans"))).pages) == 1
