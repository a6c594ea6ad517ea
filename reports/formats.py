# SPDX-License-Identifier: Apache-2.0
"""The formats of a report: a name, what it is on the wire, and the function that writes it."""

from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from hallserver.core.errors import Malformed
from reports.report import DayReport
from reports.sheet_csv import to_csv
from reports.sheet_json import to_json
from reports.signing import Signing


class Format(NamedTuple):
    """How a report is written, and its media type."""

    write: Callable[[DayReport, str, Signing | None], bytes]
    media_type: str


def _to_pdf(report: DayReport, language: str, signing: Signing | None = None, logo: str = "") -> bytes:
    from reports.pdf import to_pdf  # noqa: PLC0415 -- what draws pages costs each start 90 ms and 8 MB; most days nobody prints one

    return to_pdf(report, language, logo, signing)


def _to_xlsx(report: DayReport, language: str, signing: Signing | None) -> bytes:
    from reports.sheet_xlsx import to_xlsx  # noqa: PLC0415 -- as above: loaded when the first one is asked for

    return to_xlsx(report, language, signing)


def _to_docx(report: DayReport, language: str, signing: Signing | None) -> bytes:
    from reports.sheet_docx import to_docx  # noqa: PLC0415 -- as above

    return to_docx(report, language, signing)


def _to_png(report: DayReport, language: str, _: Signing | None = None) -> bytes:
    from reports.daily_png import to_png  # noqa: PLC0415 -- as above

    return to_png(report, language)


FORMATS: dict[str, Format] = {
    "pdf": Format(_to_pdf, "application/pdf"),
    "json": Format(lambda report, language, _: to_json(report, language), "application/json"),
    "csv": Format(lambda report, language, signing: to_csv(report, language, signing=signing), "text/csv; charset=utf-8"),
    "xlsx": Format(_to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": Format(_to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "png": Format(_to_png, "image/png"),
}


def format_of(name: str, said: str, usual: str = "pdf") -> str:
    """Return the format of a file of this name: the one that was ``said``, else that of its suffix, else the ``usual`` one.

    Raises Malformed where name and what was said disagree, and for a suffix that says nothing.
    """
    suffix = PurePath(name).suffix.removeprefix(".").lower()
    if said in FORMATS and suffix in FORMATS and suffix != said:
        raise Malformed("report-suffix-differs", name=PurePath(name).name, format=said)
    if not said and suffix and suffix not in FORMATS:
        raise Malformed("report-suffix", name=PurePath(name).name, known=" ".join(f".{it}" for it in sorted(FORMATS)))
    return said or suffix or usual


def render(report: DayReport, name: str, language: str = "zh-Hans", logo: str = "", signing: Signing | None = None) -> bytes:
    """Return the report in this format and language; ``logo``: that of the theme in force, at the head of pages.

    ``signing``: what was drafted to be signed says how far it came. Raises Malformed when there is no such format.
    """
    if name not in FORMATS:
        raise Malformed("report-format", format=name, known=", ".join(FORMATS))
    return _to_pdf(report, language, signing, logo) if name == "pdf" else FORMATS[name].write(report, language, signing)
