# SPDX-License-Identifier: Apache-2.0
"""A report of days whose journal was changed says so before anything else, and none to be signed is drafted of them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest
from msgspec import structs

from hallserver.report_making import FROZEN, LOOK, HallUnreadable, Wanted, make
from hallserver.report_process import BROKEN
from hallserver.report_proof import MOST_DAYS, broken_in, first_broken, warned, warnings_of
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import FILE, Folder
from reports.kinds import Span, span_of
from reports.report import Note
from tests.hallserver.cli.running import hallserver
from tests.hallserver.core.work import rated, steps
from tests.reports.test_osm import DAY
from tests.support import keep, new_folder, next_day

FIRST, SECOND, MONTH = span_of("day", "2026-11-23"), span_of("day", "2026-11-24"), span_of("month", "2026-11-23")
ISSUED = "UPDATE event SET actor='person:x' WHERE kind='TicketIssued'"
"""Of the only number that was given."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with days that are over and one that is open: a bad rating on the first, rectified on the second.

    Opening it proves the last of them, from the close before.
    """
    play = next_day(rated())
    steps(play, "verify", "contact", "rectify")
    play = next_day(next_day(next_day(play), 24 * MOST_DAYS))
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
    return tmp_path / "hall"


def changed(data: Path, sql: str) -> None:
    """Change the journal as somebody with a tool for SQLite would; the tables stay."""
    with closing(sqlite3.connect(data / FILE)) as other, other:
        assert other.execute(sql).rowcount == 1


def warned_of(data: Path, kind: str, span: Span, halls: int = 1) -> bool:
    """Tell whether the first note on the data of a report is that the chain breaks; it is nowhere else."""
    keys = [it["key"] for it in json.loads(make([data] * halls, Wanted(kind=kind, span=span, output="json")).content)["notes"]]
    assert "chain" not in keys[halls:]
    return "chain" in keys[:1]


def test_an_entry_that_was_changed_is_the_first_thing_a_report_of_its_days_says(data: Path) -> None:
    """Of a day, a month, on-site management, several halls. The controls: before it was changed; the day after."""
    asked = [("day", FIRST, 1), ("month", MONTH, 1), ("osm", MONTH, 1), ("month", MONTH, 2)]
    assert [it for it in asked if warned_of(data, *it)] == []
    changed(data, ISSUED)

    assert [it for it in asked if not warned_of(data, *it)] == []
    assert not warned_of(data, "day", SECOND)


def test_an_entry_that_was_taken_out_is_missed(data: Path) -> None:
    """What stands behind does not follow on what stands before: also when it was the last of its day."""
    assert broken_in(data, FIRST.first, FIRST.end) is None
    changed(data, "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event WHERE day='2026-11-23')")
    assert isinstance(broken_in(data, FIRST.first, FIRST.end), ChainBroken)


def test_what_came_later_and_counts_for_its_days_is_looked_at_too(data: Path) -> None:
    """An order of the first day, rectified on the second: other figures of the first. The control: the entries of that day are whole."""

    def figures() -> object:
        made = json.loads(make([data], Wanted(kind="period", span=FIRST, output="json")).content)
        return [it for it in made["sections"] if "orders" in it["key"]]

    before = figures()
    assert before
    changed(data, "UPDATE event SET at_us = at_us + 7776000000000 WHERE kind='OrderRectified'")
    changed(data, "UPDATE work_order SET rectified_us = rectified_us + 7776000000000")
    assert (figures() == before) is False

    assert broken_in(data, FIRST.first, FIRST.end) is None
    assert warned_of(data, "day", FIRST)
    with pytest.raises(ChainBroken):
        make([data], Wanted(kind="day", span=FIRST, output=FROZEN))


def test_nothing_to_be_signed_is_drafted_of_what_was_changed(data: Path) -> None:
    """With a code of its own for the server, and at a command line in words; of several halls the one is named."""
    drafted = Wanted(kind="day", span=FIRST, output=FROZEN)
    assert make([data], drafted).content
    changed(data, ISSUED)

    with pytest.raises(ChainBroken):
        make([data], drafted)
    with pytest.raises(HallUnreadable):
        make([data, data], structs.replace(drafted, kind="district", span=MONTH))
    done = hallserver("report", "day", "--date", "2026-11-23", "--format", FROZEN, "--gently", "--data", data, typed="{}\n")
    assert (done.returncode, done.stdout) == (BROKEN, "")
    assert "日志链在事件" in done.stderr


@pytest.mark.parametrize("output", [FROZEN, LOOK])
@pytest.mark.parametrize("gone", ["keys.json", FILE])
def test_a_hall_that_cannot_be_read_is_named_before_anything_is_looked_at(data: Path, gone: str, output: str) -> None:
    """Half restored, or its disk not in: the server refuses the draft by its name, never as a fault of its own."""
    copytree(data, data.with_name("other"))
    (data.with_name("other") / gone).unlink()

    with pytest.raises(HallUnreadable, match="other"):
        make([data, data.with_name("other")], Wanted(kind="district", span=MONTH, output=output))


def test_a_year_is_looked_at_only_when_it_is_to_be_signed(data: Path) -> None:
    """It would take longer than all the rest; so would what came long after a day."""
    changed(data, ISSUED)
    year = span_of("year", "2026-11-23")
    assert (year.end - year.first).days > MOST_DAYS
    assert warnings_of([data], year) == []
    changed(data, "UPDATE event SET at_us = at_us + 1 WHERE seq = (SELECT max(seq) FROM event)")
    assert (warnings_of([data], SECOND), first_broken([data], SECOND) is None) == ([], False), "nor what came more than 62 days later"
    with pytest.raises(ChainBroken):
        make([data], Wanted(kind="year", span=year, output=FROZEN))


def test_a_warned_report_is_not_clean() -> None:
    """The warning comes before all else; without one nothing is changed."""
    clean, warning = structs.replace(DAY, notes=(Note(key="clean"), Note(key="clock", args={"n": 1}))), Note(key="chain")
    assert [it.key for it in warned(clean, [warning]).notes] == ["chain", "clock"]
    assert warned(clean, []) is clean
