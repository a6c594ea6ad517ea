# SPDX-License-Identifier: Apache-2.0
"""A hall that speaks HTTPS with its own authority, agents that trust it, and servers that only pretend to be it."""

import asyncio
import logging
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from devices.agent import Agent, Trust
from devices.config import Config
from devices.keys import read_key
from devices.trust import context_for
from hallserver.app import Composition, HallServer
from hallserver.clock import AnchoredClock
from hallserver.service import Service
from hallserver.settings import load
from hallserver.store.authority import ensure_authority, make_server
from hallserver.store.folder import FILE, Folder
from hallserver.wire import pin_of
from tests.faults.netns import own_network
from tests.hallserver.web.running import until
from tests.support import new_folder, set_up

PATIENCE_S = 150.0
DAY_US = 86_400_000_000
NAMES = ("127.0.0.1", "localhost")
ADDRESS = "10.77.0.1"
"""In the network of its own: whoever comes from here is another machine to the server."""


@contextmanager
def network_with_address() -> Iterator[None]:
    """Live for a block in a network of its own that has ``ADDRESS`` besides the loopback's."""
    with own_network():
        subprocess.run(["ip", "addr", "add", f"{ADDRESS}/32", "dev", "lo"], check=True)
        yield


def now_us() -> int:
    """Return the real time, by which TLS compares."""
    return AnchoredClock().now()


@asynccontextmanager
async def tls_hall(
    path: Path, composition: Composition | None = None, arrange: Callable[[Service], Awaitable[None]] = set_up, **given: str | int
) -> AsyncIterator[HallServer]:
    """Serve a small hall on a free port of this machine, over HTTPS unless ``https`` says otherwise."""
    folder = Folder(path if (path / FILE).exists() else new_folder(path))
    server = HallServer(folder, load(None, {"port": 0, "https": "always", **given}, {}), composition)
    server.start()
    try:
        async with asyncio.timeout(PATIENCE_S):
            if not server.service.hall.catalog.hall:
                await arrange(server.service)
            yield server
    finally:
        await server.stop()


def pin(server: HallServer) -> str:
    """Return the pin that the administrator reads out."""
    assert server.tls is not None
    return pin_of(server.tls.seen.authority)


async def code(server: HallServer) -> str:
    """Return a pairing code of the agent."""
    return await server.accounts.new_code("pairing", "agent-1", 600_000_000)


@asynccontextmanager
async def agent(base: str, folder: Path, *, code: str = "", pin: str = "", trust: Trust = context_for) -> AsyncIterator[asyncio.Task[None]]:
    """Run an agent whose files lie in the folder."""
    config = Config(server=base, agent="agent-1", keys=folder / "keys.json", out=folder, code=code, pin=pin, first_wait_s=0.01)
    task = asyncio.create_task(Agent(config, trust=trust).run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await task


async def paired(server: HallServer, folder: Path) -> None:
    """Pair the agent with this hall, rightly."""
    async with agent(server.base, folder, code=await code(server), pin=pin(server)) as task:
        await until(lambda: task.done() or bool(read_key(folder / "keys.json", "agent-1")))
        assert not task.done(), task.exception()


async def anybody(_server: str, _keys: Path, _pin: str) -> ssl.SSLContext:
    """Trust whoever answers: the agent without its protection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Pretender:
    """A server that is not the hall, and what it was told."""

    def __init__(self) -> None:
        """Nothing was told yet."""
        self.heard: list[str] = []
        self.base = ""

    async def listen(self, socket: ServerConnection) -> None:
        """Keep the first message of a line."""
        with suppress(ConnectionClosed):
            self.heard.append(str(await socket.recv()))


@asynccontextmanager
async def pretender(context: ssl.SSLContext | None) -> AsyncIterator[Pretender]:
    """Let somebody pretend to be the hall, with this certificate, or in the clear."""
    there = Pretender()
    async with serve(there.listen, "127.0.0.1", 0, ssl=context, logger=_QUIET) as server:
        port = server.sockets[0].getsockname()[1]
        there.base = f"{'https' if context else 'http'}://127.0.0.1:{port}"
        yield there


_QUIET = logging.getLogger("tests.pretender")
_QUIET.setLevel(logging.CRITICAL)


def false_certificates(hall: Path, other: Path) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Give what a pretender may have: (what the agent must say of it, certificate). ``hall`` and ``other`` are folders of authorities."""
    own, foreign, now = ensure_authority(hall, "futian", now_us()), ensure_authority(other, "futian", now_us()), now_us()
    for says, pem in (
        ("not signed by the hall's authority", make_server(foreign, NAMES, now)),
        ("has ended", make_server(own, NAMES, now - 400 * DAY_US)),
        ("not good yet", make_server(own, NAMES, now + 30 * DAY_US)),
        ("for other names", make_server(own, ["127.0.0.9"], now)),
    ):
        file = other / "false.key"
        file.write_bytes(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        yield says, context


@contextmanager
def log_lines(name: str) -> Iterator[list[str]]:
    """Collect what a logger says."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
