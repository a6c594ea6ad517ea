# SPDX-License-Identifier: Apache-2.0
"""The files that the door hands out: reports, cards, forms, made from the hall's file and the hall as it is. Off the event loop."""

import base64
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from counters.orders.past import counters_named, matters_named, month_us, past_page
from hallserver.behind_door import Asked as Behind
from hallserver.behind_door import numbers_behind
from hallserver.core.asking import Traced
from hallserver.core.errors import NotFound
from hallserver.core.hall import Hall
from hallserver.core.site_state import StepRow
from hallserver.core.work_order import KEPT_US, WorkOrder
from hallserver.inspection import timeline_report
from hallserver.report_door import attendance_report, card_pdf, order_pdf, rating_records, why_report
from hallserver.room import Asked as RoomAsked
from hallserver.room import MadeApart, Room
from hallserver.store.ladder_rows import read_taken
from hallserver.store.numbers import read_number
from hallserver.store.past_orders import Wanted, past_order, past_orders
from hallserver.store.reading import Reader as Connect
from hallserver.store.report_rows import read_extent
from hallserver.store.report_versions import VersionOnWire, on_wire, read_versions
from hallserver.store.site_rows import read_steps
from reports.cards import CARDS
from reports.formats import FORMATS
from reports.ladder_form import photos_of, refs_of
from reports.order_form import Told
from reports.record_layouts import LAYOUTS
from reports.records import Asked

LANGUAGE = "zh-Hans"
"""Of what is printed."""
_NO_DAY = "9999-12-31"
"""Later than any."""


class Makers(Struct, frozen=True, kw_only=True):
    """What the makers need: how to read the hall's file, the hall as it is now, what the vault has under references."""

    connect: Connect
    hall: Callable[[], Hall]
    said: Callable[[Sequence[str]], dict[str, str]]

    def reports(self, day_report: Callable[[str, str], bytes]) -> dict[str, Callable[[str], bytes]]:
        """Return ``<report>.<format>`` → its maker, by business day; ``day_report`` makes that of a format and a day."""
        return {
            **{f"day.{output}": partial(day_report, output) for output in FORMATS},
            "attendance.json": self._attendance,
            **{f"ratings-{layout}.json": partial(self._ratings, layout) for layout in LAYOUTS},
        }

    def _attendance(self, day: str) -> bytes:
        """Return who had which counter when."""
        with self.connect() as reader:
            return attendance_report(reader, day)

    def _ratings(self, layout: str, day: str) -> bytes:
        """Return the day's ratings as records of an authority, personal fields masked."""
        with self.connect() as reader:
            return rating_records(reader, Asked(layout, day, day), self.hall().catalog)

    def cards(self) -> dict[str, Callable[[], bytes]]:
        """Return each card's maker."""
        return {card: partial(self._card, card) for card in CARDS}

    def _card(self, card: str) -> bytes:
        return card_pdf(self.hall(), card, LANGUAGE)

    def why(self, output: str, day: str, numbers: tuple[str, str]) -> bytes:
        """Return why one of two numbers was called before the other. Raises NotFound."""
        with self.connect() as reader:
            return why_report(reader, day, numbers, output, hall=self.hall())

    def behind(self, figure: str, asked: Mapping[str, str], language: str, person: str) -> bytes:
        """Return the numbers behind a figure, but what the person who asks must not learn. Raises NotFound, Malformed."""
        with self.connect() as reader:
            return numbers_behind(reader, Behind(figure=figure, **asked, language=language, person=person), self.hall())

    def timeline(self, output: str, day: str, number: str, language: str, person: str) -> bytes:
        """Return all that befell a number, but what the person who asks must not learn. Raises NotFound."""
        with self.connect() as reader:
            return timeline_report(reader, day, number, output, hall=self.hall(), language=language, but=person)

    def trace(self, number: str, day: str) -> Traced:
        """Return what the tables have of a number of a business day."""
        with self.connect() as reader:
            return read_number(reader.execute_sql, number, day, self.hall().catalog.here.zone)

    def room(self, apart: MadeApart) -> Room:
        """Return what the reading room reads; ``apart`` makes reports and gives frozen ones."""
        return Room(
            days=self._days, versions=self._versions, version=apart.version, kinds=apart.kinds, must_be_makeable=apart.must_be_makeable
        )

    def _days(self) -> Sequence[str]:
        """Return the business days that the hall has, in order."""
        with self.connect() as reader:
            return [it.date for it in read_extent(reader.execute_sql, "", _NO_DAY).days]

    def _versions(self, asked: RoomAsked) -> Sequence[VersionOnWire]:
        """Return the versions of a report by its kind, first date and the date after its last; the newest first."""
        with self.connect() as reader:
            found = read_versions(reader.execute_sql)
        return [on_wire(it) for it in found if (it.report, it.from_date, it.to_date) == asked]

    def order_form(self, no: str) -> bytes:
        """Return the printed form of a work order. Raises NotFound."""
        hall = self.hall()
        order = hall.orders.get(no) or self.past_order(no)
        if order is None:
            raise NotFound("order-unknown", order=no)
        return order_pdf(hall, order, self.said, LANGUAGE)

    def past_order(self, no: str) -> WorkOrder | None:
        """Return a work order as the journal has it; None: there never was one."""
        with self.connect() as reader:
            return past_order(reader.execute_sql, no)

    def site_steps(self, no: str) -> Sequence[StepRow]:
        """Return every step of a finding, an action or an entry of a register; none where there never was one."""
        with self.connect() as reader:
            return read_steps(reader.execute_sql, no)

    def ladder_paper(self, no: str, nth: int, language: str, person: str) -> bytes:
        """Return the paper of the ``nth`` step of a finding's ladder; ``person``: whose it must be to put right, empty: anybody's.

        Raises NotFound.
        """
        hall = self.hall()
        with self.connect() as reader:
            taken = read_taken(reader.execute_sql, no, nth)
        if taken is None or person not in {"", taken.finding.responsible}:
            raise NotFound("site-paper-unknown", no=no[:40])
        said = self.said(refs_of(taken))
        photos = {ref: base64.b64decode(said[ref]) for ref in photos_of(taken) if ref in said}
        from reports.ladder_pdf import to_pdf  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for

        return to_pdf(taken, Told(hall=hall, said=said, language=language), photos, hall.rules.theme.logo)

    def past_orders(self, wanted: Wanted, month: str, now_us: int) -> dict[str, Any]:
        """Return a page of the orders closed in a month (``2026-11``; empty: ever) for the person whom none of them is about."""
        hall = self.hall()
        from_us, until_us = month_us(hall, month)
        with self.connect() as reader:
            found = past_orders(reader.execute_sql, replace(wanted, from_us=from_us, until_us=until_us, let_go_us=now_us - KEPT_US))
        return {
            "orders": past_page(hall, wanted.but, found.orders, now_us),
            "more": found.more,
            "counters": counters_named(hall, found.counters),
            "items": matters_named(hall, found.items),
            "first_us": found.first_us,
        }
