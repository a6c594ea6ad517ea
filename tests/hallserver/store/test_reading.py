# SPDX-License-Identifier: Apache-2.0
"""Reading the journal: the same hall from the last snapshot as from the first event."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.history import UnknownEvent
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import FILE, Folder, open_reading
from hallserver.store.reading import Folded, JournalReader, from_snapshot
from tests.support import DUTY, SMALL_HALL, STANDARD, Play, fold, keep, names, new_folder, next_day, varied_day


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    """Give an open, empty data folder."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        yield folder


def several_days() -> Iterator[tuple[str, Play]]:
    """Give one hall at each stage of four days: open, closed, reopened on the same date, set up anew over night."""
    play = varied_day()
    yield "first day", play
    play.ask(c.CloseDay(rest="left"), DUTY)
    yield "first evening", play
    play.later(600).ask(c.OpenDay(), DUTY)
    yield "same date again", play
    play.take()
    next_day(play, hours=0)
    yield "same date a third time", play
    next_day(play, hours=24).open()
    play.take()
    play.serve()
    yield "second day", play
    play.ask(c.CloseDay(), DUTY)
    items = [*SMALL_HALL["items"], {"slug": "new", "names": names("新事项")}]
    play.later(3600).ask(c.Configure(section="items", rows=items), SERVICE_SETUP)
    play.ask(c.AdoptStandard(text=STANDARD + "# next\n"), SERVICE_SETUP)
    yield "between two days", play
    play.later(20 * 3600).ask(c.OpenDay(), DUTY)
    play.open()
    play.take()
    yield "third day", play
    next_day(play, hours=24)
    yield "fourth day", play


@pytest.mark.parametrize("stage", [stage for stage, _ in several_days()])
def test_the_hall_is_the_same_from_the_last_snapshot_and_from_the_first_event(folder: Folder, stage: str) -> None:
    """A start that takes a second instead of a minute must not be another hall."""
    play = next(play for name, play in several_days() if name == stage)
    keep(folder, play.entries)

    assert folder.journal.load() == fold(play.entries) == play.hall


def test_only_what_came_after_the_snapshot_is_read(tmp_path: Path) -> None:
    """Years of journal do not make the morning longer: what lies before is not even looked at."""
    path = new_folder(tmp_path)
    *_, (_, play) = several_days()
    with closing(Folder(path)) as folder:
        keep(folder, play.entries)
    with closing(sqlite3.connect(path / FILE)) as database, database:
        database.execute("UPDATE event SET body = 'nonsense' WHERE day = '2026-11-23'")

    journal, reader = open_reading(path)
    assert journal.load() == play.hall
    with reader() as kept, pytest.raises(ChainBroken):
        list(journal.all_checked(kept))


@pytest.mark.parametrize("stage", [stage for stage, _ in several_days()])
def test_what_is_folded_already_is_gone_on_from_once(folder: Folder, stage: str) -> None:
    """The check before a start has folded everything; what came since is read, and the next time all of the day."""
    play = next(play for name, play in several_days() if name == stage)
    keep(folder, play.entries)
    with folder.database.reader() as database:
        folded = folder.journal.folded(database, fold(play.entries))
    more = msgspec.structs.replace(play.entries[-1], seq=play.hall.seq + 1, event=e.DeviceReported(device="hall-1", state="back"))
    keep(folder, [more])

    again = JournalReader(folder.database.reader, folder.keys.chain, folded)
    assert again.load() == again.load() == folder.journal.load() == fold([*play.entries, more])
    assert again.anchor == folder.journal.anchor


def test_a_fold_of_another_journal_is_not_gone_on_from(folder: Folder) -> None:
    """Whatever is folded already, each row must follow from the one before it."""
    play = Play()
    keep(folder, play.entries)
    other = Folded(hall=fold(play.entries[:-1]), head=b"x" * 32)
    with pytest.raises(ChainBroken):
        JournalReader(folder.database.reader, folder.keys.chain, other).load()


@pytest.mark.parametrize("last", [True, False], ids=["the snapshot", "a row after it"])
def test_a_changed_row_that_is_read_is_named(tmp_path: Path, last: bool) -> None:  # noqa: FBT001 -- a row of the table
    """The snapshot too: who may do what is in it."""
    path = new_folder(tmp_path)
    play = next_day(varied_day(), hours=24)
    with closing(Folder(path)) as folder:
        keep(folder, play.entries)
    seq = play.hall.seq - last
    with closing(sqlite3.connect(path / FILE)) as database, database:
        database.execute("UPDATE event SET body = replace(body, '2026', '2025') WHERE seq = ?", (seq,))

    journal, _ = open_reading(path)
    with pytest.raises(ChainBroken, match=rf"the journal's chain breaks at event 1\.{seq}") as broken:
        journal.load()
    assert (broken.value.epoch, broken.value.seq) == (1, seq)


def test_a_snapshot_alone_gives_a_closed_hall() -> None:
    """Catalog, standard, rates and devices; nobody waits."""
    play = varied_day()
    play.ask(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)
    play.fold(e.PlanApplied(plan="season", quotas={"social": 80}), DUTY)
    play.ask(c.CloseDay(rest="left"), DUTY)
    hall = from_snapshot(play.entries[-1])

    assert (hall.open, hall.day, hall.seq, hall.stopped) == (False, "2026-11-23", play.hall.seq, "closed")
    assert hall.catalog == play.hall.catalog
    assert (hall.rules, hall.rates, hall.devices) == (play.hall.rules, play.hall.rates, play.hall.devices)
    assert hall.printers == {"printer-1": "out"}
    assert (hall.plan, hall.quotas) == ("season", play.hall.quotas)
    assert hall.quotas["social"] == 80
    assert not hall.tickets


def keyed_days(*, reopened: bool) -> Play:
    """Return a hall of five days, one keyed ticket each morning named after its day; the third closed and opened again."""
    play = Play()
    for nth in range(1, 6):
        play.take()
        play.entries[-1] = msgspec.structs.replace(play.entries[-1], idem_key=f"day-{nth}#0")
        if reopened and nth == 3:
            next_day(play, hours=0)
            next_day(play, hours=0)
        if nth < 5:
            next_day(play, hours=24)
    return play


@pytest.mark.parametrize("reopened", [False, True])
@pytest.mark.parametrize("days", [1, 2, 3, 7])
def test_keys_of_the_last_business_days_are_given(folder: Folder, days: int, reopened: bool) -> None:  # noqa: FBT001 -- a row of the table
    """Days, not closings: a date that was opened three times is still one."""
    play = keyed_days(reopened=reopened)
    keep(folder, play.entries)

    assert [key for _, key, _, _ in folder.journal.keyed(days)] == [f"day-{nth}#0" for nth in range(max(1, 6 - days), 6)]


def test_a_key_is_given_with_actor_and_place(folder: Folder) -> None:
    """Two kiosks may use the same key."""
    play = Play()
    play.take()
    play.entries[-1] = msgspec.structs.replace(play.entries[-1], idem_key="k#0")
    keep(folder, play.entries)

    assert list(folder.journal.keyed(1)) == [("device:kiosk-1", "k#0", 1, 10)]


def test_before_the_first_day_there_is_nothing_to_read(folder: Folder) -> None:
    """And keys of the set-up count from the beginning."""
    assert list(folder.journal.keyed(2)) == []
    keep(folder, [msgspec.structs.replace(entry, idem_key="k#0") for entry in Play().entries[:3]])

    assert len(list(folder.journal.keyed(1))) == 3
    assert not folder.journal.load().open


def test_a_journal_of_a_newer_program_is_not_read(folder: Folder) -> None:
    """Half-known history is no history."""
    keep(folder, Play().entries)
    newer = msgspec.structs.replace(Play().entries[-1], seq=10, event=_Newer())
    keep(folder, [newer])
    with pytest.raises(UnknownEvent, match="install the newer one"):
        folder.journal.load()


class _Newer(e.Event, frozen=True, kw_only=True):
    """An event that this program does not know."""
