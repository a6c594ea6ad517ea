# SPDX-License-Identifier: Apache-2.0
"""The whole description of the API against the door that serves it: no answer of ours is a fault, none is undocumented."""

import ast
import asyncio
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from hallserver.clock import Clock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.rules import decide
from hallserver.service import Service
from hallserver.store import hashing
from hallserver.store.folder import Folder
from hallserver.web.limits import Limits
from hallserver.web.policy import Operation, Route
from tests.faults.door_cells import OF, SPARE, Who, cells, everybody, people_of_every_role
from tests.faults.hall_thread import HallThread, hall_thread
from tests.faults.knocker import Asked, knocking, posted
from tests.habits.house import FIVE, ROOT, files, read
from tests.hallserver.web.running import PAGES, Running, running
from tests.stories.server_process import rebuilt

UNSLOWED = Limits(ticket_misses=10**9, address_tries=10**9, password_tries=10**9)
AS = ("nobody", "kiosk", "clerk", "duty-manager", "system-admin", "visitor", "auditor", "hall-manager", "security-admin")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
REPORTS = {
    "day.json": lambda _day: b"{}",
    "day.csv": lambda _day: b"a\r\n",
    "day.pdf": lambda _day: b"%PDF-",
    "day.xlsx": lambda _day: b"PK",
}
BODIES: dict[str, dict[str, Any]] = {
    "take-ticket": {"services": ["seniors"]}, "open-counter": {"counter": "c3"}, "call-next": {"counter": "c3"},
    "start": {"counter": "c3"}, "finish": {"counter": "c3"}, "pause-counter": {"counter": "c3", "reason": "lunch"},
    "stop-issuing": {}, "resume-issuing": {}, "rate": {"stars": 5}, "cancel": {},
}  # fmt: skip
"""Commands with fields that succeed in their turn: what comes out then is compared with its description too."""
FILES = {"/words/{file}": "en.json", "/shared/{file}": "words.js", "/{file}": "landing.css"}


class Prober(NamedTuple):
    """What it takes to ask as somebody: the hall, who, whose ticket, and a kept connection."""

    hall: HallThread
    proofs: dict[str, str]
    token: str
    session: requests.Session

    def renew(self, who: str) -> None:
        """Sign in anew after a sign-out."""
        self.proofs[who] = self.hall.do(self.hall.door.staff(f"is-{who}"))


def described(hall: HallThread) -> list[Any]:
    """Return every operation of the description that the door serves."""
    schema: Any = schemathesis.openapi.from_url(f"{hall.door.base}/openapi.json")
    return [found.ok() for found in schema.get_all_operations()]


def ways(operation: Any, token: str) -> Iterator[SearchStrategy[Any]]:  # noqa: ANN401 - schemathesis' own type
    """Yield how an operation is asked: as described, against its description, and about what there is."""
    yield operation.as_strategy(GenerationMode.POSITIVE)
    if operation.body or operation.query:
        yield operation.as_strategy(GenerationMode.NEGATIVE)
    command = operation.path.removeprefix("/api/v1/commands/")
    if command in BODIES:
        yield operation.as_strategy(GenerationMode.POSITIVE, body=BODIES[command])
    for path, query in real(operation.path, token):
        yield operation.as_strategy(GenerationMode.POSITIVE, path_parameters=path, query=query)


def real(path: str, token: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Return path and query parameters for what this hall has at an address with gaps."""
    if "{page}" in path:
        return [({"page": page.name}, {"of": OF.get(page.of, "")}) for page in PAGES]
    if "{report}" in path:
        return [({"report": name}, {"date": "2026-11-23"}) for name in REPORTS]
    if "{file}" in path:
        return [({"file": FILES.get(path, "index.html")}, {})]
    values = {"token": token, "person": SPARE, "device": SPARE, "day": "2026-11-23", "number": "A001"}
    found = {name: value for name, value in values.items() if f"{{{name}}}" in path}
    return [(found, {})] if found else []


def asked_as(prober: Prober, who: str, operation: Any, cases: SearchStrategy[Any], examples: int, number: int) -> tuple[int, list[str]]:  # noqa: ANN401
    """Ask so many examples of one way as one of the people; return how many, and what was wrong with the answers."""
    count, faults = 0, []

    def probe(case: Any) -> None:  # noqa: ANN401
        nonlocal count
        count += 1
        headers = {"Authorization": prober.proofs[who]} if prober.proofs[who] else {}
        answer = case.call(base_url=prober.hall.door.base, headers=headers, session=prober.session, allow_redirects=False, timeout=60)
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            kinds = sorted({type(it).__name__ for it in group.exceptions})
            faults.append(f"{who}: {operation.label} {answer.status_code} {kinds} {answer.request.url} {answer.request.body!r:.200}")
        if operation.label == "DELETE /api/v1/session" and answer.status_code == 204:
            prober.renew(who)

    quiet = settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    with suppress(Unsatisfiable):  # nothing that can be sent would break this description
        quiet(seed(number)(given(cases)(probe)))()
    return count, faults


def fuzzed(
    path: Path, examples: int, seed_: int, only: Callable[[str], bool] = lambda _: True, **without: Any
) -> tuple[int, int, list[str]]:
    """Ask the whole description; with one example, as one of the people in turn, and files of one screen for all.

    Return operations, cases and faults.
    """
    with hall_thread(path, limits=UNSLOWED, arrange=people_of_every_role, reports=REPORTS, **without) as hall:
        people = {who.name: who.proof for who in hall.do(everybody(hall.door))}
        prober = Prober(hall, people, people["visitor"].partition(" ")[2], requests.Session())
        screens = tuple(f"GET /{page.name}" for page in PAGES if page.of != "ticket")
        every = [it for it in described(hall) if examples > 1 or not it.label.startswith(screens)]
        operations = [it for it in every if only(it.label)]
        count = 0
        faults: list[str] = []
        for n, operation in enumerate(operations):
            for who in AS if examples > 1 else [_fit(operation.label) or AS[n % len(AS)]]:
                for way in ways(operation, prober.token):
                    more, found = asked_as(prober, who, operation, way, examples, seed_)
                    count, faults = count + more, faults + found
        return len(operations), count, faults


def _fit(label: str) -> str:
    """Return who gets farthest at some addresses, for the short form."""
    fits = {"views": "duty-manager", "reports": "hall-manager", "journal": "auditor", "personal": "security-admin", "tickets": "nobody"}
    fits |= {"take-ticket": "kiosk", "-counter": "clerk", "call-next": "clerk", "commands/start": "clerk", "finish": "clerk"}
    return next((who for part, who in fits.items() if part in label), "")


def failing(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Decide, but fail at one command: the control."""
    if isinstance(command, c.ResumeIssuing):
        message = "a rule of ours failed"
        raise ZeroDivisionError(message)
    return decide(hall, command, by, now_us)


def with_fault(folder: Folder, clock: Clock) -> Service:
    """Return a service with that rule."""
    return Service(folder, clock, decide=failing)


def silent(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """Describe neither the refusals nor the kinds of the answers: the other control."""

    def row(operation: Operation) -> Operation:
        return msgspec.structs.replace(operation, refusals=(), media="text/html")

    return tuple(msgspec.structs.replace(it, operations={name: row(each) for name, each in it.operations.items()}) for it in routes)


@pytest.mark.promise("S22")
def test_no_answer_is_a_fault_or_undocumented(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every address and command, with what fits its description, with what does not, and about what there is; as nine kinds of people.

    The controls: one rule that fails, and a description that says less than the truth. Both are found.
    """
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)
    number = size(1, secrets.randbits(32))
    operations, count, faults = fuzzed(tmp_path / "whole", size(1, 3), number)
    figure(f"{len(faults)} server errors or undocumented answers in {count:,} cases over {operations} operations")
    assert not faults, (number, faults)
    _, _, faults = fuzzed(tmp_path / "control", 2, number, lambda label: "resume-issuing" in label, make_service=with_fault)
    assert any("duty-manager: POST /api/v1/commands/resume-issuing 500" in fault for fault in faults)
    _, _, faults = fuzzed(tmp_path / "silent", 1, number, lambda label: "/tickets/" in label or "/reports/" in label, routes=silent)
    assert any("/tickets/{token} 404 ['UndefinedStatusCode']" in fault for fault in faults)
    assert any("/reports/{report} 200 ['UndefinedContentType']" in fault for fault in faults)


INJECTIONS = (
    "' OR 1=1--", "'; DROP TABLE event;--", '" OR ""="', "1; DELETE FROM session", "') UNION SELECT hash FROM credential--", "\\'; --",
    "1' AND sleep(5)#", "%27%20OR%201=1", "x' || (SELECT salt FROM credential) || '", "\u02bc OR 1=1",
)  # fmt: skip
FORMS: dict[str, dict[str, Any]] = {
    "/api/v1/session": {"name": "li", "password": "x"},
    "/api/v1/first": {"code": "x", "name": "x", "password": "x" * 10, "display_name": "x"},
    "/api/v1/pair": {"code": "x"},
    **{f"/api/v1/commands/{name}": {**fields, "ticket": "1.1", "reason": "x", "comment": "x"} for name, fields in BODIES.items()},
}


def _injected() -> list[Asked]:
    """Return every text into every gap, query and field."""
    asked = []
    for odd in INJECTIONS:
        quoted = requests.utils.quote(odd, safe="")  # type: ignore[attr-defined]
        gaps = [cell for cell in cells("x") if "{" in cell.route.path and not cell.command and cell.asked.method in cell.route.operations]
        asked += [cell.asked._replace(path=cell.route.path.split("{")[0] + quoted) for cell in gaps]
        queries = [f"views/hall?of={quoted}", f"journal?after={quoted}", f"journal?limit={quoted}", f"reports/day.json?date={quoted}"]
        asked += [Asked("GET", f"/api/v1/{it}") for it in queries]
        for path, fields in FORMS.items():
            asked += [posted(path, fields | {name: [odd] if name == "services" else odd}) for name in fields]
            asked.append(posted(path, fields, Idempotency_Key=odd.encode("ascii", "ignore").decode()))
    return asked


async def _counts(door: Running) -> dict[str, int]:
    with door.service._folder.database.reader() as db:
        names = [row[0] for row in db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        return {name: db.execute_sql(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608 - names of tables


@pytest.mark.promise("S22")
def test_no_text_is_ever_read_as_sql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten usual injections in every gap, query, field and key, as somebody with each role: no fault, no table touched, nobody let in."""
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)

    async def story() -> None:
        async with running(tmp_path / "hall", limits=UNSLOWED, arrange=people_of_every_role, reports=REPORTS) as door:
            people: list[Who] = await everybody(door)
            await door.accounts.set_password("li", "a long enough password")
            before = await _counts(door)
            kept = {"credential", "device_key", "meta", "vault"}
            async with knocking(door.host) as knocker:
                for n, one in enumerate(_injected()):
                    who = people[n % len(people)]
                    answer = await knocker.ask(one._replace(proof=who.proof))
                    assert answer.status < 500, (who.name, one, answer)
                    assert answer.status != 200 or "/session" not in one.path, one
            after = await _counts(door)
            assert {name: after[name] for name in kept & set(after)} == {name: before[name] for name in kept & set(before)}
            assert set(after) == set(before)
            assert after["event"] >= before["event"]

    asyncio.run(story())
    assert rebuilt(tmp_path / "hall")


OF_TABLES = frozenset({"table", "order", "marks", "columns"})
"""What such a line may weave in besides constants: a name from the store's own list of tables, its columns, question marks."""

OF_THE_DATABASE = frozenset({("hallserver/store/backup/full.py", "name")})
"""Where a table's name is read from the database itself."""


def _sql_from_text(text: str) -> str:
    """Return what the linter says of a source in which SQL may be put together from text."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "S608", "--output-format", "concise", "-"]
    return subprocess.run(command, input=text, cwd=ROOT, capture_output=True, encoding="utf-8", check=False).stdout


def _woven(text: str) -> set[str]:
    """Return what is put into the SQL of the lines that are excused from the rule, constants left out."""
    lines = {n for n, line in enumerate(text.splitlines(), 1) if "S608" in line}
    woven: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr) and lines & set(range(node.lineno, (node.end_lineno or node.lineno) + 1)):
            woven |= {ast.unparse(part.value) for part in node.values if isinstance(part, ast.FormattedValue)}
    return {name for name in woven if not name.isupper()}


@pytest.mark.promise("S22")
def test_no_sql_is_put_together_from_text() -> None:
    """The linter's rule is in force; the lines of the store that it excuses weave in constants and names of tables, nothing else.

    The control is a planted line.
    """
    excused = {path for path in files(*FIVE, ending=".py") if "S608" in read(path)}
    assert all(path.startswith("hallserver/store/") for path in excused)
    assert not {(path, name) for path in excused for name in _woven(read(path)) - OF_TABLES} - OF_THE_DATABASE
    assert _woven('x = f"SELECT * FROM t WHERE n = {name}"  # noqa: S608') - OF_TABLES
    pyproject = read("pyproject.toml")
    assert 'select = ["ALL"]' in pyproject
    assert '"S608"' not in pyproject
    assert "S608" in _sql_from_text("def f(db, name):\n    return db.execute(f\"SELECT * FROM person WHERE name = '{name}'\")\n")
