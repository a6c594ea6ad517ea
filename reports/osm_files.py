# SPDX-License-Identifier: Apache-2.0
"""The formats of the report on on-site management."""

import msgspec

from hallserver.core.errors import Malformed
from reports.osm import OsmDistrict, OsmReport
from reports.osm_text import Stamp

FORMATS = ("pdf", "json", "docx")
_encode = msgspec.json.Encoder(order="sorted").encode


def osm_file(
    report: OsmReport | OsmDistrict,
    output: str,
    language: str,
    photos: dict[str, bytes] | None = None,
    *,
    stamp: Stamp | None = None,
    logo: str = "",
    marked: str = "",
) -> bytes:
    """Return one hall's report, or that of several halls, as bytes. Raises Malformed for a format that there is not."""
    if output not in FORMATS:
        raise Malformed("report-format", format=output, known=", ".join(FORMATS))
    if output == "json":
        return msgspec.json.format(_encode(report), indent=2) + b"\n"
    if output == "docx":
        from reports.osm_docx import to_docx  # noqa: PLC0415 -- as below

        return to_docx(report, language, marked=marked)
    from reports.osm_pdf import district_pdf, to_pdf  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for

    if isinstance(report, OsmDistrict):
        return district_pdf(report, language, logo=logo, marked=marked)
    return to_pdf(report, language, photos, stamp=stamp, logo=logo, marked=marked)
