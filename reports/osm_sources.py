# SPDX-License-Identifier: Apache-2.0
"""What a hall's report on on-site management is made from, and what its reader must know about that: holes in the data, other rules."""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from hallserver.core.check_row import CheckRow
from hallserver.core.row import Names
from reports.osm_matrix import Matrix
from reports.report import DayReport, Note
from reports.rows_site import EntryRow, FindingRow, SiteRows

_HOUR_US: Final = 3_600_000_000


class Ruled(Struct, frozen=True, kw_only=True):
    """By what a hall was looked at: what was in force when a period ended."""

    checks: Mapping[str, CheckRow]
    """The checklist."""
    weights: Mapping[str, int]
    caps: Mapping[str, int] = {}
    """Slug → cap of the standard's own checks."""
    patrols: tuple[int, int] = (0, 0)
    """How many a day should be made at fixed and at random times."""


class Sources(Struct, frozen=True, kw_only=True):
    """What a hall's report is made from."""

    service: DayReport
    service_before: DayReport | None
    site: SiteRows
    site_before: SiteRows
    days: tuple[str, ...]
    """Business days (ISO dates) on which the hall opened."""
    before: tuple[str, str]
    """The period before, half-open."""
    lost: int = 0
    """Days on which it should have opened and that have no data: nobody knows whether they were looked at."""
    staff_days: int | None
    ruled: Ruled
    ruled_before: Ruled
    """Of the period before: each has the points that it had in its own report."""
    people: Mapping[str, Names]
    zones: Mapping[str, Names]


def notes_of(of: Sources, matrix: Matrix, written: SiteRows, *, compared: bool) -> tuple[Note, ...]:
    """Return the notes on the data of patrols, then those of the service block; that nothing was found is said only where nothing was.

    That the period is not over comes before them all.

    ``written``: all that was, what was withdrawn too; ``compared``: there is a period before to compare with.
    """
    patrols = [*_notes(of, matrix, written), *(_changed(of) if compared else ())]
    notes = (*patrols, *(it for it in of.service.notes if not patrols or it.key != "clean"))
    return tuple(sorted(notes, key=lambda it: it.key != "not-over"))


def _notes(of: Sources, matrix: Matrix, written: SiteRows) -> list[Note]:
    """Return what the reader must know about the data of patrols; ``written``: all that was, what was withdrawn too."""
    patrolled = {it.day for it in of.site.patrols}
    unseen = sum(cell.checks > 0 and not cell.seen for steps in matrix.cells.values() for cell in steps.values())
    counts = {
        "days-lost": of.lost,
        "no-patrol": sum(day not in patrolled for day in of.days),
        "cells-unseen": unseen,
        "came-late": sum(it.at_us - it.until_us > _HOUR_US for it in of.site.patrols),
        "no-plan": sum(day not in {it.day for it in of.site.planned} for day in of.days),
        "withdrawn": _withdrawn(of, written.findings),
        "entries-withdrawn": _withdrawn(of, written.entries),
        "no-photo": sum(it.day >= of.service.from_date and not _pictured(of.site, it.no) for it in of.site.findings),
    }
    return [Note(key=f"osm-{key}", args={"n": n, "of": len(of.days)}) for key, n in counts.items() if n]


def _withdrawn(of: Sources, rows: Iterable[FindingRow | EntryRow]) -> int:
    """Return how many of these of the period were taken back."""
    return sum(of.service.from_date <= it.day < of.service.to_date for it in rows if it.withdrawn)


def _changed(of: Sources) -> list[Note]:
    """Return that other checks or weights were in force at the end of the period before, where that was so: arrows then say less."""
    both = [it.checks.items() for it in (of.ruled, of.ruled_before)]
    now, then = ({slug: (it.resource, it.step, it.minor, it.major, it.critical, it.cap) for slug, it in rows} for rows in both)
    n = sum(now.get(slug) != then.get(slug) for slug in now.keys() | then.keys())
    checklist = [Note(key="osm-checklist", args={"n": n})] if n else []
    return checklist if of.ruled.weights == of.ruled_before.weights else [*checklist, Note(key="osm-weights", args={})]


def _pictured(rows: SiteRows, no: str) -> bool:
    return any(step.photo_refs for step in rows.steps if step.no == no)
