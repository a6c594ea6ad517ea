# SPDX-License-Identifier: Apache-2.0
"""The lines of figures: each once, of what it was made; of several halls the sums."""

from msgspec import structs

from reports.osm import roll_up
from reports.osm_lines import Line, lines, matrix_lines
from reports.rows_site import SiteRows
from tests.reports.test_osm import DAY, QUIET, made

REPORT = made()


def by_key(found: list[Line]) -> dict[str, Line]:
    """Return the lines by their keys, of which no two are alike."""
    assert len({it.key for it in found}) == len(found)
    return {it.key: it for it in found}


def test_points_findings_and_service_stand_beside_the_period_before() -> None:
    """One point of ten now, six of ten then; what nobody looked at has no score and says so."""
    found = by_key(lines(REPORT, "zh-Hans"))

    cell = found["osm.space.sort"]
    assert (cell.name, cell.value, cell.numerator, cell.denominator, cell.n, cell.before) == ("空间·整理·得分", 90, 1, 10, 6, 40)
    assert (found["osm.waste.clean"].value, found["osm.waste.clean"].nothing) == (None, "未检查")
    assert (found["osm.checks.coverage"].value, found["osm.checks.coverage"].n) == (6 / 9, 9)
    assert (found["osm.findings"].value, found["osm.findings.minor"].value, found["osm.findings.repeated"].value) == (2, 2, 1)
    assert (found["osm.safety.looks"].value, found["osm.visual.findings"].value) == (6, 1)
    assert (found["osm.actions.standardised"].value, found["osm.drill"].value, found["osm.drill.open"].value) == (1, 1, 0)
    assert (found["tickets.issued"].value, found["tickets.issued"].before) == (300, 1)
    never = by_key(lines(made(SiteRows(), SiteRows()), "zh-Hans"))
    assert {(never[key].value, never[key].nothing) for key in ("osm.safety.findings", "osm.findings", "osm.findings.late")} == {
        (None, "未检查")
    }


def test_a_district_has_sums_and_what_one_hall_did_not_record_is_not_known_of_all() -> None:
    """Points as sums, never means of scores; staff-days only where every hall has them."""
    other = made(SiteRows(), SiteRows())
    both = by_key(lines(roll_up([REPORT, other], DAY, QUIET), "en"))
    assert (both["osm.findings"].value, both["osm.days"].value, both["osm.staff-days"].value) == (2, 20, 80)
    assert both["osm.score"].value == REPORT.matrix.whole.score

    unknown = by_key(lines(roll_up([REPORT, structs.replace(other, staff_days=None)], DAY, QUIET), "zh-Hans"))["osm.staff-days"]
    assert (unknown.value, unknown.missing, unknown.nothing) == (None, 1, "未记录")


def test_there_is_a_line_of_the_whole_each_row_column_and_cell() -> None:
    """1 + 6 + 5 + 30."""
    assert len(list(matrix_lines(REPORT, "zh-Hant"))) == 42
