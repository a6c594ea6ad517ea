# SPDX-License-Identifier: Apache-2.0
"""Door signs as they come out of the printer, read back."""

import base64
import io
import re
from typing import Literal

import pytest
from msgspec import structs
from PIL import Image
from pypdf import PageObject, PdfReader

from hallserver.core.theme import Door, Palette, Theme
from reports.cards import For, Sign
from reports.door_signs import door_signs

SOCIAL = ("A", {"zh-Hans": "民生社保", "en": "Social affairs"})
TENANCY = ("B", {"zh-Hans": "房屋租赁", "en": "Tenancy"})
EIGHT = Sign(number=8, queues=(SOCIAL, TENANCY), place={"zh-Hans": "一楼大厅", "en": "Ground floor"}, room="A 区", accessible=True)
TWELVE = Sign(number=12, names={"zh-Hans": "企业开办专窗", "en": "Opening a business"}, queues=(TENANCY,))
HALL = For(hall="香蜜湖街道政务服务大厅", hall_english="Xiangmihu hall", signs=(EIGHT, TWELVE))


def pages(it: For) -> list[PageObject]:
    """Return the pages of a hall's signs."""
    return list(PdfReader(io.BytesIO(door_signs(it))).pages)


def texts(it: For) -> list[str]:
    """Return the text of each page without white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in pages(it)]


def themed(it: For, **theme: object) -> For:
    """Return the same hall in another look."""
    return structs.replace(it, theme=Theme(**theme))  # type: ignore[arg-type]


def logo(width_px: int = 64, height_px: int = 64) -> str:
    """Return a district's logo."""
    out = io.BytesIO()
    Image.new("RGB", (width_px, height_px), "#7a1020").save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


@pytest.mark.parametrize("number", ["left", "top"])
def test_each_counter_has_a_page_with_what_lasts(number: str) -> None:
    """Number, name, queues with letters, place, in both languages; the sign of access only where the counter is accessible."""
    eight, twelve = texts(themed(HALL, door=Door(number=number)))  # type: ignore[arg-type]
    for part in ("8", "号窗口", "Counter", "民生社保", "Socialaffairs", "A", "一楼大厅", "A区", "Groundfloor", "无障碍窗口", "香蜜湖"):
        assert part in eight
    assert "企业开办专窗" in twelve
    assert "Openingabusiness" in twelve
    assert "无障碍" not in twelve


def test_a_sign_is_a4_across_or_the_same_on_a3() -> None:
    """Whoever has the larger printer hangs the larger sign."""
    (a4, _), (a3, _) = pages(HALL), pages(structs.replace(HALL, paper="A3"))
    assert [round(side) for side in a4.mediabox[2:]] == [842, 595]
    assert [round(side) for side in a3.mediabox[2:]] == [1191, 842]
    assert a4.extract_text() == a3.extract_text()


def test_a_theme_may_leave_the_queues_out_and_has_its_own_colours_and_logo() -> None:
    """The unities: what hangs in one hall of the district hangs in all."""
    assert "民生社保" not in texts(themed(HALL, door=Door(queues=False)))[0]
    usual, red = pages(HALL)[0], pages(themed(HALL, light=Palette(main_deep="#5c0c14"), logo=logo()))[0]
    assert b".360784 .047059 .078431 rg" in red.get_contents().get_data()  # type: ignore[union-attr]
    assert b".360784 .047059 .078431 rg" not in usual.get_contents().get_data()  # type: ignore[union-attr]
    assert (len(usual.images), len(red.images)) == (0, 1)


def test_a_drawn_logo_is_left_out_and_a_broken_one_stops_no_print() -> None:
    """Screens show a drawing; paper goes on without it."""
    for broken in ("data:image/svg+xml;base64," + base64.b64encode(b"<svg/>").decode(), "data:image/png;base64,AAAA"):
        assert len(pages(themed(HALL, logo=broken))[0].images) == 0


def test_many_queues_and_long_names_stay_on_the_page() -> None:
    """Nothing is cut off: what is too wide becomes smaller."""
    many = tuple((chr(65 + nth), {"zh-Hans": f"第{nth}号业务队列的很长很长的名称", "en": "A very long name " * 4}) for nth in range(12))
    it = structs.replace(HALL, signs=(structs.replace(EIGHT, number=999, queues=many),), hall="很长的大厅名称" * 11)
    (page,) = texts(it)
    assert all(f"第{nth}号业务队列的很长很长的名称" in page for nth in range(12))


def test_a_hall_without_counters_is_told_so_and_prints_are_the_same_each_time() -> None:
    """An empty file would look broken."""
    (page,) = texts(structs.replace(HALL, signs=()))
    assert "还没有设置窗口" in page
    assert door_signs(HALL) == door_signs(HALL)


@pytest.mark.parametrize("number", ["left", "top"])
def test_a_logo_stands_on_every_kind_of_sign(number: Literal["left", "top"]) -> None:
    """As wide as it is: in a square a wide one would be a line."""
    [page] = pages(themed(structs.replace(HALL, signs=(EIGHT,)), logo=logo(96, 32), door=Door(number=number)))
    assert len(page.images) == 1
    content = page.get_contents()
    assert content is not None
    assert re.search(r"\b54(?:\.0*)? 0 0 18(?:\.0*)? ", content.get_data().decode("latin-1"))
