# SPDX-License-Identifier: Apache-2.0
"""What the journal keeps of backups, and how a restored hall goes on: no number twice, nothing mistaken for what was."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_SETUP
from hallserver.core.rules_backup import SKIP, restored
from tests.support import STANDARD, Play


def test_failing_backups_show_until_they_are_written_again() -> None:
    """The manager's screen reads it off the hall."""
    play = Play()
    play.ask(c.ReportBackup(state="failing", why="disk"), SERVICE_CLOCK)
    assert play.hall.backup == "disk"

    play.ask(c.ReportBackup(state="kept"), SERVICE_CLOCK)

    assert play.hall.backup == ""


def test_every_letter_goes_on_behind_a_gap() -> None:
    """A number of the lost minute may be on paper: nobody else gets it, of a letter without numbers neither."""
    play = Play()
    play.take("seniors")
    play.take("seniors")

    event = restored(play.hall, taken_us=5, mark="aa", lost_to="1.99")

    assert event == e.Restored(kept=f"1.{play.hall.seq}", taken_us=5, mark="aa", lost_to="1.99", numbers={"A": 52, "B": 50})


def test_the_gap_is_the_standards() -> None:
    """A hall that gives more numbers in a minute sets a wider one."""
    wider = STANDARD.replace(f'[parameter."{SKIP}"]\nvalue = 50', f'[parameter."{SKIP}"]\nvalue = 7')

    assert restored(Play(standard=wider).hall, taken_us=5, mark="aa", lost_to="").numbers == {"A": 7, "B": 7}


def test_a_closed_day_needs_no_gap() -> None:
    """Numbers begin anew with the next day."""
    play = Play()
    play.ask(c.CloseDay(rest="left"), SERVICE_SETUP)

    assert restored(play.hall, taken_us=5, mark="aa", lost_to="").numbers == {}


def test_a_series_never_goes_past_its_end() -> None:
    """Behind 9999 there is no number; who asks is told so."""
    play = Play()
    play.hall.issued["A"] = 9_980

    assert restored(play.hall, taken_us=5, mark="aa", lost_to="").numbers["A"] == 9_999


def test_the_restored_hall_shows_from_when_it_is() -> None:
    """Until the next day opens, staff must know that something is missing."""
    play = Play()
    play.fold(e.Restored(kept="1.9", taken_us=play.now_us - 60, mark="aa", numbers={"A": 60}), SERVICE_SETUP)
    assert (play.hall.restored_us, play.hall.restored_from_us) == (play.now_us, play.now_us - 60)
    assert play.take("seniors").label == "A061"

    play.ask(c.CloseDay(rest="left"), SERVICE_SETUP)
    play.later(86_400).ask(c.OpenDay(), SERVICE_SETUP)

    assert (play.hall.restored_us, play.hall.restored_from_us) == (0, 0)
