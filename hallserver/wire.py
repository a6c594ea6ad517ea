# SPDX-License-Identifier: Apache-2.0
"""Messages between the hall server and device agents, as JSON text frames, version 1.

Agent → server: ``Hello`` first, then ``Ack`` for each job, ``Pong`` for each beat, ``State`` of a printer, ``Input`` of what
people do at its devices, ``Sound`` for a display page to play.
Server → agent: ``Welcome``, ``Work``, ``Show``, ``Beat`` (every 3 s), ``Heard``, ``Beep``, ``Played``, ``Refused`` (then it closes).
"""

import base64
import hashlib
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from hallserver.core.jobs import DeviceSpec, InputKind, Job, JobReport, PrinterState, Shown

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


class Input(Struct, frozen=True, kw_only=True, tag="input", tag_field="is"):
    """Somebody did something at a device. Told once: what cannot be told now is lost, and the device says so by beeps."""

    device: str
    n: int
    """Counts the inputs of one run of the agent, from 1."""
    run: Annotated[str, Meta(max_length=32)]
    """Names that run: a number of its own."""
    kind: InputKind
    value: Annotated[str, Meta(max_length=400)]
    """Raw key in hexadecimal or by its name · scanned text · ID number · name of the card's layout."""
    beat_s: float | None = None
    """When the last beat that the agent had heard then left, as the server said; None: it had heard none on this line."""
    after_s: float = 0.0
    """How many seconds after hearing that beat it was done. So the server knows how long this lay on the way at most."""


class Sound(Struct, frozen=True, kw_only=True, tag="sound", tag_field="is"):
    """A made announcement that a display page is to play: a WAV."""

    job: str
    device: str
    wav: Annotated[bytes, Meta(max_length=1_500_000)]
    length_s: float


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


class Show(Struct, frozen=True, kw_only=True, tag="show", tag_field="is"):
    """All that this device has to show from now on: after each welcome, then whenever it changes."""

    device: str
    shown: Shown


class Heard(Struct, frozen=True, kw_only=True, tag="heard", tag_field="is"):
    """The server has this input of the agent's run; how the device answers: 1 beep taken, 3 refused, 0 none."""

    device: str
    n: int
    beeps: int = 0


class Beep(Struct, frozen=True, kw_only=True, tag="beep", tag_field="is"):
    """This device is to draw attention to itself."""

    device: str
    times: int


class Played(Struct, frozen=True, kw_only=True, tag="played", tag_field="is"):
    """A display page has played this sound to its end; with a ``problem`` it has not."""

    job: str
    problem: str = ""


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


FromAgent = Hello | Ack | Pong | State | Input | Sound
FromServer = Welcome | Work | Show | Heard | Beep | Played | Noted | Beat | Refused


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
