# SPDX-License-Identifier: Apache-2.0
"""Where several halls are not in good order, which their sums do not show: the lowest of them, poor cells, what is late or came back."""

from collections.abc import Callable, Sequence

from hallserver.core.check_row import RESOURCES, STEPS
from reports.osm import OsmReport, is_late
from reports.osm_ledger import FindingLine
from reports.osm_matrix import Matrix, Part

Counted = list[tuple[OsmReport, int]]
"""Halls and how many of something each has, most first."""
EVERY: tuple[Part, ...] = tuple((resource, step) for resource in RESOURCES for step in STEPS)


def low_halls(halls: Sequence[OsmReport]) -> list[OsmReport]:
    """Return the halls whose score is only fair or poor, the lowest first."""
    low = [it for it in halls if it.matrix.whole.grade in {"fair", "poor"}]
    return sorted(low, key=lambda it: it.matrix.whole.score or 0.0)


def unseen_halls(halls: Sequence[OsmReport]) -> list[OsmReport]:
    """Return the halls in which nobody looked at anything."""
    return [it for it in halls if it.matrix.whole.grade == "unseen"]


def worst_part(matrix: Matrix) -> Part:
    """Return the cell with the lowest score of those that have one; the first of all where none has."""
    scored = [(cell.score, part) for part in EVERY if (cell := matrix.cell(part)).score is not None]
    return min(scored, key=lambda it: it[0] or 0.0)[1] if scored else EVERY[0]


def poor_cells(hall: OsmReport) -> int:
    """Return how many cells of a hall are poor."""
    return sum(hall.matrix.cell(part).grade == "poor" for part in EVERY)


def poor_halls(halls: Sequence[OsmReport]) -> Counted:
    """Return the halls that have poor cells, with how many."""
    return _counted(halls, poor_cells)


def late_halls(halls: Sequence[OsmReport]) -> Counted:
    """Return the halls with findings that are overdue and not closed, with how many."""
    return _counted(halls, lambda it: _findings(it, is_late))


def repeated_halls(halls: Sequence[OsmReport]) -> Counted:
    """Return the halls in which findings came back, with how many did."""
    return _counted(halls, lambda it: _findings(it, lambda line: line.new and bool(line.repeat_of)))


def _findings(hall: OsmReport, counts: Callable[[FindingLine], bool]) -> int:
    return sum(map(counts, hall.findings))


def _counted(halls: Sequence[OsmReport], many: Callable[[OsmReport], int]) -> Counted:
    found = [(it, n) for it in halls if (n := many(it))]
    return sorted(found, key=lambda it: -it[1])
