# SPDX-License-Identifier: Apache-2.0
"""The formats of the report on on-site management."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from hallserver.core.errors import Malformed
from reports.osm import OsmDistrict, OsmReport
from reports.osm_csv import to_csv
from reports.osm_text import Stamp

Report = OsmReport | OsmDistrict
Photos = Mapping[str, bytes]
"""Reference → JPEG."""

_encode = msgspec.json.Encoder(order="sorted").encode


class Extras(Struct, frozen=True, kw_only=True):
    """What a file may have beside the report itself."""

    photos: Sequence[Photos] = ()
    stamp: Stamp | None = None
    logo: str = ""
    marked: str = ""


def to_json(report: Report) -> bytes:
    """Return the report as indented JSON, keys sorted: the same report has the same bytes."""
    return msgspec.json.format(_encode(report), indent=2) + b"\n"


def _to_json(report: Report, _language: str, _extras: Extras) -> bytes:
    return to_json(report)


def _to_pdf(report: Report, language: str, it: Extras) -> bytes:
    from reports.osm_district import district_pdf  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for
    from reports.osm_pdf import to_pdf  # noqa: PLC0415 -- as above

    if isinstance(report, OsmDistrict):
        return district_pdf(report, language, it.photos, stamp=it.stamp, logo=it.logo, marked=it.marked)
    return to_pdf(report, language, it.photos[0] if it.photos else {}, stamp=it.stamp, logo=it.logo, marked=it.marked)


def _to_png(report: Report, language: str, it: Extras) -> bytes:
    from reports.daily_png import PIXELS, rasterised  # noqa: PLC0415 -- as above
    from reports.osm_district import first_page  # noqa: PLC0415 -- as above

    return rasterised(first_page(report, language, stamp=it.stamp, logo=it.logo, marked=it.marked), PIXELS)


def _to_docx(report: Report, language: str, it: Extras) -> bytes:
    from reports.osm_docx import to_docx  # noqa: PLC0415 -- as above

    return to_docx(report, language, marked=it.marked)


def _to_xlsx(report: Report, language: str, it: Extras) -> bytes:
    from reports.osm_xlsx import to_xlsx  # noqa: PLC0415 -- as above

    return to_xlsx(report, language, stamp=it.stamp, marked=it.marked)


def _to_csv(report: Report, language: str, it: Extras) -> bytes:
    return to_csv(report, language, stamp=it.stamp, marked=it.marked)


FORMATS: Final[dict[str, Callable[[Report, str, Extras], bytes]]] = {
    "pdf": _to_pdf, "json": _to_json, "csv": _to_csv, "xlsx": _to_xlsx, "docx": _to_docx, "png": _to_png,
}  # fmt: skip


def osm_file(
    report: OsmReport | OsmDistrict,
    output: str,
    language: str,
    photos: Sequence[Photos] = (),
    *,
    stamp: Stamp | None = None,
    logo: str = "",
    marked: str = "",
) -> bytes:
    """Return one hall's report, or that of several halls, as bytes; ``photos``: of each hall, in their order.

    Raises Malformed for a format that there is not.
    """
    if output not in FORMATS:
        raise Malformed("report-format", format=output, known=", ".join(FORMATS))
    return FORMATS[output](report, language, Extras(photos=photos, stamp=stamp, logo=logo, marked=marked))
