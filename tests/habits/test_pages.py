# SPDX-License-Identifier: Apache-2.0
"""A screen is a folder with a row, a view and its files; nothing in it runs that came in as text."""

import importlib
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest

from hallserver.app import PAGES
from hallserver.page import Page
from tests.habits.house import FIVE, ROOT, files, read
from tests.habits.script import code, strings

WITHOUT_VIEW: dict[str, str] = {
    "hallserver/landing": "only links to the others; it shows nothing of the hall",
}
"""Screens that have no PAGE row and no view, and why."""

BEFORE_THE_PAGE = {"/shared/look-first.js": "a module waits for the page, which would flash in the other look"}
"""Scripts that are no modules, and why."""

RUNS_TEXT: dict[str, str] = {
    r"\.(innerHTML|outerHTML|srcdoc)\b": "text would be read as HTML: use textContent",
    r"\.insertAdjacentHTML\(|\.createContextualFragment\(|\bdocument\.write(ln)?\(": "text would be read as HTML",
    r"\beval\(|\bnew\s+Function\(|\bset(Timeout|Interval)\(\s*\"": "text would be run",
    r"\.cssText\b": "the policy blocks inline styles: set a class, or one property",
    r"\bimport\(": "a screen loads what it needs at once, so that nothing is missing later",
}


def screens() -> list[str]:
    """Return the folders that are screens."""
    found = (path.parent for name in FIVE for path in (ROOT / name).rglob("screen"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def missing_files(folder: str, present: Iterable[str]) -> list[str]:
    """Return which of a screen's files, by path from its folder, are not there."""
    name = PurePosixPath(folder).name
    wanted = {"screen/index.html", f"screen/{name}.js", f"screen/{name}.css"}
    if folder not in WITHOUT_VIEW:
        wanted |= {"__init__.py", "view.py"}
    return sorted(wanted - set(present))


class _Reader(HTMLParser):
    """Collects what the content policy would block, and what would load from elsewhere."""

    def __init__(self) -> None:
        """Begin without sins."""
        super().__init__()
        self.sins: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        named = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in named):
            self.sins.append(f"inline <{tag}>")
        if tag == "script" and named.get("type") != "module" and named.get("src") not in BEFORE_THE_PAGE:
            self.sins.append("a script that is no module")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.sins.append(f"inline {name}= on <{tag}>")
            if name in {"src", "href", "action"} and re.match(r"\s*([a-z]+:|//)", value or ""):
                self.sins.append(f"{name}={value} leads elsewhere")


def unsafe_html(text: str) -> list[str]:
    """Return what of a page's HTML the policy `default-src 'self'` would block, and what is no HTML5."""
    reader = _Reader()
    reader.feed(text)
    lost = [] if text.lstrip().lower().startswith("<!doctype html>") else ["no doctype: the browser would guess"]
    return lost + reader.sins


def unsafe_script(text: str) -> list[str]:
    """Return what of a script would run or show text as more than text, or load from elsewhere."""
    bare = code(text)
    found = [why for pattern, why in RUNS_TEXT.items() if re.search(pattern, bare)]
    found += ["an attribute that the policy blocks" for name in re.findall(r"setAttribute\(\s*[\"']([\w-]+)", text) if _blocked(name)]
    return found + [
        f"{address} leads elsewhere" for address in strings(text) if re.match(r"(https?:|wss?:)?//\w", address) and "w3.org" not in address
    ]


def _blocked(attribute: str) -> bool:
    """Tell whether the policy blocks an attribute that is set as text."""
    return attribute == "style" or attribute.startswith("on")


def test_there_are_screens() -> None:
    """The rules below hold for nothing if nothing is found."""
    assert {"displays/kiosk", "displays/hall", "counters/clerk", "reports/manager", "hallserver/setup"} <= set(screens())


@pytest.mark.parametrize("folder", screens())
def test_a_screen_has_its_files(folder: str) -> None:
    """Who knows one screen's folder knows them all."""
    present = {path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder).rglob("*")}

    assert missing_files(folder, present) == []


@pytest.mark.parametrize("folder", [folder for folder in screens() if folder not in WITHOUT_VIEW])
def test_a_screen_has_its_row(folder: str) -> None:
    """The row is what the door knows of a screen; its files are those beside it."""
    page = importlib.import_module(folder.replace("/", ".")).PAGE

    assert isinstance(page, Page)
    assert page.folder == ROOT / folder / "screen"
    assert page in PAGES
    assert page.view.__module__ == f"{folder.replace('/', '.')}.view"


def test_no_two_screens_have_one_name() -> None:
    """The name is the address: of two, one would never be seen."""
    assert len({page.name for page in PAGES}) == len(PAGES)


def test_pages_are_safe_html() -> None:
    """The door sends `default-src 'self'`: what is inline would silently not work."""
    sins = {path: found for path in files(*FIVE, ending=".html") if (found := unsafe_html(read(path)))}

    assert sins == {}


def test_scripts_treat_text_as_text() -> None:
    """A visitor's name, a service's name, a reason: none of them may run."""
    sins = {path: found for path in files(*FIVE, ending=".js") if (found := unsafe_script(read(path)))}

    assert sins == {}


def test_styles_load_nothing_from_elsewhere() -> None:
    """A hall's network ends at its door."""
    assert [path for path in files(*FIVE, ending=".css") if re.search(r"@import|url\(\s*[\"']?(https?:|//|data:)", read(path))] == []


def test_planted_sins_are_found() -> None:
    """A rule that cannot fail is none."""
    assert missing_files("displays/x", ["screen/index.html", "screen/x.js", "view.py"]) == ["__init__.py", "screen/x.css"]
    assert unsafe_html("<p>")
    for tag in ("<script>x</script>", "<style>", "<p style='a'>", "<p onclick=a>", "<script src='a.js'></script>", "<img src='//a/b'>"):
        assert unsafe_html(f"<!doctype html>{tag}"), tag
    for sin in ("a.innerHTML = b", "eval(a)", "a.insertAdjacentHTML('x', y)", "a.setAttribute('style', b)", "fetch('https://a.b')"):
        assert unsafe_script(sin), sin


def test_what_is_safe_is_not_found() -> None:
    """The counterpart: a rule that always fails is none either."""
    page = "<!doctype html><script type='module' src='x.js'></script><a href='/clerk/'>"

    assert missing_files("displays/x", ["screen/index.html", "screen/x.js", "screen/x.css", "view.py", "__init__.py", "more.js"]) == []
    assert unsafe_html(page) == []
    assert unsafe_script("// innerHTML\na.textContent = b; a.style.width = c; say('eval(')") == []


def test_every_page_has_the_look_before_anything_is_drawn() -> None:
    """Its first script sets the look, ahead of every style; the theme comes behind the usual colours."""
    order = ('"/shared/look-first.js"', '"/shared/hall.css"', '"/theme.css"', 'type="module"')
    for path in files(*FIVE, ending=".html"):
        places = [read(path).find(part) for part in order]
        assert -1 not in places, path
        assert places == sorted(places), path
