# SPDX-License-Identifier: Apache-2.0
"""What the habit tests look at: the project's own files, read once and parsed once."""

import ast
import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

ROOT = Path(__file__).resolve().parents[2]
"""The project's root folder."""
FIVE = ("hallserver", "displays", "counters", "devices", "reports")
"""The import packages that are shipped."""


class Source(Struct, frozen=True):
    """One Python file: path from the root with forward slashes, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return _parsed(self.text, self.path)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every part of the tree."""
        return _walked(self.text, self.path)

    @property
    def module(self) -> str:
        """Dotted name under which Python imports it."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@functools.cache
def _parsed(text: str, path: str) -> ast.Module:
    """Return the tree of a text; errors name the path."""
    return ast.parse(text, path)


@functools.cache
def _walked(text: str, path: str) -> tuple[ast.AST, ...]:
    """Return the parts of a text's tree: most rules look at each, and the way through the tree is longer than any look."""
    return tuple(ast.walk(_parsed(text, path)))


def files(*folders: str, ending: str) -> list[str]:
    """Return the paths under these folders of the files with this ending, sorted."""
    found = (path for folder in folders for path in (ROOT / folder).rglob(f"*{ending}"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts)


def read(path: str) -> str:
    """Return the text of one of the project's files."""
    return (ROOT / path).read_text(encoding="utf-8")


def sources(*folders: str) -> list[Source]:
    """Return the Python files of these folders; without any, of the five packages."""
    return [Source(path, read(path)) for path in files(*(folders or FIVE), ending=".py")]


def planted(text: str, path: str = "hallserver/planted.py") -> list[Source]:
    """Return a made-up source, to see that a rule can fail."""
    return [Source(path, text)]


def imports(source: Source) -> Iterator[str]:
    """Yield the dotted names that a source imports, `from a import b` as `a.b`, and those loaded by a literal name."""
    for node in source.nodes:
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]) if called(func) in {"import_module", "__import__"}:
                yield name


def called(func: ast.expr) -> str:
    """Return the last name of what is called: `say` for `words.say(…)`; empty for anything unnamed."""
    match func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def within(name: str, allowed: tuple[str, ...]) -> bool:
    """Tell whether a dotted name is one of those allowed, or lies in one."""
    return any(name == door or name.startswith(f"{door}.") for door in allowed)


def pyproject() -> dict[str, Any]:
    """Return pyproject.toml as it is read."""
    return tomllib.loads(read("pyproject.toml"))
