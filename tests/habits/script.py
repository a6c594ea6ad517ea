# SPDX-License-Identifier: Apache-2.0
"""Reading JavaScript and CSS just far enough for the habits: comments and the insides of strings are blanked."""

import re
from collections.abc import Callable

_PARTS = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*.*?\*/ )
  | (?P<string> "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
  | (?P<template> ` )
  | (?P<pattern> (?<=[(,=:\[!&|?{};\n]) [ ]* /(?![/*]) (?: \\. | \[(?:\\.|[^\]\\\n])*\] | [^/\\\n\[] )+ / [a-z]* )
  | (?P<brace> [{}] )
    """,
    re.VERBOSE | re.DOTALL,
)


def strings(text: str) -> list[str]:
    """Return the contents of the quoted strings of a script, templates left out."""
    found: list[str] = []
    _walk(text, lambda _, string: found.append(string))
    return found


def arguments(text: str, function: str) -> list[str]:
    """Return the quoted strings that a script gives to a function as first argument."""
    found: list[str] = []
    begins = re.compile(rf"(?<![\w$]){function}\(\s*$")
    _walk(text, lambda before, string: found.append(string) if begins.search(before) else None)
    return found


def code(text: str) -> str:
    """Return a script with comments, patterns and the insides of strings and templates as blanks; lines stay lines."""
    return _walk(text, lambda _, __: None)


def _walk(text: str, on_string: Callable[[str, str], None]) -> str:
    """Return the script blanked; hand over every quoted string with the code before it. What stands in `${…}` is code."""
    out: list[str] = []
    nested: list[int] = []
    depth = at = 0
    while part := _PARTS.search(text, at):
        out.append(text[at : part.start()])
        found, at = part[0], part.end()
        if part["brace"]:
            depth += 1 if found == "{" else -1
            out.append(found)
            closes_template = found == "}" and nested[-1:] == [depth]
        else:
            closes_template = False
            if part["string"]:
                on_string(out[-1], found[1:-1])
            out.append('""' if part["string"] else "" if part["template"] else _blank(found))
        if part["template"] or closes_template:
            if closes_template:
                nested.pop()
            end, opens = _template_part(text, at)
            out.append(_blank(text[at:end]))
            at = end
            if opens:
                nested.append(depth)
                depth += 1
                out.append("{")
    return "".join(out) + text[at:]


def _template_part(text: str, at: int) -> tuple[int, bool]:
    """Return where the literal part of a template ends, and whether code begins there."""
    end = re.compile(r"(?:\\.|(?!\$\{)[^`\\])*(`|\$\{|\Z)", re.DOTALL).match(text, at)
    assert end is not None
    return end.end(), end[1] == "${"


def _blank(text: str) -> str:
    """Return as many lines as there were, empty."""
    return "\n" * text.count("\n") or " "


def rules(css: str) -> list[tuple[str, str]]:
    """Return (selectors, declarations) of each innermost rule of a style sheet, comments left out."""
    bare = re.sub(r"/\*.*?\*/", " ", css, flags=re.DOTALL)
    return [(selectors.strip(), body) for selectors, body in re.findall(r"([^{};]+)\{([^{}]*)\}", bare)]
