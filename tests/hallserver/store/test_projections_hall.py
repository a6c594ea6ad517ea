# SPDX-License-Identifier: Apache-2.0
"""What the tables keep of suspensions and hand-overs, against the folded hall, in the real store."""

from pathlib import Path
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.store import rebuild
from hallserver.store.folder import Folder
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, LI, MINUTE_US, MORNING, NINE_US, SMALL_HALL, WANG, Play, keep, new_folder, next_day


def rows(path: Path, play: Play, sql: str) -> list[tuple[Any, ...]]:
    """Keep the play's entries in a new folder, see that a rebuild finds the same, and return what a query gives."""
    folder = Folder(new_folder(path))
    try:
        keep(folder, play.entries)
        found = rebuild.compare(folder.database.reader, folder.journal)
        assert found.differences == []
        with folder.database.reader() as reader:
            return list(reader.execute_sql(sql))
    finally:
        folder.close()


def stood_still() -> Play:
    """Return a day with two suspensions: one visitor waits through both, one comes into the second, one has been called before."""
    play = Play().open()
    for _ in range(2):
        play.take()
    play.later(60).call()
    play.later(60).ask(c.Suspend(reason="power"), DUTY)
    play.later(600).ask(c.ResumeHall(), DUTY)
    play.later(60).ask(c.Finish(), LI)
    play.later(60).take()
    play.later(60).ask(c.Suspend(reason="system"), DUTY)
    play.later(300).ask(c.ResumeHall(), DUTY)
    play.serve()
    play.serve()
    return play


def test_suspensions_are_kept_with_reason_and_time(tmp_path: Path) -> None:
    """An auditor asks how long the hall stood still, and why."""
    play = stood_still()
    play.ask(c.Suspend(reason="evacuation"), DUTY)
    play.later(60).ask(c.CloseDay(), DUTY)
    found = rows(tmp_path, play, "SELECT reason, from_us, until_us FROM suspension ORDER BY seq")

    assert [(reason, until - since) for reason, since, until in found] == [
        ("power", 10 * MINUTE_US),
        ("system", 5 * MINUTE_US),
        ("evacuation", MINUTE_US),
    ]
    assert found[0][1] == NINE_US + 2 * MINUTE_US


def test_each_wait_knows_how_much_of_it_was_suspended(tmp_path: Path) -> None:
    """The same sum that the live figures have."""
    play = stood_still()
    found = rows(tmp_path, play, "SELECT first_called_us - opened_us, suspended_us FROM leg ORDER BY ticket")

    assert [suspended for _, suspended in found] == [0, 15 * MINUTE_US, 5 * MINUTE_US]
    assert all(wait >= suspended for wait, suspended in found)
    assert sum(suspended for _, suspended in found) == play.hall.tally.suspended_us


def test_a_counter_in_other_hands_is_two_spans_and_two_times_in_hand(tmp_path: Path) -> None:
    """Each clerk's figures end and begin with the hand-over; the leg is the one's who finished it."""
    play = Play().open()
    play.take()
    play.call()
    play.later(60).ask(c.Start(), LI)
    play.later(60).ask(c.HandOver(to="wang"), LI)
    play.later(60).ask(c.Finish(), WANG)
    play.later(60).ask(c.CloseCounter(), WANG)
    spans = rows(tmp_path / "a", play, "SELECT clerk, state, until_us - from_us FROM counter_span ORDER BY seq")
    hands = rows(tmp_path / "b", play, "SELECT clerk, leg, until_us - from_us FROM hand ORDER BY seq")

    assert spans == [("li", "open", 2 * MINUTE_US), ("wang", "open", 2 * MINUTE_US)]
    assert hands == [("li", 1, 2 * MINUTE_US), ("wang", 1, MINUTE_US)]
    assert rows(tmp_path / "c", play, "SELECT clerk, state FROM leg") == [("wang", "finished")]


def test_held_and_ready_legs_change_hands_and_others_do_not(tmp_path: Path) -> None:
    """A paused counter stays paused; what was finished before stays the old clerk's."""
    play = Play().open()
    for _ in range(3):
        play.take()
    play.serve()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.PauseCounter(reason="lunch"), LI)
    play.later(60).ask(c.HandOver(to="wang", counter="c1", reason="lunch"), DUTY)

    assert rows(tmp_path / "a", play, "SELECT clerk FROM leg ORDER BY ticket") == [("li",), ("wang",), ("",)]
    assert rows(tmp_path / "b", play, "SELECT clerk, state, reason FROM counter_span WHERE until_us IS NULL") == [
        ("wang", "paused", "lunch")
    ]


@pytest.mark.parametrize("seed", [8, 13])
def test_whatever_happens_the_tables_sum_up_to_the_live_figures(tmp_path: Path, seed: int) -> None:
    """Swapped, undone, brought back, handed over: suspended time is counted once for each first call."""
    [play] = AnyDay(seed, one_day=True).halls(500, 500)
    counted = "first_called_us IS NOT NULL AND opened_by NOT IN ('paper', 'direct') AND yielded=0"
    [(still_us, within)] = rows(
        tmp_path,
        play,
        f"SELECT sum(suspended_us), sum(first_called_us - opened_us - suspended_us <= target_s * 1000000) FROM leg WHERE {counted}",  # noqa: S608 -- constants
    )

    assert still_us > 0
    assert (still_us, within) == (play.hall.tally.suspended_us, play.hall.tally.within_less)


def test_what_should_be_open_is_kept_as_the_day_first_opened(tmp_path: Path) -> None:
    """Whatever the shifts become later that day: also when it is closed and opened again."""
    play = Play(SMALL_HALL | {"shifts": [MORNING]})
    later = MORNING | {"spans": ["09:00-11:00"], "counters": {"c1": "li", "c2": ""}}
    play.ask(c.Configure(section="shifts", rows=[later]), SERVICE_SETUP)
    play.later(60).ask(c.CloseDay(), DUTY)
    play.later(60).ask(c.OpenDay(), DUTY)
    spans = [("2026-11-23", "c1", NINE_US, NINE_US + 180 * MINUTE_US)]

    assert rows(tmp_path / "a", play, "SELECT day, counter, from_us, until_us FROM planned_span ORDER BY from_us") == spans
    next_day(play)
    tuesday_us = NINE_US + 24 * 60 * MINUTE_US
    spans += [("2026-11-24", counter, tuesday_us, tuesday_us + 120 * MINUTE_US) for counter in ("c1", "c2")]
    assert rows(tmp_path / "b", play, "SELECT day, counter, from_us, until_us FROM planned_span ORDER BY from_us, counter") == spans
