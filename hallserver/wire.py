# SPDX-License-Identifier: Apache-2.0
"""Messages between the hall server and device agents, as JSON text frames, version 1.

Agent → server: ``Hello`` first, then ``Ack`` for each job and ``Pong`` for each beat.
Server → agent: ``Welcome``, ``Work``, ``Beat`` (every 3 s), ``Refused`` (then it closes).
"""

from typing import Literal

import msgspec
from msgspec import Struct

from hallserver.core.jobs import DeviceSpec, Job, JobReport

VERSION = 1
"""Protocol version that both sides name in their first message."""


class Hello(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="hello", tag_field="is"):
    """First message: the agent's slug with its key, or with a one-time pairing code instead."""

    agent: str
    key: str = ""
    code: str = ""
    v: int = VERSION


class Ack(Struct, frozen=True, kw_only=True, tag="ack", tag_field="is"):
    """What became of a job; sent again after a reconnect until the server has answered it."""

    report: JobReport


class Pong(Struct, frozen=True, kw_only=True, tag="pong", tag_field="is"):
    """Answer to a beat; names the devices that work just now."""

    ready: tuple[str, ...] = ()


class Welcome(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="welcome", tag_field="is"):
    """The server knows the agent: what hangs on it; after pairing, the lasting key to keep."""

    devices: tuple[DeviceSpec, ...]
    key: str = ""
    v: int = VERSION


class Work(Struct, frozen=True, kw_only=True, tag="work", tag_field="is"):
    """A job to do. The same job id may come again after a reconnect: it is done at most once."""

    job: Job


class Noted(Struct, frozen=True, kw_only=True, tag="noted", tag_field="is"):
    """The server has the report of this job in its journal; the agent may forget it."""

    job: str
    state: str


class Beat(Struct, frozen=True, kw_only=True, tag="beat", tag_field="is"):
    """The server lives; ``seq`` is the journal's last."""

    seq: int


class Refused(Struct, frozen=True, kw_only=True, tag="refused", tag_field="is"):
    """The server will not talk to this agent: a word key of ``errors.json``."""

    key: Literal["device-key-unknown", "pairing-code-unknown", "wire-version-unknown", "agent-twin", "bad-message"]


FromAgent = Hello | Ack | Pong
FromServer = Welcome | Work | Noted | Beat | Refused

_encode = msgspec.json.Encoder().encode
_from_agent = msgspec.json.Decoder(FromAgent)
_from_server = msgspec.json.Decoder(FromServer)


def encode(message: FromAgent | FromServer) -> str:
    """Return the message as JSON text."""
    return _encode(message).decode()


def from_agent(frame: str | bytes) -> FromAgent:
    """Return what an agent said. Raises ``msgspec.DecodeError`` on anything else."""
    message: FromAgent = _from_agent.decode(frame)
    return message


def from_server(frame: str | bytes) -> FromServer:
    """Return what the server said. Raises ``msgspec.DecodeError`` on anything else."""
    message: FromServer = _from_server.decode(frame)
    return message
