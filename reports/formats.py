# SPDX-License-Identifier: Apache-2.0
"""The formats of a report: a name, what it is on the wire, and the function that writes it."""

from collections.abc import Callable
from typing import NamedTuple

from hallserver.core.errors import Malformed
from reports.pdf import to_pdf
from reports.report import DayReport
from reports.sheet_csv import to_csv
from reports.sheet_json import to_json


class Format(NamedTuple):
    """How a report is written, and its media type."""

    write: Callable[[DayReport, str], bytes]
    media_type: str


FORMATS: dict[str, Format] = {
    "pdf": Format(to_pdf, "application/pdf"),
    "json": Format(to_json, "application/json"),
    "csv": Format(to_csv, "text/csv; charset=utf-8"),
}


def render(report: DayReport, name: str, language: str = "zh-Hans") -> bytes:
    """Return the report in this format and language.

    Raises Malformed when there is no such format.
    """
    if name not in FORMATS:
        raise Malformed("report-format", format=name, known=", ".join(FORMATS))
    return FORMATS[name].write(report, language)
