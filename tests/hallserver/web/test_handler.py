# SPDX-License-Identifier: Apache-2.0
"""What every request goes through: host, origin, line, XSRF, and what a fault of ours looks like."""

import asyncio
import logging

import pytest

from hallserver.core.hall import Hall
from hallserver.page import Page
from hallserver.web.handler import cookie_name
from hallserver.web.limits import Limits
from tests.hallserver.web.running import PAGES, PASSWORD, Running, key_of, run, said

BROKEN = Page(
    name="broken",
    roles=frozenset({"hall-manager"}),
    of="",
    view=lambda _hall, _of, _now_us: {"secret": 1 // 0},
    folder=PAGES[0].folder,
)


def test_an_unknown_host_gets_421_everywhere() -> None:
    """DNS rebinding turns a visitor's browser into a client of ours; a name that is not ours ends it."""

    async def story(door: Running) -> None:
        port = door.host.split(":")[1]
        foreign = ["evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port}.evil.example", f"localhost:{port}"]
        for path in ("/", "/healthz", "/api/v1/tickets/x", "/nothing", "/clerk/", "/ws", "/ws/device", "/openapi.json"):
            for host in foreign:
                answer = await door.ask("GET", path, headers={"Host": host})
                assert key_of(answer) == (421, "host-unknown"), (path, host)
        assert (await door.ask("POST", "/api/v1/session", {}, headers={"Host": "evil.example"})).code == 421

    run(story)


def test_a_foreign_origin_is_refused_and_none_is_not() -> None:
    """Another site's page may not drive this server; a program sends no origin at all."""

    async def story(door: Running) -> None:
        clerk = await door.staff("li")
        for origin in ("http://evil.example", "null", f"https://{door.host}", f"http://{door.host}.evil.example", "http://127.0.0.1"):
            answer = await door.ask("POST", "/api/v1/commands/open-counter", {"counter": "c1"}, proof=clerk, headers={"Origin": origin})
            assert key_of(answer) == (403, "origin-foreign"), origin
        answer = await door.ask(
            "POST", "/api/v1/commands/open-counter", {"counter": "c1"}, proof=clerk, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert key_of(answer) == (403, "origin-foreign")
        own = {"Origin": f"http://{door.host}"}
        assert (await door.ask("POST", "/api/v1/commands/open-counter", {"counter": "c1"}, proof=clerk, headers=own)).code == 200

    run(story)


def test_every_answer_carries_the_security_headers() -> None:
    """Screens run no foreign code, and the API is kept by nobody."""

    async def story(door: Running) -> None:
        for path in ("/", "/clerk/", "/healthz", "/nothing/at/all", "/api/v1/tickets/x", "/words/en.json"):
            headers = (await door.ask("GET", path)).headers
            assert "default-src 'self'" in headers["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert "Tornado" not in headers["Server"]
        assert (await door.ask("GET", "/healthz")).headers["Cache-Control"] == "no-store"

    run(story)


def test_a_cookie_needs_the_xsrf_token_and_a_bearer_does_not() -> None:
    """A cookie comes along by itself, whoever made the page; the token must have been read from ours."""

    async def story(door: Running) -> None:
        await door.accounts.set_password("li", PASSWORD)
        signed_in = await door.ask("POST", "/api/v1/session", {"name": "li", "password": PASSWORD})
        token, xsrf = said(signed_in)["token"], said(signed_in)["xsrf"]
        cookies = signed_in.headers.get_list("Set-Cookie")
        assert any(cookie.startswith(f"hall={token};") and "HttpOnly" in cookie and "SameSite=Strict" in cookie for cookie in cookies)
        cookie = {"Cookie": f"hall={token}"}
        path, body = "/api/v1/commands/open-counter", {"counter": "c1"}
        assert key_of(await door.ask("POST", path, body, headers=cookie)) == (403, "xsrf-wrong")
        assert key_of(await door.ask("POST", path, body, headers={**cookie, "X-XSRF-Token": "x" * 32})) == (403, "xsrf-wrong")
        assert (await door.ask("GET", "/api/v1/views/clerk", headers=cookie)).code == 200
        own = {**cookie, "X-XSRF-Token": xsrf, "Content-Type": "application/json; charset=utf-8"}
        for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"):
            assert (await door.ask("POST", path, body, headers={**own, "Content-Type": kind})).code == 415, "what a form can send"
        assert (await door.ask("POST", path, body, headers=own)).code == 200
        assert (await door.command("close-counter", proof=f"Bearer {token}")).code == 200

    run(story)


def test_a_cookie_is_bound_to_the_host_where_the_line_is_encrypted() -> None:
    """`__Host-` keeps a neighbouring name from planting one."""
    assert cookie_name("https", "hall") == "__Host-hall"
    assert cookie_name("http", "hall") == "hall"


def test_a_fault_of_ours_shows_a_number_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    """A traceback tells a stranger how we are built; the log has it under the same number."""

    async def story(door: Running) -> None:
        answer = await door.ask("GET", "/api/v1/views/broken", proof=await door.staff("boss"))
        assert key_of(answer) == (500, "unexpected")
        text = answer.body.decode()
        assert "Traceback" not in text
        assert "ZeroDivision" not in text
        incident = next(record for record in caplog.records if "incident" in record.message)
        assert incident.message.split()[1] in text

    with caplog.at_level(logging.ERROR):
        run(story, pages=(*PAGES, BROKEN))


def test_refusals_speak_the_readers_language() -> None:
    """Chinese by default, English where the browser asks for it."""

    async def story(door: Running) -> None:
        path = "/api/v1/views/manager"
        assert said(await door.ask("GET", path))["detail"] == "请先登录。"
        english = await door.ask("GET", path, headers={"Accept-Language": "en-GB,en;q=0.9,zh;q=0.1"})
        assert said(english)["detail"] == "Sign in first."

    run(story)


def test_unknown_addresses_and_methods_are_problems_too() -> None:
    """A client reads one shape of refusal, whatever went wrong."""

    async def story(door: Running) -> None:
        assert key_of(await door.ask("GET", "/api/v1/nothing")) == (404, "address-unknown")
        assert key_of(await door.ask("PUT", "/healthz", {})) == (405, "method-unknown")
        assert key_of(await door.ask("DELETE", "/api/v1/pair")) == (405, "method-unknown")
        assert key_of(await door.ask("GET", "/api/v1/views/manager", proof="Basic eDp5")) == (401, "authorization-unreadable")
        assert key_of(await door.ask("GET", "/api/v1/views/manager", proof="Bearer wrong")) == (401, "token-unknown")

    run(story)


def test_a_slow_client_is_cut() -> None:
    """Somebody who opens links and says nothing must not hold them."""

    async def story(door: Running) -> None:
        reader, writer = await asyncio.open_connection(*door.host.split(":"))
        writer.write(f"POST /api/v1/pair HTTP/1.1\r\nHost: {door.host}\r\nContent-Length: 100\r\n\r\n{{".encode())
        async with asyncio.timeout(10):
            assert await reader.read() == b""
        writer.close()

    run(story, limits=Limits(body_timeout_s=0.2))


def test_the_view_of_nothing_is_empty() -> None:
    """The control of the broken page: a sound one answers."""
    assert PAGES[1].view(Hall(), "main", 0) is not None
