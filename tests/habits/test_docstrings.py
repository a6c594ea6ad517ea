# SPDX-License-Identifier: Apache-2.0
"""Every public thing says what it is; tests say why they are."""

import ast

from tests.habits.house import Source, planted, sources

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def speechless(found: list[Source]) -> list[str]:
    """Return the modules, and their public classes and functions, that have no docstring."""
    return [f"{source.path}: {name}" for source in found for name, node in _public(source) if not ast.get_docstring(node)]


def _public(source: Source) -> list[tuple[str, Documented | ast.Module]]:
    """Return a module and what of it others may use: what stands at its top, and what stands in a public class."""
    named: list[tuple[str, Documented | ast.Module]] = [("module", source.tree)]
    open_bodies: list[tuple[str, list[ast.stmt]]] = [("", source.tree.body)]
    while open_bodies:
        prefix, body = open_bodies.pop()
        for node in body:
            if isinstance(node, Documented) and not node.name.startswith("_"):
                named.append((prefix + node.name, node))
                if isinstance(node, ast.ClassDef):
                    open_bodies.append((f"{prefix}{node.name}.", node.body))
    return named


def test_every_public_thing_says_what_it_is() -> None:
    """A name says what, a docstring says what it gives, takes and refuses."""
    assert speechless(sources()) == []


def test_every_test_says_why_it_is() -> None:
    """A test that fails in five years is deleted by whoever cannot see what it was for."""
    assert speechless([source for source in sources("tests") if not source.path.endswith("/__init__.py")]) == []


def test_planted_silence_is_found() -> None:
    """A rule that cannot fail is none."""
    assert speechless(planted("x = 1")) == ["hallserver/planted.py: module"]
    assert speechless(planted('"""M."""\ndef f(): ...')) == ["hallserver/planted.py: f"]
    assert speechless(planted('"""M."""\nclass C:\n  """C."""\n  async def f(self): ...')) == ["hallserver/planted.py: C.f"]


def test_private_things_may_be_silent() -> None:
    """What nobody else may use need not be explained to them (ruff asks for more where it matters)."""
    assert speechless(planted('"""M."""\ndef _f(): ...\ndef g():\n  """G."""\n  def h(): ...')) == []
