# SPDX-License-Identifier: Apache-2.0
"""Formats of the report on on-site management."""

import msgspec
import pytest

from hallserver.core.errors import Malformed
from reports.osm import OsmDistrict, OsmReport, roll_up
from reports.osm_files import FORMATS, osm_file
from tests.reports.test_osm import DAY, made

REPORT = made()


def test_one_hall_and_several_come_out_in_every_format() -> None:
    """JSON can be read back as what it was."""
    district = roll_up([REPORT, REPORT], DAY, None)

    assert msgspec.json.decode(osm_file(REPORT, "json", "zh-Hans"), type=OsmReport) == REPORT
    assert msgspec.json.decode(osm_file(district, "json", "zh-Hans"), type=OsmDistrict) == district
    assert all(osm_file(it, "pdf", "en").startswith(b"%PDF") for it in (REPORT, district))
    assert set(FORMATS) >= {"pdf", "json"}


def test_a_format_that_there_is_not_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(Malformed):
        osm_file(REPORT, "odt", "zh-Hans")
