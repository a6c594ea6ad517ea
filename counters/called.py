# SPDX-License-Identifier: Apache-2.0
"""What people of the staff, and whoever else acts, are called on staff screens."""

from hallserver.core.hall import Hall
from hallserver.core.row import Names


def person_names(hall: Hall, slug: str) -> Names:
    """Return a person's names, or the slug for somebody whom the catalog does not know any more; none for nobody."""
    row = hall.catalog.people.get(slug)
    return row.names if row is not None else {"zh-Hans": slug} if slug else {}


def actor_names(hall: Hall, actor: str) -> Names:
    """Return the names of whom the journal names so (``person:li``, ``device:keypad-1``); none for the server itself."""
    kind, _, slug = actor.partition(":")
    if kind == "device" and slug in hall.catalog.devices:
        return hall.catalog.devices[slug].names
    return person_names(hall, slug) if kind == "person" else {}
