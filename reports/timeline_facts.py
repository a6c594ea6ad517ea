# SPDX-License-Identifier: Apache-2.0
"""What the lines of a number's story say of their events: names for slugs, words for codes, nothing personal."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from hallserver.core import events as e
from hallserver.core.asking import ItemDone, Sealed
from hallserver.core.catalog import Catalog
from hallserver.core.happening import LegPlan, Reason
from hallserver.core.row import Names
from hallserver.core.standard import Standard
from hallserver.words import known, say
from reports.entry_text import entry_text
from reports.names import in_language, names_of
from reports.text import duration_text

CODES: Mapping[tuple[str, str], str] = {
    ("TicketIssued", "reason"): "call-reason",
    ("TicketHeld", "reason"): "hold",
    ("TicketTransferred", "reason"): "transfer",
    ("TicketCancelled", "reason"): "cancel",
    ("TicketVoided", "reason"): "void",
    ("TicketLifted", "reason"): "call-reason",
    ("TicketUnserved", "disposition"): "disposition",
    ("ReturnGiven", "reason"): "return",
    ("RecordAnnotated", "reason"): "annotation",
    ("HallSuspended", "reason"): "suspended",
    ("HallResumed", "reason"): "resumed",
    ("SlipReported", "state"): "timeline.slip",
    ("AnnouncementReported", "state"): "timeline.announcement",
    ("TicketResumed", "to"): "state",
    ("TicketsSwapped", "to"): "state",
    ("OrderCalledBack", "content"): "call-back",
    ("WorkOrderOpened", "source"): "order-source",
    ("ExclusionProposed", "why"): "exclusion",
    ("ExclusionDecided", "why"): "exclusion",
    ("MessageSent", "code"): "message",
    ("EntryRegistered", "register"): "registers",
    ("EntryStepped", "step"): "registers.step-",
    ("EntryWithdrawn", "reason"): "withdrawn",
}
"""(event, field) → the kind of code that stands there; words ``<kind>.<code>``, or ``<kind><code>`` of a kind that ends so."""
_EVERYWHERE: Mapping[str, str] = {
    "outcome": "outcome",
    "found": "found",
    "complexity": "complexity",
    "cause": "cause",
    "measure": "measure",
    "how": "contact-how",
    "stage": "timeline.stage",
    "channel": "timeline.channel",
    "clock": "timeline.clock",
    "needs": "need",
    "missing": "paper",
    "tags": "rating",
}
"""Field → the kind of code that stands there, whatever the event."""
UNTOLD: frozenset[str] = frozenset(
    "ticket letter number standard leg credit_s run language job refs back_leg day then plan behind dimensions asked_by on_spot_us tries"
    " contact_due fix_due close_due back put_back ratings args papers label kind RatingGiven.content closed".split()
)
"""Fields, of any event or of one, that say nothing more to a reader than the line already does, or only to a program."""
_ALWAYS: frozenset[str] = frozenset({"reached", "channel", "how", "complexity"})
"""Fields that are told even where they are as usual."""


class Setting(Struct, frozen=True, kw_only=True):
    """What names stand for, in whose language, and what was in force."""

    catalog: Catalog
    groups: Mapping[str, Names]
    language: str
    standard: Standard | None


def actor_name(actor: str, setting: Setting) -> str:
    """Return who did it as people know them: a name, a device, the visitor, the server itself."""
    kind, _, slug = actor.partition(":")
    section = {"person": "people", "device": "devices"}.get(kind, "")
    if section and _named(section, slug, setting) != slug:
        return _named(section, slug, setting)
    key = f"timeline.actor.{kind}"
    return say(key, setting.language) if known(key) else actor


def facts_of(entry: e.Entry, setting: Setting) -> Iterable[str]:
    """Give what a line says beyond its heading: ``name: value`` for each told field that is not as it is by default."""
    event = entry.event
    kind, fields = type(event).__name__, event.__struct_fields__
    usual = dict(zip(fields[::-1], event.__struct_defaults__[::-1], strict=False))
    for name in fields:
        value = getattr(event, name)
        if (
            {name, f"{kind}.{name}"} & UNTOLD
            or (name in usual and value == usual[name] and name not in _ALWAYS)
            or entry.actor == f"person:{value}"
        ):
            continue
        text = _text(kind, name, value, setting) if name != "fields" else _entry(event, setting)
        if text:
            yield say("timeline.fact", setting.language, name=say(f"timeline.field.{name}", setting.language), value=text)


def _text(kind: str, name: str, value: object, setting: Setting) -> str:
    """Return a field's value for people; empty where it says nothing."""
    if isinstance(value, tuple) and not all(isinstance(it, int) for it in value):
        return say("report.separator", setting.language).join(filter(None, (_text(kind, name, it, setting) for it in value)))
    codes = CODES.get((kind, name)) or _EVERYWHERE.get(name)
    if isinstance(value, str) and codes is not None:
        return _code(codes, value, setting)
    if isinstance(value, str) and name in _ROWS:
        return _named(_ROWS[name], value, setting)
    if isinstance(value, int) and name.endswith("_us"):
        return _time(name, value, setting)
    return next((show(name, value, setting) for type_, show in _SHOWN if isinstance(value, type_)), "")


def _time(name: str, value: int, setting: Setting) -> str:
    """Return a moment of the hall's clock, of ``took_us`` how long it was."""
    if not value or name == "took_us":
        return duration_text(value // 1_000_000, setting.language) if value else ""
    return f"{datetime.fromtimestamp(value / 1_000_000, ZoneInfo(setting.catalog.here.zone)):%Y-%m-%d %H:%M:%S}"


def _code(codes: str, value: str, setting: Setting) -> str:
    key = f"{codes}{value}" if codes.endswith("-") else f"{codes}.{value}"
    return say(key, setting.language) if known(key) else value


def _named(section: str, slug: str, setting: Setting) -> str:
    """Return the name of a row of the set-up, or of a credit group; the slug of one that is not there any more."""
    if section == "groups":
        return in_language(setting.groups.get(slug, {}), setting.language) or slug
    row = getattr(setting.catalog, section).get(slug)
    return slug if row is None else in_language(row.names, setting.language) or slug


def _entry(event: e.Event, setting: Setting) -> str:
    """Return what was written into a register; of another event nothing."""
    return entry_text(event.register, event.fields, setting.catalog, setting.language) if isinstance(event, e.EntryRegistered) else ""


def _plan(_: str, plan: LegPlan, setting: Setting) -> str:
    names = names_of(setting.catalog)
    queue = in_language(names.queues.get(plan.queue, {}), setting.language) or plan.queue
    return " ".join([queue, *(in_language(names.services.get(it, {}), setting.language) or it for it in plan.services)])


def _bounds(_: str, bounds: tuple[int, ...], setting: Setting) -> str:
    return " – ".join(duration_text(it, setting.language) for it in bounds)


def _number(name: str, value: int, setting: Setting) -> str:
    return duration_text(value, setting.language) if name.endswith("_s") else str(value)


def _word(name: str, value: str, setting: Setting) -> str:
    return _code(f"timeline.{name}", value, setting)


def _reason(_: str, reason: Reason, setting: Setting) -> str:
    """Return which rule chose the number; the figures of the moment stand in the journal."""
    return _code("timeline.reason", reason.key, setting)


_ROWS: Mapping[str, str] = {
    "counter": "counters",
    "device": "devices",
    "ordered_by": "people",
    "by": "people",
    "service": "services",
    "services": "services",
    "item": "items",
    "items": "items",
    "clerk": "people",
    "group": "groups",
    "declared": "groups",
}
"""Field → the section of the set-up whose slugs stand there."""
_SHOWN: tuple[tuple[type, Callable[[str, Any, Setting], str]], ...] = (
    (bool, lambda _, it, setting: say("timeline.yes" if it else "timeline.no", setting.language)),
    (int, _number),
    (str, _word),
    (Sealed, lambda _, _it, setting: say("timeline.sealed", setting.language)),
    (LegPlan, _plan),
    (Reason, _reason),
    (ItemDone, lambda _, it, setting: f"{_named('items', it.item, setting)} × {it.quantity}"),
    (tuple, _bounds),
)
"""Type of a value → what shows it; a type that is not here is not shown."""
