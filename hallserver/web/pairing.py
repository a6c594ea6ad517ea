# SPDX-License-Identifier: Apache-2.0
"""How a device gets to be known: a one-time code from the administrator, turned into a key of its own."""

import ssl
from typing import Annotated

from msgspec import Meta, Struct

from hallserver import wire
from hallserver.core.catalog import DeviceRow
from hallserver.core.commands import ReportDevice
from hallserver.core.errors import AgainstStandard, NotFound, NotSignedIn
from hallserver.core.roles import SERVICE_DOOR
from hallserver.store.accounts import PAIRING_LASTS_US
from hallserver.web.asking import DEVICE_ROLES
from hallserver.web.decoding import read
from hallserver.web.door import Door
from hallserver.web.handler import ApiHandler, DoorHandler


class PairForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code that the administrator read out."""

    code: Annotated[str, Meta(max_length=40)]


class Paired(Struct, frozen=True, kw_only=True):
    """The device that this now is, and its lasting key, told this once."""

    device: str
    key: str
    kind: str


class PairingCode(Struct, frozen=True, kw_only=True):
    """A one-time code and when it ends (UTC, µs)."""

    device: str
    code: str
    until_us: int
    pin: str
    """By which an agent knows the hall's authority; empty where there is no HTTPS."""


class PairingCodeHandler(ApiHandler):
    """``POST /api/v1/devices/{device}/pairing-code``."""

    async def post(self, slug: str) -> None:
        """Answer a new code; an earlier one of this device ends."""
        row = device_row(self.door, slug)
        if row.kind not in DEVICE_ROLES:
            raise AgainstStandard("device-hangs-on-agent", device=row.slug, agent=row.agent)
        until_us = self.door.clock.now() + PAIRING_LASTS_US
        code = await self.door.accounts.new_code("pairing", row.slug, PAIRING_LASTS_US)
        pin = wire.pin_of(self.door.authority) if self.door.authority else ""
        self.answer(PairingCode(device=row.slug, code=code, until_us=until_us, pin=pin), status=201)


class PairHandler(ApiHandler):
    """``POST /api/v1/pair``."""

    async def post(self) -> None:
        """Turn a code into a device's key."""
        self.answer(await pair(self.door, read(PairForm, self.body).code, self.address), status=201)


class AuthorityHandler(DoorHandler):
    """``GET /authority.pem``."""

    def get(self) -> None:
        """Answer the certificate that screens and agents must trust; whoever takes it compares it with the pin."""
        if not self.door.authority:
            raise NotFound("address-unknown")
        self.set_header("Content-Type", "application/x-pem-file")
        self.finish(ssl.DER_cert_to_PEM_cert(self.door.authority))


class DeviceKeyHandler(ApiHandler):
    """``DELETE /api/v1/devices/{device}/key``."""

    async def delete(self, slug: str) -> None:
        """Take the key away, also of a retired device; the device's lines are closed at once."""
        row = device_row(self.door, slug, retired=True)
        await self.door.accounts.revoke_device_key(row.slug)
        self.door.links.recheck()
        self.set_status(204)


async def pair(door: Door, code: str, address: str, agent: str = "") -> Paired:
    """Use a pairing code up and return the device's new key.

    With ``agent`` the code must be that agent's; a code of another device is not used up. Raises NotSignedIn
    for a code that is unknown, used or too old, TooOften when this address tried too often.
    """
    door.count_code(address)
    row = door.service.hall.catalog.devices.get(door.accounts.code_subject("pairing", code) or "")
    if row is None or row.retired or (agent and (row.slug != agent or row.kind != "agent")):
        raise NotSignedIn("pairing-code-unknown")
    if await door.accounts.redeem("pairing", code) is None:
        raise NotSignedIn("pairing-code-unknown")
    key = await door.accounts.new_device_key(row.slug)
    door.links.recheck()
    await door.service.submit(ReportDevice(device=row.slug, state="paired"), SERVICE_DOOR)
    return Paired(device=row.slug, key=key, kind=row.kind)


def device_row(door: Door, slug: str, *, retired: bool = False) -> DeviceRow:
    """Return the device's row; with ``retired`` also that of a retired one. Raises NotFound."""
    row = door.service.hall.catalog.devices.get(slug)
    if row is None or (row.retired and not retired):
        raise NotFound("device-unknown", device=slug[:60])
    return row
