# SPDX-License-Identifier: Apache-2.0
"""A patrol on a phone that has lost the hall comes home once; what it found is put right, looked at again, and a register is written."""

from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from hallserver.web.pages import MEDIA
from tests.browser.axe import both, calm
from tests.browser.demo_hall import ROOT
from tests.browser.test_fits import cut
from tests.browser.test_offline import opened
from tests.stories.scenes.scene import Rows, Scene, playing, rows
from tests.support import STANDARD, names

pytestmark = pytest.mark.browser
DESK: Final = (1366, 768)
WIDE: Final = "() => document.documentElement.scrollWidth > innerWidth"
OFFLINE: Final = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "Failed to fetch", "WebSocket connection")
_SCREEN = ROOT / "reports" / "site" / "screen"
_OUTBOX, _DRAFT = ((_SCREEN / name).read_text(encoding="utf-8") for name in ("outbox.js", "draft.js"))
_MARK = "mark: newId()"
_KEY, _PAUSE = '"Idempotency-Key": parcel.id', "AGAIN_MS = 4000;"
assert _OUTBOX.count(_KEY) == _OUTBOX.count(_PAUSE) == _DRAFT.count(_MARK) == 1, "the control must take away what there is"
_KEPT = """() => new Promise((done) => {
  indexedDB.open("hall-site").onsuccess = (opened) => {
    const base = opened.target.result;
    base.transaction("notes").objectStore("notes").getAll().onsuccess = (read) => {
      base.close();
      done(read.target.result.some((it) => it.findings && it.findings.length));
    };
  };
})"""
_QUICK = _OUTBOX.replace(_PAUSE, "AGAIN_MS = 300;")


def two_zones() -> Rows:
    """Return a hall with a waiting area beside its hall."""
    given = rows()
    given["hall"][0]["zones"] = {"main": names("一楼大厅", "Ground floor"), "wait": names("等候区", "Waiting area")}
    return given


def photo() -> FilePayload:
    """Return a photo as a phone's camera gives it: too large to be sent."""
    written = BytesIO()
    Image.effect_noise((2400, 1800), 90).convert("RGB").save(written, "JPEG", quality=92)
    assert len(written.getvalue()) > 1_000_000
    return FilePayload(name="p.jpg", mimeType="image/jpeg", buffer=written.getvalue())


def a_finding(page: Page, note: str) -> None:
    """Say that the first check is not as it should be, with a photo."""
    page.locator("[data-wrong]").first.click()
    page.locator("dialog [data-value=major]").click()
    expect(page.locator("dialog")).to_contain_text("工作日内整改")
    page.locator("dialog [data-field=note]").fill(note)
    page.locator("dialog [data-field=counter]").select_option("c3")
    page.locator("dialog [data-photo]").set_input_files(photo())
    expect(page.locator("dialog .photo img")).to_be_visible()
    page.locator("dialog [data-act=finding]").click()
    expect(page.locator(".check-row.bad")).to_have_count(1)


def walked(page: Page) -> None:
    """Make a daily patrol of the waiting area, without the hall; the phone's screen begins anew half-way."""
    page.locator("[data-begin=daily]").click()
    page.locator("dialog .chip", has_text="一楼大厅").click()
    page.locator("dialog [data-act=begin]").click()
    page.context.set_offline(True)
    a_finding(page, "填单台上堆着宣传册")
    page.wait_for_function(_KEPT)  # a page that goes takes with it what is not on the disk yet
    page.reload()
    expect(page.locator(".cut-note")).to_contain_text("先保存在本机")
    expect(page.locator(".check-row.bad")).to_contain_text("照片 1 张")
    page.locator("[data-rest=wait]").click()
    page.locator("[data-act=hand-in]").click()
    page.locator("dialog .button.main").click()
    expect(page.locator(".parcel")).to_have_count(2)
    expect(page.locator("#message")).to_contain_text("连上后自动发送")


def test_a_patrol_without_the_hall_comes_home_once_and_what_it_found_is_closed(tmp_path: Path) -> None:
    """Photo and words with it; who put it right is not asked to look again."""
    with playing(tmp_path / "hall", two_zones()) as scene:
        page = opened(scene, "guide", "site")
        walked(page)
        scene.shot(page, "site-waits")
        assert scene.events("PatrolRecorded") == []
        page.context.set_offline(False)
        expect(page.locator(".parcel")).to_have_count(0)
        expect(page.locator("#message")).to_contain_text("已全部发送")
        [patrol], [finding] = scene.events("PatrolRecorded"), scene.events("FindingOpened")
        assert (patrol.cycle, set(patrol.checked), finding.mark) == ("daily", {"wait"}, patrol.mark)
        assert (finding.zone, finding.counter, finding.severity, len(finding.photos)) == ("wait", "c3", "major", 1)
        assert patrol.from_us <= finding.found_us <= patrol.until_us
        page.reload()
        expect(page.locator("[data-begin=weekly]")).to_be_visible()
        assert len(scene.events("PatrolRecorded", "FindingOpened")) == 2
        closed(scene, page, finding.finding)
        scene.faults[:] = [it for it in scene.faults if not any(known in it for known in OFFLINE)]


def closed(scene: Scene, guide: Page, no: str) -> None:
    """Have a finding put right on a desk by the duty manager, and looked at again on the guide's phone."""
    duty = scene.page("site", "duty", size=DESK)
    duty.locator(".tab[data-tab=findings]").click()
    duty.locator(f"[data-finding='{no}']").click()
    expect(duty.locator(".history")).to_contain_text("填单台上堆着宣传册")
    expect(duty.locator(".history .photo img")).to_be_visible()
    calm(duty)
    assert both(duty) == []
    assert cut(duty, "#bar", "#app") == []
    scene.shot(duty, "site-finding")
    scene.ask("manager", "escalate-finding", {"finding": no})
    expect(duty.locator(".history .bad")).to_contain_text("发催办单")
    with duty.expect_download() as saved:
        duty.get_by_role("button", name="打印催办单").click()
    assert saved.value.suggested_filename == f"{no}-1-催办单.pdf"
    duty.locator("[data-act=fix-finding]").click()
    duty.locator("dialog [data-field=note]").fill("已清走")
    duty.locator("dialog [data-act=send]").click()
    expect(duty.locator("#finding .notice")).to_contain_text("须由另一人复查")
    expect(duty.locator("[data-act=recheck-finding]")).to_have_count(0)
    guide.locator(".tab[data-tab=findings]").click()
    guide.locator(f"[data-finding='{no}']").click()
    guide.locator("[data-act=recheck-finding]").click()
    guide.locator("dialog [data-act=send]").click()
    expect(guide.locator("dialog .form-problem")).to_contain_text("复查结果")
    guide.locator("dialog [data-value=yes]").click()
    calm(guide)
    assert both(guide, within="dialog") == []
    guide.locator("dialog [data-act=send]").click()
    expect(guide.locator("#message")).to_contain_text("已销号")
    assert guide.evaluate(WIDE) is False
    [rechecked] = scene.events("FindingRechecked")
    assert (rechecked.finding, rechecked.passed) == (no, True)
    withdrawn(scene, guide)


def withdrawn(scene: Scene, guide: Page) -> None:
    """Have the guide take back what was no finding after all: with a reason and a word, and it stays on the list of the closed ones."""
    no = scene.ask("guide", "open-finding", {"found": {"check": "space-exits", "zone": "wait"}})["finding"]
    guide.evaluate(f"location.hash = '#findings={no}'")
    guide.locator("[data-act=withdraw-finding]").click()
    guide.locator("dialog [data-value=in-order]").click()
    guide.locator("dialog [data-act=send]").click()
    expect(guide.locator("dialog .form-problem")).to_contain_text("说明")
    scene.shot(guide, "site-withdraw")
    guide.locator("dialog [data-field=note]").fill("记错区域，门口畅通")
    guide.locator("dialog [data-act=send]").click()
    expect(guide.locator("#finding s")).to_be_visible()
    expect(guide.locator("#finding .history")).to_contain_text("其实符合要求")
    scene.shot(guide, "site-withdrawn")
    guide.locator("#finding .back").click()
    guide.locator("[data-stands=withdrawn]").click()
    expect(guide.locator(f"[data-finding='{no}'] .mark").first).to_have_text("已撤回")
    scene.shot(guide, "site-archive")
    assert guide.evaluate(WIDE) is False
    not_looked_at(scene, guide)


def not_looked_at(scene: Scene, guide: Page) -> None:
    """Let nobody look at what a colleague put right: after four days it stands on top, whatever part is looked at."""
    no = scene.ask("guide", "open-finding", {"found": {"check": "space-exits", "zone": "wait", "counter": "c3"}})["finding"]
    scene.ask("duty", "fix-finding", {"finding": no})
    scene.later(4 * 86_400)
    guide.reload()
    guide.locator(".tab[data-tab=patrol]").click()
    expect(guide.locator("[data-act=recheck-late]")).to_contain_text("1 项整改后超期没有复查")
    scene.shot(guide, "site-late")
    calm(guide)
    assert both(guide) == []
    guide.locator("[data-act=recheck-late]").click()
    expect(guide.locator("#finding h2")).to_have_text(no)
    assert guide.evaluate(WIDE) is False


def lost_answers(page: Page, scripts: dict[str, str]) -> list[int]:
    """Let the first answer to a patrol be lost on its way back; ``scripts`` of the screen by name. → what the hall answered each time."""
    answered: list[int] = []

    def handle(route: Route) -> None:
        answer = route.fetch()
        answered.append(answer.status)
        if len(answered) > 1:
            route.fulfill(response=answer)
        else:
            route.abort()

    page.route("**/commands/record-patrol", handle)
    page.route("**/site/*.js", lambda route: _script(route, scripts))
    return answered


def _script(route: Route, scripts: dict[str, str]) -> None:
    found = scripts.get(route.request.url.rpartition("/")[2])
    if found is None:
        route.continue_()
    else:
        route.fulfill(body=found, content_type=MEDIA[".js"])


def test_an_answer_that_is_lost_makes_no_second_patrol(tmp_path: Path) -> None:
    """It goes again under its own key. The control: under another key, and without its mark, it is made twice."""
    with playing(tmp_path / "hall") as scene:
        careless = {"outbox.js": _QUICK.replace(_KEY, '"Idempotency-Key": newId()'), "draft.js": _DRAFT.replace(_MARK, 'mark: ""')}
        for scripts, patrols in (({"outbox.js": _QUICK}, 1), (careless, 3)):
            page = scene.browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", service_workers="block").new_page()
            answered = lost_answers(page, scripts)
            page.goto(f"{scene.base}/site/#token={scene.stage.tokens['guide']}")
            page.locator("[data-begin=daily]").click()
            page.locator("[data-fine]").first.click()
            page.locator("[data-act=hand-in]").click()
            page.locator("dialog .button.main").click()
            expect(page.locator("#message")).to_contain_text("已全部发送")
            expect(page.locator("[data-begin=daily]")).to_be_visible()
            expect(page.locator(".parcel")).to_have_count(0)
            assert answered == [200, 200]
            assert len(scene.events("PatrolRecorded")) == patrols
            page.context.close()


def test_registers_and_actions_are_written_on_a_desk_and_everything_fits(tmp_path: Path) -> None:
    """What is missing is said; people stand in the vault alone; who sat where comes from the counters themselves."""
    with playing(tmp_path / "hall", two_zones()) as scene:
        scene.ask("li", "open-counter", {"counter": "c1"})
        page = scene.page("site", "manager", size=DESK)
        page.locator(".tab[data-tab=registers]").click()
        page.locator("[data-register=lost-found]").click()
        page.locator("[data-act=register-entry]").click()
        calm(page)
        found = both(page, within="dialog")
        page.locator("dialog [data-act=send]").click()
        expect(page.locator("dialog .form-problem")).to_contain_text("请填写")
        lost_and_found(scene, page)
        in_stock(scene, page)
        scene.ask("guide", "open-finding", {"found": {"check": "space-exits", "zone": "wait"}})
        page.locator(".tab[data-tab=actions]").click()
        page.locator("[data-act=plan-action]").first.click()
        page.locator("dialog [data-field=measure]").fill("每日晨会检查失物柜")
        page.locator("dialog [data-field=due]").fill("2026-12-05")
        expect(page.locator("dialog .chip")).to_have_text(["X20261123-001 安全出口、疏散通道畅通"])
        page.locator("dialog .chip").click()
        page.locator("dialog [data-act=send]").click()
        expect(page.locator("#action .facts a")).to_have_text("X20261123-001 安全出口、疏散通道畅通")
        page.locator("#action [data-step=do]").click()
        page.locator("dialog [data-act=send]").click()
        expect(page.locator("[data-step=do] .line")).to_contain_text("晨会检查失物柜")
        standardised(scene, page)
        found += both(page)
        page.locator(".tab[data-tab=attendance]").click()
        expect(page.locator(".figures").first).to_contain_text("李敏")
        found += both(page)
        assert page.evaluate(WIDE) is False
        assert cut(page, "#bar", "#tabs") == []
        assert found == []


def lost_and_found(scene: Scene, page: Page) -> None:
    """Fill the open form in with a number that was not given on that day, correct what is refused, and give the thing back."""
    page.locator("dialog [data-field=side]").select_option("found")
    page.locator("dialog [data-field=kind]").select_option("document")
    page.locator("dialog [data-field=what]").fill("户口本一本")
    page.locator("dialog [data-field=ticket]").fill("b9")
    page.locator("dialog [data-field=date]").fill("2026-11-22")
    page.locator("dialog [data-field=who]").fill("张先生 13800001234")
    page.locator("dialog [data-act=send]").click()
    expect(page.locator(".parcel.refused")).to_contain_text("2026-11-22 大厅没有营业")
    page.locator("[data-act=rewrite]").click()
    page.locator("dialog [data-field=ticket]").fill(scene.take("tenancy")["number"].lower())
    page.locator("dialog [data-field=date]").fill("2026-11-23")
    page.locator("dialog [data-act=send]").click()
    expect(page.locator("#entry h2")).to_have_text("SW20261123-001")
    expect(page.locator("#entry .facts a")).to_have_attribute("href", "/room/#inspect=2026-11-23_B001")
    expect(page.locator("#entry .history")).to_contain_text("13800001234")
    page.locator("#entry [data-step=given-back]").click()
    page.locator("dialog [data-act=send]").click()
    expect(page.locator("#entry .mark.green")).to_have_text("已销号")
    assert "13800001234" not in str(scene.journal())
    scene.faults[:] = [it for it in scene.faults if "404" not in it]


def standardised(scene: Scene, page: Page) -> None:
    """End an action with the rule that was changed, which is chosen by its name among those that were."""
    no = scene.ask("manager", "plan-action", {"measure": "多巡一次", "owner": "duty", "due": "2026-12-05"})["action"]
    for step in ("do", "check", "act"):
        scene.ask("duty", "step-action", {"action": no, "step": step})
    twice = '[parameter."site.patrol_per_day"]\nvalue = 2'
    scene.ask("admin", "adopt-standard", {"text": STANDARD.replace(twice, twice.replace("2", "3")), "at_opening": True})
    page.evaluate(f"location.hash = '#actions={no}'")
    page.locator("#action [data-step=standardise]").click()
    expect(page.locator("dialog [data-field=parameter] option")).to_have_text(["标准没有改动", "定时巡查次数"])
    page.locator("dialog [data-act=send]").click()
    expect(page.locator("dialog .form-problem")).to_contain_text("为什么不用改标准")
    scene.shot(page, "site-standardise")
    page.locator("dialog [data-field=parameter]").select_option(label="定时巡查次数")
    expect(page.locator("dialog [data-field=why]")).to_be_hidden()
    page.locator("dialog [data-act=send]").click()
    expect(page.locator("#action .facts")).to_contain_text("定时巡查次数")
    assert scene.events("ActionStepped")[-1].parameter == "site.patrol_per_day"
    scene.shot(page, "site-standardised")


def in_stock(scene: Scene, page: Page) -> None:
    """Count slip paper and use some: what is low says so, on the tab too."""
    for fields in ({"what": "slip-paper", "move": "count", "count": 12, "least": 10}, {"what": "slip-paper", "move": "out", "count": 5}):
        scene.ask("guide", "register-entry", {"register": "consumable", "fields": fields})
    scene.ask("guide", "register-entry", {"register": "consumable", "fields": {"what": "toner", "move": "in", "count": 2}})
    page.locator("[data-register=consumable]").click()
    expect(page.locator("[data-stock=slip-paper]")).to_contain_text("不足 7")
    expect(page.locator("[data-stock=toner]")).to_contain_text("未盘点")
    expect(page.locator(".tab[data-tab=registers] .badge")).to_have_text("1")
    scene.shot(page, "site-stock")
    assert page.evaluate(WIDE) is False
    taken_back(scene, scene.page("site", "guide"))
    expect(page.locator("[data-stock=slip-paper]")).to_contain_text("12")
    expect(page.locator(".tab[data-tab=registers] .badge")).to_have_count(0)


def taken_back(scene: Scene, guide: Page) -> None:
    """Have the guide take back paper that did not go out: it stays struck through, and the stock is what it was."""
    guide.locator(".tab[data-tab=registers]").click()
    guide.locator("[data-register=consumable]").click()
    guide.locator("[data-entry=HC20261123-002]").click()
    guide.locator("[data-act=withdraw-entry]").click()
    guide.locator("dialog [data-value=duplicate]").click()
    guide.locator("dialog [data-field=note]").fill("同一卷记了两次")
    scene.shot(guide, "site-entry-withdraw")
    guide.locator("dialog [data-act=send]").click()
    expect(guide.locator("#entry .notice")).to_contain_text("重复登记")
    expect(guide.locator("[data-act=withdraw-entry]")).to_have_count(0)
    expect(guide.locator("#entry .history")).to_contain_text("同一卷记了两次")
    scene.shot(guide, "site-entry-withdrawn")
    guide.locator("#entry .back").click()
    expect(guide.locator("[data-entry=HC20261123-002] s").first).to_be_visible()
    scene.shot(guide, "site-entries")
    assert guide.evaluate(WIDE) is False
