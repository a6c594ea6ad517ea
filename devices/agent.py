# SPDX-License-Identifier: Apache-2.0
"""The agent: keeps a line to the hall server, hands jobs to the devices, reports what became of them, tells what people do there."""

import asyncio
import itertools
import logging
import math
import secrets
import ssl
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from devices.config import Config, socket_url, wait_s
from devices.delay import Delay
from devices.drivers import open_device
from devices.equipment import Ears, Equipment
from devices.errors import NotPaired
from devices.keys import read_key, write_key
from devices.ledger import Ledger
from devices.protocols import Device
from devices.sounds import Sounds
from devices.trust import context_for, why
from hallserver import wire
from hallserver.core.jobs import DeviceSpec, InputKind, Job, JobReport, PrinterState

_log = logging.getLogger(__name__)

REPEAT_MOST = 100
"""Told again with one beat, oldest first: a slow hall must not drown in repeats."""
REFUSED_BEEPS = 3
"""What a device says when an input of somebody's is lost."""

Opener = Callable[[DeviceSpec, Path], Device]
"""(device, folder for files) → the opened device."""
Trust = Callable[[str, Path, str], Awaitable[ssl.SSLContext | None]]
"""(server, file of keys, pin) → the context of the line. Raises NotTrusted."""


class Agent:
    """One agent: many devices, one line to the server."""

    def __init__(self, config: Config, opener: Opener | None = None, trust: Trust = context_for) -> None:
        """Read the ledger; nothing is opened or connected yet. ``opener``: what opens a device, by default its driver."""
        self.config = config
        self._trust = trust
        self._ledger = Ledger(config.out / "ledger.jsonl")
        ears = Ears(report=self._report, tell=self._say_state, hear=self._say_input)
        self._sounds = Sounds(self._say_sound)
        self._equipment = Equipment(opener or partial(open_device, exchange=self._sounds.exchange), config.out, ears)
        self._run_name = secrets.token_hex(8)
        self._inputs = itertools.count(1)
        self._heard_s = -math.inf
        """When the hall last said something, monotonic seconds."""
        self._neutral: asyncio.TimerHandle | None = None
        """When the boards are to be cleared, while there is no line."""
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
        self._equipment.stop(timeout_s=2.0)
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
                self._heard_s = time.monotonic()
                self._hear(wire.from_server(frame))
        finally:
            self._outgoing = None
            self._sounds.cut()
            self._arm_neutral()
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
            case wire.Show(device=device, shown=shown):
                self._equipment.show(device, shown)
            case wire.Heard(device=device, beeps=times) | wire.Beep(device=device, times=times):
                self._equipment.beep(device, times)
            case wire.Played(job=job_id, problem=problem):
                self._sounds.played(job_id, problem)
            case wire.Noted(job=job_id, state=state):
                self._ledger.noted(job_id, state)
            case wire.Beat(sent_s=sent_s):
                self._delay.beat(sent_s, time.monotonic())
                self._repeat()
                self._tell(wire.Pong(ready=self._equipment.ready()))
            case wire.Refused(key=key):
                self._refused(key)

    def _welcomed(self, message: wire.Welcome) -> None:
        if message.key:
            write_key(self.config.keys, self.config.agent, message.key)
        if self._neutral is not None:
            self._neutral.cancel()
            self._neutral = None
        for gone in self._equipment.equip(message.devices):
            self._states.pop(gone, None)
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

    def _arm_neutral(self) -> None:
        """Take the numbers off all boards unless the hall is back soon: a called visitor may have gone to another counter by then."""
        assert self._loop is not None, "run() sets it before any line"
        if self._neutral is None:
            left_s = self._heard_s + self.config.silence_s - time.monotonic()
            self._neutral = self._loop.call_later(max(0.0, left_s), self._equipment.show_nothing)

    def _work(self, job: Job, late_s: float) -> None:
        """Do a job at most once: one that is known is answered with what became of it. ``late_s``: it lay so long on the way."""
        known = self._ledger.last(job.job)
        if known is not None:
            self._tell(wire.Ack(report=known))
        elif job.job in self._given:
            return
        else:
            self._given.add(job.job)
            self._equipment.give(job, late_s)

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

    def _say_input(self, device: str, kind: InputKind, value: str) -> None:
        """Tell what somebody did at a device, once; called on its threads. Without a line it is lost, and the device says so."""
        beat_s, after_s = self._delay.since_beat(time.monotonic())
        n = next(self._inputs)
        said = wire.Input(device=device, run=self._run_name, n=n, kind=kind, value=value, beat_s=beat_s, after_s=after_s)

        def tell() -> None:
            if self._outgoing is None:
                self._equipment.beep(device, REFUSED_BEEPS)
            else:
                self._tell(said)

        assert self._loop is not None, "run() sets it before any device starts"
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(tell)

    def _say_sound(self, sound: wire.Sound) -> bool:
        """Hand a sound to the hall; called on the threads of the devices."""
        assert self._loop is not None, "run() sets it before any device starts"
        if self._outgoing is None or self._loop.is_closed():
            return False
        self._loop.call_soon_threadsafe(self._tell, sound)
        return True

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
