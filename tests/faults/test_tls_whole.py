# SPDX-License-Identifier: Apache-2.0
"""S26, the whole of it: ``serve`` on every address of a network of its own, with browsers, an agent and a phone."""

import asyncio
import base64
import hashlib
import re
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct
from playwright.sync_api import Browser, Error, expect, sync_playwright

from hallserver.clock import AnchoredClock
from hallserver.core.commands import OpenCounter
from hallserver.core.roles import Actor
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.authority import AUTHORITY_FILE, ensure_authority, make_server, see
from hallserver.store.folder import Folder
from hallserver.wire import pin_of
from tests.browser.demo_hall import _CHROMIUM, CHROMIUM, Faults, open_page
from tests.faults.tls_hall import ADDRESS, network_with_address
from tests.hallserver.web.running import PASSWORD
from tests.stories.server_process import PATIENCE_S, ROOT, environment, hallserver
from tests.support import new_folder, set_up

pytestmark = [pytest.mark.promise("S26"), pytest.mark.browser, pytest.mark.netns]
HTTPS, HTTP = 8443, 8081
BASE = f"https://{ADDRESS}:{HTTPS}"


class Made(Struct, frozen=True, kw_only=True):
    """A hall that is open and not yet served: its folder, the screens' keys, the agent's code, a visitor's token."""

    path: Path
    kiosk: str
    display: str
    code: str


async def _make(path: Path) -> Made:
    folder = Folder(new_folder(path))
    clock = AnchoredClock()
    service, accounts = Service(folder, clock), Accounts(folder.database, clock.now)
    try:
        await set_up(service)
        await service.submit(OpenCounter(counter="c1"), Actor(kind="person", name="li", roles=frozenset({"clerk"})))
        await accounts.set_password("li", PASSWORD)
        return Made(
            path=path,
            kiosk=await accounts.new_device_key("kiosk-1"),
            display=await accounts.new_device_key("hall-1"),
            code=await accounts.new_code("pairing", "agent-1", 600_000_000),
        )
    finally:
        accounts.close()
        folder.close()


@contextmanager
def process(*arguments: object, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a module of ours until the block ends."""
    with log.open("wb") as said:
        running = subprocess.Popen(
            [sys.executable, "-m", *map(str, arguments)], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=said
        )
        try:
            yield running
        finally:
            running.terminate()
            running.communicate(timeout=PATIENCE_S)


@contextmanager
def browser(authority: Path) -> Iterator[Browser]:
    """Run a Chromium that trusts this authority and no other of the kind."""
    public = x509.load_pem_x509_certificate(authority.read_bytes()).public_key()
    spki = hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    trusts = f"--ignore-certificate-errors-spki-list={base64.b64encode(spki).decode()}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*_CHROMIUM, trusts])
        try:
            yield chromium
        finally:
            chromium.close()


def screens(made: Made, authority: Path) -> list[dict[str, object]]:
    """Take a number, call it and see it on the display, each screen over HTTPS; return the clerk's cookies."""
    faults = Faults()
    with browser(authority) as chromium:
        display = open_page(chromium, f"{BASE}/hall/#key={made.display}", (1366, 768), faults)
        kiosk = open_page(chromium, f"{BASE}/kiosk/#key={made.kiosk}", (1080, 1920), faults)
        clerk = open_page(chromium, f"{BASE}/clerk/", (1366, 768), faults)
        clerk.locator("input[name=name]").fill("li")
        clerk.locator("input[name=password]").fill(PASSWORD)
        clerk.locator("form button[type=submit], form button.main").first.click()
        until_s = time.monotonic() + PATIENCE_S
        while not kiosk.locator("#number").is_visible():  # a kiosk is deaf to a tap that comes at once
            assert time.monotonic() < until_s
            kiosk.locator("[data-service=seniors]").dispatch_event("click")
            kiosk.wait_for_timeout(50)
        expect(kiosk.locator("#number")).to_have_text("A001")
        expect(clerk.locator("[data-action=call-next]")).to_be_enabled()
        clerk.keyboard.press("F2")
        expect(display.locator("#number")).to_have_text("A001")
        assert clerk.evaluate("isSecureContext")
        assert faults == []
        with stranger(authority.parent.parent) as address, pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            clerk.context.new_page().goto(address)
        return [dict(cookie) for cookie in clerk.context.cookies()]


class Stranger(ThreadingHTTPServer):
    """Says nothing of those who hang up on it."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent."""


@contextmanager
def stranger(folder: Path) -> Iterator[str]:
    """Let a server of another authority answer; give its address."""
    now_us = AnchoredClock().now()
    (folder / "false.key").write_bytes(make_server(ensure_authority(folder, "another", now_us), [ADDRESS], now_us))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "false.key")
    with Stranger((ADDRESS, 0), SimpleHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://{ADDRESS}:{server.server_port}/"
        server.shutdown()


def printed(file: Path) -> int:
    """Return how many slips an agent printed, once there is one."""
    until_s = time.monotonic() + PATIENCE_S
    while not file.exists() or not file.read_text(encoding="utf-8"):
        assert time.monotonic() < until_s, "no slip came"
        time.sleep(0.01)
    return len(file.read_text(encoding="utf-8").splitlines())


def phone(path: str) -> int:
    """Return what a phone gets over plain HTTP."""
    try:
        with urllib.request.urlopen(f"http://{ADDRESS}:{HTTP}{path}", timeout=PATIENCE_S) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code


def story(made: Made, tmp_path: Path) -> None:
    """Serve and look, from within the network of its own."""
    everywhere = ["--host", "0.0.0.0", "--port", HTTPS, "--plain-port", HTTP]  # noqa: S104 -- in a network of its own
    authority = made.path / AUTHORITY_FILE
    with process("hallserver", "serve", "--data", made.path, *everywhere, log=tmp_path / "server.log") as server:
        assert server.stdout is not None
        assert server.stdout.readline().decode().strip().endswith(f":{HTTPS}"), (tmp_path / "server.log").read_text()
        assert ADDRESS in see(made.path / "server.key").names
        out = ["--agent", "agent-1", "--out", tmp_path / "agent"]
        proofs = ["--code", made.code, "--pin", pin_of(see(authority).authority)]
        with process("devices", "--server", BASE, *out, *proofs, log=tmp_path / "agent.log"):
            cookies = screens(made, authority)
            assert printed(tmp_path / "agent" / "printer-1" / "printed.jsonl") == 1
        assert {cookie["name"] for cookie in cookies} == {"__Host-hall", "__Host-hall-xsrf"}
        assert all(cookie["secure"] and cookie["sameSite"] == "Strict" and cookie["path"] == "/" for cookie in cookies)
        assert [cookie["name"] for cookie in cookies if cookie["httpOnly"]] == ["__Host-hall"]
        assert (phone("/ticket/"), phone("/authority.pem"), phone("/clerk/"), phone("/setup/")) == (200, 200, 403, 403)


@pytest.mark.slow
def test_a_hall_on_its_own_network_speaks_https_with_everybody_but_phones(tmp_path: Path) -> None:
    """From the kiosk's finger to the slip and the display; the control: the same browser refuses a server of another authority."""
    made = asyncio.run(_make(tmp_path / "hall"))
    with network_with_address():
        story(made, tmp_path)
    doctor = hallserver("doctor", "--data", made.path)
    assert re.search(r"authority\s.*20[34]\d-\d\d-\d\d", doctor.stdout), doctor.stdout
    assert re.search(r"certificate\s.*202[78]-\d\d-\d\d", doctor.stdout), doctor.stdout
    modes = {name: (made.path / name).stat().st_mode & 0o777 for name in ("keys.json", "authority.key", "server.key")}
    assert modes == dict.fromkeys(modes, 0o600)
