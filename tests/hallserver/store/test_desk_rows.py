# SPDX-License-Identifier: Apache-2.0
"""Who sat where, from the projections of real events."""

from pathlib import Path

from hallserver.core import events as e
from hallserver.store.desk_rows import read_desks
from reports.attendance import DeskRow
from reports.rows import PlannedRow
from tests.hallserver.store.test_report_rows import MONDAY, TUESDAY, hall

DAY = (
    e.DayOpened(date=MONDAY),
    e.OpeningsPlanned(spans={"w1": ((1_000_000, 9_000_000),)}),
    e.CounterOpened(counter="w1", clerk="li"),
    e.CounterPaused(counter="w1", clerk="li", reason="meal"),
    e.CounterOpened(counter="w1", clerk="wang"),
    e.DayClosed(date=MONDAY, snapshot={}),
)


def test_each_stretch_has_its_clerk_and_ends_with_the_day(tmp_path: Path) -> None:
    """Another day has none of it."""
    with hall(tmp_path / "hall.sqlite3", [(MONDAY, DAY), (TUESDAY, (e.DayOpened(date=TUESDAY),))]) as reader:
        monday, tuesday = read_desks(reader, MONDAY), read_desks(reader, TUESDAY)
    assert monday.desks == [
        DeskRow("w1", "li", "open", "", 3_000_000, 4_000_000),
        DeskRow("w1", "li", "paused", "meal", 4_000_000, 5_000_000),
        DeskRow("w1", "wang", "open", "", 5_000_000, 6_000_000),
    ]
    assert (monday.planned, monday.open, monday.as_of_us) == ([PlannedRow("w1", 1_000_000, 9_000_000)], False, 6_000_000)
    assert (tuesday.desks, tuesday.open) == ([], True)
