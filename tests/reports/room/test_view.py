# SPDX-License-Identifier: Apache-2.0
"""The reading room as each role has it: what may be drafted and taken away, and which reports wait for somebody."""

from copy import deepcopy
from typing import Any

from hallserver.core import commands as c
from reports.room import PAGE
from reports.room.view import PAPERS_SHOWN, view
from reports.sources import SOURCES
from tests.hallserver.core.test_rules_report import CHECK, MADE, SIGN, drafted
from tests.support import BOSS, DUTY, SMALL_HALL, Play, names

ROWS: dict[str, list[dict[str, Any]]] = SMALL_HALL | {
    "people": [
        *SMALL_HALL["people"],
        {"slug": "gao", "names": names("高山"), "roles": ["hall-manager"]},
        {"slug": "jian", "names": names("简察"), "roles": ["inspector"]},
    ]
}


def seen(play: Play, of: str) -> Any:  # noqa: ANN401 - JSON
    """Return the room of this person."""
    return view(play.hall, of, play.now_us)


def test_each_role_signs_and_takes_away_what_is_its_own() -> None:
    """An inspector reads alone; whoever may stand on a report is named, and nobody else."""
    play = Play(ROWS)
    gao, dan, jian = (seen(play, it) for it in ("gao", "dan", "jian"))
    assert gao["may"] == sorted(PAGE.commands)
    assert dan["may"] == ["check-report", "correct-report", "draft-report"]
    assert (jian["may"], jian["takes"], jian["packs"]) == ([], [], False)
    assert (dan["takes"], dan["packs"], gao["packs"]) == (["day", "week"], False, True)
    assert "inspection" not in gao["takes"]
    assert [it["home"] for it in (gao, dan, jian)] == ["manager", "duty", "manager"]
    assert {it["slug"] for it in gao["people"]} == {"dan", "gao"}
    assert gao["behind"]["figures"] == sorted(SOURCES)


def test_what_waits_for_somebody_is_listed_before_what_is_signed() -> None:
    """Each with who drafted it; and the view changes with every step, so that a screen asks anew."""
    play = drafted()
    before = seen(play, "dan")["changed"]
    [paper] = seen(play, "dan")["papers"]
    assert (paper["report"], paper["from"], paper["state"], paper["version"]) == ("osm", "2026-10-01", "draft", 1)
    assert paper["drafted_by"]["zh-Hans"]
    steps = [before]
    for command in (CHECK, SIGN):
        play.ask(command, BOSS)
        steps.append(seen(play, "dan")["changed"])
    copy = deepcopy(play)
    copy.ask(c.CorrectReport(report="osm", from_date="2026-10-01", to_date="2026-11-01", why="补录", content=MADE), DUTY)
    assert seen(copy, "dan")["changed"] not in steps, "a correction of what is signed is a step too"
    play.ask(c.DraftReport(report="day", from_date="2026-09-01", to_date="2026-09-02", content=MADE), DUTY)
    assert len({*steps, seen(play, "dan")["changed"]}) == len(steps) + 1
    assert [(it["report"], it["state"]) for it in seen(play, "dan")["papers"]] == [("day", "draft"), ("osm", "signed")]


def test_the_list_has_an_end() -> None:
    """Older ones are found by their dates."""
    play = Play()
    for day in range(1, PAPERS_SHOWN + 2):
        first, after = (f"2026-09-{it:02}" for it in (day, day + 1))
        play.ask(c.DraftReport(report="day", content=MADE, from_date=first, to_date=after), DUTY)
    papers = seen(play, "dan")["papers"]
    assert len(papers) == PAPERS_SHOWN
    assert papers[0]["from"] == f"2026-09-{PAPERS_SHOWN + 1}"
