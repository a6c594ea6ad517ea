# SPDX-License-Identifier: Apache-2.0
"""Is the hall ready to open? Everything that opening needs, one line each, the good ones too.

A line's ``key`` is the sentence ``opening.<key>``; whose it is, a device, a queue or a counter, stands in ``slug``.
"""

from collections.abc import Iterator

from hallserver.core.catalog import DeviceRow, QueueRow
from hallserver.core.dispatch import authorised, may_serve
from hallserver.core.events_hall import Check
from hallserver.core.hall import Hall
from hallserver.core.mute import mute_why, voiceless, voices
from hallserver.core.printers import printer_is
from hallserver.core.trainees import may_open

SCREENS: frozenset[str] = frozenset({"kiosk", "hall-display", "counter-display", "rater", "board", "keypad", "reader"})
"""Kinds of devices that people look at or touch."""


def checks(hall: Hall, now_us: int) -> list[Check]:  # noqa: ARG001 -- whoever asks later may be told of what has run out by then
    """Return the lines: printers, voices, screens, counters, staff, clock, backup, in this order."""
    return [*_printers(hall), *_voices(hall), *_screens(hall), *_counters(hall), *_staff(hall), _clock(hall), _backup(hall)]


def _of_kind(hall: Hall, *kinds: str) -> Iterator[DeviceRow]:
    return (row for row in hall.catalog.devices.values() if row.kind in kinds and not row.retired)


def link(hall: Hall, row: DeviceRow) -> str:
    """Return how the line to a device is: ``up``, ``lost``, or ``never`` where it was never connected."""
    said = {hall.devices.get(slug) for slug in (row.slug, row.agent) if slug}
    if "lost" in said:
        return "lost"
    return "up" if said & {"paired", "back"} else "never"


def _printers(hall: Hall) -> Iterator[Check]:
    for row in _of_kind(hall, "printer"):
        state = printer_is(hall, row.slug)
        if state == "ready" and link(hall, row) == "never":
            yield Check(area="printer", state="red", key="never", slug=row.slug)
        elif state == "ready" and hall.printers.get(row.slug) == "low":
            yield Check(area="printer", state="amber", key="printer-low", slug=row.slug)
        elif state == "ready":
            yield Check(area="printer", state="green", key="printer-ready", slug=row.slug)
        else:
            yield Check(area="printer", state="red", key="lost" if state == "lost" else f"printer-{state}", slug=row.slug)


def _voices(hall: Hall) -> Iterator[Check]:
    for row in voices(hall):
        why = mute_why(hall, row)
        if why == "lost" or link(hall, row) == "never":
            yield Check(area="voice", state="red", key=why or "never", slug=row.slug)
        elif why:
            yield Check(area="voice", state="red" if why == "failed" else "amber", key=f"voice-{why}", slug=row.slug)
        else:
            yield Check(area="voice", state="green", key="voice-heard", slug=row.slug)
    for zone in voiceless(hall):
        yield Check(area="voice", state="amber", key="voice-none", slug=zone)


def _screens(hall: Hall) -> Iterator[Check]:
    for row in _of_kind(hall, *SCREENS):
        line = link(hall, row)
        if line == "up":
            yield Check(area="screen", state="green", key="connected", slug=row.slug)
        else:
            yield Check(area="screen", state="red" if line == "lost" else "amber", key=line, slug=row.slug)


def _queues(hall: Hall) -> Iterator[QueueRow]:
    """Give the queues of which a service is in use."""
    used = {row.queue for row in hall.catalog.services.values() if not row.retired}
    return (row for slug, row in hall.catalog.queues.items() if slug in used and not row.retired)


def _counters(hall: Hall) -> Iterator[Check]:
    rows = [row for row in hall.catalog.counters.values() if not row.retired]
    for queue in _queues(hall):
        own = sum(queue.slug in row.queues for row in rows)
        if own:
            yield Check(area="counter", state="green", key="queue-owned", slug=queue.slug, args={"count": own})
        else:
            helped = any(queue.slug in row.helps for row in rows)
            key = "queue-helped-only" if helped else "queue-without-counter"
            yield Check(area="counter", state="amber" if helped else "red", key=key, slug=queue.slug)


def _staff(hall: Hall) -> Iterator[Check]:
    here = [slug for slug in hall.signed_in if may_open(hall.catalog.people.get(slug))]
    for queue in _queues(hall):
        count = sum(can_serve(hall, person, queue.slug) for person in here)
        key = "staff-here" if count else "staff-nobody"
        yield Check(area="staff", state="green" if count else "red", key=key, slug=queue.slug, args={"count": count} if count else {})


def can_serve(hall: Hall, person: str, queue: str) -> bool:
    """Tell whether this person is authorised for any service of the queue."""
    items = authorised(hall, person)
    return any(may_serve(hall, items, row.slug) for row in hall.catalog.services.values() if row.queue == queue and not row.retired)


def _clock(hall: Hall) -> Check:
    if hall.clock_suspect:
        return Check(area="clock", state="red", key="clock-suspect", args={"step_s": round(hall.clock_step_s)})
    return Check(area="clock", state="green", key="clock-right")


def _backup(hall: Hall) -> Check:
    if hall.backup:
        return Check(area="backup", state="red", key="backup-failing", args={"why": hall.backup})
    return Check(area="backup", state="green", key="backup-kept")
