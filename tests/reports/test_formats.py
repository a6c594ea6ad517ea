# SPDX-License-Identifier: Apache-2.0
"""The table of formats."""

import io
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from hallserver.core.errors import Malformed
from reports.day import make_day
from reports.formats import FORMATS, format_of, render
from tests.reports.sample_day import names, period


@pytest.mark.parametrize(
    ("name", "begins"),
    [("pdf", b"%PDF-"), ("json", b"{"), ("csv", b"\xef\xbb\xbfsection"), ("xlsx", b"PK"), ("docx", b"PK"), ("png", b"\x89PNG")],
)
def test_each_format_is_what_its_name_says(name: str, begins: bytes) -> None:
    """Browsers believe the media type, people the ending."""
    assert render(make_day(period(), names()), name).startswith(begins)
    assert FORMATS[name].media_type.partition("/")[2]


def test_another_format_is_refused_and_the_known_ones_are_named() -> None:
    """The answer must say what to ask for instead."""
    with pytest.raises(Malformed) as refused:
        render(make_day(period(), names()), "odt")

    assert refused.value.args_by_name == {"format": "odt", "known": "pdf, json, csv, xlsx, docx, png"}


@pytest.mark.parametrize(
    ("name", "said", "usual", "found"),
    [
        ("x.xlsx", "", "pdf", "xlsx"),
        ("X.JSON", "", "pdf", "json"),
        ("", "", "pdf", "pdf"),
        ("/dev/full", "", "xlsx", "xlsx"),
        ("x.bak", "csv", "pdf", "csv"),
        ("x.pdf", "look", "pdf", "look"),
    ],
)
def test_a_file_has_the_format_that_its_name_says(name: str, said: str, usual: str, found: str) -> None:
    """A name that says nothing takes what was said, else the usual one."""
    assert format_of(name, said, usual) == found


@pytest.mark.parametrize(("name", "said", "key"), [("x.xlsx", "pdf", "report-suffix-differs"), ("a/x.doc", "", "report-suffix")])
def test_a_name_that_says_another_format_is_refused(name: str, said: str, key: str) -> None:
    """Excel would call a PDF of that name a damaged file."""
    with pytest.raises(Malformed) as refused:
        format_of(name, said)

    assert (refused.value.key, refused.value.args_by_name["name"]) == (key, name.rpartition("/")[2])


def test_a_file_says_whose_it_is() -> None:
    """Its author is the hall, and nothing in it is of a library's own template."""
    report = make_day(period(), names())
    pdf, book, text = (render(report, name) for name in ("pdf", "xlsx", "docx"))
    said = PdfReader(io.BytesIO(pdf)).metadata

    assert said is not None
    assert (said.author, said.creator) == (report.hall["zh-Hans"], "hallserver")
    assert load_workbook(io.BytesIO(book)).properties.creator == report.hall["zh-Hans"]
    kept = Document(io.BytesIO(text)).core_properties
    assert (kept.author, kept.last_modified_by, kept.comments) == (report.hall["zh-Hans"], report.hall["zh-Hans"], "")
    assert not [it for it in ZipFile(io.BytesIO(text)).namelist() if "thumbnail" in it]
