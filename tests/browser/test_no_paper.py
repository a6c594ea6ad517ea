# SPDX-License-Identifier: Apache-2.0
"""What visitors and the manager see when the slip printer runs out of paper."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.demo_hall import Faults, chromium, demo_hall, open_page
from tests.browser.test_one_visit import sign_in

pytestmark = pytest.mark.browser


def test_a_kiosk_without_paper_offers_a_number_without_a_slip(tmp_path: Path) -> None:
    """It says so before anybody taps, asks before it gives such a number, and staff see which printer to fill."""
    faults = Faults()
    with demo_hall(tmp_path / "hall", "--still") as hall, chromium() as browser:
        kiosk = open_page(browser, hall.device_page("kiosk", "kiosk-1"), (1080, 1920), faults)
        manager = open_page(browser, f"{hall.base}/manager/", (1366, 768), faults)
        sign_in(manager, "manager", hall.passwords["manager"])
        expect(kiosk.locator("#services")).to_be_visible()
        expect(kiosk.locator("#printer")).to_be_hidden()
        printer = hall.data / "devices" / "printer-1"

        (printer / "state").write_text("low", encoding="utf-8")
        expect(manager.get_by_text("小票纸快用完了")).to_be_visible()
        expect(kiosk.locator("#printer")).to_be_hidden()

        (printer / "state").write_text("out", encoding="utf-8")
        expect(kiosk.locator("#printer")).to_contain_text("小票纸已用完")
        expect(manager.get_by_text("没有小票纸了")).to_be_visible()
        kiosk.locator("[data-service=senior-card]").click()
        expect(kiosk.locator("#paperless")).to_be_visible()
        kiosk.wait_for_timeout(800)  # as a double tap: the sheet is deaf for a moment after it appeared
        kiosk.screenshot(path=tmp_path / "no-paper.png")
        kiosk.locator("#paperless").click()
        expect(kiosk.locator("#number")).to_have_text("A001")
        expect(kiosk.locator(".taken-slip")).to_contain_text("请记住号码")

        (printer / "state").write_text("fine", encoding="utf-8")
        expect(manager.get_by_text("没有小票纸了")).to_be_hidden()
        expect(kiosk.locator(".taken-slip")).to_contain_text("请记住号码")
        assert not list(printer.glob("*.png")), "a number without a slip must not be printed later either"
    assert faults == []
