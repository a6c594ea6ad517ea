# SPDX-License-Identifier: Apache-2.0
"""How long a report is kept in mind, and what a snapshot says of it."""

from hallserver.core.report_paper import kept_reports, paper_key, reports_of, too_old
from tests.hallserver.core.test_rules_report import KEY, signed


def test_a_report_is_named_by_kind_and_period() -> None:
    """One paper for each of them."""
    assert paper_key("osm", "2026-10-01", "2026-11-01") == KEY


def test_it_is_kept_for_a_little_more_than_two_years() -> None:
    """The same month of the year before last can still be corrected."""
    assert not too_old("2024-10-01", "2026-11-23")
    assert too_old("2024-09-01", "2026-11-23")


def test_a_snapshot_holds_it_as_it_is() -> None:
    """Nothing where there is nothing."""
    papers = signed().hall.reports

    assert reports_of(kept_reports(papers)) == papers
    assert kept_reports({}) == {}
