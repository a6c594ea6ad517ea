# SPDX-License-Identifier: Apache-2.0
"""What a hall keeps in mind of the site: over days, through a snapshot, and not for ever."""

import msgspec

from hallserver.core import commands as c
from hallserver.core.site_state import KEPT_DAYS, PLACES_DAYS, Site, kept_site, place_key, pruned, site_of
from tests.hallserver.core.site_acts import opened
from tests.support import DUTY, GUIDE, NINE_US, Play, varied_day

DAY_US = 86_400_000_000


def test_a_snapshot_holds_all_of_it_and_nothing_where_there_is_nothing() -> None:
    """What comes out of the bytes is what went in; a snapshot from before has none."""
    site = varied_day().hall.site
    stored = msgspec.json.decode(msgspec.json.encode(kept_site(site)))

    assert site_of(stored) == site
    assert (kept_site(Site()), site_of({})) == ({}, Site())


def test_what_is_closed_is_forgotten_after_thirty_days_and_what_is_open_is_not() -> None:
    """Findings that an open action is about stay with it; places are remembered for a year."""
    play = Play()
    closed, about, still = (opened(play, place=place) for place in ("甲", "乙", "丙"))
    for finding in (closed, about):
        play.ask(c.FixFinding(finding=finding.no), GUIDE)
        play.ask(c.RecheckFinding(finding=finding.no, passed=True), DUTY)
    play.ask(c.PlanAction(measure="专人负责", owner="guo", due="2027-01-01", findings=(about.no,)), DUTY)
    site = play.hall.site
    pruned(site, NINE_US + KEPT_DAYS * DAY_US)
    assert len(site.findings) == 3
    pruned(site, NINE_US + KEPT_DAYS * DAY_US + 1)
    assert [*site.findings] == [about.no, still.no]

    pruned(site, NINE_US + PLACES_DAYS * DAY_US + 1)
    assert (site.last, [*site.actions]) == ({}, ["C20261123-001"])


def test_a_place_is_the_same_however_it_is_typed() -> None:
    """Not by the case of letters, nor by spaces around it."""
    assert place_key("a", "main", "", " Door B ") == place_key("a", "main", "", "door b") != place_key("a", "main", "c1", "door b")
