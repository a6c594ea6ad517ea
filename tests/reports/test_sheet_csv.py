# SPDX-License-Identifier: Apache-2.0
"""CSV for spreadsheets: complete, raw, and never a formula."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.day import make_day
from reports.sheet_csv import COLUMNS, safe_cell, to_csv
from tests.reports.sample_day import at, busy_day, leg, names, period

FORBIDDEN = set("=+-@\t\r＝＋－＠")
BLANK = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def first_seen(cell: str) -> str:
    """Return the first character that a reader sees."""
    return next((character for character in cell if unicodedata.category(character) not in BLANK), "")


def read(data: bytes) -> list[list[str]]:
    """Return the cells of a CSV with byte-order mark."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    """Spreadsheets run what begins with = + - @, also behind blanks and in full width."""
    cell = safe_cell(text)

    assert first_seen(cell) not in FORBIDDEN
    assert cell[:1] not in FORBIDDEN


@given(st.lists(st.sampled_from([*FORBIDDEN, " ", "\u200b", "\ufeff", "\u3000", "A", "1", '"', ",", "\n"]), max_size=8).map("".join))
def test_mixtures_of_blanks_and_signs_are_guarded(text: str) -> None:
    """The attack in its usual forms: a tab, a zero-width space, then the formula."""
    assert first_seen(safe_cell(text)) not in FORBIDDEN


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_a_guarded_cell_keeps_its_text(text: str) -> None:
    """A guard stands before the text; nothing is taken from it."""
    assert safe_cell(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), (" ＝1", "' ＝1"), ("\t@x", "' @x"), ("咨询", "咨询"), ("", ""), ("3-4", "3-4"), ("x; =1;2", "x;' =1;2")],
)
def test_cells_by_hand(text: str, cell: str) -> None:
    """What is harmless stays as it is."""
    assert safe_cell(text) == cell


def test_the_sheet_has_every_figure_with_its_parts() -> None:
    """One line a figure, raw seconds, with numerator, denominator, n and missing."""
    report = make_day(busy_day(300), names())
    head, *lines = read(to_csv(report, "zh-Hans"))

    assert tuple(head) == COLUMNS
    assert len(lines) == sum(len(group.figures) for section in report.sections for group in section.groups)
    assert {len(line) for line in lines} == {len(COLUMNS)}
    keys = {f"{group.slug}.{it.key}" if group.slug else it.key for part in report.sections for group in part.groups for it in group.figures}
    assert {line[1] for line in lines} == keys, "as JSON has them: none needs a guard"
    assert "no_group.legs.opened" in keys
    issued = next(line for line in lines if line[1] == "tickets.issued")
    assert issued == ["tickets", "tickets.issued", "取号数", "300", "号次", "300", "300", "300", "0", *[""] * 5]
    excluded = report.section("waits").groups[0].figure("wait.mean").excluded
    waits = next(line for line in lines if line[1] == "wait.mean")
    assert dict(it.split("=") for it in waits[COLUMNS.index("excluded")].split()) == {key: str(n) for key, n in excluded.items() if n}
    by_queue = [line for line in lines if line[1] == "housing.wait.mean"]
    assert by_queue[0][2] == "B 房屋租赁 平均等候"
    assert float(by_queue[0][3]) == pytest.approx(float(by_queue[0][5]) / float(by_queue[0][6]), abs=1e-5)


def test_what_has_no_value_is_no_number() -> None:
    """Not recorded says so; no case is an empty cell; neither is 0."""
    report = make_day(period(legs=[leg(1, at("09:00"), implicit=True, started_us=None)]), names())
    values = {line[1]: line[3] for line in read(to_csv(report, "en"))}

    assert (values["service.mean"], values["ratings.mean"]) == ("not recorded", "")


def test_a_name_made_as_an_attack_is_harmless_in_the_file() -> None:
    """Queue and service names come from whoever sets up the hall."""
    report = make_day(period(legs=[leg(1, at("09:00"), queue='=HYPERLINK("http://x")')]), names())

    assert not [cell for line in read(to_csv(report, "zh-Hans")) for cell in line if first_seen(cell) in FORBIDDEN]


def test_the_file_opens_rightly_in_windows() -> None:
    """Byte-order mark and CRLF; without the mark Excel reads Chinese as GBK."""
    data = to_csv(make_day(period(), names()), "zh-Hans")

    assert data.startswith(b"\xef\xbb\xbfsection,")
    assert data.count(b"\n") == data.count(b"\r\n") > 10
