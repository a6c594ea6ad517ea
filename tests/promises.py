# SPDX-License-Identifier: Apache-2.0
"""What we promise, in one table; ``python -m tests.promises [ID,…]`` tests it at length and writes down what was seen.

A test proves a promise by ``@pytest.mark.promise(id)`` and notes its figure with the fixture ``figure``. What was seen
goes to ``tests/promises.json`` and from there into the tables of both READMEs, never by hand. A promise has passed
when every test of it ran and passed and one of them noted a figure; one that was not run has not passed.
"""

import os
import platform
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from tests.promised import PROMISES

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "tests" / "promises.json"
BEGIN, END = "<!-- promises: written by make promises -->", "<!-- end of promises -->"
HEADS = {
    "README.md": "| We promise | Try it | Must be | Was | On |\n|---|---|---|---|---|",
    "README.zh.md": "| 我们承诺 | 验证命令 | 合格线 | 最近一次实测 | 日期与机器 |\n|---|---|---|---|---|",
}
NOT_RUN = "not run"


class Result(Struct, frozen=True, kw_only=True):
    """A promise as it was last seen: its text, how to test it, what it must reach, what it reached, when and on what."""

    id: str
    promise: str
    command: str
    pass_: str = msgspec.field(name="pass")
    figure: str
    passed: bool
    date: str
    machine: str


def command_of(promise: str) -> str:
    """Return what tests one promise at length."""
    return f"make faults P={promise}"


class Seen:
    """What a run of the tests showed: a plugin of pytest that listens."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.figures: defaultdict[str, list[str]] = defaultdict(list)
        self.outcomes: defaultdict[str, list[str]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a test says of its promises; a test that was left out never gets to its call."""
        if report.when != "call" and report.passed:
            return
        said = [(str(name), str(value)) for name, value in report.user_properties]
        for name, promise in said:
            if name == "promise":
                self.outcomes[promise].append(report.outcome)
                self.figures[promise] += [value for kind, value in said if kind == "figure"]

    def results(self, ids: Sequence[str], date: str, machine: str) -> Iterator[Result]:
        """Give each of these promises as it was seen."""
        for row in PROMISES:
            if row.id in ids:
                outcomes, figures = self.outcomes[row.id], self.figures[row.id]
                passed = bool(figures) and bool(outcomes) and set(outcomes) == {"passed"}
                yield Result(
                    id=row.id,
                    promise=row.en,
                    command=command_of(row.id),
                    pass_=row.pass_en,
                    figure="; ".join(dict.fromkeys(figures)) or NOT_RUN,
                    passed=passed,
                    date=date,
                    machine=machine,
                )


def machine() -> str:
    """Return on what this runs, without its name: cores, system, Python, SQLite."""
    system = f"{platform.system()} {platform.release().split('-')[0]} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def load() -> list[Result]:
    """Return what was last seen of every promise."""
    return msgspec.json.decode(RESULTS.read_bytes(), type=list[Result]) if RESULTS.exists() else []


def save(seen: Sequence[Result]) -> None:
    """Write these down in place of what was known of them, in the order of the table."""
    known = {result.id: result for result in (*load(), *seen)}
    kept = [known[row.id] for row in PROMISES if row.id in known]
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n")


def table(readme: str, results: Sequence[Result]) -> str:
    """Return the table of a README, in its language."""
    seen = {result.id: result for result in results}
    return "\n".join([HEADS[readme], *(_line(readme, row.id, seen[row.id]) for row in PROMISES if row.id in seen)])


def _line(readme: str, promise: str, seen: Result) -> str:
    row = next(it for it in PROMISES if it.id == promise)
    chinese = readme.endswith(".zh.md")
    said, must = (row.zh, row.pass_zh) if chinese else (row.en, row.pass_en)
    failed = "" if seen.passed else ("**未通过：** " if chinese else "**not passed:** ")
    return f"| {said} | `{seen.command}` | {must} | {failed}{seen.figure.replace('|', '/')} | {seen.date}, {seen.machine} |"


def with_table(text: str, readme: str, results: Sequence[Result]) -> str:
    """Return a README's text with its table of promises made anew. Raises ValueError where the marks are missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"{readme} has no place for the promises: {BEGIN} … {END}"
        raise ValueError(message)
    return f"{before}{BEGIN}\n\n{table(readme, results)}\n\n{END}{after}"


def main(arguments: Sequence[str]) -> int:
    """Test some promises (``R1,R2``) or all at length, write down what was seen, fill both READMEs; 0 when all passed."""
    asked = arguments[0] if arguments else ""
    ids = [row.id for row in PROMISES if not asked or row.id in asked.split(",")]
    if not ids:
        sys.exit(f"{asked} is none of the promises: {' '.join(row.id for row in PROMISES)}")
    seen = Seen()
    pytest.main(["--long", "--promise", asked, "-p", "no:cacheprovider"], plugins=[seen])
    results = list(seen.results(ids, time.strftime("%Y-%m-%d", time.gmtime()), machine()))
    save(results)
    for name in HEADS:
        path = ROOT / name
        path.write_text(with_table(path.read_text(encoding="utf-8"), name, load()), encoding="utf-8")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
