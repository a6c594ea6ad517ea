# SPDX-License-Identifier: Apache-2.0
"""What a hall display shows of its zone: calls with their counters, notices of the staff, and each queue. Numbers only, no names."""

from collections.abc import Mapping

from displays.heard import chimes, is_loud
from displays.media import slides
from displays.parts import counters_in, head, place, queues_of, staffed
from hallserver.core import waiting
from hallserver.core.catalog import CounterRow, QueueRow
from hallserver.core.hall import Hall
from hallserver.core.hours import next_opening_us
from hallserver.core.issuing import none_why
from hallserver.core.noted import AskedBack, CallShown, Notice
from hallserver.core.row import Names
from hallserver.words import known, say

MOST_NOTICES = 5
MOST_CALLS = 16
"""Calls that a display gets; more than fit on any of our sizes."""
FRESH_US = 15_000_000
"""All calls that are younger come as well, as many as the hall knows: each still gets its moment in the big place."""
NOTICE_S = 120
"""A notice of the staff is shown so long."""
URGENT_S = 600
"""An urgent one, unless another urgent one takes its place."""


def view(hall: Hall, of: str, now_us: int) -> dict[str, object]:
    """Return the zone's screen; ``of`` is the zone, empty for the whole hall. ``zone_names`` is empty where there is only one zone."""
    counters = counters_in(hall, of)
    here = {row.slug: row for row in counters}
    zones = {row.zone for row in counters}
    noticed = {"", of, *zones}
    named = _zones_to_name(hall)
    calls: list[CallShown | AskedBack] = [*hall.calls, *hall.backs]
    calls = sorted((call for call in calls if call.counter in here), key=lambda call: (call.at_us, call.seq), reverse=True)
    calls = [call for nth, call in enumerate(calls) if nth < MOST_CALLS or now_us - call.at_us < FRESH_US]
    return {
        "hall": head(hall),
        "zone": of,
        "zone_names": named.get(of, {}),
        "calls": [_call(hall, call) | {"counter": _where(here[call.counter], named)} for call in calls],
        "queues": [_queue(hall, row, now_us) for row in queues_of(hall, counters)],
        "standing": standing(hall),
        "media": slides(hall, of, now_us),
        "opens_us": None if hall.open else next_opening_us(hall, now_us),
        "notices": [_notice(notice) for notice in hall.notices if notice.zone in noticed][:MOST_NOTICES],
        "loud": is_loud(hall, zones),
        "chimes": chimes(hall, zones),
        "counters_open": sum(1 for row in counters if hall.counter(row.slug).state == "open"),
    }


def _zones_to_name(hall: Hall) -> Mapping[str, Names]:
    """Return what people call each zone with counters; nothing where there is only one: it need not be looked for."""
    zones = {row.zone for row in hall.catalog.counters.values() if not row.retired}
    return hall.catalog.here.zones if len(zones) > 1 else {}


def _where(row: CounterRow, zones: Mapping[str, Names]) -> dict[str, object]:
    return place(row) | {"zone_names": zones.get(row.zone, {})}


def standing(hall: Hall) -> Names | None:
    """Return what stands above the calls as long as the hall is suspended, in each language of notices; None: it is not."""
    if not hall.suspended:
        return None
    key = f"suspension.{hall.suspended}"
    return {language: say(key if known(key) else "suspension.other", language) for language in ("zh-Hans", "zh-Hant", "en")}


def _notice(notice: Notice) -> dict[str, object]:
    """``until_us``: when it goes by itself; the screen watches the time."""
    until_us = notice.at_us + (URGENT_S if notice.urgent else NOTICE_S) * 1_000_000
    return {"id": notice.id, "text": notice.text, "urgent": notice.urgent, "until_us": until_us}


def _call(hall: Hall, call: CallShown | AskedBack) -> dict[str, object]:
    """``live``: the visitor is still expected at that counter. ``mark``: why this number may come out of order; ``back``: asked back."""
    ticket = hall.tickets.get(call.ticket)
    if isinstance(call, AskedBack):
        return {"seq": call.seq, "label": call.label, "at_us": call.at_us, "call": call.nth, "live": False, "mark": "back"}
    live = ticket is not None and ticket.state == "called" and hall.counter(call.counter).ticket == call.ticket
    return {
        "seq": call.seq,
        "label": call.label,
        "at_us": call.at_us,
        "call": call.call,
        "live": live,
        "mark": _mark(hall, ticket.leg.group) if ticket is not None else "",
    }


def _mark(hall: Hall, group: str) -> str:
    """Return ``booked`` or ``priority``; the ground of a priority is nobody's business."""
    row = hall.rules.groups.get(group) if hall.standard is not None else None
    if group == "booked" or row is None:
        return group if group == "booked" else ""
    return "priority" if row.declarable else ""


def _queue(hall: Hall, row: QueueRow, now_us: int) -> dict[str, object]:
    ahead = waiting.counts(hall, row.slug)
    return {
        "slug": row.slug,
        "letter": row.letter,
        "names": row.names,
        "waiting": ahead,
        "range_s": waiting.forecast(hall, row.slug, ahead),
        "counters": staffed(hall, row.slug),
        "stopped": none_why(hall, row.slug, now_us) if hall.issuing else "",
    }
