# SPDX-License-Identifier: Apache-2.0
"""The matrix of 6 resources × 5 steps: score = 100 × (1 − Σ deduction ÷ Σ cap). In OSM style; points and colours are ours.

A check can cost at most its cap in a period, however much was found. What a hall adds to the standard's checks, or says of their caps,
may take points from a cell, and never gives it any: its score is the lower of that with it and that without it, and it weighs in sums
what the standard's checks weigh. A cell of which nothing was looked at has no score: what
nobody looked at is not in order. Matrices of several halls add up as sums of deductions and caps, never as means of scores.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from hallserver.core.check_row import RESOURCES, STEPS, CheckRow
from reports.rows_site import FindingRow, SiteRows

GOOD, FAIR = 95.0, 85.0
"""From these scores on a cell is in good order, or fairly so; below it is not."""
EVEN: Final = 0.5
"""A score that moved by less stands still."""
_NO_CAPS: Mapping[str, int] = {}
UNKNOWN_CAP = 10
"""Of a check that is in no checklist any more."""
Grade = Literal["good", "fair", "poor", "unseen"]
Trend = Literal["up", "same", "down", "new"]
Part = tuple[str, str]
"""Resource and step."""


class Cell(Struct, frozen=True, kw_only=True):
    """A cell, a row, a column or the whole: what adds up."""

    checks: int = 0
    """Checks of the checklist, those that were looked at, and how often in all zones."""
    seen: int = 0
    looks: int = 0
    findings: int = 0
    deduction: float = 0.0
    cap: float = 0.0
    """Of the checks that were looked at, or about which something was found."""

    @property
    def score(self) -> float | None:
        """Points out of 100; None: nothing was looked at."""
        return 100 * (1 - self.deduction / self.cap) if self.cap else None

    @property
    def grade(self) -> Grade:
        """In what order it is."""
        if self.score is None:
            return "unseen"
        return "good" if self.score >= GOOD else "fair" if self.score >= FAIR else "poor"

    def with_(self, other: "Cell", weight: float = 1) -> "Cell":
        """Return both together; points of the other count by a weight."""
        return Cell(
            checks=self.checks + other.checks,
            seen=self.seen + other.seen,
            looks=self.looks + other.looks,
            findings=self.findings + other.findings,
            deduction=self.deduction + weight * other.deduction,
            cap=self.cap + weight * other.cap,
        )


class Matrix(Struct, frozen=True, kw_only=True):
    """Resource → step → cell; ``weights``: step → how much its points weigh in rows and in the whole, in per cent."""

    cells: dict[str, dict[str, Cell]]
    weights: dict[str, int]

    def cell(self, part: Part) -> Cell:
        """Return a cell."""
        return self.cells.get(part[0], {}).get(part[1], Cell())

    def resource(self, resource: str) -> Cell:
        """Return a row added up."""
        return self._sum((resource, step) for step in STEPS)

    def step(self, step: str) -> Cell:
        """Return a column added up."""
        return self._sum((resource, step) for resource in RESOURCES)

    @property
    def whole(self) -> Cell:
        """Everything added up."""
        return self._sum((resource, step) for resource in RESOURCES for step in STEPS)

    def _sum(self, parts: Iterable[Part]) -> Cell:
        found = Cell()
        for part in parts:
            found = found.with_(self.cell(part), self.weights.get(part[1], 0) / 20)
        return found


def matrix_of(
    rows: SiteRows,
    checks: Mapping[str, CheckRow],
    weights: Mapping[str, int],
    days: tuple[str, str],
    *,
    caps: Mapping[str, int] = _NO_CAPS,
) -> Matrix:
    """Return the matrix of the business days ``days`` (half-open): what was looked at and found then, by this checklist.

    ``caps``: slug → cap of the standard's own checks; the others are the hall's.
    """
    found = [it for it in rows.findings if days[0] <= it.day < days[1]]
    looks: dict[str, int] = {}
    for it in rows.done:
        if days[0] <= it.day < days[1]:
            looks[it.item] = looks.get(it.item, 0) + 1
    every: dict[str, Part] = {slug: (row.resource, row.step) for slug, row in checks.items()}
    every |= {it.item: (it.resource, it.step) for it in reversed(found) if it.item not in checks}
    cells: dict[str, dict[str, Cell]] = {resource: {} for resource in RESOURCES}
    for part in ((resource, step) for resource in RESOURCES for step in STEPS):
        here = [slug for slug, of in every.items() if of == part]
        whole = _all(_check(slug, checks[slug].cap if slug in checks else UNKNOWN_CAP, looks, found) for slug in here)
        strict = _all(_check(slug, caps[slug], looks, found) for slug in here if slug in caps)
        cells[part[0]][part[1]] = _lower(whole, strict, sum(caps.get(slug, 0) for slug in here))
    return Matrix(cells=cells, weights=dict(weights))


def _lower(whole: Cell, strict: Cell, weight: int) -> Cell:
    """Return a cell with the lower score of both, at the weight of the standard's checks (``strict``) in it; without any, as it is."""
    if whole.score is None or not weight:
        return whole
    if strict.score is not None and strict.score <= whole.score:
        return replace(whole, deduction=strict.deduction, cap=strict.cap)
    cap = strict.cap or float(weight)
    return replace(whole, deduction=cap * whole.deduction / whole.cap, cap=cap)


def _check(slug: str, cap: int, looks: Mapping[str, int], findings: Sequence[FindingRow]) -> Cell:
    mine = [it for it in findings if it.item == slug]
    seen = slug in looks or bool(mine)
    return Cell(
        checks=1,
        seen=int(seen),
        looks=looks.get(slug, 0),
        findings=len(mine),
        deduction=float(min(cap, sum(it.deduction for it in mine))),
        cap=float(cap) if seen else 0.0,
    )


def added(matrices: Sequence[Matrix]) -> Matrix:
    """Return the matrices of several halls as one, under the weights of the first."""
    cells: dict[str, dict[str, Cell]] = {
        resource: {step: _all(matrix.cell((resource, step)) for matrix in matrices) for step in STEPS} for resource in RESOURCES
    }
    return Matrix(cells=cells, weights=matrices[0].weights)


def _all(cells: Iterable[Cell]) -> Cell:
    found = Cell()
    for cell in cells:
        found = found.with_(cell)
    return found


def trend(now: Cell, before: Cell | None) -> Trend:
    """Return how a score moved since the period before; ``new`` where either is not known."""
    if before is None or now.score is None or before.score is None:
        return "new"
    moved = now.score - before.score
    return "same" if abs(moved) < EVEN else "up" if moved > 0 else "down"
