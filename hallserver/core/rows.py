# SPDX-License-Identifier: Apache-2.0
"""What rows must be beyond their types where a slip would be found out only at closing time, or at a trainee's first call."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import msgspec

from hallserver.core.catalog import Catalog, HallRow, MediaRow, PersonRow, PlanRow, Row, ServiceRow
from hallserver.core.errors import AgainstStandard, NotFound
from hallserver.core.row import unseen_in
from hallserver.core.trainees import ANSWERS

_LINES = ("sentences",)
"""Fields whose texts may have more than one line."""


def unseen_of(row: Mapping[str, object]) -> tuple[str, str, str] | None:
    """Return the field of a row in which a character stands that nobody sees, the place in the row, and the character; None: none does."""
    for name, value in row.items():
        found = unseen_in(value, lines=name in _LINES, path=name)
        if found is not None:
            return name, *found
    return None


def check_seen(section: str, row: Row) -> None:
    """Raise AgainstStandard, naming the field, for a row with a character that nobody sees."""
    found = unseen_of(msgspec.to_builtins(row))
    if found is not None:
        field, place, code = found
        raise AgainstStandard("row-unseen", section=section, slug=row.slug, field=field, place=place, code=code)


def check_comprehensive(catalog: Catalog, row: HallRow) -> None:
    """Raise NotFound where the hall is to give a service that is not in use; a hall's first row comes before its services."""
    if row.comprehensive and catalog.services and row.comprehensive != (catalog.here.comprehensive if catalog.hall else ""):
        _must_exist({slug for slug, it in catalog.services.items() if not it.retired}, [row.comprehensive], "services")


def check_themes(catalog: Catalog, rows: Sequence[ServiceRow]) -> None:
    """Raise NotFound for a theme that the hall does not have; one that it has given up may stand where it stood."""
    for row in rows:
        stood = catalog.services[row.slug].themes if row.slug in catalog.services else ()
        _must_exist({*catalog.here.themes, *stood}, row.themes, "themes")


FILMS = (".mp4", ".webm")
"""How names of films end; every other ending is a picture's."""


def check_media(catalog: Catalog, rows: Sequence[MediaRow]) -> None:
    """Raise AgainstStandard for a row that would never be shown, or as what it is not; NotFound for a zone that nothing stands in."""
    zones = {*catalog.here.zones, *(row.zone for row in catalog.counters.values()), *(row.zone for row in catalog.devices.values())}
    for row in rows:
        if (row.kind == "film") != row.file.endswith(FILMS):
            raise AgainstStandard("media-file-kind", slug=row.slug, file=row.file)
        if not _are_days(row) or (row.until_day and row.until_day < row.from_day):
            raise AgainstStandard("media-dates", slug=row.slug)
        if any(since >= until for since, _, until in (span.partition("-") for span in row.spans)):
            raise AgainstStandard("media-spans", slug=row.slug, spans=list(row.spans))
        if not row.retired:
            _must_exist(zones, row.zones, "zones")


def _are_days(row: MediaRow) -> bool:
    """Tell whether its days are in the calendar."""
    try:
        return all(date.fromisoformat(day) for day in (row.from_day, row.until_day) if day)
    except ValueError:
        return False


def check_plans(catalog: Catalog, rows: Sequence[PlanRow]) -> None:
    """Raise NotFound for a counter, service or queue of a plan that is not there; rows out of use may be named."""
    for row in rows:
        _must_exist(catalog.counters, row.counters, "counters")
        queues = [queue for duty in row.counters.values() for queue in (*duty.queues, *duty.helps)]
        _must_exist(catalog.queues, [*queues, *row.quotas], "queues")
        _must_exist(catalog.services, row.offered, "services")


def _must_exist(known: Collection[str], slugs: Collection[str], section: str) -> None:
    unknown = sorted({slug for slug in slugs if slug not in known})
    if unknown:
        raise NotFound("reference-unknown", section=section, slugs=unknown)


def check_mentors(rows: Sequence[PersonRow]) -> None:
    """Raise NotFound for a mentor who is not there, AgainstStandard for one who cannot answer for anybody.

    A trainee without a mentor may be set up: who is to answer for them is often known only in the morning.
    """
    people = {row.slug: row for row in rows}
    for row in rows:
        if row.mentor and not row.retired:
            _must_exist(people, [row.mentor], "people")
            _must_answer(people, row)


def _must_answer(people: Mapping[str, PersonRow], row: PersonRow) -> None:
    mentor = people[row.mentor]
    if mentor.slug == row.slug or mentor.retired or not ANSWERS & set(mentor.roles):
        raise AgainstStandard("mentor-unfit", person=row.slug, mentor=mentor.slug)
