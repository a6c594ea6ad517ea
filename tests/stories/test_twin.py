# SPDX-License-Identifier: Apache-2.0
"""Figures from projections = figures from a re-fold = figures by a brute-force twin of the raw journal, on histories by chance."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.catalog import Catalog
from hallserver.core.roles import SERVICE_SETUP
from hallserver.report_door import period_report
from hallserver.store.folder import Folder
from hallserver.store.rebuild import _empty, _refold
from hallserver.store.report_rows import day_after, read_extent, read_rows
from reports.day import make_day
from reports.names import HallNames, names_of
from reports.report import DayReport
from reports.tables import all_figures
from tests.hallserver.core.any_day import AnyDay
from tests.reports import twin_apart
from tests.reports.twin_figures import Days, Found, Hours
from tests.reports.twin_turns import Twin
from tests.support import DUTY, Play, keep, new_folder, varied_day

OPENS = (9, 10)
STEPS = 500


def chance(seed: int) -> Play:
    """Return a history by chance, some days long."""
    played = AnyDay(seed)
    for play in played.halls(STEPS, STEPS):
        return play
    raise AssertionError


def varied() -> Play:
    """Return two days in which everything happens once; the second is open."""
    play = varied_day()
    play.later(3600 * 9).ask(c.CloseDay(rest="left"), DUTY)
    play.later(14 * 3600).ask(c.OpenDay(), SERVICE_SETUP)
    play.open().take()
    play.later(300)
    play.serve()
    return play


HISTORIES: dict[str, Callable[[], Play]] = {"varied": varied, **{f"chance {seed}": partial(chance, seed) for seed in (1, 2, 3, 4)}}


def named(catalog: Catalog) -> HallNames:
    """Return the hall's names with hours that begin after its day does."""
    opens = "{:02d}:{:02d}-17:00".format(*OPENS)
    return structs.replace(names_of(catalog), hours={str(day): (opens,) for day in range(1, 8)}, small_n=0)


def reports_of(folder: Folder, catalog: Catalog) -> Iterator[tuple[str, DayReport, DayReport]]:
    """Give each business day with its report from the tables, and from tables that were folded anew."""
    with folder.database.reader() as kept, closing(_empty()) as anew:
        _refold(folder.journal, kept, anew, None)
        for (day,) in kept.execute_sql("SELECT date FROM business_day ORDER BY date").fetchall():
            extent = read_extent(kept.execute_sql, day, day_after(day))
            rows = [read_rows(execute, extent) for execute in (kept.execute_sql, anew.execute)]
            yield day, *(make_day(it, named(catalog)) for it in rows)


def assert_twin(report: DayReport, twin: Days, *, whole: bool = True) -> int:
    """Compare every figure that the twin has; return how many. Not ``whole``: what was not recorded of a replayed day is none of them."""
    found = all_figures(report)
    figures = {key: it for key, it in twin.figures().items() if whole or (key in found and found[key].value is not None)}
    _same(figures, {key: (found[key].value, found[key].n) for key in figures if key in found})
    by = {(section, slug): said for (section, slug), said in twin_apart.by(twin).items() if section not in _OF_PERIODS}
    compared = sum(assert_group(report, place, said, whole=whole) for place, said in by.items())
    jumps = {
        (key, group.slug): group.figures[0].numerator
        for key in ("by-jump-reason", "by-jump-person")
        for group in report.section(key).groups
    }
    assert jumps == twin_apart.jumps(twin)
    assert {group.slug for group in report.section("by-queue").groups} == {slug for section, slug in by if section == "by-queue"}
    return len(figures) + compared + len(jumps)


_OF_PERIODS = ("by-weekday", "by-hour")
"""Sections that a day's report has not."""


def assert_group(report: DayReport, place: tuple[str, str], said: Found, *, whole: bool = True) -> int:
    """Compare a row of a table; percentiles of bins to the second. Return how many figures. Of a replayed day nothing was rated."""
    section, slug = place
    group = next((it for it in report.section(section).groups if it.slug == slug), None)
    if group is None:
        assert section.startswith("ratings-by-")
        assert not whole or not any(n for value, n in said.values() if value is not None)
        return 0
    shown = {it.key: it for it in group.figures if it.key in said and "small-n" not in it.excluded}
    for key, figure in shown.items():
        value, n = said[key]
        shown_as = int(value + 0.5) if figure.kind == "bin" and value is not None else value
        assert (figure.value, figure.n) == (pytest.approx(shown_as, rel=1e-9, abs=1e-6) if value is not None else None, n), (place, key)
    return len(shown)


def _same(twin: Found, found: Found) -> None:
    assert set(found) == set(twin)
    for key, (value, n) in twin.items():
        assert found[key] == (pytest.approx(value, rel=1e-9, abs=1e-6) if value is not None else None, found[key][1] if n < 0 else n), key


def prove(folder: Folder, catalog: Catalog, entries: Sequence[e.Entry], *, whole: bool = True) -> int:
    """Compare tables, re-fold and twin on every day, and the roll-ups of all days; return how many figures there were."""
    twin, compared, days, zone = Twin(entries), 0, list[str](), ""
    for day, report, anew in reports_of(folder, catalog):
        days, zone = [*days, day], report.zone
        assert anew.sections == report.sections
        compared += assert_twin(report, Days(twin, [day], Hours(ZoneInfo(zone), OPENS)), whole=whole)
    rolled = period_report([(folder.database.reader, catalog)], days[0], days[-1])
    return compared + assert_rolled(rolled, Days(twin, days, Hours(ZoneInfo(zone), OPENS)))


def assert_rolled(report: DayReport, twin: Days) -> int:
    """Compare the roll-ups of many days with the twin: percentiles to the second, all else as it is; return how many figures."""
    found, said = all_figures(report), twin.figures()
    known = {key: it for key, it in found.items() if key in said and it.value is not None and not key.startswith("ratings")}
    for key, figure in known.items():
        value, n = said[key]
        expected = value if figure.kind != "bin" or value is None else int(value + 0.5)
        assert (figure.value, figure.n) == (pytest.approx(expected, rel=1e-9, abs=1e-6), figure.n if n < 0 else n), key
    by = twin_apart.by(twin)
    assert {(key, it.slug) for key in _OF_PERIODS for it in report.section(key).groups} == {it for it in by if it[0] in _OF_PERIODS}
    return len(known) + sum(assert_group(report, place, said) for place, said in by.items())


def check_twin(path: Path) -> None:
    """Compare them on what a folder holds, e.g. a real day that was replayed: nobody recorded how its visits ended."""
    with closing(Folder(path)) as folder, folder.database.reader() as database:
        entries = list(folder.journal.all_checked(database))
        assert prove(folder, folder.journal.load().catalog, entries, whole=False) > 40


@pytest.mark.parametrize("history", HISTORIES)
def test_tables_a_refold_and_the_twin_say_the_same(history: str, tmp_path: Path) -> None:
    """Every figure that rests on the journal alone, of every day."""
    play = HISTORIES[history]()
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        assert prove(folder, play.hall.catalog, play.entries) > 100


def test_the_twin_finds_a_figure_that_is_wrong(tmp_path: Path) -> None:
    """The control: one call a second later in the tables alone, and they part."""
    play = varied()
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        [(day, report, _), *_rest] = reports_of(folder, play.hall.catalog)
        late = _a_second_late(play.entries)
        with pytest.raises(AssertionError, match="wait"):
            assert_twin(report, Days(Twin(late), [day], Hours(ZoneInfo(report.zone), OPENS)))


def _a_second_late(entries: Sequence[e.Entry]) -> list[e.Entry]:
    first = next(entry for entry in entries if entry.kind == "TicketCalled")
    return [structs.replace(entry, at_us=entry.at_us + 1_000_000) if entry is first else entry for entry in entries]
