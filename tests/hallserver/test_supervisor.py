# SPDX-License-Identifier: Apache-2.0
"""What the supervisor hears."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hallserver.clock import SimulatedClock
from hallserver.supervisor import ALIVE, READY, STOPPING, SignOfLife, period_s, tell

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="not run: systemd is Linux only")


@pytest.fixture
def line(tmp_path: Path) -> Iterator[socket.socket]:
    """Return the socket of a supervisor."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(0)
        yield heard


def told(line: socket.socket) -> list[str]:
    """Return what was said so far."""
    said = []
    while True:
        try:
            said.append(line.recv(1000).decode())
        except BlockingIOError:
            return said


def test_a_watched_server_gives_three_signs_in_each_period(line: socket.socket, tmp_path: Path) -> None:
    """One that is late must not cost a restart in the middle of a morning."""
    clock = SimulatedClock()
    life = SignOfLife(clock, {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "9000000"})
    life.start()
    assert told(line) == [READY, ALIVE]

    clock.move_to(9_000_000)
    assert told(line) == [ALIVE] * 3
    life.stop()
    clock.move_to(90_000_000)
    assert told(line) == [STOPPING]


def test_an_unwatched_server_says_only_that_it_is_ready(line: socket.socket, tmp_path: Path) -> None:
    """Type=notify without WatchdogSec."""
    clock = SimulatedClock()
    SignOfLife(clock, {"NOTIFY_SOCKET": str(tmp_path / "notify")}).start()
    clock.move_to(60_000_000)
    assert told(line) == [READY]


def test_a_name_without_a_file_is_heard_too(tmp_path: Path) -> None:
    """A supervisor may hand an abstract socket, written with @."""
    name = f"hall-{os.getpid()}-{tmp_path.name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind("\0" + name)
        tell(READY, {"NOTIFY_SOCKET": "@" + name})
        assert heard.recv(100).decode() == READY


def test_without_a_supervisor_nothing_happens(tmp_path: Path) -> None:
    """A hall started by hand has none, and one that has gone away must not end the hall."""
    tell(READY, {})
    tell(READY, {"NOTIFY_SOCKET": str(tmp_path / "gone")})


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, 0.0),
        ({"WATCHDOG_USEC": "10000000"}, 10.0),
        ({"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": str(os.getpid())}, 10.0),
        ({"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": "1"}, 0.0),
        ({"WATCHDOG_USEC": "soon"}, 0.0),
    ],
)
def test_the_period_is_the_one_meant_for_this_process(environment: dict[str, str], expected: float) -> None:
    """A child inherits the variables, but not the duty."""
    assert period_s(environment) == expected
