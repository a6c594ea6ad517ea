# SPDX-License-Identifier: Apache-2.0
"""On-site management as each role sees it: what is due, the checklist of each round, registers, desks."""

import re
from typing import Any

import msgspec
import pytest

from counters.clerk.view import view as clerk_view
from counters.duty.view import view as duty_view
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.commands_site import Found
from hallserver.core.roles import ROLES, SERVICE_SETUP, Actor
from hallserver.words import known
from reports.site import PAGE
from reports.site.view import view
from tests.hallserver.core.test_changed import RULE, THRICE
from tests.support import DUTY, GUIDE, INSPECTOR, LI, SMALL_HALL, Play, names, next_day

ZONES = {"zones": {"main": names("一楼大厅"), "wait": names("等候区")}}
ROWS: dict[str, list[dict[str, Any]]] = SMALL_HALL | {
    "hall": [SMALL_HALL["hall"][0] | ZONES],
    "people": [
        *SMALL_HALL["people"],
        {"slug": "gao", "names": names("高山"), "roles": ["hall-manager"]},
        {"slug": "jian", "names": names("简察"), "roles": ["inspector"]},
    ],
    "machines": [{"slug": "m1", "names": names("自助终端1号"), "zone": "wait"}],
}


def seen(play: Play, of: str) -> Any:  # noqa: ANN401 - JSON
    """Return the screen of this person."""
    return view(play.hall, of, play.now_us)


def round_of(play: Play, cycle: str) -> Any:  # noqa: ANN401 - JSON
    """Return the round of a cycle, as a guide sees it."""
    return next(it for it in seen(play, "guo")["rounds"] if it["cycle"] == cycle)


def found_by(play: Play, by: Actor, **fields: Any) -> str:
    """Have this person find something for Li to put right; return its number."""
    [opened] = play.ask(c.OpenFinding(found=Found(check="goods-sort", zone="main", responsible="li", **fields)), by)
    assert isinstance(opened, e.FindingOpened)
    return opened.finding


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


def test_a_finding_is_offered_for_withdrawal_to_whom_it_may_be_and_then_stands_as_such() -> None:
    """Reasons are codes that have words; a patrol has not found it any more."""
    play = Play(ROWS)
    play.ask(c.RecordPatrol(checked={"wait": ("goods-sort",)}, mark="p1", findings=(Found(check="goods-sort", zone="wait"),)), GUIDE)
    assert [seen(play, who)["findings"][0]["may_withdraw"] for who in ("guo", "dan", "gao")] == [True, True, False]
    [no] = play.hall.site.findings
    view = seen(play, "guo")
    play.ask(c.WithdrawFinding(finding=no, reason=view["withdraw_reasons"][0], note=c.Personal("", c.Sealed(ref="n", digest="d"))), GUIDE)
    view = seen(play, "guo")
    assert (view["findings"][0]["withdrawn"], view["findings"][0]["open"], view["patrols"][0]["findings"]) == ("in-order", False, 0)
    assert all(known(f"withdrawn.{code}") for code in view["withdraw_reasons"])


def test_a_patrol_found_what_it_opened_and_what_it_saw_again() -> None:
    """As many as the phone said, over the night too; what was withdrawn is none. The control: the first patrol's own."""
    play = Play(ROWS)
    places = ("东", "西", "南")
    for n, mark in enumerate(("p1", "p2"), 2):
        found = tuple(Found(check="goods-sort", zone="wait", place=it) for it in places[:n])
        play.later(60).ask(c.RecordPatrol(checked={"wait": ("goods-sort",)}, mark=mark, findings=found), GUIDE)
    play.ask(c.OpenFinding(found=Found(check="goods-sort", zone="main"), mark="p1"), GUIDE)
    play.ask(c.OpenFinding(found=Found(check="goods-sort", zone="main"), mark="p2"), GUIDE)
    assert [it["findings"] for it in seen(play, "guo")["patrols"]] == [4, 3]
    first = next(iter(play.hall.site.findings))
    play.ask(c.WithdrawFinding(finding=first, reason="in-order", note=c.Personal("", c.Sealed(ref="n", digest="d"))), DUTY)

    assert [it["findings"] for it in seen(next_day(play), "guo")["patrols"]] == [3, 2]


def test_an_inspector_has_one_round_through_everything_and_no_work_of_the_halls() -> None:
    """Sees every finding, and what may be done about them alone; what an inspector found says so."""
    play = Play(ROWS).open()
    no = found_by(play, INSPECTOR)
    seen_by = seen(play, "jian")
    assert seen_by["may"] == ["open-finding", "recheck-finding", "record-patrol", "withdraw-finding"]
    assert [it["may_withdraw"] for it in seen_by["findings"]] == [True]
    assert (seen_by["home"], seen_by["registers"], seen_by["entries"], seen_by["desks"]) == ("manager", [], [], None)
    [round_] = seen_by["rounds"]
    assert (round_["cycle"], round_["due"], round_["made"], round_["last_us"]) == ("inspection", None, None, 0)
    assert {slug for it in round_["zones"] for slug in it["checks"]} == {it["slug"] for it in seen_by["checks"]}
    [finding] = seen(play, "guo")["findings"]
    assert (finding["no"], finding["source"], finding["may_withdraw"]) == (no, "inspection", False)
    play.ask(c.RecordPatrol(checked={"main": ("goods-sort",)}), INSPECTOR)
    assert seen(play, "jian")["rounds"][0]["last_us"] == play.now_us
    assert round_of(play, "daily")["made"] == [0, 2]


def test_whoever_is_to_put_something_right_is_told_how_much_and_until_when() -> None:
    """Not what waits for somebody else to look again; the clerk at the counter is told the same."""
    play = Play(ROWS).open()
    assert clerk_view(play.hall, "li", play.now_us)["site"] == {"n": 0, "late": 0, "due_us": 0}
    nos = [
        found_by(play, GUIDE, place=place, severity=severity) for place, severity in (("东", "major"), ("西", "critical"), ("南", "minor"))
    ]
    due_us = [play.hall.site.findings[no].due_us for no in nos]
    own = {"n": 3, "late": 0, "due_us": min(due_us)}
    assert (
        own
        == seen(play, "li")["own"]
        == clerk_view(play.hall, "li", play.now_us)["site"]
        == duty_view(play.hall, "li", play.now_us)["own_site"]
    )
    play.ask(c.FixFinding(finding=nos[1]), LI)
    assert seen(play, "li")["own"] == {"n": 2, "late": 0, "due_us": min(due_us[0], due_us[2])}
    play.later(20 * 86_400)
    assert seen(play, "li")["own"]["late"] == 2
    assert seen(play, "wang")["own"]["n"] == 0


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
    assert (round_of(play, "random")["last_us"], round_of(play, "random")["made"]) == (play.now_us, [1, 1]), "no check has this cycle"


def test_a_phone_sends_no_more_findings_with_a_patrol_than_the_hall_takes() -> None:
    """What is more goes one by one: a hall that refused the whole would lose the patrol."""
    [most] = re.findall(r"const ALONG = (\d+);", (PAGE.folder / "patrol.js").read_text(encoding="utf-8"))
    asked: dict[str, Any] = {"checked": {"main": ["goods-sort"]}, "findings": [{"check": "goods-sort", "zone": "main"}] * int(most)}

    assert len(msgspec.convert(asked, c.RecordPatrol).findings) == int(most)
    asked["findings"] *= 2
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(asked, c.RecordPatrol)


def test_a_screen_lets_an_action_be_about_no_more_findings_than_the_hall_takes() -> None:
    """It says so in the reader's words, before the hall refuses it."""
    [most] = re.findall(r"const ABOUT = (\d+);", (PAGE.folder / "actions.js").read_text(encoding="utf-8"))
    asked: dict[str, Any] = {"measure": "线缆入槽", "owner": "dan", "due": "2026-12-01", "findings": ["X20261123-001"] * int(most)}

    assert len(msgspec.convert(asked, c.PlanAction).findings) == int(most)
    asked["findings"] *= 2
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(asked, c.PlanAction)


def test_a_rule_is_sent_by_name_when_an_action_may_say_that_it_changed_it() -> None:
    """Nobody knows `site.patrol_per_day` by heart, and all 160 rules weigh 20 kB; whoever reads the closed action reads the name too."""
    play = Play(ROWS)
    play.ask(c.PlanAction(measure="多巡一次", owner="guo", due="2026-12-05"), DUTY)
    assert seen(play, "dan")["rules"] == []
    play.later(60).ask(c.AdoptStandard(text=THRICE, at_opening=True), SERVICE_SETUP)
    changed = seen(play, "dan")["rules"]
    for step in ("do", "check", "act"):
        play.ask(c.StepAction(action="C20261123-001", step=step), DUTY)
    offered = seen(play, "dan")["rules"]
    play.ask(c.StepAction(action="C20261123-001", step="standardise", parameter=RULE), DUTY)

    assert changed == [], "which step names a rule is the last one"
    assert [(it["slug"], it["names"]["zh-Hans"]) for it in offered] == [(RULE, "定时巡查次数")]
    assert seen(play, "jian")["rules"] == offered


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
