# SPDX-License-Identifier: Apache-2.0
"""The files that the door hands out: reports, cards, forms, made from the hall's file and the hall as it is. Off the event loop."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from hallserver.core.errors import NotFound
from hallserver.core.hall import Hall
from hallserver.core.work_order import WorkOrder
from hallserver.report_door import card_pdf, day_report, order_pdf, rating_records, why_report
from hallserver.store.past_orders import past_order
from hallserver.store.reading import Reader as Connect
from reports.cards import CARDS
from reports.formats import FORMATS
from reports.record_layouts import LAYOUTS
from reports.records import Asked

LANGUAGE = "zh-Hans"
"""Of what is printed."""


class Makers(Struct, frozen=True, kw_only=True):
    """What the makers need: how to read the hall's file, the hall as it is now, what the vault has under references."""

    connect: Connect
    hall: Callable[[], Hall]
    said: Callable[[Sequence[str]], dict[str, str]]

    def reports(self) -> dict[str, Callable[[str], bytes]]:
        """Return ``<report>.<format>`` → its maker, by business day."""
        return {
            **{f"day.{output}": partial(self._day_report, output) for output in FORMATS},
            **{f"ratings-{layout}.json": partial(self._ratings, layout) for layout in LAYOUTS},
        }

    def _ratings(self, layout: str, day: str) -> bytes:
        """Return the day's ratings as records of an authority, personal fields masked."""
        with self.connect() as reader:
            return rating_records(reader, Asked(layout, day, day), self.hall().catalog)

    def _day_report(self, output: str, day: str) -> bytes:
        hall = self.hall()
        with self.connect() as reader:
            it = hall.rules
            return day_report(reader, day, output, LANGUAGE, hall.catalog, groups=it.groups, calendar=it.calendar, logo=it.theme.logo)

    def cards(self) -> dict[str, Callable[[], bytes]]:
        """Return each card's maker."""
        return {card: partial(self._card, card) for card in CARDS}

    def _card(self, card: str) -> bytes:
        return card_pdf(self.hall(), card, LANGUAGE)

    def why(self, output: str, day: str, numbers: tuple[str, str]) -> bytes:
        """Return why one of two numbers was called before the other. Raises NotFound."""
        with self.connect() as reader:
            return why_report(reader, day, numbers, output, hall=self.hall())

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
