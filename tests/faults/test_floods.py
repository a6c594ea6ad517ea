# SPDX-License-Identifier: Apache-2.0
"""S2, S3, S4: links that send too much, frames that no program should send, and requests made to stall a parser.

How long the server's loop is busy is measured in processor time of its own thread, so that a busy machine does not count.
"""

import json
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import SHUT_WR

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallserver.web.limits import Limits
from hallserver.web.server import LEAST_TORNADO
from tests.faults.knocking import BINARY, CLOSE, CONTINUATION, PING, TEXT, Clerks, Rude, dial, ended, frame, limited, worst_lag_ms
from tests.stories.server_process import ROOT, HallProcess, Prepared, environment, prepared, serving

STALL_MS = 50.0
SLOWER_AT_MOST = 5.0
FAULTS = ("Traceback", "incident", "Uncaught", "never retrieved")
"""What a fault of ours leaves in the log."""

# ---- S2: floods ----


class Flood:
    """Every kind of flood at every line, in a process of its own (``flooders.py``)."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Keep how to hear of it."""
        self._process = process
        self.cuts: dict[str, int] = {}

    def hear(self, patience_s: float) -> None:
        """Take in what it has told, waiting at most so long for the next."""
        stdout = self._process.stdout
        assert stdout is not None
        while select.select([stdout], [], [], patience_s)[0]:
            self.cuts = json.loads(stdout.readline())
            patience_s = 0

    def check_all_cut(self, patience_s: float) -> None:
        """Every flooder was cut at least once."""
        end_s = time.monotonic() + patience_s
        while not (self.cuts and all(self.cuts.values())) and time.monotonic() < end_s:
            self.hear(0.2)
        left = [name for name, cuts in self.cuts.items() if not cuts]
        assert self.cuts, "nobody floods"
        assert left == [], f"{len(left)} links still flood: {left}"


@contextmanager
def flooding(server: HallProcess, hall: Prepared) -> Iterator[Flood]:
    """Flood the server."""
    key = hall.kiosks[0].removeprefix("Bearer ")
    command = [sys.executable, "-m", "tests.faults.flooders", "--port", str(server.port), f"--key={key}"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Flood(process)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.promise("S2")
def test_a_flooding_link_is_cut_and_the_others_go_on(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """Commands, pings and endless pieces of one message; from a screen that is known and from one that is not."""
    each = size(50, 300)
    hall = prepared(tmp_path / "hall", clerks=2, tickets=2 * (12 * each + 2))
    with serving(hall.path) as server:
        clerks = Clerks(server, hall)
        before_ms = clerks.best_p95_ms(2, each)
        with flooding(server, hall) as flood:
            flood.check_all_cut(30)
            attacked_ms = clerks.best_p95_ms(8, each)
            flood.hear(1)
        ratio = attacked_ms / min(before_ms, clerks.best_p95_ms(2, each))
        assert server.stop() == 0
        faults = [mark for mark in FAULTS if mark in server.said()]
    times = sum(flood.cuts.values())
    cut = sum(cuts > 0 for cuts in flood.cuts.values())
    figure(f"{cut} of {len(flood.cuts)} kinds cut, {times} times; clerks' p95 {ratio:.1f} × quiet ({attacked_ms:.0f} ms)")
    assert faults == []
    assert ratio <= SLOWER_AT_MOST


def crowded(server: HallProcess, hall: Prepared, many: int) -> tuple[int, bytes]:
    """Open so many lines with one ticket token from one address; return how many were let in, and what a clerk's line then hears."""
    with server.caller(hall.kiosks[0]) as kiosk:
        first = {"ticket": kiosk.command("take-ticket", {"services": ["seniors"]}).result["token"]}
    crowd = [Rude(server.port, "/ws?page=ticket", first=first) for _ in range(many)]
    said = [line.hear()[1] for line in crowd]
    token = hall.clerks[0].proof.removeprefix("Bearer ")
    clerk = Rude(server.port, "/ws?page=clerk", first={"token": token}, source="127.0.0.1")
    heard = clerk.hear()[1]
    for line in (*crowd, clerk):
        line.close()
    return sum(b'"view"' in each for each in said), heard


@pytest.mark.promise("S2")
def test_a_crowd_of_lines_of_one_ticket_does_not_keep_a_clerk_out(tmp_path: Path, size: Callable[[int, int], int]) -> None:
    """Whoever found a slip with a QR code has a token, and a laptop opens thousands of lines with it."""
    hall = prepared(tmp_path / "hall", clerks=1)
    many = size(60, 800)
    with limited(hall.path, max_links=40, unknown_links=20) as server:
        let_in, heard = crowded(server, hall, many)
        assert server.stop() == 0
    assert let_in == Limits().links_per_ticket
    assert b'"view"' in heard, heard


@pytest.mark.promise("S2")
def test_without_the_caps_one_ticket_takes_every_line(tmp_path: Path) -> None:
    """The control: the clerk hears that there are too many."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with limited(hall.path, max_links=40, links_per_ticket=10**6, reserved_links=0.0) as server:
        let_in, heard = crowded(server, hall, 60)
    assert let_in == 40
    assert b"links-too-many" in heard


# ---- S3: odd frames ----

DEEP = b"[" * 65_000
ODD: dict[str, bytes] = {
    "64 kB and one": frame(TEXT, b" " * 65_537),
    "a header that says 1 GiB": frame(TEXT, b"", says=2**30),
    "a header that says 2^63": frame(BINARY, b"x", says=2**63 - 1),
    "pieces of 64 kB and more": frame(TEXT, b" " * 40_000, final=False) + frame(CONTINUATION, b" " * 40_000),
    "deep JSON": frame(TEXT, DEEP),
    "deep objects": frame(TEXT, b'{"id":' * 10_000),
    "a number of 60 kB": frame(TEXT, b'{"id":"x","command":"cancel","fields":{"ticket":' + b"9" * 60_000 + b"}}"),
    "no UTF-8": frame(TEXT, b"\xff\xfe{}"),
    "half a surrogate": frame(TEXT, b'{"id":"\\ud800","command":"\\udfff"}'),
    "binary": frame(BINARY, b'{"id":"x","command":"call-next"}'),
    "no mask": frame(TEXT, b"{}", masked=False),
    "reserved bits": frame(TEXT, b"{}", reserved=0x70),
    "an unknown kind": frame(0x3, b"x"),
    "an unknown control": frame(0xB, b"x"),
    "a ping in pieces": frame(PING, b"x", final=False),
    "a ping of 126 bytes": frame(PING, b"x" * 126),
    "a piece of nothing": frame(CONTINUATION, b"x"),
    "a message within a message": frame(TEXT, b"{", final=False) + frame(TEXT, b"}"),
    "a close of one byte": frame(CLOSE, b"x"),
    "a close without UTF-8": frame(CLOSE, b"\x03\xe8\xff\xff"),
    "words after the close": frame(CLOSE) + frame(TEXT, b"{}"),
    "half a frame": frame(TEXT, b"{}", says=100),
}
"""What no program of ours sends."""
TOO_BIG = ("64 kB and one", "a header that says 1 GiB", "a header that says 2^63", "pieces of 64 kB and more")
FRAMES = st.builds(
    frame,
    st.integers(0, 15),
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=80).map(str.encode),
        st.sampled_from([b'{"id":"x","command":"dance"}', b'{"id":1}', b"[]", b'{"id":"x","command":"rate","fields":{"stars":NaN}}']),
    ),
    final=st.booleans(),
    masked=st.booleans(),
    says=st.one_of(st.none(), st.integers(0, 70_000), st.sampled_from([2**16, 2**31, 2**63, 2**64 - 1])),
    reserved=st.sampled_from([0, 0, 0, 0x10, 0x40]),
)
"""Frames of every kind, most of them wrong."""


class OddLines:
    """Sends odd bytes, each on a fresh line of a kiosk, and sees that the server takes no harm."""

    def __init__(self, server: HallProcess, hall: Prepared) -> None:
        """Forget what the loop did so far."""
        self._server, self._first = server, {"key": hall.kiosks[0].removeprefix("Bearer ")}
        self._manager = hall.manager
        self.worst_ms, self.lines = 0.0, 0
        worst_lag_ms(server)

    def _open(self) -> Rude:
        line = Rude(self._server.port, "/ws?page=kiosk", first=self._first)
        line.hear_of(b"view")
        self.lines += 1
        return line

    def say(self, raw: bytes) -> None:
        """Send this, hang up, and wait until the server has."""
        line = self._open()
        line.send(raw)
        with suppress(OSError):
            line.socket.shutdown(SHUT_WR)
        line.end()
        line.close()

    def code(self, raw: bytes) -> int | None:
        """Send this and wait until the server closes by itself; return the code."""
        line = self._open()
        line.send(raw)
        code = line.end()
        line.close()
        return code

    def check(self) -> None:
        """The loop was never busy for long, others are served, and the log knows of no fault."""
        self.worst_ms = max(self.worst_ms, worst_lag_ms(self._server))
        assert self.worst_ms <= STALL_MS, f"the loop was busy for {self.worst_ms:.0f} ms"
        with self._server.caller(self._manager) as good:
            assert good.ask("GET", "/api/v1/views/manager").status == 200
        assert [mark for mark in FAULTS if mark in self._server.said()] == []


@pytest.mark.promise("S3")
def test_odd_frames_are_refused_and_stall_nobody(tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Whatever a screen with a fault, or somebody with a script, puts on the line."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with limited(hall.path) as server:
        odd = OddLines(server, hall)
        for raw in ODD.values():
            odd.say(raw)
        odd.check()
        assert {name: odd.code(ODD[name]) for name in TOO_BIG} == dict.fromkeys(TOO_BIG, 1009)

        @settings(max_examples=size(40, 2000), derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(FRAMES, min_size=1, max_size=6))
        def say(frames: list[bytes]) -> None:
            odd.say(b"".join(frames))

        say()
        odd.check()
        assert server.stop() == 0
    figure(f"{odd.lines} lines of odd frames: 0 faults, the loop busy {odd.worst_ms:.0f} ms at most")


@pytest.mark.promise("S2")
@pytest.mark.promise("S3")
def test_without_limits_floods_go_on_and_giant_frames_are_waited_for(tmp_path: Path) -> None:
    """The control. Only a flood of commands still ends: at somebody who does not read the answers."""
    hall = prepared(tmp_path / "hall", clerks=1)
    free = {"messages_per_s": 1e9, "agent_messages_per_s": 1e9, "first_message_s": 3600.0, "early_frames": 10**9, "max_message": 2**31}
    with limited(hall.path, **free) as server:
        with flooding(server, hall) as flood, pytest.raises(AssertionError, match=r"still flood: .*'pings at .*'pieces at"):
            flood.check_all_cut(2)
        line = Rude(server.port, "/ws?page=kiosk", first={"key": hall.kiosks[0].removeprefix("Bearer ")})
        line.hear_of(b"view")
        line.send(frame(TEXT, b'{"id":"' + b"x" * 100_000 + b'","command":"dance"}'))
        assert b"command-unknown" in line.hear_of(b"problem"), "100 kB were taken"
        line.send(frame(TEXT, b"", says=2**30) + b" " * 100_000)
        while (opcode := line.hear()[0]) != PING:  # the server asks whether we still live, and waits on
            assert opcode == TEXT, "1 GiB was refused"


# ---- S4: requests made to stall a parser ----

HEADER_MOST = 8000
"""Within what the door reads of a header, so that it is parsed to the end."""


def request(line: str, headers: bytes = b"", body: bytes = b"", *, length: int | None = None) -> bytes:
    """Return a request; ``%d`` in it is the port."""
    said = len(body) if length is None else length
    head = f"{line} HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nContent-Length: {said}\r\n".encode()
    return head + headers + b"\r\n" + body


def multipart(line: str, parts: bytes) -> bytes:
    """Return a request with a form that has files."""
    return request(line, b"Content-Type: multipart/form-data; boundary=b\r\n", b"--b\r\n" + parts + b"\r\n--b--\r\n")


MEGABYTES = 4_000_000
PART = b'Content-Disposition: form-data; name="a"\r\n\r\nx\r\n--b\r\n'
JSON = b"Content-Type: application/json\r\n"
QUOTES = "CVE-2025-67726: quotes without end"
POISON: dict[str, bytes] = {
    "CVE-2025-67725: a header again and again": request("GET /healthz", b"X: a\r\n" * (HEADER_MOST // 6)),
    "folded header lines": request("GET /healthz", b"X: a\r\n" + b" a\r\n" * (HEADER_MOST // 4)),
    "CVE-2025-67726: parameters without end": multipart(
        "POST /healthz", b"Content-Disposition: form-data; " + b'a="b";' * (MEGABYTES // 6)
    ),
    QUOTES: multipart("POST /healthz", b"--b\r\n".join([b'Content-Disposition: form-data; n="' + b";" * 9_000 + b"\r\n\r\nx\r\n"] * 40)),
    "CVE-2025-47287: parts that cannot be read": multipart("POST /kiosk/", b"x\r\n--b\r\n" * (MEGABYTES // 6)),
    "CVE-2026-31958: parts without end": multipart("POST /nothing-here", PART * (MEGABYTES // len(PART))),
    "a form without end": request("POST /ws", b"Content-Type: application/x-www-form-urlencoded\r\n", b"a=1&" * (MEGABYTES // 4)),
    "cookies without end": request("GET /api/v1/views/kiosk", b"Cookie: " + b'a="\\101";' * (HEADER_MOST // 9) + b"\r\n"),
    "tags without end": request("GET /", b"If-None-Match: " + b'"a",' * (HEADER_MOST // 4) + b"\r\n"),
    "languages without end": request("GET /nothing", b"Accept-Language: " + b"a;q=1," * (HEADER_MOST // 6) + b"\r\n"),
    "a question without end": request("GET /healthz?" + "a=1&" * 1900),
    "extensions without end": request(
        "GET /ws?page=hall",
        b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Extensions: "
        + b"a;b;" * (HEADER_MOST // 5)
        + b"\r\n",
    ),
    "ranges without end": request("GET /shared/hall.css", b"Range: bytes=" + b"0-1," * (HEADER_MOST // 4) + b"\r\n"),
    "JSON in JSON in JSON": request("POST /api/v1/session", JSON, b"[" * 900_000),
    "a body in crumbs": request("POST /api/v1/session", JSON + b"Transfer-Encoding: chunked\r\n").replace(b"Content-Length: 0\r\n", b"")
    + b"1\r\na\r\n" * 20_000
    + b"0\r\n\r\n",
    "two lengths": request("POST /api/v1/session", b"Content-Length: 5\r\n", b"{}"),
    "a header of 1 MB": request("GET /healthz", b"X: " + b"a" * 1_000_000 + b"\r\n"),
    "a body of 1 GB": request("POST /api/v1/session", b"", b"{}", length=10**9),
    "no HTTP at all": b"\x16\x03\x01\x00\xff" + bytes(range(256)) + b"\r\n\r\n",
}
"""What is known to have stalled Tornado, or could stall what reads it."""


def answer(port: int, poison: bytes) -> bytes:
    """Send a request and return the head of what comes back; empty where the line was cut."""
    with dial(port) as knocker:
        with suppress(OSError):
            knocker.sendall(poison.replace(b"%d", b"%d" % port, 1))
        return ended(knocker).partition(b"\r\n")[0]


def poisoned_ms(server: HallProcess, *names: str) -> dict[str, float]:
    """Send all of it, or these; return for how long the loop was busy at most with each."""
    worst_lag_ms(server)
    busy_ms = {}
    for name in names or POISON:
        said = answer(server.port, POISON[name])
        busy_ms[name] = worst_lag_ms(server)
        assert b" 500 " not in said, name
    return busy_ms


def check_no_stall(busy_ms: dict[str, float]) -> None:
    """Nothing of it kept the loop from its other work."""
    stalls = {name: ms for name, ms in busy_ms.items() if ms > STALL_MS}
    assert stalls == {}, f"the loop was stalled: {stalls}"


@pytest.mark.promise("S4")
def test_known_attacks_on_the_parser_stall_nothing(tmp_path: Path, figure: Callable[[str], None]) -> None:
    """What the door does not need it does not read: forms and multipart nowhere, headers up to 8 kB, bodies up to their limit."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with limited(hall.path) as server:
        busy_ms = poisoned_ms(server)
        assert server.stop() == 0
    faults = [mark for mark in FAULTS if mark in server.said()]
    figure(f"{len(busy_ms)} attacks: the loop busy {max(busy_ms.values()):.0f} ms at most")
    assert faults == []
    check_no_stall(busy_ms)


@pytest.mark.promise("S4")
def test_a_door_that_lets_multipart_be_parsed_is_stalled_by_the_old_fault(tmp_path: Path) -> None:
    """The control, with the parser of Tornado 6.5.2."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with limited(hall.path, "--old-parser", "--parse-bodies") as server, pytest.raises(AssertionError, match="the loop was stalled"):
        check_no_stall(poisoned_ms(server, QUOTES))


def started_with(tornado: tuple[int, ...], path: Path) -> "subprocess.CompletedProcess[str]":
    """Start `hallserver serve` as if this Tornado were installed, to its end."""
    serve = f"hallserver.__main__.main(['serve', '--port', '0', '--data', {str(path)!r}])"
    code = f"import sys, tornado; tornado.version_info = {tornado}; import hallserver.__main__; sys.exit({serve})"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.promise("S4")
def test_an_old_tornado_refuses_to_start_and_says_so(tmp_path: Path) -> None:
    """The version before the last fix is refused with a sentence. The fixed one, which every other test runs on, is the control."""
    hall = prepared(tmp_path / "hall", clerks=1)
    *fixed, last = LEAST_TORNADO
    refused = started_with((*fixed, last - 1, 0), hall.path)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "6.5.4" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_shipped_limits_are_those_of_the_sheet() -> None:
    """8 kB of header, 1 MB of body, 64 kB of message, 50 messages a second."""
    limits = Limits()

    assert (limits.max_header, limits.max_body, limits.max_message, limits.messages_per_s) == (8192, 1_000_000, 65536, 50)
