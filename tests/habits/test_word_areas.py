# SPDX-License-Identifier: Apache-2.0
"""A page that loads only some areas of the words loads those of every sentence that its scripts say."""

import re
from pathlib import PurePosixPath

import pytest

from hallserver.words import shipped
from tests.habits.house import FIVE, ROOT, files, read

NAMES = re.compile(r"<html[^>]*\bdata-words=\"([^\"]+)\"")
IMPORT = re.compile(r"^(?:import|export)\b[^;]*?\bfrom \"([^\"]+)\"|^import \"([^\"]+)\"", re.MULTILINE)
KEY = re.compile(r"[\"`]([a-z][a-z-]*\.[a-z0-9.-]*)(\$\{)?")
ASIDE: dict[tuple[str, str], str] = {
    ("hallserver/shared/words.js", "error"): "only where a page has it: else the server's own sentence is shown",
}
"""(script, area) that is not needed, and why."""


def scripts_of(entry: str) -> set[str]:
    """Return a script and all that it loads, by path from the root."""
    found, todo = set[str](), [entry]
    while todo:
        path = todo.pop()
        if path in found:
            continue
        found.add(path)
        for named, bare in IMPORT.findall(read(path)):
            todo.append(_path(path, named or bare))
    return found


def _path(of: str, imported: str) -> str:
    if imported.startswith("/shared/"):
        return f"hallserver{imported}"
    return str(PurePosixPath(of).parent / imported.removeprefix("./"))


def unloaded(texts: dict[str, str], areas: set[str]) -> list[str]:
    """Return the areas that scripts say something of and the page does not load."""
    found = {(path, key, begun) for path, text in texts.items() for key, begun in KEY.findall(text)}
    said = {(path, key.partition(".")[0]) for path, key, begun in found if key in shipped() or (begun and _begins(key))}
    return sorted(f"{path}: {area}" for path, area in said - set(ASIDE) if area not in areas)


def _begins(beginning: str) -> bool:
    """Tell whether any key begins so: the rest is put there at run time."""
    return any(key.startswith(beginning) for key in shipped())


def pages() -> list[tuple[str, set[str]]]:
    """Return each page that names its areas, with them."""
    found = []
    for path in files(*FIVE, ending=".html"):
        named = NAMES.search(read(path))
        if named:
            found.append((path, set(named[1].split(","))))
    return found


@pytest.mark.parametrize(("page", "areas"), pages(), ids=[path for path, _ in pages()])
def test_a_page_loads_the_areas_of_all_that_it_says(page: str, areas: set[str]) -> None:
    """What is missing would stand there as a bare key."""
    folder = PurePosixPath(page).parent
    entry = str(folder / f"{folder.parent.name}.js")
    texts = {path: read(path) for path in scripts_of(entry)}

    assert unloaded(texts, areas) == []
    assert sorted(areas - {key.partition(".")[0] for key in shipped()}) == []


def test_the_phone_is_such_a_page() -> None:
    """It is the one that must be light."""
    assert "displays/ticket/screen/index.html" in [path for path, _ in pages()]


def test_a_sentence_of_another_area_is_found() -> None:
    """The control: said outright, and begun."""
    assert unloaded({"a.js": 'say("clerk.title");'}, {"ticket"}) == ["a.js: clerk"]
    assert unloaded({"a.js": "say(`clerk.${it}`);"}, {"ticket"}) == ["a.js: clerk"]
    assert unloaded({"a.js": 'say("ticket.title");'}, {"ticket"}) == []
    assert (ROOT / "displays/ticket/screen/ticket.js").is_file()
