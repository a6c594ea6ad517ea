# SPDX-License-Identifier: Apache-2.0
"""What the manager sees of the hall's voice."""

from typing import Any

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from reports.manager.announced import SHOWN, announced, without_voice, zones
from tests.support import DUTY, SMALL_HALL, Play, names

EAST: dict[str, Any] = {
    **SMALL_HALL,
    "hall": [{**SMALL_HALL["hall"][0], "zones": {"east": names("东区")}}],
    "counters": [{**row, "zone": "east"} if row["slug"] == "c3" else row for row in SMALL_HALL["counters"]],
}


def tell(play: Play, job: str, state: str, why: str = "") -> None:
    """Report what became of an announcement."""
    play.ask(c.ReportAnnouncement(job=job, device="voice-1", state=state, why=why), SERVICE_DOOR)  # type: ignore[arg-type]


def test_each_announcement_says_what_became_of_it() -> None:
    """Who typed it, when, for whom; on how many loudspeakers it was heard, and where it was shown only."""
    play = Play(EAST)
    for text, zone in (("请车主移车", ""), ("测试", "east")):
        play.later(5).ask(c.Announce(text={"zh-Hans": text}, zone=zone), DUTY)
    tell(play, f"notice/{play.hall.notices[1].id}/voice-1", "spoken")
    newest, first = announced(play.hall)

    assert (first["voices"], first["heard"], first["shown"], first["zone"]) == (1, 1, 0, {})
    assert (newest["text"], newest["zone"], newest["voices"], newest["by"]) == ({"zh-Hans": "测试"}, names("东区"), 0, names("单明"))


def test_only_the_newest_are_listed() -> None:
    """The journal has them all."""
    play = Play()
    for number in range(SHOWN + 5):
        play.later(20).ask(c.Announce(text={"zh-Hans": str(number)}), DUTY)

    assert [row["text"] for row in announced(play.hall)] == [{"zh-Hans": str(number)} for number in range(SHOWN + 4, 4, -1)]


def test_zones_are_offered_by_the_names_that_people_use() -> None:
    """And named where nobody there hears a call."""
    assert zones(Play(EAST).hall) == [{"zone": "east", "names": names("东区")}, {"zone": "main", "names": {"zh-Hans": "main"}}]
    assert without_voice(Play(EAST).hall) == [names("东区")]
