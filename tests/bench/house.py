# SPDX-License-Identifier: Apache-2.0
"""A hall to be measured: set up through the real service, served by a process of its own, with a manager and a display looking on."""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from msgspec import Struct

from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core.roles import Actor
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from tests.bench.measure import Terms, cores
from tests.bench.screens_on import Screen, screens_on
from tests.stories.caller import Caller
from tests.stories.server_process import HallProcess, Rows
from tests.support import names, new_folder, set_up

_AT_ONCE = 128
_LETTERS = [letter for letter in ascii_uppercase if letter not in "IO"]
_GUIDE = Actor(kind="person", name="boss", roles=frozenset({"duty-manager"}))


class Desk(Struct, frozen=True, kw_only=True):
    """A clerk at an open counter: both slugs and the Authorization header."""

    clerk: str
    counter: str
    proof: str


class Served(Struct, frozen=True, kw_only=True):
    """A hall in service and the keys to it. Headers are whole Authorization headers; keys and tokens are bare."""

    port: int
    pid: int
    kiosks: list[str]
    """Headers."""
    displays: list[str]
    """Keys of hall displays, one more than was asked for: that one is connected already."""
    clerks: list[Desk]
    manager: str
    """Sign-in token of somebody who may see every screen."""
    services: list[str]
    """One service of each queue."""
    tickets: list[str]
    """Ids of those who wait, in the order in which they came."""
    tokens: list[str]
    """Their ticket tokens."""

    def caller(self, proof: str) -> Caller:
        """Return a connection of somebody with this Authorization header."""
        return Caller(self.port, proof)


class Wanted(Struct, frozen=True, kw_only=True):
    """How large a hall is to be. Each counter has all queues as its own."""

    counters: int = 1
    queues: int = 1
    waiting: int = 0
    """Tickets that wait, spread over the queues in turn."""
    kiosks: int = 1
    displays: int = 0


def letters() -> Iterator[str]:
    """Give the letters of queues: single ones first, then pairs."""
    yield from _LETTERS
    yield from (one + other for one in _LETTERS for other in _LETTERS)


def rows(wanted: Wanted) -> Rows:
    """Return the catalog of such a hall."""
    queues = [f"q{n}" for n in range(1, wanted.queues + 1)]
    lettered = list(zip(queues, letters(), strict=False))
    staff = {"slug": "boss", "names": names("主任"), "roles": ["hall-manager", "duty-manager", "system-admin", "security-admin"]}
    some = range(1, wanted.counters + 1)
    return {
        "hall": [{"slug": "futian", "names": names("福田区政务服务大厅", "Futian service hall")}],
        "queues": [{"slug": slug, "names": names(f"{letter}类业务"), "letter": letter} for slug, letter in lettered],
        "items": [],
        "services": [{"slug": f"s-{slug}", "names": names(f"{slug}业务"), "queue": slug} for slug in queues],
        "counters": [{"slug": f"c{n}", "names": names(f"{n}号窗口"), "number": n, "queues": queues} for n in some],
        "people": [staff, *({"slug": f"clerk-{n}", "names": names(f"职员{n}号")} for n in some)],
        "devices": [
            *({"slug": f"kiosk-{n}", "names": names(f"取号机{n}"), "kind": "kiosk"} for n in range(1, wanted.kiosks + 1)),
            *({"slug": f"hall-{n}", "names": names(f"综合屏{n}"), "kind": "hall-display"} for n in range(wanted.displays + 1)),
        ],
    }


async def prepare(path: Path, wanted: Wanted) -> dict[str, Any]:
    """Make the hall in an empty folder: day and counters open, so many waiting. Returns the fields of ``Served`` that keys are in."""
    folder, clock = Folder(new_folder(path)), AnchoredClock()
    service, accounts, catalog = Service(folder, clock), Accounts(folder.database, clock.now), rows(wanted)
    services = [row["slug"] for row in catalog["services"]]
    try:
        await set_up(service, catalog)
        clerks = [row["slug"] for row in catalog["people"][1:]]
        for counter, clerk in zip(catalog["counters"], clerks, strict=True):
            await service.submit(c.OpenCounter(counter=counter["slug"]), Actor(kind="person", name=clerk, roles=frozenset({"clerk"})))
        tickets = await _wait_there(service, services, wanted.waiting)
        keys = [(row["kind"], await accounts.new_device_key(row["slug"])) for row in catalog["devices"]]
        return {
            "kiosks": [f"Bearer {key}" for kind, key in keys if kind == "kiosk"],
            "displays": [key for kind, key in keys if kind == "hall-display"],
            "clerks": [
                Desk(clerk=clerk, counter=counter["slug"], proof=f"Bearer {await accounts.sign_in(clerk)}")
                for counter, clerk in zip(catalog["counters"], clerks, strict=True)
            ],
            "manager": await accounts.sign_in("boss"),
            "services": services,
            "tickets": tickets,
            "tokens": [service.token(ticket) for ticket in tickets],
        }
    finally:
        accounts.close()
        folder.close()


async def _wait_there(service: Service, services: list[str], waiting: int) -> list[str]:
    wishes = (c.TakeTicket(services=(services[n % len(services)],)) for n in range(waiting))
    tickets: list[str] = []
    while some := list(islice(wishes, _AT_ONCE)):
        answers = await asyncio.gather(*(service.submit(wish, _GUIDE) for wish in some))
        tickets += [str(answer.result["ticket"]) for answer in answers]
    return tickets


@contextmanager
def served(
    terms: Terms, wanted: Wanted, *, settings: Mapping[str, int] | None = None, limits: Mapping[str, int] | None = None
) -> Iterator[Served]:
    """Serve such a hall under these terms; a manager and a display look on from a process of their own until the end."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "hall"
        known = asyncio.run(prepare(path, wanted))
        looking_on: list[Screen] = [("manager", "main", "token", known["manager"]), ("hall", "main", "key", known["displays"][-1])]
        chosen = [("--set", f"{name}={value}") for name, value in (settings or {}).items()]
        chosen += [("--limit", f"{name}={value}") for name, value in (limits or {}).items()]
        command: list[object] = ["-m", "tests.bench.serve", "--data", path, "--commit-delay-s", terms.commit_delay_s]
        process = HallProcess([*command, *(part for pair in chosen for part in pair)], path.with_suffix(".log"))
        try:
            with placed(process.pid, terms), screens_on(process.port, looking_on):
                yield Served(port=process.port, pid=process.pid, **known)
        finally:
            process.stop()


@contextmanager
def placed(server: int, terms: Terms) -> Iterator[None]:
    """Keep the server and us on cores of our own, if the terms say so. Every thread of the server is moved."""
    if not terms.pinned:
        yield
        return
    theirs, ours = cores()
    before = os.sched_getaffinity(0)
    for thread in Path(f"/proc/{server}/task").iterdir():
        os.sched_setaffinity(int(thread.name), theirs)
    os.sched_setaffinity(0, ours)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
