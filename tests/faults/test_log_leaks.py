# SPDX-License-Identifier: Apache-2.0
"""S31: no secret and nothing that identifies a person stands in a log or in the body of a refusal."""

import asyncio
import logging
import random
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from hallserver.app import PAGES
from hallserver.cli.logs import FORMAT, Short
from hallserver.core.commands import BY_NAME
from hallserver.store import hashing
from hallserver.store.hashing import new_code
from hallserver.web.routes import routes_of
from tests.faults.persons_hall import PersonsHall, id_numbers, persons_hall
from tests.hallserver.web.running import Line, said

pytestmark = pytest.mark.promise("S31")
Size = Callable[[int, int], int]
Figure = Callable[[str], None]
SEED = 31


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a check of a password cost nothing: here it is not what protects."""
    monkeypatch.setattr(hashing, "SCRYPT_N", 2)


class Canaries(Struct, frozen=True, kw_only=True):
    """Values that must not be found: real ones of this hall, and made-up ones."""

    sessions: list[str]
    keys: list[str]
    codes: list[str]
    tickets: list[str]
    passwords: list[str]
    numbers: list[str]
    phones: list[str]

    @property
    def all(self) -> list[str]:
        """Return every value."""
        return [value for name in self.__struct_fields__ for value in getattr(self, name)]

    @property
    def shaped(self) -> list[str]:
        """Return those that can be told by their shape wherever they stand: all but passwords."""
        return [value for value in self.all if value not in self.passwords]


class Fault(Exception):
    """What a library says that names everything it was handed."""


class Broken:
    """A part that fails at whatever it is asked, and names everything it was handed."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        self.__name = name

    def __getattr__(self, what: str) -> Any:  # noqa: ANN401 - stands for anything
        """Return what fails."""

        def fail(*args: object, **kwargs: object) -> None:
            message = f"{self.__name}.{what} failed on {args!r} {kwargs!r}"
            raise Fault(message)

        return fail

    def __call__(self, *args: object, **kwargs: object) -> None:
        """Fail."""
        message = f"{self.__name} failed on {args!r} {kwargs!r}"
        raise Fault(message)


async def canaries(hall: PersonsHall) -> Canaries:
    """Return more than fifty values, the real ones valid in this hall."""
    chance = random.Random(SEED)
    kiosk = await hall.device("kiosk-1")
    taken = [said(await hall.command("take-ticket", {"services": ["seniors"]}, proof=kiosk)) for _ in range(4)]
    passwords = [
        f"{chance.choice(('Regen', 'tulpe', 'Ofen'))} {chance.randrange(10**9)} {chance.choice(('wald', 'Meer'))}!" for _ in range(8)
    ]
    for person, password in zip(("li", "boss", "safe"), passwords, strict=False):
        await hall.accounts.set_password(person, password)
    return Canaries(
        sessions=[await hall.accounts.sign_in(person) for person in ("li", "boss", "safe", "eye")]
        + [secrets.token_urlsafe(32) for _ in range(4)],
        keys=[await hall.key(slug) for slug in ("kiosk-1", "hall-1", "rater-1", "agent-1")] + [secrets.token_urlsafe(32) for _ in range(2)],
        codes=[await hall.accounts.new_code("pairing", slug, 10**12) for slug in ("counter-1", "agent-1")] + [new_code() for _ in range(4)],
        tickets=[it["result"]["token"] for it in taken] + [secrets.token_urlsafe(16)[:22] for _ in range(4)],
        passwords=passwords,
        numbers=id_numbers(10, SEED),
        phones=[f"1{chance.choice('3456789')}{chance.randrange(10**9):09d}" for _ in range(8)],
    )


def proofs(values: Canaries) -> list[dict[str, str]]:
    """Return headers with proofs, good and bad ones, and canaries wherever else a header can hold them."""
    shown = [f"Bearer {it}" for it in (*values.sessions[:4], *values.keys[:4], values.sessions[5])]
    shown += [f"Ticket {values.tickets[0]}", f"Basic {values.passwords[0]}", values.keys[5]]
    odd = {
        "Idempotency-Key": values.numbers[0],
        "User-Agent": values.phones[0],
        "Cookie": f"hall={values.sessions[0]}; x={values.codes[0]}",
    }
    return [{"Authorization": it, **odd} for it in shown]


def bodies(values: Canaries) -> list[object]:
    """Return bodies: forms with canaries in their places, in wrong places, and no JSON."""
    number, phone, password = values.numbers[1], values.phones[1], values.passwords[1]
    return [
        {"name": "li", "password": values.passwords[0]},
        {"name": "li", "password": password},
        {"name": phone, "password": values.passwords[3]},
        {"password": values.passwords[4]},
        {"code": values.codes[0]},
        {"code": values.codes[3]},
        {"code": values.codes[4], "name": "new-one", "password": values.passwords[5], "display_name": number},
        {"services": ["seniors"], "id_number": number},
        {"services": [phone], "group": values.tickets[1], "language": password},
        {"stars": 1, "comment": f"{number} {phone} {values.tickets[2]}"},
        {"ticket": "1.1", "reason": phone},
        f'{{"password": "{password}", "key": "{values.keys[0]}" {number}'.encode(),
        [values.codes[1], values.sessions[1], number, phone],
    ]


async def every_route(hall: PersonsHall, values: Canaries, step: int) -> set[int]:
    """Ask every method of every route with every proof, or each ``step``-th, and canaries everywhere; return the statuses seen."""
    chance, seen = random.Random(SEED), set()
    headers, contents = proofs(values), bodies(values)
    for route in routes_of(PAGES):
        for method in route.operations:
            for nth, header in list(enumerate(headers))[chance.randrange(step) :: step]:
                if route.path.startswith("/ws"):
                    continue
                fitting = {"command": chance.choice(sorted(BY_NAME)), "token": values.tickets[nth % 4]} | THERE if nth % 2 else {}
                path = "".join(fitting.get(part, chance.choice(values.shaped)) if at % 2 else part for at, part in parted(route.path))
                body = contents[(nth + chance.randrange(99)) % len(contents)] if method in {"POST", "PUT"} else None
                seen.add((await hall.ask(method, f"{path}?of={chance.choice(values.shaped)}", body, headers=header)).code)
    for name, fields in FITTING.items():
        for header in headers[:9]:
            seen.add((await hall.ask("POST", f"/api/v1/commands/{name}", fields(values), headers=header | {"Idempotency-Key": "k"})).code)
    for form in contents[:7]:
        for address in ("session", "first", "pair", "people/li/password"):
            seen.add((await hall.ask("POST", f"/api/v1/{address}", form, headers={"Authorization": f"Bearer {values.sessions[2]}"})).code)
    return seen


def parted(path: str) -> enumerate[str]:
    """Return a route's path in parts; every second one is the name of a part to be filled in."""
    return enumerate(re.split(r"\{(\w+)(?:\.\.\.)?\}", path))


THERE = {"page": "kiosk", "device": "kiosk-1", "person": "dan", "report": "day.csv", "file": "zh-Hans.json"}
"""Parts of addresses that exist."""
FITTING: dict[str, Callable[[Canaries], object]] = {
    "take-ticket": lambda it: {"services": ["seniors"], "id_number": it.numbers[2]},
    "rate": lambda it: {"stars": 1, "comment": f"{it.numbers[3]} {it.phones[2]}"},
    "finish": lambda it: {"case_no": it.phones[3]},
    "configure": lambda it: {"section": "people", "rows": [{"slug": "li", "names": {"zh-Hans": it.phones[4]}, "badge": it.numbers[4]}]},
}
"""Commands with bodies that fit, so that they come as far as the writer."""


async def every_line(hall: PersonsHall, values: Canaries) -> None:
    """Say canaries on every socket: proofs that are right and wrong, commands that come through and not."""
    for nth, proof in enumerate(
        ({"key": values.keys[0]}, {"token": values.sessions[4]}, {"ticket": values.tickets[0]}, {"key": values.phones[5]})
    ):
        line = await hall.line("ticket" if nth == 2 else "kiosk", proof, of=values.codes[2])
        for fields in (
            {"services": ["seniors"], "id_number": values.numbers[5]},
            {"services": [values.keys[3]], "language": values.passwords[6]},
        ):
            await tell(line, {"id": values.phones[6], "command": "take-ticket", "fields": fields})
        await tell(line, {"id": "x", "command": values.tickets[3], "fields": {"password": values.passwords[6]}})
        line.close()
    for key, code in ((values.keys[3], ""), ("", values.codes[1]), (values.keys[4], ""), ("", values.codes[5])):
        agent = await hall.socket("/ws/device")
        await tell(agent, {"say": "hello", "agent": "agent-1", "v": 1, "key": key, "code": code})
        await tell(
            agent,
            {
                "say": "report",
                "report": {"job": values.tickets[1], "device": values.numbers[6], "state": "done", "detail": values.phones[7]},
            },
        )
        agent.close()


async def tell(line: Line, message: dict[str, Any]) -> None:
    """Send one message and hear what comes of it, if the line still stands."""
    try:
        await line.send(message)
        async with asyncio.timeout(0.05):
            await line.hear()
    except (TimeoutError, Exception) as gone:  # noqa: BLE001 - a refused line is closed
        logging.getLogger(__name__).debug("the line: %s", type(gone).__name__)


async def break_the_rules(hall: PersonsHall, values: Canaries) -> int:
    """Let a rule fail and name the command it was handed; return how many texts of people came as far."""

    def fail(_hall: object, command: object, *_: object) -> None:
        message = f"a rule failed on {command!r} {getattr(command, 'comment', None) and command.comment.text!r}"  # type: ignore[attr-defined]
        raise Fault(message)

    decide, hall.service._decide = hall.service._decide, fail  # type: ignore[assignment]
    asked: list[tuple[str, dict[str, Any], str]] = [
        ("configure", {"section": "people", "rows": [{"slug": "li", "names": {"zh-Hans": it}}]}, f"Bearer {values.sessions[2]}")
        for it in values.passwords
    ]
    asked += [("rate", {"stars": 1, "comment": it}, f"Ticket {values.tickets[0]}") for it in values.passwords]
    seen = [(await hall.command(name, fields, proof=proof)).code for name, fields, proof in asked]
    hall.service._decide = decide
    assert set(seen) == {500}, seen
    return len(seen)


def break_all(hall: PersonsHall) -> None:
    """Let every part behind the door fail, naming what it was handed."""
    hall.server.daywatch.stop()
    door = hall.door
    for name in ("journal", "held", "reports"):
        setattr(door, name, Broken(name) if name != "reports" else {f"day.{it}": Broken("report") for it in ("json", "csv", "pdf")})
    for part, names in (
        (door.service, ("submit", "ask", "settled")),
        (
            door.accounts,
            (
                "check_password",
                "set_password",
                "sign_in",
                "sign_out",
                "redeem",
                "new_code",
                "code_subject",
                "new_device_key",
                "revoke_device_key",
            ),
        ),
        (door.hub, ("look", "watch")),
        (door.outbox, ("told", "attach")),
        (door.cabled, ("attach",)),
        (door.inputs, ("take",)),
    ):
        for name in names:
            setattr(part, name, getattr(Broken(type(part).__name__), name))


def leaks(path: Path, formatter: logging.Formatter, step: int) -> tuple[list[str], list[str], int, int]:
    """Return which canaries stand in the log, which in answers of refusals, how many there were, and how many faults were logged."""

    async def story() -> tuple[list[str], list[str], int, int]:
        async with persons_hall(path, formatter=formatter) as hall:
            values = await canaries(hall)
            hall.answers.clear()
            assert 500 not in await every_route(hall, values, step)
            await every_line(hall, values)
            fresh = await canaries(hall)  # some of the first were used up
            assert await break_the_rules(hall, fresh) == 16
            told, calm = [body for body in hall.answers if b'"urn:hall:error:' in body], hall.service.settled
            submit, ask, again = hall.service.submit, hall.service.ask, await canaries(hall)  # many of the first were used up
            break_all(hall)
            hall.answers.clear()
            assert 500 in await every_route(hall, again, step)
            await every_line(hall, again)
            hall.service.settled, hall.service.submit, hall.service.ask = calm, submit, ask  # type: ignore[method-assign]
            log = hall.log.read_text(encoding="utf-8")
            refused = b"".join([*told, *hall.answers]).decode(errors="replace")
            wanted = {*values.all, *fresh.all, *again.all}
            return [it for it in wanted if it in log], [it for it in wanted if it in refused], len(wanted), log.count("incident ")

    return asyncio.run(story())


@pytest.mark.usefixtures("quick_passwords")
def test_no_secret_and_no_person_is_in_the_log(tmp_path: Path, size: Size, figure: Figure) -> None:
    """At the finest level, through every route and line, with every part failing and saying all that it knows."""
    logged, told, count, faults = leaks(tmp_path / "hall", Short(FORMAT), size(3, 1))
    figure(f"{len(logged)} of {count} canaries in the log, {len(told)} in refusals, {faults} forced faults")
    assert count >= 50
    assert faults > 25
    assert logged == []
    assert told == []


@pytest.mark.usefixtures("quick_passwords")
def test_control_as_they_come_the_lines_hold_them(tmp_path: Path) -> None:
    """The same faults through an ordinary formatter."""
    logged, *_ = leaks(tmp_path / "hall", logging.Formatter(FORMAT), 3)
    assert len(logged) > 10
