# SPDX-License-Identifier: Apache-2.0
"""A real door in front of a real hall, on a free port of this machine, and words to knock at it."""

import asyncio
import json
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.httputil import HTTPHeaders
from tornado.netutil import bind_sockets
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from counters.clerk import PAGE as CLERK
from counters.duty import PAGE as DUTY_PAGE
from counters.guide import PAGE as GUIDE
from displays.counter import PAGE as COUNTER
from displays.hall import PAGE as HALL
from displays.kiosk import PAGE as KIOSK
from displays.rating import PAGE as RATING
from displays.ticket import PAGE as TICKET
from hallserver.charting import Charting
from hallserver.clock import AnchoredClock, Clock
from hallserver.core.commands import Configure
from hallserver.core.roles import SERVICE_SETUP
from hallserver.outbox import Outbox
from hallserver.page import Page
from hallserver.service import Service
from hallserver.setup import PAGE as SETUP
from hallserver.setup.exporting import EXCHANGE
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from hallserver.store.media import MediaFolder
from hallserver.store.standards import rulings_of
from hallserver.web.door import Parts
from hallserver.web.handed import ChartMaker, ReportMaker, WhyMaker
from hallserver.web.limits import Limits
from hallserver.web.listening import open_door
from hallserver.web.policy import Route
from hallserver.web.routes import routes_of
from hallserver.web.server import HallApplication, make_web
from reports.manager import PAGE as MANAGER
from tests.support import SMALL_HALL, names, new_folder, set_up

PAGES: tuple[Page, ...] = (KIOSK, HALL, COUNTER, RATING, TICKET, CLERK, GUIDE, DUTY_PAGE, MANAGER, SETUP)
PASSWORD = "a long enough password"
STAFF = {
    "admin": ["system-admin"],
    "safe": ["security-admin"],
    "boss": ["hall-manager"],
    "eye": ["auditor"],
    "look": ["inspector"],
}
"""People beyond those of the small hall, by role."""
Json = dict[str, Any]
DEADLINE_S = 60.0


def run(story: Callable[["Running"], Coroutine[Any, Any, None]], **options: Any) -> None:
    """Play one story in front of a fresh door."""

    async def play() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with running(Path(folder), **options) as door:
                await story(door)

    asyncio.run(play())


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; fail after the deadline."""
    async with asyncio.timeout(DEADLINE_S):
        while not is_so():  # noqa: ASYNC110 - what is waited for is not ours to set an event
            await asyncio.sleep(0.01)


class Running:
    """The door that runs, its parts, and a client."""

    def __init__(self, application: HallApplication, service: Service, accounts: Accounts, host: str) -> None:
        """Keep what the stories look at."""
        self.application, self.service, self.accounts, self.host = application, service, accounts, host
        self.door = application.door
        self.base = f"http://{host}"
        self._keys: dict[str, str] = {}
        self._client = SimpleAsyncHTTPClient(force_instance=True, max_clients=100)

    async def ask(
        self, method: str, path: str, body: object = None, *, proof: str = "", headers: Mapping[str, str] | None = None
    ) -> HTTPResponse:
        """Make one request. ``proof`` is a whole Authorization header; bytes are sent as they are."""
        sent = HTTPHeaders(headers or {})
        if proof:
            sent["Authorization"] = proof
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if content is None and method in ("POST", "PUT"):
            content = b""
        request = HTTPRequest(self.base + path, method, sent, content, allow_nonstandard_methods=True, follow_redirects=False)
        return await self._client.fetch(request, raise_error=False)

    async def command(self, name: str, fields: object = None, *, proof: str, key: str = "") -> HTTPResponse:
        """Send one command."""
        headers = {"Idempotency-Key": key} if key else {}
        return await self.ask("POST", f"/api/v1/commands/{name}", {} if fields is None else fields, proof=proof, headers=headers)

    async def staff(self, person: str) -> str:
        """Sign a person in without a password; return the Authorization header."""
        return f"Bearer {await self.accounts.sign_in(person)}"

    async def device(self, slug: str) -> str:
        """Return the Authorization header of a device, which gets its key at the first time."""
        return f"Bearer {await self.key(slug)}"

    async def key(self, slug: str) -> str:
        """Return the key of a device."""
        if slug not in self._keys:
            self._keys[slug] = await self.accounts.new_device_key(slug)
        return self._keys[slug]

    async def ticket(self, service: str = "seniors") -> Json:
        """Take a ticket at the kiosk; return the result."""
        answer = await self.command("take-ticket", {"services": [service]}, proof=await self.device("kiosk-1"))
        result: Json = said(answer)["result"]
        return result

    async def line(
        self, page: str, first: object = None, *, of: str = "", headers: Mapping[str, str] | None = None, source: str = ""
    ) -> "Line":
        """Open a page's socket and, with ``first``, say who is there."""
        return await self.socket(f"/ws?page={page}&of={of}", first, headers=headers, source=source)

    async def socket(self, path: str, first: object = None, *, headers: Mapping[str, str] | None = None, source: str = "") -> "Line":
        """Open a socket, from another address of this machine if asked, and, with ``first``, send the first message."""
        request = HTTPRequest(f"ws://{self.host}{path}", headers=HTTPHeaders(headers or {}), network_interface=source or None)
        line = Line(await websocket_connect(request))
        if first is not None:
            await line.send(first)
        return line

    def close(self) -> None:
        """Close the client."""
        self._client.close()


class Line:
    """The client's end of a socket."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        """Keep the connection."""
        self.connection = connection

    async def send(self, message: object) -> None:
        """Send JSON, or text as it is."""
        await self.connection.write_message(message if isinstance(message, str) else json.dumps(message))

    async def hear(self) -> Json | None:
        """Return the next message; None when the line was closed."""
        async with asyncio.timeout(DEADLINE_S):
            message = await self.connection.read_message()
        return None if message is None else json.loads(message)

    async def hear_of(self, name: str) -> Json:
        """Return the next message that has this member."""
        while True:
            message = await self.hear()
            assert message is not None, f"closed before {name!r}"
            if name in message:
                return message

    async def closed(self) -> int | None:
        """Read on until the line is closed; return the code."""
        while await self.hear() is not None:
            continue
        return self.connection.close_code

    def close(self) -> None:
        """Close from this side."""
        self.connection.close()


def said(response: HTTPResponse) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the JSON of an answer."""
    return json.loads(response.body)


def key_of(response: HTTPResponse) -> tuple[int, str]:
    """Return status and word key of a refusal, which must be a whole problem."""
    assert response.headers["Content-Type"] == "application/problem+json", response.body
    problem = said(response)
    assert set(problem) == {"type", "title", "status", "detail", "key"}
    assert problem["status"] == response.code
    assert problem["detail"]
    assert not re.search(r"\{[a-z_]+\}", problem["detail"]), "a placeholder was not filled"
    return response.code, problem["key"]


@asynccontextmanager
async def running(  # noqa: PLR0913 - whatever a test may want otherwise
    path: Path,
    *,
    limits: Limits | None = None,
    pages: tuple[Page, ...] = PAGES,
    reports: Mapping[str, ReportMaker] | None = None,
    why: WhyMaker | None = None,
    charts: ChartMaker | None = None,
    cards: Mapping[str, Callable[[], bytes]] | None = None,
    arrange: Callable[[Service], Awaitable[None]] | None = None,
    metrics_token: str = "",
    clock: Clock | None = None,
    make_service: Callable[[Folder, Clock], Service] = Service,
    routes: Callable[[tuple[Route, ...]], tuple[Route, ...]] | None = None,
) -> AsyncIterator[Running]:
    """Open a small hall with a door on a free port; close both afterwards.

    ``make_service`` and ``routes`` are how a control hands in a part without its protection.
    """
    folder = Folder(new_folder(path))
    clock = clock or AnchoredClock()
    service = make_service(folder, clock)
    await set_up(service)
    await _more_staff(service)
    if arrange is not None:
        await arrange(service)
    outbox = Outbox(service, clock)
    accounts = Accounts(folder.database, clock.now)
    sockets = bind_sockets(0, "127.0.0.1")
    host = f"127.0.0.1:{sockets[0].getsockname()[1]}"
    application, options = make_web(
        Parts(
            service=service,
            outbox=outbox,
            accounts=accounts,
            clock=clock,
            pages=pages,
            hosts=frozenset({host}),
            journal=folder.journal.after,
            reports=reports or {},
            why=why,
            charts=charts or Charting(folder.database.reader, lambda: service.hall, clock).make,
            cards=cards or {},
            limits=limits or Limits(),
            media=MediaFolder(path / "media"),
            exchange=EXCHANGE,
            rulings=partial(rulings_of, folder.database.reader),
            metrics_token=metrics_token,
        ),
        routes(routes_of(pages)) if routes is not None else None,
    )
    server = open_door(application, options, sockets, None)
    application.start()
    door = Running(application, service, accounts, host)
    try:
        yield door
    finally:
        door.close()
        server.stop()
        await application.stop()
        await server.close_all_connections()
        outbox.close()
        accounts.close()
        folder.close()


async def _more_staff(service: Service) -> None:
    more = [{"slug": slug, "names": names(slug), "roles": roles} for slug, roles in STAFF.items()]
    await service.submit(Configure(section="people", rows=[*SMALL_HALL["people"], *more]), SERVICE_SETUP)
