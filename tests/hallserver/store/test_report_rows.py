# SPDX-License-Identifier: Apache-2.0
"""The SQL of reports on real SQLite files, filled by the projections of real events."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import peewee
import pytest

from hallserver.core import events as e
from hallserver.core.commands import ItemDone
from hallserver.store import report_rows
from hallserver.store.chain import row_of
from hallserver.store.database import migrate, read_only
from hallserver.store.folder import Folder
from hallserver.store.projections import statements
from hallserver.store.report_rows import days_with, read_numbers, read_period
from reports.rows import DayRow, HandRow, SpanRow
from tests.hallserver.core.work import rated
from tests.support import keep, new_folder, next_day

MONDAY, TUESDAY, WEDNESDAY = "2026-03-02", "2026-03-03", "2026-03-04"
WAIT = e.LegPlan(queue="general", services=("enquiry",), target_s=1200)
WHO: dict[str, Any] = {"counter": "w1", "clerk": "li"}


def issued(number: int) -> e.TicketIssued:
    """Return the issue of a number of letter A."""
    return e.TicketIssued(letter="A", number=number, label=f"A{number:03d}", legs=(WAIT,), standard="0f3a9c21d7be")


def called(ticket: str, call: int = 1) -> e.TicketCalled:
    """Return a call to counter w1."""
    return e.TicketCalled(ticket=ticket, leg=1, reason=e.Reason(key="order"), call=call, **WHO)


DAY: tuple[e.Event, ...] = (
    e.DayOpened(date=MONDAY),
    e.CounterOpened(**WHO),
    issued(1),
    called("1.3"),
    e.ServiceStarted(ticket="1.3", leg=1, **WHO),
    e.TicketHeld(ticket="1.3", leg=1, reason="copy", **WHO),
    e.TicketResumed(ticket="1.3", leg=1, to="serving", **WHO),
    e.ServiceFinished(ticket="1.3", leg=1, outcome="accepted", items=(ItemDone(item="card", quantity=2),), **WHO),
    e.RatingGiven(ticket="1.3", leg=1, stars=4, **WHO),
    e.ClockSuspected(step_s=90.0),
    issued(2),
    e.TicketUnserved(ticket="1.11", leg=1, disposition="booked"),
    e.DayClosed(date=MONDAY, snapshot={}),
)
"""A whole Monday; event n happens at second n. The counter is never closed."""
NEXT: tuple[e.Event, ...] = (e.DayOpened(date=TUESDAY), e.ClockSuspected(step_s=3.0), issued(1), called("1.16"))
"""Tuesday so far: one ticket, just called."""


@contextmanager
def hall(path: Path, days: Sequence[tuple[str, Sequence[e.Event]]]) -> Iterator[peewee.SqliteDatabase]:
    """Give a read-only connection to a data file in which these events happened, one a second."""
    migrate(path)
    writer = peewee.SqliteDatabase(str(path))
    seq = 0
    for day, events in days:
        for event in events:
            seq += 1
            entry = e.Entry(epoch=1, seq=seq, at_us=seq * 1_000_000, day=day, actor="person:li", event=event)
            row = (*row_of(entry), bytes([seq]) * 32)
            writer.execute_sql("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?)", row)
            for sql, values in statements(entry):
                writer.execute_sql(sql, values)
    writer.close()
    reader = read_only(path)
    try:
        yield reader
    finally:
        reader.close()


def test_a_closed_day_is_read_whole(tmp_path: Path) -> None:
    """Every projection comes back typed: times in microseconds, flags as flags."""
    with hall(tmp_path / "hall.sqlite3", [(MONDAY, DAY)]) as reader:
        rows = read_period(reader, MONDAY, TUESDAY)

    served, unserved = rows.legs
    assert rows.days == [DayRow(MONDAY, 1_000_000, 13_000_000)]
    assert [(row.id, row.state, row.disposition) for row in rows.tickets] == [("1.3", "finished", ""), ("1.11", "unserved", "booked")]
    assert (served.opened_us, served.first_called_us, served.started_us, served.finished_us) == (3_000_000, 4_000_000, 5_000_000, 8_000_000)
    assert (served.held_us, served.implicit, served.out_of_order, served.counter) == (1_000_000, False, False, "w1")
    assert (unserved.first_called_us, unserved.ended_us) == (None, 12_000_000)
    assert [(row.stars, row.counter, row.nth) for row in rows.ratings] == [(4, "w1", 1)]
    assert [(row.item, row.quantity) for row in rows.items] == [("card", 2)]
    assert rows.hands == [HandRow("w1", 4_000_000, 6_000_000), HandRow("w1", 7_000_000, 8_000_000)]


def test_a_counter_left_open_ends_with_its_day(tmp_path: Path) -> None:
    """Monday's open time must not grow with Tuesday."""
    with hall(tmp_path / "hall.sqlite3", [(MONDAY, DAY), (TUESDAY, NEXT)]) as reader:
        assert read_period(reader, MONDAY, TUESDAY).spans == [SpanRow("w1", "open", "", 2_000_000, 13_000_000)]


def test_a_day_does_not_change_when_the_next_one_begins(tmp_path: Path) -> None:
    """A late or repeated report gives the same rows, the same journal position, the same clock steps."""
    with hall(tmp_path / "one.sqlite3", [(MONDAY, DAY)]) as reader:
        alone = read_period(reader, MONDAY, TUESDAY)
    with hall(tmp_path / "two.sqlite3", [(MONDAY, DAY), (TUESDAY, NEXT)]) as reader:
        followed = read_period(reader, MONDAY, TUESDAY)

    assert alone == followed
    assert (alone.journal, alone.as_of_us, alone.clock_suspected) == (f"1.13:{'0d' * 8}", 13_000_000, 1)


def test_an_open_day_is_measured_up_to_its_last_event(tmp_path: Path) -> None:
    """What is still open has no end yet."""
    with hall(tmp_path / "hall.sqlite3", [(MONDAY, DAY), (TUESDAY, NEXT)]) as reader:
        rows = read_period(reader, TUESDAY, WEDNESDAY)

    assert (rows.days[0].closed_us, rows.as_of_us, rows.journal, rows.clock_suspected) == (None, 17_000_000, f"1.17:{'11' * 8}", 1)
    assert (rows.legs[0].state, rows.tickets[0].state, rows.ratings) == ("called", "open", [])
    assert rows.hands == [HandRow("w1", 17_000_000, None)]


def test_days_are_half_open(tmp_path: Path) -> None:
    """A peer lost the last day of every range, another counted it twice."""
    with hall(tmp_path / "hall.sqlite3", [(MONDAY, DAY), (TUESDAY, NEXT)]) as reader:
        both, none = read_period(reader, MONDAY, WEDNESDAY), read_period(reader, MONDAY, MONDAY)
        days = [read_period(reader, MONDAY, TUESDAY), read_period(reader, TUESDAY, WEDNESDAY)]

    assert len(both.tickets) == 3 == sum(len(rows.tickets) for rows in days)
    assert both.clock_suspected == 2
    assert (none.days, none.tickets, none.legs) == ([], [], [])


def test_an_absent_visitor_brought_back_has_two_legs(tmp_path: Path) -> None:
    """The second wait is measured on its own; the missed call stays."""
    events = (
        e.DayOpened(date=MONDAY), issued(1), called("1.2"), e.TicketRecalled(ticket="1.2", leg=1, counter="w1", call=2),
        e.TicketAbsent(ticket="1.2", leg=1, misses=1, **WHO), e.TicketBroughtBack(ticket="1.2", leg=2, next=WAIT),
    )  # fmt: skip
    with hall(tmp_path / "hall.sqlite3", [(MONDAY, events)]) as reader:
        rows = read_period(reader, MONDAY, TUESDAY)

    assert [(row.leg, row.state, row.calls, row.opened_us) for row in rows.legs] == [
        (1, "absent", 2, 2_000_000),
        (2, "waiting", 0, 6_000_000),
    ]
    assert rows.tickets[0].misses == 1


def test_a_date_without_a_day_has_no_days(tmp_path: Path) -> None:
    """The door tells it from an empty day."""
    with hall(tmp_path / "hall.sqlite3", []) as reader:
        rows = read_period(reader, MONDAY, TUESDAY)

    assert (rows.days, rows.journal, rows.as_of_us, rows.clock_suspected) == ([], "", 0, 0)


def test_a_query_that_fails_is_an_error(tmp_path: Path) -> None:
    """A peer swallowed it and showed an empty report."""
    path = tmp_path / "hall.sqlite3"
    with hall(path, [(MONDAY, DAY)]):
        broken = peewee.SqliteDatabase(str(path))
        broken.execute_sql("ALTER TABLE leg RENAME TO leg_lost")
        with pytest.raises(peewee.OperationalError):
            read_period(broken, MONDAY, TUESDAY)
        broken.close()


def test_the_days_bounds_are_found_by_index(tmp_path: Path) -> None:
    """A year's journal has millions of events; a day's report must not read them all."""
    questions = (report_rows._FIRST, report_rows._NEXT_DAY)
    with hall(tmp_path / "hall.sqlite3", [(MONDAY, DAY)]) as reader:
        plans = [reader.execute_sql(f"EXPLAIN QUERY PLAN {sql}", (MONDAY,) * sql.count("?")).fetchall() for sql in questions]

    assert all("USING COVERING INDEX event_day_opened" in str(plan) or "USING INDEX event_day_opened" in str(plan) for plan in plans)


def test_of_a_day_only_what_a_figure_is_made_of_is_read(tmp_path: Path) -> None:
    """Tickets without legs, legs without ratings; a rating of a later day takes the place of an earlier one."""
    play = next_day(rated())
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        with folder.database.reader() as database:
            execute = database.execute_sql
            span = ("2026-11-01", "2026-12-01")
            rows = {of: read_numbers(execute, "2026-11-23", of, span) for of in ("tickets", "legs", "ratings")}
            assert {of: [len(it) for it in (found.tickets, found.legs, found.ratings)] for of, found in rows.items()} == {
                "tickets": [1, 0, 0], "legs": [1, 1, 0], "ratings": [1, 1, 1],
            }  # fmt: skip
            assert rows["ratings"].ratings[0].service == rows["legs"].legs[0].service != ""
            assert days_with(execute, span, "ticket", {}) == days_with(execute, span, "rating", {"stars": 1}) == ["2026-11-23"]
            assert days_with(execute, span, "rating", {"stars": 5}) == days_with(execute, ("2026-11-24", "2026-12-01"), "ticket", {}) == []
