# SPDX-License-Identifier: Apache-2.0
"""The report tables of work orders: when each step was first done, when it was due, and every step there was."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from hallserver.core import commands as c
from hallserver.core.folds_work import FOLDS
from hallserver.core.roles import SERVICE_CLOCK, visitor
from hallserver.core.rules_review import chased
from hallserver.store.folder import Folder
from hallserver.store.projections_work import PROJECT, fill
from hallserver.store.rebuild import check
from tests.hallserver.core.work import CONTACT, SAID, at, rated, steps, the_order
from tests.hallserver.store.test_projections_visit import tables
from tests.support import BOSS, DUTY, MINUTE_US, Play, keep, new_folder, next_day, varied_day

NO = "G20261123-001"


def row(play: Play) -> sqlite3.Row:
    """Return the only order's row."""
    [found] = tables(play).execute("SELECT * FROM work_order").fetchall()
    return found  # type: ignore[no-any-return]


def test_each_event_has_its_statements_and_its_step() -> None:
    """A step that is forgotten here would be missing on the printed form of an old order."""
    assert set(PROJECT) == set(FOLDS)
    play = varied_day()
    kept = tables(play).execute("SELECT no, kind, actor FROM work_step ORDER BY epoch, seq").fetchall()
    in_mind = sorted((order.no, step.kind, step.by) for order in play.hall.orders.values() for step in order.steps)

    assert sorted(map(tuple, kept)) == in_mind


def test_the_row_has_the_first_time_of_each_step_and_its_due_times() -> None:
    """What 按时联系率 and 按时整改率 are counted from."""
    play = rated()
    order = steps(play, "verify", "contact", "rectify", "reply", "call-back", "contact")
    play.later(60).ask(c.CloseOrder(order=NO), DUTY)
    it = row(play)

    assert [it[name] for name in ("verified_us", "contacted_us", "rectified_us", "replied_us", "called_back_us", "closed_us")] == [
        order.opened_us + n * MINUTE_US for n in (1, 2, 3, 4, 5, 7)
    ]
    dues = [it.due_us for it in (order.contact_due, order.fix_due, order.close_due) if it is not None]
    assert [it["contact_due_us"], it["fix_due_us"], it["close_due_us"]] == dues
    assert (it["stars"], it["named"], it["reached"], it["tries"], it["settled_us"], it["explained_us"]) == (1, 1, 1, 2, None, None)
    assert (it["measure"], it["cause"], it["content"], it["found"], it["complexity"]) == (
        "corrected", "unclear", "satisfied", "justified", "simple",
    )  # fmt: skip


def test_the_table_and_the_hall_say_the_same() -> None:
    """On the spot, not reached, left out, overdue: each by its own way."""
    for play in (_settled(), _not_reached(), _left_out(), _overdue(), *map(_added_to, (False, True))):
        order, it = the_order(play), row(play)
        names = ("verified_us", "contacted_us", "settled_us", "rectified_us", "explained_us", "replied_us", "called_back_us", "closed_us")
        assert [it[name] or 0 for name in names] == [getattr(order, name) for name in names]
        says = ("found", "complexity", "measure", "cause", "content", "appeal", "excluded", "source", "ticket", "clerk", "item", "service")
        assert [it[name] for name in says] == [getattr(order, name) for name in says]
        assert (it["named"], it["contact_ref"]) == (order.named, order.contact.ref if order.contact is not None else None)
        assert (it["reached"], it["tries"], it["overdue"]) == (order.reached, order.tried, len(order.missed))
        assert it["escalated"] == (list(order.escalated.values()) or [""])[-1]


def _settled() -> Play:
    play = rated()
    play.later(60).ask(c.SettleOnSpot(order=NO, note=SAID), DUTY)
    return play


def _not_reached() -> Play:
    play = rated()
    for _ in range(3):
        play.later(60).ask(c.ContactVisitor(order=NO, reached=False), DUTY)
    return play


def _left_out() -> Play:
    play = rated()
    steps(play, "verify")
    play.ask(c.ProposeExclusion(order=NO, why="mistaken", reason="按错键"), DUTY)
    play.ask(c.DecideExclusion(order=NO, agree=True, reason="录像核实"), BOSS)
    play.ask(c.CloseOrder(order=NO), BOSS)
    return play


def _overdue() -> Play:
    play = rated()
    play.now_us = at("2026-12-24 00:00")
    for no in chased(play.hall, play.now_us):
        play.ask(c.ChaseOrder(order=no), SERVICE_CLOCK)
    return play


def _added_to(looked_into: bool) -> Play:  # noqa: FBT001 -- mapped over both
    play = rated(contact=False)
    if looked_into:
        steps(play, "verify")
    play.ask(c.Rate(stars=1, follow_up=True, contact=CONTACT), visitor(the_order(play).ticket))
    return play


def test_a_step_says_its_codes_and_refers_to_what_was_said() -> None:
    """No text of a visitor's stands in the tables."""
    kept = tables(_settled()).execute("SELECT kind, says, note_ref FROM work_step ORDER BY seq").fetchall()

    assert [(it["kind"], it["note_ref"]) for it in kept] == [("opened", "said"), ("settled", "said")]
    assert json.loads(kept[1]["says"]) == {"cause": "other", "measure": "done-now", "took_us": 60_000_000}


def test_tables_are_what_the_journal_says_over_days(tmp_path: Path) -> None:
    """``rebuild --check`` compares them too, and an update fills them from a journal that has such events."""
    play = next_day(varied_day())
    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, play.entries)
        found = check(folder)
        assert found.differences == []
        assert (found.rows["work_order"], found.rows["work_step"]) == (3, sum(len(it.steps) for it in play.hall.orders.values()))
        with folder.database.reader() as reader:
            there = [reader.execute_sql(f"SELECT * FROM {table}").fetchall() for table in ("work_order", "work_step")]  # noqa: S608 -- constants only
            events = reader.execute_sql("SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event").fetchall()
    empty = tables(Play())
    empty.row_factory = None
    empty.execute("DELETE FROM event")
    empty.executemany(
        "INSERT INTO event (epoch, seq, at_us, day, kind, v, actor, idem_key, body, hash) VALUES (?,?,?,?,?,?,?,?,?,'')", events
    )
    fill(empty.execute)

    assert [empty.execute(f"SELECT * FROM {table}").fetchall() for table in ("work_order", "work_step")] == there  # noqa: S608 -- constants only
