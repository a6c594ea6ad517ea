# SPDX-License-Identifier: Apache-2.0
"""How an agent comes back to its hall, and where it looks for it."""

from devices.config import socket_url, wait_s


def test_waits_grow_and_differ() -> None:
    """Two hundred agents must not come back in one moment."""
    assert 0.25 <= wait_s(0) <= 0.5
    assert 2.5 <= wait_s(50) <= 5
    assert len({wait_s(3) for _ in range(20)}) > 10


def test_the_socket_lies_beside_the_server() -> None:
    """Plain with plain, sealed with sealed."""
    assert socket_url("http://10.0.0.2:8080/") == "ws://10.0.0.2:8080/ws/device"
    assert socket_url("https://hall.example") == "wss://hall.example/ws/device"
