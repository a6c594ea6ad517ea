# SPDX-License-Identifier: Apache-2.0
"""A visitor at the kiosk: finds a service among many, reads what to bring, asks for help, lets others go first, walks away."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hallserver.core.hall import Ticket
from hallserver.core.short_code import short_code
from tests.browser.demo_hall import Faults
from tests.browser.kiosk_hall import LATER, LYING, STANDING, comprehensive, hears, kiosk_hall, kiosk_page, leave
from tests.faults.hall_thread import HallThread

pytestmark = pytest.mark.browser
NUMBER = re.compile(r"^A\d{3}$")
MOST = 8
"""How numbers stop, how they begin again, and what is said."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallThread]:
    """Run one hall for all of these visitors."""
    with kiosk_hall(tmp_path_factory.mktemp("flows")) as running:
        yield running


def last_ticket(hall: HallThread) -> Ticket:
    """Return the ticket that was given last."""
    return list(hall.door.service.hall.tickets.values())[-1]


def test_a_home_of_many_services_has_eight_buttons_and_the_rest_is_one_press_away(hall: HallThread, browser: Browser) -> None:
    """One press is one number; what has no room stands first behind the eighth button, and nothing of it stays behind."""
    faults = Faults()
    page = kiosk_page(hall, browser, STANDING, faults)
    expect(page.locator("#services .service")).to_have_count(MOST)
    page.locator("[data-more]").click()
    expect(page.locator("#find .service").first).to_have_attribute("data-service", "kitchen")
    page.locator(".tab[data-tab=themes]").click()
    page.locator("[data-theme=shop]").click()
    expect(page.locator("#find .service")).to_have_count(2)
    page.locator("[data-whom=person]").click()
    expect(page.locator("#find .none")).to_be_visible()
    page.locator("[data-whom=firm]").click()
    hears(page)
    page.locator("[data-service=kitchen]").click()
    expect(page.locator("#number")).to_have_text(NUMBER)
    expect(page.locator(".taken-service")).to_have_text("饭店开办")
    assert last_ticket(hall).leg.services == ("kitchen",)
    leave(page)
    expect(page.locator("#services")).to_be_visible()
    expect(page.locator("#find *")).to_have_count(0)
    assert faults == []


def test_a_service_is_found_by_a_letter_a_chosen_word_or_typing(hall: HallThread, browser: Browser) -> None:
    """The keys on the screen, a word that others look for, and a keyboard on a cable lead to the same."""
    faults = Faults()
    page = kiosk_page(hall, browser, LYING, faults)
    page.locator("#find-open").click()
    page.locator("[data-word=餐饮]").click()
    expect(page.locator("#find .service")).to_have_count(1)
    page.locator("[data-letter=clear]").click()
    for letter in "SHB":
        page.locator(f"[data-letter={letter}]").click()
    expect(page.locator("#search")).to_have_value("shb")
    expect(page.locator("#find .service")).to_have_attribute("data-service", "card")
    page.locator("[data-letter=clear]").click()
    page.locator("#search").focus()
    page.keyboard.type("sanitation", delay=20)
    expect(page.locator("#find .service")).to_have_attribute("data-service", "permit")
    page.keyboard.type("zz")
    expect(page.locator("#find .none")).to_contain_text("sanitationzz")
    page.locator("#find-back").click()
    expect(page.locator("#services")).to_be_visible()
    assert faults == []


def test_papers_are_read_before_a_number_and_cost_nobody_else_a_press(hall: HallThread, browser: Browser) -> None:
    """Looking takes no number; from what to bring it is one press; the next visitor's press gives a number again."""
    faults = Faults()
    page = kiosk_page(hall, browser, STANDING, faults)
    before = len(hall.door.service.hall.tickets)
    page.locator("#look").click()
    expect(page.locator("[data-service=aid]")).to_be_disabled()  # nobody has said what it needs
    page.locator("[data-service=seniors]").click()
    expect(page.locator(".papers li")).to_have_text(["身份证原件", "一寸照片"])
    assert len(hall.door.service.hall.tickets) == before
    hears(page)
    page.locator("#take").click()
    expect(page.locator("#number")).to_have_text(NUMBER)
    leave(page)
    expect(page.locator("[data-service=aid]")).to_be_enabled()
    assert len(hall.door.service.hall.tickets) == before + 1
    assert faults == []


def test_help_and_priority_are_asked_for_without_proof_and_end_with_the_number(hall: HallThread, browser: Browser) -> None:
    """Needs go with the number and give no priority; the next number has none of it."""
    faults = Faults()
    page = kiosk_page(hall, browser, STANDING, faults)
    page.locator("#wish").click()
    page.locator("[data-need=hearing]").click()
    page.locator("[data-need=mobility]").click()
    page.locator("[data-need=hearing]").click()
    page.locator("[data-group=disabled]").click()
    hears(page)
    page.locator("#wishes-done").click()
    expect(page.locator("#chosen")).to_contain_text("残疾人、行动不便")
    hears(page)
    page.locator("[data-service=aid]").click()
    expect(page.locator("#result")).to_contain_text("您需要的帮助已告知工作人员")
    expect(page.locator("#result")).not_to_contain_text("行动不便")
    asked = last_ticket(hall)
    assert (asked.needs, asked.declared, asked.group) == (("mobility",), "disabled", "")
    leave(page)
    hears(page)
    page.locator("[data-service=aid]").click()
    expect(page.locator("#number")).to_have_text(NUMBER)
    assert (last_ticket(hall).needs, last_ticket(hall).declared) == ((), "")
    assert faults == []


def test_a_choice_ends_with_the_visit_and_a_touch_keeps_it(hall: HallThread, browser: Browser) -> None:
    """Nobody is sent home unwarned: ten seconds are counted down, any touch stops that and presses nothing."""
    faults = Faults()
    page = kiosk_page(hall, browser, STANDING, faults)
    page.locator("[data-language=en]").click()
    page.locator("[data-mode=elder]").click()
    page.evaluate(LATER, 82_000)  # large type has twice the patience
    expect(page.locator("#away")).to_contain_text("Touch the screen")
    page.locator("#title").click()
    expect(page.locator("#away")).to_be_hidden()
    expect(page.locator("#title")).to_have_text("What would you like to do?")
    page.evaluate(LATER, 91_000)
    expect(page.locator("#title")).to_have_text("请选择要办理的业务")
    expect(page.locator("html.elder")).to_have_count(0)
    expect(page.locator("#away")).to_be_hidden()
    assert faults == []


def test_the_holder_of_a_number_lets_others_go_first(hall: HallThread, browser: Browser) -> None:
    """As many as stand behind; asked once more, for a place that was given away does not come back."""
    faults = Faults()
    page = kiosk_page(hall, browser, STANDING, faults)
    mine, *_ = [hall.do(hall.door.ticket()) for _ in range(3)]
    page.locator("#have").click()
    for letter in short_code(mine["token"]).replace(" ", ""):
        page.locator(f"[data-key='{letter}']").click()
    expect(page.locator("#holder")).to_have_text(mine["number"])
    hears(page)
    page.locator("[data-act=yield-place]").click()
    expect(page.locator("[data-places]")).to_have_text(["让 1 位"])
    hears(page)
    page.locator("[data-places='1']").click()
    expect(page.locator("#done")).to_contain_text(f"{mine['number']} 已往后排")
    assert faults == []


def test_a_kiosk_that_is_cut_off_gives_nothing_and_comes_back_by_itself(hall: HallThread, browser: Browser) -> None:
    """What was being done is not half done: it says where to go, and then begins anew."""
    faults = Faults()
    page = kiosk_page(hall, browser, STANDING, faults)
    before = len(hall.door.service.hall.tickets)
    page.locator("#find-open").click()
    page.context.set_offline(True)
    expect(page.locator("#notice")).to_contain_text("请到导办台取号")
    expect(page.locator(".service:visible")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator("#notice")).to_be_hidden()
    assert len(hall.door.service.hall.tickets) == before


def test_by_keys_alone_from_the_home_to_a_number(hall: HallThread, browser: Browser) -> None:
    """Arrows go to the nearest button, Enter presses it, Escape goes back; each button has a name."""
    faults = Faults()
    page = kiosk_page(hall, browser, LYING, faults)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-service=seniors]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-service=aid]")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".tools button:focus")).to_have_count(1)
    page.locator("#find-open").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#find-back")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-service=seniors]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    hears(page)
    page.keyboard.press("Enter")
    expect(page.locator("#number")).to_have_text(NUMBER)
    assert last_ticket(hall).leg.services == ("aid",)
    assert faults == []


def test_a_comprehensive_hall_has_one_big_button(tmp_path: Path, browser: Browser) -> None:
    """Whoever does not know what the errand is called presses 我要办事. This kiosk begins with large type, and reads aloud."""
    faults, said = Faults(), list[str]()
    with kiosk_hall(tmp_path, comprehensive) as whole:
        page = kiosk_page(whole, browser, STANDING, faults)
        page.on("websocket", lambda line: line.on("framesent", lambda frame: said.append(str(frame))))
        page.reload()
        expect(page.locator("html.elder .service.big")).to_contain_text("我要办事")
        page.locator("[data-mode=elder]").click()
        page.locator("[data-mode=speech]").click()
        expect(page.locator("[data-mode=speech]")).to_have_attribute("aria-pressed", "false")
        page.locator("[data-mode=speech]").click()
        hears(page)
        page.locator(".service.big").click()
        expect(page.locator("#number")).to_have_text(NUMBER)
        assert last_ticket(whole).leg.services == ("ask",)
        expect(page.locator("[data-mode=speech]")).to_have_text("暂不能播报")  # no agent, no voice
        read = [json.loads(frame)["aloud"] for frame in said if frame.startswith('{"aloud"')]
        assert "我要办事" in read[0]
        assert "您的号码" in read[-1]
        leave(page)
        expect(page.locator("html.elder")).to_have_count(1)
    assert faults == []
