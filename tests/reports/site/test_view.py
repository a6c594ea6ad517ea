# SPDX-License-Identifier: Apache-2.0
"""On-site management as each role sees it: what is due, the checklist of each round, registers, desks."""

from typing import Any

from hallserver.core import commands as c
from hallserver.core.commands_site import Found
from hallserver.core.roles import ROLES
from reports.site import PAGE
from reports.site.view import view
from tests.support import DUTY, GUIDE, SMALL_HALL, Play, names

ZONES = {"zones": {"main": names("一楼大厅"), "wait": names("等候区")}}
ROWS: dict[str, list[dict[str, Any]]] = SMALL_HALL | {
    "hall": [SMALL_HALL["hall"][0] | ZONES],
    "people": [*SMALL_HALL["people"], {"slug": "gao", "names": names("高山"), "roles": ["hall-manager"]}],
    "machines": [{"slug": "m1", "names": names("自助终端1号"), "zone": "wait"}],
}


def seen(play: Play, of: str) -> Any:  # noqa: ANN401 - JSON
    """Return the screen of this person."""
    return view(play.hall, of, play.now_us)


def round_of(play: Play, cycle: str) -> Any:  # noqa: ANN401 - JSON
    """Return the round of a cycle, as a guide sees it."""
    return next(it for it in seen(play, "guo")["rounds"] if it["cycle"] == cycle)


def test_a_round_is_due_until_it_was_made_as_often_as_the_standard_says() -> None:
    """Twice on each day, whatever is left; what was looked at is left no more."""
    play = Play(ROWS)
    before = round_of(play, "daily")
    assert (before["due"], before["made"], before["last_us"]) == (True, [0, 2], 0)
    for made in (1, 2):
        checked = {it["zone"]: tuple(it["checks"]) for it in before["zones"]}
        play.later(3600).ask(c.RecordPatrol(checked=checked), GUIDE)
        now = round_of(play, "daily")
        assert (now["due"], now["made"], now["last_us"]) == (made < 2, [made, 2], play.now_us)
        assert [it["left"] for it in now["zones"]] == [0, 0]
    assert round_of(play, "weekly")["due"]


def test_a_monthly_round_goes_through_everything_and_a_random_one_through_what_should_always_be_right() -> None:
    """Each check by its slug, and each slug is in the list with its words and points."""
    play = Play(ROWS)
    daily, weekly, monthly, at_random = (set(round_of(play, it)["zones"][0]["checks"]) for it in ("daily", "weekly", "monthly", "random"))
    assert daily | weekly < monthly
    assert not daily & weekly
    assert daily <= at_random
    known = {it["slug"]: it for it in seen(play, "guo")["checks"]}
    assert monthly | at_random <= known.keys()
    assert all(it["points"]["minor"] <= it["points"]["critical"] for it in known.values())


def test_each_role_has_its_own_commands_registers_and_way_home() -> None:
    """A guide sees no colleague's desk; a clerk only the findings to put right, and the registers that are a clerk's."""
    play = Play(ROWS).open()
    for counter in ("c1", "c2"):
        found = Found(check="goods-sort", zone="main", counter=counter, responsible="wang" if counter == "c1" else None)
        play.ask(c.OpenFinding(found=found), GUIDE)
    clerk, guide, duty, boss = (seen(play, it) for it in ("wang", "guo", "dan", "gao"))
    assert [it["home"] for it in (clerk, guide, duty, boss)] == ["clerk", "guide", "duty", "manager"]
    assert [len(it["findings"]) for it in (clerk, guide)] == [1, 2]
    assert {it["slug"] for it in clerk["registers"]} == {"fault", "lost-found"}
    assert "delegation" in {it["slug"] for it in boss["registers"]} - {it["slug"] for it in guide["registers"]}
    assert (guide["desks"], [it["state"] for it in duty["desks"]]) == (None, ["open", "closed", "closed"])
    assert [it["clerk"].get("zh-Hans") for it in boss["desks"]] == ["李敏", None, None]
    assert ("escalate-finding" in boss["may"], "escalate-finding" in duty["may"], "record-patrol" in clerk["may"]) == (True, False, False)


def test_patrols_are_listed_with_what_they_found() -> None:
    """Also what came after them under their mark; newest first."""
    play = Play(ROWS)
    play.ask(c.RecordPatrol(checked={"wait": ("goods-sort",)}, mark="p1"), GUIDE)
    play.ask(c.OpenFinding(found=Found(check="goods-sort", zone="wait"), mark="p1"), GUIDE)
    play.later(60).ask(c.RecordPatrol(checked={"main": ("goods-sort",)}, cycle="random"), DUTY)
    assert [(it["cycle"], it["by"]["zh-Hans"], it["findings"]) for it in seen(play, "guo")["patrols"]] == [
        ("random", "单明", 0),
        ("daily", "郭芳", 1),
    ]


def test_a_field_of_a_register_chooses_from_the_set_up() -> None:
    """Self-service machines stand among the devices too; an emergency plan is a plan of that kind."""
    choices = seen(Play(ROWS), "dan")["choices"]
    assert [it["slug"] for it in choices["machine"]] == ["m1"]
    assert {"kiosk-1", "m1"} <= {it["slug"] for it in choices["device"]}
    assert choices["plan"] == []


def test_it_asks_only_what_some_role_may_and_a_hall_without_a_day_has_a_screen() -> None:
    """Nobody of the public sees it."""
    assert set().union(*(ROLES[role] for role in PAGE.roles)) >= PAGE.commands
    assert not PAGE.roles & {"visitor", "kiosk", "display", "rater"}
    assert seen(Play(ROWS), "nobody")["may"] == []
