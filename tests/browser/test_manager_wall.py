# SPDX-License-Identifier: Apache-2.0
"""The wall is read from five metres whatever it shows and however large it is: the words on it, and the letters in its pictures."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from reports.pictures import TILES
from tests.browser.axe import both, calm
from tests.browser.test_manager_faces import FIGURE_PX, WORD_PX, at_work
from tests.faults.forked import until
from tests.stories.scenes.scene import Scene, playing
from tests.support import MINUTE_US, NINE_US

pytestmark = pytest.mark.browser
WALL_PX: Final = 1920
"""Width of the wall for which the letters are counted; on another one they are as large a part of it."""
SIZES: Final = ((1920, 1080), (1366, 768), (1024, 768), (3840, 2160))
TO_SIX_S: Final = 7 * 3600 + 56 * 60
"""From five past ten; then to a quarter to nine."""
TO_MORNING_S: Final = 14 * 3600 + 45 * 60
_LETTERS: Final = re.compile(r"font-size: ([0-9.]+)px")
_SMALL = """([words, figures, least, large]) => {
  const shown = (it) => it.offsetParent !== null && !it.classList.contains("visually-hidden");
  const own = (it) => Array.from(it.childNodes).some((part) => part.nodeType === 3 && part.nodeValue.trim());
  const px = (it) => parseFloat(getComputedStyle(it).fontSize);
  const all = (selector) => Array.from(document.querySelectorAll(selector)).filter(shown);
  const told = (it) => `${px(it)} ${it.outerHTML.slice(0, 80)}`;
  return [...all(words).filter(own).filter((it) => px(it) < least), ...all(figures).filter((it) => px(it) < large)].map(told);
}"""
_PICTURES = """() => {
  const app = document.getElementById("app");
  const told = (it) => ({
    name: it.parentNode.dataset.chart + (it.naturalWidth < 300 ? "-narrow" : ""),
    scale: it.clientWidth / it.naturalWidth,
    fits: it.parentNode.offsetHeight <= app.clientHeight,
  });
  return Array.from(document.querySelectorAll("figure[data-chart] img")).filter((it) => it.offsetParent && it.naturalWidth).map(told);
}"""


def letters(scene: Scene, name: str) -> list[float]:
    """Return the sizes of the letters in a picture of the day, in its own units."""
    with scene.server.caller(f"Bearer {scene.stage.keys['hall-1']}") as caller:
        return [float(it) for it in _LETTERS.findall(caller.ask("GET", f"/api/v1/charts/{name}.svg").body.decode())]


def drawn(page: Page, face: str) -> list[dict[str, Any]]:
    """Return the pictures of a face, once each is there: name, pixels for each of its units, whether a page holds it."""
    expect(page.locator(f"#{face} figure").first).to_be_visible()
    page.wait_for_function(f"() => Array.from(document.querySelectorAll('#{face} img')).every((it) => it.naturalWidth)")
    found: list[dict[str, Any]] = page.evaluate(_PICTURES)
    return found


def too_small(scene: Scene, page: Page, face: str, part: float) -> list[str]:
    """Return what nobody reads from five metres: words and figures on the page, letters in its pictures, pictures that no page holds."""
    found: list[str] = page.evaluate(_SMALL, ["#bar *, #app *", ".tile b, .fact b", WORD_PX * part, FIGURE_PX * part])
    for it in drawn(page, face) if face != "briefing" else []:
        least = min(letters(scene, it["name"])) * it["scale"]
        if least < WORD_PX * part:
            found.append(f"{it['name']}: letters of {least:.1f} px")
        if not it["fits"]:
            found.append(f"{it['name']}: higher than a page")
    return found


@pytest.mark.axe
@pytest.mark.parametrize("size", SIZES)
def test_every_face_of_a_wall_is_read_from_five_metres(size: tuple[int, int], tmp_path: Path) -> None:
    """Live with its charts, the picture of 18:00, and the briefing of the next morning with what the day before was like."""
    part = size[0] / WALL_PX
    with playing(tmp_path / "hall") as played:
        at_work(played)
        page = played.page("wall", "hall-1", size=size, query="?turn=3600")
        calm(page)
        assert too_small(played, page, "live", part) == []

        played.later(TO_SIX_S)
        pictures = drawn(page, "picture")
        played.shot(page, f"wall-picture-{size[0]}")
        assert [it["name"] for it in pictures] == ["sums", "load", "waits", "ratings"]
        assert size != SIZES[0] or both(page) == []
        assert too_small(played, page, "picture", part) == []
        assert sum(it * pictures[0]["scale"] >= FIGURE_PX * part for it in letters(played, "sums")) == len(TILES)

        played.ask("manager", "close-day", {"rest": "left"})
        played.later(TO_MORNING_S)
        expect(page.locator("#briefing")).to_contain_text("2026-11-23")
        played.shot(page, f"wall-briefing-{size[0]}")
        assert size != SIZES[0] or both(page) == []
        assert too_small(played, page, "briefing", part) == []


def test_each_picture_has_a_page_of_its_own(tmp_path: Path) -> None:
    """As the wall turns its pages, each of the four stands there whole, and at that moment no other does."""
    whole = """() => Array.from(document.querySelectorAll("#picture figure")).filter((it) => {
      const app = document.getElementById("app").getBoundingClientRect(), at = it.getBoundingClientRect();
      return at.top >= app.top - 2 && at.bottom <= app.bottom + 2;
    }).map((it) => it.dataset.chart).join()"""
    with playing(tmp_path / "hall", from_us=NINE_US + 9 * 60 * MINUTE_US) as played:
        page = played.page("wall", "hall-1", query="?turn=1")
        assert len(drawn(page, "picture")) == 4
        each, seen = {"sums", "load", "waits", "ratings"}, set[str]()

        def turned() -> bool:
            seen.add(page.evaluate(whole))
            return each <= seen

        until(turned)
        assert seen <= {*each, ""}


def test_small_letters_are_found(tmp_path: Path) -> None:
    """The control: a faint word, a picture that is shown at half its width, one that is higher than the wall."""
    with playing(tmp_path / "hall") as played:
        at_work(played)
        page = played.page("wall", "hall-1", query="?turn=3600")
        assert too_small(played, page, "live", 1) == []
        page.evaluate("""() => {
          document.querySelector(".tile-name").style.fontSize = "20px";
          const [one, other] = document.querySelectorAll("#live img");
          one.style.width = "50%";
          other.style.height = "2000px";
        }""")
        told = too_small(played, page, "live", 1)
        assert [it.split(" ", 1)[0] for it in told] == ["20", "load:", "waits:"]
