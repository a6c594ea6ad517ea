# SPDX-License-Identifier: Apache-2.0
"""Rules of setting up the hall, and of what devices and the server itself report."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.ailing import begins_anew
from hallserver.core.catalog import (
    CheckRow,
    CounterRow,
    DeviceRow,
    HallRow,
    MediaRow,
    PersonRow,
    PlanRow,
    QueueRow,
    Row,
    ServiceRow,
    ShiftRow,
    read_rows,
)
from hallserver.core.checklist import said_otherwise
from hallserver.core.errors import AgainstStandard, Conflict, Malformed, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.roles import FOR_PEOPLE, Actor
from hallserver.core.rows import check_comprehensive, check_media, check_mentors, check_plans, check_seen, check_themes
from hallserver.core.rows_site import check_checks, check_machines
from hallserver.core.rows_time import check_hours, check_shifts, check_slots
from hallserver.core.rules_standard import paper_letters
from hallserver.core.wiring import check_wiring

_BY_SECURITY = frozenset({"people"})
"""Sections that the security administrator edits; the others belong to the system administrator."""
_UNREADABLE = "IO"
"""Letters that look like digits."""
_PNG = "iVBORw0KGgo"
"""How every PNG begins, in base64."""


def configure(hall: Hall, command: c.Configure, by: Actor, _: int) -> list[e.Event]:
    """Check the rows against their type, each other and the rest of the catalog; nothing half-loaded."""
    needed = "security-admin" if command.section in _BY_SECURITY else "system-admin"
    if not by.roles & {needed, "service"}:
        raise NotAllowed("section-not-yours", section=command.section, role=needed)
    try:
        rows = read_rows(command.section, command.rows)
    except msgspec.ValidationError as error:
        raise Malformed("rows-unreadable", section=command.section, detail=str(error)) from error
    stood: dict[str, Row] = getattr(hall.catalog, command.section)
    _check_slugs(stood, rows)
    for row in rows:
        if not row.names.get("zh-Hans"):
            raise AgainstStandard("row-without-name", slug=row.slug)
        if row != stood.get(row.slug):
            check_seen(command.section, row)
    CHECKS.get(command.section, _no_check)(hall, rows, by)
    if command.section == "patrol":
        rows = [*said_otherwise(hall, (row for row in rows if isinstance(row, CheckRow)))]
    return [e.Configured(section=command.section, rows=[msgspec.to_builtins(row) for row in rows])]


def _check_slugs(before: dict[str, Row], rows: Sequence[Row]) -> None:
    slugs = [row.slug for row in rows]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        raise AgainstStandard("slug-twice", slugs=twice)
    dropped = sorted(set(before) - set(slugs))
    if dropped:
        raise AgainstStandard("slug-dropped", slugs=dropped)


def _no_check(_: Hall, __: Sequence[Any], ___: Actor) -> None:
    """Items stand for themselves."""


def _must_exist(known: Collection[str], slugs: Sequence[str], section: str) -> None:
    unknown = sorted({slug for slug in slugs if slug not in known})
    if unknown:
        raise NotFound("reference-unknown", section=section, slugs=unknown)


def _must_differ(values: Sequence[str | int], key: str) -> None:
    twice = sorted({str(value) for value in values if values.count(value) > 1})
    if twice:
        raise AgainstStandard(key, values=twice)


def _check_hall(hall: Hall, rows: Sequence[HallRow], __: Actor) -> None:
    if len(rows) != 1 or rows[0].retired:
        raise AgainstStandard("one-hall-row")
    try:
        ZoneInfo(rows[0].zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise AgainstStandard("zone-unknown", zone=rows[0].zone) from error
    if rows[0].logo and not rows[0].logo.startswith(_PNG):
        raise AgainstStandard("logo-no-png")
    check_hours(rows[0])
    check_comprehensive(hall.catalog, rows[0])


def _check_queues(hall: Hall, rows: Sequence[QueueRow], by: Actor) -> None:
    check_slots(rows)
    used = [row for row in rows if not row.retired]
    _must_differ([row.letter for row in used], "letter-twice")
    new = [row for row in used if row.slug not in hall.catalog.queues or hall.catalog.queues[row.slug].letter != row.letter]
    bad = sorted(row.letter for row in new if set(row.letter) & set(_UNREADABLE))
    if bad and "service" not in by.roles:
        raise AgainstStandard("letter-unreadable", letters=bad)
    if hall.standard is not None and "service" not in by.roles:
        _must_differ_from_paper(new, paper_letters(hall))
    busy = sorted(row.slug for row in rows if row.retired and hall.line(row.slug).waiting)
    moved = sorted(row.slug for row in new if row.slug in hall.catalog.queues and hall.line(row.slug).waiting)
    if busy or moved:
        raise Conflict("queue-has-waiting", queues=busy or moved)
    gone = {row.slug for row in rows if row.retired}
    offered = sorted(row.slug for row in hall.catalog.services.values() if not row.retired and row.queue in gone)
    if offered:
        raise Conflict("queue-has-services", services=offered)


def _must_differ_from_paper(rows: Iterable[QueueRow], letters: Collection[str]) -> None:
    """Refuse a queue with the letter of the pre-printed numbers: each would give the other's."""
    taken = next((row for row in rows if row.letter in letters and not row.retired), None)
    if taken is not None:
        raise AgainstStandard("paper-letter-taken", letter=taken.letter, queue=taken.slug)


def _check_services(hall: Hall, rows: Sequence[ServiceRow], _: Actor) -> None:
    used = {slug: row for slug, row in hall.catalog.queues.items() if not row.retired}
    _must_exist(used, [row.queue for row in rows if not row.retired], "queues")
    _must_exist(hall.catalog.queues, [row.queue for row in rows], "queues")
    _must_exist(hall.catalog.items, [item for row in rows for item in row.items], "items")
    check_themes(hall.catalog, rows)


def _check_counters(hall: Hall, rows: Sequence[CounterRow], _: Actor) -> None:
    _must_exist(hall.catalog.queues, [queue for row in rows for queue in (*row.queues, *row.helps)], "queues")
    _must_differ([row.number for row in rows if not row.retired], "counter-number-twice")
    busy = sorted(row.slug for row in rows if row.retired and hall.counter(row.slug).state != "closed")
    if busy:
        raise Conflict("counter-in-use", counters=busy)


def _check_people(hall: Hall, rows: Sequence[PersonRow], _: Actor) -> None:
    _must_exist(FOR_PEOPLE, [role for row in rows for role in row.roles], "roles")
    clerks = {state.clerk for state in hall.counters.values() if state.clerk}
    busy = sorted(row.slug for row in rows if row.retired and row.slug in clerks)
    if busy:
        raise Conflict("person-in-use", people=busy)
    _must_exist(hall.catalog.items, [item for row in rows for item in row.items], "items")
    check_mentors(rows)


def _check_plans(hall: Hall, rows: Sequence[PlanRow], _: Actor) -> None:
    check_plans(hall.catalog, rows)


def _check_media(hall: Hall, rows: Sequence[MediaRow], _: Actor) -> None:
    check_media(hall.catalog, rows)


def _check_shifts(hall: Hall, rows: Sequence[ShiftRow], _: Actor) -> None:
    check_shifts(hall.catalog, rows)


def _check_patrol(hall: Hall, rows: Sequence[CheckRow], _: Actor) -> None:
    check_checks(hall, rows)


def _check_devices(hall: Hall, rows: Sequence[DeviceRow], _: Actor) -> None:
    check_wiring(hall.catalog.counters, rows)


CHECKS: dict[str, Callable[[Hall, Sequence[Any], Actor], None]] = {
    "hall": _check_hall,
    "queues": _check_queues,
    "services": _check_services,
    "counters": _check_counters,
    "people": _check_people,
    "devices": _check_devices,
    "plans": _check_plans,
    "media": _check_media,
    "shifts": _check_shifts,
    "machines": lambda _, rows, __: check_machines(rows),
    "patrol": _check_patrol,
}
"""Section → what its rows must be beyond their types."""


def _device_known(hall: Hall, slug: str) -> None:
    if slug not in hall.catalog.devices:
        raise NotFound("device-unknown", device=slug)


def report_slip(hall: Hall, command: c.ReportSlip, _: Actor, __: int) -> list[e.Event]:
    """Keep how far a slip came."""
    _device_known(hall, command.device)
    return [e.SlipReported(job=command.job, device=command.device, ticket=command.ticket, copy=command.copy, state=command.state)]


def report_announcement(hall: Hall, command: c.ReportAnnouncement, _: Actor, __: int) -> list[e.Event]:
    """Keep how a call was announced; its first end stands, also where agent and service tell of it at the same moment."""
    _device_known(hall, command.device)
    if command.job in hall.announcements:
        raise Conflict("announcement-ended", job=command.job, state=hall.announcements[command.job])
    return [e.AnnouncementReported(**msgspec.structs.asdict(command))]


def report_device(hall: Hall, command: c.ReportDevice, _: Actor, __: int) -> list[e.Event]:
    """Keep that a device was paired, lost or came back, or what a printer says of itself."""
    _device_known(hall, command.device)
    return [e.DeviceReported(device=command.device, state=command.state, anew=begins_anew(hall, command.device, command.state))]


def report_key(hall: Hall, command: c.ReportKey, _: Actor, __: int) -> list[e.Event]:
    """Keep that a key was pressed from which nothing followed."""
    _device_known(hall, command.device)
    return [e.KeyIgnored(device=command.device, key=command.key, why=command.why)]


def try_device(hall: Hall, command: c.TryDevice, _: Actor, __: int) -> list[e.Event]:
    """Have a device on a cable show that it works."""
    row = hall.catalog.devices.get(command.device)
    if row is None or row.retired or not row.on_cable:
        raise NotFound("device-unknown", device=command.device)
    return [e.DeviceTried(device=command.device)]


def report_sign_in(_: Hall, command: c.ReportSignIn, __: Actor, ___: int) -> list[e.Event]:
    """Keep a sign-in, sign-out or refusal."""
    return [e.SignInReported(person=command.person, state=command.state)]


def report_clock(_: Hall, command: c.ReportClock, __: Actor, ___: int) -> list[e.Event]:
    """Keep that the wall clock stepped."""
    return [e.ClockSuspected(step_s=command.step_s)]


def erase_data(_: Hall, command: c.EraseData, __: Actor, ___: int) -> list[e.Event]:
    """Keep that a ticket's personal data was erased, and for whom."""
    return [e.DataErased(ticket=command.ticket, refs=command.refs, asked_by=command.asked_by)]
