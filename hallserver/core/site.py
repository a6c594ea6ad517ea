# SPDX-License-Identifier: Apache-2.0
"""Questions about on-site management that screens, alarms and reports ask. Pure; notes and photos are not in them but in the vault."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from hallserver.core.calendar import ONE_DAY
from hallserver.core.check_row import CYCLES, INSPECTION, Cycle
from hallserver.core.checklist import planned
from hallserver.core.hall import Hall
from hallserver.core.hours import date_here, time_us
from hallserver.core.site_state import Action, Finding, RegisterRow

_SUNDAY = 7


class Round(Struct, frozen=True, kw_only=True):
    """One cycle's checks in one zone: how many were looked at in the running day, week or month, and which were not."""

    zone: str
    cycle: Cycle
    total: int
    checks: tuple[str, ...]
    """All of them, in the order of the checklist."""
    left: tuple[str, ...]
    """Checks that are still due; of ``random``, those not looked at in this month."""
    last_us: int
    """When anything of it was last looked at; 0: never."""
    due_us: int
    """When the running day, week or month ends, by the hall's clock."""

    @property
    def done(self) -> int:
        """Return how many were looked at."""
        return self.total - len(self.left)


class Rounds(Struct, frozen=True, kw_only=True):
    """Patrols of today beside what the standard asks for."""

    fixed: int
    fixed_planned: int
    random: int
    random_planned: int


def period_of(cycle: Cycle, day: date) -> tuple[date, date]:
    """Return the first day of the running day, week (from Monday) or month, and the first that is not in it."""
    if cycle == "daily":
        return day, day + ONE_DAY
    if cycle == "weekly":
        first = day - timedelta(days=day.isoweekday() - 1)
        return first, first + timedelta(days=_SUNDAY)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def checks_due(hall: Hall, now_us: int) -> list[Round]:
    """Return every round of every zone, in the order of zones and cycles, with what is left of it now."""
    if hall.standard is None:
        return []
    today = date_here(hall, now_us)
    rounds = []
    for zone, by_cycle in planned(hall).items():
        done = hall.site.done.get(zone, {})
        for cycle in (it for it in CYCLES if it in by_cycle):
            first, end = period_of(cycle, today)
            since_us, slugs = time_us(hall, first, "00:00"), by_cycle[cycle]
            left = tuple(it for it in slugs if done.get(it, -1) < since_us)
            last_us = max((done.get(it, 0) for it in slugs), default=0)
            rounds.append(
                Round(
                    zone=zone, cycle=cycle, total=len(slugs), checks=slugs, left=left, last_us=last_us, due_us=time_us(hall, end, "00:00")
                ),
            )
    return rounds


def rounds_today(hall: Hall, now_us: int) -> Rounds:
    """Return how many patrols the hall made today, at fixed and at random times, and how many there should be."""
    today = date_here(hall, now_us)
    own = [it for it in hall.site.patrols if it.cycle != INSPECTION]
    mine = [it.cycle == "random" for it in own if date_here(hall, it.until_us) == today]
    return Rounds(
        fixed=mine.count(False),
        fixed_planned=hall.rules.whole("site.patrol_per_day"),
        random=mine.count(True),
        random_planned=hall.rules.whole("site.patrol_random"),
    )


def findings_open(hall: Hall, now_us: int) -> list[Finding]:  # noqa: ARG001 -- every question about the hall takes the time
    """Return the findings that are not closed, those due first in front."""
    return sorted((it for it in hall.site.findings.values() if it.open), key=lambda it: (it.by_us, it.no))


def rechecks_late(hall: Hall, now_us: int) -> list[Finding]:
    """Return the findings that were put right and not looked at again within ``site.recheck_wd``, those due first in front."""
    return [it for it in findings_open(hall, now_us) if it.next_step == "recheck" and it.late(now_us)]


def findings_counted(hall: Hall, now_us: int) -> dict[str, int]:
    """Return how many findings are open, and how many of them are overdue."""
    found = [it for it in hall.site.findings.values() if it.open]
    return {"open": len(found), "late": sum(it.late(now_us) for it in found)}


def own_findings(hall: Hall, person: str, now_us: int) -> dict[str, int]:
    """Return how many findings a person (slug) is to put right, how many of them are overdue, and when the first is due; 0: none is."""
    mine = [it for it in findings_open(hall, now_us) if it.responsible == person and it.next_step == "fix"]
    return {"n": len(mine), "late": sum(it.late(now_us) for it in mine), "due_us": mine[0].by_us if mine else 0}


def actions_open(hall: Hall, now_us: int) -> list[Action]:  # noqa: ARG001 -- every question about the hall takes the time
    """Return the actions that are not closed, those due first in front."""
    return sorted((it for it in hall.site.actions.values() if it.open), key=lambda it: (it.due_us, it.no))


def entries_open(hall: Hall, now_us: int, register: str = "") -> list[RegisterRow]:  # noqa: ARG001 -- every question takes the time
    """Return the entries of a register, of all without one, that are not closed, oldest first."""
    found = (it for it in hall.site.entries.values() if it.open and register in {"", it.register})
    return sorted(found, key=lambda it: (it.opened_us, it.no))


def closed_lately(rows: Iterable[Finding]) -> list[Finding]:
    """Return those of these findings that are closed, newest first."""
    return sorted((it for it in rows if not it.open), key=lambda it: (it.closed_us, it.no), reverse=True)
