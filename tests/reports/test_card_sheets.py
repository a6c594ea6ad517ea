# SPDX-License-Identifier: Apache-2.0
"""Cards as they come out of the printer, read back."""

import base64
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec import structs
from PIL import Image
from pypdf import PdfReader

from hallserver.core.roles import ROLES
from hallserver.core.theme import Theme
from hallserver.words import say
from reports.card_sheets import MAKERS, guide_card, key_card, paper_numbers, power_cut_card
from reports.cards import CARDS, For
from reports.keys import KEYS

HALL = For(hall="香蜜湖街道政务服务大厅")


def pages(content: bytes) -> list[str]:
    """Return the text of each page without white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_the_same_each_time_and_names_its_hall(card: str, language: str) -> None:
    """Whoever compares two prints must not look for differences that are none."""
    it = For(hall="Hall 香蜜湖", language=language)
    content = MAKERS[card](it)
    assert content == MAKERS[card](it)
    assert all("香蜜湖" in page for page in pages(content))


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_key_card_is_one_page_of_a5_with_every_key_and_the_words_of_the_buttons(language: str) -> None:
    """It lies beside the keyboard; a second page would lie in a drawer."""
    content = key_card(For(hall=HALL.hall, language=language))
    box = PdfReader(io.BytesIO(content)).pages[0].mediabox
    (page,) = pages(content)
    assert (round(box.width), round(box.height)) == (595, 420)
    for _, rows in KEYS:
        for name, key in rows:
            assert key in page
            assert name == "outcome" or re.sub(r"\s", "", say(f"clerk.{name}", language)) in page


def test_the_guide_card_answers_every_trouble_on_one_page() -> None:
    """It hangs at the desk."""
    (page,) = pages(guide_card(HALL))
    for trouble in ("取错了号", "听不见", "坐轮椅", "要求优先", "取号机没纸", "吵起来", "停电"):
        assert trouble in page


def test_the_power_cut_card_has_its_steps_and_the_register() -> None:
    """What to do at once, meanwhile, afterwards, at an evacuation; and the sheet to write in."""
    first, second = pages(power_cut_card(For(hall="莲花社区服务站", letter="Q")))
    for part in ("马上", "停电期间", "恢复以后", "疏散", "补录", "Q001"):
        assert part in first
    assert "P" not in first
    assert "取号时间" in second
    assert "已补录" in second


def test_pre_printed_numbers_are_each_there_once_in_order() -> None:
    """A number that is there twice goes to two people."""
    found = [re.findall(r"P\d{3}", page) for page in pages(paper_numbers(HALL))]
    assert [len(page) for page in found] == [20] * 5
    assert [label for page in found for label in page] == [f"P{number:03d}" for number in range(1, 101)]
    more = pages(paper_numbers(For(hall="厅", letter="W", numbers=range(101, 104))))
    assert re.findall(r"W\d+", more[0]) == ["W101", "W102", "W103"]


@pytest.mark.pdf
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
@pytest.mark.parametrize("card", CARDS)
def test_nothing_hangs_over_the_edge(card: str, tmp_path: Path) -> None:
    """A printer cuts off the outer four millimetres."""
    file = tmp_path / "card.pdf"
    file.write_bytes(MAKERS[card](HALL))
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True).stdout
    width, height = map(float, re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', told)[0])
    for box in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', told):
        left, top, right, bottom = map(float, box)
        assert min(left, top, width - right, height - bottom) > 11, box


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("card", ["guide", "power-cut"])
def test_no_gap_of_a_sentence_is_left_open(card: str, language: str) -> None:
    """A card with {escort} on it would be laughed at once and trusted never."""
    assert not any("{" in page or "}" in page for page in pages(MAKERS[card](For(hall="Hall", language=language))))


def test_the_guide_card_says_what_stands_on_the_buttons() -> None:
    """Whoever renames a button prints a card that knows it."""
    (page,) = pages(guide_card(HALL))
    for key in ("guide.change-service", "guide.bring-back", "guide.escort", "guide.runs", "guide.enquiries", "why.button", "need.hearing"):
        assert re.sub(r"\s", "", say(key)) in page


def test_nobody_is_told_to_press_what_that_screen_does_not_have() -> None:
    """A guide has no key for help: who is asked for help is the guide. A duty manager gives a number back; a run is voided elsewhere."""
    assert "ask-help" not in ROLES["guide"]
    (guide,) = pages(guide_card(HALL))
    assert "按求助" not in guide
    assert say("guide.messages") in guide
    first, _ = pages(power_cut_card(HALL))
    assert "作废" not in first
    for key in ("duty.cancel", "duty.resume-hall", "duty.suspend"):
        assert f"“{say(key)}”" in first


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize(("card", "most"), [("keys", 1), ("guide", 1), ("power-cut", 2)])
def test_a_long_name_takes_no_page_more(card: str, most: int, language: str) -> None:
    """Halls have long names, and one that practises has a longer one."""
    for name in ("（练习）深圳市福田区香蜜湖街道党群服务中心政务服务大厅（一楼综合服务区）", "厅" * 80):
        assert len(pages(MAKERS[card](For(hall=name, language=language)))) == most


def test_the_districts_logo_stands_beside_the_title() -> None:
    """On every card that has one, and it still is as many pages; the numbers to tear off have none."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "#7a1020").save(out, "PNG")
    theme = Theme(logo="data:image/png;base64," + base64.b64encode(out.getvalue()).decode())
    for card in ("keys", "guide", "power-cut"):
        plain, drawn = (PdfReader(io.BytesIO(MAKERS[card](structs.replace(HALL, theme=of)))).pages for of in (Theme(), theme))
        assert (len(drawn), len(plain[0].images), len(drawn[0].images)) == (len(plain), 0, 1)
