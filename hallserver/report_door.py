# SPDX-License-Identifier: Apache-2.0
"""Where a report is asked for: rows from the store, figures from ``reports``, bytes in a format."""

from datetime import date, timedelta

from hallserver.core.catalog import Catalog
from hallserver.core.errors import Malformed, NotFound
from hallserver.store.report_rows import Reader, read_period
from reports.day import make_day
from reports.formats import FORMATS, render
from reports.names import names_of


def day_report(reader: Reader, day: str, output: str, language: str, catalog: Catalog) -> bytes:
    """Return the report of one business day (ISO date) as bytes.

    ``output`` is a key of ``reports.formats.FORMATS``: pdf, json, csv. ``reader`` is a read-only
    connection of the calling thread. Raises Malformed for a date or format that there is not, NotFound
    for a date on which the hall did not open: no data is not the same as an empty day.
    """
    if output not in FORMATS:
        raise Malformed("report-format", format=output, known=", ".join(FORMATS))
    try:
        first = date.fromisoformat(day)
    except ValueError as error:
        raise Malformed("report-date", date=day) from error
    rows = read_period(reader, first.isoformat(), (first + timedelta(days=1)).isoformat())
    if not rows.days:
        raise NotFound("report-no-day", date=first.isoformat())
    return render(make_day(rows, names_of(catalog)), output, language)
