# SPDX-License-Identifier: Apache-2.0
"""Who knocks at the door, every way in which one may knock, and what the declared policy says the answer must be.

``due`` is the only place that knows; it looks at the table of routes and roles, never at a handler.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from hallserver.core import commands as c
from hallserver.core.commands import BY_NAME
from hallserver.core.roles import FOR_PEOPLE, ROLES, SERVICE_SETUP
from hallserver.page import Page
from hallserver.service import Service
from hallserver.web.asking import DEVICE_ROLES
from hallserver.web.openapi import COMMAND_PATH
from hallserver.web.policy import Policy, Route
from hallserver.web.routes import routes_of
from tests.faults.knocker import Asked
from tests.hallserver.web.running import PAGES, Running
from tests.support import SMALL_HALL, names

SHIPPED: tuple[Route, ...] = routes_of(PAGES)
ROLES_SHIPPED: Mapping[str, frozenset[str]] = copy.deepcopy(ROLES)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SPARE = "spare"
"""A person and a kiosk whom nothing needs: what an administrator may take away, the matrix takes from them."""
APPROVAL: dict[str, Any] = {"slug": "approval-1", "names": names("审批系统"), "kind": "approval"}
"""The approval system, whose key sends case numbers and opens nothing else."""
BOGUS: dict[str, Any] = {"no-such-field": 1}
"""Fields that no command has: who may ask hears so, and nothing happens."""
OF = {"zone": "main", "counter": "c1", "kiosk": "kiosk-1"}


class Who(NamedTuple):
    """Somebody who knocks: what is shown, and who that is at the own hall; of kind ``""`` are strangers."""

    name: str
    proof: str = ""
    kind: Literal["", "person", "device", "ticket"] = ""
    roles: frozenset[str] = frozenset()

    @property
    def first_message(self) -> dict[str, str]:
        """Return the same proof as a socket takes it."""
        member = {"person": "token", "device": "key", "ticket": "ticket"}.get(self.kind, "token")
        secret = self.proof.partition(" ")[2]
        return {member: secret} if secret else {}


async def people_of_every_role(service: Service) -> None:
    """Set up one person of each role, and the spare ones."""
    before = msgspec.to_builtins(list(service.hall.catalog.people.values()))
    people = [{"slug": f"is-{role}", "names": names(role), "roles": [role]} for role in sorted(FOR_PEOPLE)]
    spare = [{"slug": SPARE, "names": names("备用"), "roles": []}]
    await service.submit(c.Configure(section="people", rows=[*before, *people, *spare]), SERVICE_SETUP)
    devices = [*SMALL_HALL["devices"], {"slug": SPARE, "names": names("备用"), "kind": "kiosk"}, APPROVAL]
    await service.submit(c.Configure(section="devices", rows=devices), SERVICE_SETUP)


async def everybody(door: Running) -> list[Who]:
    """Return one of each: strangers, each role of a person, each kind of device, a visitor."""
    kinds = {row["kind"]: row["slug"] for row in [*SMALL_HALL["devices"], APPROVAL] if row["kind"] in DEVICE_ROLES}
    people = [Who(role, await door.staff(f"is-{role}"), "person", frozenset({role})) for role in sorted(FOR_PEOPLE)]
    devices = [Who(kind, await door.device(slug), "device", frozenset({DEVICE_ROLES[kind]})) for kind, slug in kinds.items()]
    visitor = Who("visitor", f"Ticket {(await door.ticket())['token']}", "ticket", frozenset({"visitor"}))
    return [*strangers(), *people, *devices, visitor]


def strangers() -> list[Who]:
    """Return those whom no hall knows."""
    wrong = "w" * 43
    return [
        Who("nobody"),
        Who("wrong key", f"Bearer {wrong}"),
        Who("wrong ticket", f"Ticket {wrong[:22]}"),
        Who("wrong scheme", "Basic eDp5"),
    ]


class Cell(NamedTuple):
    """One request of the matrix: its row of the table, and the page or command that it names."""

    route: Route
    asked: Asked
    page: Page | None = None
    command: str = ""

    @property
    def place(self) -> str:
        """Return how the cell is named in a report."""
        return f"{self.asked.method} {self.asked.path}"


def cells(token: str, methods: tuple[str, ...] = METHODS) -> Iterator[Cell]:
    """Yield every route with every method, each page and each command. ``token``: of the visitor who knocks."""
    for route in SHIPPED:
        for method in methods:
            if route.path == COMMAND_PATH:
                yield from (_cell(route, method, COMMAND_PATH.replace("{command}", name), command=name) for name in BY_NAME)
            elif "{page}" in route.path:
                yield from (_cell(route, method, _viewed(route.path, page), page=page) for page in PAGES)
            else:
                yield _cell(route, method, _filled(route.path, token))


def _cell(route: Route, method: str, path: str, *, page: Page | None = None, command: str = "") -> Cell:
    headers = {"Content-Type": "application/json"}
    if route.path.startswith("/ws") and method == "GET":
        headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "x" * 22 + "==", "Sec-WebSocket-Version": "13"}
    body = b'{"no-such-field": 1}' if method in ("POST", "PUT", "PATCH") else b""
    return Cell(route, Asked(method, path, body, headers=headers), page, command)


def _viewed(path: str, page: Page) -> str:
    return f"{path.replace('{page}', page.name)}?of={OF.get(page.of, '')}"


def _filled(path: str, token: str) -> str:
    parts = {"token": token, "report": "day.json", "person": SPARE, "device": SPARE, "day": "2026-11-23", "number": "Z999"}
    for name, value in parts.items():
        path = path.replace(f"{{{name}}}", value)
    path = path.replace("/words/{file}", "/words/en.json").replace("/shared/{file...}", "/shared/words.js")
    return path.replace("{file...}", "").replace("/{file}", "/landing.css")


def due(cell: Cell, who: Who, *, known: bool) -> frozenset[int]:
    """Return which answers the declared policy allows. ``known``: the proof is of the hall that is asked."""
    method = cell.asked.method
    row = cell.route.operations.get("GET" if method == "HEAD" else method)
    if row is None:
        return frozenset({405})
    refused = _refused(row.policy, cell, who if known else who._replace(kind="", roles=frozenset()))
    if refused:
        return frozenset({refused} | ({405} if method == "HEAD" else set()))
    if cell.command:
        return frozenset({400})
    documented = {row.status, *row.refusals} | ({405} if method == "HEAD" else set())
    return frozenset(documented if row.policy.kind == "public" else documented - {401, 403})


def _refused(policy: Policy, cell: Cell, who: Who) -> int:
    """Return 401 or 403 when the policy does not let this one in, else 0."""
    if policy.kind in ("public", "scraper"):
        return 0
    if not who.kind:
        return 401
    allowed = {
        "person": who.kind == "person",
        "roles": bool(policy.roles & who.roles),
        "known": any(cell.command in ROLES_SHIPPED[role] for role in who.roles),
        "page": cell.page is not None and sees(cell.page, who),
    }
    return 0 if allowed[policy.kind] else 403


def sees(page: Page, who: Who) -> bool:
    """Tell whether this one may see the page."""
    return bool(page.roles & who.roles) and (page.of not in ("person", "ticket") or page.of == who.kind)
