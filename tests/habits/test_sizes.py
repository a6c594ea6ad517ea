# SPDX-License-Identifier: Apache-2.0
"""How large things may be. Raising a limit is a row with a reason."""

import ast
import statistics
from collections.abc import Iterator

from tests.habits.house import FIVE, Source, files, planted, read, sources

MODULE_LINES = 250
FUNCTION_LINES = 40
FUNCTION_MEDIAN_LINES = 10
POSITIONAL = 5

LARGER: dict[str, tuple[int, str]] = {
    "hallserver/core/events.py": (450, "one list of all that can happen; splitting it would hide what belongs together"),
    "hallserver/core/commands.py": (450, "one list of all that can be asked; it is read beside events.py"),
}
"""Path of a file, or `path:function` → its own limit in lines, and why."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: Source) -> Iterator[tuple[str, Function]]:
    """Yield every function of a source, with its name for the table."""
    for node in source.nodes:
        if isinstance(node, Function):
            yield f"{source.path}:{node.name}", node


def lines_of(function: Function) -> int:
    """Return how many lines a function has, its docstring and decorators not counted."""
    first, *_ = function.body
    words = first if ast.get_docstring(function, clean=False) is not None else None
    return _span(function) - (_span(words) if words else 0)


def _span(node: ast.stmt) -> int:
    """Return from its first to its last line how many there are."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def positional(function: Function) -> int:
    """Return how many arguments can be given by place, `self` and `cls` not counted."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def _limit(name: str, usual: int) -> int:
    """Return the limit that is in force for a name of the table."""
    return LARGER.get(name, (usual, ""))[0]


def too_long_files(texts: dict[str, str]) -> list[str]:
    """Return the files that have more lines than they may."""
    lines = {path: len(text.splitlines()) for path, text in texts.items()}
    return [f"{path}: {n} lines" for path, n in lines.items() if n > _limit(path, MODULE_LINES)]


def too_long_functions(found: list[Source]) -> list[str]:
    """Return the functions that have more lines than they may."""
    return [
        f"{name}: {lines_of(function)} lines"
        for source in found
        for name, function in functions(source)
        if lines_of(function) > _limit(name, FUNCTION_LINES)
    ]


def too_many_by_place(found: list[Source]) -> list[str]:
    """Return the functions that take more arguments by place than a reader can keep apart."""
    return [name for source in found for name, function in functions(source) if positional(function) > POSITIONAL]


def test_no_module_outgrows_one_reading() -> None:
    """Houses without a limit that is a test have grown functions of nine hundred lines."""
    paths = [path for ending in (".py", ".js") for path in files(*FIVE, ending=ending)]

    assert too_long_files({path: read(path) for path in paths}) == []


def test_no_function_outgrows_one_screen() -> None:
    """What fits on a screen can be checked by eye."""
    assert too_long_functions(sources()) == []


def test_most_functions_are_short() -> None:
    """The limit is for the worst; the median tells how the house is built."""
    lengths = [lines_of(function) for source in sources() for _, function in functions(source)]

    assert statistics.median(lengths) < FUNCTION_MEDIAN_LINES


def test_arguments_by_place_are_few() -> None:
    """The sixth argument by place is the one that somebody swaps."""
    assert too_many_by_place(sources()) == []


def test_every_exception_is_needed() -> None:
    """A row that nothing needs any more would let the next one grow unseen."""
    lengths = {name: lines_of(function) for source in sources() for name, function in functions(source)}
    lengths |= {path: len(read(path).splitlines()) for path in LARGER if ":" not in path}
    usual = {name: FUNCTION_LINES if ":" in name else MODULE_LINES for name in LARGER}

    assert [name for name in LARGER if lengths.get(name, 0) <= usual[name]] == []


def test_planted_giants_are_found() -> None:
    """A rule that cannot fail is none."""
    body = "    x = 1\n" * 40

    assert too_long_files({"hallserver/planted.py": "\n" * 251})
    assert too_long_functions(planted(f"def f():\n{body}"))
    assert too_long_functions(planted(f"class C:\n  async def f(self):\n{body}"))
    assert too_many_by_place(planted("def f(a, b, c, d, e, f): ..."))


def test_small_things_are_not_found() -> None:
    """A docstring, `self` and keyword-only arguments do not count."""
    body = "    x = 1\n" * 39

    assert too_long_files({"hallserver/planted.py": "\n" * 250}) == []
    assert too_long_functions(planted(f'def f():\n    """a\n\n    b\n    """\n{body}')) == []
    assert too_many_by_place(planted("class C:\n  def f(self, a, b, c, d, e, *, f, g): ...")) == []
