# SPDX-License-Identifier: Apache-2.0
"""Reports on their way to a signature outlive the day, and are forgotten long after."""

from hallserver.core.folds_report import FOLDS, prune
from hallserver.core.happening import Event
from hallserver.store.reading import from_snapshot
from tests.hallserver.core.test_rules_report import CORRECT, KEY, signed
from tests.support import BOSS, DUTY, next_day


def test_every_event_of_a_report_is_folded() -> None:
    """What is not folded would be signed and not known."""
    assert {kind.__name__ for kind in FOLDS} == {"ReportDrafted", "ReportCorrected", "ReportChecked", "ReportSigned"}
    assert all(issubclass(kind, Event) for kind in FOLDS)


def test_a_report_is_known_on_the_next_day_also_to_a_new_process() -> None:
    """It is drafted at the month's end and signed some days later."""
    play = signed()
    play.ask(CORRECT, BOSS)
    kept = play.hall.reports[KEY]
    next_day(play)
    closed = next(entry for entry in reversed(play.entries) if type(entry.event).__name__ == "DayClosed")

    assert play.hall.reports == {KEY: kept} == from_snapshot(closed).reports


def test_a_report_of_long_ago_is_forgotten() -> None:
    """The journal keeps it; nobody signs it any more."""
    hall = signed().hall
    prune(hall, "2028-12-01")
    assert list(hall.reports) == [KEY]
    prune(hall, "2029-02-01")
    assert hall.reports == {}


def test_a_hall_that_never_had_a_report_says_nothing_of_any() -> None:
    """Snapshots of before stay byte for byte what they were."""
    play = next_day(signed())
    play.hall.reports = {}
    entry = play.entries[-1]
    next_day(play)
    snapshots = [it.event.snapshot for it in play.entries if type(it.event).__name__ == "DayClosed"]  # type: ignore[attr-defined]

    assert entry.actor == DUTY.id
    assert ["reports" in it for it in snapshots] == [True, False]
