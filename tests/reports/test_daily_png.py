# SPDX-License-Identifier: Apache-2.0
"""The day in one picture, as a work group gets it."""

import io

from msgspec import structs
from PIL import Image
from reportlab.graphics.shapes import Drawing, Group, String
from reportlab.pdfbase.pdfmetrics import stringWidth

from reports.daily_png import PIXELS, WIDTH, picture, to_png, wrapped
from reports.day import make_day
from reports.drawing import register_font
from reports.report import Note
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
    """A picture goes from hand to hand without the report around it. A marked copy names who took it instead, in lines that fit."""
    texts = "".join(_texts(picture(BUSY, "zh-Hans")))
    for part in ("福田区莲花街道政务服务大厅", "2026年3月2日", "已日结", "1.9834", "0f3a9c21d7be", "不含任何个人信息"):
        assert part in texts
    marked = _texts(picture(structs.replace(BUSY, marked="李 导出"), "zh-Hans"))
    assert ("李 导出" in marked, "不含任何个人信息" in marked) == (True, False)
    long = _texts(picture(structs.replace(BUSY, marked="李 导出：上报" * 12), "zh-Hans"))
    assert sum("导出" in it for it in long) > 1
    assert all(stringWidth(it, register_font(), 8.5) < WIDTH for it in long if "导出" in it)
    assert picture(BUSY, "en").width == WIDTH


def test_it_says_the_gravest_note_and_that_a_period_is_not_over() -> None:
    """Of three notes the first in weight, in lines that fit the picture; of a clean day that it is clean."""
    notes = (Note(key="orders", args={"n": 1, "at": "12:00"}), Note(key="not-over", args={"n": 1, "of": 7, "until": "2026-03-02"}))
    texts = _texts(picture(structs.replace(BUSY, kind="period", to_date="2026-03-09", come=1, notes=notes), "zh-Hans"))
    whole = "".join(texts)

    assert "数据说明（共 2 条，列最重的一条）：期间未结束：共 7 天，现在只到第 1 天（2026-03-02）。" in whole
    assert "1 个厅日） · 期间未结束" in whole
    assert "数据说明：未发现影响数据可信度的情况。" in _texts(picture(make_day(period(), names()), "zh-Hans"))


def test_lines_fit_and_words_stay_whole() -> None:
    """Chinese breaks anywhere but before a stop, English at spaces."""
    english = "The period is not over: 1 of its 7 days have come, up to 2026-03-02."
    found = {text: wrapped(text, 100, 8.5) for text in (english, "期间未结束，共七天，现在只到第一天，其余的还没有到。")}

    for text, lines in found.items():
        assert len(lines) > 2
        assert (" " if text == english else "").join(lines) == text
        assert not {line[0] for line in lines} & set("，。")
        assert all(stringWidth(line, register_font(), 8.5) <= 100 for line in lines)
