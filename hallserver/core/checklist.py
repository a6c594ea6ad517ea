# SPDX-License-Identifier: Apache-2.0
"""The checklist of a hall: the standard's checks, and what its own rows add or say more strictly; where and how often each is due.

What the standard marks as binding a hall's row can only sharpen: more often, more points. So also where the row is older than the mark.
Its cap stays as it is: a lower one takes the check out of the matrix, a higher one makes each finding weigh less in its cell.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from hallserver.core.check_row import CYCLES, Check, CheckRow, Cycle, Step
from hallserver.core.hall import Hall
from hallserver.core.standard import Standard

MAIN = "main"
"""The zone of a hall that has named none."""
STEP_WEIGHTS: dict[str, dict[Step, int]] = {
    "6x5": {"sort": 20, "place": 20, "store": 20, "clean": 20, "keep": 20},
    "6s": {"sort": 26, "place": 27, "store": 17, "clean": 15, "keep": 15},
}
"""Kind of sheet → how much each step weighs, in per cent: all alike, or as a published 6S sheet has it."""


def step_weights(standard: Standard) -> dict[Step, int]:
    """Return how much each step weighs by the standard's ``site.matrix``, in per cent."""
    return STEP_WEIGHTS[standard.word("site.matrix")]


def standard_checks(hall: Hall) -> Mapping[str, Check]:
    """Return the checks of the standard in force; none before there is one."""
    return hall.standard.checks if hall.standard is not None else {}


def loosened(check: Check, row: CheckRow) -> list[str]:
    """Return in which fields a hall's row says less than a binding check; the names of fields."""
    same = [name for name in ("resource", "step", "cap") if getattr(check, name) != getattr(row, name)]
    rarer = ["cycle"] if CYCLES.index(row.cycle) > CYCLES.index(check.cycle) else []
    fewer = [name for name in ("minor", "major", "critical") if getattr(row, name) < getattr(check, name)]
    marks = [name for name, less in (("zones", bool(row.zones)), ("safety", check.safety and not row.safety)) if less]
    return same + rarer + fewer + marks + (["retired"] if row.retired else [])


def laid(slug: str, check: Check, row: CheckRow | None) -> CheckRow:
    """Return a check of the standard with what the hall says of it; a binding one keeps what the row would loosen."""
    own = msgspec.structs.asdict(check)
    binding = own.pop("binding")
    if row is None:
        return CheckRow(slug=slug, **own)
    kept = {name: own.get(name, False if name == "retired" else ()) for name in loosened(check, row)} if binding else {}
    return msgspec.structs.replace(row, **kept)


def every_check(hall: Hall) -> dict[str, CheckRow]:
    """Return all checks by slug, also those that the hall has dropped: the standard's in its order, then the hall's own."""
    rows, checks = hall.catalog.patrol, standard_checks(hall)
    every = {slug: laid(slug, check, rows.get(slug)) for slug, check in checks.items()}
    return every | {slug: row for slug, row in rows.items() if slug not in checks}


def said_otherwise(hall: Hall, rows: Iterable[CheckRow]) -> list[CheckRow]:
    """Return the rows that say something else than the standard: only these are the hall's own, the others follow the standard."""
    checks = standard_checks(hall)
    return [row for row in rows if row.slug not in checks or row != laid(row.slug, checks[row.slug], None)]


def checklist(hall: Hall) -> dict[str, CheckRow]:
    """Return the checks in use, by slug: the standard's in its order, then the hall's own."""
    return {slug: row for slug, row in every_check(hall).items() if not row.retired}


def zones_of(hall: Hall) -> tuple[str, ...]:
    """Return the zones of the hall that are patrolled: those it has named, those of its counters and machines; at least one."""
    named = list(hall.catalog.here.zones)
    used = {row.zone for row in hall.catalog.counters.values() if not row.retired and row.zone}
    used |= {row.zone for row in hall.catalog.machines.values() if not row.retired and row.zone}
    return tuple(dict.fromkeys([*named, *sorted(used)])) or (MAIN,)


def cycle_of(hall: Hall, row: CheckRow) -> Cycle:
    """Return how often a check is due: as it says, but never more rarely than everything is (``site.cycle``)."""
    whole = hall.rules.word("site.cycle") or "monthly"
    if row.cycle == "random":
        return row.cycle
    return min(row.cycle, next(it for it in CYCLES if it == whole), key=CYCLES.index)


def kept_planned(hall: Hall) -> dict[str, Any]:
    """Return the part of a snapshot that says what should be looked at where and how often: none where nothing is."""
    kept = {zone: {cycle: list(slugs) for cycle, slugs in by_cycle.items()} for zone, by_cycle in planned(hall).items() if by_cycle}
    return {"patrol_planned": kept} if kept else {}


def planned(hall: Hall) -> dict[str, dict[Cycle, tuple[str, ...]]]:
    """Return zone → cycle → the checks that are due there so often."""
    rows, zones = checklist(hall), zones_of(hall)
    found: dict[str, dict[Cycle, tuple[str, ...]]] = {zone: {} for zone in zones}
    for slug, row in rows.items():
        for zone in zones if not row.zones else [it for it in zones if it in row.zones]:
            cycle = cycle_of(hall, row)
            found[zone][cycle] = (*found[zone].get(cycle, ()), slug)
    return found
