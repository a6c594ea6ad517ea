# SPDX-License-Identifier: Apache-2.0
"""A real day through the real service: what comes out is what the file says."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from hallserver.clock import SimulatedClock
from hallserver.core import events as e
from hallserver.core.numbering import label
from hallserver.daysheet import Sheet, SheetRow
from hallserver.replay import Played, Player, first_us, rows_of, unreadable_letters, zone_of
from hallserver.service import Service
from hallserver.store.folder import Folder
from hallserver.store.rebuild import check
from tests.support import MINUTE_US, NINE_US, STANDARD, new_folder


def row(letter: str, number: int, issued_min: float, called_min: float | None) -> SheetRow:
    """Return a ticket, its times in minutes after nine."""
    return SheetRow(
        issued_us=NINE_US + round(issued_min * MINUTE_US),
        service=f"Service {letter}",
        letter=letter,
        number=label(letter, number, 3),
        called_us=None if called_min is None else NINE_US + round(called_min * MINUTE_US),
    )


def sheet(*rows: SheetRow) -> Sheet:
    """Return a day of these tickets, written at +08:00."""
    return Sheet(rows=list(rows), letters={it.service: it.letter for it in rows}, offset_s=8 * 3600)


DAY = sheet(row("A", 1, 0, 5), row("A", 2, 1, 10), row("B", 1, 1, 1), row("A", 3, 10, 25), row("B", 2, 12, None))


def play(path: Path, day: Sheet) -> tuple[Played, list[e.Entry]]:
    """Play a day on a fresh folder; return figures and journal, which must prove clean."""

    async def played(folder: Folder) -> Played:
        clock = SimulatedClock(first_us(day))

        async def wait_until(at_us: int) -> None:
            clock.move_to(at_us)

        return await Player(Service(folder, clock), day, STANDARD, wait_until).play(zone_of(day))

    with closing(Folder(new_folder(path))) as folder:
        figures = asyncio.run(played(folder))
        assert check(folder).differences == []
        return figures, folder.journal.after(0, 0)


def test_the_figures_are_those_of_the_file(tmp_path: Path) -> None:
    """Waits of 5, 9, 0 and 15 minutes; one was never called."""
    figures, entries = play(tmp_path, DAY)

    assert figures == Played(
        tickets=5, called=4, not_called=1, wait_mean_s=435.0, wait_median_s=300.0, wait_p90_s=900.0,
        equal_numbers=5, out_of_order=0, events=len(entries),
    )  # fmt: skip


def test_issues_come_before_calls_at_the_same_instant(tmp_path: Path) -> None:
    """Who takes a number and is called in the same second has waited for nothing, and is there."""
    figures, entries = play(tmp_path, sheet(row("A", 1, 0, 0)))

    assert (figures.called, figures.wait_mean_s) == (1, 0.0)
    assert [entry.kind for entry in entries if entry.kind.startswith("Ticket")] == ["TicketIssued", "TicketCalled"]


def test_the_last_ticket_of_a_counter_is_finished_without_a_record_before_the_next_call(tmp_path: Path) -> None:
    """The file does not say how long anyone was served; nothing is made up."""
    _, entries = play(tmp_path, DAY)
    finished = [entry.event for entry in entries if isinstance(entry.event, e.ServiceFinished)]

    assert [(it.outcome, it.implicit) for it in finished] == [("unrecorded", True)] * 4


def test_the_day_is_closed_over_who_was_never_called(tmp_path: Path) -> None:
    """As it was in life: they left."""
    _, entries = play(tmp_path, DAY)
    [left] = [entry.event for entry in entries if isinstance(entry.event, e.TicketUnserved)]

    assert left.disposition == "left"
    assert isinstance(entries[-1].event, e.DayClosed)


def test_a_call_out_of_its_order_is_counted(tmp_path: Path) -> None:
    """The hall calls in order; where the file did not, the report says how often."""
    figures, _ = play(tmp_path, sheet(row("A", 1, 0, 10), row("A", 2, 1, 5)))

    assert (figures.out_of_order, figures.called) == (2, 2)


def test_a_number_that_the_file_skips_is_not_equal_any_more(tmp_path: Path) -> None:
    """A lost row shows."""
    figures, _ = play(tmp_path, sheet(row("A", 1, 0, 10), row("A", 3, 1, 11)))

    assert figures.equal_numbers == 1


def test_a_day_on_which_nobody_was_called_has_no_waits(tmp_path: Path) -> None:
    """0 of 0 is no mean."""
    figures, _ = play(tmp_path, sheet(row("A", 1, 0, None)))

    assert (figures.called, figures.wait_mean_s, figures.wait_median_s, figures.wait_p90_s) == (0, 0.0, 0.0, 0.0)


def test_each_service_has_its_queue_and_counter() -> None:
    """One counter per service: the calls of the file are its calls."""
    rows = rows_of(DAY, "Asia/Shanghai")

    assert [(it["slug"], it["letter"]) for it in rows["queues"]] == [("a", "A"), ("b", "B")]
    assert [(it["number"], it["queues"]) for it in rows["counters"]] == [(1, ["a"]), (2, ["b"])]
    assert [it["queue"] for it in rows["services"]] == ["a", "b"]
    assert rows["hall"][0]["zone"] == "Asia/Shanghai"
    assert [(it["slug"], it["names"]["zh-Hans"]) for it in rows["people"]] == [
        ("replay-a", "未记姓名（1号窗口）"),
        ("replay-b", "未记姓名（2号窗口）"),
    ]


@pytest.mark.parametrize("hours", [0, 1, -5, 8, 14, -12])
def test_the_zone_is_the_offset_of_the_files_times(hours: int) -> None:
    """The names count the other way round; the zone itself must not."""
    zone = ZoneInfo(zone_of(Sheet(rows=[], letters={}, offset_s=hours * 3600)))

    assert zone.utcoffset(datetime(2020, 1, 13, tzinfo=UTC)) == timedelta(hours=hours)


def test_an_offset_that_no_zone_has_gives_a_name_that_is_refused() -> None:
    """Half an hour beside the truth would move tickets into another half hour of the report."""
    with pytest.raises(ZoneInfoNotFoundError):
        ZoneInfo(zone_of(Sheet(rows=[], letters={}, offset_s=5 * 3600 + 1800)))


def test_the_hall_is_set_up_a_minute_before_the_first_ticket() -> None:
    """Also where the file is not in order of time."""
    assert first_us(sheet(row("A", 2, 5, None), row("A", 1, 3, None))) == NINE_US + 2 * MINUTE_US


def test_letters_that_look_like_digits_are_told() -> None:
    """They are kept, with a warning."""
    assert unreadable_letters(sheet(row("O", 1, 0, None), row("A", 1, 0, None), row("I", 1, 0, None))) == ["I", "O"]
