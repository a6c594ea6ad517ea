# SPDX-License-Identifier: Apache-2.0
"""A clerk's day from the keypad, and a visitor's rating: a pty as the RS-485 line, the real agent, a real server process."""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from devices.keypads.ff68 import BEEP, KEY, RATED, Frame, rating_started, ticket_shown
from devices.keys import write_key
from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.events import Entry
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from tests.devices.keypads.lines import Stations, stations
from tests.devices.keypads.test_ff68 import noisy
from tests.hallserver.test_keying import FF68
from tests.hallserver.test_keying import STARS as RATER_KEYS
from tests.stories.caller import Caller
from tests.stories.quick_start import QuickStart
from tests.stories.server_process import ROOT, environment, journal_of, rebuilt, serving
from tests.support import KIOSK, LI, SMALL_HALL, STANDARD, names, new_folder, setup_commands

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not run: needs ptys")
STATION = 5
ADMIN = {"slug": "admin", "names": names("管理员"), "roles": ["system-admin"]}


def _at_once() -> str:
    """Return the standard with no least time before a recall or an absence: the story does not wait for them."""
    text = STANDARD
    for name in ("call.gap", "call.absent_after"):
        text, times = re.subn(rf'(\[parameter\."{re.escape(name)}"\]\nvalue = )\d+(\n.*\nmin = )\d+', r"\g<1>0.001\g<2>0.001", text)
        assert times == 1, name
    return text


async def _prepare(path: Path, port: str) -> tuple[str, str]:
    """Make a hall with a keypad and a rater on this port; return the agent's key and the administrator's proof."""
    folder, clock = Folder(new_folder(path)), AnchoredClock()
    service, accounts = Service(folder, clock), Accounts(folder.database, clock.now)
    at = {"counter": "c1", "agent": "agent-1", "driver": "ff68", "address": f"{port}@{STATION}"}
    cabled: list[dict[str, Any]] = [
        {"slug": "agent-1", "names": names("设备代理"), "kind": "agent"},
        {"slug": "kiosk-1", "names": names("取号机"), "kind": "kiosk"},
        {"slug": "keypad-1", "names": names("叫号器"), "kind": "keypad", "keys": FF68} | at,
        {"slug": "rater-9", "names": names("评价器"), "kind": "rater", "keys": RATER_KEYS} | at,
    ]
    rows = SMALL_HALL | {"devices": cabled, "people": [*SMALL_HALL["people"], ADMIN]}
    try:
        for command in (*setup_commands(rows, _at_once()), c.OpenDay()):
            await service.submit(command, SERVICE_SETUP)
        await service.submit(c.OpenCounter(counter="c1"), LI)
        for _ in range(6):
            await service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        return await accounts.new_device_key("agent-1"), f"Bearer {await accounts.sign_in('admin')}"
    finally:
        accounts.close()
        folder.close()


class Desk:
    """The clerk's hands, the visitor's finger, and what the journal says of them."""

    def __init__(self, line: Stations, path: Path) -> None:
        """Begin behind what the journal has."""
        self.line, self._path = line, path
        self._seen = len(journal_of(path))

    def press(self, *data: int, rated: bool = False, refused: bool = False) -> list[Entry]:
        """Press; wait for acknowledgement and beeps; return what the journal has of it."""
        frame = Frame(STATION, RATED if rated else KEY, bytes(data))
        self.line.forget()
        self.line.press(frame)
        self.line.hear(*[Frame(STATION, BEEP, b"")] * (3 if refused else 1))
        return self.new()

    def new(self) -> list[Entry]:
        """Return what the journal has since the last look, without what devices say of themselves."""
        entries = journal_of(self._path)
        new, self._seen = entries[self._seen :], len(entries)
        lost_and_back = ("lost", "back")
        return [it for it in new if not (isinstance(it.event, e.DeviceReported) and it.event.state in lost_and_back)]

    def kinds(self, *data: int, rated: bool = False, refused: bool = False) -> str:
        """Press; return the kinds of what the journal has of it."""
        return " ".join(entry.kind for entry in self.press(*data, rated=rated, refused=refused))


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


def _visitors_one_to_three(desk: Desk) -> None:
    """Called, called again, served, finished with the next; absent; held and taken up; finished by 评价."""
    called = desk.press(0x0C)[0]
    assert isinstance(called.event, e.TicketCalled)
    assert (called.actor, called.event.clerk, called.event.label) == ("device:keypad-1", "li", "A001")
    desk.line.has_heard(ticket_shown(STATION, "001"))
    assert desk.kinds(0x0D) == "TicketRecalled"
    assert desk.kinds(0x01, 0x0F) == "ServiceStarted"
    assert desk.kinds(0x0C) == "ServiceFinished TicketCalled"
    assert desk.kinds(0x06, 0x0F) == "TicketAbsent"
    assert desk.kinds(0x0C) == "TicketCalled"
    assert desk.kinds(0x00, 0x0F) == "TicketHeld"
    assert desk.kinds(0x03, 0x0F) == "TicketResumed"
    assert desk.kinds(0x02, 0x0F) == "ServiceFinished"


def _the_rater_is_tried_out_and_rates(desk: Desk, admin: Caller) -> None:
    """Nothing before the trial; after it the key that means 满意 gives four stars, once."""
    assert desk.kinds(0x00, rated=True, refused=True) == "KeyIgnored"
    path = "/api/v1/devices/rater-9/commissioning"
    assert admin.ask("POST", path).json["state"] == "press-best"
    assert desk.kinds(0x01, rated=True, refused=True) == "DeviceTried"
    assert admin.ask("GET", path).json["state"] == "failed"
    desk.line.forget()
    admin.ask("POST", path)
    desk.line.has_heard(rating_started(STATION))
    assert desk.kinds(0x00, rated=True) == "DeviceTried"
    assert desk.kinds(0x04, rated=True) == "DeviceReported"
    assert admin.ask("GET", path).json["commissioned"]
    rated = desk.press(0x01, rated=True)[0]
    assert isinstance(rated.event, e.RatingGiven)
    assert (rated.actor, rated.event.stars, rated.event.clerk, rated.event.channel) == ("device:rater-9", 4, "li", "keys")
    assert desk.kinds(0x02, rated=True, refused=True) == ""


def _a_line_as_lines_are(desk: Desk) -> None:
    """Unknown keys, other stations, an answer that was lost, and two hundred frames with a fault: no command follows from any."""
    assert desk.kinds(0x7F, refused=True) == "KeyIgnored"
    random, nothing = Random(200), Frame(STATION, KEY, b"\x11")
    desk.line.say(Frame(STATION + 1, KEY, b"\x0c"), *(noisy(nothing.encode(), random, faults=1) + b"\x00" * 8 for _ in range(200)))
    again = Frame(STATION, KEY, b"\x0c")
    desk.line.forget()
    desk.line.say(b"\x00" * 12, again, again)
    desk.line.hear(again, Frame(STATION, BEEP, b""))
    assert [entry.kind for entry in desk.new() if entry.kind != "KeyIgnored"] == ["TicketCalled"]


def _sent_on_paused_closed_and_open_again(desk: Desk) -> None:
    """Transfer by number, pause by reason, and the badge number opens what was Li's."""
    assert desk.kinds(0x0B) == "ServiceFinished"
    assert desk.kinds(0x0C) == "TicketCalled"
    sent = desk.press(0x03, 0x13)[0].event
    assert isinstance(sent, e.TicketTransferred)
    assert sent.next.counter == "c3"
    paused = desk.press(0x02, 0x12)[0].event
    assert isinstance(paused, e.CounterPaused)
    assert paused.reason == "lunch"
    assert desk.kinds(0x0F) == "CounterOpened"
    assert desk.kinds(0x09, 0x0F) == "CounterClosed"
    for digit in (0x04, 0x0E, 0x00, 0x01, 0x00, 0x01):
        assert desk.kinds(digit) == ""
    opened = desk.press(0x0F)[0]
    assert (opened.actor, opened.event) == ("device:keypad-1", e.CounterOpened(counter="c1", clerk="li"))


def test_a_clerks_day_from_the_keypad(tmp_path: Path) -> None:
    """Every step without a screen; what the journal has is what was pressed, and it rebuilds."""
    path, out = tmp_path / "hall", tmp_path / "agent"
    out.mkdir()
    with stations() as line:
        key, admin = asyncio.run(_prepare(path, line.port))
        write_key(out / "agent-keys.json", "agent-1", key)
        with serving(path) as server, server.caller(admin) as person, _agent(server.base, out):
            line.hear(ticket_shown(STATION, ""))
            desk = Desk(line, path)
            _visitors_one_to_three(desk)
            _the_rater_is_tried_out_and_rates(desk, person)
            _a_line_as_lines_are(desk)
            _sent_on_paused_closed_and_open_again(desk)
            assert server.stop() == 0
    assert json.dumps(rebuilt(path)["differences"]) == "[]"
