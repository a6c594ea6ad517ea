# SPDX-License-Identifier: Apache-2.0
"""The screens of the public and the clerk's terminal in a real Chromium 67: nothing may be too new for it."""

import time
from pathlib import Path

import pytest

from tests.browser.demo_hall import DemoHall, demo_hall
from tests.browser.old_chromium import OldPage, old_page
from tests.browser.shots import lay_picture, post, talk, ticket_address, token
from tests.browser.shots_table import SLIDE

pytestmark = [pytest.mark.browser, pytest.mark.old_chromium]
PUBLIC = (
    ("kiosk", "kiosk-1", (1080, 1920), "社会保障卡"),
    ("hall", "hall-1", (1920, 1080), "香蜜湖街道政务服务大厅"),
    ("counter", "counter-1", (1024, 600), "1"),
    ("rating", "rater-1", (1024, 600), "评价"),
)
"""Page, device, size, and what it says."""
DEAF_S = 0.75
"""A kiosk hears no touch so soon after something new has appeared."""
KIOSK: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("elder", ("[data-mode=elder]",), ".service"),
    ("wheelchair", ("[data-mode=low]",), ".service"),
    ("search", ("#find-open", "[data-letter=Z]", "[data-letter=F]"), "#found"),
    ("themes", ("#find-open", ".tab[data-tab=themes]"), "#find"),
    ("papers", ("#look", ".service"), "#result"),
    ("wishes", ("#wish",), "#result"),
    ("holder", ("#have",), "#result"),
    ("english", ("[data-language=en]",), "#title"),
    ("number", (".service[data-service]",), "#number"),
)
"""State of the kiosk, what is touched for it, and where something then stands."""


def ask(hall: DemoHall, person: str, command: str, fields: dict[str, object]) -> None:
    """Let a person ask a command."""
    post(hall, f"/api/v1/commands/{command}", fields, token(hall, person))


def serve_one(page: OldPage) -> None:
    """Call, start, finish, undo and finish a visitor by keys alone."""
    page.shows("#hand", "A001")
    page.press("Space")
    page.shows("#hand", "已叫号")
    page.stands("#pad button.main:enabled")  # a space bar that bounces begins nothing: the next step has to wait a moment
    page.press("Space")
    page.shows("#hand", "办理中")
    page.press("F8")
    page.shows("#app", "撤销")
    page.press("KeyZ")
    page.shows("#hand", "办理中")
    page.press("F8")
    page.shows("#hand", "暂无等候")


def test_old_machines_run_what_the_public_meets_and_the_clerks_terminal(tmp_path: Path) -> None:
    """Each screen says what it has to say and complains of nothing; a clerk serves a visitor by keys alone."""
    with demo_hall(tmp_path / "hall", "--still") as hall:
        for page, device, size, says in PUBLIC:
            with old_page(size) as old:
                old.go(hall.device_page(page, device))
                old.shows("body", says)
                old.shoot(tmp_path / f"{page}.png")
                assert old.complaints == [], page
        with old_page((390, 844)) as phone:
            phone.go(ticket_address(hall))
            phone.shows("body", "B001")
            phone.shoot(tmp_path / "ticket.png")
            assert phone.complaints == []
        post(hall, "/api/v1/commands/take-ticket", {"services": ["senior-card"]}, hall.keys["kiosk-1"])
        ask(hall, "li", "open-counter", {"counter": "c1"})
        with old_page((1366, 768)) as clerk:
            clerk.go(f"{hall.base}/clerk/#token={token(hall, 'li')}")
            serve_one(clerk)
            assert clerk.complaints == []
            clerk.shoot(tmp_path / "clerk-served.png")  # last: this browser may end when it goes on after a picture


def test_an_old_kiosk_does_all_that_a_kiosk_does(tmp_path: Path) -> None:
    """Large type, everything low, search, themes, papers, wishes, a number that one has, another language, a number."""
    with demo_hall(tmp_path / "hall", "--still") as hall:
        for state, touches, stands in KIOSK:
            with old_page((1080, 1920)) as old:
                old.go(hall.device_page("kiosk", "kiosk-1"))
                old.shows("body", "社会保障卡")
                for selector in touches:
                    time.sleep(DEAF_S)  # a visitor's hand is no faster
                    old.click(selector)
                old.has(stands)
                old.shoot(tmp_path / f"kiosk-{state}.png")
                assert old.complaints == [], state


def test_old_screens_show_notices_and_a_standing_hall(tmp_path: Path) -> None:
    """The hall display beside a notice and an order to leave, the counter display called, the rating page rated, the phone waiting."""
    with demo_hall(tmp_path / "hall", "--still") as hall:
        post(hall, "/api/v1/commands/take-ticket", {"services": ["senior-card"]}, hall.keys["kiosk-1"])
        ask(hall, "li", "open-counter", {"counter": "c1"})
        ask(hall, "li", "call-next", {})
        with old_page((1366, 768)) as display, old_page((1024, 600)) as counter, old_page((800, 1280)) as rater:
            display.go(hall.device_page("hall", "hall-1"))
            counter.go(hall.device_page("counter", "counter-1"))
            rater.go(hall.device_page("rating", "rater-1"))
            display.shows("#number", "A001")
            counter.shows("#ticket", "A001")
            for text, urgent in (("请车主移车", False), ("请立即离开大厅", True)):
                ask(hall, "duty", "announce", {"text": {"zh-Hans": text}, "urgent": urgent})
                display.shows("#notice", text)
            ask(hall, "li", "start", {})
            ask(hall, "li", "finish", {"outcome": "done"})
            rater.click("[data-stars='5']")
            ask(hall, "duty", "suspend", {"reason": "power"})
            counter.shows("#state", "暂停")
            for page, name in ((display, "hall"), (counter, "counter"), (rater, "rating")):
                page.shoot(tmp_path / f"{name}-standing.png")
                assert page.complaints == [], name


def test_old_screens_show_pictures_and_a_talk_in_writing(tmp_path: Path) -> None:
    """The hall display beside a slide; the counter display with what the clerk writes, the pad and the answers."""
    with demo_hall(tmp_path / "hall", "--still") as hall:
        lay_picture(hall)
        row = {"slug": "slide", "names": {"zh-Hans": "宣传画"}, "file": SLIDE}
        ask(hall, "admin", "configure", {"section": "media", "rows": [row]})
        with old_page((1024, 600)) as counter, old_page((1366, 768)) as display:
            counter.go(f"{hall.base}/counter/?touch=1#key={hall.keys['counter-1']}")
            display.go(hall.device_page("hall", "hall-1"))
            display.click(".media img")
            post(hall, "/api/v1/commands/take-ticket", {"services": ["senior-card"]}, hall.keys["kiosk-1"])
            ask(hall, "li", "open-counter", {"counter": "c1"})
            ask(hall, "li", "call-next", {})
            display.shows("#number", "A001")
            counter.shows("#ticket", "A001")
            talk(hall, "li", code="hello")
            counter.shows(".talk-sentence", "文字交流")
            counter.shows("[data-reply=yes]", "是")
            counter.click("[data-reply=yes]")
            counter.shows(".talk-mine", "是")
            for page, name in ((counter, "talk"), (display, "media")):
                assert page.complaints == [], name
                page.shoot(tmp_path / f"{name}.png")


def test_what_is_too_new_is_seen(tmp_path: Path) -> None:
    """The control: a page of today's language fails there, and says so."""
    (tmp_path / "new.html").write_text("<script>document.title = null?.x ?? 'new';</script>", encoding="utf-8")
    with old_page((800, 600)) as old:
        old.go((tmp_path / "new.html").as_uri())
        with pytest.raises(AssertionError):
            old.shows("title", "new", patience_s=1.0)
        assert any("SyntaxError" in complaint for complaint in old.complaints)
