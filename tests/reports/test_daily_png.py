# SPDX-License-Identifier: Apache-2.0
"""The day in one picture, as a work group gets it."""

import io

from msgspec import structs
from PIL import Image
from reportlab.graphics.shapes import Drawing, Group, String

from reports.daily_png import PIXELS, WIDTH, picture, to_png
from reports.day import make_day
from tests.reports.sample_day import busy_day, names, period

BUSY = make_day(busy_day(200), names())


def _texts(of: Drawing | Group) -> list[str]:
    found: list[str] = []
    for it in of.contents:
        found += [it.text] if isinstance(it, String) else _texts(it) if isinstance(it, Group) else []
    return found


def test_it_is_a_picture_as_wide_as_a_phone_and_nothing_is_off_it() -> None:
    """Ink on white, white along every edge; an empty day has one too."""
    for report in (BUSY, make_day(period(), names())):
        image = Image.open(io.BytesIO(to_png(report, "zh-Hans"))).convert("L")
        assert image.width == PIXELS
        edges = [image.crop((0, 0, PIXELS, 8)), image.crop((0, 0, 8, image.height)), image.crop((PIXELS - 8, 0, PIXELS, image.height))]
        assert all(edge.getextrema() == (255, 255) for edge in edges)
        assert image.histogram()[:60] != [0] * 60


def test_it_says_whose_it_is_how_far_the_data_reach_and_that_nobody_is_in_it() -> None:
    """A picture goes from hand to hand without the report around it. A marked copy names who took it instead."""
    texts = "".join(_texts(picture(BUSY, "zh-Hans")))
    for part in ("福田区莲花街道政务服务大厅", "2026年3月2日", "已日结", "1.9834", "0f3a9c21d7be", "不含任何个人信息"):
        assert part in texts
    marked = _texts(picture(structs.replace(BUSY, marked="李 导出"), "zh-Hans"))
    assert ("李 导出" in marked, "不含任何个人信息" in marked) == (True, False)
    assert picture(BUSY, "en").width == WIDTH
