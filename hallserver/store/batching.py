# SPDX-License-Identifier: Apache-2.0
"""Fewer, larger statements for a group of commands: the same rows written, in a fraction of the steps.

Each step of SQLite hands the interpreter to another thread and asks for it back, which a busy event loop makes long.
So equal statements about different tickets are put together. The plain way, one statement after the other, is
``projections.statements`` as ``rebuild`` runs it; tests compare the tables that both make.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from hallserver.core import events as e
from hallserver.store import report_sql as p
from hallserver.store.projections import Statement, statements

Values = Sequence[Any]
_SIZES = (32, 16, *range(8, 0, -1))
"""Rows of one statement. Few sizes are few texts, of which SQLite keeps the 128 that were last used ready to run."""

_ABOUT: dict[str, Callable[[Values], object]] = {
    p.TICKET: lambda it: ("ticket", it[0]),
    p.LEG: lambda it: ("leg", it[0]),
    p.FINISHED: lambda it: ("leg", it[5]),
    p.SERVING: lambda it: ("leg", it[4]),
    p.CALLED: lambda it: ("leg", it[6]),
    p.PUT_DOWN: lambda it: ("hand", it[1]),
    p.TAKEN: lambda it: ("hand", it[5]),
    p.TICKET_ENDED: lambda it: ("ticket", it[2]),
}
"""Statements that may be put together → the table and the ticket that one is about. In this order they are run: of different
tickets they may be swapped, but a counter's hand must be empty before it takes the next (a UNIQUE index sees to it)."""
_FILLS = (e.TicketCalled, e.ServiceStarted, e.TicketResumed, e.TicketsSwapped, e.FinishUndone, e.AbsenceUndone)
"""Events after which a counter has a ticket in hand."""
_INSERT = re.compile(r"(?P<head>INSERT .* VALUES )(?P<row>\([^()]*\))")


def of_entries(entries: Sequence[e.Entry]) -> Iterator[Statement]:
    """Give the statements that these entries add to the projections, put together."""
    for some in apart(entries):
        yield from together(statement for entry in some for statement in statements(entry))


def apart(entries: Sequence[e.Entry]) -> Iterator[Sequence[e.Entry]]:
    """Cut the entries where a counter that has got a ticket in hand has to do with another one.

    The rules never let it have two. Should they fail, the UNIQUE index must see the two at once as it would one by one.
    """
    begin, filled = 0, dict[str, str]()
    for at, entry in enumerate(entries):
        counter, ticket = getattr(entry.event, "counter", ""), getattr(entry.event, "ticket", "")
        if filled.get(counter, ticket) != ticket:
            yield entries[begin:at]
            begin, filled = at, {}
        if isinstance(entry.event, _FILLS):
            filled[counter] = ticket
    yield entries[begin:]


def together(plain: Iterable[Statement]) -> Iterator[Statement]:
    """Give statements that come to the same as these, fewer and larger."""
    waiting: dict[str, list[Values]] = {}
    about: set[object] = set()
    for sql, values in plain:
        names = _ABOUT.get(sql)
        what = names(values) if names is not None else None
        if what is None or what in about:
            yield from _flushed(waiting)
            waiting, about = {}, set()
        if what is None:
            yield sql, values
        else:
            about.add(what)
            waiting.setdefault(sql, []).append(values)
    yield from _flushed(waiting)


def _flushed(waiting: dict[str, list[Values]]) -> Iterator[Statement]:
    for sql in _ABOUT:
        if sql in waiting:
            yield from of_rows(sql, waiting[sql])


def of_rows(sql: str, rows: Sequence[Values]) -> Iterator[Statement]:
    """Give statements that do what this one does with each of the rows, about different things, in any order."""
    begin = 0
    while begin < len(rows):
        size = next(size for size in _SIZES if size <= len(rows) - begin)
        yield _text(sql, size), tuple(chain.from_iterable(rows[begin : begin + size]))
        begin += size


@cache
def _text(sql: str, rows: int) -> str:
    """Return the statement for so many rows at once."""
    if rows == 1:
        return sql
    if (insert := _INSERT.fullmatch(sql)) is not None:
        return insert["head"] + ",".join([insert["row"]] * rows)
    assert sql.startswith("UPDATE "), sql
    names = [f"v{number}" for number in range(1, sql.count("?") + 1)]
    columns, marks = ",".join(names), ",".join([f"({','.join('?' * len(names))})"] * rows)
    of_given = iter(names)
    update = re.sub(r"\?", lambda _: f"given.{next(of_given)}", sql).replace(" WHERE ", " FROM given WHERE ", 1)
    return f"WITH given({columns}) AS (VALUES {marks}) " + update
