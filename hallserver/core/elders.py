# SPDX-License-Identifier: Apache-2.0
"""From which age on a card confirms the group of the elderly: earlier for the major matters of the elderly law (老年人重大事项).

Protection of the Elderly Act, art. 55: a change of ownership, a household move and matters like these are handled with priority;
art. 2: from sixty on. Elsewhere a hall's own age holds.
"""

from collections.abc import Iterable

from hallserver.core.hall import Hall

ELDERLY = "elderly"
"""The group that a card's age confirms."""


def is_major(hall: Hall, service: str) -> bool:
    """Tell whether a service holds a matter that the law calls major for the elderly."""
    row = hall.catalog.services.get(service)
    items = (hall.catalog.items.get(slug) for slug in (row.items if row is not None else ()))
    return any(item is not None and item.major_for_elders for item in items)


def counts_as_elderly(hall: Hall, age: int, services: Iterable[str] = ()) -> bool:
    """Tell whether a visitor of this age has that group for these services; without any, for whatever it is."""
    group = hall.rules.groups.get(ELDERLY)
    if group is None or not group.declarable:
        return False
    major = any(is_major(hall, service) for service in services)
    return age >= hall.rules.whole("prio.elderly_age_major" if major else "prio.elderly_age")
