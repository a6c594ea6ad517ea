# SPDX-License-Identifier: Apache-2.0
"""From nothing to the first number: `hallserver init`, then the guide on the screen, every act counted."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hallserver.core.catalog import read_rows
from hallserver.core.events import TicketIssued
from hallserver.store.folder import open_reading
from hallserver.templates import TEMPLATES
from tests.browser.axe import both, calm, swept, turn, violations
from tests.browser.demo_hall import Faults, chromium
from tests.browser.kiosk_hall import hears
from tests.browser.test_first_visitor import Hands, serving
from tests.hallserver.cli.running import Done, hallserver, started
from tests.stories.server_process import HallProcess

pytestmark = pytest.mark.browser
WITHIN_S = 300.0
"""Five minutes, as the README says."""
LONG_MS = 120_000
"""Passwords are hashed slowly on purpose, and the machine may have much to do."""


def window(browser: Browser, faults: Faults) -> BrowserContext:
    """Open a window of the administrator's size; what goes wrong in any of its pages is noted."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.on("page", faults.watch)
    return context


@contextmanager
def at_work(data: Path) -> Iterator[str]:
    """Run the same server, forked from what has the program loaded; give its address."""
    server = HallProcess(["-m", "hallserver", "serve", "--data", data, "--port", 0], data.with_suffix(".log"), quick=True)
    try:
        yield server.base
    finally:
        server.stop()


def way_in(data: Path, hands: Hands, init: Callable[..., Done] = hallserver) -> str:
    """Make an empty hall; return the path of the one-time address that is printed."""
    words = ("init", "--data", "/srv/hall")
    hands.command("hallserver", *words)
    made = init("init", "--data", data)
    assert made.returncode == 0, made.stderr
    printed = re.search(r"^http://[^/]+(/setup/#first=\S+)$", made.stdout, re.MULTILINE)
    assert printed, made.stdout
    return printed[1]


def administrator(page: Page, hands: Hands) -> None:
    """Make the first administrator."""
    hands.typed(page, "input[name=name]", "lin")
    hands.typed(page, "input[name=display_name]", "林月")
    hands.typed(page, "input[name=password]", "lotus pond 7")
    hands.pressed(page, "Enter")
    expect(page.locator("#step h2")).to_have_text("这是哪一类大厅？")


def on(page: Page, hands: Hands, head: str) -> None:
    """Save the step; the next one is there."""
    hands.clicked(page, "#next")
    expect(page.locator("#step h2")).to_have_text(head)


@pytest.mark.axe
def test_each_step_is_skipped_come_back_to_and_kept(tmp_path: Path) -> None:
    """Whoever is called away finds the step again, with what was typed; nobody is held up by what is not known yet; no mouse is needed."""
    hands, faults = Hands(), Faults()
    path = way_in(tmp_path / "hall", hands)
    with at_work(tmp_path / "hall") as base, chromium() as browser:
        page = window(browser, faults).new_page()
        page.goto(base + path)
        expect(page.locator("input[name=name]")).to_be_visible()
        calm(page)
        assert swept(page) == [], "who sets the hall up"
        administrator(page, hands)
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.type("莲花社区")
        page.reload()
        expect(page.locator("input[name=name-zh-Hans]")).to_have_value("莲花社区便民服务站")
        expect(page.locator("input[value=station]")).to_be_checked()
        page.locator("input[name=place]").press("Enter")
        for head in ("有多少窗口？", "办哪些业务？", "谁在这里工作？", "接上取号机和综合屏", "检查一遍，取第一个号"):
            expect(page.locator("#step h2")).to_have_text(head)
            calm(page)
            assert both(page) == [], head
            if page.locator("#skip").count():
                page.locator("#skip").click()
        expect(page.locator(".fact.done")).to_have_count(1)
        expect(page.locator(".ending")).to_contain_text("请值班长登录")
        turn(page, "zh-Hant", "dark")
        assert violations(page) == []
        expect(page.locator("#step h2")).to_have_text("檢查一遍，取第一個號")
        page.locator(".fact button").nth(1).click()
        page.locator("[name=kind-general]").fill("0")
        page.locator("[name=kind-accessible]").fill("0")
        page.locator("#next").click()
        expect(page.locator("#step-message")).to_contain_text("至少設一個窗口")
        page.locator("#to-tables").click()
        expect(page.locator("#nav")).to_be_visible()
        page.locator(".nav-wizard").click()
        page.locator("#steps button").first.click()
        expect(page.locator("input[value=station]")).to_be_checked()
        page.locator("input[name=name-en]").fill("Lianhua Station")
        page.locator("#next").click()
        expect(page.locator("#step h2")).to_have_text("有多少窗口？")
    here = open_reading(tmp_path / "hall")[0].load().catalog.here
    assert (here.names["en"], here.seats, sorted(here.hours)) == ("Lianhua Station", 20, list("12345")), "another name, and nothing else"
    assert not faults


@pytest.mark.axe
def test_a_fault_half_way_neither_makes_people_twice_nor_loses_a_password(tmp_path: Path) -> None:
    """Two accounts are made, the second password does not get through: the first is shown, and trying again begins with empty lines."""
    hands, faults = Hands(), Faults()
    path = way_in(tmp_path / "hall", hands)
    with at_work(tmp_path / "hall") as base, chromium() as browser:
        page = window(browser, faults).new_page()
        page.goto(base + path)
        administrator(page, hands)
        calm(page)
        assert both(page) == [], "the first step of a hall that has nothing yet"
        page.locator("#steps button").nth(3).click()
        page.route("**/people/p102/password", lambda route: route.fulfill(status=503, json={"key": "disk-full", "detail": "磁盘已满"}))
        page.locator("input[name=person-1]").fill("李敏")
        page.locator("input[name=person-2]").fill("陈强")
        page.locator("#next").click()
        expect(page.locator(".first-password")).to_have_count(1, timeout=LONG_MS)
        expect(page.locator("#step-message")).to_contain_text("磁盘已满")
        calm(page)
        assert both(page) == [], "a first password, and what went wrong"
        page.unroute_all()
        page.locator("#next").click()
        expect(page.locator("#step h2")).to_have_text("接上取号机和综合屏")
        page.locator("#steps button").nth(3).click()
        expect(page.locator("input[name=person-1]")).to_have_value("")
    people = open_reading(tmp_path / "hall")[0].load().catalog.people
    assert [row.names["zh-Hans"] for row in people.values()] == ["林月", "李敏", "陈强"]


def take_first(kiosk: Page, hands: Hands) -> None:
    """Take the first number, once the kiosk hears presses."""
    kiosk.bring_to_front()
    expect(kiosk.locator(".service").first).to_be_visible()
    hears(kiosk)
    hands.clicked(kiosk, ".service >> nth=0")
    expect(kiosk.locator("body")).to_contain_text("A001")


def test_an_empty_hall_gives_its_first_number_within_five_minutes(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Steps are what is bounded; the time is the machine's, measured here, and a person's by the model."""
    data, hands, faults = tmp_path / "hall", Hands(), Faults()
    begun_s = time.monotonic()
    path = way_in(data, hands, started)
    hands.command("hallserver serve --data /srv/hall")
    with serving(data) as base, chromium() as browser:
        context = window(browser, faults)
        page = context.new_page()
        page.goto(hands.opened(base + path))
        administrator(page, hands)
        hands.typed(page, "input[name=place]", "莲花街道")
        expect(page.locator("input[name=name-zh-Hans]")).to_have_value("莲花街道政务服务中心")
        on(page, hands, "有多少窗口？")
        on(page, hands, "办哪些业务？")
        on(page, hands, "谁在这里工作？")
        hands.typed(page, "input[name=person-1]", "李敏")
        hands.typed(page, "input[name=person-2]", "陈强")
        hands.clicked(page, "#next")
        expect(page.locator(".first-password")).to_have_count(2, timeout=LONG_MS)
        first_password = page.locator(".first-password").first.inner_text()
        on(page, hands, "接上取号机和综合屏")
        with context.expect_page() as opened:
            hands.clicked(page, "#card-kiosk [data-way=here]")
        kiosk = opened.value
        expect(page.locator("#card-kiosk .device-state")).to_have_class(re.compile("good"))
        with context.expect_page() as opened:
            hands.clicked(page, "#card-hall [data-way=here]")
        on(page, hands, "检查一遍，取第一个号")
        hands.clicked(page, "#open-day")
        expect(page.locator("#to-kiosk")).to_be_visible()
        hands.acts += 1  # to the kiosk's own tab
        take_first(kiosk, hands)
        expect(opened.value.locator("body")).to_contain_text("莲花街道政务服务中心")
        page.bring_to_front()
        expect(page.locator(".first-number")).to_have_text("A001")
        machine_s = time.monotonic() - begun_s
        answer = page.request.post(f"{base}/api/v1/session", data={"name": "101", "password": first_password})
        assert answer.status == 200, "a clerk signs in with badge number and first password"
    journal, reader = open_reading(data)
    made, catalog = TEMPLATES["street"](), journal.load().catalog
    for section in ("queues", "items", "services", "counters"):
        assert list(getattr(catalog, section).values()) == read_rows(section, made[section]), "as `init --template street` makes it"
    with reader() as database:
        issued = [entry.event for entry in journal.all_checked(database) if isinstance(entry.event, TicketIssued)]
    assert [event.number for event in issued] == [1]
    assert not faults
    record_property("seconds", f"{machine_s:.0f} s machine + {hands.person_s:.0f} s person, {hands.acts} acts")
    assert hands.commands == 2
    assert hands.person_s + machine_s < WITHIN_S
