# SPDX-License-Identifier: Apache-2.0
"""A card and a slip at the kiosk: readers on ptys, the real agent, a real server process, and the kiosk's own line."""

import asyncio
import json
import os
import pty
import re
import sys
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from websockets.sync.client import ClientConnection, connect

from devices.keys import write_key
from devices.readers.emulator import Sam, foreigner_2023, resident
from devices.readers.watch import TAKEN_AFTER
from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.id_number import digest, with_check
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from tests.devices.readers.desk import on_a_pty, until
from tests.stories.caller import Caller
from tests.stories.quick_start import QuickStart
from tests.stories.server_process import PATIENCE_S, ROOT, environment, journal_of, rebuilt, serving
from tests.support import LI, SMALL_HALL, STANDARD, names, new_folder, setup_commands

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not run: needs ptys")
NUMBER, FOREIGN = with_check("11010519491231002"), with_check("91131019990101001")
NAME, ADDRESS = "哨兵秘密姓名", "哨兵秘密地址一百二十三号"
Json = dict[str, Any]


class Proofs(Struct, frozen=True, kw_only=True):
    """Who may come to the hall."""

    agent: str
    kiosk: str
    clerk: str


async def _prepare(path: Path, cards: str, scans: str) -> Proofs:
    """Make an open hall with a card reader and a scanner at the kiosk, and a clerk at counter 1."""
    folder, clock = Folder(new_folder(path)), AnchoredClock()
    service, accounts = Service(folder, clock), Accounts(folder.database, clock.now)
    at = {"kind": "reader", "agent": "agent-1", "kiosk": "kiosk-1"}
    devices: list[Json] = [
        {"slug": "agent-1", "names": names("设备代理"), "kind": "agent"},
        {"slug": "kiosk-1", "names": names("取号机"), "kind": "kiosk"},
        {"slug": "cards-1", "names": names("身份证阅读器"), "driver": "sdt-serial", "address": cards} | at,
        {"slug": "scans-1", "names": names("扫码器"), "driver": "scanner-serial", "address": scans} | at,
    ]
    at_once = re.sub(r'(\[parameter\."call\.absent_after(?:_needs)?"\]\nvalue = )\d+(\n.*\nmin = )\d+', r"\g<1>0.001\g<2>0.001", STANDARD)
    try:
        for command in (*setup_commands(SMALL_HALL | {"devices": devices}, at_once), c.OpenDay()):
            await service.submit(command, SERVICE_SETUP)
        await service.submit(c.OpenCounter(counter="c1"), LI)
        keys = [await accounts.new_device_key(slug) for slug in ("agent-1", "kiosk-1")]
        return Proofs(agent=keys[0], kiosk=keys[1], clerk=f"Bearer {await accounts.sign_in('li')}")
    finally:
        accounts.close()
        folder.close()


class Kiosk:
    """The kiosk's screen: what it hears, what is pressed there."""

    def __init__(self, line: ClientConnection, key: str) -> None:
        """Say who it is."""
        self._line, self._asked = line, 0
        line.send(json.dumps({"key": key}))

    def hears(self, name: str) -> Json:
        """Return the next message with this member."""
        while name not in (message := json.loads(self._line.recv(PATIENCE_S))):
            pass
        return dict(message)

    def told(self) -> Json:
        """Return the next thing that is said to this screen alone."""
        return dict(self.hears("whisper")["whisper"])

    def ask(self, command: str, **fields: object) -> Json:
        """Press; return the answer or the problem."""
        self._asked += 1
        self._line.send(json.dumps({"id": str(self._asked), "command": command, "fields": fields}))
        heard = self.hears("id")
        return dict(heard.get("answer") or heard["problem"])


@contextmanager
def _agent(base: str, folder: Path) -> Iterator[None]:
    command = ["-m", "devices", "--server", base, "--agent", "agent-1", "--out", str(folder)]
    with (folder / "agent.log").open("ab") as log:
        process = QuickStart(command, str(ROOT), environment(), log)
        try:
            yield
        finally:
            process.terminate()
            process.wait()
            process.stdout.close()


@contextmanager
def _scanner() -> Iterator[tuple[int, str]]:
    master, slave = pty.openpty()
    tty.setraw(slave)
    try:
        yield master, os.ttyname(slave)
    finally:
        os.close(slave)
        os.close(master)


def _a_card_takes_a_ticket(sam: Sam, kiosk: Kiosk) -> Json:
    """Another card is refused by name; an elderly resident's confirms the group."""
    sam.lay(foreigner_2023(FOREIGN))
    assert kiosk.told() == {"card": {"refused": "foreign-residence"}}
    sam.take_away()
    asked = len(sam.asked)
    assert until(lambda: len(sam.asked) > asked + TAKEN_AFTER)
    sam.lay(resident(NUMBER, NAME, ADDRESS))
    card = kiosk.told()["card"]
    assert (card["elderly"], card["last"]) == (True, NUMBER[-4:])
    taken: Json = kiosk.ask("take-ticket", services=["seniors"], group="elderly", card=card["ref"])["result"]
    assert kiosk.ask("take-ticket", services=["seniors"], card=card["ref"])["key"] == "card-used"
    return taken


def _missed_and_back(kiosk: Kiosk, clerk: Caller, scanner: int, taken: Json) -> None:
    """Called, not there, back: the slip under the scanner is enough."""
    assert kiosk.ask("bring-back", ticket=taken["ticket"])["key"] == "slip-not-read"
    assert clerk.command("call-next").result["ticket"] == taken["ticket"]
    clerk.command("mark-absent")
    os.write(scanner, b"https://shop.example/\r\n")
    assert kiosk.told() == {"scan": {"unknown": True}}
    os.write(scanner, f"https://hall.example/ticket/#t={taken['token']}\r\n".encode())
    scan = kiosk.told()["scan"]
    assert (scan["label"], scan["state"], scan["may"]) == (taken["number"], "absent", ["bring-back", "cancel"])
    assert "result" in kiosk.ask("bring-back", ticket=taken["ticket"])


def _is_hashed(path: Path) -> None:
    """The vault has the digest under the hall's key and the last four, and nothing else."""
    folder = Folder(path)
    try:
        with folder.database.reader() as reader:
            [(content,)] = reader.execute_sql("SELECT content FROM vault").fetchall()
        assert content == f"{digest(NUMBER, folder.keys.person, folder.hall_id)} {NUMBER[-4:]}"
    finally:
        folder.close()


def _said_nowhere(*folders: Path) -> None:
    files = [it for folder in folders for it in (folder.rglob("*") if folder.is_dir() else [folder]) if it.is_file()]
    everything = b"\n".join(it.read_bytes() for it in files)
    assert len(files) > 4
    assert NUMBER[-4:].encode() in everything, "the search finds what is there"
    for secret in (NUMBER, NUMBER[:-4], FOREIGN, NAME, ADDRESS):
        for form in (secret.encode(), secret.encode("utf-16-le"), secret.encode("gb18030"), json.dumps(secret)[1:-1].encode()):
            assert form not in everything, secret


def test_a_card_and_a_slip_at_the_kiosk(tmp_path: Path) -> None:
    """Laid down, taken, missed, scanned, back in the line; in no file is anything of the card but its digest."""
    path, out, sam = tmp_path / "hall", tmp_path / "agent", Sam()
    out.mkdir()
    with on_a_pty(sam) as cards, _scanner() as (scanner, scans):
        proofs = asyncio.run(_prepare(path, cards, scans))
        write_key(out / "agent-keys.json", "agent-1", proofs.agent)
        with serving(path) as server, server.caller(proofs.clerk) as clerk:
            address = f"{server.base.replace('http', 'ws')}/ws?page=kiosk"
            with connect(address, proxy=None) as line, _agent(server.base, out):
                kiosk = Kiosk(line, proofs.kiosk)
                kiosk.hears("view")
                taken = _a_card_takes_a_ticket(sam, kiosk)
                _missed_and_back(kiosk, clerk, scanner, taken)
            assert server.stop() == 0
    happened = [entry for entry in journal_of(path) if isinstance(entry.event, e.TicketIssued | e.TicketBroughtBack)]
    assert [(entry.kind, entry.actor) for entry in happened] == [
        ("TicketIssued", "device:kiosk-1"),
        ("TicketBroughtBack", f"ticket:{taken['ticket']}"),
    ]
    assert isinstance(happened[0].event, e.TicketIssued)
    assert happened[0].event.group == "elderly"
    _is_hashed(path)
    assert json.dumps(rebuilt(path)["differences"]) == "[]"
    _said_nowhere(path, out, path.with_suffix(".log"))
