# SPDX-License-Identifier: Apache-2.0
"""A frozen report: canonical text, read back without loss, drawn from anew."""

import hashlib
import io
from html import unescape
from zipfile import ZipFile

import msgspec
import pytest
from msgspec import structs
from pypdf import PdfReader

from hallserver.core.errors import Malformed
from reports.formats import render
from reports.frozen import Frozen, canonical, rendered, thawed
from reports.osm import Boxed, roll_up
from reports.osm_text import Stamp
from tests.reports.test_osm import DAY, made
from tests.reports.test_osm_halls import SHUT

STAMP = Stamp(version=3, state="draft", sha256="ab" * 32, drafted="陈晓敏 2026-04-01 09:12", why="补录")
REPORT = made()
OTHER = structs.replace(REPORT, hall={"zh-Hans": "南园街道政务服务大厅"}, journal="1.815:a3a3a3a3a3a3a3a3")
WROTE = Boxed(problems="三楼漏水", measures="月底前修好")
HEADS = ("1.902:c4c4c4c4c4c4c4c4", "1.840:a7a7a7a7a7a7a7a7", "1.3:b1b1b1b1b1b1b1b1")
"""How far the journals had come when it was made."""
HEAD = f"起草时日志已到{HEADS[0]}"
OSM = Frozen(report="osm", osm=REPORT, heads=HEADS[:1])
DISTRICT = Frozen(report="district", boxes=WROTE, district=roll_up([REPORT, OTHER], DAY, None, without=[SHUT], boxes=WROTE), heads=HEADS)
FIGURES = Frozen(report="month", boxes=Boxed(problems="周一拥挤"), figures=DAY, heads=HEADS[:1])
OLDER = Frozen(report="osm", osm=REPORT)
"""Of a program that did not say how far the journal had come."""


def read(pdf: bytes) -> str:
    """Return the text of the first pages."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages[:3]).replace("\n", "")


@pytest.mark.parametrize("of", [OSM, FIGURES, DISTRICT, OLDER], ids=["osm", "figures", "district", "older"])
def test_the_text_is_canonical_and_comes_back_as_it_was(of: Frozen) -> None:
    """Keys sorted, no white space: the same report has the same digest on every machine."""
    text = canonical(of)

    assert thawed(text) == of
    assert canonical(thawed(text)) == text
    assert text.encode() == msgspec.json.encode(msgspec.json.decode(text), order="sorted")
    assert of.journal.startswith(DAY.journal)


def test_of_several_halls_it_rests_on_a_place_in_the_journal_of_each() -> None:
    """Also of one without data. What is of one hall alone has no word of several, an older text none of what came after it."""
    assert DISTRICT.journal.split() == [DAY.journal, OTHER.journal, SHUT.journal]
    before = ["boxes", "figures", "format", "osm", "report"]
    assert [sorted(msgspec.json.decode(canonical(it))) for it in (OSM, FIGURES)] == [sorted([*before, "heads"])] * 2
    assert sorted(msgspec.json.decode(canonical(OLDER))) == before


def test_pages_of_several_halls_say_who_signed_what_was_written_and_the_digest_of_the_text() -> None:
    """The first page; the whole digest stands beside each hall's place, that of the hall without data too."""
    text = canonical(DISTRICT)
    stamp = structs.replace(STAMP, sha256=hashlib.sha256(text.encode()).hexdigest())
    page = read(rendered(text, "pdf", "zh-Hans", [{}, {}], stamp)).replace(" ", "")

    told = (
        f"{HEAD}（牵头大厅；3个大厅各一处，见JSON）",
        "第3版",
        "陈晓敏2026-04-0109:12",
        "三楼漏水",
        "月底前修好",
        "园岭街道政务服务大厅",
        "无数据",
    )
    assert [it for it in (*told, stamp.sha256, *DISTRICT.journal.split()) if it not in page] == []
    assert rendered(text, "json", "en", [], stamp) == text.encode()


def test_json_is_the_text_itself_and_pages_are_made_of_it() -> None:
    """Byte for byte what was signed. Where the text says how far the journal had come, the page does."""
    for of in (OLDER, FIGURES):
        text = canonical(of)
        assert rendered(text, "json", "en", [], STAMP) == text.encode()
        written = read(rendered(text, "pdf", "zh-Hans", [], STAMP))
        assert "第 3 版" in written
        assert "补录" in written
        assert (HEAD in written.replace(" ", "")) == (of is FIGURES)


def test_a_report_of_figures_has_a_place_for_its_boxes_and_its_steps_behind_the_notes_on_the_data() -> None:
    """They say nothing of the data; who has not signed yet has room to."""
    drafted, bare = (read(it) for it in (rendered(canonical(FIGURES), "pdf", "zh-Hans", [], STAMP), render(DAY, "pdf")))

    behind = drafted.partition("数据质量说明")[2]
    wanted = ["工作情况", "存在问题", "下步措施", "周一拥挤", "起草", "陈晓敏 2026-04-01 09:12", "签发", "第 3 版", "更正原因：补录"]
    assert [said for said in wanted if said not in behind or said in bare] == []
    assert "制表" in bare
    assert "制表" not in drafted


def written(output: str, content: bytes) -> str:
    """Return what stands in a text or workbook that is packed, or in a table."""
    if output == "csv":
        return content.decode("utf-8-sig")
    pack = ZipFile(io.BytesIO(content))
    return unescape("".join(pack.read(name).decode() for name in pack.namelist() if name.endswith(".xml")))


@pytest.mark.parametrize("output", ["docx", "xlsx", "csv"])
@pytest.mark.parametrize("of", [OSM, FIGURES, DISTRICT], ids=["osm", "figures", "district"])
def test_what_can_be_edited_says_which_version_it_was_made_of(of: Frozen, output: str) -> None:
    """Version, how far it came, places in the journal, digest; who took it beside that. Pages say all that in their own place."""
    text = written(output, rendered(canonical(of), output, "zh-Hans", [], STAMP, marked="高 导出：上报"))

    wanted = ("第 3 版（草稿，未审核）", of.journal if of is not DISTRICT else "3 个大厅各一处", STAMP.sha256[:16], "高 导出：上报")
    said = of is FIGURES or output == "csv"
    aside = ("周一拥挤", "陈晓敏 2026-04-01 09:12", "更正原因：补录")[0 if of is FIGURES else 1 :] if said else ()
    assert [said for said in (*wanted, *aside) if said not in text] == []
    assert HEAD in text.replace(" ", "")


def test_a_format_that_there_is_not_is_refused() -> None:
    """For either kind."""
    for of in (OSM, FIGURES):
        with pytest.raises(Malformed):
            rendered(canonical(of), "exe", "zh-Hans", [], STAMP)
