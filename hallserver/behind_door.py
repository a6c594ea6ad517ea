# SPDX-License-Identifier: Apache-2.0
"""Where somebody asks for the numbers behind a figure: rows from the store, names from the set-up, JSON for the reading room."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from hallserver.core.errors import Malformed, NotFound
from hallserver.core.hall import Hall
from hallserver.store.report_rows import Reader, read_extent, read_rows
from hallserver.store.ticket_entries import read_labels
from reports.behind import Behind, behind
from reports.kinds import between
from reports.names import HallNames, in_language, names_of

LONGEST_DAYS = 31
"""A figure of more days is looked into by parts of it: its rows are read whole."""


class Asked(Struct, frozen=True, kw_only=True):
    """A figure (``wait.mean``) of a report over business days (ISO, the last included); of one group of it, or of the whole hall."""

    figure: str
    first: str
    last: str
    section: str = ""
    slug: str = ""
    language: str = "zh-Hans"
    person: str = ""
    """Who asks; ratings of the own work are left out."""


class Number(Struct, frozen=True, kw_only=True):
    """One number as the reading room lists it."""

    number: str
    day: str
    at_us: int
    leg: int
    queue: str
    counter: str
    clerk: str
    measure: float | None
    counts: bool


class Numbers(Struct, frozen=True, kw_only=True):
    """The list, how many there are in all and how many of them the numerator has; ``unit``: of the measures, ``s times stars``."""

    figure: str
    unit: str
    n: int
    counted: int
    zone: str
    rows: tuple[Number, ...]


def numbers_behind(reader: Reader, asked: Asked, hall: Hall) -> bytes:
    """Return the list as JSON. Raises Malformed for dates that there are not or too many, NotFound for days without a hall or a figure."""
    asked_days = between(asked.first, asked.last)
    if (asked_days.end - asked_days.first).days > LONGEST_DAYS:
        raise Malformed("behind-days", first=asked.first, last=asked.last, most=LONGEST_DAYS)
    span = asked_days.first.isoformat(), asked_days.end.isoformat()
    names = names_of(hall.catalog)
    with reader.atomic():
        extent = read_extent(reader.execute_sql, *span)
        if not extent.days:
            raise NotFound("report-no-days", first=asked.first, last=asked.last)
        rows = read_rows(reader.execute_sql, extent)
        found = behind(rows, asked.figure, (asked.section, asked.slug), ZoneInfo(names.zone), but=asked.person)
        labels = read_labels(reader, {it.ticket for it in found.rows})
    listed = tuple(_number(it, labels, names, asked.language) for it in found.rows)
    told = Numbers(figure=found.figure, unit=found.unit, n=found.n, counted=found.counted, zone=names.zone, rows=listed)
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def _number(it: Behind, labels: Mapping[str, tuple[str, str]], names: HallNames, language: str) -> Number:
    number, day = labels.get(it.ticket, (it.ticket, it.day))
    queue, counter, clerk = (
        in_language(known.get(slug, {}), language) or slug
        for known, slug in ((names.queues, it.queue), (names.counters, it.counter), (names.people, it.clerk))
    )
    return Number(
        number=number, day=day, at_us=it.at_us, leg=it.leg, queue=queue, counter=counter, clerk=clerk, measure=it.measure, counts=it.counts
    )
