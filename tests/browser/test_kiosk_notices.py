# SPDX-License-Identifier: Apache-2.0
"""The kiosk when something changes under an open sheet: the line cut, numbers stopped; and the plan of the hall."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from hallserver.core import commands as c
from hallserver.core import commands_hall as ch
from hallserver.core.short_code import short_code
from tests.browser.demo_hall import Faults
from tests.browser.kiosk_hall import STANDING, hears, kiosk_hall, kiosk_page, leave
from tests.faults.hall_thread import HallThread
from tests.support import DUTY, SMALL_HALL

pytestmark = pytest.mark.browser
NUMBER = re.compile(r"^A\d{3}$")
_STOPS = (
    (c.StopIssuing(reason="full", queue="social"), c.ResumeIssuing(queue="social"), "满"),
    (ch.Suspend(reason="other"), ch.ResumeHall(), "暂停"),
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallThread]:
    """Run one hall for all of these visitors."""
    with kiosk_hall(tmp_path_factory.mktemp("notices")) as running:
        yield running


def test_a_choice_is_covered_while_the_line_is_down_and_lies_there_when_it_is_back(hall: HallThread, browser: Browser) -> None:
    """A press that can give nothing must not be silent, and nobody begins anew for a line that was cut."""
    faults = Faults()
    page = kiosk_page(hall, browser, STANDING, faults)
    page.locator("#look").click()
    page.locator("[data-service=seniors]").click()
    expect(page.locator("#take")).to_be_visible()  # the hall has answered: only then the line is cut
    page.context.set_offline(True)
    expect(page.locator("#notice")).to_contain_text("请到导办台取号")
    expect(page.locator("#take")).to_be_hidden()
    page.context.set_offline(False)
    expect(page.locator("#notice")).to_be_hidden()
    hears(page)
    page.locator("#take").click()
    expect(page.locator("#number")).to_have_text(NUMBER)


def test_a_sheet_of_papers_says_when_numbers_stop_and_a_number_can_still_be_given_back(hall: HallThread, browser: Browser) -> None:
    """The button follows the hall while its sheet lies open; on the notice, who has a number types its code, others see the plan."""
    faults, service = Faults(), hall.door.service
    page = kiosk_page(hall, browser, STANDING, faults)
    mine = hall.do(hall.door.ticket())
    page.locator("#look").click()
    page.locator("[data-service=seniors]").click()
    expect(page.locator("#take")).to_be_enabled()  # the hall has answered
    for stop, go_on, said in _STOPS:
        hall.do(service.submit(stop, DUTY))
        expect(page.locator("#take")).to_be_disabled()
        expect(page.locator("#no-number")).to_have_text(re.compile(said))
        hall.do(service.submit(go_on, DUTY))
        expect(page.locator("#take")).to_be_enabled()
    hall.do(service.submit(c.StopIssuing(reason="full"), DUTY))
    expect(page.locator("#take")).to_be_disabled()
    leave(page)
    expect(page.locator("#notice")).to_be_visible()
    expect(page.locator("#tools button")).to_have_count(2)
    page.locator("#have").click()
    for letter in short_code(mine["token"]).replace(" ", ""):
        page.locator(f"[data-key='{letter}']").click()
    expect(page.locator("#holder")).to_have_text(mine["number"])
    expect(page.locator("[data-act=cancel]")).to_be_visible()
    hall.do(service.submit(c.ResumeIssuing(), DUTY))
    assert faults == []


def test_the_plan_of_the_hall_is_one_press_from_home(hall: HallThread, browser: Browser) -> None:
    """Zones and counters as on the phone; and back."""
    faults = Faults()
    page = kiosk_page(hall, browser, STANDING, faults)
    page.locator("#map-open").click()
    expect(page.locator("#map .desk")).to_have_count(len(SMALL_HALL["counters"]))
    leave(page)
    expect(page.locator("#services")).to_be_visible()
    assert faults == []
