# SPDX-License-Identifier: Apache-2.0
"""A finding, an action, an entry as the screen shows it."""

import json
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.asking import Personal, Sealed
from hallserver.core.commands_site import Found
from hallserver.core.site import findings_counted
from reports.site.rows import action_rows, actor, entry_rows, finding_rows, person
from tests.support import DUTY, GUIDE, Play

NOTE = Personal("", Sealed(ref="r1", digest="d1"))


def found(play: Play, of: str = "dan") -> list[dict[str, Any]]:
    """Return the findings as this person sees them."""
    return finding_rows(play.hall, of, play.now_us)


def lost(play: Play) -> list[dict[str, Any]]:
    """Return what was lost and found, as the guide sees it."""
    return entry_rows(play.hall, {"lost-found"}, "guo", play.now_us)


def test_a_finding_says_how_it_stands_and_whose_turn_it_is() -> None:
    """Whoever put it right is told that somebody else looks; failed it goes back, passed it closes and stands behind the open ones."""
    play = Play()
    for check in ("goods-sort", "people-keep"):
        play.ask(c.OpenFinding(found=Found(check=check, zone="main", severity="major", note=NOTE)), GUIDE)
    first = found(play)[0]["no"]
    play.ask(c.FixFinding(finding=first, note=NOTE), DUTY)
    mine, others = found(play)[0], found(play, "guo")[0]
    assert (mine["no"], mine["next"], mine["mine"], others["mine"]) == (first, "recheck", True, False)
    play.ask(c.RecheckFinding(finding=first, passed=False), GUIDE)
    assert {it["no"]: it["next"] for it in found(play)}[first] == "fix"
    play.ask(c.FixFinding(finding=first), DUTY)
    play.ask(c.RecheckFinding(finding=first, passed=True), GUIDE)
    rows = found(play)
    assert [(it["no"] == first, it["open"]) for it in rows] == [(False, True), (True, False)]
    assert [it["kind"] for it in rows[1]["steps"]] == ["opened", "fixed", "rechecked", "fixed", "rechecked"]
    assert [it["note"] for it in rows[1]["steps"]] == [True, True, False, False, False]


def test_a_busy_register_hides_none_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest closed ones are those of each: a drill of last week can be found, and taken back, among a hundred machines' days."""
    monkeypatch.setattr("reports.site.rows.CLOSED_SHOWN", 1)
    play = Play()
    drill: dict[str, str | int] = {"kind": "fire", "date": "2026-11-20", "people": 12, "result": "good"}
    play.ask(c.RegisterEntry(register="drill", fields=drill), DUTY)
    for count in (1, 2):
        used: dict[str, str | int] = {"what": "pen", "move": "out", "count": count}
        play.later(60).ask(c.RegisterEntry(register="consumable", fields=used), DUTY)
    rows = entry_rows(play.hall, {"drill", "consumable"}, "dan", play.now_us)
    assert [it["no"] for it in rows] == ["YL20261123-001", "HC20261123-002"]


def test_what_is_in_the_vault_is_never_pushed() -> None:
    """Only that there is something."""
    play = Play()
    play.ask(c.OpenFinding(found=Found(check="goods-sort", zone="main", note=NOTE)), GUIDE)
    play.ask(c.RegisterEntry(register="lost-found", fields={"side": "found", "kind": "card", "what": "社保卡"}, who=NOTE), GUIDE)
    said = json.dumps([found(play), lost(play)])
    assert "r1" not in said
    assert "d1" not in said
    assert lost(play)[0]["steps"][0]["who"] is True


def test_a_late_finding_says_so_and_its_ladder_what_follows() -> None:
    """Nothing of it was taken yet."""
    play = Play()
    play.ask(c.OpenFinding(found=Found(check="goods-sort", zone="main", severity="critical")), GUIDE)
    assert [it["taken"] for it in found(play)[0]["ladder"]] == [False, False, False]
    assert not found(play)[0]["late"]
    assert findings_counted(play.hall, play.now_us) == {"open": 1, "late": 0}
    play.later(48 * 3600)
    assert found(play)[0]["late"]
    assert findings_counted(play.hall, play.now_us) == {"open": 1, "late": 1}


def test_an_action_stands_in_the_column_of_its_last_step() -> None:
    """Closed it stands behind the open ones."""
    play = Play()
    for measure in ("晨会检查工牌", "取消纸质宣传册"):
        play.ask(c.PlanAction(measure=measure, owner="dan", due="2026-12-31"), DUTY)
    no = action_rows(play.hall, play.now_us)[0]["no"]
    play.ask(c.StepAction(action=no, step="do"), DUTY)
    one = next(it for it in action_rows(play.hall, play.now_us) if it["no"] == no)
    assert (one["step"], one["next"], one["owner"], one["open"]) == ("do", "check", "dan", True)


def test_entries_are_of_the_registers_that_were_asked_for() -> None:
    """Open ones first, newest first."""
    play = Play()
    for nth in range(2):
        play.later(60).ask(c.RegisterEntry(register="lost-found", fields={"side": "found", "kind": "card", "what": f"卡 {nth}"}), GUIDE)
    play.ask(c.RegisterEntry(register="incident", fields={"kind": "power", "level": "minor", "what": "停电"}), GUIDE)
    rows = lost(play)
    assert [it["fields"]["what"] for it in rows] == ["卡 1", "卡 0"]
    play.ask(c.StepEntry(entry=rows[0]["no"], step="given-back"), GUIDE)
    assert [(it["fields"]["what"], it["step"]) for it in lost(play)] == [("卡 0", ""), ("卡 1", "given-back")]
    play.ask(c.WithdrawEntry(entry=rows[1]["no"], reason="duplicate", note=NOTE), GUIDE)
    assert [(it["withdrawn"], it["open"], it["may_withdraw"]) for it in lost(play)] == [("", False, True), ("duplicate", False, False)]


def test_staff_have_names_and_the_clock_has_none() -> None:
    """Somebody who is gone from the set-up stands there by slug."""
    hall = Play().hall
    assert (actor(hall, "person:dan")["zh-Hans"], actor(hall, "service:clock"), actor(hall, "device:kiosk-1")) == ("单明", {}, {})
    assert (person(hall, "gone"), person(hall, "")) == ({"zh-Hans": "gone"}, {})
