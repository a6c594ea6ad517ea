# SPDX-License-Identifier: Apache-2.0
"""Rules of patrols and of what they find. It may come late from a phone without a network: what it says of times is kept."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.asking import Personal, Photo, Sealed
from hallserver.core.check_row import INSPECTION, SEVERITIES, CheckRow
from hallserver.core.checklist import laid, standard_checks, zones_of
from hallserver.core.commands_site import Found
from hallserver.core.day_numbers import next_number
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.hours import date_here
from hallserver.core.ladder import fix_due_us, ladder, ladder_anew
from hallserver.core.places import found_last, read_alike
from hallserver.core.roles import Actor, is_from_outside
from hallserver.core.row import seen_line
from hallserver.core.site_state import LastFound, place_key

FINDINGS = "X"
_DAY_US = 86_400_000_000
_AHEAD_US = 120_000_000
"""A phone's clock may be so much fast."""


def sealed_note(note: Personal | None) -> Sealed | None:
    """Return what an event keeps of a note."""
    return note.sealed if note is not None else None


def sealed_photos(photos: Sequence[Photo]) -> tuple[Sealed, ...]:
    """Return what an event keeps of photos."""
    return tuple(it.sealed for it in photos if it.sealed is not None)


class _Book(Struct, kw_only=True):
    """What one command opens: events so far, and where, so that the same thing is not opened twice."""

    events: list[e.Event] = field(default_factory=list)
    opened: dict[str, LastFound] = field(default_factory=dict)
    source: str = ""
    """As an event says where a finding comes from."""


def record_patrol(hall: Hall, command: c.RecordPatrol, by: Actor, now_us: int) -> list[e.Event]:
    """Record what was looked at and open what was found; a check with a finding was looked at, whatever the list says."""
    _must_be_new(hall, command.mark, by)
    from_us, until_us = said_us(hall, command.from_us, now_us), said_us(hall, command.until_us, now_us)
    if from_us > until_us:
        raise AgainstStandard("patrol-times")
    for zone, slugs in command.checked.items():
        _must_have_been_zone(hall, zone)
        _must_be_checks(hall, slugs)
    book = _Book(source=INSPECTION if is_from_outside(by.roles) else "")
    gravest_first = sorted(command.findings, key=lambda it: -SEVERITIES.index(it.severity))  # of one thing that is named twice
    numbers = [_found(hall, book, found, command.mark, (until_us, now_us)) for found in gravest_first]
    checked = {zone: tuple(dict.fromkeys((*slugs, *_found_in(command, zone)))) for zone, slugs in command.checked.items()}
    checked |= {it.zone: _found_in(command, it.zone) for it in command.findings if it.zone not in checked}
    patrol = e.PatrolRecorded(
        cycle=_cycle(command, by),
        checked=checked,
        from_us=from_us,
        until_us=until_us,
        mark=command.mark,
        findings=tuple(dict.fromkeys(numbers)),
    )
    return [patrol, *book.events]


def _cycle(command: c.RecordPatrol, by: Actor) -> str:
    """Return which round it was. Raises NotAllowed where somebody of the hall calls the own round an inspection."""
    if is_from_outside(by.roles):
        return INSPECTION
    if command.cycle == INSPECTION:
        raise NotAllowed("patrol-inspection")
    return command.cycle


def _must_be_new(hall: Hall, mark: str, by: Actor) -> None:
    """Refuse a patrol that is known: a phone may send it again when its idempotency key is long forgotten."""
    if mark and any((it.mark, it.by) == (mark, by.id) for it in hall.site.patrols):
        raise Conflict("patrol-known", mark=mark)


def _found_in(command: c.RecordPatrol, zone: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(it.check for it in command.findings if it.zone == zone))


def open_finding(hall: Hall, command: c.OpenFinding, by: Actor, now_us: int) -> list[e.Event]:
    """Open one finding, or say that one was seen again."""
    book = _Book(source=INSPECTION if is_from_outside(by.roles) else "")
    _found(hall, book, command.found, command.mark, (said_us(hall, command.found_us, now_us), now_us))
    return book.events


def said_us(hall: Hall, us: int, now_us: int) -> int:
    """Return a time that a phone says; 0 is now. Raises AgainstStandard for one in the future or older than ``site.late_days``."""
    days = hall.rules.whole("site.late_days")
    if us and not now_us - days * _DAY_US <= us <= now_us + _AHEAD_US:
        raise AgainstStandard("patrol-late", days=days)
    return min(us, now_us) or now_us


def must_be_zone(hall: Hall, zone: str) -> None:
    """Raise NotFound for a zone that the hall does not have."""
    if zone not in zones_of(hall):
        raise NotFound("reference-unknown", section="zones", slugs=[zone])


def _must_have_been_zone(hall: Hall, zone: str) -> None:
    """Raise NotFound for a zone that the hall has not and never patrolled: one that is gone may be on a phone that comes late."""
    if zone not in hall.site.done:
        must_be_zone(hall, zone)


def _must_be_checks(hall: Hall, slugs: Sequence[str]) -> None:
    known = {*standard_checks(hall), *hall.catalog.patrol}
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise NotFound("reference-unknown", section="patrol", slugs=unknown)


def _check(hall: Hall, slug: str) -> CheckRow:
    """Return a check, also one that is out of use by now: the phone may have had an older list. Raises NotFound."""
    _must_be_checks(hall, [slug])
    check = standard_checks(hall).get(slug)
    return hall.catalog.patrol[slug] if check is None else laid(slug, check, hall.catalog.patrol.get(slug))


def _found(hall: Hall, book: _Book, found: Found, mark: str, times_us: tuple[int, int]) -> str:
    """Open a finding, or see an open one again; return its number. ``times_us``: when it was seen, and now."""
    row = _check(hall, found.check)
    _must_have_been_zone(hall, found.zone)
    _must_be_known(hall, found)
    there = place_key(found.check, found.zone, found.counter or "", seen_line(found.place))
    key = read_alike(there)
    said: dict[str, Any] = {"mark": mark, "note": sealed_note(found.note), "photos": sealed_photos(found.photos)}
    last = book.opened.get(key) or found_last(hall.site, there)
    if last is not None and (key in book.opened or _was_open(hall, last.no, times_us[0])):
        graver = _graver(hall, last.no, found, row.points(found.severity), times_us[1])
        book.events.append(e.FindingSeenAgain(finding=last.no, severity=found.severity, found_us=times_us[0], **said, **graver))
        return last.no
    before = last if last is not None and is_repeat(hall, last, times_us[0]) else None
    opened = e.FindingOpened(**_about(hall, found, row, times_us), **said, finding=_number(hall, book, times_us[1]), **_nth(before))
    opened = replace(opened, ladder=ladder(hall, opened.due_us, opened.nth), source=book.source)
    book.events.append(opened)
    book.opened[key] = LastFound(no=opened.finding, found_us=times_us[0], nth=opened.nth)
    return opened.finding


def _about(hall: Hall, found: Found, row: CheckRow, times_us: tuple[int, int]) -> dict[str, Any]:
    """Return what a finding is about, what it costs, and until when it is to be put right."""
    what = {"check": row.slug, "resource": row.resource, "step": row.step, "safety": row.safety, "severity": found.severity}
    where = {"zone": found.zone, "counter": found.counter or "", "place": seen_line(found.place), "responsible": found.responsible or ""}
    due_us = fix_due_us(hall, times_us[1], found.severity)
    return {**what, **where, "deduction": row.points(found.severity), "found_us": times_us[0], "due_us": due_us}


def _nth(before: LastFound | None) -> dict[str, Any]:
    return {"repeat_of": before.no, "nth": before.nth + 1} if before is not None else {}


def _number(hall: Hall, book: _Book, now_us: int) -> str:
    mine = [(it.no, it.opened_us) for it in hall.site.findings.values()] + [(it.no, now_us) for it in book.opened.values()]
    return next_number(hall, FINDINGS, mine, now_us)


def _was_open(hall: Hall, no: str, found_us: int) -> bool:
    """Tell whether a finding is open, or was when somebody saw it whose phone comes late: that is no second one, let alone a repeat."""
    finding = hall.site.findings.get(no)
    return finding is not None and (finding.open or found_us < finding.closed_us)


def _graver(hall: Hall, no: str, found: Found, points: int, now_us: int) -> dict[str, Any]:
    """Return what changes with an open finding that somebody sees graver than those before; a milder word changes nothing."""
    finding = hall.site.findings.get(no)
    if finding is None or not finding.open or SEVERITIES.index(found.severity) <= SEVERITIES.index(finding.severity):
        return {}
    due_us = min(finding.due_us, fix_due_us(hall, now_us, found.severity))
    return {"deduction": points, "due_us": due_us, "ladder": ladder_anew(hall, due_us, finding.ladder, finding.climbed)}


def is_repeat(hall: Hall, last: LastFound, found_us: int) -> bool:
    """Tell whether something that is found now has come again: at most ``site.repeat_days`` days after it was found before, by date."""
    apart = date_here(hall, found_us) - date_here(hall, last.found_us)
    return apart.days <= hall.rules.whole("site.repeat_days")


def _must_be_known(hall: Hall, found: Found) -> None:
    for section, slug in (("counters", found.counter), ("people", found.responsible)):
        if slug is not None and slug not in getattr(hall.catalog, section):
            raise NotFound("reference-unknown", section=section, slugs=[slug])
