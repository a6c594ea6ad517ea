# SPDX-License-Identifier: Apache-2.0
"""The page of the measurements, `README.md`: made from `bench.json`, and from what `missed.py` says of missed goals."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, convert, field

from tests.bench.growth import Growth, number
from tests.bench.missed import WHY

README = Path(__file__).with_name("README.md")
PICTURE = Path(__file__).with_name("growth.svg")
FOUND = Path(__file__).with_name("bench.json")

_HEAD = """# bench

How near each path of ours comes to what this machine can do. Each figure is the ratio of ours to a limit that was measured beside it in the
same minutes: pairs of rounds in turn, the median of their ratios, the spread from the lowest to the highest. The real server runs in a
process of its own, every answer after its commit, a manager and a display connected, metrics on. Seconds differ from machine to machine,
ratios less so, and only ratios have goals.

`make bench` measures all of it again and writes this page, `bench.json` and `growth.svg`; `python -m tests.bench NAME` measures one.
"""
_SMALL_BOX = """The server has one core, its clients the other, and each commit takes 5 ms longer, ours and the limit's alike, as on a
small box with a slow disk.
"""
_GROWTH = """The same benchmarks at 1×, 4× and 16× of tickets, counters or displays, two rounds each. Size goes across and cost upwards,
both relative to the smallest size and in steps of four: a flat line costs the same at any size; along the dashed line four times the size
costs four times as much.

![Cost against size, a panel per benchmark](growth.svg)
"""
_UNITS = {"s": "s", "ms": "ms", "us": "µs", "kib": "KiB", "mb": "MB", "pct": "%"}
"""Units in the names of figures, and as they are written."""
_MISSED = "Where the time goes that is over the goal, and why it stays."
_NONE = "None."
_UNEXPLAINED = "Not looked into yet."


class Row(Struct, frozen=True, kw_only=True):
    """A benchmark as it was measured, under some terms."""

    name: str
    goal: str
    ratio: float
    met: bool
    ours: float
    limit: float
    unit: str
    spread: tuple[float, float]
    says: str = ""
    limit_is: str = ""
    cpu_us: float = 0
    limit_cpu_us: float = 0
    bounds: dict[str, float] = field(default_factory=dict)
    also: dict[str, float] = field(default_factory=dict)


class Found(Struct, frozen=True, kw_only=True):
    """All that one run of ``make bench`` found."""

    machine: str
    date: str
    benchmarks: list[Row]
    small_box: list[Row] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)


def render(found: Mapping[str, Any], why: Mapping[str, str] = WHY) -> str:
    """Return the page of what was found."""
    seen = convert(found, Found)
    parts = [
        _HEAD,
        f"Measured on {seen.date}: {seen.machine}.\n",
        "## Ratios\n",
        *_table(seen.benchmarks),
        "## On a small box\n",
        _SMALL_BOX,
        *_table(seen.small_box, told=False),
        "## Growth\n",
        _GROWTH,
        "\n".join(f"- **{row.name}** ({_series(row)}): {row.grows}" for row in seen.growth) + "\n",
        "## Missed goals\n",
        *_missed(seen, why),
    ]
    return "\n".join(parts)


def _table(rows: Sequence[Row], *, told: bool = True) -> Iterator[str]:
    """Give the table of these rows, or that there are none; ``told``: it says of each what was measured."""
    if not rows:
        yield f"{_NONE}\n"
        return
    table = [_cells_of(row, told=told) for row in rows]
    yield "\n".join([_line(list(table[0])), "|" + "---|" * len(table[0]), *(_line(list(cells.values())) for cells in table)]) + "\n"


def _cells_of(row: Row, *, told: bool) -> dict[str, str]:
    """Return a row's cells by the heads of their columns."""
    says = {"measured": row.says, "beside it": row.limit_is} if told else {}
    return {
        "benchmark": f"`{row.name}`",
        **says,
        "goal": ", ".join([row.goal, *(_figure(name, most, "≤ ") for name, most in row.bounds.items())]),
        "ratio": f"**{row.ratio:g}**",
        "spread": f"{row.spread[0]:g} – {row.spread[1]:g}",
        "met": "yes" if row.met else "**no**",
        "ours": f"{number(row.ours)} {row.unit}",
        "the limit": f"{number(row.limit)} {row.unit}",
        "CPU per operation": _cpu(row),
        "also": ", ".join(_figure(name, value) for name, value in row.also.items()),
    }


def _line(cells: Sequence[str]) -> str:
    """Return one line of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _cpu(row: Row) -> str:
    """Return what an operation costs the servers' processors, where that was measured."""
    if not row.cpu_us:
        return "–"
    return f"{number(row.cpu_us)} µs" + (f", the limit {number(row.limit_cpu_us)} µs" if row.limit_cpu_us else "")


def _figure(name: str, value: float, sign: str = "") -> str:
    """Return a figure beside the ratio, whose name has its unit: `p99_ms` → `p99 1.5 ms`, `kib_per_phone` → `17 KiB per phone`."""
    words, digits = name.split("_"), sign + number(value)
    if "per" in words:
        return " ".join([digits, _UNITS.get(words[0], words[0]), *words[1:]])
    if words[-1] in _UNITS:
        return " ".join([*words[:-1], digits, _UNITS[words[-1]]])
    return " ".join([*words, digits])


def _series(row: Growth) -> str:
    return " → ".join(number(cost) for _, cost in row.points) + f" {row.unit}"


def _over(row: Row) -> str:
    """Return the bounds that a row passes beside its ratio: ` with growth 23 % (growth ≤ 10 %)`."""
    passed = [name for name, most in row.bounds.items() if row.also[name] > most]
    said = " and ".join(f"{_figure(name, row.also[name])} ({_figure(name, row.bounds[name], '≤ ')})" for name in passed)
    return f" with {said}" if said else ""


def _missed(seen: Found, why: Mapping[str, str]) -> Iterator[str]:
    """Give each benchmark whose goal is missed, under either terms, with what is known of it."""
    rows = [(row, "") for row in seen.benchmarks if not row.met] + [(row, " on a small box") for row in seen.small_box if not row.met]
    if not rows:
        yield f"{_NONE}\n"
        return
    yield f"{_MISSED}\n"
    for name in dict.fromkeys(row.name for row, _ in rows):
        ratios = ", ".join(f"{row.ratio:g}{where} (goal {row.goal}){_over(row)}" for row, where in rows if row.name == name)
        yield f"### {name}: {ratios}\n"
        yield f"{why.get(name, _UNEXPLAINED).strip()}\n"
