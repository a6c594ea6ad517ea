# SPDX-License-Identifier: Apache-2.0
"""``/ws/device``: the line of a device agent, in the messages of ``hallserver/wire.py``."""

import logging
from typing import TYPE_CHECKING, Literal

import msgspec
from tornado.websocket import WebSocketProtocol13

from hallserver import wire
from hallserver.cabled import devices_of
from hallserver.core.commands import ReportDevice
from hallserver.core.errors import HallError, NotSignedIn, StorageDown
from hallserver.core.jobs import Job, JobReport
from hallserver.core.roles import SERVICE_DOOR, Actor
from hallserver.redact import HEARD, texts_of
from hallserver.web.link import CLOSE_REFUSED, SocketHandler
from hallserver.web.pairing import pair
from hallserver.web.policy import Route

if TYPE_CHECKING:
    from hallserver.web.door import Door

log = logging.getLogger(__name__)
RefusedKey = Literal["device-key-unknown", "pairing-code-unknown", "wire-version-unknown", "agent-twin", "bad-message"]


class WireRefusal(Exception):
    """Ends the talk with an agent; the key is one of the wire's."""

    def __init__(self, key: RefusedKey) -> None:
        """Keep the key."""
        super().__init__(key)
        self.key: RefusedKey = key


class DeviceSocket(SocketHandler):
    """The line of one agent."""

    speaks = "wire"

    def initialize(self, door: "Door", route: Route) -> None:
        """Begin with no agent."""
        super().initialize(door, route)
        self.key = ""
        self.agent = ""
        self.ready: frozenset[str] = frozenset()
        self.unkept: set[str] = set()
        """Jobs whose report could not be written; the agent says it again after one of the next beats."""

    def most_per_s(self) -> float:
        """Return how many messages a second an agent may send."""
        return self.door.limits.agent_messages_per_s

    @property
    def secret(self) -> str:
        """Return the agent's key; empty before its hello."""
        return self.key

    async def on_message(self, message: str | bytes) -> None:
        """Take what the agent says: hello first, then acks and pongs."""
        if not self.within_rate():
            return
        try:
            await self._take(wire.from_agent(message))
        except WireRefusal as refusal:
            self._refuse_wire(refusal.key)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._refuse_wire("bad-message")
        except Exception:
            heard = texts_of(message.encode() if isinstance(message, str) else message)
            log.exception("the line of agent %r failed", self.agent, extra={HEARD: [*heard, self.key]})
            self.end(CLOSE_REFUSED, "unexpected")

    def on_close(self) -> None:
        """Count out the devices that hung on this agent, then the agent itself."""
        for device in self.ready:
            self.door.presence.went(device)
        self.ready = frozenset()
        super().on_close()

    def recheck(self) -> None:
        """Close when the agent's key was revoked."""
        if self.known and not self.ended:
            try:
                self._actor()
            except NotSignedIn:
                self._refuse_wire("device-key-unknown")

    def refuse(self, error: HallError) -> None:
        """Close; the wire has no word for floods and late hellos but this one."""
        log.warning("agent %r refused: %s", self.agent, error)
        self._refuse_wire("bad-message")

    async def _take(self, said: wire.FromAgent) -> None:
        if isinstance(said, wire.Hello) == self.known:
            raise WireRefusal("bad-message")
        if isinstance(said, wire.Hello):
            await self._greet(said)
        elif isinstance(said, wire.Pong):
            self._note_ready(said)
        elif isinstance(said, wire.State):
            await self._note_state(said)
        elif isinstance(said, wire.Input):
            beeps = await self.door.inputs.take(self.agent, said)
            self._say(wire.Heard(device=said.device, n=said.n, beeps=beeps))
        elif isinstance(said, wire.Sound):
            self._take_sound(said)
        else:
            await self._note_report(said.report)

    async def _greet(self, hello: wire.Hello) -> None:
        if hello.v != wire.VERSION:
            raise WireRefusal("wire-version-unknown")
        if hello.agent in self.door.agents:
            self._must_know(hello)
            self.door.presence.is_twin(hello.agent, self.address)
            raise WireRefusal("agent-twin")
        self.door.agents.add(hello.agent)
        try:
            self.key = await self._pair(hello) if hello.code else hello.key
            self.agent = hello.agent
            self._check_agent(hello.agent, self.key)
        except BaseException:
            self.door.agents.discard(hello.agent)
            raise
        self.leaves.append(lambda: self.door.agents.discard(hello.agent))
        if self.ended:
            self.on_close()
            return
        self._begin(new_key=self.key if hello.code else "")

    def _begin(self, new_key: str) -> None:
        self.come_in()
        self._take_larger()
        self.door.links.know(self, "agent", self.key)  # an agent has one link: ``door.agents``
        self.leaves.append(self.door.cabled.attach(self.agent, self._say, new_key))
        self.door.presence.came(self.agent, self.address)
        self.leaves.append(lambda: self.door.presence.went(self.agent, self.address))
        self.leaves.append(self.door.outbox.attach(self.agent, self._hand_out))
        # what is pressed before the next one must have a measure of how long it lay on the way, too
        self._say(wire.Beat(seq=self.door.service.committed, sent_s=self.door.clock.mono()))

    def _take_larger(self) -> None:
        """Take messages as large as sounds are from now on: it is known who sends them."""
        protocol = self.ws_connection
        if isinstance(protocol, WebSocketProtocol13):
            protocol.params.max_message_size = self.door.limits.max_sound

    async def _pair(self, hello: wire.Hello) -> str:
        try:
            return (await pair(self.door, hello.code, self.address, agent=hello.agent)).key
        except HallError as refusal:
            raise WireRefusal("pairing-code-unknown") from refusal

    def _must_know(self, hello: wire.Hello) -> None:
        """Refuse strangers before they hear that this agent is connected."""
        if not hello.code:
            self._check_agent(hello.agent, hello.key)
            return
        try:
            self.door.count_code(self.address)
        except HallError as refusal:
            raise WireRefusal("pairing-code-unknown") from refusal
        if self.door.accounts.code_subject("pairing", hello.code) != hello.agent:
            raise WireRefusal("pairing-code-unknown")

    def _check_agent(self, agent: str, key: str) -> None:
        try:
            actor = self.door.askers.device(key)
        except NotSignedIn as refusal:
            raise WireRefusal("device-key-unknown") from refusal
        if actor.name != agent or "device" not in actor.roles:
            raise WireRefusal("device-key-unknown")

    def _actor(self) -> Actor:
        return self.door.askers.device(self.key)

    def _note_ready(self, pong: wire.Pong) -> None:
        own = {spec.device for spec in devices_of(self.door.service.hall, self.agent)}
        ready = frozenset(pong.ready) & own
        for device in ready - self.ready:
            self.door.presence.came(device)
        for device in self.ready - ready:
            self.door.presence.went(device)
        self.ready = ready
        if not self.unkept:
            # whatever the agent repeated after our welcome came before its answer to our first beat
            self.door.outbox.caught_up(self.agent)

    async def _note_state(self, said: wire.State) -> None:
        """Put what a printer says of itself in the journal, when it says something new."""
        hall = self.door.service.hall
        own = {spec.device for spec in devices_of(hall, self.agent) if spec.kind == "printer"}
        if said.device in own and hall.printers.get(said.device, "fine") != said.state:
            await self.door.service.submit(ReportDevice(device=said.device, state=said.state), SERVICE_DOOR)

    async def _note_report(self, report: JobReport) -> None:
        """Put the report in the journal, then say so; one that tells the journal nothing new is only answered.

        A device that hangs on another agent, or hung here when it did the job, is not this agent's to speak for.
        """
        await self.door.service.settled()
        row = self.door.service.hall.catalog.devices.get(report.device)
        if row is not None and row.agent != self.agent:
            log.warning("agent %s reported on %s, which hangs on %s", self.agent, report.device, row.agent or "none")
            self._say(wire.Noted(job=report.job, state=report.state))
            return
        try:
            command = self.door.outbox.told(report)
        except ValueError as misfit:
            raise WireRefusal("bad-message") from misfit
        if command is not None:
            try:
                await self.door.service.submit(command, self._actor(), f"{report.job}:{report.state}")
            except StorageDown:
                self.unkept.add(report.job)
                return
            except HallError as refusal:
                log.warning("report %s of job %s was not taken: %s", report.state, report.job, refusal)
        self.unkept.discard(report.job)
        self._say(wire.Noted(job=report.job, state=report.state))

    def _take_sound(self, sound: wire.Sound) -> None:
        """Have a display play it, when it comes from one of this agent's voices."""
        own = {spec.device for spec in devices_of(self.door.service.hall, self.agent) if spec.kind == "voice"}
        if sound.device in own:
            self.door.sounds.take(self.door.service.hall, sound, self._say)
        else:
            self._say(wire.Played(job=sound.job, problem="no-display"))

    def _hand_out(self, job: Job) -> None:
        self._say(wire.Work(job=job, sent_s=self.door.clock.mono()))

    def _say(self, message: wire.FromServer) -> None:
        self.outlet.say(wire.encode(message).encode())

    def _refuse_wire(self, key: RefusedKey) -> None:
        if not self.ended:
            self._say(wire.Refused(key=key))
            self.end(CLOSE_REFUSED, key)
