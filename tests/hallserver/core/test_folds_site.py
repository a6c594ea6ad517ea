# SPDX-License-Identifier: Apache-2.0
"""How on-site management changes the hall: what is kept of each event, in whatever order a patrol comes."""

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from hallserver.core.site_state import PATROLS_KEPT
from tests.hallserver.core.site_acts import found
from tests.support import GUIDE, MINUTE_US, NINE_US, Play, fold, next_day, varied_day


def test_the_same_entries_add_up_to_the_same_site() -> None:
    """Also over a close and an opening."""
    play = next_day(varied_day(), hours=24)

    assert fold(play.entries).site == play.hall.site


def test_a_patrol_that_comes_late_undoes_nothing_newer() -> None:
    """The one of 08:30 is told after the one of 08:50."""
    play = Play()
    for minutes in (10, 30):
        when = NINE_US - minutes * MINUTE_US
        play.ask(c.RecordPatrol(checked={"main": ("people-sort",)}, from_us=when, until_us=when), GUIDE)

    assert play.hall.site.done == {"main": {"people-sort": NINE_US - 10 * MINUTE_US}}
    assert [it.until_us for it in play.hall.site.patrols] == [NINE_US - 30 * MINUTE_US, NINE_US - 10 * MINUTE_US]


def test_of_patrols_the_last_ones_are_kept_in_mind() -> None:
    """The tables keep all."""
    play = Play()
    for _ in range(PATROLS_KEPT + 1):
        play.ask(c.RecordPatrol(checked={"main": ("people-sort",)}), GUIDE)

    assert len(play.hall.site.patrols) == PATROLS_KEPT


def test_where_something_was_found_last_is_told_by_the_last_time_that_it_was_seen() -> None:
    """The ninety days run from then."""
    play = Play()
    play.ask(c.OpenFinding(found=found()), GUIDE)
    play.later(3600).ask(c.OpenFinding(found=found()), GUIDE)
    [last] = play.hall.site.last.values()

    assert (last.found_us, last.nth) == (play.now_us, 1)


def test_a_devices_first_trouble_stands_until_that_one_is_over() -> None:
    """Out of paper, then lost, then back: still out of paper, and since the first time."""
    play = Play()
    for state in ("out", "lost", "back", "twin"):
        play.later(60).ask(c.ReportDevice(device="printer-1", state=state), SERVICE_DOOR)
    assert play.hall.site.ailing == {"printer-1": ("out", NINE_US + MINUTE_US)}

    play.ask(c.ReportDevice(device="printer-1", state="low"), SERVICE_DOOR)
    assert play.hall.site.ailing == {}
