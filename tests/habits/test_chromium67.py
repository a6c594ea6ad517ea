# SPDX-License-Identifier: Apache-2.0
"""Screens of the public, and what they share, run on Chromium 67: ten-year-old kiosks are in use."""

import re

import pytest

from tests.habits.house import files, read
from tests.habits.script import code, rules

PUBLIC = ("displays", "hallserver/shared", "hallserver/landing", "counters/clerk")
"""Folders whose scripts and styles the public meets, and the clerks' terminal: counters have old PCs too."""

NEWER_SCRIPT: dict[str, str] = {
    r"\?\.(?!\d)": "optional chaining (80)",
    r"\?\?": "nullish coalescing (80)",
    r"(\|\||&&)=": "logical assignment (85)",
    r"\b\d+_\d": "numeric separators (75)",
    r"\.(flat|flatMap)\(": "flat, flatMap (69)",
    r"\.at\(": "at (92)",
    r"(?<!clients)\.(replaceAll|matchAll|trimStart|trimEnd)\(": "newer string methods (66 to 85)",
    r"\.(findLast|findLastIndex|toSorted|toReversed|toSpliced)\(": "newer array methods (97 to 110)",
    r"\.(replaceChildren|toggleAttribute|showPopover|checkVisibility)\(": "newer element methods (69 to 114)",
    r"\b(globalThis|queueMicrotask|structuredClone|WeakRef|reportError)\b": "newer globals (71 to 98)",
    r"\bObject\.(fromEntries|hasOwn|groupBy)\b": "newer object functions (73 to 117)",
    r"\bPromise\.(allSettled|any|try|withResolvers)\b": "newer promises (76 to 128)",
    r"\bIntl\.(RelativeTimeFormat|ListFormat|DisplayNames|Segmenter|Locale)\b": "newer Intl (71 to 87)",
    r"\b(dateStyle|timeStyle|fractionalSecondDigits)\b": "newer date formats (76 to 84)",
    r"\bcrypto\.randomUUID\b": "randomUUID (92, and https only)",
    r"\bAbortSignal\.|\bimport\s+\w+\s+with\b|\bawait\s+using\b": "newer still",
    r"(?m)^await\b": "await at the top (89)",
    r"\.style\.(gap|rowGap|columnGap|inset|aspectRatio)\b": "newer styles, set by a script (84 to 88)",
    r"\.#\w|(?m:^\s*(?:static\s+)?#\w)": "private members (74)",
}
NEWER_STYLE: dict[str, str] = {
    r"(?<![\w-])(clamp|min|max)\(": "clamp(), min(), max() (79)",
    r"(?<![\w-])aspect-ratio\s*:": "aspect-ratio (88)",
    r"(?<![\w-])(inset(-\w+)*|(margin|padding)-(inline|block))\s*:": "logical shorthands (87)",
    r":(is|where|has)\b|(?<!:not\():focus-visible": "newer selectors (86 to 105): the whole rule is dropped",
    r":not\([^)]*,": "lists in :not() (88)",
    r"@(layer|container|property|supports\s+selector)": "newer at-rules",
    r"(?<![\w-])(color-mix|oklch|lab|lch)\(": "newer colours (111)",
    r"\d(dvh|svh|lvh|dvw|svw|lvw|cqw|cqh|lh|rlh)\b": "newer units (105 to 109)",
    r"[^{};]*&[^{};]*\{": "nested rules (112)",
}


def too_new_scripts(texts: dict[str, str]) -> list[str]:
    """Return the lines of scripts that Chromium 67 would not understand or have."""
    bare = {path: code(text) for path, text in texts.items()}
    found = [
        f"{path}:{text.count(chr(10), 0, at.start()) + 1}: {why}"
        for path, text in bare.items()
        for pattern, why in NEWER_SCRIPT.items()
        for at in re.finditer(pattern, text)
    ]
    return found + [f"{path}:{line}: class fields (72)" for path, text in bare.items() for line in _class_fields(text)]


def _class_fields(bare: str) -> list[int]:
    """Return the numbers of the lines that declare a field in the body of a class."""
    lines: list[int] = []
    bodies: list[int] = []
    depth = 0
    for number, line in enumerate(bare.splitlines(), 1):
        if bodies[-1:] == [depth] and re.match(r"\s*(static\s+)?[\w$]+\s*(=(?![=>])|;|$)", line):
            lines.append(number)
        if re.search(r"\bclass\b[^{]*\{", line):
            bodies.append(depth + 1)
        depth += line.count("{") - line.count("}")
        while bodies and bodies[-1] > depth:
            bodies.pop()
    return lines


def too_new_styles(texts: dict[str, str]) -> list[str]:
    """Return what of style sheets Chromium 67 would drop, and gaps in flex boxes (84), which it ignores."""
    found: list[str] = []
    for path, text in texts.items():
        bare = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
        found += [
            f"{path}:{bare.count(chr(10), 0, at.start()) + 1}: {why}"
            for pattern, why in NEWER_STYLE.items()
            for at in re.finditer(pattern, bare)
        ]
        found += [f"{path}: gap in the flex box {selector!r} (84)" for selector in _flex_gaps(text)]
    return found


def _flex_gaps(css: str) -> list[str]:
    """Return the selectors that are flex boxes somewhere in a sheet, never grids, and have a gap."""
    says: dict[str, str] = {}
    for selectors, body in rules(css):
        for selector in selectors.split(","):
            says[selector.strip()] = says.get(selector.strip(), "") + ";" + body
    return [
        selector
        for selector, body in says.items()
        if re.search(r"display\s*:\s*(inline-)?flex", body)
        and not re.search(r"display\s*:\s*(inline-)?grid", body)
        and re.search(r"(?<![\w-])(row-|column-)?gap\s*:", body)
    ]


def _beside_the_shared(texts: dict[str, str]) -> list[str]:
    """Return the flex boxes with a gap that no sheet makes alone: the shared one makes the box, the screen's own the gap."""
    base = texts.get("hallserver/shared/hall.css", "")
    folders: dict[str, str] = {}
    for path, text in texts.items():
        folder = path.rpartition("/")[0]
        folders[folder] = folders.get(folder, base) + "\n" + text
    return [f"{folder}: gap in the flex box {selector!r} (84)" for folder, text in folders.items() for selector in _flex_gaps(text)]


def _texts(ending: str) -> dict[str, str]:
    """Return the public files with this ending."""
    return {path: read(path) for path in files(*PUBLIC, ending=ending)}


def test_public_scripts_run_on_chromium_67() -> None:
    """One newer sign is a syntax error there, and the screen stays blank."""
    assert too_new_scripts(_texts(".js")) == []


def test_public_styles_hold_on_chromium_67() -> None:
    """A dropped declaration puts one number over another."""
    assert too_new_styles(_texts(".css")) == []
    assert _beside_the_shared(_texts(".css")) == []


@pytest.mark.parametrize(
    "sin",
    [
        "a?.b",
        "a ?? b",
        "a ||= b",
        "x = 1_000",
        "[].flat()",
        "a.at(-1)",
        "a.replaceAll(b, c)",
        "globalThis.x",
        "Object.fromEntries(a)",
        "el.replaceChildren()",
        "class A {\n  x = 1;\n}",
        "class A {\n  f() {\n    g();\n  }\n  static y;\n}",
        "class A {\n  #x() {}\n}",
        "await go();",
        "f(`${a?.b}`)",
        "el.style.inset = 0",
    ],
)
def test_planted_scripts_are_found(sin: str) -> None:
    """A rule that cannot fail is none."""
    assert too_new_scripts({"displays/x.js": sin})


@pytest.mark.parametrize(
    "sin",
    [
        "a { width: clamp(1px, 2px, 3px) }",
        "a { aspect-ratio: 1 }",
        "a { inset: 0 }",
        "a:is(b) { c: d }",
        "a:where(b) { c: d }",
        "a { display: flex; gap: 1rem }",
        "@media print { a { display: inline-flex } } b, a { column-gap: 1rem }",
        "a { height: 100dvh }",
        "a { & b { c: d } }",
    ],
)
def test_planted_styles_are_found(sin: str) -> None:
    """A rule that cannot fail is none."""
    assert too_new_styles({"displays/x.css": sin})


def test_a_gap_in_a_box_of_another_sheet_is_found() -> None:
    """Each sheet alone is sound."""
    planted = {"hallserver/shared/hall.css": "a { display: flex }", "displays/x/screen/x.css": "a { gap: 1rem }"}
    assert too_new_styles(planted) == []
    assert _beside_the_shared(planted) == ["displays/x/screen: gap in the flex box 'a' (84)"]


def test_what_chromium_67_can_is_not_found() -> None:
    """The counterpart: a rule that always fails is none either."""
    script = "class A {\n  static f() { x = 1; }\n  get y() { return a ?.5 : b; }\n}\nconst { c, ...d } = e; // f?.g ?? h\nawait_it();"
    style = (
        "a { display: grid; grid-gap: 1rem; gap: 1rem; max-width: 5px } b { display: flex } a > b { margin-left: 1px } /* inset: */"
        "a:focus:not(:focus-visible) { outline: none }"
    )

    assert too_new_scripts({"displays/x.js": script}) == []
    assert too_new_styles({"displays/x.css": style}) == []
