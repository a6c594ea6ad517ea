# SPDX-License-Identifier: Apache-2.0
"""What the papers of the ladder say: the finding as it stood when each step was taken."""

from hallserver.core import commands as c
from hallserver.core.check_row import ESCALATIONS
from hallserver.core.commands_site import Found
from reports.ladder_form import LAYOUTS, days_over, refs_of, sheet_of
from tests.reports.sample_ladder import NOTE, WHY, climbed, stayed, the_finding, told
from tests.support import DUTY, GUIDE


def test_every_step_that_a_ladder_may_have_has_its_paper_in_every_language() -> None:
    """Lines to fill stand two in a row; somebody of each side signs."""
    assert set(LAYOUTS) == set(ESCALATIONS)
    play = stayed()
    titles = []
    for _ in ESCALATIONS:
        taken = climbed(play)
        for language in ("zh-Hant", "en", "zh-Hans"):
            sheet = sheet_of(taken, told(play, language))
            assert len(sheet.lines) % 2 == 0
            assert len(sheet.signs) > 1
            assert (sheet.boxes != [], len(sheet.facts)) == (True, 8)
        titles.append(sheet.title)
    assert titles == ["催办单", "调换通知", "约谈记录", "通报", "考核扣分通知"]


def test_a_paper_says_what_was_found_where_and_by_how_much_the_time_is_over() -> None:
    """Long figures masked; what the step was taken with stands in its demand, and on what it rests in the foot."""
    play = stayed()
    climbed(play, days=6)
    sheet = sheet_of(climbed(play, note=WHY), told(play))
    facts = dict(sheet.facts)
    assert (facts["地点"], facts["严重程度"], facts["责任人"]) == ("一楼综合服务大厅 · 1号窗口 · 填单台", "较重 · 扣 3 分", "李敏")
    assert (facts["整改期限"], facts["超期"]) == ("2026-11-26 24:00 前", "5 天")
    assert sheet.found == [
        "窗口台面只留必需用品",
        "填单台上堆着过期宣传册，已口头提醒两次。",
        "当事人电话 138******34。",
        "此前已督办：催办单（2026-11-29）。",
    ]
    assert sheet.demand.startswith("上述问题应于 2026-11-26 24:00 前整改，到本单发出时已超期 5 天。现对有关岗位人员")
    assert sheet.demand.endswith("请本周内处理完。")
    assert "X20261123-001 · 日志 1.9:0123456789abcdef · 标准 0a1b2c3d4e5f" in sheet.foot


def test_a_step_before_the_time_is_over_says_so_and_a_later_one_goes_by_the_new_time() -> None:
    """A hall manager may take a step at any time; what failed its re-check is due anew."""
    play = stayed()
    early = climbed(play, days=1)
    assert days_over(early, told(play)) < 0
    assert dict(sheet_of(early, told(play)).facts)["超期"] == "未超期"
    no = the_finding(play).no
    play.later(86_400 * 5).ask(c.FixFinding(finding=no), GUIDE)
    play.ask(c.RecheckFinding(finding=no, passed=False), DUTY)
    assert days_over(climbed(play, days=0), told(play)) < 0
    assert days_over(early, told(play)) < 0


def test_a_repeat_says_of_what_and_a_finding_of_nobody_that_it_is_nobodys() -> None:
    """Without a zone by name it is in the hall."""
    play = stayed(responsible=None, counter=None, place="", photos=(), note=None)
    first = the_finding(play).no
    play.ask(c.FixFinding(finding=first), GUIDE)
    play.ask(c.RecheckFinding(finding=first, passed=True), DUTY)
    found = play.hall.site.findings.pop(first)
    play.ask(c.OpenFinding(found=Found(check=found.check, zone=found.zone)), GUIDE)
    taken = climbed(play)
    sheet = sheet_of(taken, told(play))
    assert sheet.title == "调换通知"
    assert dict(sheet.facts)["责任人"] == "不指定"
    assert sheet.found[1:] == [f"同一地点的同一问题第 2 次出现，上次是 {first}。"]
    assert (refs_of(taken), sheet.photos) == ([], ())


def test_a_paper_quotes_notes_and_photos_of_who_found_it_and_the_note_of_its_own_step() -> None:
    """Not what was said when it was put right, nor with the step before."""
    play = stayed()
    climbed(play, note=WHY)
    no = the_finding(play).no
    play.ask(c.FixFinding(finding=no, note=NOTE), GUIDE)
    play.ask(c.RecheckFinding(finding=no, passed=False), DUTY)
    assert refs_of(climbed(play)) == ["note", "photo", "photo"]
    assert refs_of(climbed(play, note=WHY)) == ["note", "photo", "photo", "why"]
