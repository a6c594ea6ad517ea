# SPDX-License-Identifier: Apache-2.0
"""Which pictures and films are shown when and where."""

from typing import Any

import pytest

from displays.media import maps, slides
from tests.support import SMALL_HALL, Play, names

DAY_US = 86_400_000_000


def row(slug: str = "welcome", **more: Any) -> dict[str, Any]:
    """Return a row of the section."""
    return {"slug": slug, "names": names("欢迎"), "file": f"{slug}.png", **more}


def played(*rows: dict[str, Any]) -> Play:
    """Return a hall with these media, on Monday 2026-11-23 at nine."""
    return Play({**SMALL_HALL, "media": list(rows)})


def shown(*rows: dict[str, Any], zone: str = "main", later_us: int = 0) -> list[object]:
    """Return the slugs that a display shows."""
    play = played(*rows)
    return [it["slug"] for it in slides(play.hall, zone, play.now_us + later_us)]


def test_a_display_shows_what_is_for_it_in_the_order_of_the_set_up() -> None:
    """What is for all zones and for its own; a plan of the hall belongs on kiosks and phones, what is out of use nowhere."""
    rows = (row("b"), row("a", zones=["main"]), row("up", zones=["upstairs"]), row("plan", kind="map"), row("old", retired=True))
    play = Play({**SMALL_HALL, "media": []})
    play.hall.catalog.replace("media", rows)

    assert [it["slug"] for it in slides(play.hall, "main", play.now_us)] == ["b", "a"]
    assert [it["slug"] for it in slides(play.hall, "upstairs", play.now_us)] == ["b", "up"]
    assert maps(play.hall, "", play.now_us) == [{"slug": "plan", "names": names("欢迎"), "url": "/media/plan.png"}]
    first = slides(play.hall, "main", play.now_us)[0]
    assert (first["url"], first["kind"], first["seconds"]) == ("/media/b.png", "picture", 10)


@pytest.mark.parametrize(
    ("more", "later_us", "is_shown"),
    [
        ({"from_day": "2026-11-23", "until_day": "2026-11-23"}, 0, True),
        ({"from_day": "2026-11-23", "until_day": "2026-11-23"}, DAY_US, False),
        ({"from_day": "2026-11-24"}, 0, False),
        ({"from_day": "2026-11-24"}, DAY_US, True),
        ({"spans": ["08:00-09:00", "12:00-13:00"]}, 0, False),
        ({"spans": ["08:00-09:00", "12:00-13:00"]}, DAY_US // 8, True),
        ({"spans": ["08:00-09:01"]}, 0, True),
    ],
)
def test_days_and_times_are_those_of_the_hall(more: dict[str, Any], later_us: int, is_shown: bool) -> None:  # noqa: FBT001
    """The last day is whole, the end of a span is out of it."""
    assert shown(row(**more), later_us=later_us) == (["welcome"] if is_shown else [])
