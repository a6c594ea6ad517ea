# SPDX-License-Identifier: Apache-2.0
"""Without names: nobody of the staff is in any format, and the counts stay."""

import io

import msgspec
import pytest
from pypdf import PdfReader

from reports.osm import Boxed, OsmDistrict, OsmReport, roll_up
from reports.osm_files import osm_file
from reports.osm_unnamed import unnamed
from tests.reports.test_osm import DAY, made

REPORT = msgspec.structs.replace(made(), boxes=Boxed())
NAMES = ("刘志强", "陈晓敏", "liu", "chen", "person:")


def text_of(of: OsmReport | OsmDistrict, output: str) -> str:
    """Return what stands in a file."""
    content = osm_file(of, output, "zh-Hans")
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages) if output == "pdf" else content.decode()


@pytest.mark.parametrize("output", ["csv", "json", "pdf"])
def test_nobody_is_named_and_it_does_not_say_that_nobody_was_there(output: str) -> None:
    """One hall and several; the report with names has them, so the look would find them."""
    for of in (REPORT, roll_up([REPORT, REPORT], DAY, None)):
        bare = text_of(unnamed(of), output)
        assert [name for name in NAMES if name in bare] == [], output
        assert any(name in text_of(of, output) for name in NAMES)
        assert REPORT.findings[0].no in bare
        assert of is not REPORT or ("不列名" in bare) is (output == "pdf")


def test_it_has_no_photos() -> None:
    """Somebody may be in them."""
    shown = msgspec.structs.replace(REPORT, findings=tuple(msgspec.structs.replace(it, photos=("ref",)) for it in REPORT.findings))
    bare = unnamed(shown)
    assert isinstance(bare, OsmReport)
    assert {it.photos for it in bare.findings} == {()}
