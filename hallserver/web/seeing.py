# SPDX-License-Identifier: Apache-2.0
"""Who may see what: from a page, an actor and what was asked for to the one thing that the view is about."""

from hallserver.core.errors import AgainstStandard, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.page import Page


def must_see(page: Page, actor: Actor) -> None:
    """Raise NotAllowed unless some role of the actor may see the page."""
    if not page.roles & actor.roles:
        raise NotAllowed("page-not-allowed", page=page.name, roles=sorted(page.roles))


def about(page: Page, actor: Actor, asked: str, hall: Hall) -> str:
    """Return what the page is about for this actor.

    A device sees its own place whatever it asks for; a person sees what was asked for, if it exists.
    """
    if page.of == "":
        return ""
    if page.of in ("person", "ticket"):
        if actor.kind != page.of:
            raise NotAllowed("page-not-allowed", page=page.name, roles=sorted(page.roles))
        return actor.name
    if actor.kind == "device":
        return _place(page, actor, hall)
    if asked not in _known(page, hall):
        raise NotFound("of-unknown", page=page.name, of=asked[:60])
    return asked


def _place(page: Page, actor: Actor, hall: Hall) -> str:
    row = hall.catalog.devices[actor.name]
    place = {"zone": row.zone, "counter": row.counter, "kiosk": row.slug if row.kind == "kiosk" else ""}[page.of]
    if not place:
        raise AgainstStandard("device-without-place", device=row.slug, page=page.name)
    return place


def _known(page: Page, hall: Hall) -> set[str]:
    catalog = hall.catalog
    if page.of == "counter":
        return set(catalog.counters)
    if page.of == "kiosk":
        return {row.slug for row in catalog.devices.values() if row.kind == "kiosk"}
    return {row.zone for row in catalog.counters.values()} | {row.zone for row in catalog.devices.values()}
