# SPDX-License-Identifier: Apache-2.0
"""A frozen report: canonical text, read back without loss, drawn from anew."""

import io
from html import unescape
from zipfile import ZipFile

import msgspec
import pytest
from pypdf import PdfReader

from hallserver.core.errors import Malformed
from reports.frozen import Frozen, canonical, rendered, said_of, thawed
from reports.osm import Boxed
from reports.osm_text import Stamp
from tests.reports.test_osm import DAY, made

STAMP = Stamp(version=3, state="draft", sha256="ab" * 32, drafted="陈晓敏 2026-04-01 09:12", why="补录")
OSM = Frozen(report="osm", osm=made())
FIGURES = Frozen(report="month", boxes=Boxed(problems="周一拥挤"), figures=DAY)


def read(pdf: bytes) -> str:
    """Return the text of the first pages."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages[:3]).replace("\n", "")


@pytest.mark.parametrize("of", [OSM, FIGURES], ids=["osm", "figures"])
def test_the_text_is_canonical_and_comes_back_as_it_was(of: Frozen) -> None:
    """Keys sorted, no white space: the same report has the same digest on every machine."""
    text = canonical(of)

    assert thawed(text) == of
    assert canonical(thawed(text)) == text
    assert text.encode() == msgspec.json.encode(msgspec.json.decode(text), order="sorted")
    assert of.journal == DAY.journal


def test_json_is_the_text_itself_and_pages_are_made_of_it() -> None:
    """Byte for byte what was signed."""
    for of in (OSM, FIGURES):
        text = canonical(of)
        assert rendered(text, "json", "en", {}, STAMP) == text.encode()
        written = read(rendered(text, "pdf", "zh-Hans", {}, STAMP))
        assert "第 3 版" in written
        assert "补录" in written


def test_a_report_of_figures_says_its_boxes_and_its_steps_as_notes() -> None:
    """There is no other place for them on its pages; empty boxes are not said."""
    assert [note.key for note in said_of(FIGURES, STAMP)] == ["stamp", "stamp-why", "box-problems"]
    assert "存在问题：周一拥挤" in read(rendered(canonical(FIGURES), "pdf", "zh-Hans", {}, STAMP))


def written(output: str, content: bytes) -> str:
    """Return what stands in a text or workbook that is packed, or in a table."""
    if output == "csv":
        return content.decode("utf-8-sig")
    pack = ZipFile(io.BytesIO(content))
    return unescape("".join(pack.read(name).decode() for name in pack.namelist() if name.endswith(".xml")))


@pytest.mark.parametrize("output", ["docx", "xlsx", "csv"])
@pytest.mark.parametrize("of", [OSM, FIGURES], ids=["osm", "figures"])
def test_what_can_be_edited_says_which_version_it_was_made_of(of: Frozen, output: str) -> None:
    """Version, how far it came, place in the journal, digest; who took it beside that. Pages say all that in their own place."""
    text = written(output, rendered(canonical(of), output, "zh-Hans", {}, STAMP, marked="高 导出：上报"))

    wanted = ("第 3 版（草稿，未审核）", of.journal, STAMP.sha256[:16], "高 导出：上报")
    assert [said for said in wanted if said not in text] == []


def test_a_format_that_there_is_not_is_refused() -> None:
    """For either kind."""
    for of in (OSM, FIGURES):
        with pytest.raises(Malformed):
            rendered(canonical(of), "exe", "zh-Hans", {}, STAMP)
