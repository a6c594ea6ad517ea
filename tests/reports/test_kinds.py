# SPDX-License-Identifier: Apache-2.0
"""Half-open ranges of business dates: Monday to Sunday, months, leap days, the turn of the year."""

from datetime import date

import pytest

from hallserver.core.errors import Malformed
from reports.kinds import KINDS, before, between, kind_of, short_of, span_of


@pytest.mark.parametrize(
    ("kind", "asked", "first", "end", "short"),
    [
        ("day", "2024-02-29", "2024-02-29", "2024-03-01", "2024-02-29"),
        ("week", "2026-11-22", "2026-11-16", "2026-11-23", "2026-W47"),
        ("week", "2026-11-23", "2026-11-23", "2026-11-30", "2026-W48"),
        ("week", "2026-W53", "2026-12-28", "2027-01-04", "2026-W53"),
        ("week", "2027-01-03", "2026-12-28", "2027-01-04", "2026-W53"),
        ("month", "2024-02", "2024-02-01", "2024-03-01", "2024-02"),
        ("month", "2026-12-31", "2026-12-01", "2027-01-01", "2026-12"),
        ("osm", "2026-11-23", "2026-11-01", "2026-12-01", "2026-11"),
        ("year", "2024", "2024-01-01", "2025-01-01", "2024"),
    ],
)
def test_a_date_lies_in_one_range_of_each_kind(kind: str, asked: str, first: str, end: str, short: str) -> None:
    """The end is not in it: two ranges that follow each other share no day and miss none."""
    span = span_of(kind, asked)

    assert (span.first.isoformat(), span.end.isoformat(), short_of(kind, span)) == (first, end, short)
    assert before(kind, span).end == span.first


def test_ranges_that_follow_each_other_cover_every_day_once() -> None:
    """Over leap years and their borders."""
    for kind in KINDS:
        span = span_of(kind, "2029-01-01")
        while span.first > date(2023, 12, 1):
            earlier = before(kind, span)
            assert earlier.end == span.first
            assert earlier.first < earlier.end
            span = earlier


@pytest.mark.parametrize("asked", ["2026-02-30", "2025-02-29", "yesterday", "9999-12-31", "2026-13", "", "2026-W54", "0001-01-01"])
def test_a_date_that_there_is_not_is_refused(asked: str) -> None:
    """And not taken for another one."""
    for kind in ("day", "month", "week"):
        with pytest.raises(Malformed):
            span_of(kind, asked)


@pytest.mark.parametrize(
    ("kind", "asked", "key", "forms"),
    [
        ("day", "2026-02-30", "report-no-date", None),
        ("week", "2026-W54", "report-no-date", None),
        ("month", "2026-13", "report-no-date", None),
        ("year", "9999", "report-no-date", None),
        ("day", "2026-11", "report-date", "2026-11-23"),
        ("week", "W48", "report-date", "2026-W48 / 2026-11-23"),
        ("osm", "11/2026", "report-date", "2026-11 / 2026-11-23"),
        ("year", "this", "report-date", "2026 / 2026-11-23"),
    ],
)
def test_a_date_written_well_that_there_is_not_is_told_so(kind: str, asked: str, key: str, forms: str | None) -> None:
    """Who wrote it as it should be is not told to write it so; who did not hears how this kind is written."""
    with pytest.raises(Malformed) as refused:
        span_of(kind, asked)

    assert (refused.value.key, refused.value.args_by_name.get("forms")) == (key, forms)


def test_any_two_dates_are_a_period_and_whole_ones_have_their_name() -> None:
    """The last date is in it; the wrong way round is no period."""
    assert short_of("period", between("2026-11-02", "2026-11-04")) == "2026-11-02_2026-11-04"
    names = [
        kind_of(*between(*dates)) for dates in (("2026-11-01", "2026-11-30"), ("2026-11-23", "2026-11-29"), ("2026-11-01", "2026-11-02"))
    ]
    assert names == ["month", "week", "period"]
    with pytest.raises(Malformed, match="report-dates"):
        between("2026-11-04", "2026-11-02")
