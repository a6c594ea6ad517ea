# SPDX-License-Identifier: Apache-2.0
"""Sign-ins end when they should, passwords cannot be guessed, and a fresh hall has none."""

import ast
import asyncio
import re
import ssl
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from hallserver.app import Composition, HallServer
from hallserver.clock import AnchoredClock
from hallserver.core.catalog import PersonRow
from hallserver.core.roles import ROLES
from hallserver.demo.run import give_keys
from hallserver.settings import SETTINGS
from hallserver.store import hashing
from hallserver.store.accounts import Accounts, Spans
from hallserver.store.folder import Folder
from hallserver.web.limits import Limits
from tests.faults.knocker import Heard, Knocker, knocking, posted
from tests.faults.tls_hall import tls_hall
from tests.habits.house import FIVE, files, read
from tests.hallserver.cli.running import hallserver
from tests.hallserver.web.running import PASSWORD, Running, running
from tests.support import new_folder

MINUTE_S, HOUR_S = 60.0, 3600.0
WIDE = Limits(password_tries=10**6, address_tries=10**6)
FOR_EVER = Spans(idle_us=2**60, absolute_us=2**60)


class Leaping:
    """A clock whose time a test moves on; what waits for it is not woken."""

    def __init__(self) -> None:
        """Begin at the real time."""
        self._ahead_s = 0.0
        self.clock = AnchoredClock(mono_s=lambda: time.monotonic() + self._ahead_s)

    def leap(self, seconds: float) -> None:
        """Move on."""
        self._ahead_s += seconds


async def sign_in(knocker: Knocker, name: str = "li", password: str = PASSWORD, **headers: str) -> Heard:
    """Sign in as a person does."""
    return await knocker.ask(posted("/api/v1/session", {"name": name, "password": password}, **headers))


async def alive(knocker: Knocker, proof: str) -> bool:
    """Tell whether the sign-in is worth anything: reading, asking, or as a cookie."""
    read = await knocker.get("/api/v1/views/clerk", proof)
    asked = await knocker.command("call-next", {"counter": "c9"}, proof)
    cookie = await knocker.ask(posted("/api/v1/commands/recall", {}, Cookie=f"hall={proof.removeprefix('Bearer ')}", Sec_Fetch_Site="none"))
    return {read.status, asked.status, cookie.status} != {401}


Arrange = Callable[[Running], None]


async def after_the_end(path: Path, unprotect: Arrange = lambda _: None) -> list[str]:
    """End a sign-in in each way in which one ends; return in which it was still worth something."""
    time_ = Leaping()
    alive_after: list[str] = []
    async with running(path, clock=time_.clock) as door, knocking(door.host) as knocker:
        unprotect(door)

        async def check(name: str, proof: str) -> None:
            if await alive(knocker, proof):
                alive_after.append(name)

        out = await door.staff("li")
        line = await door.line("clerk", {"token": out[7:]})
        assert "view" in (await line.hear() or {})
        assert (await knocker.ask(posted("/api/v1/session", {}, out)._replace(method="DELETE"))).status == 204
        await check("sign-out", out)
        idle = await door.staff("li")
        time_.leap(15 * MINUTE_S - 1)
        assert await alive(knocker, idle), "too early"
        time_.leap(15 * MINUTE_S)
        await check("idle", idle)
        old = await door.staff("wang")
        for _ in range(12 * 6):
            time_.leap(10 * MINUTE_S - 0.01)
            assert await alive(knocker, old), "too early"
        time_.leap(10 * MINUTE_S)
        await check("twelve hours", old)
        changed = await door.staff("li")
        await door.accounts.set_password("li", "another password")
        await check("new password", changed)
    return alive_after


def _keeps_everybody(door: Running) -> None:
    """Hand the door accounts that end nothing: the control."""

    async def nothing(_: str) -> None:
        """Leave the sign-in as it is."""

    door.accounts._spans = FOR_EVER
    for name in ("sign_out", "sign_out_everywhere"):
        setattr(door.accounts, name, nothing)


@pytest.mark.promise("S12")
def test_a_sign_in_is_worth_nothing_after_its_end(tmp_path: Path, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed out, idle for a quarter of an hour, twelve hours old, password changed. The control ends nothing."""
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)
    left = asyncio.run(after_the_end(tmp_path / "whole"))
    figure(f"{len(left)} uses after 4 kinds of end; locked at 15 min, ended at 12 h")
    assert not left
    assert asyncio.run(after_the_end(tmp_path / "control", _keeps_everybody)) == ["sign-out", "idle", "twelve hours", "new password"]


@pytest.mark.promise("S12")
def test_a_ticket_in_hand_keeps_its_clerk_and_wakes_nobody_else(tmp_path: Path) -> None:
    """A long case is no idleness; but a terminal left open elsewhere does not wake when its clerk works at another one."""

    async def story() -> None:
        time_ = Leaping()
        async with running(tmp_path, clock=time_.clock) as door, knocking(door.host) as knocker:
            left_open = await door.staff("li")
            time_.leap(10 * MINUTE_S)
            clerk = await door.staff("li")
            await door.ticket()
            time_.leap(6 * MINUTE_S)
            for step in ("open-counter", "call-next", "start"):
                await knocker.command(step, {"counter": "c1"} if step == "open-counter" else {}, clerk)
            time_.leap(3 * HOUR_S)
            assert (await knocker.command("finish", {}, left_open)).status == 401
            assert (await knocker.command("finish", {}, clerk)).status == 200
            time_.leap(15 * MINUTE_S)
            assert not await alive(knocker, clerk)

    asyncio.run(story())


@pytest.mark.promise("S12")
def test_a_sign_in_makes_its_own_token_and_a_cookie_that_only_this_host_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that somebody planted before is not taken over; over HTTPS the cookie cannot leave the host, the page or the site."""
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)

    async def story() -> None:
        async with running(tmp_path / "plain") as door, knocking(door.host) as knocker:
            await door.accounts.set_password("li", PASSWORD)
            planted = "planted" * 6
            heard = [await sign_in(knocker, Cookie=f"hall={planted}") for _ in range(2)]
            tokens = {it.json["token"] for it in heard}
            assert len(tokens | {planted}) == 3
            assert not await alive(knocker, f"Bearer {planted}")
            assert heard[0].headers["cache-control"] == "no-store", "the back button shows nothing"

    async def over_https() -> list[str]:
        async with tls_hall(tmp_path / "tls") as server:
            await server.accounts.set_password("li", PASSWORD)
            assert server.tls is not None
            return await _cookies(server)

    asyncio.run(story())
    cookies = asyncio.run(over_https())
    flags = {cookie.partition("=")[0]: {part.strip().lower() for part in cookie.split(";")[1:]} for cookie in cookies}
    assert flags == {
        "__Host-hall": {"path=/", "samesite=strict", "secure", "httponly"},
        "__Host-hall-xsrf": {"path=/", "samesite=strict", "secure"},
    }


async def _cookies(server: HallServer) -> list[str]:
    """Sign in over HTTPS, whoever vouches for it; return the cookies."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, ssl=context)
    writer.write(posted("/api/v1/session", {"name": "li", "password": PASSWORD}).on_wire(f"127.0.0.1:{server.port}"))
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    assert head.startswith("HTTP/1.1 200"), head
    return re.findall(r"(?im)^set-cookie: (.*?)\r?$", head)


class Unslowed:
    """Counts no tries: the control."""

    def begin(self, account: str, address: str) -> None:
        """Let everybody try."""

    def right(self, account: str, address: str) -> None:
        """Note nothing."""

    def wrong(self, account: str, address: str) -> None:
        """Note nothing."""


async def guessed(path: Path, tries: int, unprotect: Arrange = lambda _: None) -> tuple[int, int]:
    """Guess one account's password from twenty places for half an hour; return the most checks in ten minutes, and the clerk's sign-ins."""
    time_, checks = Leaping(), []
    async with running(path, clock=time_.clock) as door:
        await door.accounts.set_password("li", PASSWORD)
        unprotect(door)
        check = door.accounts.check_password

        async def counted(person: str, password: str) -> bool:
            if password != PASSWORD:
                checks.append(time_.clock.mono())
            return await check(person, password)

        door.accounts.check_password = counted  # type: ignore[method-assign]
        home = Knocker(door.host, source="127.0.0.99")
        assert (await sign_in(home)).status == 200
        places = [Knocker(door.host, source=f"127.0.0.{20 + n}") for n in range(20)]
        signed_in = 0
        for _ in range(6):
            each = [sign_in(places[n % 20], ("li", "0101")[n % 2], f"guess {n}") for n in range(tries // 6)]
            await asyncio.gather(*each)
            signed_in += (await sign_in(home)).status == 200
            time_.leap(5 * MINUTE_S)
        for knocker in (home, *places):
            knocker.close()
    return max(sum(at <= other < at + 10 * MINUTE_S for other in checks) for at in checks), signed_in


@pytest.mark.promise("S13")
def test_ten_guesses_in_ten_minutes_and_the_clerk_works_on(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guessing is bounded by account, whatever the place and whichever name; who signed in here before still can.

    The control counts nothing, and checks every guess.
    """
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)
    tries = size(240, 1_200)
    most, signed_in = asyncio.run(guessed(tmp_path / "whole", tries))
    figure(f"at most {most} checks in 10 min of {tries:,} tries; the clerk signed in {signed_in} of 6 times")
    assert most <= 10
    assert signed_in == 6
    most, _ = asyncio.run(guessed(tmp_path / "control", 120, lambda door: setattr(door.door, "passwords", Unslowed())))
    assert most > 10


async def ticks_while_checking(path: Path, checks: int, unprotect: Arrange = lambda _: None) -> float:
    """Let passwords be checked; return how often the loop came round in the meantime, for each check."""
    async with running(path, limits=WIDE) as door, knocking(door.host) as knocker:
        unprotect(door)
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.005)
                ticks += 1

        ticking = asyncio.create_task(tick())
        await asyncio.gather(*(sign_in(knocker, f"nobody-{n}", "x") for n in range(checks)))
        ticking.cancel()
    return ticks / checks


def _hashes_on_the_loop(door: Running) -> None:
    async def hashed(password: str, salt: bytes) -> bytes:
        return hashing.hash_password(password, salt)

    door.accounts._hash = hashed  # type: ignore[method-assign]


@pytest.mark.promise("S13")
def test_the_hall_goes_on_while_passwords_are_checked(tmp_path: Path, size: Callable[[int, int], int]) -> None:
    """A check costs a third of a second of one core, by design, and must not cost the hall that. The control checks on the loop."""
    checks = size(2, 20)
    assert asyncio.run(ticks_while_checking(tmp_path / "whole", checks)) >= 5
    assert asyncio.run(ticks_while_checking(tmp_path / "control", 2, _hashes_on_the_loop)) <= 2


NAMES = "admin administrator root system sysadmin hall futian user guest test demo clerk manager li 管理员 0101".split()
PASSWORDS = ("", "admin", "123456", "password", "888888", "000000", "12345678", "admin123", "Admin@123", "futian", "hallserver")


async def default_sign_ins(
    path: Path, usual: Iterable[str] = NAMES, arrange: Callable[[HallServer], Any] | None = None
) -> tuple[int, list[str]]:
    """Try every usual name with every usual password; return how many, and which let somebody in."""
    async with tls_hall(path, Composition(limits=WIDE), https="auto") as server, knocking(f"127.0.0.1:{server.port}") as knocker:
        if arrange is not None:
            await arrange(server)
        names = {*usual, *server.service.hall.catalog.people, *server.service.hall.catalog.devices, ""}
        tries = [(name, password) for name in sorted(names) for password in {*PASSWORDS, name, name * 2}]
        heard = await asyncio.gather(*(sign_in(knocker, *one) for one in tries))
        proofs = [await knocker.get("/api/v1/views/setup", f"Bearer {password}") for _, password in tries if password]
        assert {it.status for it in proofs} == {401}
    return len(tries), [f"{name}/{password}" for (name, password), it in zip(tries, heard, strict=True) if it.status < 400]


async def _plant(server: HallServer) -> None:
    """Give a fresh hall the account that others ship: the control."""
    server.service.hall.catalog.people["admin"] = PersonRow(slug="admin", names={"zh-Hans": "管理员"}, roles=("system-admin",))
    await server.accounts.set_password("admin", "admin")


def first_code(path: Path, *more: str) -> str:
    """Make a hall on the command line; return the code that it prints."""
    done = hallserver("init", "--data", path, *more)
    found = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", done.stdout)
    assert found, done.stdout + done.stderr
    return found[0]


@pytest.mark.promise("S14")
def test_a_fresh_hall_lets_nobody_in(tmp_path: Path, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Made on the command line, then tried with what every intruder tries. The control is a hall with the usual account."""
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)
    first_code(tmp_path / "hall")
    tried, let_in = asyncio.run(default_sign_ins(tmp_path / "hall"))
    figure(f"{len(let_in)} of {tried} usual accounts let in on a fresh hall; {len(secrets_in_source())} secrets in the source")
    assert not let_in
    assert asyncio.run(default_sign_ins(tmp_path / "hall", ["admin"], _plant))[1] == ["admin/admin"]


@pytest.mark.promise("S14")
def test_the_first_code_opens_once_and_for_half_an_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes out of the server's own console, and nowhere else; an old or a used one is worth nothing."""
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)
    codes = [first_code(tmp_path / "hall"), first_code(tmp_path / "hall", "--new-code")]

    async def story() -> None:
        time_ = Leaping()
        async with (
            tls_hall(tmp_path / "hall", Composition(clock=time_.clock), https="auto") as server,
            knocking(f"127.0.0.1:{server.port}") as knocker,
        ):

            async def first(code: str, name: str) -> int:
                form = {"code": code, "name": name, "password": PASSWORD, "display_name": "甲"}
                return (await knocker.ask(posted("/api/v1/first", form))).status

            assert await first(codes[0], "early") == 401, "a newer code ends the older one"
            time_.leap(29 * MINUTE_S)
            assert await first(codes[1], "boss") == 201
            assert await first(codes[1], "twin") == 401
            fresh = await server.accounts.new_code("first-admin", "administrator", 30 * 60_000_000)
            time_.leap(30 * MINUTE_S)
            assert await first(fresh, "late") == 401
            assert set(server.service.hall.catalog.people) == {"boss"}

    asyncio.run(story())


SECRET_NAME = re.compile(r"passw|secret|token|credential|api_?key|private_?key", re.IGNORECASE)
NO_SECRETS = frozenset({"bearer", "ticket", "token", "Bearer"})
"""Texts that name a kind of secret."""
SCRIPT_SECRET = re.compile(r"""(?i)(passw\w*|secret|api_?key|private_?key)["']?\s*[:=]\s*["']([^"'\s]{4,})["']""")


def named_secrets(text: str) -> list[str]:
    """Return the constant texts of a Python source that are given to something named like a secret."""
    found: list[str] = []
    for node in ast.walk(ast.parse(text)):
        pairs: Iterable[tuple[str, ast.expr | None]] = ()
        if isinstance(node, ast.Assign):
            pairs = [(ast.unparse(target), node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign):
            pairs = [(ast.unparse(node.target), node.value)]
        elif isinstance(node, ast.keyword):
            pairs = [(node.arg or "", node.value)]
        elif isinstance(node, ast.Dict):
            pairs = [(ast.unparse(key), value) for key, value in zip(node.keys, node.values, strict=True) if key]
        elif isinstance(node, ast.arguments):
            pairs = [*zip([it.arg for it in node.args][::-1], node.defaults[::-1], strict=False)]
            pairs += [(it.arg, value) for it, value in zip(node.kwonlyargs, node.kw_defaults, strict=True)]
        found += [f"{name} = {value.value!r}" for name, value in pairs if SECRET_NAME.search(name) and _is_text(value)]  # type: ignore[union-attr]
    return found


def _is_text(value: ast.expr | None) -> bool:
    text = value.value if isinstance(value, ast.Constant) else ""
    return isinstance(text, str | bytes) and bool(text) and text not in NO_SECRETS and " " not in str(text)


def secrets_in_source() -> list[str]:
    """Return every constant secret in what is shipped."""
    python = [f"{path}: {it}" for path in files(*FIVE, ending=".py") for it in named_secrets(read(path))]
    return python + [
        f"{path}: {it[0]}" for path in files(*FIVE, ending=".js") for it in SCRIPT_SECRET.finditer(read(path)) if it[2] not in ROLES
    ]


@pytest.mark.promise("S14")
def test_no_secret_stands_in_the_source_and_a_demo_makes_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the source is known to everybody; the demo has passwords too, new ones each time and on this machine alone.

    The control is the scan on a source that has one.
    """
    assert not secrets_in_source()
    planted = "PASSWORD = 'admin'\ndef f(token='abc'): ...\ng(secret_key=b'x')\n{'api_key': 'y'}"
    assert len(named_secrets(planted)) == 4
    assert SCRIPT_SECRET.search('const password = "admin";')
    assert {setting.name: setting.default for setting in SETTINGS if SECRET_NAME.search(setting.name)} == {"metrics_token": ""}
    assert next(setting.default for setting in SETTINGS if setting.name == "host") == "127.0.0.1"
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)

    async def made() -> set[str]:
        folder = Folder(new_folder(tmp_path / str(time.monotonic_ns())))
        accounts = Accounts(folder.database, lambda: 0)
        links: Any = await give_keys(folder, accounts, "")
        accounts.close()
        folder.close()
        return {it["password"] for it in links["accounts"]} | {it["key"] for it in links["devices"]}

    one, other = asyncio.run(made()), asyncio.run(made())
    assert one
    assert not one & other
