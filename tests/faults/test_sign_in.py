# SPDX-License-Identifier: Apache-2.0
"""Sign-ins end when they should, passwords cannot be guessed, and a fresh hall has none."""

import ast
import asyncio
import re
import ssl
import time
from collections.abc import Callable, Coroutine, Iterable
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
from hallserver.web.throttle import PasswordTries, Try
from tests.faults.knocker import Heard, Knocker, knocking, posted
from tests.faults.tls_hall import tls_hall
from tests.habits.house import FIVE, files, read
from tests.hallserver.cli.running import started
from tests.hallserver.web.running import PASSWORD, Running, running, until
from tests.support import new_folder

MINUTE_S, HOUR_S = 60.0, 3600.0
WIDE = Limits(password_tries=10**6, address_tries=10**6, checks_per_address=10**6, checks_waiting=10**6)
FOR_EVER = Spans(idle_us=2**60, absolute_us=2**60)


class Leaping:
    """A clock whose time a test moves on; what waits for it is not woken."""

    def __init__(self) -> None:
        """Begin at the real time."""
        self.ahead_s = 0.0
        self.clock = AnchoredClock(mono_s=lambda: time.monotonic() + self.ahead_s)

    def leap(self, seconds: float) -> None:
        """Move on."""
        self.ahead_s += seconds


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


async def after_the_end(path: Path, unprotect: Arrange = lambda _: None) -> tuple[list[str], dict[str, float]]:
    """End a sign-in in each way in which one ends; return in which it was still worth something, and how old each of the others was."""
    time_ = Leaping()
    alive_after: list[str] = []
    ended_s: dict[str, float] = {}
    async with running(path, clock=time_.clock) as door, knocking(door.host) as knocker:
        unprotect(door)

        async def check(name: str, proof: str, since_s: float | None = None) -> None:
            if await alive(knocker, proof):
                alive_after.append(name)
            else:
                ended_s[name] = time_.ahead_s - (time_.ahead_s if since_s is None else since_s)

        out = await door.staff("li")
        line = await door.line("clerk", {"token": out[7:]})
        assert "view" in (await line.hear() or {})
        assert (await knocker.ask(posted("/api/v1/session", {}, out)._replace(method="DELETE"))).status == 204
        await check("sign-out", out)
        idle = await door.staff("li")
        time_.leap(15 * MINUTE_S - 1)
        assert await alive(knocker, idle), "too early"
        used_s = time_.ahead_s
        time_.leap(15 * MINUTE_S)
        await check("idle", idle, used_s)
        old, begun_s = await door.staff("wang"), time_.ahead_s
        for _ in range(12 * 6):
            time_.leap(10 * MINUTE_S - 0.01)
            assert await alive(knocker, old), "too early"
        time_.leap(1)
        await check("twelve hours", old, begun_s)
        changed = await door.staff("li")
        await door.accounts.set_password("li", "another password")
        await check("new password", changed)
    return alive_after, ended_s


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
    left, ended_s = asyncio.run(after_the_end(tmp_path / "whole"))
    idle_min, old_h = ended_s.get("idle", 0) / MINUTE_S, ended_s.get("twelve hours", 0) / HOUR_S
    kinds = len(left) + len(ended_s)
    figure(f"{len(left)} uses after {kinds} kinds of end; locked at {idle_min:.0f} min, ended at {old_h:.1f} h")
    assert not left
    assert asyncio.run(after_the_end(tmp_path / "control", _keeps_everybody))[0] == ["sign-out", "idle", "twelve hours", "new password"]


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


async def hours_awake(path: Path, doing: Callable[[Running, Knocker, str], Coroutine[Any, Any, None]]) -> float:
    """Let a page do this every ten minutes with a sign-in; return how many hours that was worth something, at most two."""
    time_ = Leaping()
    async with running(path, clock=time_.clock) as door, knocking(door.host) as knocker:
        proof = await door.staff("li")
        for n in range(12):
            if door.accounts.person_of(proof[7:], lambda _: None, used=False) is None:
                return n / 6
            await doing(door, knocker, proof)
            time_.leap(10 * MINUTE_S)
    return 2


async def _reopened(door: Running, knocker: Knocker, proof: str) -> None:
    line = await door.line("clerk", {"token": proof[7:]})
    await line.hear()
    line.close()
    await knocker.get("/api/v1/views/clerk", proof)


async def _touched(door: Running, _: Knocker, proof: str) -> None:
    line = await door.line("clerk", {"token": proof[7:]})
    await line.hear_of("view")
    seen_us = door.accounts._sign_ins[hashing.digest(proof[7:])].seen_us
    await line.send({"touched": True})
    await until(lambda: door.accounts._sign_ins[hashing.digest(proof[7:])].seen_us > seen_us)
    line.close()


@pytest.mark.promise("S12")
def test_a_page_that_nobody_touches_keeps_no_sign_in_awake(tmp_path: Path) -> None:
    """A page's own reconnects and reads are no use of it; a touch is. The control is the touch: there it stays awake."""
    assert asyncio.run(hours_awake(tmp_path / "reopened", _reopened)) == 2 / 6
    assert asyncio.run(hours_awake(tmp_path / "touched", _touched)) == 2


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

    def begin(self, account: str, address: str) -> Try:
        """Let everybody try."""
        return Try(account=account, place=address, name=account, familiar=False, at_s=0.0)

    def note(self, begun: Try) -> None:
        """Note nothing."""

    done = right = wrong = note


async def guessed(path: Path, tries: int, unprotect: Arrange = lambda _: None) -> tuple[int, int]:
    """Guess one account's password from twenty places for half an hour; return the most checks in ten minutes, and the clerk's sign-ins."""
    time_, checks = Leaping(), []
    async with running(path, clock=time_.clock) as door:
        await door.accounts.set_password("li", PASSWORD)
        unprotect(door)
        check = door.accounts.check_password

        async def counted(person: str, password: str, *, first: bool = False) -> bool:
            if password != PASSWORD:
                checks.append(time_.clock.mono())
            return await check(person, password, first=first)

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


def _forgets_places(server: HallServer) -> None:
    """Hand the door tries that know no place from before the restart: the control."""
    assert server._application is not None
    server._application.door.passwords = PasswordTries(10, 60, 600, server.clock.mono)


async def after_a_restart(path: Path, unprotect: Callable[[HallServer], None] = lambda _: None) -> tuple[int, int]:
    """Sign the clerk in, restart while somebody guesses; return what the guesser and then the clerk at her own counter hear last."""
    time_ = Leaping()
    for is_again in (False, True):
        async with tls_hall(path, Composition(clock=time_.clock), https="auto") as server:
            home = Knocker(f"127.0.0.1:{server.port}", source="127.0.0.99")
            guessers = [Knocker(f"127.0.0.1:{server.port}", source=f"127.0.0.{20 + n}") for n in range(2)]
            if not is_again:
                await server.accounts.set_password("li", PASSWORD)
                assert (await sign_in(home)).status == 200
            else:
                unprotect(server)
            guessed = [(await sign_in(guessers[n % 2], "li", f"guess {n}")).status for n in range(12)]
            heard = (await sign_in(home)).status
            for knocker in (home, *guessers):
                knocker.close()
    return guessed[-1], heard


@pytest.mark.promise("S13")
def test_a_restart_during_an_attack_keeps_no_clerk_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who try once a second on a clerk's name must not gain by the restart. The control forgets from where she works."""
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)
    assert asyncio.run(after_a_restart(tmp_path / "whole")) == (429, 200)
    assert asyncio.run(after_a_restart(tmp_path / "control", _forgets_places)) == (429, 429)


def _hashes_in_turn(door: Running) -> None:
    """Let the familiar wait in the queue of all: the control."""
    door.accounts._hashers._first = door.accounts._hashers._usual


async def waited_behind(path: Path, strangers: int, limits: Limits, unprotect: Arrange = lambda _: None) -> tuple[int, int]:
    """Queue checks of made-up names, then let a familiar clerk in; return how many strangers were checked before her and in all."""
    checked: list[int] = []
    async with running(path, limits=limits) as door:
        await door.accounts.set_password("li", PASSWORD)
        unprotect(door)
        home, flood = Knocker(door.host, source="127.0.0.99"), Knocker(door.host, source="127.0.0.20")
        assert (await sign_in(home)).status == 200
        flooding = [asyncio.create_task(sign_in(flood, f"nobody-{n}", "x")) for n in range(strangers)]
        for task in flooding:
            task.add_done_callback(lambda done: checked.append(done.result().status))
        counted = door.door.passwords._addresses
        await until(lambda: counted.count("127.0.0.20") + checked.count(429) >= strangers)
        assert (await sign_in(home)).status == 200
        before = checked.count(401)
        await asyncio.gather(*flooding)
        for knocker in (home, flood):
            knocker.close()
    return before, checked.count(401)


@pytest.mark.promise("S13")
def test_a_clerk_does_not_wait_behind_a_flood_of_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One address may have two checks waiting, and who is known here goes first. The controls queue them all, in order of coming."""
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**12)
    _, in_all = asyncio.run(waited_behind(tmp_path / "few", 30, Limits()))
    assert in_all <= 8, "most of thirty were told to come later"
    before, in_all = asyncio.run(waited_behind(tmp_path / "first", 8, WIDE))
    assert before < in_all == 8
    before, _ = asyncio.run(waited_behind(tmp_path / "control", 8, WIDE, _hashes_in_turn))
    assert before == 8


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
    async def hashed(password: str, salt: bytes, like: bytes = b"", *, first: bool = False) -> bytes:  # noqa: ARG001 - there is no queue to be first in
        return hashing.hash_password(password, salt, like)

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
    done = started("init", "--data", path, *more)
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
    assert {setting.name: setting.default for setting in SETTINGS if SECRET_NAME.search(setting.name)} == {
        "metrics_token": "", "smtp_password_file": "",
    }  # fmt: skip
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
