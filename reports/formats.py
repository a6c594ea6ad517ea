# SPDX-License-Identifier: Apache-2.0
"""The formats of a report: a name, what it is on the wire, and the function that writes it."""

from collections.abc import Callable
from typing import NamedTuple

from hallserver.core.errors import Malformed
from reports.report import DayReport
from reports.sheet_csv import to_csv
from reports.sheet_json import to_json


class Format(NamedTuple):
    """How a report is written, and its media type."""

    write: Callable[[DayReport, str], bytes]
    media_type: str


def _to_pdf(report: DayReport, language: str, logo: str = "") -> bytes:
    from reports.pdf import to_pdf  # noqa: PLC0415 -- what draws pages costs each start 90 ms and 8 MB; most days nobody prints one

    return to_pdf(report, language, logo)


def _to_xlsx(report: DayReport, language: str) -> bytes:
    from reports.sheet_xlsx import to_xlsx  # noqa: PLC0415 -- as above: loaded when the first one is asked for

    return to_xlsx(report, language)


def _to_docx(report: DayReport, language: str) -> bytes:
    from reports.sheet_docx import to_docx  # noqa: PLC0415 -- as above

    return to_docx(report, language)


def _to_png(report: DayReport, language: str) -> bytes:
    from reports.daily_png import to_png  # noqa: PLC0415 -- as above

    return to_png(report, language)


FORMATS: dict[str, Format] = {
    "pdf": Format(_to_pdf, "application/pdf"),
    "json": Format(to_json, "application/json"),
    "csv": Format(to_csv, "text/csv; charset=utf-8"),
    "xlsx": Format(_to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": Format(_to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "png": Format(_to_png, "image/png"),
}


def render(report: DayReport, name: str, language: str = "zh-Hans", logo: str = "") -> bytes:
    """Return the report in this format and language; ``logo``: that of the theme in force, at the head of pages.

    Raises Malformed when there is no such format.
    """
    if name not in FORMATS:
        raise Malformed("report-format", format=name, known=", ".join(FORMATS))
    return _to_pdf(report, language, logo) if name == "pdf" else FORMATS[name].write(report, language)
