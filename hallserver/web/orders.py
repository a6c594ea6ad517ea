# SPDX-License-Identifier: Apache-2.0
"""What was said about a work order: to those who handle it all of it, to the visitor's own ticket the answer. It comes from the vault."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from hallserver.core.asking import Sealed
from hallserver.core.commands import ReportOrderRead
from hallserver.core.errors import Malformed, NotFound, NotSignedIn
from hallserver.core.masking import masked_figures
from hallserver.core.roles import SERVICE_DOOR
from hallserver.core.work_lists import answers_to
from hallserver.core.work_order import WorkOrder
from hallserver.store.past_orders import Wanted
from hallserver.web.asking import Proof
from hallserver.web.records import MEDIA, QUERY_PATTERNS, RecordHandler

Said = Callable[[Sequence[str]], dict[str, str]]
"""References → what the vault has under them; what was erased is left out. Runs off the event loop."""


OrderReader = Callable[[str], WorkOrder | None]
"""Number of a work order → the order, also one that the hall has forgotten; None: there never was one. Runs off the event loop."""
FormMaker = Callable[[str], bytes]
"""Number of a work order → its printed form (PDF). Runs off the event loop."""


def nothing_said(_refs: Sequence[str]) -> dict[str, str]:
    """Return nothing: a door without a vault."""
    return {}


PastOrdersMaker = Callable[[Wanted, str, int], dict[str, Any]]
"""What is looked for, the month of closing, now (UTC µs) → a page of closed orders. Runs off the event loop."""


def no_past_orders(_wanted: Wanted, _month: str, _now_us: int) -> dict[str, Any]:
    """Return an empty page: a door without a hall's file."""
    return {"orders": [], "more": False, "counters": [], "items": [], "first_us": 0}


def no_past_order(_no: str) -> None:
    """Return nothing: a door without a hall's file."""


class OrderTexts(Struct, frozen=True, kw_only=True):
    """What was said, by the visitor and by staff; null: nothing, or it is erased by now."""

    order: str
    text: str | None
    """What the visitor said."""
    contact: str | None
    """How the visitor can be reached."""
    answer: str | None
    notes: list[str | None]
    """Of each step, in order."""


class OrderAnswer(Struct, frozen=True, kw_only=True):
    """What a visitor was answered, with long figures masked."""

    order: str
    replied_us: int
    answer: str | None


class OrderHandler(RecordHandler):
    """``GET /api/v1/orders/{order}``, and the same as ``.pdf``: the printed form."""

    async def get(self, asked: str) -> None:
        """Answer what was said about this order, however long it is closed; whom it is about gets none of it."""
        await self.door.service.settled()
        no = asked.removesuffix(".pdf")
        order = self.door.service.hall.orders.get(no) or await self.off_the_loop(partial(self.door.past_order, no))
        if order is None or order.clerk == self.actor.name:
            raise NotFound("order-unknown", order=no[:60])
        await self._note(order)
        if asked != no:
            await self._form(no)
            return
        kept = [order.text, order.contact, order.answer, *(it.note for it in order.steps)]
        said = await self.off_the_loop(partial(self.door.said, _refs(kept)))
        self.set_header("Cache-Control", "no-store")
        self.answer(_texts(order, [said.get(it.ref) if it is not None else None for it in kept]))

    async def _note(self, order: WorkOrder) -> None:
        """Keep who reads: before anything is read, for there is no reading without a trace."""
        if order.to_note(self.actor.name, self.door.clock.now()):
            await self.door.service.submit(ReportOrderRead(order=order.no, person=self.actor.name), SERVICE_DOOR)

    async def _form(self, no: str) -> None:
        if self.door.order_form is None:
            raise NotFound("order-unknown", order=no)
        content = await self.off_the_loop(partial(self.door.order_form, no))
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", MEDIA["pdf"])
        self.set_header("Content-Disposition", f'inline; filename="{no}.pdf"')
        self.finish(content)


SOUGHT = ("source", "counter", "item", "cause", "found", "no", "before")
"""What of ``Wanted`` an address may say."""


class PastOrdersHandler(RecordHandler):
    """``GET /api/v1/orders``: the closed orders, newest first, a page at a time; none that is about who asks."""

    async def get(self) -> None:
        """Answer the page. Raises Malformed for what is no such text."""
        said = {name: self._said(name) for name in (*SOUGHT, "month")}
        month = said.pop("month")
        await self.door.service.settled()
        wanted = msgspec.convert(said | {"but": self.actor.name}, Wanted)
        self.set_header("Cache-Control", "no-store")
        self.answer(await self.off_the_loop(partial(self.door.past_orders, wanted, month, self.door.clock.now())))

    def _said(self, name: str) -> str:
        value, pattern = self.get_query_argument(name, ""), QUERY_PATTERNS[name]
        if value and not re.fullmatch(pattern, value):
            raise Malformed("field-wrong", field=name, detail=pattern)
        return value


def _refs(kept: Sequence[Sealed | None]) -> list[str]:
    return [it.ref for it in kept if it is not None]


def _texts(order: WorkOrder, said: list[str | None]) -> OrderTexts:
    text, contact, answer, *notes = said
    return OrderTexts(order=order.no, text=text, contact=contact, answer=answer, notes=notes)


class AnswersHandler(RecordHandler):
    """``GET /api/v1/tickets/{token}/answers``: as with the ticket itself, the token is the only right one needs."""

    async def get(self, token: str) -> None:
        """Answer what was replied to this ticket's orders; every unknown token gets the same 404, too many from one address 429."""
        try:
            actor = self.door.askers.find(Proof(way="ticket", secret=token))
        except NotSignedIn as unknown:
            self.door.misses.missed(unknown, self.address)
            raise NotFound("ticket-token-unknown") from unknown
        await self.door.service.settled()
        hall = self.door.service.hall
        orders = [hall.orders[it.no] for it in answers_to(hall, actor.name) if it.replied_us]
        said = await self.off_the_loop(partial(self.door.said, _refs([it.answer for it in orders])))
        self.set_header("Cache-Control", "no-store")
        self.answer([_answer(it, said) for it in orders])


def _answer(order: WorkOrder, said: dict[str, str]) -> OrderAnswer:
    text = said.get(order.answer.ref) if order.answer is not None else None
    return OrderAnswer(order=order.no, replied_us=order.replied_us, answer=None if text is None else masked_figures(text))
