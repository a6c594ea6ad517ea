# SPDX-License-Identifier: Apache-2.0
"""Whether the journal that a report rests on is whole: its figures come from tables, which do not show that an entry was changed.

Figures of days that are over also use what came later: what was rectified, withdrawn or excluded, a rating after days. So for a draft to
be signed all entries from the report's first business day to the journal's end are looked at, some 0.7 s per 100,000 of them; for another
report those of 62 days from its first on. What it takes over from before its first day (findings that were open by then, the period
before) is not looked at: ``hallserver doctor`` looks at all, and at whether the tables are what the journal says.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final, TypeVar

from msgspec import structs

from hallserver.store.chain import ChainBroken
from hallserver.store.folder import open_reading
from reports.kinds import Span
from reports.osm import OsmDistrict, OsmReport
from reports.report import DayReport, Note

R = TypeVar("R", bound=DayReport | OsmReport | OsmDistrict)
MOST_DAYS: Final = 62
"""So far from its first day a report is looked at that is none to be signed, and a longer one not at all: a year's entries take longer to
check than its figures to make."""


def broken_in(folder: Path, first: date, end: date | None = None) -> ChainBroken | None:
    """Return where the journal breaks from a business day on, to its end or up to day ``end``; None where every entry follows."""
    journal, connect = open_reading(folder)
    with connect() as database:
        return journal.broken_in(database, first.isoformat(), end.isoformat() if end is not None else "")


def first_broken(folders: Sequence[Path], span: Span) -> tuple[Path, ChainBroken] | None:
    """Return the first of these halls whose journal breaks anywhere from the first of these days to its end, and where."""
    found = ((folder, broken_in(folder, span.first)) for folder in folders)
    return next(((folder, broken) for folder, broken in found if broken is not None), None)


def warnings_of(folders: Sequence[Path], span: Span) -> list[Note]:
    """Return a note for each hall whose journal breaks in these days or soon after: the first thing to be read in the report."""
    if (span.end - span.first).days > MOST_DAYS:
        return []
    end = span.first + min(timedelta(days=MOST_DAYS), date.max - span.first)
    found = ((folder, broken_in(folder, span.first, end)) for folder in folders)
    return [_warning(folder, broken) for folder, broken in found if broken is not None]


def _warning(folder: Path, broken: ChainBroken) -> Note:
    hall = open_reading(folder)[0].load()
    return Note(key="chain", args={"place": f"{broken.epoch}.{broken.seq}"}, names={"hall": hall.catalog.here.names})


def warned(report: R, warnings: Sequence[Note]) -> R:
    """Return the report with these notes before all others; a clean one is not clean any more."""
    rest = [it for it in report.notes if it.key != "clean"]
    return structs.replace(report, notes=(*warnings, *rest)) if warnings else report
