# SPDX-License-Identifier: Apache-2.0
"""How much of what should be looked at was: each check in each zone once a day, a week or a month, as its cycle says. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from hallserver.core.check_row import INSPECTION
from reports.rows_site import CheckPlannedRow, PatrolRow, SiteRows

Due = tuple[str, str, str, str]
"""Cycle, the day, week or month, zone, check."""


class Coverage(Struct, frozen=True, kw_only=True):
    """Checks planned and done, by cycle, and patrols at fixed and at random times."""

    planned: dict[str, int]
    done: dict[str, int]
    fixed: int
    fixed_planned: int
    random: int
    random_planned: int
    inspectors: tuple[str, ...]
    """Who of the hall made patrols, as the journal names them; an inspection from outside is none of them."""
    longer: int = 0
    """Rounds of a week or a month: the plan of a day counts none of them."""
    inspections: int = 0
    """Rounds of somebody from outside."""

    @property
    def share(self) -> float | None:
        """Done out of planned; None: nothing was planned."""
        planned = sum(self.planned.values())
        return sum(self.done.values()) / planned if planned else None


def coverage_of(rows: SiteRows, days: Sequence[str], patrols: tuple[int, int]) -> Coverage:
    """Return the coverage of these business days; ``patrols``: how many a day should be made at fixed and at random times.

    A week or month counts by the plan of its last day in the period, and what was looked at in it within the period.
    """
    due = _due(rows.planned, days)
    looked = {(cycle, _span(cycle, it.day), it.zone, it.item) for it in rows.done if it.day in days for cycle in _SPANS}
    rounds = [it for it in rows.patrols if it.day in days]
    mine = [it for it in rounds if it.cycle != INSPECTION]
    cycles = [cycle for cycle in _SPANS if any(it[0] == cycle for it in due)]
    return Coverage(
        planned={cycle: sum(it[0] == cycle for it in due) for cycle in cycles},
        done={cycle: sum(it[0] == cycle for it in due & looked) for cycle in cycles},
        fixed=_count(mine, "daily"),
        fixed_planned=patrols[0] * len(days),
        random=_count(mine, "random"),
        random_planned=patrols[1] * len(days),
        inspectors=tuple(sorted({it.actor for it in mine})),
        longer=_count(mine, "weekly", "monthly"),
        inspections=len(rounds) - len(mine),
    )


def _count(patrols: Iterable[PatrolRow], *cycles: str) -> int:
    return sum(it.cycle in cycles for it in patrols)


_SPANS: Mapping[str, str] = {"daily": "%Y-%m-%d", "weekly": "%G-W%V", "monthly": "%Y-%m"}
"""Cycle → how its stretches of time are named."""


def _span(cycle: str, day: str) -> str:
    return date.fromisoformat(day).strftime(_SPANS[cycle])


def _due(planned: Iterable[CheckPlannedRow], days: Sequence[str]) -> set[Due]:
    """Return what was due, each once in its day, week or month, by the last plan of that stretch."""
    last: dict[tuple[str, str, str], CheckPlannedRow] = {}
    for it in planned:
        if it.cycle in _SPANS and it.day in days:
            key = (it.cycle, _span(it.cycle, it.day), it.zone)
            last[key] = it if key not in last or it.day >= last[key].day else last[key]
    return {(*key, item) for key, it in last.items() for item in it.items}


def added(parts: Sequence[Coverage]) -> Coverage:
    """Return the coverage of several halls as one."""
    return Coverage(
        planned=_sums([it.planned for it in parts]),
        done=_sums([it.done for it in parts]),
        fixed=sum(it.fixed for it in parts),
        fixed_planned=sum(it.fixed_planned for it in parts),
        random=sum(it.random for it in parts),
        random_planned=sum(it.random_planned for it in parts),
        inspectors=tuple(sorted({who for it in parts for who in it.inspectors})),
        longer=sum(it.longer for it in parts),
        inspections=sum(it.inspections for it in parts),
    )


def _sums(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {cycle: sum(it.get(cycle, 0) for it in counts) for cycle in _SPANS if any(cycle in it for it in counts)}
