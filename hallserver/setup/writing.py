# SPDX-License-Identifier: Apache-2.0
"""How texts stand beside each other in one cell: separators, and the backslash before one that is meant as itself."""

import re
from collections.abc import Mapping
from typing import Final

COMMAS, LINES, IS, BESIDE = ",，、;；", "\n", "=＝", "|｜"
_SPECIAL: Final = frozenset("\\" + COMMAS + LINES + IS + BESIDE)
_TAGGED = re.compile(r"^(zh-Hans|zh-Hant|yue|[a-z]{2,3}(?:-[A-Za-z]+)?)\s*[:：]\s*(.*)$", re.DOTALL)
_UNTAGGED: Final = ("zh-Hans", "en", "zh-Hant")


class BadCell(Exception):
    """A cell that cannot be read as its field's kind."""


def parts_of(text: str, between: str) -> list[str]:
    """Split at each of these characters that has no backslash before it; what is left keeps its backslashes."""
    found, at, begin = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] in between:
            found.append(text[begin:at])
            begin = at + 1
        at += 1
    return [*found, text[begin:]]


def bare(text: str) -> str:
    """Return what a part means: without the space around it and the backslashes."""
    return re.sub(r"\\(.)", lambda it: "\n" if it[1] == "n" else it[1], text.strip(), flags=re.DOTALL)


def guarded(text: str) -> str:
    """Return a text with backslashes before what would separate."""
    return "".join("\\n" if it == "\n" else f"\\{it}" if it in _SPECIAL else it for it in text)


def read_list(text: str) -> list[str]:
    """Read texts one after the other, with whatever comma between them."""
    return [bare(part) for part in parts_of(text, COMMAS + LINES) if part.strip()]


def read_map(text: str) -> dict[str, str]:
    """Read lines ``key = value``; the value keeps its backslashes. Raises BadCell for another line, and for a key twice."""
    found: dict[str, str] = {}
    for line in parts_of(text, LINES):
        if not line.strip():
            continue
        key, *rest = parts_of(line, IS)
        if not rest or bare(key) in found:
            raise BadCell
        found[bare(key)] = "=".join(rest)
    return found


def say_map(rows: Mapping[str, str]) -> str:
    """Write lines ``key = value``; the values are guarded already."""
    return "\n".join(f"{guarded(key)} = {value}".rstrip() for key, value in rows.items())


def say_names(names: Mapping[str, str]) -> str:
    """Write names: Chinese first, the others with their language."""
    rest = [f"{tag}: {guarded(name)}" for tag, name in names.items() if tag != "zh-Hans"]
    first = guarded(names["zh-Hans"]) if "zh-Hans" in names else None
    if first is not None and _TAGGED.match(first):
        first = f"zh-Hans: {first}"
    return " | ".join([first, *rest] if first is not None else rest)


def read_names(text: str) -> dict[str, str]:
    """Read names; without a language the first is Chinese, the second English, the third Traditional Chinese."""
    found: dict[str, str] = {}
    for at, part in enumerate(parts_of(text, BESIDE)):
        tagged = _TAGGED.match(part.strip())
        tag, name = (tagged[1], tagged[2]) if tagged else (_UNTAGGED[min(at, 2)], part)
        if name.strip():
            found[tag] = bare(name)
    return found


def read_spans(text: str) -> list[str]:
    """Read spans of a day however they are typed: ``9:00—12:00，14:00-18:00``."""
    plain = re.sub(r"\s*[-–—~～至到]+\s*", "-", text.replace("：", ":"))
    return [re.sub(r"(^|-)(\d:)", r"\g<1>0\2", span) for span in re.split(r"[\s,，、;；]+", plain) if span]
