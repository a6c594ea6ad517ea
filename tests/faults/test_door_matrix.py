# SPDX-License-Identifier: Apache-2.0
"""Every address, every screen and every command, asked by everybody at two halls: the answer is the declared one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from hallserver.clock import Clock
from hallserver.core.commands import BY_NAME
from hallserver.core.roles import ROLES
from hallserver.service import Service
from hallserver.store.folder import Folder
from hallserver.tokens import Tokens
from hallserver.web.handler import ApiHandler
from hallserver.web.limits import Limits
from hallserver.web.policy import PUBLIC, Operation, Route, RouteFault
from tests.faults.door_cells import BOGUS, METHODS, OF, ROLES_SHIPPED, SHIPPED, Cell, Who, cells, due, everybody, people_of_every_role, sees
from tests.faults.knocker import Asked, Heard, Knocker, knocking, posted
from tests.hallserver.web.running import PAGES, Running, running

WIDE = Limits(ticket_misses=10**6, address_tries=10**6, password_tries=10**6, messages_per_s=10**6)
FEW = frozenset({"nobody"})
"""Who asks with methods that no row declares, in the short form: that answer is given before anybody is looked at."""
ABROAD = frozenset({"kiosk", "clerk", "system-admin", "auditor", "agent", "visitor"})
"""Who asks at the other hall, in the short form: it knows none of them."""
CHUNK = 20
FUZZ = (
    "------",
    "%00",
    "%2e%2e%2f",
    "١٢٣",
    "４２",
    "A001",
    "*",
    "%25",
    "0",
    "-1",
    "kiosk-1%20",
    "null",
    "%F0%9F%98%80",
    "a" * 500,
    "' OR 1=1--",
)


class Hall(NamedTuple):
    """A hall that runs, everybody who belongs to it, and a client."""

    door: Running
    people: list[Who]
    knocker: Knocker

    token: str
    """Token of the visitor."""


@asynccontextmanager
async def two_halls(path: Path, **without: Any) -> AsyncIterator[tuple[Hall, Hall]]:
    """Run two halls next to each other, of the same set-up and each with secrets of its own."""
    async with AsyncExitStack() as stack:
        halls = []
        for name in ("a", "b"):
            reports = {"day.json": lambda _day: b"{}"}
            door = await stack.enter_async_context(
                running(path / name, limits=WIDE, arrange=people_of_every_role, reports=reports, **without)
            )
            knocker = await stack.enter_async_context(knocking(door.host))
            people = await everybody(door)
            halls.append(Hall(door, people, knocker, people[-1].proof.partition(" ")[2]))
        yield halls[0], halls[1]


async def answers(hall: Hall, asked: Sequence[Asked]) -> list[Heard]:
    """Ask all, some at the same time; the last one goes alone."""
    heard: list[Heard] = []
    for at in range(0, len(asked) - 1, CHUNK):
        heard += await asyncio.gather(*(hall.knocker.ask(it) for it in asked[at : min(at + CHUNK, len(asked) - 1)]))
    return [*heard, await hall.knocker.ask(asked[-1])]


async def faults_of(at: Hall, home: Hall, undeclared: Callable[[str], bool], *, at_home: bool) -> tuple[int, list[str]]:
    """Let everybody of ``home`` knock everywhere ``at`` a hall; return how many cells were asked, and which answered otherwise."""
    asked, faults = 0, []
    for who in home.people:
        if not at_home and not who.kind:
            continue
        mine = [cell for cell in cells(home.token) if cell.asked.method in cell.route.operations or undeclared(who.name)]
        # a sign-out is the last thing that anybody does
        mine.sort(key=lambda cell: cell.asked.method == "DELETE" and cell.route.path == "/api/v1/session")
        heard = await answers(at, [cell.asked._replace(proof=who.proof) for cell in mine])
        for cell, answer in zip(mine, heard, strict=True):
            allowed = due(cell, who, known=at_home or not who.kind)
            if not at_home and cell.route.path == "/api/v1/tickets/{token}" and cell.asked.method == "GET":
                allowed = frozenset({404})
            if answer.status not in allowed:
                faults.append(f"{who.name}: {cell.place} {answer.status} {answer.key}, due {sorted(allowed)}")
        asked += len(mine)
    return asked, faults


def _only(hall: Hall, people: frozenset[str]) -> Hall:
    return hall._replace(people=[who for who in hall.people if not people or who.name in people])


async def matrix(
    path: Path,
    undeclared: Callable[[str], bool],
    *,
    people: frozenset[str] = frozenset(),
    abroad: frozenset[str] = frozenset(),
    **without: Any,
) -> tuple[int, list[str]]:
    """Return how many cells were asked at the own and at the other hall, and which answered otherwise than declared.

    By everybody, or by those who are named.
    """
    async with two_halls(path, **without) as (one, other):
        home = _only(one, people)
        # the foreign proofs first: a sign-out at home would make them worthless
        foreign, foreign_faults = await faults_of(other, _only(home, abroad), undeclared, at_home=False)
        own, own_faults = await faults_of(one, home, undeclared, at_home=True)
    return foreign + own, [f"other hall: {fault}" for fault in foreign_faults] + own_faults


@pytest.mark.promise("S9")
def test_every_cell_of_the_matrix_answers_as_declared(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """Route × method × role × hall, from the table that the door itself is built from: none is forgotten."""
    whole = size(0, 1)
    asked, faults = asyncio.run(matrix(tmp_path, lambda name: bool(whole) or name in FEW, abroad=frozenset() if whole else ABROAD))
    figure(f"{asked - len(faults):,} of {asked:,} cells as declared: {len(SHIPPED)} routes, two halls")
    assert not faults
    assert {route.path for route in SHIPPED} == {cell.route.path for cell in cells("x")}


def _loosened(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """Forget that the journal is the auditor's."""
    journal = next(route for route in routes if route.path == "/api/v1/journal")
    rows = {"GET": msgspec.structs.replace(journal.operations["GET"], policy=PUBLIC)}
    return tuple(msgspec.structs.replace(route, operations=rows) if route is journal else route for route in routes)


def _same_key(folder: Folder, clock: Clock) -> Service:
    """Return a service whose tickets' tokens any hall could have made."""
    service = Service(folder, clock)
    service._tokens = Tokens(b"one for all", "hall")
    service.token, service.ticket_of = service._tokens.of, service._tokens.ticket
    return service


@pytest.mark.promise("S9")
def test_without_a_policy_a_role_or_a_key_of_its_own_the_matrix_finds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: each protection taken away, one at a time."""
    places = [tmp_path / name for name in ("route", "key", "role")]
    run = partial(matrix, undeclared=lambda _: False)
    _, faults = asyncio.run(run(places[0], people=frozenset({"nobody"}), routes=_loosened))
    assert any("nobody: GET /api/v1/journal 200" in fault for fault in faults), faults[:5]
    _, faults = asyncio.run(run(places[1], people=frozenset({"visitor"}), make_service=_same_key))
    assert any("other hall: visitor: GET /api/v1/views/ticket?of= 200" in fault for fault in faults), faults[:5]
    monkeypatch.setitem(ROLES, "display", ROLES["display"] | {"close-day"})
    _, faults = asyncio.run(run(places[2], people=frozenset({"hall-display", "counter-display"})))
    assert faults
    assert {fault.split(" ", 1)[1] for fault in faults} == {"POST /api/v1/commands/close-day 400 field-unknown, due [403]"}


class Forgotten(ApiHandler):
    """A handler with one method that nobody declared."""

    def get(self) -> None:
        """Answer whoever asks."""

    def post(self) -> None:
        """Do whatever is asked."""


@pytest.mark.promise("S9")
def test_a_route_without_a_policy_does_not_open_the_door(tmp_path: Path) -> None:
    """Forgetting is the usual way in which an address becomes public."""
    row = Route(path="/forgotten", handler=Forgotten, operations={"GET": Operation(policy=PUBLIC, says="Forgotten.")})

    async def story() -> None:
        async with running(tmp_path, routes=lambda routes: (*routes, row)):
            pass

    with pytest.raises(RouteFault, match="POST /forgotten has no policy"):
        asyncio.run(story())


async def lines_of(at: Hall, home: Hall) -> tuple[int, list[str]]:
    """Open every screen's line as everybody of ``home``; return how many were asked, and which answered otherwise."""
    asked, faults = 0, []
    for page in PAGES:
        for who in home.people:
            known = at is home and bool(who.kind)
            line = await at.door.line(page.name, who.first_message, of=OF.get(page.of, ""))
            said = await line.hear() or {}
            line.close()
            status = said["refused"]["status"] if "refused" in said else 200
            allowed = {401} if not known else {403} if not sees(page, who) else {200, 404, 422}
            asked += 1
            if status not in allowed:
                faults.append(f"{who.name}: line of {page.name} {status}, due {sorted(allowed)}")
    return asked, faults


async def commands_of(hall: Hall) -> tuple[int, list[str]]:
    """Ask every command over every line that opens; return how many were asked, and which answered otherwise."""
    asked, faults = 0, []
    for page in PAGES:
        for who in [who for who in hall.people if who.kind and sees(page, who)]:
            line = await hall.door.line(page.name, who.first_message, of=OF.get(page.of, ""))
            if "view" not in (await line.hear() or {}):
                continue
            for name in BY_NAME:
                await line.send({"id": name, "command": name, "fields": BOGUS})
                status = (await line.hear_of("problem"))["problem"]["status"]
                may = name in page.commands and any(name in ROLES_SHIPPED[role] for role in who.roles)
                asked += 1
                if status != (400 if may else 403):
                    faults.append(f"{who.name}: {name} on the line of {page.name} {status}, due {400 if may else 403}")
            line.close()
    return asked, faults


@pytest.mark.promise("S9")
def test_lines_let_in_whom_the_page_names_and_take_its_commands_alone(tmp_path: Path) -> None:
    """A socket is a door too: page × role × hall, and every command on every line that opens."""

    async def story() -> list[str]:
        async with two_halls(tmp_path) as (one, other):
            found = [await lines_of(other, one), await lines_of(one, one), await commands_of(one)]
        assert sum(asked for asked, _ in found) > len(PAGES) * len(BY_NAME)
        return [fault for _, faults in found for fault in faults]

    assert not asyncio.run(story())


async def got_by(hall: Hall, who: Who) -> set[str]:
    """Return every cell in which this one gets what nobody gets."""
    nobody = hall.people[0]
    found: list[set[str]] = []
    for one in (who, nobody):
        mine = [cell for cell in cells(hall.token) if cell.asked.method in METHODS]
        mine = [cell._replace(asked=_whole(cell)) for cell in mine]
        heard = await answers(hall, [cell.asked._replace(proof=one.proof) for cell in mine])
        found.append({cell.place for cell, answer in zip(mine, heard, strict=True) if answer.status < 300})
    return found[0] - found[1]


def _whole(cell: Cell) -> Asked:
    """Return the cell's request with fields that the command takes, so that whoever may succeeds."""
    fields = {"take-ticket": {"services": ["seniors"]}, "rate": {"stars": 5}, "open-counter": {"counter": "c1"}}
    return posted(cell.asked.path, fields.get(cell.command, {})) if cell.command and cell.asked.method == "POST" else cell.asked


async def fuzzed(hall: Hall, who: Who, odds: Sequence[str]) -> list[str]:
    """Return what this one gets, beyond what nobody gets, with odd text wherever an address or a field takes some."""
    asked = [Asked(method, path, proof=who.proof) for method in ("GET", "POST", "DELETE") for path in _odd_paths(odds)]
    fields = [{"services": [odd]} for odd in odds] + [{"services": ["seniors"], "group": odd} for odd in odds]
    fields += [{"services": ["seniors"], "items": [odd]} for odd in odds]
    asked += [posted("/api/v1/commands/take-ticket", each, who.proof) for each in fields]
    heard = await answers(hall, asked)
    nobody = await answers(hall, [it._replace(proof="") for it in asked])
    return [
        f"{it.method} {it.path} {it.body!r}: {answer.status}"
        for it, answer, other in zip(asked, heard, nobody, strict=True)
        if answer.status >= 500 or (answer.status < 300 and other.status >= 300)
    ]


def _odd_paths(odds: Sequence[str]) -> list[str]:
    """Return every address with a gap, each odd text in it."""
    gaps = [route.path for route in SHIPPED if "{" in route.path and not route.path.endswith("...}")]
    paths = []
    for odd in odds:
        text = odd.replace(" ", "%20").replace("'", "%27")
        quoted = "".join(sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in text)
        for path in gaps:
            named = path.split("{")[0] + quoted + path.rpartition("}")[2]
            paths += [named, f"/api/v1/views/hall?of={quoted}", f"/api/v1/views/counter?of={quoted}"]
    return list(dict.fromkeys(paths))


@pytest.mark.promise("S7")
def test_a_kiosks_key_takes_a_number_and_nothing_else(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kiosk stands where anybody can pull its cable: its key takes a ticket and shows its own screen, in every cell.

    The control gives the kiosk one command more; the same walk finds it.
    """

    async def story(place: Path, odd: Sequence[str]) -> tuple[set[str], list[str]]:
        async with two_halls(place) as (hall, _):
            kiosk = next(who for who in hall.people if who.name == "kiosk")
            return await got_by(hall, kiosk), await fuzzed(hall, kiosk, odd)

    got, odd = asyncio.run(story(tmp_path / "whole", FUZZ[: size(4, len(FUZZ))]))
    figure(f"{len(got)} kinds of request of {len(list(cells('x')))} cells; {len(odd)} of all odd texts")
    assert got == {"POST /api/v1/commands/take-ticket", "GET /api/v1/views/kiosk?of=kiosk-1"}
    assert not odd
    monkeypatch.setitem(ROLES, "kiosk", ROLES["kiosk"] | {"stop-issuing"})
    got, _ = asyncio.run(story(tmp_path / "control", FUZZ[:1]))
    assert "POST /api/v1/commands/stop-issuing" in got
