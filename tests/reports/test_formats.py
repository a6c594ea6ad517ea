# SPDX-License-Identifier: Apache-2.0
"""The table of formats."""

import pytest

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
