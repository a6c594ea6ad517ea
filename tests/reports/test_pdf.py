# SPDX-License-Identifier: Apache-2.0
"""Real PDF files, read back: pages, Chinese text, embedded font, nothing off the paper."""

import io
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from msgspec import structs
from pypdf import PdfReader

from reports.day import make_day
from reports.definitions import TOPICS, defined, topics_of
from reports.paper import MARGIN
from reports.pdf import to_pdf
from reports.report import DayReport, Note
from reports.rows import DayRow
from tests.reports.sample_day import at, busy_day, leg, names, period, ticket

BUSY = make_day(busy_day(), names())
HANGING_PT = 9
"""A full stop at the end of a full line hangs into the margin, as Chinese setting does."""


@cache
def busy(language: str) -> bytes:
    """Return the busy day on paper, drawn once for all who only read it."""
    return to_pdf(BUSY, language)


def pages(report: DayReport, language: str = "zh-Hans") -> list[str]:
    """Return the text of each page without white space."""
    return read(to_pdf(report, language))


@cache
def busy_pages(language: str = "zh-Hans") -> list[str]:
    """Return the same of the busy day."""
    return read(busy(language))


def read(content: bytes) -> list[str]:
    """Return the text of each page of a file without white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def test_nothing_stands_under_the_signatures_on_their_page() -> None:
    """What does would look signed over; ratings and charts are overleaf, or before it where many notes leave no room."""
    noted = structs.replace(make_day(busy_day(9), names()), notes=(Note(key="day-open", args={"n": 1}),) * 40)
    for found, at_page in ((busy_pages(), 0), (pages(noted), 1)):
        [signed] = [page for page in found if "制表审核大厅负责人日期" in page]

        assert found.index(signed) == at_page
        assert signed.endswith("大厅负责人日期"), "the foot line is drawn first"
        assert len(found[1]) > 200


def test_the_report_has_pages_and_each_says_which_of_how_many() -> None:
    """A signed report must show when a page is missing."""
    found = busy_pages()

    assert 3 < len(found) < 12
    for number, text in enumerate(found, 1):
        assert f"第{number}页共{len(found)}页" in text
        assert len(text) > 200


def test_the_first_page_names_hall_day_state_and_standard() -> None:
    """What a manager signs: which hall, which day, final or not, under which rules."""
    first = busy_pages()[0]

    for text in ("福田区莲花街道政务服务大厅运行日报", "2026年3月2日星期一", "已日结", "0f3a9c21d7be", "1.9834"):
        assert text in first


def test_figures_stand_with_numerator_and_denominator() -> None:
    """1,200 tickets were issued; each end is shown out of them."""
    first = busy_pages()[0]
    finished = BUSY.section("tickets").groups[0].figure("tickets.finished").value

    assert f"{finished:,}" in first
    assert f"{finished:,}/1,200" in first


def test_every_table_and_both_charts_are_there() -> None:
    """The parts of the report, by their titles."""
    text = "".join(busy_pages())

    for title in (
        "取号与去向",
        "时长",
        "评价",
        "按队列",
        "按业务",
        "按窗口",
        "按半小时",
        "未记录与不计入",
        "数据质量说明",
        "等候时长（按办理段开始的半小时",
        "取号、叫号与同时等候",
    ):
        assert title in text
    for name in ("B房屋租赁", "8号潮汐窗口", "高龄老人津贴"):
        assert name in text


def test_the_definitions_are_on_the_last_two_pages_and_nowhere_else() -> None:
    """All of them on one sheet, so that it can be copied and pinned up."""
    *others, first, second = busy_pages()
    last = first + second

    assert "页指标定义指标定义读法" in first
    assert all("指标定义" not in text for text in others)
    for row in defined(BUSY, "zh-Hans").rows:
        assert re.sub(r"\s", "", row[0].main) in last
    assert len(TOPICS) > len(topics_of(BUSY)) == len(defined(BUSY, "zh-Hans").rows), "those of figures that it has"
    assert "二次优先" not in last


def test_the_font_is_embedded() -> None:
    """A printer in the hall has no Chinese font of ours."""
    reader = PdfReader(io.BytesIO(busy("zh-Hans")))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    ours = [font for font in fonts if "MicroHei" in font["/BaseFont"]]

    assert len(ours) >= len(reader.pages)
    assert all("/FontFile2" in font["/FontDescriptor"] for font in ours)
    assert {font["/BaseFont"] for font in fonts} - {font["/BaseFont"] for font in ours} <= {"/Helvetica"}  # reportlab names it, unused


def test_the_same_report_gives_the_same_bytes() -> None:
    """A signed file can be proved to come from the same figures."""
    assert to_pdf(BUSY, "zh-Hans") == busy("zh-Hans")


def test_an_english_report_is_english() -> None:
    """Titles, figures and definitions; names without an English form stay Chinese."""
    found = busy_pages("en")

    assert "LianhuaServiceHall:dayreport" in found[0]
    assert "DefinitionsFigureDefinitionHowtoread" in "".join(found[-2:])
    assert f"Page1of{len(found)}" in found[0]


def test_an_empty_day_says_that_nothing_was_recorded() -> None:
    """Zero visitors, no invented waits, no empty pages."""
    found = pages(make_day(period(), names()))

    assert len(found) <= 4
    assert "当日没有记录" in "".join(found)
    assert "未发现影响数据可信度的情况" in "".join(found)


def test_what_was_not_recorded_prints_so() -> None:
    """An implicit start leaves no service time; the word stands where the number would."""
    report = make_day(period(legs=[leg(1, at("09:00"), implicit=True, started_us=None)], tickets=[ticket(1, at("09:00"))]), names())

    assert "平均办理未记录" in pages(report)[0]


def test_a_day_that_is_not_closed_says_so_on_its_first_page() -> None:
    """The figures of noon must not be filed as those of the day."""
    assert "未日结" in pages(make_day(period(days=[DayRow("2026-03-02", at("08:00"), None)]), names()))[0]


def test_markup_in_a_name_is_text() -> None:
    """Names come from people; `<` must neither vanish nor fail."""
    legs = [leg(1, at("09:00"), queue="<b>A&B</b>")]

    assert "<b>A&B</b>" in "".join(pages(make_day(period(legs=legs), names())))


@pytest.mark.pdf
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_no_word_lies_outside_of_the_margins(language: str, tmp_path: Path) -> None:
    """Long names, a night that goes on and many counters: all stays on the paper."""
    if shutil.which("pdftotext") is None:
        pytest.skip("not run: poppler-utils is missing")
    legs = [leg(no, at("08:00") + no * 900_000_000, 60 * no, queue="很长的队列名称" * 5, counter=f"counter-{no}") for no in range(90)]
    for number, content in enumerate((busy(language), to_pdf(make_day(period(legs=legs), names()), language))):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(content)
        box = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
        words = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">', box)
        assert len(words) > 500
        for x_min, y_min, x_max, y_max in (map(float, word) for word in words):
            assert x_min >= MARGIN - 1
            assert x_max <= 595.3 - MARGIN + HANGING_PT
            assert 0 < y_min < y_max < 842
