# SPDX-License-Identifier: Apache-2.0
"""Finding a service at a kiosk."""

from typing import Any

import pytest

from displays.kiosk.finding import initials, papers, search, where
from displays.ticket.around import about_hall
from tests.support import SMALL_HALL, Play, names


def with_items(**first: Any) -> Play:
    """Return a small hall whose services hold items with papers; ``first`` changes the first service."""
    photo = {"zh-Hans": "一寸照片", "en": "One-inch photo"}
    items: list[dict[str, Any]] = [
        {
            "slug": "card",
            "names": names("敬老优待证"),
            "for_whom": "person",
            "papers": {"photo": photo},
        },
        {"slug": "plain", "names": names("窗口咨询")},
        {"slug": "gone", "names": names("旧事项"), "papers": {"x": names("旧材料")}, "retired": True},
    ]
    services = [row | ({"items": ["card", "plain", "gone"]} | first if at == 0 else {}) for at, row in enumerate(SMALL_HALL["services"])]
    return Play(SMALL_HALL | {"items": items, "services": services})


def found(play: Play, text: str) -> list[str]:
    """Return the services that were found, best first."""
    services: Any = search(play.hall, text, play.now_us)["services"]
    return list(services)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("社会保障卡", "shbzk"), ("房屋租赁登记备案", "fwzldjba"), ("高龄老人津贴", "gllrjt"), ("A4 纸", "a4z"), ("鑫〇…", ""), ("", "")],
)
def test_initials_are_those_of_the_pinyin(text: str, letters: str) -> None:
    """By the order of GB/T 2312 level 1; what is no common character is left out."""
    assert initials(text) == letters


def test_a_service_is_found_by_letters_words_items_and_papers() -> None:
    """Its own initials come first; whatever the case, and with blanks between."""
    play = with_items(initials="lrk", keywords=["老年证"])
    assert found(play, "L r") == ["seniors"]
    assert found(play, "老年") == ["seniors"]
    assert found(play, "lnz") == ["seniors"]
    assert found(play, "敬老优") == ["seniors"]
    assert found(play, "zhaopian") == []
    assert found(play, "yczp") == ["seniors"]
    assert found(play, "photo") == ["seniors"]
    assert found(play, "旧材料") == []


def test_the_own_name_comes_before_a_word_within() -> None:
    """Who typed a service's first letters meant it."""
    rows = SMALL_HALL["services"]
    play = Play(SMALL_HALL | {"services": [rows[0] | {"keywords": ["设立"]}, rows[1], rows[2] | {"names": names("设立登记")}]})
    assert found(play, "设立") == ["founding", "seniors"]


def test_before_the_first_letter_words_are_offered() -> None:
    """Each once, of what a kiosk offers."""
    rows = [row | {"keywords": ["老年证", "照片"]} for row in SMALL_HALL["services"]]
    play = Play(SMALL_HALL | {"services": rows})
    assert search(play.hall, " ", play.now_us) == {"services": [], "words": ["老年证", "照片"]}


def test_what_to_bring_is_told_by_item() -> None:
    """Items without papers, and those of yesterday, are not; of a service that is not offered nothing."""
    play = with_items()
    told = papers(play.hall, "seniors", play.now_us)
    assert told == {
        "service": "seniors",
        "items": [{"names": names("敬老优待证"), "promise": "on-the-spot", "papers": [{"zh-Hans": "一寸照片", "en": "One-inch photo"}]}],
    }
    assert papers(with_items(on_kiosk=False).hall, "seniors", play.now_us)["items"] == []
    assert papers(play.hall, "nothing", play.now_us)["items"] == []


def test_where_things_are_is_what_phones_draw() -> None:
    """Zones with their counters, pictures, the help point: whatever text is asked with."""
    play = Play()
    about = where(play.hall, "", play.now_us)
    assert set(about) == {"zones", "maps", "help_point"}
    assert about["zones"] == about_hall(play.hall)["plan"]
