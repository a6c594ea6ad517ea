# SPDX-License-Identifier: Apache-2.0
"""Who may see what."""

import pytest

from counters.clerk import PAGE as CLERK
from displays.counter import PAGE as COUNTER
from displays.hall import PAGE as HALL
from displays.kiosk import PAGE as KIOSK
from displays.rating import PAGE as RATING
from displays.ticket import PAGE as TICKET
from hallserver.core.errors import AgainstStandard, HallError, NotAllowed, NotFound
from hallserver.core.roles import Actor, visitor
from hallserver.setup import PAGE as SETUP
from hallserver.web.seeing import about, must_see
from tests.support import Play

DUTY = Actor(kind="person", name="dan", roles=frozenset({"duty-manager"}))


def device(slug: str, role: str, counter: str = "") -> Actor:
    """Return the actor of a device."""
    return Actor(kind="device", name=slug, roles=frozenset({role}), counter=counter)


def test_a_device_sees_its_own_place_whatever_it_asks_for() -> None:
    """A screen in the wrong corner must not follow an address that somebody typed."""
    hall = Play().hall
    assert about(HALL, device("hall-1", "display"), "mars", hall) == "main"
    assert about(COUNTER, device("counter-1", "display"), "c3", hall) == "c1"
    assert about(KIOSK, device("kiosk-1", "kiosk"), "", hall) == "kiosk-1"
    assert about(RATING, device("rater-1", "rater"), "c2", hall) == "c1"
    with pytest.raises(AgainstStandard):
        about(COUNTER, device("hall-1", "display"), "c1", hall)


def test_a_person_sees_what_exists_and_herself() -> None:
    """Staff may look at any counter; a terminal is always one's own."""
    hall = Play().hall
    assert about(COUNTER, DUTY, "c3", hall) == "c3"
    assert about(HALL, DUTY, "main", hall) == "main"
    assert about(KIOSK, DUTY, "kiosk-1", hall) == "kiosk-1"
    assert about(CLERK, DUTY, "wang", hall) == "dan"
    assert about(SETUP, DUTY, "x", hall) == ""
    for page, asked in ((COUNTER, "c9"), (COUNTER, ""), (HALL, "mars"), (KIOSK, "hall-1")):
        with pytest.raises(NotFound):
            about(page, DUTY, asked, hall)


def test_a_visitor_sees_the_own_ticket_only() -> None:
    """The token names it."""
    hall = Play().hall
    assert about(TICKET, visitor("1.5"), "1.6", hall) == "1.5"
    with pytest.raises(NotAllowed):
        about(TICKET, DUTY, "1.5", hall)
    with pytest.raises(NotAllowed):
        about(CLERK, visitor("1.5"), "", hall)


def test_the_pages_roles_decide() -> None:
    """One common role is enough, none is not."""
    must_see(CLERK, DUTY)
    with pytest.raises(HallError):
        must_see(SETUP, DUTY)
