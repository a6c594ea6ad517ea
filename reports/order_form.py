# SPDX-License-Identifier: Apache-2.0
"""What stands on the printed form of a work order (工单表). Text only; no drawing here. What is not done yet is left empty, for a pen.

What visitors and staff said stands on it as far as it is not erased, with long figures masked; how to reach the visitor never does.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from hallserver.core.hall import Hall
from hallserver.core.masking import masked_figures
from hallserver.core.work_order import PRAISE, WorkOrder, WorkStep
from hallserver.words import name_in, say

Pair = tuple[str, str]


class Box(Struct, frozen=True, kw_only=True):
    """A part of the form: its label, what is known, and whether somebody signs it."""

    label: str
    lines: list[str]
    signed: bool = True


class Form(Struct, frozen=True, kw_only=True):
    """The whole form, in one language."""

    title: str
    number: str
    facts: list[Pair]
    boxes: list[Box]
    dues: list[tuple[str, str, str]]
    """Clock, until when, when it was done."""


class Told(Struct, frozen=True, kw_only=True):
    """What a form is made from: the hall with its names, what the vault still has (reference → text), the language."""

    hall: Hall
    said: Mapping[str, str]
    language: str

    def say(self, key: str, **args: object) -> str:
        """Return a sentence in the form's language."""
        return say(key, self.language, **args)

    def moment(self, at_us: int) -> str:
        """Return date and time on the hall's wall; empty for never."""
        zone = ZoneInfo(self.hall.catalog.here.zone)
        return f"{datetime.fromtimestamp(at_us // 1_000_000, zone):%Y-%m-%d %H:%M}" if at_us else ""

    def name(self, actor: str) -> str:
        """Return what whoever acted is called; the visitor and the clock have no name."""
        kind, _, slug = actor.partition(":")
        row = self.hall.catalog.people.get(slug) if kind == "person" else None
        return name_in(row.names, self.language) if row is not None else ""

    def text(self, ref: str | None) -> str:
        """Return a personal text with long figures masked, or that it is erased; empty where nothing was said."""
        if ref is None:
            return ""
        return masked_figures(self.said[ref]) if ref in self.said else self.say("orders.erased")


CODED = {
    "found": "found.{}", "complexity": "complexity.{}", "how": "contact-how.{}", "reached": "orders.reached-{}", "measure": "measure.{}",
    "cause": "cause.{}", "content": "call-back.{}", "upheld": "orders.upheld-{}", "why": "exclusion.{}", "agreed": "orders.agreed-{}",
    "level": "rating.level-{}",
}  # fmt: skip
"""What a step says → its words."""
_BOXES = (
    ("verify", ("verified",)),
    ("contact", ("contacted",)),
    ("fix", ("settled", "rectified", "explained")),
    ("reply", ("replied",)),
    ("call-back", ("called-back",)),
)
_REVIEWS = ("appealed", "appeal-reviewed", "exclusion-proposed", "exclusion-decided")


def form_of(order: WorkOrder, told: Told) -> Form:
    """Return the form of an order."""
    return Form(
        title=told.say("order-form.title", source=told.say(f"order-source.{order.source}")),
        number=order.no,
        facts=_facts(order, told),
        boxes=_boxes(order, told),
        dues=_dues(order, told),
    )


def _facts(order: WorkOrder, told: Told) -> list[Pair]:
    catalog = told.hall.catalog
    counter, person = catalog.counters.get(order.counter), catalog.people.get(order.clerk)
    matter = catalog.items.get(order.item) or catalog.services.get(order.service)
    facts = (
        ("opened", told.moment(order.opened_us)),
        ("level", told.say(f"rating.level-{order.stars}") if order.stars else told.say(f"order-source.{order.source}")),
        ("counter", told.say("shared.counter", number=counter.number) if counter is not None else ""),
        ("clerk", name_in(person.names, told.language) if person is not None else ""),
        ("matter", name_in(matter.names, told.language) if matter is not None else ""),
        ("label", order.label),
        ("who", told.say("orders.named" if order.named else "orders.nameless")),
        ("closed", told.moment(order.closed_us)),
    )
    return [(told.say(f"order-form.{key}"), value) for key, value in facts]


def _boxes(order: WorkOrder, told: Told) -> list[Box]:
    text = _lines(told.text(order.text.ref if order.text else None))
    said = Box(label=told.say("orders.text"), lines=[*text, *_told_of(order, told, ("followed-up",))], signed=False)
    if order.source == PRAISE:
        wanted = tuple(it for it in _BOXES if it[0] == "reply")
    else:
        wanted = tuple(it for it in _BOXES if order.named or it[0] not in {"contact", "call-back"})
    boxes = [Box(label=told.say(f"orders.step-{step}"), lines=_told_of(order, told, kinds)) for step, kinds in wanted]
    reviews = _told_of(order, told, _REVIEWS)
    return [said, *boxes, *([Box(label=told.say("order-form.reviews"), lines=reviews)] if reviews else [])]


def _told_of(order: WorkOrder, told: Told, kinds: tuple[str, ...]) -> list[str]:
    return [line for it in order.steps if it.kind in kinds for line in _step(it, told)]


def _step(it: WorkStep, told: Told) -> list[str]:
    words = [told.say(f"orders.did-{it.kind}"), *(_word(name, value, told) for name, value in it.says.items())]
    by = " ".join(filter(None, (told.name(it.by), told.moment(it.at_us))))
    head = told.say("order-form.step", what=" · ".join(filter(None, words)), by=by)
    return [head, *_lines(told.text(it.note.ref if it.note else None))]


def _word(name: str, value: object, told: Told) -> str:
    if name == "took_us":
        return told.say("order-form.took", n=max(1, round(int(str(value)) / 60_000_000)))
    if name == "reason":
        return told.say("orders.reason-said", reason=masked_figures(str(value)))
    key = CODED.get(name, "")
    return told.say(key.format(str(value).lower())) if key else ""


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _dues(order: WorkOrder, told: Told) -> list[tuple[str, str, str]]:
    times = (
        ("contact", order.contact_due, max(order.verified_us, order.contacted_us) if order.next_step not in {"verify", "contact"} else 0),
        ("fix", order.fix_due, order.replied_us),
        ("close", order.close_due, order.closed_us),
    )
    return [
        (told.say(f"orders.clock-{clock}"), told.say("order-form.until", day=told.moment(due.due_us - 1)[:10]), told.moment(done))
        for clock, due, done in times
        if due is not None
    ]
