# SPDX-License-Identifier: Apache-2.0
"""One visit through the real thing: kiosk → slip → clerk → hall display → voice → rating → report, in a real browser."""

import json
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.demo_hall import ROOT, DemoHall, Faults, chromium, demo_hall, open_page
from tests.browser.kiosk_hall import hears

pytestmark = pytest.mark.browser
KEPT_S = 60


def kept(folder: Path, pattern: str) -> Path:
    """Return the first file of this pattern once it is there. Fails when none comes."""
    end = time.monotonic() + KEPT_S
    while time.monotonic() < end:
        found = sorted(folder.glob(pattern))
        if found:
            return found[0]
        time.sleep(0.05)  # a poll of another process, bounded by KEPT_S
    pytest.fail(f"no {pattern} in {sorted(path.name for path in folder.iterdir())}")


def shoot(page: Page, path: Path) -> None:
    """Keep a picture of the page; one plain colour would be an empty page."""
    page.screenshot(path=path)
    with Image.open(path) as picture:
        assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 20, f"{path.name} is empty"


def sign_in(page: Page, name: str, password: str) -> None:
    """Fill in the sign-in form."""
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit], form button.main").first.click()


def figures(hall: DemoHall, day: str) -> dict[str, float]:
    """Return the hall's own day figures by key, from the command line while the hall is in service."""
    command = [sys.executable, "-m", "hallserver", "report", "day", "--date", day, "--format", "json", "--data", str(hall.data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    sections = json.loads(done.stdout)["sections"]
    return {it["key"]: it["value"] for section in sections for group in section["groups"] if not group["slug"] for it in group["figures"]}


@pytest.mark.slow
def test_a_visit_from_the_kiosk_to_the_report(tmp_path: Path) -> None:
    """What a newcomer does in the first minutes works, screen by screen, without a complaint of any page."""
    faults = Faults()
    with demo_hall(tmp_path / "hall", "--still") as hall, chromium() as browser:
        display = open_page(browser, hall.device_page("hall", "hall-1"), (1920, 1080), faults)
        kiosk = open_page(browser, hall.device_page("kiosk", "kiosk-1"), (1080, 1920), faults)
        rater = open_page(browser, hall.device_page("rating", "rater-1"), (1024, 768), faults)
        above = open_page(browser, hall.device_page("counter", "counter-1"), (1024, 600), faults)
        clerk = open_page(browser, f"{hall.base}/clerk/", (1366, 768), faults)

        sign_in(clerk, "li", hall.passwords["li"])
        clerk.locator(".counter-card", has=clerk.locator(".counter-number", has_text="1")).first.click()
        expect(clerk.locator("[data-action=call-next]")).to_be_visible()

        hears(kiosk)
        kiosk.locator("[data-service=senior-card]").click()
        expect(kiosk.locator("#number")).to_have_text("A001")
        shoot(kiosk, tmp_path / "kiosk.png")
        with Image.open(kept(hall.data / "devices" / "printer-1", "*.png")) as slip:
            assert slip.width == 576

        expect(clerk.locator("[data-action=call-next]")).to_be_enabled()
        clerk.keyboard.press("F2")
        expect(clerk.locator(".hand-label")).to_have_text("A001")
        expect(display.locator("#number")).to_have_text("A001")
        expect(display.locator("#to strong")).to_have_text("1")
        expect(above.get_by_text("A001").first).to_be_visible()
        shoot(display, tmp_path / "hall.png")
        shoot(clerk, tmp_path / "clerk.png")
        with wave.open(str(kept(hall.data / "devices" / "voice-1", "*.wav"))) as said:
            assert 1.0 < said.getnframes() / said.getframerate() < 10.0

        expect(clerk.locator("[data-action=start]")).to_be_enabled()
        clerk.keyboard.press("F4")
        expect(clerk.locator("[data-action=finish]")).to_be_enabled()
        clerk.keyboard.press("F8")
        rater.locator("[data-stars='5']").click()
        rater.locator("#send").click()
        expect(rater.locator("#main")).to_have_attribute("data-step", "thanks")
        shoot(rater, tmp_path / "rater.png")

        manager = open_page(browser, f"{hall.base}/manager/", (1366, 768), faults)
        sign_in(manager, "manager", hall.passwords["manager"])
        expect(manager.get_by_text("1 / 1").first).to_be_visible()
        shoot(manager, tmp_path / "manager.png")
        with manager.expect_download() as download:
            manager.get_by_role("button", name="日报 PDF").click()
        report = PdfReader(download.value.path())
        day = download.value.suggested_filename.removesuffix(".pdf")[-10:]
        assert "香蜜湖街道政务服务大厅" in report.pages[0].extract_text()

        counted = figures(hall, day)
        assert (counted["tickets.issued"], counted["tickets.finished"]) == (1, 1)
        assert counted["ratings.response"] == 1.0
    assert faults == []


@pytest.mark.slow
def test_a_display_that_lost_its_beat_covers_the_number(tmp_path: Path) -> None:
    """A number that may be old must not stand there: within ten seconds of silence it is covered, and comes back by itself."""
    faults = Faults()
    with demo_hall(tmp_path / "hall", "--still") as hall, chromium() as browser:
        display = open_page(browser, hall.device_page("hall", "hall-1"), (1366, 768), faults)
        cover = display.get_by_text("请留意广播")
        expect(display.locator("#now-title")).to_be_visible()
        display.clock.install()  # what follows needs no more than the page's own watch, which is hurried on
        display.reload()
        expect(display.locator("#now-title")).to_be_visible()
        expect(cover).to_be_hidden()

        hall.pause()
        display.clock.run_for(9_000)
        expect(cover).to_be_visible()
        shoot(display, tmp_path / "covered.png")
        hall.go_on()
        expect(cover).to_be_hidden()


def test_the_landing_page_opens_every_screen_of_the_demo(tmp_path: Path) -> None:
    """The one address that is printed leads to a screen of each kind, signed in."""
    faults = Faults()
    with demo_hall(tmp_path / "hall", "--still") as hall, chromium() as browser:
        landing = open_page(browser, hall.landing, (1280, 800), faults)
        for link in landing.locator(".demo > .cards a.screen").all():
            with landing.context.expect_page() as opened:
                link.click()
            faults.watch(opened.value)
            expect(opened.value.locator("main, #app").first).to_be_visible()
        for button in landing.locator(".demo > .cards button.screen").all():
            with landing.context.expect_page() as opened:
                button.click()
            faults.watch(opened.value)
            expect(opened.value.get_by_role("button", name="退出")).to_be_visible()
    assert faults == []
