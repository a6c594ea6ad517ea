# SPDX-License-Identifier: Apache-2.0
"""What ``python -m tests.bench`` measures when it is asked, and what it keeps of it."""

import json
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench.measure import Benchmark, Measured, Round, Terms


def measure(terms: Terms) -> Measured:
    """Measure at once; what takes longer to commit is as much slower."""
    return Measured(rounds=[Round(ours=2 + terms.commit_delay_s, limit=1)], unit="ms")


def fail(_: Terms) -> Measured:
    """Fail as a server does that refuses."""
    raise AssertionError


def benchmark(name: str, *, usual: bool = True, small_box: bool = True, fails: bool = False) -> Benchmark:
    """Return a row that is measured in no time."""
    run = fail if fails else measure
    return Benchmark(name=name, says="this", limit_is="that", goal=3, run=run, usual=usual, small_box=small_box)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the figures are kept; two benchmarks stand for all."""
    monkeypatch.setattr(bench, "HERE", tmp_path)
    monkeypatch.setattr(bench, "BENCHMARKS", (benchmark("fold", small_box=False), benchmark("clerks", usual=False)))
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, here: Path, *asked: str) -> tuple[int, dict[str, list[str]]]:
    """Return the exit code, and the names that are kept by section."""
    monkeypatch.setattr("sys.argv", ["bench", *asked])
    code = bench.main()
    found = json.loads((here / "bench.json").read_bytes())
    return code, {section: [row["name"] for row in found[section]] for section in ("benchmarks", "small_box", "growth")}


def test_one_that_is_only_of_the_small_box_is_measured_there(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """By its name alone."""
    assert run(monkeypatch, here, "clerks") == (0, {"benchmarks": [], "small_box": ["clerks"], "growth": []})
    assert run(monkeypatch, here) == (0, {"benchmarks": ["fold"], "small_box": ["clerks"], "growth": []})


def test_what_is_not_measured_there_is_refused(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """Silence would look as if it had been measured."""
    with pytest.raises(SystemExit, match="2"):
        run(monkeypatch, here, "fold", "--small-box")


def test_a_failure_leaves_no_figure_of_an_earlier_day(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """The others stay."""
    run(monkeypatch, here)
    monkeypatch.setattr(bench, "BENCHMARKS", (benchmark("fold", fails=True), benchmark("clerks", usual=False)))

    assert run(monkeypatch, here, "fold") == (1, {"benchmarks": [], "small_box": ["clerks"], "growth": []})


def test_a_trial_keeps_nothing(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """Its figures are of too few rounds."""
    with pytest.raises(FileNotFoundError):
        run(monkeypatch, here, "--quick")
