# SPDX-License-Identifier: Apache-2.0
"""The agent: keeps a line to the hall server, hands jobs to the devices, and reports what became of them."""

import asyncio
import logging
import secrets
import ssl
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
from msgspec import Struct
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from devices.delay import Delay
from devices.drivers import open_device
from devices.errors import NotPaired
from devices.keys import read_key, write_key
from devices.ledger import Ledger
from devices.protocols import Device
from devices.trust import context_for, why
from devices.worker import Worker
from hallserver import wire
from hallserver.core.jobs import DeviceSpec, Job, JobReport, PrinterState, PrintSlip

_log = logging.getLogger(__name__)
_random = secrets.SystemRandom()

SILENCE_S = 10.0
"""A server that said nothing for so long is gone: it beats every 3 s."""
REPEAT_S = 5.0
"""A report that the hall has not noted for so long is told again: it may have had no room to write it."""
REPEAT_MOST = 100
"""Told again with one beat, oldest first: a slow hall must not drown in repeats."""
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 5.0
"""Also after a long cut calls must soon be heard again; a hall has a handful of agents, not thousands."""


class Config(Struct, frozen=True, kw_only=True):
    """What an agent is told when it starts."""

    server: str
    """Address of the hall server, e.g. ``https://10.0.0.2:8443``; ``http`` only on the same machine."""
    agent: str
    keys: Path
    out: Path
    """Folder for the ledger and for what pretend devices keep."""
    code: str = ""
    pin: str = ""
    """Pin of the hall's authority; needed with HTTPS the first time."""
    silence_s: float = SILENCE_S
    repeat_s: float = REPEAT_S
    first_wait_s: float = FIRST_WAIT_S


def wait_s(failures: int, first_s: float = FIRST_WAIT_S) -> float:
    """Return how long to wait before the next try: doubles up to 5 s, with jitter so that agents do not come in step."""
    return min(LONGEST_WAIT_S, first_s * 2.0 ** min(failures, 10)) * _random.uniform(0.5, 1.0)


def socket_url(server: str) -> str:
    """Return the address of the device socket of a server."""
    return server.rstrip("/").replace("http", "ws", 1) + "/ws/device"


Trust = Callable[[str, Path, str], Awaitable[ssl.SSLContext | None]]
"""(server, file of keys, pin) → the context of the line. Raises NotTrusted."""


class Agent:
    """One agent: many devices, one line to the server."""

    def __init__(self, config: Config, opener: Callable[[DeviceSpec, Path], Device] = open_device, trust: Trust = context_for) -> None:
        """Read the ledger; nothing is opened or connected yet."""
        self.config = config
        self._trust = trust
        self._opener = opener
        self._ledger = Ledger(config.out / "ledger.jsonl")
        self._workers: dict[str, Worker] = {}
        self._given: set[str] = set()
        self._told_s: dict[tuple[str, str], float] = {}
        """When each report was last told, monotonic seconds."""
        self._states: dict[str, PrinterState] = {}
        """What each device last said of itself."""
        self._delay = Delay()
        self._outgoing: asyncio.Queue[wire.FromAgent] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lost = False
        self._failures = 0

    async def run(self) -> None:
        """Stay connected until cancelled. Raises NotPaired when the hall does not know this agent, NotTrusted when it is not that hall."""
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                try:
                    await self._session()
                except (OSError, WebSocketException, msgspec.DecodeError, ConnectionError) as error:
                    self._say_lost(error)
                await asyncio.sleep(wait_s(self._failures, self.config.first_wait_s))
                self._failures += 1
        finally:
            await asyncio.to_thread(self._close)

    def _close(self) -> None:
        for worker in self._workers.values():
            worker.stop(timeout_s=2.0)
        self._ledger.close()

    async def _session(self) -> None:
        key = read_key(self.config.keys, self.config.agent)
        if not key and not self.config.code:
            message = f"{self.config.agent} has no key in {self.config.keys}: start it once with --code and a pairing code"
            raise NotPaired(message)
        context = await self._trust(self.config.server, self.config.keys, self.config.pin)
        address = socket_url(self.config.server)
        # the proxy that the environment names is for the internet, not for the hall's network
        async with connect(address, ssl=context, proxy=None, open_timeout=5, close_timeout=1, ping_interval=None) as socket:
            hello = wire.Hello(agent=self.config.agent, key=key, code="" if key else self.config.code)
            await socket.send(wire.encode(hello))
            await self._talk(socket)

    async def _talk(self, socket: ClientConnection) -> None:
        self._outgoing = asyncio.Queue()
        self._delay = Delay()
        sender = asyncio.create_task(self._send_all(socket, self._outgoing))
        try:
            while True:
                async with asyncio.timeout(self.config.silence_s):
                    frame = await socket.recv()
                self._hear(wire.from_server(frame))
        finally:
            self._outgoing = None
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)

    @staticmethod
    async def _send_all(socket: ClientConnection, outgoing: asyncio.Queue[wire.FromAgent]) -> None:
        while True:
            await socket.send(wire.encode(await outgoing.get()))

    def _hear(self, message: wire.FromServer) -> None:
        match message:
            case wire.Welcome():
                self._welcomed(message)
            case wire.Work(job=job, sent_s=sent_s):
                self._work(job, self._delay.of(sent_s, time.monotonic()))
            case wire.Noted(job=job_id, state=state):
                self._ledger.noted(job_id, state)
            case wire.Beat(sent_s=sent_s):
                self._delay.of(sent_s, time.monotonic())
                self._repeat()
                self._tell(wire.Pong(ready=tuple(slug for slug, worker in self._workers.items() if worker.ready)))
            case wire.Refused(key=key):
                self._refused(key)

    def _welcomed(self, message: wire.Welcome) -> None:
        if message.key:
            write_key(self.config.keys, self.config.agent, message.key)
        self._equip(message.devices)
        self._failures = 0
        self._lost = False
        _log.info("agent %s is connected to %s with %d devices", self.config.agent, self.config.server, len(message.devices))
        for report in self._ledger.unnoted():
            self._tell(wire.Ack(report=report))
        for device, state in self._states.items():
            self._tell(wire.State(device=device, state=state))

    def _repeat(self) -> None:
        """Tell again, in order, what was told some time ago and is still not noted; before the pong, which says that all was told."""
        now_s = time.monotonic()
        unnoted = {(report.job, report.state): report for report in self._ledger.unnoted()}
        self._told_s = {key: self._told_s.get(key, now_s) for key in unnoted}
        overdue = [report for key, report in unnoted.items() if now_s - self._told_s[key] >= self.config.repeat_s]
        for report in overdue[:REPEAT_MOST]:
            self._tell(wire.Ack(report=report))

    def _refused(self, key: str) -> None:
        message = f"the hall refused agent {self.config.agent}: {key}"
        if key in {"device-key-unknown", "pairing-code-unknown", "wire-version-unknown"}:
            raise NotPaired(message)
        raise ConnectionError(message)

    def _equip(self, specs: tuple[DeviceSpec, ...]) -> None:
        """Start, change and stop workers so that they are the devices that hang here now."""
        wanted = {spec.device: spec for spec in specs}
        for slug, worker in list(self._workers.items()):
            if wanted.get(slug) != worker.spec:
                del self._workers[slug]
                self._states.pop(slug, None)
                worker.stop(timeout_s=0.0)
        for slug, spec in wanted.items():
            if slug not in self._workers:
                self._workers[slug] = Worker(spec, lambda spec: self._opener(spec, self.config.out), self._report, tell=self._say_state)

    def _work(self, job: Job, late_s: float) -> None:
        """Do a job at most once: one that is known is answered with what became of it. ``late_s``: it lay so long on the way."""
        known = self._ledger.last(job.job)
        if known is not None:
            self._tell(wire.Ack(report=known))
        elif job.job in self._given:
            return
        elif job.device in self._workers:
            self._given.add(job.job)
            self._workers[job.device].give(job, late_s)
        else:
            lost = JobReport(job=job.job, device=job.device, state="screen-only", detail="no such device hangs here")
            self._report(msgspec.structs.replace(lost, state="failed") if isinstance(job, PrintSlip) else lost)

    def _report(self, report: JobReport) -> None:
        """Keep the report, then tell it; called on the threads of the devices."""
        self._ledger.record(report)
        assert self._loop is not None, "run() sets it before any device starts"
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, wire.Ack(report=report))

    def _say_state(self, device: str, state: PrinterState) -> None:
        """Tell how a device is; called on the threads of the devices."""

        def note() -> None:
            self._states[device] = state
            self._tell(wire.State(device=device, state=state))

        assert self._loop is not None, "run() sets it before any device starts"
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(note)

    def _tell(self, message: wire.FromAgent) -> None:
        if isinstance(message, wire.Ack):
            self._given.discard(message.report.job)
            self._told_s[message.report.job, message.report.state] = time.monotonic()
        if self._outgoing is not None:
            self._outgoing.put_nowait(message)

    def _say_lost(self, error: Exception) -> None:
        if not self._lost:
            _log.warning("agent %s has no line to %s: %s", self.config.agent, self.config.server, why(error))
        self._lost = True
