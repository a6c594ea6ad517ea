# SPDX-License-Identifier: Apache-2.0
"""Who was put out of order and which device was away, as tables keep it and reports read it."""

from contextlib import closing
from importlib import import_module
from pathlib import Path

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from hallserver.store.beside_rows import read_away, read_jumps
from hallserver.store.database import PRAGMAS, writable
from hallserver.store.folder import FILE, Folder
from hallserver.store.projections_beside import fill
from reports.rows_beside import AwayRow, JumpRow
from tests.hallserver.store.test_projections_visit import tables
from tests.support import DUTY, LI, Play, keep, new_folder, varied_day

SPAN = ("2026-11-23", "2026-11-24")


def test_each_step_out_of_order_has_its_reason_and_person() -> None:
    """Called by number on somebody's word, lifted, and swapped; a call in order is none."""
    play = Play().open()
    one, two, three, four = (play.later(5).take() for _ in range(4))
    play.call()
    play.later(5).ask(c.CorrectTicket(ticket=two.id), LI)
    play.ask(c.Finish(), LI)
    play.ask(c.CallTicket(ticket=four.id, reason="agreed", ordered_by="dan"), LI)
    play.ask(c.Lift(ticket=three.id, reason="urgent", ordered_by="dan"), DUTY)
    kept = tables(play)
    kept.row_factory = None

    assert read_jumps(kept.execute, SPAN) == [
        JumpRow(two.id, 1, "swap", "", "li"),
        JumpRow(four.id, 1, "call-ticket", "agreed", "dan"),
        JumpRow(three.id, 1, "lift", "urgent", "dan"),
    ]
    assert read_jumps(kept.execute, ("2026-11-24", "2026-11-25")) == []
    assert one.state == "waiting"


def test_a_device_is_away_until_it_comes_back_and_only_while_the_day_is_open() -> None:
    """Lost twice in a row is lost once; what is away at the close is so on the next day too."""
    play = Play()
    lost = play.later(60).now_us
    for state in ("lost", "lost", "back", "lost"):
        play.ask(c.ReportDevice(device="hall-1", state=state), SERVICE_DOOR)
        play.later(30)
    again = play.now_us - 30_000_000
    play.later(600).ask(c.CloseDay(), DUTY)
    closed = play.now_us
    opened = play.later(15 * 3600).now_us
    play.ask(c.OpenDay(), DUTY)
    play.later(60)
    kept = tables(play)
    kept.row_factory = None

    assert read_away(kept.execute, SPAN, closed) == [
        AwayRow("hall-1", lost, lost + 60_000_000),
        AwayRow("hall-1", again, closed),
    ]
    assert read_away(kept.execute, ("2026-11-24", "2026-11-25"), play.now_us) == [AwayRow("hall-1", opened, play.now_us)]


def test_an_older_file_gets_what_its_journal_says(tmp_path: Path) -> None:
    """Filled anew the tables are the same; back and forth again too."""
    step = import_module("hallserver.store.migrations.0017_figures")
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, varied_day().entries)
        database = writable(folder.path / FILE, PRAGMAS)
        with database.connection_context():
            asked = ["SELECT * FROM out_of_order ORDER BY epoch, seq", "SELECT * FROM device_away ORDER BY epoch, seq"]
            before = [database.execute_sql(sql).fetchall() for sql in asked]
            step.down(None, database)
            assert read_jumps(database.execute_sql, SPAN) == []
            assert read_away(database.execute_sql, SPAN, 0) == []
            for statement in step.STATEMENTS:
                database.execute_sql(statement)
            fill(database.execute_sql)
            assert [database.execute_sql(sql).fetchall() for sql in asked] == before
    assert all(before)
