# SPDX-License-Identifier: Apache-2.0
"""The standards that were in force are found again by their marks, in the real store."""

from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import peewee
import pytest

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.report_door import made_day, period_report
from hallserver.store.database import read_only
from hallserver.store.folder import FILE, Folder
from hallserver.store.standards import MARK, read_rulings, read_standards, rulings_of
from tests.support import DUTY, LAYER, Play, keep, new_folder, next_day


@pytest.fixture(scope="module")
def play() -> Play:
    """Return a day under the root alone, and one under a layer; a number is given on each."""
    play = Play()
    play.take()
    play.ask(c.AdoptStandard(text=play.hall.rules.text, layers=(LAYER,), at_opening=True), SERVICE_SETUP)
    play = next_day(play)
    play.take()
    play.later(60).ask(c.CloseDay(rest="left"), DUTY)
    return play


@pytest.fixture
def folder(tmp_path: Path, play: Play) -> Iterator[Folder]:
    """Give an open folder with these days."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        yield folder


def test_each_mark_leads_to_its_standard_as_it_was_adopted(folder: Folder, play: Play) -> None:
    """With its layers; an unknown mark leads nowhere."""
    plain, layered = (ticket_mark for ticket_mark in _marks(play))
    with folder.database.reader() as database:
        found = read_standards(database.execute_sql, [plain, layered, "0" * MARK])

    assert set(found) == {plain, layered}
    assert (found[plain].layers, found[plain].whole("book.late")) == ((), 15)
    assert found[layered] == play.hall.standard


def _marks(play: Play) -> list[str]:
    return [it.event.hash[:MARK] for it in play.entries if it.kind == "StandardAdopted"]  # type: ignore[attr-defined]


def test_reports_name_the_deviations_of_their_own_days_only(folder: Folder, play: Play) -> None:
    """The first day had none, the second one; a period over both has it under its mark."""
    file, catalog = folder.path / FILE, play.hall.catalog
    with closing(read_only(file)) as reader:
        days = [made_day(reader, day, catalog) for day in ("2026-11-23", "2026-11-24")]
    both = period_report([(lambda: closing(read_only(file)), catalog)], "2026-11-23", "2026-11-24")

    assert [[it.parameter for it in day.deviations] for day in days] == [[], ["book.late"]]
    assert [(it.standard, it.value, it.usual) for it in both.deviations] == [(_marks(play)[1], 20, 15)]
    assert set(both.standards) == set(_marks(play))


def test_the_step_to_this_release_finds_what_was_adopted_before(folder: Folder) -> None:
    """A hall that is updated keeps its past; a file that no newer server has opened yet names none."""
    step, column = (import_module(f"hallserver.store.migrations.{name}") for name in ("0014_standards", "0021_fair_ratings"))
    with folder.database.reader() as database:
        before = database.execute_sql("SELECT * FROM standard").fetchall()
    folder.close()

    database = peewee.SqliteDatabase(str(folder.path / FILE))
    step.down(None, database)
    assert read_standards(database.execute_sql, ["0" * MARK]) == {}
    step.up(None, database)
    column.up(None, database)
    after = database.execute_sql("SELECT * FROM standard").fetchall()
    database.close()

    assert before == after
    assert len(after) == 2


def test_each_day_has_the_standard_that_it_was_opened_under(folder: Folder, play: Play) -> None:
    """With who brought it; one that no day was opened under is left out, and a file that no newer server has opened has none."""
    found = rulings_of(folder.database.reader)

    assert [(it.first, it.last, it.days, it.opening) for it in found] == [
        ("2026-11-23", "2026-11-23", 1, False),
        ("2026-11-24", "2026-11-24", 1, True),
    ]
    assert [it.standard.hash for it in found] == [it.event.hash for it in play.entries if it.kind == "StandardAdopted"]  # type: ignore[attr-defined]
    assert [it.actor.partition(":")[0] for it in found] == ["service", "person"]
    with closing(peewee.SqliteDatabase(":memory:")) as old:
        assert read_rulings(old.execute_sql) == []
