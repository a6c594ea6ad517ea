# SPDX-License-Identifier: Apache-2.0
"""The screen of on-site management: what is due where, the checklist, what was found, actions, registers, and how desks stand now."""

from collections.abc import Sequence
from typing import Final

from hallserver.core.check_row import CYCLES, INSPECTION, SEVERITIES, CheckRow, Cycle, Walk
from hallserver.core.checklist import checklist, zones_of
from hallserver.core.codes import OFFERED
from hallserver.core.hall import Hall
from hallserver.core.hall_row import Row
from hallserver.core.registers import REGISTERS, Register
from hallserver.core.roles import ROLES, is_from_outside
from hallserver.core.row import Names
from hallserver.core.site import Round, checks_due, own_findings, rounds_today
from hallserver.core.site_state import Patrol
from hallserver.core.stock import CONSUMABLE
from hallserver.words import WRITTEN, known, say
from reports.site.machines import machines
from reports.site.rows import Json, action_rows, actor, entry_rows, finding_rows, person, stock_rows

COMMANDS: Final = frozenset(
    "record-patrol open-finding fix-finding recheck-finding withdraw-finding escalate-finding".split()
    + "plan-action step-action register-entry step-entry withdraw-entry".split()
)
"""What the screen asks, of those the person's roles have."""
LOOKED_AT: Final[dict[Walk, tuple[Cycle, ...]]] = {
    "daily": ("daily",),
    "weekly": ("weekly",),
    "monthly": ("daily", "weekly", "monthly"),
    "random": ("daily", "random"),
    "inspection": CYCLES,
}
"""Which checks a round of a cycle goes through: once a month everything, at random times what should be right on every day."""
PATROLS_SHOWN: Final = 8
HALL_ROLES: Final = frozenset({"duty-manager", "hall-manager"})
"""Who sees how colleagues' desks stand."""
HOMES: Final = {"duty-manager": "duty", "hall-manager": "manager", "guide": "guide", "inspector": "manager"}
"""Role → the screen that its people work at; the others are clerks."""
PATROLLERS: Final = frozenset(HOMES)
"""Who sees every finding; clerks see those that they are to put right."""
NO_NAMES: Final[Names] = {}


def view(hall: Hall, of: str, now_us: int) -> Json:
    """Return the screen of the person ``of``."""
    roles = _roles(hall, of)
    here = hall.catalog.here
    rounds = checks_due(hall, now_us)
    mine = [it for it in REGISTERS.values() if it.roles & roles]
    actions = action_rows(hall, now_us)
    return {
        "zone": here.zone,
        "names": here.names,
        "me": of,
        "own": own_findings(hall, of, now_us),
        "home": next((page for role, page in HOMES.items() if role in roles), "clerk"),
        "day": {"date": hall.day, "open": hall.open},
        "may": sorted(_may(roles)),
        "zones": [{"slug": slug, "names": here.zones.get(slug, NO_NAMES)} for slug in zones_of(hall)],
        "counters": _counters(hall),
        "people": _people(hall),
        "checks": [_check(row) for row in checklist(hall).values()],
        "rounds": [_inspection(hall, rounds)] if is_from_outside(roles) else _rounds(hall, rounds, now_us),
        "patrols": [_patrol(hall, it) for it in hall.site.patrols[:PATROLS_SHOWN]],
        "fix_wd": _fix_wd(hall),
        "findings": [it for it in finding_rows(hall, of, now_us) if roles & PATROLLERS or it["responsible"] == of],
        "actions": actions,
        "rules": _rules(hall, actions),
        "registers": [_register(hall, it) for it in mine],
        "entries": entry_rows(hall, {it.slug for it in mine}, of, now_us),
        "choices": _choices(hall),
        "withdraw_reasons": OFFERED["withdrawn"],
        "machines": machines(hall, now_us),
        "stock": stock_rows(hall) if CONSUMABLE in {it.slug for it in mine} else [],
        "desks": _desks(hall) if roles & HALL_ROLES else None,
    }


def _roles(hall: Hall, of: str) -> frozenset[str]:
    row = hall.catalog.people.get(of)
    return frozenset(row.roles if row is not None else ())


def _may(roles: frozenset[str]) -> set[str]:
    """Return which of the screen's commands a person with these roles may ask."""
    return {name for name in COMMANDS if any(name in ROLES.get(role, ()) for role in roles)}


def _counters(hall: Hall) -> list[Json]:
    rows = sorted((row for row in hall.catalog.counters.values() if not row.retired), key=lambda row: row.number)
    return [{"slug": row.slug, "number": row.number, "zone": row.zone} for row in rows]


def _people(hall: Hall) -> list[Json]:
    """Return the staff; who is gone has a name still, in what was written."""
    return [{"slug": row.slug, "names": row.names, "retired": row.retired} for row in hall.catalog.people.values()]


def _check(row: CheckRow) -> Json:
    return {
        "slug": row.slug,
        "names": row.names,
        "resource": row.resource,
        "step": row.step,
        "safety": row.safety,
        "points": {severity: row.points(severity) for severity in SEVERITIES},
    }


def _rounds(hall: Hall, rounds: list[Round], now_us: int) -> list[Json]:
    wanted = [cycle for cycle in CYCLES if any(it.cycle == cycle for it in rounds) or cycle == "random"]
    return [_round(hall, cycle, rounds, now_us) for cycle in wanted]


def _inspection(hall: Hall, rounds: list[Round]) -> Json:
    """Return the round of an inspector: through everything, due at no time, and it leaves nothing less to be looked at by the hall."""
    zones = [{**_zone_round(zone, "inspection", rounds), "total": 0, "left": 0, "due_us": 0} for zone in zones_of(hall)]
    last_us = max((it.until_us for it in hall.site.patrols if it.cycle == INSPECTION), default=0)
    return {"cycle": INSPECTION, "due": None, "made": None, "last_us": last_us, "zones": [it for it in zones if it["checks"]]}


def _round(hall: Hall, cycle: Cycle, rounds: list[Round], now_us: int) -> Json:
    """Return the round of a cycle through all zones that have anything of it, and whether it is to be made now."""
    mine, today = [it for it in rounds if it.cycle == cycle], rounds_today(hall, now_us)
    done, planned = (today.random, today.random_planned) if cycle == "random" else (today.fixed, today.fixed_planned)
    left = any(it.left for it in mine) if cycle != "random" else False
    return {
        "cycle": cycle,
        "due": left or (cycle in {"daily", "random"} and done < planned),
        "made": [done, planned] if cycle in {"daily", "random"} else None,
        "last_us": max([0, *(it.last_us for it in mine), *(it.until_us for it in hall.site.patrols if it.cycle == cycle)]),
        "zones": [row for zone in zones_of(hall) if (row := _zone_round(zone, cycle, rounds))["checks"]],
    }


def _zone_round(zone: str, cycle: Walk, rounds: list[Round]) -> Json:
    checks = [slug for it in rounds if it.zone == zone and it.cycle in LOOKED_AT[cycle] for slug in it.checks]
    own = [it for it in rounds if it.zone == zone and it.cycle == cycle]
    return {
        "zone": zone,
        "checks": checks,
        "total": sum(it.total for it in own),
        "left": sum(len(it.left) for it in own),
        "due_us": own[0].due_us if own else 0,
    }


def _patrol(hall: Hall, it: Patrol) -> Json:
    """Return a patrol, and how many findings it opened or saw again; of one that an older program closed the day over, those it opened."""
    findings = hall.site.findings
    opened = {finding.no for finding in findings.values() if it.mark and finding.mark == it.mark}
    numbers = opened.union(hall.patrol_found.get(it.id, ()))
    found = sum(no not in findings or not findings[no].withdrawn for no in numbers)
    return {
        "cycle": it.cycle,
        "zones": it.zones,
        "checked": it.checked,
        "by": actor(hall, it.by),
        "from_us": it.from_us,
        "until_us": it.until_us,
        "findings": found,
    }


def _fix_wd(hall: Hall) -> Json:
    """Return within how many working days a finding of each severity is to be put right; 0: on the same day."""
    if hall.standard is None:
        return {}
    return {severity: hall.rules.whole(f"site.fix_{severity}_wd") for severity in SEVERITIES}


def _rules(hall: Hall, actions: list[Json]) -> list[Json]:
    """Return the rules of the standard that these actions changed, or may say that they did; what people call them."""
    if hall.standard is None:
        return []
    wanted = {it["parameter"] for it in actions}.union(*(it["changed"] for it in actions))
    return [{"slug": key, "names": {it: _rule_name(key, it) for it in WRITTEN}} for key in hall.rules.parameters if key in wanted]


def _rule_name(key: str, language: str) -> str:
    word = f"parameter-name.{key}"
    return say(word, language) if known(word) else key


def _register(hall: Hall, it: Register) -> Json:
    return {
        "slug": it.slug,
        "fields": [
            {
                "slug": row.slug,
                "kind": row.kind,
                "choices": row.choices,
                "required": row.required,
                "past": row.past,
                "other_needs": row.other_needs,
            }
            for row in it.fields
        ],
        "steps": it.steps,
        "ends": it.ends,
        "asks_who": it.asks_who,
        "open": sum(row.open and row.register == it.slug for row in hall.site.entries.values()),
    }


def _choices(hall: Hall) -> Json:
    """Return the rows of the set-up that a field of a register may name, by its kind."""
    catalog = hall.catalog
    machines = [row for row in catalog.machines.values() if not row.retired]
    devices = [row for row in catalog.devices.values() if not row.retired]
    plans = [row for row in catalog.plans.values() if row.kind == "emergency" and not row.retired]
    groups: dict[str, Sequence[Row]] = {"device": [*devices, *machines], "machine": machines, "plan": plans}
    return {kind: [{"slug": row.slug, "names": row.names} for row in rows] for kind, rows in groups.items()}


def _desks(hall: Hall) -> list[Json]:
    """Return every counter in use, by number, and how it stands now."""
    rows = sorted((row for row in hall.catalog.counters.values() if not row.retired), key=lambda row: row.number)
    return [
        {
            "counter": row.number,
            "state": state.state,
            "reason": state.reason if state.state == "paused" else "",
            "clerk": person(hall, state.clerk),
            "since_us": state.since_us or None,
        }
        for row in rows
        for state in (hall.counter(row.slug),)
    ]
