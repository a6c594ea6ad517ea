# SPDX-License-Identifier: Apache-2.0
"""The mirror: `x/y.py` is tested by `tests/x/test_y.py`, and nothing else lies there."""

import ast

from tests.habits.house import FIVE, ROOT, Source, files, planted, sources

ELSEWHERE: dict[str, str] = {
}  # fmt: skip
"""Module without a test of its own → which test covers it, and why there. `reason: tests/path.py`."""

BESIDE = ("tests/conftest.py", "tests/support.py", "tests/promised.py", "tests/promises.py", "tests/promises.json")
"""What may lie in `tests/` beside the mirror and the named folders."""
FOLDERS = ("bench", "browser", "faults", "golden", "habits", "stories", *FIVE)
"""The folders of `tests/`."""


def has_logic(source: Source) -> bool:
    """Tell whether a source does anything: a function that is more than a docstring, a property's name or an `...`."""
    return any(_does_something(node) for node in source.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _does_something(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether anything is left of a function without its docstring, `...` and `raise NotImplementedError`."""
    return any(not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)) for line in function.body)


def test_path(path: str) -> str:
    """Return where the test of a module lies."""
    folder, _, name = path.rpartition("/")
    return f"tests/{folder}/test_{name.removesuffix('.py').strip('_')}.py"


test_path.__test__ = False  # type: ignore[attr-defined]  # the name is right here, and pytest would collect it


def untested(found: list[Source], tests: set[str]) -> list[str]:
    """Return the modules with logic that have neither their own test nor a row in the table."""
    return [
        f"{source.path}: no {test_path(source.path)}"
        for source in found
        if test_path(source.path) not in tests and source.path not in ELSEWHERE and "/migrations/" not in source.path and has_logic(source)
    ]


def without_source(tests: set[str], modules: set[str]) -> list[str]:
    """Return the tests in the mirrored folders that mirror nothing."""
    mirrored = {test_path(path) for path in modules}
    return sorted(path for path in tests if path.startswith(tuple(f"tests/{name}/" for name in FIVE)) and path not in mirrored)


def unmarked_folders(paths: set[str]) -> list[str]:
    """Return the folders of tests that are no packages, so that pytest might take another `tests` for ours."""
    folders = {path.rpartition("/")[0] for path in paths}
    return sorted(folder for folder in folders if f"{folder}/__init__.py" not in paths)


def _tests() -> set[str]:
    """Return the paths of all test modules."""
    return {path for path in files("tests", ending=".py") if path.rpartition("/")[2].startswith("test_")}


def test_each_module_with_logic_has_its_test() -> None:
    """Whoever changes a module must find its test without searching."""
    assert untested(sources(), _tests()) == []


def test_each_mirrored_test_has_its_module() -> None:
    """A test that is left behind tests something that nobody can find."""
    assert without_source(_tests(), {source.path for source in sources()}) == []


def test_what_is_covered_elsewhere_is_there() -> None:
    """A row of the table must name a real module, a real test, and be needed."""
    modules, tests = {source.path for source in sources()}, _tests()

    for path, reason in ELSEWHERE.items():
        assert path in modules, path
        assert test_path(path) not in tests, path
        assert (ROOT / reason.rpartition(": ")[2]).exists(), reason


def test_tests_hold_only_what_the_house_names() -> None:
    """The eighth kind of test needs a name, and a line in the README of its folder."""
    entries = {path.name for path in (ROOT / "tests").iterdir()} - {"__pycache__", "__init__.py", "README.md"}

    assert sorted(entries - set(FOLDERS) - {path.removeprefix("tests/") for path in BESIDE}) == []


def test_all_folders_of_tests_are_packages() -> None:
    """python-barcode installs a top-level `tests` of its own: ours must be the package that is found."""
    assert unmarked_folders(set(files("tests", ending=".py"))) == []


def test_planted_gaps_are_found() -> None:
    """A rule that cannot fail is none."""
    assert untested(planted("def f():\n    return 1"), set())
    assert untested(planted("class C:\n    async def f(self):\n        await g()"), {"tests/hallserver/test_other.py"})
    assert without_source({"tests/devices/test_gone.py"}, {"devices/here.py"})
    assert unmarked_folders({"tests/__init__.py", "tests/stories/test_a.py"})


def test_mirrored_things_are_not_found() -> None:
    """Data needs no test, and a `__main__` is tested by `test_main`."""
    assert untested(planted("A = 1\nclass P(Protocol):\n    def f(self) -> None:\n        '''Do.'''"), set()) == []
    assert untested(planted("def f():\n    return 1"), {"tests/hallserver/test_planted.py"}) == []
    assert without_source({"tests/devices/test_main.py"}, {"devices/__main__.py"}) == []
