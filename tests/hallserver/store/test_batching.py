# SPDX-License-Identifier: Apache-2.0
"""Statements put together against the same one after the other: equal tables, over random days in random groups."""

import random
import sqlite3
from contextlib import suppress

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.core.roles import Actor
from hallserver.store import report_sql as p
from hallserver.store.batching import of_entries, of_rows, together
from hallserver.store.migrations import load_steps
from hallserver.store.projections import TABLES, Statement, statements
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, GUIDE, KIOSK, LI, WANG, Play

ITEM = c.ItemDone(item="senior-card", quantity=2)


def tables() -> sqlite3.Connection:
    """Return an empty database with every table, in memory."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    for sql in (sql for step in load_steps() for sql in step):
        database.execute(sql)
    return database


def content(database: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every projection."""
    return {table: database.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall() for table, order in TABLES.items()}  # noqa: S608


def project(database: sqlite3.Connection, group: list[e.Entry]) -> None:
    """Write what a group adds to the tables."""
    for sql, values in of_entries(group):
        database.execute(sql, values)


def random_day(seed: int, wishes: int = 700) -> list[e.Entry]:
    """Return what comes of wishes drawn at random; most of what is refused would have been wrong."""
    chance, play = random.Random(seed), Play().open("c1", LI).open("c2", DUTY).open("c3", WANG)
    for _ in range(wishes):
        play.later(chance.choice((0, 0, 1, 200)))
        clerk = chance.choice((LI, WANG, DUTY))
        tickets = [it.id for it in play.hall.tickets.values() if it.state in {"held", "absent", "waiting"}] or ["1.1"]
        ticket = chance.choice(tickets[-12:])
        asked: list[tuple[c.Command, Actor]] = [
            *[(c.TakeTicket(services=chance.choice((("seniors",), ("aid",), ("founding",), ("seniors", "founding")))), KIOSK)] * 4,
            *[(c.CallNext(), clerk), (c.Start(), clerk), (c.FinishAndCall(), clerk), (c.Finish(items=(ITEM,)), clerk)] * 3,
            (c.Hold(reason="copy"), clerk),
            (c.Resume(ticket=ticket), clerk),
            (c.Transfer(to_queue=chance.choice(("social", "firms"))), clerk),
            (c.MarkAbsent(), clerk),
            (c.BringBack(ticket=ticket), GUIDE),
            (c.Cancel(ticket=ticket), GUIDE),
            (c.PauseCounter(reason="lunch"), clerk),
            (c.OpenCounter(counter={"li": "c1", "wang": "c3", "dan": "c2"}[clerk.name]), clerk),
        ]
        with suppress(HallError):
            play.ask(*chance.choice(asked))
    return play.entries


def any_day(seed: int) -> list[e.Entry]:
    """Return a day with everything that may be asked in it, swaps and second thoughts too."""
    [play] = AnyDay(seed, one_day=True).halls(700, 700)
    return play.entries


DAYS = {"busy": random_day, "any": any_day}


@pytest.mark.parametrize("most", [1, 4, 40, 400])
@pytest.mark.parametrize(("day", "seed"), [("busy", 1), ("busy", 2), ("busy", 3), ("any", 1), ("any", 2)])
def test_equal_tables(day: str, seed: int, most: int) -> None:
    """However the day falls into groups."""
    entries, chance = DAYS[day](seed), random.Random(most)
    plain, quick = tables(), tables()
    asked = done = begin = 0
    while begin < len(entries):
        group = entries[begin : begin + chance.randint(1, most)]
        begin += len(group)
        wanted = [it for entry in group for it in statements(entry)]
        for sql, values in wanted:
            plain.execute(sql, values)
        few = list(of_entries(group))
        for sql, values in few:
            quick.execute(sql, values)
        asked, done = asked + len(wanted), done + len(few)
    assert content(plain) == content(quick)
    assert {"finished", "transferred", "absent"} <= {state for (state,) in quick.execute("SELECT state FROM leg")}
    assert asked > 500
    assert done <= asked


def test_a_full_group_needs_few_steps() -> None:
    """Thirty-two clerks who finish and call: five statements instead of a hundred and sixty."""
    wanted: list[Statement] = []
    for n in range(32):
        wanted += [(p.FINISHED, (1, 1, "done", 0, "", f"1.{n}", 1)), (p.PUT_DOWN, (1, f"1.{n}", 1))]
        wanted += [(p.TICKET_ENDED, ("finished", 1, f"1.{n}"))]
        wanted += [(p.CALLED, (f"c{n}", "li", 1, 0, 1, 1, f"2.{n}", 1)), (p.TAKEN, (1, n, "d", f"c{n}", "li", f"2.{n}", 1, 1))]
    assert [sql.count("(?,") for sql, _ in together(wanted)] == [32, 32, 32, 32, 32]


def test_a_hand_is_emptied_before_it_takes_the_next() -> None:
    """The index that lets a counter have one ticket in hand would refuse the other order."""
    database = tables()
    for n, state in ((1, "serving"), (2, "waiting")):
        leg = (f"1.{n}", 1, "d", "q", "", "[]", "issue", 0, 0, "", 0)
        database.execute(p.LEG, leg)
        database.execute("UPDATE leg SET state=?, counter=? WHERE ticket=?", (state, "c1" if n == 1 else "", f"1.{n}"))
    happened = [(p.FINISHED, (5, 5, "done", 0, "", "1.1", 1)), (p.CALLED, ("c1", "li", 1, 0, 6, 6, "1.2", 1))]
    other_order = [happened[1], happened[0]]
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(*other_order[0])
    for sql, values in together(happened):
        database.execute(sql, values)
    assert database.execute("SELECT ticket, state FROM leg").fetchall() == [("1.1", "finished"), ("1.2", "called")]


def test_what_is_about_the_same_ticket_stays_in_order() -> None:
    """Called and started in one group: the second must find what the first did."""
    happened = [(p.CALLED, ("c1", "li", 1, 0, 1, 1, "1.1", 1)), (p.SERVING, ("c1", "li", 2, 2, "1.1", 1))]
    assert list(together(happened)) == happened
    assert list(together(happened[::-1])) == happened[::-1]


def test_rows_fall_into_few_sizes() -> None:
    """Few different texts: SQLite keeps each read statement."""
    rows = [(n, "d", n) for n in range(75)]
    sizes = [len(values) // 3 for _, values in of_rows(p.TICKET_ENDED, rows)]
    assert sizes == [32, 32, 8, 3]
    assert [value for _, values in of_rows(p.TICKET_ENDED, rows) for value in values] == [value for row in rows for value in row]


@pytest.mark.parametrize("sql", [p.FINISHED, p.SERVING, p.CALLED, p.TICKET_ENDED])
def test_every_row_is_found_by_its_key(sql: str) -> None:
    """No statement reads a whole table, however many rows it changes."""
    database, width = tables(), sql.count("?")
    [(text, values), *_] = of_rows(sql, [tuple(range(width))] * 8)
    plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {text}", values)]
    table = "ticket" if sql == p.TICKET_ENDED else "leg"
    assert any(f"SEARCH {table} USING PRIMARY KEY" in step for step in plan), plan
    assert not any(f"SCAN {table}" in step for step in plan), plan


def test_two_tickets_in_one_hand_are_refused_within_a_group() -> None:
    """A faulty rule lets a counter call the next before it has finished: the second belt holds as it does one by one."""
    play = Play().open("c1", LI)
    first, second = play.take(), play.take()
    database, begun = tables(), len(play.entries)
    play.call(LI)
    for entry in play.entries:
        for sql, values in statements(entry):
            database.execute(sql, values)
    done = len(play.entries)
    called = next(entry for entry in play.entries[begun:] if isinstance(entry.event, e.TicketCalled))
    play.ask(c.Finish(), LI)
    wrong = msgspec.structs.replace(called, event=msgspec.structs.replace(called.event, ticket=second.id))
    assert first.state == "finished"
    with pytest.raises(sqlite3.IntegrityError, match=r"leg\.counter"):
        project(database, [wrong, *play.entries[done:]])
