# SPDX-License-Identifier: Apache-2.0
"""Who is in the hall with cabled devices, and what goes wrong there: visitors, clerks, and one fault after the other."""

import shutil
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from tests.devices.ptys import Pty
from tests.stories.cabled_hall import LOST_US, Equipped, Proofs, TcpPort
from tests.stories.cabled_kiosk import KioskScreen, Visitors
from tests.stories.caller import Caller, Unheard
from tests.stories.quick_start import QuickStart
from tests.stories.server_process import PATIENCE_S, ROOT, HallProcess, environment

BESIDE = "127.0.0.2"
CARD_GONE_S = 1.0
"""A reader takes a card for the same one until it was away for so long."""
Fault = Callable[["Day"], None]


class Crossing:
    """The line between somebody and the server: passes bytes on until it is cut; while ``flows`` is clear they lie in it."""

    def __init__(self, port: int) -> None:
        """Listen beside the server: at the same port of another address of this machine."""
        self.to_port = port
        self.is_cut = False
        self.flows = threading.Event()
        self.flows.set()
        self._ends: list[socket.socket] = []
        self._server = socket.create_server((BESIDE, port))
        self.base = f"http://{BESIDE}:{port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Cut every line, and each new one until it is mended."""
        self.is_cut = True
        ends, self._ends = self._ends, []
        for it in ends:
            with suppress(OSError):
                it.shutdown(socket.SHUT_RDWR)
            it.close()

    def close(self) -> None:
        """End it."""
        self.flows.set()
        self.cut()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self.to_port), 5)
                except OSError:
                    near.close()
                    continue
                if self.is_cut:
                    near.close()
                    far.close()
                    continue
                self._ends += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                self.flows.wait()
                sink.sendall(chunk)
        for it in (source, sink):
            with suppress(OSError):
                it.shutdown(socket.SHUT_RDWR)


class Day:
    """The running hall: its processes, its devices, its people."""

    def __init__(self, path: Path, out: Path, equipped: Equipped, proofs: Proofs, seed: str) -> None:
        """Open it."""
        self.fault_s = (0.4, 0.8)
        """Shortest and longest that a fault lasts."""
        self.path, self.out, self.equipped, self.proofs = path, out, equipped, proofs
        self.random = Random(seed)
        self.stop, self.stop_waiting = threading.Event(), threading.Event()
        self.failed: list[BaseException] = []
        self.server = self._serve(0)
        self.crossing = Crossing(self.server.port)
        self.agent = self._agent()
        self.tokens: dict[str, str] = {}
        self.screen = KioskScreen(self.server.port, proofs.kiosk.removeprefix("Bearer "))
        self.fault_until_us: float = 0.0
        """When the last fault was over; endless while one lasts."""
        self.readers = Visitors(equipped, self.screen, self.tokens, Random(seed), lambda from_us: from_us <= self.fault_until_us + LOST_US)
        self._threads: list[threading.Thread] = []

    def _serve(self, port: int) -> HallProcess:
        command = ["-m", "hallserver", "serve", "--port", port, "--hosts", BESIDE, "--data", self.path]
        return HallProcess(command, self.path.with_suffix(".log"), quick=True)

    def _agent(self) -> QuickStart:
        command = ["-m", "devices", "--server", self.crossing.base, "--agent", "agent-1", "--out", str(self.out)]
        with (self.out / "agent.log").open("ab") as log:
            return QuickStart(command, str(ROOT), environment(), log)

    def crash_server(self) -> None:
        """Kill -9, and start again on the same folder."""
        port = self.server.port
        self.server.kill()
        self.server = self._serve(port)

    def crash_agent(self) -> None:
        """Kill -9, and start again with the same ledger."""
        self.agent.kill()
        self.agent.wait()
        self.agent.stdout.close()
        self.agent = self._agent()

    def ask(self, proof: str, name: str, fields: object = None) -> dict[str, Any]:
        """Ask a command; return what it came to, nothing where it was not done. Where nobody answers people come again later."""
        with suppress(Unheard), Caller(self.server.port, proof) as caller:
            said = caller.command(name, fields)
            return said.result if said.status == 200 else {}
        return {}

    def commission(self) -> bool:
        """Begin the trial of the rater; return whether it has begun."""
        with suppress(Unheard), Caller(self.server.port, self.proofs.admin) as caller:
            return caller.ask("POST", "/api/v1/devices/rater-9/commissioning").status == 200
        return False

    def begin(self) -> None:
        """Let the people come, once the readers work."""
        assert any(self._readers_work() for _ in range(60)), (self.out / "agent.log").read_text(encoding="utf-8")
        for who in (self._visitors, self._clerk, self._keypad, self._readers):
            thread = threading.Thread(target=self._guarded, args=(who,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _readers_work(self) -> bool:
        works = self.readers.try_readers()
        self.stop.wait(CARD_GONE_S)
        return works

    def end_people(self) -> None:
        """Let everybody go home; raise what went wrong with them."""
        self.stop.set()
        for thread in self._threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()
        if self.failed:
            raise self.failed[0]

    def close(self) -> None:
        """End both processes."""
        self.stop.set()
        self.screen.close()
        self.crossing.close()
        for end in (self.agent.terminate, self.agent.wait):
            end()
        if self.server.running:
            self.server.kill()

    def bear(self) -> None:
        """Let a fault last."""
        self.stop.wait(self.random.uniform(*self.fault_s))

    def _guarded(self, who: Callable[[], None]) -> None:
        try:
            who()
        except BaseException as error:  # noqa: BLE001 -- told by end_people
            self.failed.append(error)

    def _visitors(self) -> None:
        while not self.stop.wait(self.random.uniform(0.15, 0.5)):
            taken = self.ask(self.proofs.kiosk, "take-ticket", {"services": [self.random.choice(("seniors", "founding"))]})
            self.tokens |= {taken["ticket"]: taken["token"]} if taken else {}

    def _readers(self) -> None:
        """Lay cards and slips on the readers of the kiosk."""
        while not self.stop.wait(self.random.uniform(0.1, 0.5)):
            self.readers.show_slip()
            self.readers.show_card()
            self.stop.wait(CARD_GONE_S)

    def _clerk(self) -> None:
        """Serve at counter 2 from a screen."""
        steps: tuple[tuple[str, dict[str, str]], ...] = (
            ("open-counter", {"counter": "c2"}),
            ("call-next", {}),
            ("start", {}),
            ("finish", {}),
        )
        while not self.stop.wait(self.random.uniform(0.2, 0.6)):
            for name, fields in steps:
                self.ask(self.proofs.clerk, name, fields)
                self.stop.wait(self.random.uniform(0.1, 0.5))

    def _keypad(self) -> None:
        """Serve at counter 1 by keys; the visitor rates by keys."""
        press = self.equipped.presser.press
        while not self.stop.wait(self.random.uniform(0.2, 0.5)):
            for key in ((0x0C,), (0x0D,), (0x01, 0x0F), (0x02, 0x0F)):
                press(*key)
                if self.stop.wait(self.random.uniform(0.1, 0.3)):
                    return
            press(self.random.randrange(5), rated=True)


def unplug_key_line(day: Day) -> None:
    """The keypad's cable is out for a while."""
    day.equipped.presser.line.unplug()
    day.bear()
    day.equipped.presser.line.plug()


def unplug_boards(day: Day) -> None:
    """A board's cable, and the serial server of another."""
    lines: tuple[Pty | TcpPort, ...] = (*day.equipped.ptys, day.equipped.tcp)
    for it in lines:
        it.unplug()
    day.bear()
    for it in lines:
        it.plug()


def noise(day: Day) -> None:
    """One byte in twenty on all lines of boards has a wrong bit."""
    for board in day.equipped.boards.values():
        board.noise = 0.05
    day.bear()
    for board in day.equipped.boards.values():
        board.noise = 0.0


def half_frames(day: Day) -> None:
    """Beginnings of keys that never end, on the keypad's line and on the scanner's."""
    for line in (day.equipped.presser.line, day.equipped.scans, day.equipped.cards):
        with suppress(OSError):
            line.say(b"\xff\x68\x03\x03\x68\x05", b"\x16\x16")


def paper_out(day: Day) -> None:
    """The first printer is out of paper for a while; the other goes on."""
    printer = day.equipped.printers["printer-1"]
    printer.out_after_slip = True
    day.bear()
    printer.out_after_slip = False
    printer.mend()


def jam(day: Day) -> None:
    """Paper jams in the middle of a slip, and is taken out."""
    printer = day.equipped.printers["printer-1"]
    printer.jams_after = 2000
    day.bear()
    printer.mend()


def mute(day: Day) -> None:
    """What the loudspeaker writes to is gone."""
    said, away = day.out / "voice-1" / "said.jsonl", day.out / "voice-1" / "said.kept"
    if said.exists():
        said.rename(away)
    said.mkdir(parents=True)
    day.bear()
    shutil.rmtree(said)
    if away.exists():
        away.rename(said)


def cut_line(day: Day) -> None:
    """The network between agent and server is out for a while."""
    day.crossing.cut()
    day.bear()
    day.crossing.is_cut = False


FAULTS: tuple[Fault, ...] = (
    Day.crash_agent, jam, cut_line, noise, Day.crash_server, mute, unplug_key_line, paper_out, half_frames, unplug_boards,
)  # fmt: skip
"""In this order, then in any."""
