# SPDX-License-Identifier: Apache-2.0
"""Messages between the hall server and device agents, as JSON text frames, version 1.

Agent → server: ``Hello`` first, then ``Ack`` for each job, ``Pong`` for each beat, ``State`` of a printer.
Server → agent: ``Welcome``, ``Work``, ``Beat`` (every 3 s), ``Refused`` (then it closes).
"""

import base64
import hashlib
from typing import Literal

import msgspec
from msgspec import Struct

from hallserver.core.jobs import DeviceSpec, Job, JobReport, PrinterState

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


class State(Struct, frozen=True, kw_only=True, tag="state", tag_field="is"):
    """A printer says how it is: once after each welcome, then whenever it changes."""

    device: str
    state: PrinterState


class Welcome(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="welcome", tag_field="is"):
    """The server knows the agent: what hangs on it; after pairing, the lasting key to keep."""

    devices: tuple[DeviceSpec, ...]
    key: str = ""
    v: int = VERSION


class Work(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="work", tag_field="is"):
    """A job to do. The same job id may come again after a reconnect: it is done at most once."""

    job: Job
    sent_s: float | None = None
    """When it left, on the server's monotonic clock: with that of the beats it tells how long it lay on the way."""


class Noted(Struct, frozen=True, kw_only=True, tag="noted", tag_field="is"):
    """The server has the report of this job in its journal; the agent may forget it."""

    job: str
    state: str


class Beat(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="beat", tag_field="is"):
    """The server lives; ``seq`` is the journal's last."""

    seq: int
    sent_s: float | None = None
    """When it left, on the server's monotonic clock."""


class Refused(Struct, frozen=True, kw_only=True, tag="refused", tag_field="is"):
    """The server will not talk to this agent: a word key of ``errors.json``."""

    key: Literal["device-key-unknown", "pairing-code-unknown", "wire-version-unknown", "agent-twin", "bad-message"]


FromAgent = Hello | Ack | Pong | State
FromServer = Welcome | Work | Noted | Beat | Refused


def pin_of(authority: bytes) -> str:
    """Return the pin of an authority's certificate (DER), by which a person hands it from the server to an agent.

    The first 128 bits of its SHA-256 in base32, 26 letters and digits in groups: short enough to be typed from a
    screen, and nobody can make a second certificate with the same ones, as that takes 2¹²⁸ tries.
    """
    plain = base64.b32encode(hashlib.sha256(authority).digest()[:16]).decode().rstrip("=")
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def same_pin(given: str, authority: bytes) -> bool:
    """Tell whether what somebody typed is that authority's pin, or its whole SHA-256 in hexadecimal as other tools print it."""
    plain = "".join(char for char in given.upper() if char.isalnum())
    return plain in {pin_of(authority).replace("-", ""), hashlib.sha256(authority).hexdigest().upper()}


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
