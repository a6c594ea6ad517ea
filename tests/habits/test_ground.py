# SPDX-License-Identifier: Apache-2.0
"""What the project stands on: the root folder, what is installed, and how it is started."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement

from hallserver import __version__
from tests.habits.house import FIVE, ROOT, Source, imports, planted, pyproject, read, sources

IN_THE_ROOT = frozenset({
    *FIVE, "tests", "pyproject.toml", "README.md", "README.zh.md", "Makefile", "LICENSE", "CHANGELOG.md",
    ".ci", ".gitignore", "run.lock", "test.lock",
})  # fmt: skip
"""All that may lie in the project's root."""
MADE = frozenset({".git", ".venv", "build", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache"})
"""What tools leave there; .gitignore names it."""

ADDRESS = re.compile(r"[a-z]+://|file:|--(index|extra-index|find|trusted)|(^|\s)/\w")
"""What would tie a lock file to one machine or one mirror."""


def pins(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock file names."""
    return dict(re.findall(r"(?m)^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", lock))


def unlocked(lock: str) -> list[str]:
    """Return the lines of a lock file that name an address, or a package without version or hash."""
    bare = [line for line in lock.splitlines() if not line.lstrip().startswith("#")]
    packages = re.split(r"\n(?=\S)", "\n".join(bare))
    loose = [row.split()[0] for row in packages if row.strip() and not re.match(r"\S+==\S+.*--hash=sha256:[0-9a-f]{64}", row, re.DOTALL)]
    return loose + [line for line in lock.splitlines() if ADDRESS.search(line)]


def undeclared(found: list[Source], declared: set[str]) -> list[str]:
    """Return the libraries that are imported and are only there because another library brought them."""
    brings = packages_distributions()
    tops = {name.partition(".")[0] for source in found for name in imports(source)} - {*FIVE} - sys.stdlib_module_names
    return sorted(top for top in tops if not {_plain(name) for name in brings.get(top, [])} & declared)


def _plain(name: str) -> str:
    """Return a distribution's name in its one spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared() -> set[str]:
    """Return the names of all that pyproject.toml asks for at run time, extras but tests included."""
    project = pyproject()["project"]
    rows = [*project["dependencies"], *project["optional-dependencies"]["discovery"]]
    return {_plain(Requirement(row).name) for row in rows}


def test_the_root_holds_only_what_it_may() -> None:
    """The root is the first page that a newcomer reads."""
    present = {path.name for path in ROOT.iterdir()} - MADE

    assert sorted(present ^ IN_THE_ROOT) == []


def test_lock_files_are_whole_and_name_no_place() -> None:
    """The same files install the same bytes in every hall, from whatever mirror it has."""
    assert unlocked(read("run.lock")) == []
    assert unlocked(read("test.lock")) == []


def test_tests_run_on_what_halls_run() -> None:
    """A test on another version proves nothing for the hall."""
    run, test = pins(read("run.lock")), pins(read("test.lock"))

    assert {name: version for name, version in run.items() if test.get(name) != version} == {}


def test_locks_hold_what_is_asked_for() -> None:
    """A dependency added without `make lock` is missing on every fresh machine."""
    project = pyproject()["project"]
    for lock, rows in (("run.lock", project["dependencies"]), ("test.lock", project["optional-dependencies"]["test"])):
        held = pins(read(lock))
        wanted = [Requirement(row) for row in rows]

        assert [str(row) for row in wanted if not row.specifier.contains(held.get(_plain(row.name), "0"))] == []


def test_every_library_that_is_imported_is_asked_for() -> None:
    """What another library happens to bring goes when that library changes its mind."""
    assert undeclared(sources(), _declared()) == []


def test_one_version_is_named() -> None:
    """The package and its metadata are one release."""
    assert pyproject()["project"]["version"] == __version__


def test_our_tests_package_is_the_one_that_is_found() -> None:
    """python-barcode installs a top-level `tests` as well."""
    assert sys.modules["tests"].__file__ == str(ROOT / "tests" / "__init__.py")


def test_make_lists_its_targets() -> None:
    """`make` alone must tell a newcomer what there is."""
    listed = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert set(re.findall(r"(?m)^make (\S+)", listed)) == set(
        "help run test check faults promises shots old-kiosk soak axe bench lock clean".split()
    )


def test_scripts_are_whole_and_may_be_run() -> None:
    """A script without its executable bit fails only on the machine that needs it."""
    for path in (ROOT / ".ci").iterdir():
        assert path.stat().st_mode & 0o111, path.name
        assert "set -euo pipefail" in path.read_text(encoding="utf-8"), path.name
        subprocess.run(["bash", "-n", path], check=True)


def test_planted_faults_are_found() -> None:
    """A rule that cannot fail is none."""
    good = f"# make lock\na==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:{'0' * 64}\n    # via b\n"

    assert unlocked(good) == []
    assert unlocked(good + "b==1\n") == ["b==1"]
    assert unlocked(good + f"c @ x \\\n    --hash=sha256:{'0' * 64}\n") == ["c"]
    for address in ("--index-url https://a.b/simple", "# from /opt/wheels", "--find-links wheels", "file:x"):
        assert unlocked(good + address), address
    assert undeclared(planted("import peewee, qqq"), {"peewee"}) == ["qqq"]
    assert undeclared(planted("import serial, PIL.Image"), {"pyserial", "pillow"}) == []
