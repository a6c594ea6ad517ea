# SPDX-License-Identifier: Apache-2.0
"""Where the report on on-site management is asked for: rows of halls from the store, the report from ``reports``, bytes in a format."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from msgspec.structs import replace

from hallserver.core.checklist import STEP_WEIGHTS, checklist, standard_checks, step_weights, zones_of
from hallserver.core.errors import Malformed, NotFound
from hallserver.core.hall import Hall
from hallserver.photos import thumbnail
from hallserver.report_door import period_report
from hallserver.store.anchor import Anchor
from hallserver.store.at_close import hall_at_close
from hallserver.store.folder import STORE_FAULTS
from hallserver.store.reading import Reader as Connection
from hallserver.store.report_rows import read_extent
from hallserver.store.report_versions import read_staff_days
from hallserver.store.selecting import Execute
from hallserver.store.site_rows import read_photos, read_site
from reports.elapsed import begun
from reports.kinds import Span, before
from reports.osm import Boxed, NoData, OsmDistrict, OsmReport, make_osm, roll_up
from reports.osm_files import FORMATS, osm_file
from reports.osm_ledger import SHOWN_PHOTOS
from reports.osm_sources import Ruled, Sources
from reports.osm_unnamed import unnamed
from reports.quality import lost_days
from reports.report import DayReport, Note

Standing = tuple[Connection, Hall]
"""How to read a hall's file, and the hall as it stands: its checklist, people and zones."""


ALONE_PX, AMONG_PX = 640, 140
"""So long a photo is in the report of one hall, where it can be looked at closely, and among many halls, as large as on paper."""
AMONG: Final = 12
"""So many photos of a hall are among those of many halls at most, the gravest findings' first."""


def osm_report(
    halls: Sequence[Standing],
    span: Span,
    output: str,
    language: str,
    *,
    named: bool = True,
    logo: str = "",
    marked: str = "",
    now_us: int = 0,
) -> bytes:
    """Return the report of one hall, or of several with a page of all before theirs, over these business dates.

    ``output`` is a key of ``reports.osm_files.FORMATS``. Raises Malformed for a format that there is not, NotFound where none of
    the halls opened on any of the days. ``named`` False: without whatever names staff; ``marked``: a watermark. The photos are those
    that each hall's own vault still has. ``now_us``: when it is made, as ``period_report`` has it.
    """
    return osm_written(halls, made_of(halls, span, named=named, now_us=now_us), span, output, language, logo=logo, marked=marked)


def osm_written(
    halls: Sequence[Standing], made: OsmReport | OsmDistrict, span: Span, output: str, language: str, *, logo: str = "", marked: str = ""
) -> bytes:
    """Return what ``made_of`` made of these halls in a format. Raises Malformed for one that there is not."""
    if output not in FORMATS:
        raise Malformed("report-format", format=output, known=", ".join(FORMATS))
    photos = _photos(_parted(halls, span)[0], made) if output == "pdf" else []
    return osm_file(made, output, language, photos, logo=logo, marked=marked)


def _photos(opened: Sequence[Standing], made: OsmReport | OsmDistrict) -> list[dict[str, bytes]]:
    """Return the photos of each hall, from its own vault."""
    if isinstance(made, OsmReport):
        return [photos_of(opened[0][0], made)]
    pairs = zip(opened, made.halls, strict=True)
    return [photos_of(connect, report, longest_px=AMONG_PX, most=AMONG) for (connect, _), report in pairs]


def made_of(halls: Sequence[Standing], span: Span, *, named: bool = True, now_us: int = 0) -> OsmReport | OsmDistrict:
    """Return the report of one hall, or of several, not yet in any format. Raises NotFound where none opened on any of the days."""
    made = made_osm(halls[0], span, now_us=now_us) if len(halls) == 1 else made_district(halls, span, now_us=now_us)
    return made if named else unnamed(made)


def made_osm(of: Standing, span: Span, boxes: Boxed | None = None, *, now_us: int = 0) -> OsmReport:
    """Return one hall's report, not yet in any format. Raises NotFound for dates on which it did not open."""
    connect, hall = of
    service = _service([of], span, now_us)
    then = _before(span, service)
    earlier = _service_or_none([of], then)
    with connect() as database, database.atomic():
        execute = database.execute_sql
        at_end = _at_end(execute, hall, _dates(span))
        sources = Sources(
            service=service,
            service_before=earlier,
            site=read_site(execute, _dates(span)),
            site_before=read_site(execute, _dates(then)),
            lost=lost_days(service.notes),
            days=tuple(it.date for it in read_extent(execute, *_dates(span)).days),
            before=_dates(then),
            staff_days=read_staff_days(execute, _dates(span)) or None,
            ruled=_ruled(at_end),
            ruled_before=_ruled(_at_end(execute, hall, _dates(then))),
            people={row.slug: row.names for row in hall.catalog.people.values()},
            zones={zone: hall.catalog.here.zones.get(zone, {}) for zone in (*zones_of(at_end), *zones_of(hall))},
        )
    return make_osm(sources, boxes)


def made_district(halls: Sequence[Standing], span: Span, boxes: Boxed | None = None, *, now_us: int = 0) -> OsmDistrict:
    """Return the report of several halls; those that did not open in the period are named in it. Raises NotFound where none did."""
    opened, shut = _parted(halls, span)
    reports = [made_osm(hall, span, now_us=now_us) for hall in opened]
    if not reports:
        raise NotFound("report-no-days", first=span.first.isoformat(), last=span.last.isoformat())
    without = [_no_data(hall, span) for hall in shut]
    service = _service(halls, span, now_us)
    then = _before(span, service)
    had, _ = _parted(opened, then)
    earlier = _service_or_none(opened, then) if len(had) == len(opened) else None
    return roll_up(reports, _with_alike(service, len(opened), len(had)), earlier, without=without, boxes=boxes)


def _with_alike(service: DayReport, opened: int, had: int) -> DayReport:
    """Return the figures of several halls with the note where not all of them have data of the month before: then none is compared."""
    rest = [it for it in service.notes if it.key not in {"halls-differ", "halls-none-alike"}]
    said = [Note(key="osm-halls-differ", args={"n": opened, "then": had})] if 0 < had < opened else []
    return replace(service, notes=(*rest, *said))


def _before(span: Span, service: DayReport) -> Span:
    """Return the month before; of one that is not over as many of its days."""
    return before("osm", span) if service.over else begun(before("osm", span), service.come)


def _no_data(of: Standing, span: Span) -> NoData:
    connect, hall = of
    with connect() as database:
        return NoData(hall=dict(hall.catalog.here.names), journal=read_extent(database.execute_sql, *_dates(span)).journal)


def photos_of(connect: Connection, report: OsmReport, *, longest_px: int = ALONE_PX, most: int | None = None) -> dict[str, bytes]:
    """Return reference → JPEG of the photos that are printed in a report, at most so long, of those that the vault still has.

    One after the other: no more than one is held as large as it was taken.
    """
    found: dict[str, bytes] = {}
    with connect() as database:
        for finding in report.findings:
            kept = (photo for ref in finding.photos for photo in read_photos(database.execute_sql, [ref]).items())
            found |= {ref: thumbnail(body, longest_px) for ref, body in islice(kept, SHOWN_PHOTOS)}
            if most is not None and len(found) >= most:
                break
    return found


def kept_photos(vaults: Sequence[Connection], of: OsmReport | OsmDistrict) -> list[dict[str, bytes]]:
    """Return the photos of each hall of a frozen report, of those that its vault still has.

    A hall's vault is the one whose journal has the place on which its report rests; without it, or out of one that cannot be read, there
    are none: the report itself is given out all the same.
    """
    if isinstance(of, OsmReport):
        return [photos_of(vaults[0], of)]
    return [_photos_of_place((*vaults[at:], *vaults[:at]), it) for at, it in enumerate(of.halls)]  # mostly each stands where it stood


def _photos_of_place(vaults: Sequence[Connection], report: OsmReport) -> dict[str, bytes]:
    for connect in vaults if report.journal else ():
        with suppress(*STORE_FAULTS):
            with connect() as database:
                fit = Anchor.read(report.journal).fit(database)
            if fit == "fits":
                return photos_of(connect, report, longest_px=AMONG_PX, most=AMONG)
    return {}


def opened_on(execute: Execute, span: Span) -> bool:
    """Tell whether the hall opened on any of these dates."""
    return bool(read_extent(execute, *_dates(span)).days)


def _at_end(execute: Execute, hall: Hall, dates: tuple[str, str]) -> Hall:
    """Return the hall as it stood when these days ended; as it stands while one of them goes on."""
    if dates[0] <= hall.day < dates[1] and hall.stopped != "closed":
        return hall
    return hall_at_close(execute, dates) or hall


def _ruled(hall: Hall) -> Ruled:
    weights = step_weights(hall.standard) if hall.standard is not None else STEP_WEIGHTS["6x5"]
    caps = {slug: check.cap for slug, check in standard_checks(hall).items()}
    return Ruled(checks=checklist(hall), weights=dict(weights.items()), caps=caps, patrols=_patrols(hall))


def _patrols(hall: Hall) -> tuple[int, int]:
    if hall.standard is None:
        return 0, 0
    return hall.rules.whole("site.patrol_per_day"), hall.rules.whole("site.patrol_random")


def _parted(halls: Sequence[Standing], span: Span) -> tuple[list[Standing], list[Standing]]:
    """Return the halls that opened on any of these dates, and those that did not."""
    opened: list[Standing] = []
    shut: list[Standing] = []
    for connect, hall in halls:
        with connect() as database:
            (opened if opened_on(database.execute_sql, span) else shut).append((connect, hall))
    return opened, shut


def _service(halls: Sequence[Standing], span: Span, now_us: int = 0) -> DayReport:
    opened = [(connect, hall.catalog) for connect, hall in halls]
    return period_report(opened, span.first.isoformat(), span.last.isoformat(), now_us=now_us)


def _service_or_none(halls: Sequence[Standing], span: Span) -> DayReport | None:
    """Return the figures of a period; None where no hall opened in it: no data is not zero."""
    try:
        return _service(halls, span)
    except NotFound:
        return None


def _dates(span: Span) -> tuple[str, str]:
    return span.first.isoformat(), span.end.isoformat()
