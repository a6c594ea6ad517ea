# SPDX-License-Identifier: Apache-2.0
"""What the manager sees live: queues against their targets, counters, today's sums, ratings, lost devices."""

from bisect import bisect_left
from itertools import islice
from typing import Final

from hallserver.core.catalog import CounterRow, QueueRow
from hallserver.core.hall import CounterState, Hall
from hallserver.core.idle import idle_counters
from hallserver.core.printers import needy_printers, slipless_waiting
from hallserver.core.runs import Run, runs
from hallserver.core.site import findings_counted
from hallserver.core.tally import Tally
from hallserver.core.thresholds import wait_limits_us
from hallserver.core.waiting import owners_open
from reports.figures import at_rank
from reports.manager.announced import announced, without_voice, zones
from reports.manager.doubts import doubted
from reports.manager.honesty import acts, listed_signs
from reports.manager.needs import advice_rows, alarm_rows, inbox, longest, times
from reports.manager.orders import order_counts
from reports.manager.papers import paper_counts

LEFT_SHOWN: Final = 300
"""How many open tickets are listed one by one for closing the day; one disposition serves the rest."""
SLIPLESS_SHOWN: Final = 8
"""How many of those who wait without paper are named."""
_LEFT_ORDER: Final = ("serving", "called", "held", "waiting", "absent")
_US: Final = 1_000_000

Json = dict[str, object]


def view(hall: Hall, of: str, now_us: int) -> Json:
    """Return the live figures of the whole hall for the person ``of``; every share comes as numerator and denominator."""
    queues = sorted((row for row in hall.catalog.queues.values() if not row.retired), key=lambda row: row.letter)
    counters = sorted((row for row in hall.catalog.counters.values() if not row.retired), key=lambda row: row.number)
    idle = {it.counter: it.since_us for it in idle_counters(hall, now_us)} if hall.standard is not None else {}
    return {
        "zone": hall.catalog.here.zone,
        "day": _day(hall),
        "names": hall.catalog.here.names,
        "totals": _totals(hall),
        "waits": _waits(hall.tally),
        "queues": [_queue(hall, row, now_us) for row in queues],
        "counters": [_counter(hall, row, idle) for row in counters],
        "alarms": alarm_rows(hall, now_us, of),
        "longest": longest(hall),
        "advice": advice_rows(hall, now_us),
        "messages": inbox(hall, of),
        "times": times(hall, now_us),
        "ratings": _ratings(hall),
        "devices": _devices(hall),
        "slipless": _slipless(hall),
        "announced": announced(hall),
        "zones": zones(hall),
        "voiceless": without_voice(hall),
        "acts": acts(hall),
        "signs": listed_signs(hall, now_us),
        "doubts": doubted(hall),
        "orders": order_counts(hall, of, now_us),
        "papers": paper_counts(hall, of),
        "site": findings_counted(hall, now_us),
        "enquiries": sum(hall.enquiries.values()),
        "direct": sum(len(facts.directs) for facts in hall.watched.values()),
        "runs": [_run(hall, it) for it in runs(hall, now_us)] if hall.standard is not None else [],
        "left": _left(hall),
        "left_all": sum(len(hall.live[state]) for state in _LEFT_ORDER),
    }


def _day(hall: Hall) -> Json:
    return {
        "date": hall.day,
        "open": hall.open,
        "issuing": hall.issuing,
        "stopped": hall.stopped,
        "clock_suspect": hall.clock_suspect,
        "clock_step_s": hall.clock_step_s,
        "backup": hall.backup,
        "restored_us": hall.restored_us or None,
        "restored_from_us": hall.restored_from_us or None,
    }


def _totals(hall: Hall) -> Json:
    tally, now = hall.tally, {state: len(tickets) for state, tickets in hall.live.items()}
    return {
        "issued": tally.issued,
        "called": tally.called,
        "finished": tally.finished,
        "absent": tally.absent,
        "forfeited": tally.forfeited,
        "cancelled": tally.cancelled,
        "waiting": now["waiting"],
        "in_hand": now["called"] + now["serving"],
        "held": now["held"],
        "absent_now": now["absent"],
        "out_of_order": tally.out_of_order,
        "voided": hall.ended.get("voided", 0),
    }


def _waits(tally: Tally) -> Json:
    return {
        "sum_s": tally.wait_us // _US,
        "suspended_s": tally.suspended_us // _US,
        "called": tally.called,
        "within": tally.within,
        "p90_s": at_rank(tally.waits_s, 90),
    }


def _queue(hall: Hall, row: QueueRow, now_us: int) -> Json:
    line, target_s, owners = hall.line(row.slug), hall.target_s(row.slug), owners_open(hall, row.slug)
    late = bisect_left(line.opened_us, now_us - target_s * _US)
    long = bisect_left(line.opened_us, now_us - round(wait_limits_us(hall, row.slug)[0]))
    alone = line.waiting > 0 and not owners
    stranded = alone and not hall.staffed(row.slug).serving
    return {
        "slug": row.slug,
        "letter": row.letter,
        "names": row.names,
        "level": "critical" if stranded or long else "warning" if alone or late else "ok",
        "waiting": line.waiting,
        "late": late,
        "oldest_us": line.opened_us[0] if line.opened_us else None,
        "target_s": target_s,
        "open_counters": owners,
        "unattended": alone,
        "waits": _waits(hall.tallies.get(row.slug) or Tally()),
    }


def _counter(hall: Hall, row: CounterRow, idle: dict[str, int]) -> Json:
    state = hall.counter(row.slug)
    clerk = hall.catalog.people.get(state.clerk) if state.state != "closed" else None
    return {
        "slug": row.slug,
        "number": row.number,
        "names": row.names,
        "kind": row.kind,
        "letters": [hall.catalog.queues[slug].letter for slug in row.queues if slug in hall.catalog.queues],
        "state": state.state,
        "reason": state.reason if state.state == "paused" else "",
        "clerk": clerk.names if clerk else {},
        "since_us": state.since_us or None,
        "ticket": _in_hand(hall, state),
        "idle_us": idle.get(row.slug),
    }


def _in_hand(hall: Hall, state: CounterState) -> Json | None:
    ticket = hall.tickets.get(state.ticket)
    if ticket is None:
        return None
    since_us = ticket.leg.started_us if ticket.state == "serving" else ticket.leg.last_called_us
    return {"label": ticket.label, "state": ticket.state, "since_us": since_us}


def _ratings(hall: Hall) -> Json:
    tally, least = hall.tally, hall.rules.whole("eval.good_min")
    stars = {str(star): tally.stars.get(star, 0) for star in (5, 4, 3, 2, 1)}
    satisfied = sum(tally.stars.get(star, 0) for star in range(least, 6))
    return {"stars": stars, "satisfied": satisfied, "rated": sum(stars.values()), "rateable": tally.rateable}


def _devices(hall: Hall) -> Json:
    rows = [row for row in hall.catalog.devices.values() if not row.retired]
    lost = [row for row in rows if hall.devices.get(row.slug) == "lost"]
    return {
        "all": len(rows),
        "connected": sum(hall.devices.get(row.slug) in ("paired", "back") for row in rows),
        "lost": [{"slug": row.slug, "names": row.names, "kind": row.kind} for row in lost],
        "twins": [{"slug": row.slug, "names": row.names, "at_us": hall.twins[row.slug]} for row in rows if row.slug in hall.twins],
        "printers": [{"slug": row.slug, "names": row.names, "state": state} for row, state in needy_printers(hall)],
    }


def _slipless(hall: Hall) -> Json:
    """Return who waits without paper; all of them are counted."""
    found, devices = slipless_waiting(hall), hall.catalog.devices
    return {
        "all": len(found),
        "first": [{"label": it.label, "kiosk": devices[it.kiosk].names if it.kiosk in devices else {}} for it in found[:SLIPLESS_SHOWN]],
    }


def _run(hall: Hall, run: Run) -> Json:
    """Return a run as the screen lists it; ``tickets`` are those that can be voided."""
    slug = run.actor.partition(":")[2]
    kiosk, services = hall.catalog.devices.get(slug), [hall.catalog.services.get(it) for it in run.services]
    return {
        "kiosk": kiosk.names if kiosk else {"zh-Hans": slug},
        "services": [service.names for service in services if service],
        "count": run.count,
        "first": run.first,
        "last": run.last,
        "from_us": run.from_us,
        "until_us": run.until_us,
        "tickets": run.waiting,
    }


def _left(hall: Hall) -> list[Json]:
    """Return those whom closing the day would leave: in hand first, then by number."""
    left = ((state, ticket, label) for state in _LEFT_ORDER for _, _, ticket, label in hall.live[state])
    return [{"id": ticket, "label": label, "state": state} for state, ticket, label in islice(left, LEFT_SHOWN)]
