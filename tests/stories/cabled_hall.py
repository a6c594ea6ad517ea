# SPDX-License-Identifier: Apache-2.0
"""A hall with every kind of device on a cable, emulated on ptys and TCP: what hangs where, and what each emulator saw and when."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, Final

from msgspec import Struct

from devices.boards.emulator import AnyCard, Wire, onbon_card, pingan_card, zhongyi_card
from devices.keypads.ff68 import BEEP, KEY, RATED, Frame, acknowledged
from devices.keys import write_key
from devices.printers.emulator import EscposEmulator
from devices.readers.emulator import Sam
from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from tests.devices.ptys import Pty
from tests.hallserver.test_keying import FF68
from tests.hallserver.test_keying import STARS as RATER_KEYS
from tests.support import LI, SMALL_HALL, STANDARD, names, new_folder, setup_commands

STATION: Final = 5
ANSWER_S: Final = 3.0
LOST_US: Final = 12_000_000
"""An agent that lost its hall takes the numbers off after 10 s; so much older a number may be then."""
BEEP_S: Final = 0.6
"""After so long without another beep the answer is over; where it cannot be over yet it is awaited longer."""
REFUSED: Final = 3
CLOCK = AnchoredClock()
URL = "http://10.8.0.5:8080"
BOARDS = {"board-1": "c1", "board-2": "c2", "board-3": "c2"}
"""Board → its counter."""
PRINTERS = ("printer-1", "printer-2")


class Proofs(Struct, frozen=True, kw_only=True):
    """Authorization headers of those who may come."""

    kiosk: str
    clerk: str
    admin: str


class BoardLine:
    """One board: its card, what people could read on it and since when; noise for as long as it is set."""

    def __init__(self, card: AnyCard, random: Random) -> None:
        """Begin dark and undisturbed."""
        self.card, self.noise = card, 0.0
        self.shown: list[tuple[int, str]] = []
        """(UTC µs, face), each time that it changed."""
        self._random = random
        self._wire = Wire(card, spoil=self._spoilt)

    def feed(self, chunk: bytes) -> bytes:
        """Let the card read; note what it shows now."""
        answer = self._wire.feed(chunk)
        self._note()
        return answer

    def silence(self) -> None:
        """Let the card notice a silence."""
        self._wire.silence()
        self._note()

    def _note(self) -> None:
        face = self.card.face
        if face != (self.shown[-1][1] if self.shown else ""):
            self.shown.append((CLOCK.now(), face))

    def _spoilt(self, sent: bytes) -> bytes:
        if not self.noise:
            return sent
        return bytes(byte ^ (1 << self._random.randrange(8)) if self._random.random() < self.noise else byte for byte in sent)


class TcpPort:
    """A serial server at ``host:port``: it can be taken off the network and put back."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        """Listen on a free port."""
        self._answer, self.port = answer, 0
        self._clients: list[socket.socket] = []
        self.plug()

    def plug(self) -> None:
        """Put it (back) on the network."""
        self._server = socket.create_server(("127.0.0.1", self.port))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def unplug(self) -> None:
        """Take it off the network."""
        for it in (self._server, *self._clients):
            with suppress(OSError):
                it.shutdown(socket.SHUT_RDWR)
            it.close()
        self._clients = []

    def _accept(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = server.accept()
                self._clients.append(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError):
            while chunk := client.recv(4096):
                client.sendall(self._answer(chunk))


class Presser:
    """The keypad and the rater on one line: they repeat a key until it is acknowledged, and count beeps."""

    def __init__(self, path: Path) -> None:
        """Hang them on a pty."""
        self.line = Pty(path)
        self.presses: list[Press] = []

    def press(self, *data: int, rated: bool = False) -> int:
        """Press; return how often it beeped, 0 where no answer came in time."""
        frame = Frame(STATION, RATED if rated else KEY, bytes(data))
        press = Press(data=data, rated=rated, from_us=CLOCK.now(), began=len(self.line.heard))
        began = press.began
        if self._acknowledged(frame, began):
            press.beeps = self._beeps(began)
        press.until_us = CLOCK.now()
        self.presses.append(press)
        return press.beeps

    def answered(self) -> "list[Press]":
        """Return the presses with all their beeps, also with those that a slow machine sent when nobody waited for them any more."""
        beep = Frame(STATION, BEEP, b"").encode()
        ends = [*(it.began for it in self.presses[1:]), len(self.line.heard)]
        for press, end in zip(self.presses, ends, strict=True):
            press.beeps = max(press.beeps, bytes(self.line.heard[press.began : end]).count(beep))
        return list(self.presses)

    def _acknowledged(self, frame: Frame, began: int) -> bool:
        for _ in range(10):
            with suppress(OSError):
                self.line.say(frame.encode())
            if _until(lambda: acknowledged(frame).encode() in self._since(began), 0.2):
                return True
        return False

    def _beeps(self, began: int) -> int:
        """Return the beeps of the answer; three come one after the other."""
        beep, heard = Frame(STATION, BEEP, b"").encode(), 0
        while (now := self._count_after(beep, began, heard)) > heard:
            heard = now
        return heard

    def _count_after(self, beep: bytes, began: int, heard: int) -> int:
        """Return how many beeps there are, as soon as there is one more or none came for a while."""
        _until(lambda: self._since(began).count(beep) > heard, BEEP_S if heard in {1, REFUSED} else ANSWER_S)
        return self._since(began).count(beep)

    def _since(self, began: int) -> bytes:
        return bytes(self.line.heard[began:])


class Press(Struct):
    """One key: what it was, when, and the answer."""

    data: tuple[int, ...]
    rated: bool
    from_us: int
    until_us: int = 0
    beeps: int = 0
    began: int = 0
    """How many bytes had been heard on the line before."""


def _until(true: Callable[[], bool], timeout_s: float) -> bool:
    until_us = CLOCK.now() + int(timeout_s * 1e6)
    while not true():
        if CLOCK.now() > until_us:
            return False
        time.sleep(0.005)
    return True


class Equipped:
    """All that hangs in the hall."""

    def __init__(self, folder: Path, seed: str) -> None:
        """Switch everything on."""
        random = Random(seed)
        cards: dict[str, AnyCard] = {"board-1": pingan_card(3), "board-2": zhongyi_card(6), "board-3": onbon_card(1)}
        self.boards = {slug: BoardLine(card, random) for slug, card in cards.items()}
        serial = [self.boards["board-1"], self.boards["board-2"]]
        self.ptys = [Pty(folder / f"ttyLED{at}", it.feed, it.silence) for at, it in enumerate(serial)]
        self.tcp = TcpPort(self.boards["board-3"].feed)
        self.presser = Presser(folder / "ttyKEY")
        self.sam = Sam()
        self.cards, self.scans = Pty(folder / "ttyCARD", self.sam.answer), Pty(folder / "ttySCAN")
        self.printers = {slug: EscposEmulator() for slug in PRINTERS}

    def close(self) -> None:
        """Switch everything off."""
        for pty in (*self.ptys, self.presser.line, self.cards, self.scans):
            pty.unplug()
        self.tcp.unplug()
        for printer in self.printers.values():
            printer.__exit__(None, None, None)

    def rows(self) -> list[dict[str, Any]]:
        """Return the devices as they are set up."""
        cable = {"agent": "agent-1"}
        at_keys = {"counter": "c1", "driver": "ff68", "address": f"{self.presser.line.port}@{STATION}"} | cable
        led = {slug: {"slug": slug, "names": names(slug), "kind": "board", "counter": BOARDS[slug]} | cable for slug in BOARDS}
        reader = {"kind": "reader", "kiosk": "kiosk-1"} | cable
        return [
            {"slug": "agent-1", "names": names("设备代理"), "kind": "agent"},
            *(
                {"slug": slug, "names": names(slug), "kind": "printer", "driver": "escpos-network", "address": it.address} | cable
                for slug, it in self.printers.items()
            ),
            {"slug": "voice-1", "names": names("语音"), "kind": "voice", "driver": "pretend", "address": "?pace=0.02"} | cable,
            {"slug": "kiosk-1", "names": names("取号机"), "kind": "kiosk", "printer": "printer-1"},
            led["board-1"] | {"driver": "pingan", "address": f"{self.ptys[0].port}@3"},
            led["board-2"] | {"driver": "zhongyi", "address": f"{self.ptys[1].port}@6"},
            led["board-3"] | {"driver": "onbon-bx5", "address": f"socket://127.0.0.1:{self.tcp.port}@1"},
            {"slug": "keypad-1", "names": names("叫号器"), "kind": "keypad", "keys": FF68} | at_keys,
            {"slug": "rater-9", "names": names("评价器"), "kind": "rater", "keys": RATER_KEYS} | at_keys,
            {"slug": "cards-1", "names": names("身份证"), "driver": "sdt-serial", "address": self.cards.port} | reader,
            {"slug": "scans-1", "names": names("扫码器"), "driver": "scanner-serial", "address": self.scans.port} | reader,
        ]


async def prepare(path: Path, out: Path, equipped: Equipped, standard: str = STANDARD) -> Proofs:
    """Make the hall, its day open; give the agent its key."""
    folder = Folder(new_folder(path))
    service, accounts = Service(folder, CLOCK), Accounts(folder.database, CLOCK.now)
    admin = {"slug": "admin", "names": names("管理员"), "roles": ["system-admin", "duty-manager"]}
    hall = [SMALL_HALL["hall"][0] | {"public_url": URL}]
    rows = SMALL_HALL | {"hall": hall, "devices": equipped.rows(), "people": [*SMALL_HALL["people"], admin]}
    try:
        for command in (*setup_commands(rows, standard), c.OpenDay()):
            await service.submit(command, SERVICE_SETUP)
        await service.submit(c.OpenCounter(counter="c1"), LI)
        write_key(out / "agent-keys.json", "agent-1", await accounts.new_device_key("agent-1"))
        return Proofs(
            kiosk=f"Bearer {await accounts.new_device_key('kiosk-1')}",
            clerk=f"Bearer {await accounts.sign_in('wang')}",
            admin=f"Bearer {await accounts.sign_in('admin')}",
        )
    finally:
        accounts.close()
        folder.close()
