# SPDX-License-Identifier: Apache-2.0
"""Says on the local network where this hall is (DNS-SD over multicast, RFC 6763 and 6762), so that its agents find it by themselves.

An extra: ``pip install hallserver[discovery]``. Many halls block multicast, so nothing relies on it, and what is said
gives nothing away: an agent still needs the pin and a pairing code. The only door to zeroconf on this side.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct

_log = logging.getLogger(__name__)
SERVICE = "_hallserver._tcp.local."
MISSING = "discovery = yes, but the library is missing: pip install hallserver[discovery]; agents need --server until then"


class Hall(Struct, frozen=True, kw_only=True):
    """What is said: slug of the hall, port, whether it is HTTPS there, and the addresses of this machine, IPv4 and IPv6."""

    slug: str
    port: int
    https: bool
    addresses: tuple[str, ...]


class Announcing:
    """Announces a hall until it is stopped."""

    def __init__(self, hall: Hall, interfaces: Sequence[str] = ()) -> None:
        """``interfaces``: addresses of those on which it is said; empty: all."""
        self._hall, self._interfaces = hall, list(interfaces)
        self._leave: Callable[[], Awaitable[None]] | None = None

    async def start(self) -> bool:
        """Begin; return whether it is said now. Where that is not possible the log says why, and the hall runs on."""
        try:
            from zeroconf import InterfaceChoice, ServiceInfo  # noqa: PLC0415 - an extra that may be missing
            from zeroconf.asyncio import AsyncZeroconf  # noqa: PLC0415 - as above
        except ImportError:
            _log.warning(MISSING)
            return False
        hall = self._hall
        info = ServiceInfo(
            SERVICE,
            f"{hall.slug}.{SERVICE}",
            port=hall.port,
            properties={"scheme": "https" if hall.https else "http"},
            parsed_addresses=list(hall.addresses),
            server=f"{hall.slug}-hall.local.",
        )
        try:
            line = AsyncZeroconf(interfaces=self._interfaces or InterfaceChoice.All)
            # two halls of one name on one network are told apart by a number behind it
            await line.async_register_service(info, allow_name_change=True)
        except OSError as error:
            _log.warning("the hall cannot be announced: %s", error)
            return False

        async def leave() -> None:
            await line.async_unregister_all_services()
            await line.async_close()

        self._leave = leave
        _log.info("the hall is announced as %s at %s", info.name, ", ".join(hall.addresses))
        return True

    async def stop(self) -> None:
        """Say that the hall is gone, if it was announced."""
        leave, self._leave = self._leave, None
        if leave is not None:
            await leave()
