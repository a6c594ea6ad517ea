# SPDX-License-Identifier: Apache-2.0
"""What each driver does, does not do yet and never will stands in its kind's ``quality.toml``, and every *done* names its test."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from devices.drivers import DRIVERS
from tests.habits.house import ROOT

KINDS = sorted({kind for kind, _ in DRIVERS})
REASON = 12
"""Fewer characters cannot say what and why."""
LISTS = {"done", "todo", "exempt"}
TEST = re.compile(r"(?P<file>tests/[\w/]+\.py)(::(?P<name>test_\w+))?")

Table = dict[str, dict[str, list[Any]]]


def quality(kind: str, root: Path = ROOT) -> Table:
    """Return what a kind's file says."""
    return tomllib.loads((root / "devices" / f"{kind}s" / "quality.toml").read_text(encoding="utf-8"))


def complaints(table: Table, drivers: set[str], root: Path = ROOT) -> list[str]:
    """Return what is wrong with a table of drivers."""
    found = [f"{driver}: no table" for driver in drivers - set(table)] + [f"{driver}: no such driver" for driver in set(table) - drivers]
    for driver, lists in table.items():
        found += [f"{driver}: lists {sorted(lists)}"] if set(lists) != LISTS else []
        found += [f"{driver}: nothing done"] if not lists.get("done") else []
        whats = {name: [_what(line) for line in lines] for name, lines in lists.items()}
        found += [f"{driver}: no reason: {line}" for name in ("todo", "exempt") for line in lists.get(name, []) if len(f"{line}") < REASON]
        found += [f"{driver}: {line}: {wrong}" for line in lists.get("done", []) for wrong in _without_test(_parts(line)[1], root)]
        found += [
            f"{driver}: done and open: {what}" for what in set(whats.get("done", [])) & {*whats.get("todo", []), *whats.get("exempt", [])}
        ]
        found += [f"{driver}: twice: {what}" for name in whats for what in {it for it in whats[name] if whats[name].count(it) > 1}]
    return sorted(found)


def _parts(line: Any) -> tuple[str, str]:  # noqa: ANN401 -- a line of a file that may hold anything
    """Return what it is about, and the test or the reason."""
    if isinstance(line, dict):
        return str(line.get("what", "")), str(line.get("why", ""))
    what, _, rest = str(line).partition(": ")
    return what.strip(), rest.strip()


def _what(line: Any) -> str:  # noqa: ANN401 -- as above
    return _parts(line)[0]


def _without_test(rest: str, root: Path) -> list[str]:
    """Return which of the tests that a line ends in are not there."""
    named = list(TEST.finditer(rest))
    if not named:
        return ["names no test"]
    gone = [it["file"] for it in named if not (root / it["file"]).exists()]
    there = [it for it in named if it["name"] and it["file"] not in gone]
    return gone + [it[0] for it in there if f"def {it['name']}(" not in (root / it["file"]).read_text(encoding="utf-8")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_driver_says_what_it_can_and_each_claim_has_its_test(kind: str) -> None:
    """Whoever buys a device reads it there."""
    assert complaints(quality(kind), {driver for of, driver in DRIVERS if of == kind}) == []


def test_what_is_wrong_with_a_file_is_found() -> None:
    """Control: each kind of fault, planted."""
    here = "tests/habits/test_quality.py"
    table: Table = {
        "good": {
            "done": [f"a: {here}::test_what_is_wrong_with_a_file_is_found"],
            "todo": ["b: nobody had one"],
            "exempt": [{"what": "c", "why": "d"}],
        },
        "bad": {
            "done": ["a: tests/gone.py", f"b: {here}::test_gone", "c: nothing", "d"],
            "todo": ["a: much later", "a: much later", "e"],
            "exempt": [],
        },
        "odd": {"done": [], "todo": []},
    }
    assert complaints(table, {"good", "bad", "other"}) == [
        "bad: a: tests/gone.py: tests/gone.py",
        f"bad: b: {here}::test_gone: {here}::test_gone",
        "bad: c: nothing: names no test",
        "bad: d: names no test",
        "bad: done and open: a",
        "bad: no reason: e",
        "bad: twice: a",
        "odd: lists ['done', 'todo']",
        "odd: no such driver",
        "odd: nothing done",
        "other: no table",
    ]
