# SPDX-License-Identifier: Apache-2.0
"""S5: bad requests must not fill the disk with log lines."""

import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hallserver.cli import logs
from hallserver.cli.logs import FILE_BYTES, FILES, handler_for
from tests.faults.knocking import STRANGER, Rude, frame, limited
from tests.stories.server_process import HallProcess, prepared

PROMISED_BYTES = 200_000_000
LINES_MOST = 60
"""Lines of a flood of a few kinds within a few minutes, whatever its size."""
TOGETHER = 40
BAD = (
    b"\x16\x03\x01\x00\xff\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    b"POST /api/v1/session HTTP/1.1\r\nContent-Length: 99999999999\r\nHost: a\r\n\r\n",
)
"""Each makes Tornado write a line, most of them with what the stranger sent."""


def sources() -> Iterator[str]:
    """Give source addresses in turn: one alone has too few ports for so many connections."""
    while True:
        yield from (f"{STRANGER.rpartition('.')[0]}.{last}" for last in range(2, 12))


def knock(server: HallProcess, many: int) -> None:
    """Send so many bad requests, each on a connection of its own that the server closes."""
    source = sources()
    for begin in range(0, many, TOGETHER):
        count = min(TOGETHER, many - begin)
        knockers = [socket.create_connection(("127.0.0.1", server.port), 60, (next(source), 0)) for _ in range(count)]
        for number, knocker in enumerate(knockers):
            knocker.sendall(BAD[(begin + number) % len(BAD)])
        for knocker in knockers:
            while _more(knocker):
                continue
            knocker.close()


def _more(knocker: socket.socket) -> bool:
    try:
        return knocker.recv(4096) != b""
    except ConnectionError:
        return False


def lines_of(server: HallProcess) -> list[str]:
    """Return what the log holds."""
    return server.said().splitlines()


def check_few(lines: list[str]) -> None:
    """The flood left a few lines, and a count."""
    assert len(lines) <= LINES_MOST, f"{len(lines)} lines in the log"


@pytest.mark.promise("S5")
def test_a_hundred_thousand_bad_requests_are_a_few_lines(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """And the log can be read: what else happened stands between them."""
    many = size(400, 100_000)
    hall = prepared(tmp_path / "hall", clerks=1)
    with limited(hall.path) as server:
        knock(server, many)
        rude = Rude(server.port, "/ws?page=hall")
        rude.send(frame(9) * 50)
        rude.end()
        assert server.stop() == 0
    lines = lines_of(server)
    figure(f"{many:,} bad requests: {len(lines)} log lines; files ≤ {FILE_BYTES * FILES // 10**6} MB")
    check_few(lines)
    assert any("Malformed HTTP" in line for line in lines)
    assert any("messages a second" in line for line in lines), "the flood hid something else"


@pytest.mark.promise("S5")
def test_without_the_filter_each_bad_request_is_a_line(tmp_path: Path) -> None:
    """The control: 100,000 of them would be 100,000 lines, again and again."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with limited(hall.path, "--every-line") as server:
        knock(server, 120)
        assert server.stop() == 0
    with pytest.raises(AssertionError, match="lines in the log"):
        check_few(lines_of(server))


def written(folder: Path, many: int, handler: logging.Handler) -> int:
    """Write so many entries that no filter holds back; return how many bytes lie in the folder afterwards."""
    for number in range(many):
        handler.emit(logging.LogRecord("door", logging.ERROR, "", 1, "%s %s", (number, "x" * 900), None))
    handler.close()
    return sum(file.stat().st_size for file in folder.iterdir())


@pytest.mark.promise("S5")
def test_the_files_never_grow_beyond_their_bound(tmp_path: Path, size: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Were every entry another, the oldest file would be given up; a file without this bound is the control."""
    assert FILE_BYTES * FILES <= PROMISED_BYTES
    bound = size(200_000, 4_000_000)
    monkeypatch.setattr(logs, "FILE_BYTES", bound // FILES)
    (tmp_path / "ours").mkdir()
    (tmp_path / "plain").mkdir()
    many = 2 * bound // 900

    assert written(tmp_path / "ours", many, handler_for(str(tmp_path / "ours" / "hall.log"))) <= bound
    assert written(tmp_path / "plain", many, logging.FileHandler(tmp_path / "plain" / "hall.log")) > bound
