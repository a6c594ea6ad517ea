# SPDX-License-Identifier: Apache-2.0
"""S26: TLS 1.2 or later with the hall's own authority, which agents pin; nothing falls back to plain HTTP."""

import asyncio
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from devices.agent import Trust
from devices.errors import NotTrusted
from devices.keys import read_key
from devices.trust import FILE, context_for
from hallserver.app import Composition, HallServer
from hallserver.clock import SimulatedClock
from hallserver.web.policy import Policy
from hallserver.web.routes import routes_of
from tests.faults.tls_hall import (
    ADDRESS,
    DAY_US,
    agent,
    anybody,
    code,
    false_certificates,
    log_lines,
    network_with_address,
    now_us,
    paired,
    pin,
    pretender,
    tls_hall,
)
from tests.hallserver.web.running import PAGES, until

pytestmark = pytest.mark.promise("S26")


# ---- which TLS ----


def lenient(cert: Path, key: Path) -> ssl.SSLContext:
    """Return the context of a server that still speaks the old versions."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(cert, key)
    return context


async def spoken(port: int, version: ssl.TLSVersion) -> str:
    """Return the version that a client gets which speaks only this one; empty: it is refused."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    except (ssl.SSLError, ConnectionError):
        return ""
    got: str = writer.get_extra_info("ssl_object").version()
    writer.close()
    return got


async def versions(path: Path, composition: Composition | None = None) -> dict[str, str]:
    """Return what clients of each version get."""
    async with tls_hall(path, composition) as server:
        return {it.name: await spoken(server.port, it) for it in ssl.TLSVersion if it.name in {"TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3"}}


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_versions_of_tls_are_refused(tmp_path: Path) -> None:
    """The control speaks TLS 1.1 to the same client, so it is the server that refuses."""
    assert asyncio.run(versions(tmp_path / "hall")) == {"TLSv1": "", "TLSv1_1": "", "TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3"}
    assert asyncio.run(versions(tmp_path / "lenient", Composition(tls_context=lenient)))["TLSv1_1"] == "TLSv1.1"


async def _answer_in_the_clear(server: HallServer) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode())
    try:
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def test_plain_http_gets_nothing_from_the_port_of_https(tmp_path: Path) -> None:
    """No redirect either, which somebody in between could change; the control is the same request without HTTPS."""

    async def story(https: str) -> bytes:
        async with tls_hall(tmp_path / https, https=https) as server:
            return await _answer_in_the_clear(server)

    assert b"HTTP" not in asyncio.run(story("always"))
    assert b"200 OK" in asyncio.run(story("auto"))


# ---- agents ----


async def lost_keys(path: Path, trust: Trust) -> tuple[int, list[str]]:
    """Let a paired agent come upon each false server; return how many got its key, and what it said of each."""
    said: list[str] = []
    lost = 0
    async with tls_hall(path / "hall") as server:
        await paired(server, path / "agent")
    key = read_key(path / "agent" / "keys.json", "agent-1")
    (path / "other").mkdir()
    for says, context in [*false_certificates(path / "hall", path / "other")]:
        with log_lines("devices.agent") as lines:
            async with pretender(context) as false, agent(false.base, path / "agent", trust=trust) as task:
                await until(lambda: bool(false.heard or lines or task.done()))
                lost += key in "".join(false.heard)
            said.append(says if says in "".join(lines) else "".join(lines))
    return lost, said


def test_an_agent_gives_its_key_to_no_false_server(tmp_path: Path, figure: Callable[[str], None]) -> None:
    """Foreign authority, ended, not yet good, other name: each is refused before a word, and the log says why."""
    lost, said = asyncio.run(lost_keys(tmp_path, context_for))
    figure(f"{lost} of {len(said)} false servers got the agent's key")
    assert lost == 0
    assert said == ["not signed by the hall's authority", "has ended", "not good yet", "for other names"]


def test_an_agent_that_trusts_anybody_loses_its_key(tmp_path: Path) -> None:
    """The control: without the pin every one of these servers hears the key."""
    assert asyncio.run(lost_keys(tmp_path, anybody))[0] == 4


def test_pairing_needs_the_right_pin_and_keeps_the_code_until_then(tmp_path: Path) -> None:
    """A wrong pin uses up nothing and keeps nothing; the right one pairs, and plain HTTP is refused from then on."""

    async def refused(base: str, **given: str) -> str:
        async with agent(base, tmp_path / "agent", **given) as task:  # type: ignore[arg-type]
            await until(task.done)
            assert isinstance(task.exception(), NotTrusted), task.exception()
            return str(task.exception())

    async def story() -> None:
        async with tls_hall(tmp_path / "other") as other, tls_hall(tmp_path / "hall") as server:
            one_time = await code(server)
            assert "--pin" in await refused(server.base, code=one_time)
            assert pin(server) in await refused(server.base, code=one_time, pin=pin(other))
            assert not (tmp_path / "agent" / FILE).exists()
            async with agent(server.base, tmp_path / "agent", code=one_time, pin=pin(server)) as task:
                await until(lambda: task.done() or bool(read_key(tmp_path / "agent" / "keys.json", "agent-1")))
            assert server.service.hall.devices["agent-1"] == "paired"
            async with pretender(None) as plain:
                assert "does not go back" in await refused(plain.base)
                assert plain.heard == []

    asyncio.run(story())


def test_a_certificate_that_ended_is_refused_until_the_running_server_renews_it(tmp_path: Path) -> None:
    """Four hundred days on, the agent says what is the matter; the hour's look mends it without a restart."""

    async def story() -> None:
        clock = SimulatedClock(now_us() - 400 * DAY_US)
        async with tls_hall(tmp_path / "hall", Composition(tls_clock=clock)) as server:
            with log_lines("devices.agent") as lines:
                async with agent(server.base, tmp_path / "agent", code=await code(server), pin=pin(server)) as task:
                    await until(lambda: bool(lines))
                    assert "the server's certificate has ended" in lines[0]
                    assert "agent-1" not in server.service.hall.devices
                    clock._now_us = now_us() - DAY_US  # not every hour of a year need be looked at
                    clock.move_to(now_us())
                    await until(lambda: task.done() or "agent-1" in server.service.hall.devices)
            assert server.service.hall.devices["agent-1"] == "paired"

    asyncio.run(story())


# ---- what phones may do over plain HTTP ----


async def statuses(port: int, source: str) -> dict[tuple[str, str], int]:
    """Return what each method of each route answers to somebody without proof who comes from this address."""
    client = SimpleAsyncHTTPClient(force_instance=True)
    found: dict[tuple[str, str], int] = {}
    try:
        for route in routes_of(PAGES):
            path = route.path.replace("{file...}", "index.html").replace("{file}", "index.html").replace("{", "").replace("}", "")
            for method in route.operations:
                address = f"http://127.0.0.1:{port}{path}"
                request = HTTPRequest(
                    address, method, body=b"" if method != "GET" else None, follow_redirects=False, network_interface=source
                )
                request.allow_nonstandard_methods = True
                found[method, route.path] = (await client.fetch(request, raise_error=False)).code
    finally:
        client.close()
    return found


@pytest.mark.netns
def test_over_plain_http_another_machine_gets_the_ticket_page_alone(tmp_path: Path) -> None:
    """Walked over every route; the control is the same walk from this machine, where only the door's other checks are left."""
    policies: dict[tuple[str, str], Policy] = {
        (method, route.path): row.policy for route in routes_of(PAGES) for method, row in route.operations.items()
    }

    async def story() -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
        async with tls_hall(tmp_path / "hall", plain_port=0) as server:
            return await statuses(server.plain_port, ADDRESS), await statuses(server.plain_port, "127.0.0.1")

    with network_with_address():
        far, near = asyncio.run(story())
    assert {row for row, status in far.items() if status == 403} == {row for row, policy in policies.items() if not policy.plain}
    assert far["GET", "/ticket/{file...}"] == 200
    assert near["GET", "/clerk/{file...}"] == 200
    assert 403 not in near.values()
