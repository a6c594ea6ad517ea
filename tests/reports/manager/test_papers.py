# SPDX-License-Identifier: Apache-2.0
"""Reports that wait for a look or a signature, beside the manager's way to the reading room."""

from hallserver.core.report_paper import ReportPaper
from reports.manager.papers import paper_counts
from reports.room.view import view
from tests.support import SMALL_HALL, Play, names


def paper(day: str, state: str, by: str) -> ReportPaper:
    """Return a day's report in this state, drafted by a person."""
    return ReportPaper(
        report="day", from_date=day, to_date=day, version=1, state=state, sha256="", draft="1.1",  # type: ignore[arg-type]  # a state
        drafted_by=f"person:{by}", drafted_us=0,
    )  # fmt: skip


def test_a_report_waits_for_whoever_may_take_the_next_step_and_did_not_draft_it() -> None:
    """Dan is on duty and may check; Gao manages the hall and may sign too; Li is a clerk."""
    hall = Play({**SMALL_HALL, "people": [*SMALL_HALL["people"], {"slug": "gao", "names": names("高山"), "roles": ["hall-manager"]}]}).hall
    assert [paper_counts(hall, slug) for slug in ("dan", "gao", "li")] == [{"check": 0, "sign": 0}] * 3
    states = [("draft", "gao"), ("draft", "dan"), ("checked", "dan"), ("checked", "gao"), ("signed", "dan")]
    hall.reports |= {str(no): paper(f"2026-11-{no:02d}", *it) for no, it in enumerate(states, 1)}
    assert paper_counts(hall, "gao") == {"check": 1, "sign": 1}
    assert paper_counts(hall, "li") == paper_counts(hall, "nobody") == {"check": 0, "sign": 0}
    assert paper_counts(hall, "dan") == {"check": 1, "sign": 0}


def test_what_is_left_to_another_waits_for_that_one() -> None:
    """Two hall managers: who checked a report is not asked to sign it, the other is; the reading room says why."""
    people = [{"slug": slug, "names": names(slug), "roles": ["hall-manager"]} for slug in ("gao", "fu")]
    play = Play({**SMALL_HALL, "people": [*SMALL_HALL["people"], *people]})
    checked = paper("2026-11-01", "checked", "dan")
    checked.checked_by = "person:gao"
    play.hall.reports["day/2026-11-01/2026-11-01"] = checked
    assert [paper_counts(play.hall, slug)["sign"] for slug in ("gao", "fu")] == [0, 1]
    seen = [view(play.hall, slug, play.now_us)["anothers"] for slug in ("gao", "fu", "dan")]
    assert seen == [{"day/2026-11-01/2026-11-01": "report-own-check"}, {}, {"day/2026-11-01/2026-11-01": "report-own-draft"}]
