# SPDX-License-Identifier: Apache-2.0
"""Who had which counter when on a business day, and when counters should have been open, as the attendance reads them."""

from hallserver.store.report_rows import Reader, day_after, read_extent
from hallserver.store.selecting import columns_of, converted
from reports.attendance import DeskRow, DeskRows
from reports.rows import PlannedRow

_DESKS = (
    "SELECT counter, clerk, state, reason, from_us, coalesce(until_us, closed_us) FROM counter_span"
    " LEFT JOIN business_day ON date = day WHERE day = ? ORDER BY counter, from_us"
)
"""A counter that was left open ends with its day."""
_PLANNED = "SELECT counter, from_us, until_us FROM planned_span WHERE day = ? ORDER BY counter, from_us"


def read_desks(database: Reader, day: str) -> DeskRows:
    """Return the rows of a business day (ISO date): none where the hall did not open on it. They are one snapshot."""
    with database.atomic():
        execute = database.execute_sql
        extent = read_extent(execute, day, day_after(day))
        return DeskRows(
            day=day,
            as_of_us=extent.as_of_us,
            open=any(it.closed_us is None for it in extent.days),
            desks=converted(execute, _DESKS, (day,), DeskRow),
            planned=converted(execute, _PLANNED, (day,), PlannedRow) if columns_of(execute, "planned_span") else [],
        )
