# SPDX-License-Identifier: Apache-2.0
"""Every colour of a screen comes from the theme of the standard, so that another district's hall looks like that district."""

import re

from hallserver.core.theme import Palette
from tests.habits.house import FIVE, files, read
from tests.habits.script import rules, strings

FREE: dict[str, str] = {
    "hallserver/setup/screen/special.js": "a slip's paper is white in every theme",
    "hallserver/shared/hall.css": "shadows and veils, which are no colours that anything is read on",
    "hallserver/shared/practice.css": "the frame of a practice hall looks like no district's hall, on purpose",
}
"""Files that may name colours themselves, and why."""
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(rgba?|hsla?)\(|:\s*(white|black|red|green|blue|gr[ae]y|orange|yellow)\b")
GROUNDS = ("main-deep", "ground", "main-tint", "red-tint", "amber-tint", "green-tint")
"""Colours that are grounds: as text they are too faint in one of the looks."""


def own_colours(css: str) -> list[str]:
    """Return the declarations that name a colour, or give text the colour of a ground; a button of the band may be turned over."""
    grounds = re.compile(rf"(?<![\w-])color:\s*var\(--({'|'.join(GROUNDS)})\)")
    found = []
    for _, body in rules(css):
        lines = [line.strip() for line in body.split(";") if line.strip()]
        turned = "var(--on-deep)" in body
        found += [line for line in lines if COLOUR.search(line) or (grounds.search(line) and not turned)]
    return found


def unknown_colours(css: str, known: set[str]) -> list[str]:
    """Return the custom properties that a style sheet uses and nobody sets: such a declaration does nothing."""
    return sorted({name for name in re.findall(r"var\(--([\w-]+)\)", css) if name not in known})


def test_no_screen_names_a_colour_itself() -> None:
    """Not in its style sheet."""
    sins = {path: found for path in files(*FIVE, ending=".css") if path not in FREE and (found := own_colours(read(path)))}

    assert sins == {}


def test_no_script_draws_in_a_colour_of_its_own() -> None:
    """A style is set by class; a drawing on a canvas asks the page what its colours are."""
    sins = {
        path: found
        for path in files(*FIVE, ending=".js")
        if path not in FREE and (found := [it for it in strings(read(path)) if re.fullmatch(r"#[0-9a-f]{3,8}", it)])
    }

    assert sins == {}


def test_every_colour_that_is_used_is_set() -> None:
    """By the theme, by hall.css, or by the sheet itself."""
    theme = {name.replace("_", "-") for name in Palette.__struct_fields__} | {"scale", "standard"}
    shared = set(re.findall(r"--([\w-]+):", read("hallserver/shared/hall.css")))
    sheets = {path: read(path) for path in files(*FIVE, ending=".css")}
    scripts = {name for path in files(*FIVE, ending=".js") for name in re.findall(r"\"--([\w-]+)\"", read(path))}
    sins = {
        path: found
        for path, css in sheets.items()
        if (found := unknown_colours(css, theme | shared | scripts | set(re.findall(r"--([\w-]+):", css)) | {"practice"}))
    }

    assert sins == {}


def test_planted_sins_are_found() -> None:
    """A rule that cannot fail is none."""
    for sin in (
        "color: #fff;",
        "background: rgba(0, 0, 0, 0.5);",
        "fill: white;",
        "color: var(--main-deep);",
        "border: 1px solid #17212f;",
    ):
        assert own_colours(f".a {{\n  {sin}\n}}"), sin
    assert own_colours(".a {\n  background: var(--main-deep);\n  white-space: nowrap;\n  border-color: var(--line);\n}") == []
    assert unknown_colours("color: var(--inc);", {"ink"}) == ["inc"]
