# SPDX-License-Identifier: Apache-2.0
"""Freezes reports to be signed, and gives them out again: from the journal alone, whatever has happened since."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct, to_builtins

from hallserver.core import commands as c
from hallserver.core import id_number
from hallserver.core.asking import Frozen
from hallserver.core.errors import Malformed
from hallserver.core.hall import Hall
from hallserver.osm_door import made_osm, photos_of
from hallserver.report_door import made_day, period_report
from hallserver.store.reading import Reader as Connection
from hallserver.store.report_versions import VersionRow, read_frozen, read_versions
from hallserver.words import name_in
from reports import frozen
from reports.kinds import Span
from reports.osm import Boxed
from reports.osm_text import Stamp

Drafting = c.DraftReport | c.CorrectReport


class Freezing(Struct, frozen=True, kw_only=True):
    """What it needs: how to read the hall's file, and the hall as it is now. Call it off the event loop."""

    connect: Connection
    hall: Callable[[], Hall]

    def freeze(self, command: Drafting) -> Frozen:
        """Return the content of the report that somebody drafts. Raises Malformed for dates that there are not, NotFound without data."""
        span, hall = _span(command), self.hall()
        first, last = span.first.isoformat(), span.last.isoformat()
        boxes = Boxed(**{key: id_number.masked(text) for key, text in to_builtins(command.boxes).items()})
        if command.report == "osm":
            made = frozen.Frozen(report="osm", boxes=boxes, osm=made_osm((self.connect, hall), span, boxes))
        elif command.report == "day":
            with self.connect() as reader:
                day = made_day(reader, first, hall.catalog, groups=hall.rules.groups, calendar=hall.rules.calendar)
            made = frozen.Frozen(report="day", boxes=boxes, figures=day)
        else:
            made = frozen.Frozen(report=command.report, boxes=boxes, figures=period_report([(self.connect, hall.catalog)], first, last))
        return Frozen(frozen.canonical(made), made.journal)

    def versions(self) -> Sequence[VersionRow]:
        """Return every version that was drafted, of the latest period first."""
        with self.connect() as reader:
            return read_versions(reader.execute_sql)

    def file(self, place: str, output: str, language: str = "zh-Hans") -> bytes:
        """Return a version (``<epoch>.<seq>`` of its draft) in a format; JSON byte for byte as it was frozen. Raises NotFound, Altered."""
        hall = self.hall()
        with self.connect() as reader:
            row, text = read_frozen(reader.execute_sql, place)
        kept = frozen.thawed(text)
        photos = photos_of(self.connect, kept.osm) if kept.osm is not None and output == "pdf" else {}
        logo = hall.standard.theme.logo if hall.standard is not None else ""
        return frozen.rendered(text, output, language, photos, stamp_of(row, hall, language), logo=logo)


def _span(command: Drafting) -> Span:
    """Return the dates. Raises Malformed for such that there are not, or none between."""
    try:
        span = Span(date.fromisoformat(command.from_date), date.fromisoformat(command.to_date))
    except ValueError as error:
        raise Malformed("report-date", date=f"{command.from_date} {command.to_date}") from error
    if span.end <= span.first:
        raise Malformed("report-dates", first=command.from_date, last=command.to_date)
    return span


def stamp_of(row: VersionRow, hall: Hall, language: str) -> Stamp:
    """Return who drafted, checked and signed a version, and when by the hall's clock."""
    zone = ZoneInfo(hall.catalog.here.zone)

    def said(actor: str | None, at_us: int | None) -> str:
        if actor is None or at_us is None:
            return ""
        slug = actor.partition(":")[2]
        known = hall.catalog.people.get(slug)
        return f"{name_in(known.names, language) if known else slug} {datetime.fromtimestamp(at_us // 1_000_000, zone):%Y-%m-%d %H:%M}"

    return Stamp(
        version=row.version,
        state=row.state,
        sha256=row.sha256,
        drafted=said(row.drafted_by, row.drafted_us),
        checked=said(row.checked_by, row.checked_us),
        signed=said(row.signed_by, row.signed_us),
        why=row.why,
    )
