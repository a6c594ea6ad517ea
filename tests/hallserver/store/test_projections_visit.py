# SPDX-License-Identifier: Apache-2.0
"""The report tables of visits that go another way; that they equal the hall on any day is tested in test_projections.py."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from peewee import OperationalError, SqliteDatabase

from hallserver.core import commands as c
from hallserver.core.apply import FOLDS
from hallserver.store.folder import FILE, Folder
from hallserver.store.migrations import load_steps
from hallserver.store.projections import statements
from hallserver.store.projections_visit import PROJECT
from tests.support import DUTY, GUIDE, LI, Play, keep, new_folder


def tables(play: Play) -> sqlite3.Connection:
    """Return the tables after this day, in memory, rows by name."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.row_factory = sqlite3.Row
    for sql in (sql for step in load_steps() for sql in step):
        database.execute(sql)
    for entry in play.entries:
        for sql, values in statements(entry):
            database.execute(sql, values)
    return database


def served(finish: c.Command, *then: Callable[[Play], object]) -> Play:
    """Return a day on which a visitor of two errands is served and finished so, and then this happens."""
    play = Play().open()
    play.take(services=("seniors", "founding"))
    play.take()
    play.call()
    play.later(10).ask(c.Start(), LI)
    play.later(60).ask(finish, LI)
    for act in then:
        act(play.later(4))
    return play


def test_an_undone_finish_is_in_no_report() -> None:
    """Neither items nor outcome nor a second errand that opened; the time in hand has a gap of those seconds."""
    items = (c.ItemDone(item="senior-card", quantity=2),)
    database = tables(served(c.FinishAndCall(items=items), lambda play: play.ask(c.Undo(), LI)))

    assert database.execute("SELECT count(*) FROM item_done").fetchone()[0] == 0
    rows = [tuple(row) for row in database.execute("SELECT leg, state, finished_us, ended_us, outcome FROM leg ORDER BY ticket, leg")]
    assert rows == [(1, "serving", None, None, ""), (1, "waiting", None, None, "")]
    assert {row["state"] for row in database.execute("SELECT state FROM ticket")} == {"open"}
    hands = [tuple(row) for row in database.execute("SELECT ticket, until_us-from_us FROM hand ORDER BY seq")]
    assert hands == [("1.11", 70_000_000), ("1.12", 4_000_000), ("1.11", None)]


def test_a_priority_that_was_mistaken_is_out_of_the_tables_too() -> None:
    """Confirmed as disabled, then as old; what a right to come back gave stays."""
    play = Play()
    ticket = play.take()
    for group in ("disabled", "elderly"):
        play.ask(c.ConfirmPriority(ticket=ticket.id, group=group), GUIDE)
    play.ask(c.GiveReturn(ticket=ticket.id, reason="other"), DUTY)
    play.ask(c.ComeBack(ticket=ticket.id), GUIDE)
    play.ask(c.ConfirmPriority(ticket=f"1.{play.hall.seq}", group="elderly"), GUIDE)

    rows = [tuple(row) for row in tables(play).execute("SELECT grp, credit_s FROM leg ORDER BY opened_us, ticket")]
    assert rows == [("elderly", 1200), ("returned", 1800)]


def test_what_is_finished_after_an_undo_counts_once() -> None:
    """Items are not added up over the two finishes."""
    items = (c.ItemDone(item="senior-card", quantity=2),)
    finish = c.Finish(items=items, case_no="SZ-1")
    database = tables(served(finish, lambda play: play.ask(c.Undo(), LI), lambda play: play.ask(finish, LI)))

    assert [tuple(row) for row in database.execute("SELECT item, quantity FROM item_done")] == [("senior-card", 2)]
    assert [tuple(row) for row in database.execute("SELECT leg, case_no FROM leg WHERE ticket='1.11'")] == [(1, "SZ-1"), (2, "")]


def test_swapped_and_lifted_numbers_are_marked_as_out_of_order() -> None:
    """No report may lose them."""
    play = Play().open()
    back, right, lifted = play.take(), play.take(), play.take()
    play.call()
    play.ask(c.CorrectTicket(ticket=right.id), LI)
    play.ask(c.Lift(ticket=lifted.id, reason="agreed"), DUTY)
    rows = dict(tables(play).execute("SELECT ticket, out_of_order FROM leg").fetchall())

    assert rows == {back.id: 0, right.id: 1, lifted.id: 1}


def test_a_direct_service_is_told_apart_by_how_its_leg_was_opened() -> None:
    """Started at once, never called: no wait in any report."""
    play = Play().open()
    play.ask(c.ServeDirect(services=("seniors",)), LI)
    [row] = tables(play).execute("SELECT opened_by, state, counter, first_called_us, started_us FROM leg").fetchall()

    assert tuple(row) == ("direct", "serving", "c1", None, play.now_us)


def test_a_changed_service_is_reported_under_what_it_became() -> None:
    """The visitor was never served for the other."""
    play = Play()
    ticket = play.take(group="elderly", by=GUIDE)
    play.ask(c.ChangeService(ticket=ticket.id, services=("founding",)), GUIDE)
    [row] = tables(play).execute("SELECT queue, service, services, grp FROM leg").fetchall()

    assert tuple(row) == ("firms", "founding", '["founding"]', "elderly")


@pytest.mark.parametrize("kind", PROJECT, ids=lambda it: it.__name__)
def test_what_has_rows_has_a_fold(kind: type) -> None:
    """Tables and hall are made of the same events."""
    assert kind in FOLDS


def test_case_numbers_that_were_typed_before_the_column_are_filled_in(tmp_path: Path) -> None:
    """The journal has had them all along."""
    step = import_module("hallserver.store.migrations.0005_case_numbers")
    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, served(c.Finish(case_no="SZ-1")).entries)
    database = SqliteDatabase(str(tmp_path / FILE))
    with database.connection_context():
        step.down(None, database)
        with pytest.raises(OperationalError, match="case_no"):
            database.execute_sql("SELECT case_no FROM leg")
        step.up(None, database)
        found = database.execute_sql("SELECT ticket, leg, case_no FROM leg WHERE case_no<>''").fetchall()

    assert found == [("1.11", 1, "SZ-1")]
