# SPDX-License-Identifier: Apache-2.0
"""S1: connections that drip their header or body, or say nothing. They are closed, and the clerks do not feel them.

The attackers come from other loopback addresses than the clerks. Times are compared within one run.
"""

import select
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hallserver.web.limits import Limits
from tests.faults.knocking import PATIENCE_S, STRANGER, Clerks, dial, limited, until
from tests.faults.lateness import Lateness
from tests.stories.server_process import HallProcess, prepared

SOURCES = (STRANGER, "127.0.0.3")
CLOSED_WITHIN_S = 15.0
"""What is promised with the shipped limits."""
SLOWER_AT_MOST = 2.0
SHORT_S = 6.0
"""The timeouts of the short form."""
ROUNDS = 6
SIEGES = 4
"""So often at most the door is besieged until the clerks did not feel it: others may use the machine more at one time than at another,
what the door does is there each time."""
LOOK_S = SHORT_S / (ROUNDS + 2)
"""Between two rounds, so that they are spread over the siege."""
DRIP_S = 0.5
BEGINNINGS = (
    b"",
    b"GET / HTTP/1.1\r\nHost: hall\r\nX-Slow: ",
    b"POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n",
)
"""Says nothing; never ends its header; never ends its body."""


class Siege:
    """Slow connections, a third of each kind, that drip a byte now and then until they are closed."""

    def __init__(self, server: HallProcess, many: int) -> None:
        """Open them all."""
        self.ages_s: list[float] = []
        self._open: dict[socket.socket, float] = {}
        for number in range(many):
            knocker = dial(server.port, SOURCES[number % len(SOURCES)])
            beginning = BEGINNINGS[number % len(BEGINNINGS)]
            knocker.sendall(beginning % server.port if b"%d" in beginning else beginning)
            self._open[knocker] = time.monotonic()
        self._drip_s = time.monotonic()

    def __len__(self) -> int:
        """Return how many are still open."""
        return len(self._open)

    def go_on(self, seconds: float) -> None:
        """Drip for so long, or until all are closed; note the age of each that was closed."""
        end_s = time.monotonic() + seconds
        while self._open and time.monotonic() < end_s:
            poll = select.poll()
            by_number = {knocker.fileno(): knocker for knocker in self._open}
            for knocker in self._open:
                poll.register(knocker, select.POLLIN | select.POLLHUP)
            for number, _ in poll.poll(50):
                self._look(by_number[number])
            if time.monotonic() - self._drip_s >= DRIP_S:
                self._drip()

    def _look(self, knocker: socket.socket) -> None:
        try:
            gone = not knocker.recv(65536)
        except ConnectionError:
            gone = True
        if gone:
            self.ages_s.append(time.monotonic() - self._open.pop(knocker))
            knocker.close()

    def _drip(self) -> None:
        self._drip_s = time.monotonic()
        for number, knocker in enumerate(self._open):
            if number % len(BEGINNINGS):
                try:
                    knocker.send(b"a")
                except ConnectionError:
                    continue  # the next look notes that it was closed

    def give_up(self) -> None:
        """Hang up on what is still open."""
        for knocker in self._open:
            knocker.close()


def check_all_closed(siege: Siege, within_s: float) -> None:
    """Every slow connection was closed in time."""
    assert len(siege) == 0, f"{len(siege)} slow connections are still open"
    assert max(siege.ages_s) <= within_s, f"closed after {max(siege.ages_s):.1f} s"


def besieged_p95_ms(clerks: Clerks, siege: Siege, each: int) -> float:
    """Return the best of the rounds that the clerks worked while every slow connection was open."""
    many, found = len(siege), []
    for _ in range(ROUNDS):
        took_ms = clerks.p95_ms(each)
        siege.go_on(LOOK_S)
        if len(siege) < many:
            break
        found.append(took_ms)
    assert found, "they were not slow while the clerks worked"
    return min(found)


def kept(server: HallProcess, many: int) -> int:
    """Open so many connections from one address; return how many the server keeps."""
    knockers = [dial(server.port) for _ in range(many)]
    with server.caller("") as clerk:
        assert clerk.ask("GET", "/healthz").status == 200, "another address came through"
    # The server takes connections in order: when the clerk was answered, those before had been kept or closed.
    closed, _, _ = select.select(knockers, [], [], 0)
    for knocker in knockers:
        knocker.close()
    return many - len(closed)


@pytest.mark.promise("S1")
def test_slow_connections_are_closed_and_the_clerks_do_not_feel_them(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """One laptop with 500 half-open requests must not stop a hall."""
    many, each, long = size(60, 500), size(50, 150), bool(size(0, 1))
    hall = prepared(tmp_path / "hall", clerks=2, tickets=2 * (SIEGES * (ROUNDS + 4) * each + 2))
    limits = {} if long else {"idle_connection_timeout_s": SHORT_S, "body_timeout_s": SHORT_S}
    with Lateness() as late, limited(hall.path, **limits) as server:
        clerks, ratio, oldest_s = Clerks(server, hall), float("inf"), 0.0
        for _ in range(SIEGES):
            before_ms = clerks.best_p95_ms(2, each)
            siege = Siege(server, many)
            attacked_ms = besieged_p95_ms(clerks, siege, each)
            siege.go_on(PATIENCE_S)
            check_all_closed(siege, CLOSED_WITHIN_S if long else late.forgiven(SHORT_S + 3.0))
            ratio = min(ratio, attacked_ms / min(before_ms, clerks.best_p95_ms(2, each)))
            oldest_s = max(oldest_s, *siege.ages_s)
            if ratio <= SLOWER_AT_MOST:
                break
        assert server.stop() == 0
    figure(f"{many} closed in {oldest_s:.1f} s; clerks' p95 {ratio:.2f} × quiet ({attacked_ms:.0f} ms)")
    assert ratio <= SLOWER_AT_MOST


@pytest.mark.promise("S1")
def test_without_the_timeouts_they_stay_for_ever(tmp_path: Path, size: Callable[[int, int], int]) -> None:
    """The control: a server that waits an hour, as Tornado does by itself, still has them all, however many an address has."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with limited(hall.path, idle_connection_timeout_s=3600.0, body_timeout_s=3600.0, connections_per_address=1000) as server:
        assert kept(server, 40) == 40
        siege = Siege(server, 60)
        siege.go_on(size(3, 16))
        with pytest.raises(AssertionError, match="60 slow connections are still open"):
            check_all_closed(siege, CLOSED_WITHIN_S)
        siege.give_up()


def test_the_shipped_timeouts_end_before_the_promise() -> None:
    """The short form runs with shorter ones."""
    limits = Limits()

    assert max(limits.idle_connection_timeout_s, limits.body_timeout_s) <= CLOSED_WITHIN_S - 2
    assert limits.http_options()["idle_connection_timeout"] == limits.idle_connection_timeout_s


@pytest.mark.promise("S1")
def test_one_address_has_only_so_many_connections_and_others_come_through(tmp_path: Path) -> None:
    """The door with more room keeps them all: see the control."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with limited(hall.path, connections_per_address=20) as server:
        assert kept(server, 30) == 20
        assert until(lambda: kept(server, 30) == 20), "who was closed may come again"
