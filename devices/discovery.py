# SPDX-License-Identifier: Apache-2.0
"""Finds the hall on the local network (DNS-SD, RFC 6763) when an agent was given no address. The only door to zeroconf on this side.

Anybody on the network can claim to be a hall: the pin and the pairing code are needed all the same, and an agent that
knows its hall's authority trusts no other (``trust.py``).
"""

import asyncio
import logging
from collections.abc import Sequence

from devices.errors import NoHall

_log = logging.getLogger(__name__)
SERVICE = "_hallserver._tcp.local."
LOOK_S = 10.0
"""All of it is used: whoever answers first need not be the only one."""
_ANSWER_S = 3.0


async def find_server(look_s: float = LOOK_S, interfaces: Sequence[str] = ()) -> str:
    """Return the address of the only hall that says where it is. Raises NoHall: there is none or more than one, or no library.

    ``interfaces``: addresses of those on which to look; empty: all.
    """
    found = await halls(look_s, interfaces)
    if len(found) == 1:
        [(name, address)] = found.items()
        _log.info("found the hall %s at %s", name, address)
        return address
    if not found:
        message = f"no hall was found within {look_s:.0f} s: give its address with --server"
        raise NoHall(message)
    named = ", ".join(f"{name} ({address})" for name, address in sorted(found.items()))
    message = f"more than one hall is here: {named}; say which one with --server"
    raise NoHall(message)


async def halls(look_s: float, interfaces: Sequence[str] = ()) -> dict[str, str]:
    """Return the halls that were heard of in this time, by name. Raises NoHall where the library is missing or there is no network."""
    try:
        from zeroconf import InterfaceChoice, ServiceStateChange, Zeroconf  # noqa: PLC0415 - an extra that may be missing
        from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf  # noqa: PLC0415 - as above
    except ImportError as error:
        message = "no address is configured: give --server, or have the hall found by itself: pip install hallserver[discovery]"
        raise NoHall(message) from error
    names: set[str] = set()

    def hear(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:  # noqa: ARG001 - as the library calls it
        (names.discard if state_change is ServiceStateChange.Removed else names.add)(name)

    try:
        line = AsyncZeroconf(interfaces=list(interfaces) or InterfaceChoice.All)
    except OSError as error:
        message = f"cannot look for a hall: {error}; give its address with --server"
        raise NoHall(message) from error
    try:
        browser = AsyncServiceBrowser(line.zeroconf, SERVICE, handlers=[hear])
        await asyncio.sleep(look_s)
        await browser.async_cancel()
        infos = [AsyncServiceInfo(SERVICE, name) for name in sorted(names)]
        known = [info for info in infos if await info.async_request(line.zeroconf, _ANSWER_S * 1000)]
    finally:
        await line.async_close()
    return {info.name.removesuffix(f".{SERVICE}"): address_of(info.parsed_addresses(), info.port, info.properties) for info in known}


def address_of(addresses: Sequence[str], port: int | None, properties: dict[bytes, bytes | None]) -> str:
    """Return the address of a hall that said this of itself; IPv4 before IPv6."""
    host = min(addresses, key=lambda it: ":" in it, default="")
    scheme = "http" if properties.get(b"scheme") == b"http" else "https"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
