# SPDX-License-Identifier: Apache-2.0
"""Where a report is asked for: rows from the store, figures from ``reports``, bytes in a format."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Literal

from msgspec import structs

from hallserver.core.calendar import Calendar
from hallserver.core.catalog import Catalog
from hallserver.core.errors import Malformed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.rules_paper import paper_letter
from hallserver.core.standard import Group
from hallserver.core.why import why
from hallserver.core.why_story import TOLD
from hallserver.core.work_order import WorkOrder
from hallserver.report_beside import Earlier, under, under_latest, with_standards, with_times
from hallserver.store.at_close import read_openings
from hallserver.store.day_entries import read_entries
from hallserver.store.desk_rows import read_desks
from hallserver.store.picture_rows import read_causes
from hallserver.store.rating_rows import read_orders
from hallserver.store.reading import Reader as Connection
from hallserver.store.record_rows import read_rated, read_said
from hallserver.store.report_rows import Reader, day_after, last_us, read_alarms, read_extent, read_period
from hallserver.store.roll_up import read_days
from hallserver.store.standards import read_standards
from hallserver.words import LANGUAGES, name_in, say
from reports.attendance import attendance
from reports.attendance import to_json as attendance_json
from reports.cards import SERIES, For, Sign, card_of
from reports.day import make_day
from reports.deviations import lines_of as deviations_of
from reports.extras import KINDS, extras_of
from reports.formats import FORMATS, render
from reports.kinds import Span, span_of
from reports.kpi_orders import tally_orders
from reports.names import names_of
from reports.openings import Openings
from reports.order_form import Told
from reports.period import Period
from reports.pictured import Album, hours_of, of_day
from reports.records import Asked, Said, export
from reports.report import DayReport
from reports.rows import Extent
from reports.tally import DaysTally
from reports.tally_ratings import RatingTally
from reports.why import Setting, answer_of, to_json

Opened = tuple[Connection, Catalog]
"""How to read a hall's file, and its set-up."""
Rolled = tuple[str, DaysTally, RatingTally]
"""Date, or month, and what it adds up to."""


_DAY_BY_DAY = timedelta(days=62)
"""A period of at most this length is read day by day, so that its charts show each; a longer one by whole months."""


def day_report(
    reader: Reader,
    day: str,
    output: str,
    language: str,
    catalog: Catalog,
    *,
    groups: Mapping[str, Group] | None = None,
    calendar: Calendar | None = None,
    logo: str = "",
) -> bytes:
    """Return the report of one business day (ISO date) as bytes.

    ``output`` is a key of ``reports.formats.FORMATS``, e.g. pdf; ``groups``, ``calendar`` and ``logo`` are the standard's.
    ``reader`` is a read-only connection of the calling thread. Raises Malformed for a date or format that there is not, NotFound
    for a date on which the hall did not open: no data is not the same as an empty day.
    """
    if output not in FORMATS:
        raise Malformed("report-format", format=output, known=", ".join(FORMATS))
    return render(made_day(reader, day, catalog, groups=groups, calendar=calendar), output, language, logo)


def made_day(
    reader: Reader, day: str, catalog: Catalog, *, groups: Mapping[str, Group] | None = None, calendar: Calendar | None = None
) -> DayReport:
    """Return the report of one business day, not yet in any format: the file as it is at one moment. Raises as ``day_report``."""
    with reader.atomic():
        return _made_day(reader, _date(day), catalog, groups, calendar)


def _made_day(reader: Reader, first: date, catalog: Catalog, groups: Mapping[str, Group] | None, calendar: Calendar | None) -> DayReport:
    rows = read_period(reader, first.isoformat(), (first + timedelta(days=1)).isoformat())
    if not rows.days:
        raise NotFound("report-no-day", date=first.isoformat())
    standards = read_standards(reader.execute_sql, sorted({ticket.standard for ticket in rows.tickets} - {""}))
    known = with_times(reader.execute_sql, names_of(catalog, {slug: it.names for slug, it in (groups or {}).items()}, calendar))
    opened = read_openings(reader.execute_sql, (rows.from_date, rows.to_date), known)
    names = under(standards.values(), opened.on(rows.from_date) if rows.days[0].closed_us is not None else known)
    earlier = Earlier(Span(first, first + timedelta(days=1)))
    earlier.add_hall(reader.execute_sql, names)
    report = earlier.beside(make_day(rows, names, extras_of(read_entries(reader, first.isoformat(), KINDS))))
    halves = [group.slug for group in report.section("by-half-hour").groups]
    pictured = of_day(rows, halves, read_causes(reader.execute_sql, (rows.from_date, rows.to_date)))
    return structs.replace(report, pictured=pictured, deviations=deviations_of(standards))


def attendance_report(reader: Reader, day: str) -> bytes:
    """Return who had which counter when on a business day (ISO date), as JSON; nobody where the hall did not open. Raises Malformed."""
    return attendance_json(attendance(read_desks(reader, _date(day).isoformat())))


def why_report(reader: Reader, day: str, numbers: tuple[str, str], output: str, *, hall: Hall, language: str = "zh-Hans") -> bytes:
    """Return why one of two numbers of a business day was called before the other, as ``json`` or ``pdf``.

    Raises NotFound for a day or a number that there is not, AgainstStandard for one and the same number.
    """
    first = _date(day).isoformat()
    answered = why(read_entries(reader, first, TOLD), *numbers)
    journal = read_extent(reader.execute_sql, first, day_after(first)).journal
    setting = Setting(catalog=hall.catalog, groups=hall.rules.groups, day=day, journal=journal)
    answer = answer_of(answered, setting, language)
    if output == "json":
        return to_json(answer)
    from reports.why_pdf import to_pdf  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for

    return to_pdf(answer, language, hall.rules.theme.logo)


def untold(_hall: int, _part: float) -> None:
    """Tell nobody."""


def period_report(
    halls: Iterable[Opened], from_day: str, to_day: str, *, told: Callable[[int, float], None] = untold, now_us: int = 0
) -> DayReport:
    """Return the report of these halls over business days, the last one included; made of roll-ups, so a year takes seconds.

    ``now_us``: when it is made (UTC), for what is not over, or has no data since; otherwise at the time of the first hall's last event.
    ``told`` hears, day by day, which hall is read (from 0) and what part of it (0 to 1); what it raises ends the work.
    Raises Malformed for dates that there are not, NotFound where none of the halls opened on any of them.
    """
    first, last = _date(from_day), _date(to_day)
    if last < first:
        raise Malformed("report-dates", first=first.isoformat(), last=last.isoformat())
    period = Period(first.isoformat(), (last + timedelta(days=1)).isoformat())
    connections: list[Connection] = []
    watches: list[tuple[Openings, Extent]] = []
    album, each_day = Album(), last - first <= _DAY_BY_DAY
    earlier = Earlier(Span(first, last + timedelta(days=1)), now_us)
    for connect, catalog in halls:
        with connect() as database, database.atomic():
            known_names = names_of(catalog, calendar=period.halls[0][0].calendar if connections else None)
            names = (with_times if connections else under_latest)(database.execute_sql, known_names)
            extent = read_extent(database.execute_sql, period.from_date, period.to_date)
            orders = read_orders(database.execute_sql, (period.from_date, period.to_date))
            known = tally_orders(orders, last_us(database.execute_sql)) if orders is not None else None
            opened = read_openings(database.execute_sql, (period.from_date, period.to_date), names)
            watches.append((opened, extent))
            days = album.watching(read_days(database.execute_sql, extent, names, each_day=each_day), hours_of(opened, extent))
            alarms = read_alarms(database.execute_sql, extent)
            album.add_causes(read_causes(database.execute_sql, (period.from_date, period.to_date)))
            earlier.add_hall(database.execute_sql, names)
            period.add_hall(names, extent, _telling(days, (first, last), partial(told, len(connections))), known, alarms=alarms)
        connections.append(connect)
    if not any(extent.days for _, extent in period.halls):
        raise NotFound("report-no-days", first=first.isoformat(), last=last.isoformat())
    report = period.report(earlier.come.seen.last.isoformat())
    report = structs.replace(report, pictured=album.pictured(period.totals))
    return with_standards(earlier.beside(report, period), connections, watches, earlier.come.today)


def _telling(days: Iterable[Rolled], span: tuple[date, date], told: Callable[[float], None]) -> Iterator[Rolled]:
    """Give the days, or whole months, and tell after each what part of the span is done."""
    first, last = span
    for rolled in days:
        yield rolled
        at = date.fromisoformat(f"{rolled[0]}-28"[:10])
        told(min(1.0, (at - first).days / max(1, (last - first).days)))


def rating_records(reader: Reader, asked: Asked, catalog: Catalog, *, person: str = "") -> bytes:
    """Return the ratings of some days as records in an authority's layout, as JSON; personal fields masked but for ``person``.

    Raises Malformed for dates that there are not, NotFound where the hall opened on none of them.
    """
    first, last = _date(asked.first), _date(asked.last)
    if last < first:
        raise Malformed("report-dates", first=first.isoformat(), last=last.isoformat())
    span = (first.isoformat(), day_after(last.isoformat()))
    with reader.atomic():
        if not read_extent(reader.execute_sql, *span).days:
            raise NotFound("report-no-days", first=first.isoformat(), last=last.isoformat())
        rows = read_rated(reader.execute_sql, span)
        said = read_said(reader.execute_sql, rows)
    return export(rows, asked, catalog, Said(said, person))


def card_pdf(hall: Hall, card: str, language: str, numbers: range = SERIES, paper: Literal["A4", "A3"] = "A4") -> bytes:
    """Return a card (a key of ``reports.cards.CARDS``) for this hall, as PDF.

    ``numbers``: which of the pre-printed series; ``paper``: of door signs.
    """
    names = hall.catalog.here.names
    english = names.get("en", "") if language != "en" else ""
    it = For(hall=name_in(names, language), hall_english=english, numbers=numbers, language=language, signs=_signs(hall), paper=paper)
    if hall.standard is not None:
        it = structs.replace(it, letter=paper_letter(hall), digits=hall.rules.whole("ticket.digits"), theme=hall.rules.theme)
    return card_of(card, it)


def order_pdf(hall: Hall, order: WorkOrder, said: Callable[[Sequence[str]], dict[str, str]], language: str) -> bytes:
    """Return the form of a work order as PDF; ``said`` gives what the vault still has under references."""
    kept = [order.text, *(it.note for it in order.steps)]
    told = Told(hall=hall, said=said([it.ref for it in kept if it is not None]), language=language)
    from reports.order_pdf import to_pdf  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for

    return to_pdf(order, told, hall.rules.theme.logo)


def _signs(hall: Hall) -> tuple[Sign, ...]:
    """Return what stands on the doors: the counters in use, by number."""
    rows = sorted((row for row in hall.catalog.counters.values() if not row.retired), key=lambda row: (row.number, row.slug))
    return tuple(
        Sign(
            number=row.number,
            names={tag: name for tag, name in row.names.items() if _says_more(name, row.number)},
            place=hall.catalog.here.zones.get(row.zone, {}),
            room=row.room,
            queues=tuple(
                (queue.letter, queue.names) for slug in row.queues if (queue := hall.catalog.queues.get(slug)) and not queue.retired
            ),
            accessible=row.accessible,
        )
        for row in rows
    )


def _says_more(name: str, number: int) -> bool:
    """Tell whether a counter's name is more than its number, in any language."""
    bare = "".join(name.split()).lower()
    return bare not in {"".join(say("shared.counter", tag, number=number).split()).lower() for tag in LANGUAGES}


def _date(day: str) -> date:
    """Return the date. Raises Malformed for one that there is not."""
    return span_of("day", day).first
