# SPDX-License-Identifier: Apache-2.0
"""Who is asking: from a token, a device key, a ticket token or a cookie to an actor with roles, as of this moment."""

import base64
import hashlib
import hmac
from typing import Literal

from msgspec import Struct

from hallserver.core.catalog import DeviceRow
from hallserver.core.errors import NotSignedIn
from hallserver.core.hall import Hall
from hallserver.core.roles import FOR_PEOPLE, Actor, visitor
from hallserver.service import Service
from hallserver.store.accounts import Accounts

DEVICE_ROLES: dict[str, str] = {
    "kiosk": "kiosk",
    "hall-display": "display",
    "counter-display": "display",
    "rater": "rater",
    "agent": "device",
    "approval": "approval",
}
"""Kind of a device that pairs with the hall → its only role. Printers and voices hang on an agent."""
Way = Literal["session", "key", "ticket"]


class Proof(Struct, frozen=True, kw_only=True):
    """What somebody showed: a session token, a device key or a ticket token."""

    way: Way
    secret: str


class Asker(Struct, frozen=True, kw_only=True):
    """Who asks, by what proof, and whether a browser added the proof by itself (a cookie)."""

    actor: Actor
    proof: Proof
    by_cookie: bool = False


class Askers:
    """Finds the actor of a proof in the live catalog, so that a changed role or a revoked key counts at once."""

    def __init__(self, service: Service, accounts: Accounts) -> None:
        """Keep where to look."""
        self._service = service
        self._accounts = accounts

    def find(self, proof: Proof, *, used: bool = True) -> Actor:
        """Return the actor; NotSignedIn when the proof is unknown or no longer good. ``used``: by a person, just now."""
        if proof.way == "session":
            return self.person(proof.secret, used=used)
        if proof.way == "key":
            return self.device(proof.secret)
        return self.visitor(proof.secret)

    def bearer(self, secret: str, *, used: bool) -> Asker:
        """Return who shows this bearer token: a person's session or a device's key."""
        proof = Proof(way="key" if self._accounts.device_of(secret) is not None else "session", secret=secret)
        try:
            return Asker(actor=self.find(proof, used=used), proof=proof)
        except NotSignedIn as unknown:
            raise NotSignedIn("token-unknown") from unknown

    def person(self, token: str, *, used: bool) -> Actor:
        """Return the person of a session token."""
        hall = self._service.hall
        slug = self._accounts.person_of(token, lambda person: in_hand_since(hall, person), used=used)
        row = hall.catalog.people.get(slug or "")
        if row is None or row.retired:
            raise NotSignedIn("token-unknown")
        return Actor(kind="person", name=row.slug, roles=FOR_PEOPLE.intersection(row.roles))

    def device(self, key: str) -> Actor:
        """Return the device of a device key."""
        row = self._service.hall.catalog.devices.get(self._accounts.device_of(key) or "")
        if row is None or row.retired or row.kind not in DEVICE_ROLES:
            raise NotSignedIn("device-key-unknown")
        return device_actor(row)

    def visitor(self, token: str) -> Actor:
        """Return the visitor of a ticket token."""
        ticket, hall = self._service.ticket_of(token), self._service.hall
        known = ticket in hall.tickets or ticket in hall.rated.kept or any(it.ticket == ticket for it in hall.orders.values())
        if ticket is None or not known:
            raise NotSignedIn("ticket-token-unknown")
        return visitor(ticket)


def device_actor(row: DeviceRow) -> Actor:
    """Return the actor of a paired device."""
    return Actor(kind="device", name=row.slug, roles=frozenset({DEVICE_ROLES[row.kind]}), counter=row.counter)


def in_hand_since(hall: Hall, person: str) -> int | None:
    """Return when (UTC, µs) the ticket that this clerk has in hand was called; None: there is none."""
    held = [hall.tickets[it.ticket].leg for it in hall.counters.values() if it.clerk == person and it.ticket in hall.tickets]
    return min((leg.called_us or leg.opened_us for leg in held), default=None)


def asker_of(askers: Askers, authorization: str, cookie: str | None, *, used: bool = True) -> Asker | None:
    """Return who a request comes from, by its Authorization header or else its cookie; None: it shows nothing.

    ``used``: somebody did something just now, which begins the idle time of a sign-in anew.
    """
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return askers.bearer(secret.strip(), used=used)
    if scheme.lower() == "ticket":
        proof = Proof(way="ticket", secret=secret.strip())
        return Asker(actor=askers.find(proof), proof=proof)
    if authorization:
        raise NotSignedIn("authorization-unreadable")
    if cookie:
        proof = Proof(way="session", secret=cookie)
        return Asker(actor=askers.find(proof, used=used), proof=proof, by_cookie=True)
    return None


def xsrf_token(session: str) -> str:
    """Return the text that a page must send along with a cookie: derived from the session, so it is stored nowhere."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"xsrf " + session.encode()).digest())[:32].decode()


def xsrf_is_right(session: str, shown: str) -> bool:
    """Tell whether the shown XSRF text belongs to the session."""
    return hmac.compare_digest(xsrf_token(session).encode(), shown.encode())
