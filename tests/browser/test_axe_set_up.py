# SPDX-License-Identifier: Apache-2.0
"""axe-core finds nothing where the set-up says no: to a logo, a look, a file. Each error is made anew: a page that is turned forgets it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.axe import calm, pairs, turn, violations
from tests.browser.demo_hall import Faults, open_page
from tests.browser.sweep import Sweep
from tests.browser.test_set_up_import import book
from tests.stories.scenes.scene import SIZES, Scene, playing

pytestmark = [pytest.mark.browser, pytest.mark.axe]
LOOK, EXCHANGE = "主题样式", "导入导出"
TOLD = ".sheet-head, .sheet-message, .theme-told"
"""The look's editor without the preview, which shows how faint a look is."""
JUNK: FilePayload = {"name": "junk.toml", "mimeType": "application/toml", "buffer": b"[[[ no table"}
NO_BOOK: FilePayload = {"name": "junk.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK no book"}
NO_LOGO: FilePayload = {"name": "logo.gif", "mimeType": "image/gif", "buffer": b"GIF89a"}
HUGE: FilePayload = {"name": "huge.xlsx", "mimeType": "application/octet-stream", "buffer": b" " * 800_000}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give a hall before its day."""
    with playing(tmp_path_factory.mktemp("no") / "hall", opened=False) as played:
        yield played


@pytest.fixture(scope="module")
def page(scene: Scene) -> Page:
    """Give the open set-up; what it is refused, its console calls an error."""
    opened = open_page(scene.browser, f"{scene.base}/setup/#token={scene.stage.tokens['admin']}", SIZES["setup"], Faults())
    calm(opened)
    expect(opened.locator(".nav-button").first).to_be_visible()
    return opened


def found_in(page: Page, panel: str, within: str, make: Callable[[], None]) -> list[str]:
    """Return what axe finds at an error, which is made in each language and look."""
    found = []
    turn(page, "zh-Hans", "light")
    place = [it.startswith(panel) for it in page.locator("#nav .nav-button").all_inner_texts()].index(True)
    for language, look in pairs():
        turn(page, language, look)
        page.locator("#nav .nav-button").nth(place).click()
        make()
        found += [f"{language} {look} {it}" for it in violations(page, within=within)]
    turn(page, "zh-Hans", "light")
    return found


def red(page: Page) -> None:
    """Choose another main colour that can be read."""
    page.locator(".theme-colour input").first.evaluate(
        "(node) => { node.value = '#8c1216'; node.dispatchEvent(new Event('input', { bubbles: true })); }"
    )


def test_a_logo_that_is_none(page: Page) -> None:
    """Beside the button it is said what a logo may be."""

    def make() -> None:
        page.locator("input[accept*=svg]").set_input_files(NO_LOGO)
        expect(page.locator(".theme-told .form-problem").first).not_to_be_empty()

    assert found_in(page, LOOK, TOLD, make) == []


def test_a_file_of_a_look_that_cannot_be_read(page: Page) -> None:
    """Over the editor."""

    def make() -> None:
        page.locator(".sheet-head input[type=file]").set_input_files(JUNK)
        expect(page.locator(".sheet-message")).to_be_visible()

    assert found_in(page, LOOK, TOLD, make) == []


def test_a_look_that_the_hall_refuses(page: Page) -> None:
    """The day was opened, or another standard adopted, between the choice and the button: the refusal of the server is said."""

    def refuse(route: Route) -> None:
        route.fulfill(status=409, json={"key": "day-already-open", "title": "Conflict", "status": 409, "detail": "今天已经开始。"})

    def make() -> None:
        red(page)
        page.locator(".sheet-head .button.main").click()
        expect(page.locator(".sheet-message")).to_contain_text("今天已经开始")

    page.route("**/api/v1/commands/adopt-standard", refuse)
    assert found_in(page, LOOK, "", make) == []
    page.unroute_all()
    page.locator("#nav .nav-button", has_text=LOOK).click()
    page.locator(".sheet-head .button.slim").last.click()


@pytest.mark.parametrize("file", [JUNK, NO_BOOK, HUGE], ids=["toml", "xlsx", "huge"])
def test_a_file_of_the_set_up_that_cannot_be_read(page: Page, file: FilePayload) -> None:
    """Not a table, not a book, too large."""

    def make() -> None:
        page.locator(".drop-place input[type=file]").set_input_files(file)
        expect(page.locator(".sheet-message, .preview-faults").locator("visible=true").first).to_be_visible()

    assert found_in(page, EXCHANGE, "#app", make) == []


def test_a_book_with_faults_and_one_that_is_right(page: Page, tmp_path: Path) -> None:
    """The list of the faults, and the list of what would change."""
    bad, good = book(tmp_path / "bad.xlsx", "马上", "nowhere"), book(tmp_path / "good.xlsx", "即办", "firms")

    def faults() -> None:
        page.locator(".drop-place input[type=file]").set_input_files(bad)
        expect(page.locator(".preview-faults tbody tr")).to_have_count(1)

    def changes() -> None:
        page.locator(".drop-place input[type=file]").set_input_files(good)
        expect(page.locator(".preview-faults")).to_have_count(0)
        expect(page.locator(".preview .button.main")).to_be_enabled()

    assert found_in(page, EXCHANGE, "#app", faults) == []
    assert not Sweep.whole or found_in(page, EXCHANGE, "#app", changes) == [], "at length only: its parts are those of the other"
