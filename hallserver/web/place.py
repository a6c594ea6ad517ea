# SPDX-License-Identifier: Apache-2.0
"""From where somebody asks, as far as limits are concerned: who has one IPv6 address has 2⁶⁴ of them."""

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

_NETWORK_BITS = 64


@lru_cache(4096)
def place_of(address: str) -> str:
    """Return what limits count by: an IPv4 address, also one written as IPv6, or the /64 network of an IPv6 address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), _NETWORK_BITS), strict=False))
