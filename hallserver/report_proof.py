# SPDX-License-Identifier: Apache-2.0
"""Whether the journal that a report rests on is whole: its figures come from tables, which do not show that an entry was changed.

Looked at are the entries of the report's business days, some 0.7 s per 100,000 of them; ``hallserver doctor`` looks at all, and at
whether the tables are what the journal says.
"""

from collections.abc import Sequence
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
"""A longer report is looked at only when it is drafted to be signed: a year's entries take longer to check than its figures to make."""


def broken_in(folder: Path, span: Span) -> ChainBroken | None:
    """Return where the journal of these business days breaks; None where every entry follows from the one before it."""
    journal, connect = open_reading(folder)
    with connect() as database:
        return journal.broken_in(database, span.first.isoformat(), span.end.isoformat())


def first_broken(folders: Sequence[Path], span: Span) -> tuple[Path, ChainBroken] | None:
    """Return the first of these halls whose journal breaks in these days, and where."""
    found = ((folder, broken_in(folder, span)) for folder in folders)
    return next(((folder, broken) for folder, broken in found if broken is not None), None)


def warnings_of(folders: Sequence[Path], span: Span) -> list[Note]:
    """Return a note for each hall whose journal breaks in these days: the first thing to be read in the report."""
    if (span.end - span.first).days > MOST_DAYS:
        return []
    found = ((folder, broken_in(folder, span)) for folder in folders)
    return [_warning(folder, broken) for folder, broken in found if broken is not None]


def _warning(folder: Path, broken: ChainBroken) -> Note:
    hall = open_reading(folder)[0].load()
    return Note(key="chain", args={"place": f"{broken.epoch}.{broken.seq}"}, names={"hall": hall.catalog.here.names})


def warned(report: R, warnings: Sequence[Note]) -> R:
    """Return the report with these notes before all others; a clean one is not clean any more."""
    rest = [it for it in report.notes if it.key != "clean"]
    return structs.replace(report, notes=(*warnings, *rest)) if warnings else report
