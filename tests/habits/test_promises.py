# SPDX-License-Identifier: Apache-2.0
"""The table of promises cannot be touched up: READMEs, results, texts and tests agree."""

import re
from collections import Counter

import pytest

from tests.habits.house import ROOT, files, read
from tests.promised import PROMISES
from tests.promises import BEGIN, HEADS, NOT_RUN, Result, Seen, command_of, load, with_table

MARK = re.compile(r"""promise\(["'](\w+)["']\)""")
IDS = [row.id for row in PROMISES]


def marked() -> Counter[str]:
    """Return how often each promise is named by a mark in the tests."""
    return Counter(it for path in files("tests", ending=".py") for it in MARK.findall(read(path)) if "/habits/" not in path)


def result(**changed: object) -> Result:
    """Return what was seen of the first promise."""
    row = PROMISES[0]
    said: dict[str, object] = {
        "id": row.id, "promise": row.en, "command": command_of(row.id), "pass_": row.pass_en, "figure": "0 of 9", "passed": True,
        "date": "2026-11-23", "machine": "2 cores",
    }  # fmt: skip
    return Result(**(said | changed))  # type: ignore[arg-type]


def report(outcome: str, *properties: tuple[str, object], when: str = "call") -> pytest.TestReport:
    """Return what pytest says of a test."""
    return pytest.TestReport("a", ("a", 1, "a"), {}, outcome, None, when, user_properties=properties)  # type: ignore[arg-type]


@pytest.mark.parametrize("readme", HEADS)
def test_readmes_show_what_was_seen(readme: str) -> None:
    """A figure that a person typed is a claim; one that a run wrote is a fact."""
    text = (ROOT / readme).read_text(encoding="utf-8")

    lines, made = text.splitlines(), with_table(text, readme, load()).splitlines()

    assert [line for line in made if line not in lines] + [line for line in lines if line not in made] == [], "run make promises"
    assert made == lines


def test_every_promise_is_seen_and_said_as_in_the_table() -> None:
    """A promise without a result, or a result of a promise that nobody makes, would be half a truth."""
    assert [seen.id for seen in load()] == IDS
    for seen, row in zip(load(), PROMISES, strict=True):
        assert (seen.promise, seen.command, seen.pass_) == (row.en, command_of(row.id), row.pass_en), row.id
        assert not (seen.passed and seen.figure == NOT_RUN), row.id


def test_every_promise_has_tests_and_every_mark_a_promise() -> None:
    """What is promised is tested; what is marked is promised."""
    found = marked()

    assert sorted(set(IDS) - set(found)) == []
    assert sorted(set(found) - set(IDS)) == []


def test_ids_are_said_once() -> None:
    """Two rows of one id would hide each other."""
    assert len(IDS) == len(set(IDS))


def test_a_promise_passes_only_when_all_its_tests_ran_and_passed() -> None:
    """A control that was left out is a protection that nobody has seen fail."""
    good = report("passed", ("promise", "R1"), ("figure", "0 of 9"))
    for reports, passed in (
        ([good], True),
        ([good, report("passed", ("promise", "R1"))], True),
        ([good, report("failed", ("promise", "R1"))], False),
        ([good, report("skipped", ("promise", "R1"), when="setup")], False),
        ([good, report("failed", ("promise", "R1"), when="teardown")], False),
        ([report("passed", ("promise", "R1"))], False),
        ([], False),
    ):
        seen = Seen()
        for it in reports:
            seen.pytest_runtest_logreport(it)
        [found] = seen.results(["R1"], "2026-11-23", "2 cores")
        assert found.passed is passed, reports


def test_a_failed_promise_is_shown_as_failed() -> None:
    """The table is worth reading only if it can say no."""
    text = with_table(f"a\n{BEGIN}\n<!-- end of promises -->\nb", "README.md", [result(passed=False)])

    assert "**not passed:** 0 of 9" in text
    assert text.startswith("a\n")
    assert text.endswith("\nb")


def test_a_readme_without_a_place_for_the_table_is_named() -> None:
    """Else the table would quietly be lost."""
    with pytest.raises(ValueError, match=r"README\.md"):
        with_table("nothing", "README.md", [])
