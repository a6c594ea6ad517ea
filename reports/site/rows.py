# SPDX-License-Identifier: Apache-2.0
"""Findings, actions and entries of registers as the screen shows them. Notes, names and photos are fetched, not pushed."""

from collections.abc import Collection, Container, Iterable
from typing import Any, Final

import msgspec

from hallserver.core.changed import changed_since
from hallserver.core.hall import Hall
from hallserver.core.registers import REGISTERS
from hallserver.core.row import Names
from hallserver.core.rules_action import LAST
from hallserver.core.rules_entry import may_withdraw_entry
from hallserver.core.rules_finding import may_withdraw
from hallserver.core.site import actions_open, closed_lately, entries_open, findings_open
from hallserver.core.site_state import Action, Finding, RegisterRow, SiteStep

Json = dict[str, Any]
CLOSED_SHOWN: Final = 60
"""Most closed findings, actions, and entries of each register that are listed, newest first; the tables keep all."""
_SAME: Final = (
    "no", "check", "resource", "step", "zone", "severity", "deduction", "place", "counter", "responsible", "safety", "opened_us",
    "found_us", "due_us", "by_us", "repeat_of", "nth", "seen", "fixed_us", "rechecks", "closed_us", "open", "escalation", "withdrawn",
    "source",
)  # fmt: skip


def finding_rows(hall: Hall, of: str, now_us: int) -> list[Json]:
    """Return the open findings, those due first in front, then the newest closed ones, as the person ``of`` may handle them."""
    closed = closed_lately(hall.site.findings.values())[:CLOSED_SHOWN]
    return [_finding(hall, it, of, now_us) for it in (*findings_open(hall, now_us), *closed)]


def _finding(hall: Hall, it: Finding, of: str, now_us: int) -> Json:
    return {name: getattr(it, name) for name in _SAME} | {
        "by": actor(hall, it.by),
        "next": it.next_step,
        "late": it.late(now_us),
        "mine": it.fixed_by == f"person:{of}",
        "may_withdraw": may_withdraw(hall, it, of, _roles(hall, of)),
        "ladder": [{"step": rung.step, "at_us": rung.at_us, "taken": nth < it.climbed} for nth, rung in enumerate(it.ladder)],
        "steps": _steps(hall, it.steps),
    }


def _roles(hall: Hall, of: str) -> Collection[str]:
    row = hall.catalog.people.get(of)
    return row.roles if row is not None else ()


def action_rows(hall: Hall, now_us: int) -> list[Json]:
    """Return the open actions, those due first in front, then the newest closed ones."""
    return [_action(hall, it, now_us) for it in (*actions_open(hall, now_us), *_newest(hall.site.actions.values()))]


def _action(hall: Hall, it: Action, now_us: int) -> Json:
    return {
        "no": it.no,
        "measure": it.measure,
        "owner": it.owner,
        "due_us": it.due_us,
        "opened_us": it.opened_us,
        "findings": it.findings,
        "step": it.step,
        "next": it.next_step,
        "parameter": it.parameter,
        "changed": sorted(changed_since(hall, it.opened_us, now_us)) if it.next_step == LAST else [],
        "late": it.late(now_us),
        "open": it.open,
        "closed_us": it.closed_us,
        "steps": _steps(hall, it.steps),
    }


def entry_rows(hall: Hall, registers: Container[str], of: str, now_us: int) -> list[Json]:
    """Return the open entries of these registers, newest first, then the newest closed ones of each, as ``of`` may handle them."""
    opened = sorted(entries_open(hall, 0), key=lambda it: (it.opened_us, it.no), reverse=True)
    every = hall.site.entries.values()
    closed = [it for slug in REGISTERS for it in _newest(row for row in every if row.register == slug)]
    return [_entry(hall, it, of, now_us) for it in (*opened, *closed) if it.register in registers]


def _entry(hall: Hall, it: RegisterRow, of: str, now_us: int) -> Json:
    return {
        "no": it.no,
        "register": it.register,
        "withdrawn": it.withdrawn,
        "may_withdraw": may_withdraw_entry(hall, it, of, _roles(hall, of), now_us),
        "fields": it.fields,
        "opened_us": it.opened_us,
        "by": actor(hall, it.by),
        "step": it.step,
        "open": it.open,
        "closed_us": it.closed_us,
        "steps": _steps(hall, it.steps),
    }


def stock_rows(hall: Hall) -> list[Json]:
    """Return how much there is of each consumable: what is low first, then by article and place."""
    rows = sorted(hall.site.stock.values(), key=lambda it: (not it.low, it.what, it.detail, it.zone))
    return [msgspec.structs.asdict(it) | {"known": it.known, "low": it.low} for it in rows]


def _newest(rows: Iterable[Any]) -> list[Any]:
    """Return those of these rows that are closed, newest first."""
    return sorted((it for it in rows if not it.open), key=lambda it: (it.closed_us, it.no), reverse=True)[:CLOSED_SHOWN]


def _steps(hall: Hall, steps: Iterable[SiteStep]) -> list[Json]:
    return [
        {
            "kind": it.kind,
            "at_us": it.at_us,
            "by": actor(hall, it.by),
            "says": msgspec.to_builtins(it.says),
            "note": it.note is not None,
            "who": it.who is not None,
            "photos": len(it.photos),
        }
        for it in steps
    ]


def actor(hall: Hall, by: str) -> Names:
    """Return whoever of the staff did it, as the journal names actors; nobody's name for the clock or a device."""
    kind, _, slug = by.partition(":")
    return person(hall, slug) if kind == "person" else {}


def person(hall: Hall, slug: str) -> Names:
    """Return a person's names, or the slug for somebody whom the set-up does not know any more; none for nobody."""
    row = hall.catalog.people.get(slug)
    return row.names if row is not None else {"zh-Hans": slug} if slug else {}
