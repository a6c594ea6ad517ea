from pathlib import Path
import tempfile, sys
from tests.browser.test_room import *
def test_look(scene, tmp_path):
    page = scene.page("room", "manager")
    expect(page.locator("#headline")).to_be_visible(timeout=MADE_MS)
    page.route("**/api/v1/behind/*", one_at_a_time)
    page.wait_for_timeout(1500)
    page.screenshot(path="/tmp/room0.png")
    print(page.locator("#headline").inner_html()[:1500])
    loc = page.locator("#headline [data-figure]")
    print(loc.count(), [loc.nth(i).get_attribute("data-figure") for i in range(loc.count())])
    page.locator("[data-figure='tickets.issued']").first.click()
    expect(page.locator("[data-act='more']")).to_be_visible()
    page.screenshot(path="/tmp/room1.png")
    page.locator("[data-act='more']").click()
    expect(page.locator("[data-number]")).to_have_count(3)
    page.screenshot(path="/tmp/room2.png")
    m = scene.page("manager", "manager")
    expect(m.locator("[data-room]")).to_be_visible()
    m.locator("[data-room]").scroll_into_view_if_needed()
    m.screenshot(path="/tmp/man.png")
