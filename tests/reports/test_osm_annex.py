# SPDX-License-Identifier: Apache-2.0
"""The pages behind the first: none of a ledger without findings, always the notes."""

from msgspec import structs
from reportlab.platypus import KeepTogether, PageBreak

from reports.osm_annex import how_made, ledger, notes_in_full
from tests.reports.test_osm import made

REPORT = made()


def test_a_hall_without_findings_has_no_ledger() -> None:
    """An empty table would look like a lost one."""
    assert ledger(structs.replace(REPORT, findings=()), "zh-Hans", {}) == []
    assert isinstance(ledger(REPORT, "zh-Hans", {})[0], PageBreak)


def test_the_notes_and_how_points_are_made_are_always_there() -> None:
    """Two blocks that are never split."""
    blocks = (notes_in_full(structs.replace(REPORT, notes=()), "zh-Hans"), how_made("zh-Hans"))
    assert all(isinstance(it, KeepTogether) for it in blocks)
