# SPDX-License-Identifier: Apache-2.0
"""What the clerk terminal lets choose from: counters to open, where to send a visitor, services, items with their papers, colleagues."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, TypeVar

from counters.basis import basis_of
from counters.clerk.tickets import Json
from hallserver.core.catalog import CounterRow, PersonRow
from hallserver.core.hall import Hall
from hallserver.core.trainees import may_open

GIVING_ORDERS: Final = frozenset({"duty-manager", "hall-manager"})
"""Roles whose holders can have ordered a call out of turn."""
_R = TypeVar("_R", CounterRow, PersonRow)


def counters(hall: Hall) -> list[Json]:
    """Return the counters in use by number, each with who has it."""
    return [_counter(hall, row) for row in sorted(_in_use(hall.catalog.counters.values()), key=lambda row: row.number)]


def _in_use(rows: Iterable[_R]) -> list[_R]:
    return [row for row in rows if not row.retired]


def _counter(hall: Hall, row: CounterRow) -> Json:
    state = hall.counter(row.slug)
    clerk = hall.catalog.people.get(state.clerk) if state.state != "closed" else None
    return {
        "slug": row.slug,
        "number": row.number,
        "names": row.names,
        "kind": row.kind,
        "letters": _letters(hall, row.queues),
        "helps": _letters(hall, row.helps),
        "state": state.state,
        "clerk": clerk.names if clerk else {},
    }


def _letters(hall: Hall, queues: Iterable[str]) -> list[str]:
    return [hall.catalog.queues[slug].letter for slug in queues if slug in hall.catalog.queues]


def queues(hall: Hall) -> list[Json]:
    """Return the queues in use with how many wait, and what they are found by: their services' names and pinyin initials."""
    found: dict[str, list[str]] = defaultdict(list)
    for service in hall.catalog.services.values():
        if not service.retired:
            found[service.queue] += [*service.names.values(), service.initials]
    rows = (row for row in hall.catalog.queues.values() if not row.retired)
    return [
        {
            "slug": row.slug,
            "letter": row.letter,
            "names": row.names,
            "waiting": hall.line(row.slug).waiting,
            "found_by": " ".join(filter(None, found[row.slug])),
        }
        for row in rows
    ]


def services(hall: Hall) -> list[Json]:
    """Return the services in use, each with its letter and its pinyin initials."""
    rows = (row for row in hall.catalog.services.values() if not row.retired and row.queue in hall.catalog.queues)
    return [
        {
            "slug": row.slug,
            "names": row.names,
            "initials": row.initials,
            "letter": hall.catalog.queues[row.queue].letter,
            "queue": row.queue,
        }
        for row in rows
    ]


def groups(hall: Hall) -> list[Json]:
    """Return the priority groups that a visitor can name, for whoever checks one that was not named, each with its legal basis."""
    return [
        {"slug": slug, "names": group.names, "basis": basis_of(hall, slug)}
        for slug, group in sorted(hall.rules.groups.items())
        if group.declarable
    ]


def items(hall: Hall, row: CounterRow) -> list[Json]:
    """Return the items that can come up at this counter, each with its papers."""
    mine = {*row.queues, *row.helps}
    slugs = dict.fromkeys(item for service in hall.catalog.services.values() if service.queue in mine for item in service.items)
    rows = (hall.catalog.items[slug] for slug in slugs if slug in hall.catalog.items)
    return [{"slug": it.slug, "names": it.names, "code": it.code, "papers": it.papers} for it in rows if not it.retired]


def orderers(hall: Hall) -> list[Json]:
    """Return who can have ordered a call out of turn."""
    return [{"slug": row.slug, "names": row.names} for row in _in_use(hall.catalog.people.values()) if GIVING_ORDERS & set(row.roles)]


def colleagues(hall: Hall, person: str) -> list[Json]:
    """Return who can take a counter over: who may open one, has none now, and is not this person. Those signed in come first."""
    busy = {state.clerk for state in hall.counters.values() if state.state != "closed"}
    free = [row for row in _in_use(hall.catalog.people.values()) if row.slug != person and row.slug not in busy and may_open(row)]
    here = [{"slug": row.slug, "names": row.names, "badge": row.badge, "here": row.slug in hall.signed_in} for row in free]
    return sorted(here, key=lambda it: not it["here"])


def people_to_tell(hall: Hall, person: str) -> list[Json]:
    """Return to whom a message can go beside everybody, guides and duty managers: open counters by number, with who sits there."""
    rows = sorted(_in_use(hall.catalog.counters.values()), key=lambda row: row.number)
    taken = [(row, hall.counter(row.slug)) for row in rows]
    return [
        {"to": f"counter:{row.slug}", "number": row.number, "clerk": known.names if (known := hall.catalog.people.get(state.clerk)) else {}}
        for row, state in taken
        if state.state != "closed" and state.clerk != person
    ]
