# SPDX-License-Identifier: Apache-2.0
"""Where the report on on-site management is asked for: rows of halls from the store, the report from ``reports``, bytes in a format."""

from collections.abc import Sequence

from hallserver.core.checklist import STEP_WEIGHTS, checklist, step_weights, zones_of
from hallserver.core.errors import Malformed, NotFound
from hallserver.core.hall import Hall
from hallserver.report_door import period_report
from hallserver.store.reading import Reader as Connection
from hallserver.store.report_rows import read_extent
from hallserver.store.report_versions import read_staff_days
from hallserver.store.selecting import Execute
from hallserver.store.site_rows import read_photos, read_site
from reports.kinds import Span, before
from reports.osm import Boxed, OsmDistrict, OsmReport, Sources, make_osm, roll_up
from reports.osm_files import FORMATS, osm_file
from reports.report import DayReport

Standing = tuple[Connection, Hall]
"""How to read a hall's file, and the hall as it stands: its checklist, people and zones."""


def osm_report(halls: Sequence[Standing], span: Span, output: str, language: str, *, logo: str = "", marked: str = "") -> bytes:
    """Return the report of one hall, or of several with a page of all before theirs, over these business dates.

    ``output`` is a key of ``reports.osm_files.FORMATS``. Raises Malformed for a format that there is not, NotFound where none of
    the halls opened on any of the days. ``marked``: a watermark. The photos are those that the vault still has.
    """
    if output not in FORMATS:
        raise Malformed("report-format", format=output, known=", ".join(FORMATS))
    if len(halls) > 1:
        return osm_file(made_district(halls, span), output, language, logo=logo, marked=marked)
    report = made_osm(halls[0], span)
    return osm_file(report, output, language, photos_of(halls[0][0], report), logo=logo, marked=marked)


def made_osm(of: Standing, span: Span, boxes: Boxed | None = None) -> OsmReport:
    """Return one hall's report, not yet in any format. Raises NotFound for dates on which it did not open."""
    connect, hall = of
    then = before("osm", span)
    service, earlier = _service([of], span), _service_or_none([of], then)
    with connect() as database, database.atomic():
        execute = database.execute_sql
        sources = Sources(
            service=service,
            service_before=earlier,
            site=read_site(execute, _dates(span)),
            site_before=read_site(execute, _dates(then)),
            days=tuple(it.date for it in read_extent(execute, *_dates(span)).days),
            before=_dates(then),
            staff_days=read_staff_days(execute, _dates(span)) or None,
            checks=checklist(hall),
            weights=dict((step_weights(hall.standard) if hall.standard is not None else STEP_WEIGHTS["6x5"]).items()),
            patrols=_patrols(hall),
            people={row.slug: row.names for row in hall.catalog.people.values()},
            zones={zone: hall.catalog.here.zones.get(zone, {}) for zone in zones_of(hall)},
        )
    return make_osm(sources, boxes)


def made_district(halls: Sequence[Standing], span: Span) -> OsmDistrict:
    """Return the report of several halls; those that did not open in the period are not in it. Raises NotFound where none did."""
    reports = [made for hall in halls if (made := _made_or_none(hall, span)) is not None]
    if not reports:
        raise NotFound("report-no-days", first=span.first.isoformat(), last=span.last.isoformat())
    return roll_up(reports, _service(halls, span), _service_or_none(halls, before("osm", span)))


def photos_of(connect: Connection, report: OsmReport) -> dict[str, bytes]:
    """Return reference → JPEG of the photos of a report that the vault still has."""
    with connect() as database:
        return read_photos(database.execute_sql, [ref for it in report.findings for ref in it.photos])


def opened_on(execute: Execute, span: Span) -> bool:
    """Tell whether the hall opened on any of these dates."""
    return bool(read_extent(execute, *_dates(span)).days)


def _patrols(hall: Hall) -> tuple[int, int]:
    if hall.standard is None:
        return 0, 0
    return hall.rules.whole("site.patrol_per_day"), hall.rules.whole("site.patrol_random")


def _made_or_none(of: Standing, span: Span) -> OsmReport | None:
    with of[0]() as database:
        opened = opened_on(database.execute_sql, span)
    return made_osm(of, span) if opened else None


def _service(halls: Sequence[Standing], span: Span) -> DayReport:
    return period_report([(connect, hall.catalog) for connect, hall in halls], span.first.isoformat(), span.last.isoformat())


def _service_or_none(halls: Sequence[Standing], span: Span) -> DayReport | None:
    """Return the figures of a period; None where no hall opened in it: no data is not zero."""
    try:
        return _service(halls, span)
    except NotFound:
        return None


def _dates(span: Span) -> tuple[str, str]:
    return span.first.isoformat(), span.end.isoformat()
