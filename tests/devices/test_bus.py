# SPDX-License-Identifier: Apache-2.0
"""Serial lines against real ptys and sockets: shared within an agent, nobody else's meanwhile, opened anew after a break."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices import bus
from devices.bus import baud_of, open_bus, ports, station
from devices.drivers import Place
from devices.errors import DeviceGone
from devices.posix_only import ASKED
from tests.devices.ptys import Pty, wait_for


def place(address: str, **options: str) -> Place:
    """Return a place of this address."""
    return Place(device="board-1", address=address, options=options, out=Path("unused"))


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Pty]:
    """Return a serial line."""
    pty = Pty(tmp_path / "ttyS0")
    yield pty
    pty.unplug()


def test_a_frame_leaves_and_what_comes_in_is_heard(line: Pty) -> None:
    """Every byte value, both ways: a terminal would turn some into others."""
    every, heard = bytes(range(256)), bytearray()
    port = open_bus(line.port)
    port.listen(heard.extend)
    port.send(every)
    line.say(every)

    wait_for(lambda: bytes(line.heard) == every and bytes(heard) == every)
    port.close()


def test_stations_share_a_port_and_the_last_one_closes_it(line: Pty) -> None:
    """Eight boards hang on one line of RS-485."""
    first, second = open_bus(line.port), open_bus(line.port)
    heard: list[str] = []
    first.listen(lambda _: heard.append("first"))
    second.listen(lambda _: heard.append("second"))
    line.say(b"?")
    wait_for(lambda: sorted(heard) == ["first", "second"])

    first.close()
    first.close()
    line.say(b"?")
    wait_for(lambda: sorted(heard) == ["first", "second", "second"])
    assert line.port in bus._ports
    second.close()
    assert line.port not in bus._ports
    open_bus(line.port).close()


def test_a_port_is_not_shared_at_two_speeds(line: Pty) -> None:
    """One of the two would hear noise."""
    port = open_bus(line.port, baud=9600)
    with pytest.raises(DeviceGone, match="is open with 9600 baud, which does not go with 19200"):
        open_bus(line.port, baud=19200)
    port.close()


OPENS = "import sys; from devices.bus import open_bus; open_bus(sys.argv[1]).send(b'mine'); print('open')"


def opened_elsewhere(port: str) -> subprocess.CompletedProcess[str]:
    """Have another agent's process open a port."""
    return subprocess.run([sys.executable, "-c", OPENS, port], capture_output=True, text=True, timeout=60, check=False)


def test_a_second_agent_is_kept_from_a_port_that_one_has(line: Pty) -> None:
    """Two agents for one device would cut each other's frames. Control: once it is let go, the other has it."""
    port = open_bus(line.port)
    refused = opened_elsewhere(line.port)
    assert refused.returncode == 1
    assert f"port {line.port} cannot be opened" in refused.stderr
    assert b"mine" not in line.heard

    port.close()
    assert opened_elsewhere(line.port).stdout == "open\n"


def test_without_the_lock_two_agents_would_write_into_one_line(line: Pty) -> None:
    """Control of the above: what the lock keeps away."""
    port = open_bus(line.port)
    port._port._line.exclusive = False
    assert opened_elsewhere(line.port).stdout == "open\n"
    wait_for(lambda: b"mine" in line.heard)
    port.close()


def test_a_port_that_is_not_there_says_so(tmp_path: Path) -> None:
    """The agent's log names it."""
    with pytest.raises(DeviceGone, match="nothing cannot be opened"):
        open_bus(str(tmp_path / "nothing"))


def test_a_port_that_was_pulled_out_is_gone_for_all_and_can_be_opened_anew(line: Pty) -> None:
    """While one station still holds the broken port another has the new one."""
    first, second = open_bus(line.port), open_bus(line.port)
    line.unplug()

    wait_for(lambda: first._port.wrong)
    for user in (first, second):
        with pytest.raises(DeviceGone, match="is gone"):
            user.check()
        with pytest.raises(DeviceGone, match="is gone"):
            user.send(b"\x00")
    first.close()
    line.plug()
    anew = open_bus(line.port)
    anew.send(b"again")
    wait_for(lambda: bytes(line.heard).endswith(b"again"))
    second.close()
    anew.check()
    anew.close()


def test_a_question_ends_with_its_whole_answer(line: Pty) -> None:
    """Cut anyhow on the way; listeners hear it too."""
    port, heard = open_bus(line.port), bytearray()
    port.listen(heard.extend)

    def answer() -> None:
        wait_for(lambda: bytes(line.heard) == b"?")
        line.say(b"an", b"swer", b"\x16")

    threading.Thread(target=answer).start()
    assert port.ask(b"?", lambda came: came.endswith(b"\x16"), 20) == b"answer\x16"
    assert bytes(heard) == b"answer\x16"
    port.close()


def test_a_question_without_an_answer_ends_in_time(line: Pty) -> None:
    """A station that is switched off must not hold up the line."""
    port = open_bus(line.port)
    began_s = time.monotonic()
    assert port.ask(b"?", lambda _: True, 0.2) == b""
    assert time.monotonic() - began_s < 60
    port.close()


def test_a_question_on_a_line_that_breaks_is_told_so(line: Pty) -> None:
    """And not only when its time is over."""
    port = open_bus(line.port)
    threading.Timer(0.1, line.unplug).start()
    with pytest.raises(DeviceGone):
        port.ask(b"?", lambda _: False, 30)
    port.close()


def test_nobody_speaks_between_a_question_and_its_answer(line: Pty) -> None:
    """On a line of two wires that would destroy both."""
    port, other = open_bus(line.port), open_bus(line.port)
    asking = threading.Thread(target=port.ask, args=(b"question", lambda came: came == b"answer", 20))
    asking.start()
    wait_for(lambda: bytes(line.heard) == b"question")
    speaking = threading.Thread(target=other.send, args=(b"news",))
    speaking.start()
    assert not port._port.turn.acquire(timeout=0.1)
    assert bytes(line.heard) == b"question"
    line.say(b"answer")
    for thread in (asking, speaking):
        thread.join(60)
    wait_for(lambda: bytes(line.heard) == b"questionnews")
    port.close()
    other.close()


def test_a_station_that_fails_on_noise_does_not_deafen_the_others(line: Pty) -> None:
    """The fault is logged, the line read on."""
    port, heard = open_bus(line.port), bytearray()

    def fail(_: bytes) -> None:
        raise ValueError

    port.listen(fail)
    port.listen(heard.extend)
    line.say(b"1")
    wait_for(lambda: bytes(heard) == b"1")
    line.say(b"2")
    wait_for(lambda: bytes(heard) == b"12")
    port.close()


def test_a_serial_server_on_the_network_is_a_port_as_well() -> None:
    """``socket://host:port``, both ways, and gone when it hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = open_bus(f"socket://127.0.0.1:{server.getsockname()[1]}")
        heard = bytearray()
        port.listen(heard.extend)
        far, _ = server.accept()
        port.send(b"\xff\x68")
        assert far.recv(10) == b"\xff\x68"
        far.sendall(b"\x16")
        wait_for(lambda: bytes(heard) == b"\x16")
        far.close()
        wait_for(lambda: port._port.wrong)
        with pytest.raises(DeviceGone, match="is gone"):
            port.check()
        port.close()


def test_a_serial_server_that_lost_its_power_is_missed_without_a_word() -> None:
    """A scanner's port is never written to; only the system's own question finds out that nobody is there any more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = open_bus(f"socket://127.0.0.1:{server.getsockname()[1]}")
        with socket.fromfd(port._port._line.fileno(), socket.AF_INET, socket.SOCK_STREAM) as line:
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            asked = {name: line.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in ASKED if hasattr(socket, name)}
        assert asked.items() <= ASKED.items()
        port.close()


def test_no_other_scheme_of_the_library_is_a_port() -> None:
    """``spy://`` would write what an ID card reader says, with name and photo, to the standard error."""
    for url in ("spy:///dev/ttyUSB0", "loop://", "rfc2217://10.0.0.9:4001", "alt:///dev/ttyUSB0"):
        with pytest.raises(DeviceGone, match="expected a path, COM3 or socket://host:port"):
            open_bus(url)


def test_who_begins_to_listen_while_others_ask_is_heard(line: Pty) -> None:
    """Boards ask every 2 s on a line at which keypads are opened; one that was forgotten would be dead until the next start."""
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    port, ended = open_bus(line.port)._port, threading.Event()

    def ask() -> None:
        while not ended.is_set():
            port.hear(lambda _: None)()

    asking = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
    try:
        for thread in asking:
            thread.start()
        listening = [bytearray().extend for _ in range(1500)]
        leaves = [port.hear(it) for it in listening]
        assert [it for it in listening if it not in port._hearers] == []
        for leave in leaves:
            leave()
    finally:
        ended.set()
        for thread in asking:
            thread.join()
        sys.setswitchinterval(usual_s)
        port.close()
    assert port._hearers == []


def refused(url: str) -> None:
    """Try to open a port at which nobody is."""
    with pytest.raises(DeviceGone):
        open_bus(url)


def test_a_serial_server_that_does_not_answer_holds_up_no_other_port(line: Pty) -> None:
    """Its connect may take seconds; the other lines must be opened and closed meanwhile."""
    deaf = "socket://127.0.0.1:9"
    with bus._opening_of(deaf):
        waiting = threading.Thread(target=refused, args=(deaf,), daemon=True)
        waiting.start()
        open_bus(line.port).close()
        assert waiting.is_alive()


def test_the_station_is_what_stands_behind_the_at() -> None:
    """One port, many addresses."""
    assert station(place("/dev/ttyUSB0@5")) == ("/dev/ttyUSB0", 5)
    assert station(place("socket://10.0.0.9:4001@12")) == ("socket://10.0.0.9:4001", 12)
    assert station(place("COM3"), default=2) == ("COM3", 2)
    with pytest.raises(DeviceGone, match="'five' is no station number"):
        station(place("COM3@five"))


def test_the_speed_is_an_option_of_the_address() -> None:
    """9600 unless another is given."""
    assert baud_of(place("COM3")) == 9600
    assert baud_of(place("COM3", baud="19200")) == 19200
    for wrong in ("fast", "0", "-1"):
        with pytest.raises(DeviceGone, match="is no speed in baud"):
            baud_of(place("COM3", baud=wrong))


def test_each_port_is_listed_once_and_can_be_typed_as_it_stands() -> None:
    """On Linux a port has several names; the one that outlives a restart is taken."""
    found = [address for address, _ in ports()]
    assert found == sorted(set(found))
    assert all(Path(it).exists() for it in found if it.startswith("/"))
