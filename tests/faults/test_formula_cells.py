# SPDX-License-Identifier: Apache-2.0
"""S19: no cell of a table that we hand out is run as a formula, and numbers stay numbers."""

import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from hallserver.core.catalog import Catalog
from hallserver.report_door import day_report
from hallserver.store.database import read_only
from reports.day import make_day
from reports.names import names_of
from reports.report import DayReport
from reports.sheet_csv import COLUMNS, safe_cell, to_csv
from tests.hallserver.store.test_report_rows import DAY, MONDAY, hall
from tests.reports.sample_day import busy_day, catalog

pytestmark = pytest.mark.promise("S19")
TRIGGERS = "=+-@＝＋－＠"
NOT_SEEN = ("", " ", "\t", "\r", "\n", "\u200b", "\ufeff", "\u3000", "\xa0", "\u2060", "\x00", "\u202e", ";", "；", '"', ",", ' \t"')
FORMULAS = ("1+1", 'HYPERLINK("http://127.0.0.1","x")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "1")
NAMES = st.builds(
    lambda lead, sign, rest, tail: f"{lead}{sign}{rest}{tail}"[:80],
    st.lists(st.sampled_from(NOT_SEEN), max_size=4).map("".join), st.sampled_from(TRIGGERS), st.sampled_from(FORMULAS), st.text(max_size=8),
)  # fmt: skip
TEXT_COLUMNS = [COLUMNS.index(name) for name in ("section", "key", "name", "unit")]
ROWS = busy_day(60)


def formulas(data: bytes) -> list[str]:
    """Return the cells that a spreadsheet would run, whether it parts them at commas, as it should, or at semicolons."""
    text = data.decode("utf-8-sig")
    found = []
    for delimiter in ",;":
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            found += [cell for cell in line if _begins(cell) and not _is_number(cell)]
    return found


def _begins(cell: str) -> bool:
    seen = next((char for char in cell if unicodedata.category(char) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}), "")
    return bool(seen) and seen in TRIGGERS


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def named(name: str) -> Catalog:
    """Return a hall in which everything that has a name has this one."""
    plain = msgspec.to_builtins(catalog())
    for section in plain.values():
        for row in section.values():
            row["names"] = {"zh-Hans": name, "en": name}
    return msgspec.convert(plain, Catalog)


def report(name: str) -> DayReport:
    """Return the report of a day in that hall."""
    return make_day(ROWS, names_of(named(name)))


def test_no_cell_of_a_report_is_a_formula(size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Every name of the hall begins like a formula behind blanks of every kind; both languages."""
    count = size(40, 600)
    found: list[str] = []
    cells = 0

    @seed(19)
    @settings(max_examples=count, deadline=None, database=None)
    @given(NAMES)
    def through(name: str) -> None:
        nonlocal cells
        for language in ("zh-Hans", "en"):
            data = to_csv(report(name), language)
            cells += data.count(b",")
            found.extend(formulas(data))

    through()
    figure(f"{len(found)} formulas in {cells:,} cells of {count} hostile halls")
    assert found == []


def test_without_the_guard_the_same_names_are_formulas() -> None:
    """The control: as written, a service's name is run when the manager opens the day."""
    assert formulas(to_csv(report('=HYPERLINK("http://127.0.0.1","x")'), "zh-Hans", guard=str))
    assert formulas(to_csv(report("\u200b＝1+1"), "zh-Hans", guard=str))
    assert formulas(to_csv(report("x;=1+1"), "zh-Hans", guard=str))


def test_a_negative_number_stays_a_number() -> None:
    """A guard that makes numbers text spoils every sum; what is text stays guarded."""
    made = report("-1")
    figure = made.sections[0].groups[0].figures[0]
    group = msgspec.structs.replace(made.sections[0].groups[0], figures=[msgspec.structs.replace(figure, value=-5, numerator=-2.5)])
    section = msgspec.structs.replace(made.sections[0], groups=[group])
    line = list(csv.reader(io.StringIO(to_csv(msgspec.structs.replace(made, sections=[section]), "en").decode("utf-8-sig"))))[1]
    assert (line[COLUMNS.index("value")], line[COLUMNS.index("numerator")]) == ("-5", "-2.5")
    assert safe_cell("-5") == "'-5"


def test_the_file_that_the_hall_hands_out_is_guarded(tmp_path: Path) -> None:
    """Through the door of reports, from the journal's own tables."""
    path = tmp_path / "hall.sqlite3"
    with hall(path, [(MONDAY, DAY)]):
        reader = read_only(path)
        data = day_report(reader, MONDAY, "csv", "zh-Hans", named("\t＝cmd"))
        reader.close()
    assert formulas(data) == []
    assert data.count(b"\n") > 10
