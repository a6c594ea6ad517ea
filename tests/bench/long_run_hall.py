# SPDX-License-Identifier: Apache-2.0
"""The hall of the long run: forty counters, thirty clerks, eight kiosks, a hundred screens; and what a day in it asks."""

import json
import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from msgspec import Struct

from hallserver.clock import AnchoredClock
from hallserver.core.roles import SERVICE_SETUP
from hallserver.demo import hall as demo
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from tests.bench.screens_on import Screen
from tests.stories.caller import Caller
from tests.stories.server_process import Rows
from tests.support import names, new_folder, setup_commands

COUNTERS, CLERKS, KIOSKS, HALL_DISPLAYS, PHONES = 40, 30, 8, 8, 10
PASSWORD = "a long day in the hall"
STAFF = {
    "boss": ["hall-manager", "duty-manager"],
    "deputy": ["hall-manager"],
    "inspector": ["inspector"],
    "admin": ["system-admin", "security-admin"],
}
"""The last of a hundred screens: three managers' and the set-up."""
_AT_ONCE = 8
"""Clerks that ask at the same moment."""


def rows() -> Rows:
    """Return the catalog: the services of the demo's hall at many counters."""
    queues = [row["slug"] for row in demo.QUEUES]
    counters, clerks = range(1, COUNTERS + 1), range(1, CLERKS + 1)
    return demo.sections() | {
        "counters": [{"slug": f"c{n}", "names": names(f"{n}号窗口"), "number": n, "queues": queues} for n in counters],
        "people": [
            *({"slug": f"clerk-{n}", "names": names(f"职员{n}号")} for n in clerks),
            *({"slug": slug, "names": names(slug), "roles": roles} for slug, roles in STAFF.items()),
        ],
        "devices": [
            *({"slug": f"counter-{n}", "kind": "counter-display", "counter": f"c{n}", "names": names(f"{n}号屏")} for n in counters),
            *({"slug": f"hall-{n}", "kind": "hall-display", "names": names(f"综合屏{n}")} for n in range(1, HALL_DISPLAYS + 1)),
            *({"slug": f"kiosk-{n}", "kind": "kiosk", "names": names(f"取号机{n}")} for n in range(1, KIOSKS + 1)),
        ],
    }


_PAGE_OF = {"counter-display": "counter", "hall-display": "hall", "kiosk": "kiosk"}


class Hall(Struct, frozen=True, kw_only=True):
    """A hall that was set up: its folder, its devices' screens, the kiosks' headers."""

    path: Path
    devices: list[Screen]
    kiosks: list[str]


async def prepare(path: Path) -> Hall:
    """Set the hall up in a new folder, the day not yet open; everybody has the same password, every device a key."""
    folder, clock = Folder(new_folder(path)), AnchoredClock()
    service, accounts = Service(folder, clock), Accounts(folder.database, clock.now)
    try:
        for command in setup_commands(rows()):
            await service.submit(command, SERVICE_SETUP)
        for person in rows()["people"]:
            await accounts.set_password(person["slug"], PASSWORD)
        keys = [(row["kind"], await accounts.new_device_key(row["slug"])) for row in rows()["devices"]]
    finally:
        accounts.close()
        folder.close()
    screens = [(_PAGE_OF[kind], "main", "key", key) for kind, key in keys]
    return Hall(path=path, devices=screens, kiosks=[f"Bearer {key}" for kind, key in keys if kind == "kiosk"])


class Day:
    """One business day over HTTP: staff signs in, counters open, visitors come and are served, the day is closed."""

    def __init__(self, port: int, hall: Hall, seed: int) -> None:
        """Begin before anybody is there."""
        self._port, self._hall, self._seed = port, hall, seed
        self._proofs: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        """Ticket → its token."""
        self._left = 0
        self._lock = threading.Lock()

    def begin(self) -> str:
        """Sign everybody in, open the day and thirty counters; return the day's date."""
        with Caller(self._port, "") as caller:
            for slug in (*STAFF, *(f"clerk-{n}" for n in range(1, CLERKS + 1))):
                asked = json.dumps({"name": slug, "password": PASSWORD}).encode()
                self._proofs[slug] = caller.ask("POST", "/api/v1/session", asked).json["token"]
        with self._caller("boss") as caller:
            said = caller.command("open-day").json
        for n in range(1, CLERKS + 1):
            with self._caller(f"clerk-{n}") as caller:
                assert caller.command("open-counter", {"counter": f"c{n}"}).result is not None
        date: str = said["events"][-1]["event"]["date"]
        return date

    def staff_screens(self, waiting: int = PHONES) -> list[Screen]:
        """Give some visitors a number; return the screens of the clerks, of the managers and the set-up, and of these phones."""
        tokens = [self._take(self._hall.kiosks[n % KIOSKS], "tenancy") for n in range(waiting)]
        clerks = [("clerk", "", "token", self._proofs[f"clerk-{n}"]) for n in range(1, CLERKS + 1)]
        managers = [("manager", "", "token", self._proofs[slug]) for slug in STAFF if slug != "admin"]
        phones = [("ticket", "", "ticket", token) for token in tokens]
        return [*clerks, *managers, ("setup", "", "token", self._proofs["admin"]), *phones]

    def pass_by(self, tickets: int) -> None:
        """Let so many visitors come, be called, served and rate, as fast as they are answered."""
        chance = random.Random(self._seed)
        services = chance.choices(list(demo.SHARE), list(demo.SHARE.values()), k=tickets)
        self._left = tickets
        with ThreadPoolExecutor(_AT_ONCE + 2) as people:
            coming = [people.submit(self._come, self._hall.kiosks[n::2], services[n::2]) for n in range(2)]
            serving = [people.submit(self._serve, range(n, CLERKS + 1, _AT_ONCE)) for n in range(1, _AT_ONCE + 1)]
            for each in (*coming, *serving):
                each.result()

    def end(self) -> None:
        """Close the day."""
        with self._caller("boss") as caller:
            said = caller.command("close-day", {"rest": "left"})
            assert said.status == 200, said.body

    def _caller(self, slug: str) -> Caller:
        return Caller(self._port, f"Bearer {self._proofs[slug]}")

    def _take(self, kiosk: str, service: str) -> str:
        with Caller(self._port, kiosk) as caller:
            return self._taken(caller, service)

    def _taken(self, caller: Caller, service: str) -> str:
        result = caller.command("take-ticket", {"services": [service]}, key=_key()).result
        self._tokens[result["ticket"]] = result["token"]
        return str(result["token"])

    def _come(self, kiosks: Sequence[str], services: Sequence[str]) -> None:
        callers = [Caller(self._port, kiosk) for kiosk in kiosks]
        for nth, service in enumerate(services):
            self._taken(callers[nth % len(callers)], service)
        for caller in callers:
            caller.__exit__(None, None, None)

    def _serve(self, clerks: Sequence[int]) -> None:
        callers = [self._caller(f"clerk-{n}") for n in clerks]
        while self._left > 0:
            for caller in callers:
                if self._one_visitor(caller.command):
                    with self._lock:
                        self._left -= 1
        for caller in callers:
            caller.__exit__(None, None, None)

    def _one_visitor(self, command: Callable[..., Any]) -> bool:
        called = command("call-next", key=_key())
        if called.status != 200:
            return False
        for name in ("start", "finish"):
            said = command(name, key=_key())
            assert said.status == 200, said.body
        with Caller(self._port, f"Ticket {self._token_of(called.result['ticket'])}") as visitor:
            said = visitor.command("rate", {"stars": 5}, key=_key())
            assert said.status == 200, said.body
        return True

    def _token_of(self, ticket: str) -> str:
        """Return what the visitor's slip says; a clerk may be quicker than the kiosk that hears the number."""
        while ticket not in self._tokens:
            time.sleep(0.001)
        return self._tokens[ticket]


def _key() -> str:
    return f"{random.getrandbits(64):016x}"
