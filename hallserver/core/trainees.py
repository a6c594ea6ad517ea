# SPDX-License-Identifier: Apache-2.0
"""Who may have a counter, and who answers for a trainee who has one."""

from hallserver.core.catalog import PersonRow
from hallserver.core.errors import AgainstStandard
from hallserver.core.hall import Hall
from hallserver.core.roles import ROLES

ANSWERS: frozenset[str] = frozenset({"clerk", "duty-manager"})
"""Roles in which somebody may have a counter without a mentor, and be one."""


def may_open(row: PersonRow | None) -> bool:
    """Tell whether this person is in use and has a role that may open counters."""
    return row is not None and not row.retired and any("open-counter" in ROLES.get(role, ()) for role in row.roles)


def is_trainee(row: PersonRow | None) -> bool:
    """Tell whether this person is a trainee and nothing that would let them serve alone."""
    return row is not None and "trainee" in row.roles and not ANSWERS & set(row.roles)


def mentor_of(hall: Hall, person: str) -> str:
    """Return who answers for this person at a counter; empty: they answer for themselves.

    Raises AgainstStandard for a trainee whose mentor is nobody who is in use and may serve alone.
    """
    row = hall.catalog.people.get(person)
    if row is None or not is_trainee(row):
        return ""
    mentor = hall.catalog.people.get(row.mentor)
    if mentor is None or mentor.retired or not ANSWERS & set(mentor.roles):
        raise AgainstStandard("mentor-needed", person=person)
    return mentor.slug


def mentors(hall: Hall, person: str, clerk: str) -> bool:
    """Tell whether this person (slug) is the mentor of that clerk by the set-up now: also of one who has just ceased to be a trainee."""
    row = hall.catalog.people.get(clerk)
    return row is not None and bool(person) and row.mentor == person
