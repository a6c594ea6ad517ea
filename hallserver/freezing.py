# SPDX-License-Identifier: Apache-2.0
"""Freezes reports to be signed, and gives them out again: from the journal alone, whatever has happened since."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from hallserver.core.errors import NotFound
from hallserver.core.hall import Hall
from hallserver.core.row import Names
from hallserver.district import DISTRICT
from hallserver.osm_door import Standing, kept_photos, made_district, made_osm
from hallserver.report_door import made_day, period_report
from hallserver.room import Asked
from hallserver.store.reading import Reader as Connection
from hallserver.store.report_rows import read_head
from hallserver.store.report_versions import VersionRow, read_frozen, read_versions
from hallserver.words import name_in
from reports import frozen
from reports.kinds import Span
from reports.osm import Boxed
from reports.osm_text import Stamp


class Freezing(Struct, frozen=True, kw_only=True):
    """What it needs: how to read the hall's file, and the hall as it is now. Call it off the event loop."""

    connect: Connection
    hall: Callable[[], Hall]
    further: Sequence[Standing] = ()
    """The further halls of a district, to make its report of."""
    vaults: Sequence[Connection] = ()
    """Where the photos of further halls may lie, in any order."""

    def content(self, kind: str, span: Span, boxes: Boxed, now_us: int = 0) -> str:
        """Return the content of a report that somebody drafts at a moment (UTC), as canonical JSON. Raises NotFound without data.

        It says how far each journal had come right after its figures were read: nothing that they rest on is later.
        """
        made = self._made(kind, span, boxes, now_us)
        return frozen.canonical(structs.replace(made, heads=tuple(map(_head, (self.connect, *(it for it, _ in self.further))))))

    def _made(self, kind: str, span: Span, boxes: Boxed, now_us: int) -> frozen.Frozen:
        hall, first = self.hall(), span.first.isoformat()
        own = (self.connect, hall)
        if kind == "osm":
            return frozen.Frozen(report=kind, boxes=boxes, osm=made_osm(own, span, boxes, now_us=now_us))
        if kind == DISTRICT:
            made = made_district([own, *self.further], span, boxes, now_us=now_us)
            district = structs.replace(made, lead=dict(hall.catalog.here.names))
            return frozen.Frozen(report=kind, boxes=boxes, district=district)
        if kind == "day":
            with self.connect() as reader:
                figures = made_day(reader, first, hall.catalog, groups=hall.rules.groups, calendar=hall.rules.calendar)
        else:
            figures = period_report([(self.connect, hall.catalog)], first, span.last.isoformat(), now_us=now_us)
        return frozen.Frozen(report=kind, boxes=boxes, figures=figures)

    def versions(self) -> list[VersionRow]:
        """Return every version that was drafted, of the latest period first."""
        with self.connect() as reader:
            return read_versions(reader.execute_sql)

    def file(self, place: str, output: str, language: str = "zh-Hans", *, of: Asked | None = None, marked: str = "") -> bytes:
        """Return a version (``<epoch>.<seq>`` of its draft) in a format; JSON byte for byte as it was frozen. Raises NotFound, Altered.

        ``of``: what it must be of, or there is no such version; ``marked``: a watermark.
        """
        hall = self.hall()
        with self.connect() as reader:
            row, text = read_frozen(reader.execute_sql, place)
        if of is not None and of != (row.report, row.from_date, row.to_date):
            raise NotFound("report-not-drafted")
        kept = frozen.thawed(text).on_site
        photos = kept_photos([self.connect, *self.vaults], kept) if kept is not None and output == "pdf" else []
        logo = hall.standard.theme.logo if hall.standard is not None else ""
        return frozen.rendered(text, output, language, photos, stamp_of(row, hall, language), logo=logo, marked=marked)


def _head(connect: Connection) -> str:
    with connect() as reader:
        return read_head(reader.execute_sql)


def stamp_of(row: VersionRow, hall: Hall, language: str) -> Stamp:
    """Return who drafted, checked and signed a version, and when by the hall's clock; by name as it was then, where it was kept."""
    zone = ZoneInfo(hall.catalog.here.zone)

    def said(step: str, actor: str | None, at_us: int | None) -> str:
        if actor is None or at_us is None:
            return ""
        slug = actor.partition(":")[2]
        names = row.names.get(step) or _names_now(hall, slug)
        return f"{name_in(names, language) if names else slug} {datetime.fromtimestamp(at_us // 1_000_000, zone):%Y-%m-%d %H:%M}"

    return Stamp(
        version=row.version,
        state=row.state,
        sha256=row.sha256,
        drafted=said("drafted", row.drafted_by, row.drafted_us),
        checked=said("checked", row.checked_by, row.checked_us),
        signed=said("signed", row.signed_by, row.signed_us),
        why=row.why,
    )


def _names_now(hall: Hall, slug: str) -> Names:
    known = hall.catalog.people.get(slug)
    return known.names if known is not None else {}
