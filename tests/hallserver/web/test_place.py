# SPDX-License-Identifier: Apache-2.0
"""From where somebody asks."""

import pytest

from hallserver.web.place import place_of


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("::1", "::/64"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("somewhere", "somewhere"),
    ],
)
def test_an_address_is_counted_by_its_place(address: str, place: str) -> None:
    """IPv4 by address, IPv6 by network, whatever is neither as it is."""
    assert place_of(address) == place
