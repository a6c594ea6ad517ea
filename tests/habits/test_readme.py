# SPDX-License-Identifier: Apache-2.0
"""The READMEs cannot lie: what they name exists, and both languages say the same."""

import re

from hallserver.core.roles import ROLES
from tests.habits.house import FIVE, ROOT, pyproject, read

README = {"en": "README.md", "zh": "README.zh.md"}
IN_FOLDERS = tuple(f"{name}/README.md" for name in (*FIVE, "tests"))
MOST_PICTURE_BYTES = 400_000

MARKED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.-]+(/[\w.-]+)*/|([\w.-]+/)*[\w-]+\.(py|md|toml|json|js|css|lock)")


def named_paths(text: str) -> set[str]:
    """Return the paths that a README names in backticks, those of made things (`.venv/`) left out."""
    return {name for name in MARKED.findall(text) if PATH.fullmatch(name) and not name.startswith(".")}


def lost_paths(text: str, folder: str = "") -> list[str]:
    """Return the paths that exist neither from the root nor, for a folder's README, anywhere in that folder."""
    return sorted(name for name in named_paths(text) if not (ROOT / name).exists() and not _somewhere(folder, name))


def _somewhere(folder: str, name: str) -> bool:
    """Tell whether a path ends like that somewhere in a folder; nothing does for the root's README."""
    return bool(folder) and any((ROOT / folder).rglob(name.rstrip("/")))


def lost_targets(text: str, makefile: str) -> list[str]:
    """Return the `make` targets that a README names and the Makefile has not."""
    has = set(re.findall(r"(?m)^([a-z-]+):", makefile))
    return sorted(set(re.findall(r"(?m)(?:^|`)make ([a-z-]+)", text)) - has)


def lost_links(text: str, folder: str = "") -> list[str]:
    """Return the links and pictures that lead to no file of ours."""
    return sorted(to for to in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in to and not (ROOT / folder / to).exists())


def table_after(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table after a heading, its own head left out; none when there is no such heading."""
    _, _, rest = text.partition(f"## {heading}\n")
    rows = re.search(r"(?m)(^\|.*\|\n)+", rest.partition("\n## ")[0])
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[0].splitlines()[2:]] if rows else []


def test_every_path_that_is_named_exists() -> None:
    """A newcomer who is sent to a file that is gone trusts nothing else on the page."""
    assert {path: lost for path in README.values() if (lost := lost_paths(read(path)))} == {}
    assert {path: lost for path in IN_FOLDERS if (lost := lost_paths(read(path), path.partition("/")[0]))} == {}


def test_every_link_and_picture_leads_somewhere() -> None:
    """The picture is the first thing that is seen, or is missed."""
    assert {path: lost for path in README.values() if (lost := lost_links(read(path)))} == {}


def test_the_picture_is_small() -> None:
    """Everyone who clones pays for it."""
    [picture] = set(re.findall(r"!\[[^]]*\]\(([^)]+)\)", read(README["en"]) + read(README["zh"])))

    assert (ROOT / picture).stat().st_size <= MOST_PICTURE_BYTES


def test_make_targets_that_are_named_exist() -> None:
    """The first command that a newcomer types must work."""
    makefile = read("Makefile")

    assert {path: lost for path in (*README.values(), *IN_FOLDERS) if (lost := lost_targets(read(path), makefile))} == {}


def test_both_languages_name_the_same_things() -> None:
    """Half of our readers see only one of the two."""
    texts = [read(path) for path in README.values()]
    marked = [sorted(MARKED.findall(text)) for text in texts]
    sections = [len(re.findall(r"(?m)^## ", text)) for text in texts]

    assert marked[0] == marked[1]
    assert sections[0] == sections[1]


def test_the_python_that_is_named_is_the_one_that_is_needed() -> None:
    """An older one fails in the middle of the installation."""
    needed = pyproject()["project"]["requires-python"].removeprefix(">=")

    assert all(set(re.findall(r"Python (\d\.\d+)", read(path))) == {needed} for path in README.values())


def test_role_tables_equal_the_code() -> None:
    """Where a README has the table of roles, it is the one that the service reads."""
    for path in (*README.values(), *IN_FOLDERS):
        if rows := table_after(read(path), "Who may do what"):
            assert {role.strip("`"): set(MARKED.findall(commands)) for role, commands, *_ in rows} == ROLES, path


def test_every_command_that_is_named_exists() -> None:
    """A command line that is not there any more costs an administrator an evening."""
    program = read("hallserver/__main__.py")
    named = {name for path in README.values() for name in re.findall(r"-m hallserver ([a-z-]+)", read(path))}

    assert sorted(name for name in named if f'"{name}"' not in program) == []


def test_planted_lies_are_found() -> None:
    """A rule that cannot fail is none."""
    assert lost_paths("see `hallserver/gone.py` and `hallserver/`") == ["hallserver/gone.py"]
    assert lost_paths("`core/gone.py` `core/events.py`", "hallserver") == ["core/gone.py"]
    assert lost_targets("`make gone` and\nmake run", "run: x\n") == ["gone"]
    assert lost_links("![a](gone.png) [b](https://a.b) [c](LICENSE)") == ["gone.png"]
    assert table_after("## A\n\n| x |\n|---|\n| `y` |\n", "A") == [["`y`"]]
