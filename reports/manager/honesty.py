# SPDX-License-Identifier: Apache-2.0
"""What the manager sees of acts out of the ordinary and of signs of gaming. Pure; nothing of it is hidden by a setting."""

from collections import Counter
from typing import Final

from hallserver.core.acts import BY_RULE, Act
from hallserver.core.hall import Hall
from hallserver.core.noted import Passing
from hallserver.core.row import Names
from hallserver.core.signs import Sign, signs

DECIDED_SHOWN: Final = 12
BY_RULE_SHOWN: Final = 6
"""So many acts of each kind are on the screen, the newest, so that none pushes another kind off; the day report lists all."""

_KINDS: Final = {
    "ordered": "call-ticket",
    "swapped": "correct-ticket",
    "ready": "call-ready",
    "for-this-counter": "call-sent",
    "lifted": "call-lifted",
}
"""Reason of a call that passed others → kind of act; any other reason is a group's credit."""

Json = dict[str, object]


def acts(hall: Hall) -> Json:
    """Return the newest acts, and how many there were today of each kind."""
    of_kind: Counter[str] = Counter()
    shown: list[Act] = []
    for act in hall.acts:
        of_kind[act.kind] += 1
        if of_kind[act.kind] <= (BY_RULE_SHOWN if act.kind in BY_RULE else DECIDED_SHOWN):
            shown.append(act)
    passings = {(it.ticket, it.at_us, _kind_of(it)): it for it in hall.passings}
    return {
        "all": sum(hall.acted.values()),
        "decided": sum(n for kind, n in hall.acted.items() if kind not in BY_RULE),
        "rows": [_act(hall, it, passings.get((it.ticket, it.at_us, it.kind))) for it in shown],
    }


def _kind_of(it: Passing) -> str:
    """Return as what kind of act the same call is listed."""
    return "lift" if it.ordered and not it.counter else _KINDS.get(it.reason.key, "call-credit")


def _act(hall: Hall, it: Act, passing: Passing | None) -> Json:
    ticket, counter = hall.tickets.get(it.ticket), hall.catalog.counters.get(it.counter)
    by = it.ordered_by or (passing.by if passing is not None else "")
    return {
        "id": it.id,
        "at_us": it.at_us,
        "kind": it.kind,
        "decided": it.kind not in BY_RULE,
        "label": ticket.label if ticket is not None else it.ticket,
        "number": counter.number if counter is not None else None,
        "who": _names(hall, it.by),
        "by": _names(hall, f"person:{by}") if by else _names(hall, it.by),
        "reason": it.reason,
        "about": _about(hall, it),
        "passed": passing.passed if passing is not None else it.args.get("passed"),
        "n": it.args.get("n"),
        "section": it.args.get("section", ""),
        "taken_us": it.args.get("taken_us"),
    }


def _names(hall: Hall, actor: str) -> Names:
    """Return a person's names; none for the server itself, the slug for somebody whom the catalog does not know any more."""
    kind, _, slug = actor.partition(":")
    if kind == "service":
        return {}
    person = hall.catalog.people.get(slug)
    return person.names if person is not None else {"zh-Hans": slug}


def _about(hall: Hall, it: Act) -> list[Names]:
    """Return what else it concerns: group, queue, plan, the colleague who takes over, the number that was called instead."""
    catalog = hall.catalog
    rows = {"queue": catalog.queues, "plan": catalog.plans, "to": catalog.people}
    found: list[Names] = [row.names for name, of in rows.items() if (row := of.get(str(it.args.get(name, "")))) is not None]  # type: ignore[attr-defined]
    group = hall.rules.groups.get(str(it.args.get("group", "")))
    called = hall.tickets.get(str(it.args.get("called", "")))
    return [*found, *([group.names] if group is not None else []), *([{"zh-Hans": called.label}] if called is not None else [])]


def listed_signs(hall: Hall, now_us: int) -> list[Json]:
    """Return the signs of today, each with clerk, counter, how often, at which numbers."""
    return [_sign(hall, it) for it in signs(hall, now_us)] if hall.standard is not None else []


def _sign(hall: Hall, it: Sign) -> Json:
    counter = hall.catalog.counters.get(it.counter)
    return {
        "kind": it.kind,
        "clerk": _names(hall, f"person:{it.clerk}"),
        "number": counter.number if counter is not None else None,
        "count": it.count,
        "labels": it.labels,
        "figure_s": it.figure_s,
    }
