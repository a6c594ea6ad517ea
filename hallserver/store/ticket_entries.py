# SPDX-License-Identifier: Apache-2.0
"""The entries about one number: its own, of the work orders about it, of what was lost or found with it, and what befell all meanwhile."""

from collections.abc import Iterable

import peewee

from hallserver.core import events as e
from hallserver.core.errors import NotFound
from hallserver.store import chain
from hallserver.store.selecting import columns_of

_TICKET = (
    "SELECT id, issued_us, coalesce(ended_us, (SELECT closed_us FROM business_day WHERE date = day))"
    " FROM ticket WHERE day = ? AND label = ?"
)
_ORDERS = "SELECT no FROM work_order WHERE ticket = ?"
_REGISTERED = "SELECT no FROM register_entry WHERE json_extract(fields, '$.ticket') = ?"
_OPENED = "SELECT 1 FROM business_day WHERE date = ?"
_NAMED = "instr(body, CAST(? AS BLOB)) > 0"
_ENTRIES = (
    "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event WHERE (epoch, seq) >= (?, ?) AND ("
    " (epoch, seq) = (?, ?) OR (kind IN ({told}) AND ({named})) OR (kind IN ({beside}) AND at_us BETWEEN ? AND ?)) ORDER BY epoch, seq"
)
_NO_END = 2**62
_LABELS = "SELECT id, label, day FROM ticket WHERE id IN ({})"
_AT_ONCE = 500


def read_ticket_entries(
    database: peewee.SqliteDatabase, day: str, label: str, told: Iterable[type[e.Event]], beside: Iterable[type[e.Event]]
) -> list[e.Entry]:
    """Return the entries about the number ``label`` of a business day (ISO date), its issue first.

    ``told``: kinds that name a number, a work order or a register's entry; ``beside``: kinds that befell all, from its issue to its end.
    Reads the journal from the issue to its last event, for a rating or a review may come weeks later.
    Raises NotFound for a date on which the hall did not open, or a number that was not given on it.
    """
    with database.atomic():
        found = database.execute_sql(_TICKET, (day, label)).fetchone()
        if found is None:
            opened = database.execute_sql(_OPENED, (day,)).fetchone()
            raise NotFound("number-unknown", number=label, date=day) if opened else NotFound("report-no-day", date=day)
        ticket, issued_us, ended_us = found
        about = [_ORDERS, *([_REGISTERED] if columns_of(database.execute_sql, "register_entry") else [])]
        names = [f'"{it}"' for it in (ticket, *(no for sql in about for (no,) in database.execute_sql(sql, (ticket,)).fetchall()))]
        place = tuple(int(part) for part in ticket.split("."))
        kinds, others = sorted(it.__name__ for it in told), sorted(it.__name__ for it in beside)
        sql = _ENTRIES.format(told=_marks(kinds), named=" OR ".join([_NAMED] * len(names)), beside=_marks(others))
        asked = (*place, *place, *kinds, *names, *others, issued_us, ended_us if ended_us is not None else _NO_END)
        return [chain.entry_of(row) for row in database.execute_sql(sql, asked).fetchall()]


def read_labels(database: peewee.SqliteDatabase, tickets: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return ticket → its number and business day, of those that there are."""
    labels: dict[str, tuple[str, str]] = {}
    wanted = sorted(tickets)
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        rows = database.execute_sql(_LABELS.format(_marks(part)), part).fetchall()
        labels |= {ticket: (label, day) for ticket, label, day in rows}
    return labels


def _marks(names: Iterable[str]) -> str:
    return ",".join("?" for _ in names)
