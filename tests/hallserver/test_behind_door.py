# SPDX-License-Identifier: Apache-2.0
"""The numbers behind a figure, from the file: labels and names, half-open days, refusals."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import msgspec
import pytest

from hallserver import behind_door
from hallserver.behind_door import PAGE, Asked, Numbers, numbers_behind, place_of, text_of
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.report_door import period_report
from hallserver.store.folder import Folder, open_reading
from hallserver.store.reading import Reader
from hallserver.store.report_rows import read_numbers
from hallserver.store.selecting import Execute
from reports.figures import Figure
from reports.report import DayReport
from reports.rows import PeriodRows
from reports.tables import all_figures
from tests.bench import year_data
from tests.hallserver.core.work import rated
from tests.support import keep, new_folder, next_day

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, Hall]]:
    """Return how to read a hall with a rated number, and that hall."""
    play = next_day(rated())
    with closing(Folder(new_folder(tmp_path_factory.mktemp("hall")))) as folder:
        keep(folder, play.entries)
        yield folder.database.reader, play.hall


def _found(kept: tuple[Reader, Hall], **asked: str) -> dict[str, object]:
    connect, hall = kept
    with connect() as reader:
        found: dict[str, object] = msgspec.json.decode(numbers_behind(reader, Asked(**({"first": DAY, "last": DAY} | asked)), hall))
    return found


def test_numbers_are_told_by_their_labels_and_names(kept: tuple[Reader, Hall]) -> None:
    """What a person reads on the slip; the counter by its name; who served does not find the rating."""
    rows = _found(kept, figure="ratings.bad")["rows"]
    assert isinstance(rows, list)
    assert [(it["number"], it["day"], it["counter"], it["clerk"], it["measure"]) for it in rows] == [("A001", DAY, "1号窗口", "李敏", 1)]
    assert _found(kept, figure="ratings.bad", person="li")["n"] == 0
    assert _found(kept, figure="tickets.issued", section="by-channel", slug="kiosk")["n"] == _found(kept, figure="tickets.issued")["n"]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"figure": "wait.mean", "first": "2026-11-24"}, "report-dates"),
        ({"figure": "wait.mean", "after": "2026-11-23/1/x/1/"}, "behind-place"),
        ({"figure": "wait.mean", "first": "2026-02-30"}, "report-no-date"),
        ({"figure": "wait.mean", "first": "2026-11-01", "last": "2026-11-02"}, "report-no-days"),
        ({"figure": "counters.open"}, "figure-without-numbers"),
    ],
)
def test_what_there_is_not_is_refused(kept: tuple[Reader, Hall], asked: dict[str, str], key: str) -> None:
    """Dates, figures and places of pages."""
    with pytest.raises(HallError) as refused:
        _found(kept, **asked)
    assert refused.value.key == key


YEAR = ("2026-01-01", "2026-12-31")
FEBRUARY = ("2026-02-01", "2026-02-28")
FIGURES = (
    "tickets.issued", "tickets.forfeited", "tickets.missed", "legs.called", "calls.repeated", "wait.mean", "wait.within", "service.p90",
    "ratings.mean", "ratings.satisfied", "ratings.bad", "ratings.1", "beside.paper",
)  # fmt: skip
GROUPS = (
    ("wait.mean", "by-queue", "firms"), ("wait.mean", "by-counter", "c2"), ("legs.called", "by-clerk", "li"),
    ("wait.mean", "by-weekday", "3"), ("wait.within", "by-hour", "14"), ("wait.mean", "by-half-hour", "09:30"),
    ("tickets.issued", "by-month", "2026-02"), ("wait.p90", "by-channel", "kiosk"), ("ratings.bad", "ratings-by-counter", "c1"),
    ("ratings.mean", "ratings-by-service", "lease"), ("ratings.satisfied", "ratings-by-item", "permit"),
)  # fmt: skip


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reader, Hall]:
    """Return how to read a hall with six hundred numbers on forty-five days of three months, and that hall."""
    path = tmp_path_factory.mktemp("year") / "hall"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(year_data, "DAYS", 45)
        year_data.make_folder(path, 1, 13.4)
    journal, reader = open_reading(path)
    return reader, journal.load()


def _pages(year: tuple[Reader, Hall], span: tuple[str, str], **asked: str) -> list[Numbers]:
    """Return every page."""
    connect, hall = year
    found: list[Numbers] = []
    with connect() as reader:
        while not found or found[-1].next:
            after = found[-1].next if found else ""
            content = numbers_behind(reader, Asked(**asked, first=span[0], last=span[1], after=after), hall)
            found.append(msgspec.json.decode(content, type=Numbers))
    return found


def _report(year: tuple[Reader, Hall], span: tuple[str, str]) -> DayReport:
    connect, hall = year
    return period_report([(connect, hall.catalog)], *span)


def _assert_fit(figure: Figure, pages: list[Numbers]) -> None:
    """Together the pages are what the figure is made of: none twice, in order, each page but the last full."""
    rows = [it for page in pages for it in page.rows]
    assert {(page.n, page.counted) for page in pages} == {(len(rows), sum(it.counts for it in rows))}
    assert [len(page.rows) for page in pages[:-1]] == [PAGE] * (len(pages) - 1)
    assert len({(it.day, it.number, it.leg) for it in rows}) == len(rows)
    assert len(pages) == 1 or [it.day for it in rows] == sorted(it.day for it in rows)
    of: Any = {"count": (figure.value, figure.value), "share": (figure.denominator, figure.numerator)}.get(
        figure.kind, (figure.n, figure.n)
    )
    assert (len(rows), sum(it.counts for it in rows)) == of
    if figure.kind == "mean":
        assert sum(it.measure or 0 for it in rows) == pytest.approx(figure.numerator)


@pytest.mark.parametrize("span", [YEAR, FEBRUARY])
def test_the_pages_of_a_long_time_are_what_its_figures_are_made_of(year: tuple[Reader, Hall], span: tuple[str, str]) -> None:
    """Numerator and denominator of the report of roll-ups, exclusions and all."""
    found = all_figures(_report(year, span))
    pages = {key: _pages(year, span, figure=key) for key in FIGURES}
    for key, of_figure in pages.items():
        _assert_fit(found[key], of_figure)
    assert len(pages["tickets.issued"]) == (4 if span == YEAR else 2)


def test_the_pages_of_a_row_are_what_its_figure_is_made_of(year: tuple[Reader, Hall]) -> None:
    """Of every table that tells numbers apart."""
    report = _report(year, YEAR)
    for figure, section, slug in GROUPS:
        [group] = [it for it in report.section(section).groups if it.slug == slug]
        _assert_fit(group.figure(figure), _pages(year, YEAR, figure=figure, section=section, slug=slug))


def test_a_page_reads_no_more_days_than_it_shows(year: tuple[Reader, Hall], monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen days have two hundred numbers; of a rare end only the days that had it are looked into."""
    looked: list[str] = []

    def look(execute: Execute, day: str, of: str, span: tuple[str, str]) -> PeriodRows:
        looked.append(day)
        return read_numbers(execute, day, of, span)

    monkeypatch.setattr(behind_door, "read_numbers", look)
    connect, hall = year
    for figure, most in (("wait.mean", 20), ("tickets.forfeited", 30)):
        looked.clear()
        with connect() as reader:
            numbers_behind(reader, Asked(figure=figure, first=YEAR[0], last=YEAR[1]), hall)
        assert 0 < len(looked) <= most


def test_who_asks_is_told_of_no_rating_of_the_own_work_on_any_page(year: tuple[Reader, Hall]) -> None:
    """All of this hall's are Li's: of six hundred none is left, on whatever page."""
    assert [(it.n, it.counted, it.rows) for it in _pages(year, YEAR, figure="ratings.mean", person="li")] == [(0, 0, ())]
    assert _pages(year, YEAR, figure="ratings.mean", person="wang")[0].n > PAGE


def test_a_place_is_said_as_it_is_read() -> None:
    """What one page gives, the next one takes."""
    key = ("2026-11-23", 1, 57, 2, "accepted")
    assert place_of(text_of(key)) == key
