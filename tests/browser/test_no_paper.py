# SPDX-License-Identifier: Apache-2.0
"""What visitors and the manager see when the slip printer runs out of paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import both, calm, swept
from tests.browser.demo_hall import Faults, chromium, demo_hall, open_page
from tests.browser.kiosk_hall import hears
from tests.browser.shots import token
from tests.browser.test_one_visit import sign_in
from tests.faults.forked import until

pytestmark = pytest.mark.browser


@pytest.mark.axe
def test_a_kiosk_without_paper_offers_a_number_without_a_slip(tmp_path: Path) -> None:
    """It says so before anybody taps, asks before it gives such a number, and staff see which printer to fill."""
    faults = Faults()
    with demo_hall(tmp_path / "hall", "--still") as hall, chromium() as browser:
        kiosk = open_page(browser, hall.device_page("kiosk", "kiosk-1"), (1080, 1920), faults)
        manager = open_page(browser, f"{hall.base}/manager/", (1366, 768), faults)
        sign_in(manager, "manager", hall.passwords["manager"])
        guide = open_page(browser, f"{hall.base}/guide/#token={token(hall, 'guide')}", (1024, 768), faults)
        expect(kiosk.locator("#services")).to_be_visible()
        expect(kiosk.locator("#printer")).to_be_hidden()
        printer = hall.data / "devices" / "printer-1"
        until(printer.is_dir)

        (printer / "state").write_text("low", encoding="utf-8")
        expect(manager.locator("[data-alarm=printer-low]")).to_contain_text("小票纸快用完了")
        expect(guide.get_by_text("小票纸快用完了")).to_be_visible()
        expect(kiosk.locator("#printer")).to_be_hidden()

        (printer / "state").write_text("out", encoding="utf-8")
        expect(kiosk.locator("#printer")).to_contain_text("小票纸已用完")
        expect(kiosk.locator("#printer")).to_contain_text("请到导办台取号")
        expect(manager.locator("[data-alarm=printer-out]")).to_contain_text("没有小票纸了")
        calm(kiosk)
        assert swept(kiosk) == []
        kiosk.locator("[data-service=senior-card]").click()
        expect(kiosk.locator("#paperless")).to_be_visible()
        hears(kiosk)
        kiosk.screenshot(path=tmp_path / "no-paper.png")
        assert both(kiosk) == []
        kiosk.locator("#paperless").click()
        expect(kiosk.locator("#number")).to_have_text("A001")
        expect(kiosk.locator(".taken-slip")).to_contain_text("请记住号码")
        expect(kiosk.locator("#code")).to_have_text(re.compile(r"^\w{3} \w{3}$"))
        expect(kiosk.locator("#back")).to_contain_text("记住了")
        assert both(kiosk) == []
        expect(manager.get_by_text("A001 (1号取号机)")).to_be_visible()
        expect(guide.locator("#slipless")).to_contain_text("A001")

        (printer / "state").write_text("fine", encoding="utf-8")
        expect(manager.locator("[data-alarm=printer-out]")).to_have_count(0)
        expect(kiosk.locator(".taken-slip")).to_contain_text("请记住号码")
        assert not list(printer.glob("*.png")), "a number without a slip must not be printed later by itself"
        guide.locator("[data-act=reprint-slip]").click()
        expect(guide.locator("#message")).to_contain_text("A001 的小票正在打印")
        expect(guide.locator("#slipless")).not_to_contain_text("A001")
        until(lambda: len(list(printer.glob("*.png"))) == 1)
    assert faults == []
