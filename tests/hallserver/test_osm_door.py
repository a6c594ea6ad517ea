# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management from data folders: what is in the tables is in the report; halls add up."""

import io
from datetime import date

import msgspec
import pytest
from pypdf import PdfReader

from hallserver.core.errors import Malformed, NotFound
from hallserver.osm_door import Standing, made_district, made_osm, osm_report
from reports.kinds import Span
from tests.hallserver.test_freezing import freezing, november

NOVEMBER, OCTOBER = Span(date(2026, 11, 1), date(2026, 12, 1)), Span(date(2026, 10, 1), date(2026, 11, 1))


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """Return a hall with a day in November: two visitors, a patrol, a finding."""
    play = november()
    return freezing(play, tmp_path_factory.mktemp("data") / "hall").connect, play.hall


def test_a_halls_month_has_its_patrols_findings_and_figures(hall: Standing) -> None:
    """One day: two checks looked at of all planned, one finding of the checklist's points."""
    made = made_osm(hall, NOVEMBER)
    cell = made.matrix.cell(("space", "sort"))

    assert (made.days, made.staff_days, made.service[0].now.value) == (1, 1, 2)
    assert (sum(made.coverage.done.values()), made.coverage.fixed) == (2, 1)
    assert sum(made.coverage.planned.values()) > 20
    assert (cell.findings, cell.score is not None and cell.score < 100) == (1, True)
    assert [it.item["zh-Hans"][:4] for it in made.findings] == ["安全出口"]
    assert (made.before, made.service[0].before) == (None, None)


def test_two_halls_are_one_district(hall: Standing) -> None:
    """Sums of their points and counts; a hall that did not open in the period is not on the page."""
    district = made_district([hall, hall], NOVEMBER)

    assert district.service[0].now.value == 4
    assert district.matrix.whole.findings == 2
    assert "2 个政务服务大厅" in PdfReader(io.BytesIO(osm_report([hall, hall], NOVEMBER, "pdf", "zh-Hans"))).pages[0].extract_text()


def test_it_comes_out_as_json_and_what_there_is_not_is_refused(hall: Standing) -> None:
    """A month in which nobody opened has no report."""
    assert msgspec.json.decode(osm_report([hall], NOVEMBER, "json", "zh-Hans"))["to_date"] == "2026-12-01"
    with pytest.raises(Malformed):
        osm_report([hall], NOVEMBER, "odt", "zh-Hans")
    for halls in ([hall], [hall, hall]):
        with pytest.raises(NotFound):
            osm_report(halls, OCTOBER, "json", "zh-Hans")
