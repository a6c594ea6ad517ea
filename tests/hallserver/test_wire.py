# SPDX-License-Identifier: Apache-2.0
"""Messages between server and agents, as they go over the line."""

import hashlib
import json
import re

import msgspec
import pytest

from hallserver.core.jobs import DeviceSpec, JobReport, PrintSlip, SlipLine
from hallserver.wire import (
    VERSION,
    Ack,
    Beat,
    FromAgent,
    FromServer,
    Hello,
    Noted,
    Pong,
    Refused,
    State,
    Welcome,
    Work,
    encode,
    from_agent,
    from_server,
    pin_of,
    same_pin,
)

SLIP = PrintSlip(job="slip/1.57/1", device="printer-1", ticket="1.57", lines=(SlipLine(text="A012"),))
AGENT: tuple[FromAgent, ...] = (
    Hello(agent="agent-1", key="k"),
    Hello(agent="agent-1", code="K7QM-2XHD-9RTA", v=2),
    Ack(report=JobReport(job="slip/1.57/1", device="printer-1", state="done", detail="paper low")),
    Pong(ready=("printer-1", "voice-1")),
    State(device="printer-1", state="out"),
)
SERVER: tuple[FromServer, ...] = (
    Welcome(devices=(DeviceSpec(device="printer-1", kind="printer", driver="pretend", address="x:9100"),), key="new"),
    Work(job=SLIP, sent_s=12.5),
    Noted(job="slip/1.57/1", state="done"),
    Beat(seq=57, sent_s=12.5),
    Refused(key="agent-twin"),
)


@pytest.mark.parametrize("message", AGENT, ids=lambda it: type(it).__name__)
def test_what_an_agent_says_arrives_as_it_was_said(message: FromAgent) -> None:
    """As text and as bytes."""
    assert from_agent(encode(message)) == from_agent(encode(message).encode()) == message


@pytest.mark.parametrize("message", SERVER, ids=lambda it: type(it).__name__)
def test_what_the_server_says_arrives_as_it_was_said(message: FromServer) -> None:
    """A job arrives whole."""
    assert from_server(encode(message)) == message


def test_neither_side_takes_the_others_messages() -> None:
    """An agent that is fooled by another agent would print what that one likes."""
    for said in SERVER:
        with pytest.raises(msgspec.DecodeError):
            from_agent(encode(said))
    for told in AGENT:
        with pytest.raises(msgspec.DecodeError):
            from_server(encode(told))


@pytest.mark.parametrize(
    "frame", ["", "null", "[]", "{}", '{"is":"hello"}', '{"is":"dance","agent":"x"}', '{"is":"pong","ready":1}', "\x00"]
)
def test_anything_else_is_refused(frame: str) -> None:
    """One error type for whatever comes over a line."""
    with pytest.raises(msgspec.DecodeError):
        from_agent(frame)


def test_a_hello_names_the_protocols_version_even_when_it_is_the_first() -> None:
    """A server that is older or newer must be able to say so; a left-out version is the first."""
    assert from_agent('{"is":"hello","agent":"a"}') == Hello(agent="a", v=VERSION)
    assert json.loads(encode(Hello(agent="a", v=2)))["v"] == 2


def test_a_pin_can_be_typed_and_is_compared_whole() -> None:
    """A person carries it from one screen to another; other tools print the whole hash."""
    pin = pin_of(b"certificate")

    assert re.fullmatch(r"([A-Z2-7]{4}-){6}[A-Z2-7]{2}", pin)
    assert pin_of(b"certificat") != pin
    whole = hashlib.sha256(b"certificate").hexdigest()
    colons = ":".join(whole[at : at + 2] for at in range(0, 64, 2)).upper()
    for given in (pin, pin.lower(), pin.replace("-", " "), whole, colons):
        assert same_pin(given, b"certificate"), given
    for given in ("", pin[:-1], whole[:32], pin + "A", pin_of(b"other")):
        assert not same_pin(given, b"certificate"), given
