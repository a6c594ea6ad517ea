# SPDX-License-Identifier: Apache-2.0
"""The tables of on-site management: every row is what the hall has in mind, and an update fills them from the journal."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from hallserver.core import commands as c
from hallserver.core.checklist import planned
from hallserver.store.folder import Folder
from hallserver.store.projections_site import fill
from hallserver.store.rebuild import check
from tests.hallserver.core.site_acts import found
from tests.hallserver.store.test_projections_visit import tables
from tests.support import DUTY, GUIDE, INSPECTOR, Play, keep, new_folder, next_day, varied_day

TABLES = ("patrol", "check_done", "check_planned", "finding", "site_action", "register_entry", "site_step")


def every(database: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    return {table: sorted(map(tuple, database.execute(f"SELECT * FROM {table}").fetchall()), key=str) for table in TABLES}  # noqa: S608 -- constants only


def test_a_row_is_what_the_hall_has_in_mind() -> None:
    """Findings, actions and entries as they stand; each step with its references, and no word of what was said."""
    play = varied_day()
    site = play.hall.site
    with closing(tables(play)) as database:
        findings = {it["no"]: it for it in database.execute("SELECT * FROM finding").fetchall()}
        for no, it in site.findings.items():
            row = findings[no]
            assert (row["severity"], row["due_us"], row["seen"], row["rechecks"]) == (it.severity, it.due_us, it.seen, it.rechecks)
            assert (row["fixed_us"] or 0, row["fixed_by"], row["closed_us"] or 0) == (it.fixed_us, it.fixed_by, it.closed_us)
            assert (row["escalated"], row["climbed"]) == (it.escalation, it.climbed)
        gone = database.execute("SELECT * FROM site_step WHERE kind = 'withdrawn' AND no LIKE 'X%'").fetchone()
        assert (gone["actor"], gone["note_ref"], json.loads(gone["says"])) == ("person:guo", "note", {"reason": "in-order"})
        for row in database.execute("SELECT * FROM register_entry").fetchall():
            assert (row["step"], row["closed_us"] or 0) == (site.entries[row["no"]].step, site.entries[row["no"]].closed_us)
        [action] = database.execute("SELECT * FROM site_action").fetchall()
        assert (action["step"], action["closed_us"]) == ("standardise", play.now_us)
        steps = database.execute("SELECT * FROM site_step ORDER BY seq").fetchall()
        kept = [it for rows in (site.findings, site.actions, site.entries) for row in rows.values() for it in row.steps]
        assert len(steps) == len(kept)
        assert [it["kind"] for it in steps if it["no"] == action["no"]] == ["plan", "do", "check", "do", "check", "act", "standardise"]
        assert (steps[0]["note_ref"], json.loads(steps[0]["photo_refs"]), json.loads(steps[0]["says"])) == (
            "note", ["photo"], {"severity": "critical", "step": "sort"},
        )  # fmt: skip


def test_an_inspection_is_kept_and_ticks_off_nothing() -> None:
    """What came of it says so in its first step; the control is the hall's own patrol."""
    play = Play()
    for by in (INSPECTOR, GUIDE):
        play.ask(c.RecordPatrol(checked={"main": ("people-sort",)}, findings=(found(place=by.name),)), by)
    with closing(tables(play)) as database:
        patrols = [(it["cycle"], it["actor"]) for it in database.execute("SELECT * FROM patrol ORDER BY seq").fetchall()]
        looked = [it["seq"] for it in database.execute("SELECT * FROM check_done").fetchall()]
        steps = [json.loads(it["says"]) for it in database.execute("SELECT * FROM site_step ORDER BY seq").fetchall()]
    assert patrols == [("inspection", "person:jian"), ("daily", "person:guo")]
    assert len(set(looked)) == 1
    assert [it.get("source") for it in steps] == ["inspection", None]


def test_a_day_that_closes_says_what_should_have_been_looked_at() -> None:
    """By the checklist then in force; closed again, it is said anew and not twice."""
    play = next_day(Play(), hours=1)
    play.ask(c.CloseDay(), DUTY)
    with closing(tables(play)) as database:
        rows = database.execute("SELECT day, zone, cycle, items FROM check_planned").fetchall()

    assert {(it["day"], it["zone"], it["cycle"]): tuple(json.loads(it["items"])) for it in rows} == {
        ("2026-11-23", zone, cycle): items for zone, of in planned(play.hall).items() for cycle, items in of.items()
    }
    assert len(rows) == 3


def test_the_tables_are_what_the_journal_says_over_days(tmp_path: Path) -> None:
    """``rebuild --check`` compares them too, and an update fills them from a journal that has such events."""
    play = next_day(varied_day())
    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, play.entries)
        found = check(folder)
        assert found.differences == []
        assert found.rows["finding"] == 3
        assert folder.journal.load().site == play.hall.site
        with folder.database.reader() as reader:
            events = reader.execute_sql("SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event").fetchall()
    with closing(tables(play)) as database:
        before = every(database)
        for table in (*TABLES, "event"):
            database.execute(f"DELETE FROM {table}")  # noqa: S608 -- constants only
        database.row_factory = None
        insert = "INSERT INTO event (epoch, seq, at_us, day, kind, v, actor, idem_key, body, hash) VALUES (?,?,?,?,?,?,?,?,?,'')"
        database.executemany(insert, events)
        fill(database.execute)

        assert every(database) == before
        assert all(before.values())
