# SPDX-License-Identifier: Apache-2.0
"""R30: a database that was damaged is found at boot and mended; what is missing is named; a hall never starts empty."""

import asyncio
import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from hallserver.boot import open_sound
from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core.roles import Actor, visitor
from hallserver.service import Service
from hallserver.store import mending
from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import make_key
from hallserver.store.backup.restore import restore
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import FILE, STORE_FAULTS, Folder, FolderEmpty
from hallserver.store.mending import Backup, CannotMend, Mended
from hallserver.store.rebuild import check
from tests.stories.server_process import hallserver, prepared, serving
from tests.support import GUIDE

pytestmark = pytest.mark.promise("R30")

LOG = f"{FILE}-wal"
NOW_US = AnchoredClock().now() + 3600 * 1_000_000
CLERK = Actor(kind="person", name="clerk-1", roles=frozenset({"clerk"}))
CHANGED = "UPDATE event SET at_us = at_us + 1 WHERE seq = 40"
"""Breaks the chain in the middle of what the backup has."""
Rows = list[tuple[Any, ...]]


class Lived(Struct, frozen=True, kw_only=True):
    """A hall that was killed, and the same closed in order; its journal, what is kept outside it, and its backup."""

    killed: Path
    closed: Path
    events: Rows
    outside: tuple[Rows, Rows]
    backup: Backup
    saved: int
    """So many of the events are in the backup."""


async def _live(path: Path, keeper: Keeper, killed: Path) -> int:
    """Issue, call, finish, rate; back up on the way; copy the folder in the middle of its life. Return how many events were saved."""
    folder, clock = Folder(path), AnchoredClock()
    service, saved = Service(folder, clock), 0
    for n in range(36):
        await service.submit(c.TakeTicket(services=("seniors",)), GUIDE)
        called = await service.submit(c.CallNext(), CLERK)
        await service.submit(c.Finish(), CLERK)
        await service.submit(c.Rate(stars=4, comment=c.Personal(f"谢谢，第{n}次来")), visitor(str(called.result["ticket"])))
        if n == 12:
            await asyncio.to_thread(keeper.full, clock.now())
        if n == 24:
            await asyncio.to_thread(keeper.segment, clock.now())
            saved = service.hall.seq
    await service.settled()
    shutil.copytree(path, killed)
    folder.close()
    open_sound(path, None, NOW_US).folder.close()  # as serve does, which leaves the note of an orderly close
    return saved


def read(path: Path, sql: str) -> Rows:
    """Return the rows of a statement."""
    with closing(sqlite3.connect(path / FILE)) as database:
        return database.execute(sql).fetchall()


def change(path: Path, sql: str) -> None:
    """Change something behind the program's back."""
    with closing(sqlite3.connect(path / FILE)) as database:
        database.execute(sql)
        database.commit()


def events_of(path: Path) -> Rows:
    """Return the journal's rows."""
    return read(path, "SELECT * FROM event ORDER BY epoch, seq")


def outside_of(path: Path) -> tuple[Rows, Rows]:
    """Return passwords and device keys, and what the vault holds."""
    accounts = read(path, "SELECT * FROM credential ORDER BY 1") + read(path, "SELECT * FROM device_key ORDER BY 1")
    return accounts, read(path, "SELECT ref, salt, content FROM vault ORDER BY ref")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Return a hall with a life behind it and a backup that ends some minutes before it."""
    root = tmp_path_factory.mktemp("damage")
    hall = prepared(root / "closed", tickets=3).path
    (root / "place").mkdir()
    key = make_key(root / "backup.key", hall)
    saved = asyncio.run(_live(hall, Keeper(hall, root / "place", key), root / "killed"))
    backup = Backup(place=root / "place", key=key)
    return Lived(killed=root / "killed", closed=hall, events=events_of(hall), outside=outside_of(hall), backup=backup, saved=saved)


# ---- ways to come to harm; each gets the folder and a seeded random ----


def flip(path: Path, chance: random.Random) -> None:
    """Turn one bit of the database or its log over."""
    _flip(path / chance.choice([name for name in (FILE, LOG) if (path / name).exists()]), chance)


def _flip(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def truncate(path: Path, chance: random.Random) -> None:
    """Cut the database off anywhere."""
    os.truncate(path / FILE, chance.randrange((path / FILE).stat().st_size))


def zero_page(path: Path, chance: random.Random) -> None:
    """Write zeros over one page, as a disk does that lost it."""
    with (path / FILE).open("r+b") as file:
        file.seek(4096 * chance.randrange(max(1, (path / FILE).stat().st_size // 4096)))
        file.write(bytes(4096))


def stale_log(path: Path, chance: random.Random) -> None:
    """Put a log beside the database that belongs to another one."""
    other = path.with_name(f"{path.name}-other")
    shutil.rmtree(other, ignore_errors=True)
    prepared(other, tickets=chance.randrange(1, 4))
    with closing(sqlite3.connect(other / FILE)) as database:
        database.execute("PRAGMA wal_autocheckpoint=0")
        database.execute("UPDATE ticket SET state='waiting', label='Z' || label")
        database.execute("DELETE FROM event WHERE seq > 9")
        database.commit()
        shutil.copy(other / LOG, path / LOG)
    (path / f"{FILE}-shm").unlink(missing_ok=True)


def gone(path: Path, chance: random.Random) -> None:
    """Lose the database, or its keys."""
    (path / chance.choice([FILE, "keys.json"])).unlink()


def spoilt_keys(path: Path, chance: random.Random) -> None:
    """Turn one bit of the keys over."""
    _flip(path / "keys.json", chance)


WAYS: tuple[Callable[[Path, random.Random], None], ...] = (flip, truncate, zero_page, flip, stale_log, gone, flip, spoilt_keys)


def damaged(lived: Lived, to: Path, seed: int) -> Path:
    """Return a copy of the hall with the damage of this seed."""
    chance = random.Random(seed)
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(lived.closed if chance.random() < 0.5 else lived.killed, to)
    WAYS[seed % len(WAYS)](to, chance)
    return to


# ---- the promise ----


def harm_after(lived: Lived, path: Path, mended: Mended | None) -> list[str]:
    """Return what is wrong with a folder that was opened: rows that differ or are missing without having been named."""
    there = events_of(path)
    kept = there[:-1] if there[-1][4] == "Restored" else there
    harm = [] if kept == lived.events[: len(kept)] else ["other events"]
    if len(kept) < lived.saved:
        harm.append("what the backup has is missing")
    if len(kept) < len(lived.events) and (mended is None or mended.complete):
        harm.append(f"{len(lived.events) - len(kept)} events are missing in silence")
    if mended is not None and mended.kept != f"{kept[-1][0]}.{kept[-1][1]}":
        harm.append(f"kept {len(kept)} events but says {mended.kept}")
    accounts, texts = outside_of(path)
    if accounts != lived.outside[0] or not set(texts) <= set(lived.outside[1]):
        harm.append("passwords, keys or personal text differ")
    if mended is None and texts != lived.outside[1]:
        harm.append("personal text is missing in silence")
    return harm


def boot(lived: Lived, path: Path) -> tuple[Mended | None, list[str]]:
    """Open the folder as ``serve`` does; return what was mended and what is wrong all the same."""
    opened = open_sound(path, lived.backup, NOW_US)
    try:
        differences = check(opened.folder).differences
    finally:
        opened.folder.close()
    return opened.mended, [*harm_after(lived, path, opened.mended), *map(str, differences)]


@pytest.mark.slow
def test_every_damage_is_found_and_mended(
    lived: Lived, tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """A day that is lost in silence is worse than a hall that says at eight that it needs a minute."""
    seeds = range(size(3 * len(WAYS), 200))
    silent: dict[int, list[str]] = {}
    whole = mended_own = restored = 0
    for seed in seeds:
        mended, harm = boot(lived, damaged(lived, tmp_path / "hall", seed))
        if harm:
            silent[seed] = harm
        restored += mended is not None and mended.from_backup
        mended_own += mended is not None and not mended.from_backup
        whole += mended is None
    figure(f"{len(silent)} of {len(seeds)} unfound: {restored} restored, {mended_own} mended from the journal, {whole} harmless")

    assert silent == {}, "seed: what was wrong"
    assert restored > 0


def test_control_without_the_look_damages_stay_unseen(lived: Lived, tmp_path: Path) -> None:
    """SQLite's own check, and opening the folder, as a server would that trusts its disk."""
    unseen = 0
    for seed in range(64):
        path = damaged(lived, tmp_path / "hall", seed)
        try:
            Folder(path).close()
            if read(path, "PRAGMA integrity_check") == [("ok",)]:
                unseen += bool(harm_after(lived, path, None))
        except (*STORE_FAULTS, FolderEmpty, ChainBroken, OSError, sqlite3.DatabaseError):
            continue  # seen

    assert unseen > 0


def test_a_hall_that_closed_in_order_is_not_looked_at_twice(lived: Lived, tmp_path: Path) -> None:
    """Every morning's start must be quick; and what is sound is left alone."""
    shutil.copytree(lived.closed, tmp_path / "hall")

    mended, harm = boot(lived, tmp_path / "hall")

    assert (mended, harm) == (None, [])
    assert (tmp_path / "hall" / "closed.json").exists()


# ---- without a backup ----


def test_tables_are_mended_from_the_journal_itself(lived: Lived, tmp_path: Path) -> None:
    """They are a function of it; nothing needs to be lost."""
    path = tmp_path / "hall"
    shutil.copytree(lived.closed, path)
    change(path, "UPDATE leg SET first_called_us = first_called_us + 60000000 WHERE leg = 1")

    opened = open_sound(path, None, NOW_US)
    opened.folder.close()

    assert opened.mended is not None
    assert not opened.mended.from_backup
    assert opened.mended.damage.kind == "tables"
    assert harm_after(lived, path, opened.mended) == []
    assert events_of(Path(opened.mended.aside)) == lived.events


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_without_a_backup_a_broken_journal_is_refused_and_left_as_it_is(harm: str, lived: Lived, tmp_path: Path) -> None:
    """An empty hall on Monday would look as if all were well."""
    path = tmp_path / "hall"
    shutil.copytree(lived.closed, path)
    if harm == "gone":
        (path / FILE).unlink()
    else:
        change(path, CHANGED)
    before = {name: (path / name).read_bytes() for name in (FILE, "keys.json") if (path / name).exists()}

    with pytest.raises(CannotMend) as refused:
        open_sound(path, None, NOW_US)
    done = hallserver("serve", "--data", path, "--port", 0)

    assert refused.value.sound == ("1.39" if harm == "changed" else "0.0")
    assert done.returncode == 2
    assert "hallserver restore" in done.stderr
    assert {name: (path / name).read_bytes() for name in (FILE, "keys.json") if (path / name).exists()} == before


# ---- the power goes while it is mended ----


def _dies_at(path: Path, lived: Lived, nth: int) -> bool:
    """Open the folder in a process that ends before its n-th rename; tell whether it came so far."""
    child = os.fork()
    if child == 0:
        left = nth

        def count(event: str, _: tuple[Any, ...]) -> None:
            nonlocal left
            left -= event == "os.rename"
            if left == 0:
                os._exit(9)

        sys.addaudithook(count)
        try:
            open_sound(path, lived.backup, NOW_US).folder.close()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="not run: needs fork")
def test_a_mending_that_dies_is_finished_at_the_next_start(lived: Lived, tmp_path: Path) -> None:
    """Whoever sees a dark hall presses the switch again."""
    died = 0
    for nth in range(1, 40):
        path = tmp_path / str(nth)
        shutil.copytree(lived.closed, path)
        truncate(path, random.Random(1))
        if not _dies_at(path, lived, nth):
            break
        died += 1
        begun = (path / mending.MADE).exists() or not (path / FILE).exists()
        opened = open_sound(path, lived.backup, NOW_US)
        assert check(opened.folder).differences == []
        opened.folder.close()
        assert len(events_of(path)) > lived.saved, nth
        assert [file.name for file in path.iterdir() if mending.MADE in file.name] == []
        assert opened.mended is not None or not begun, f"{nth}: what is missing is named at the next start too"
        assert len(outside_of(path)[1]) >= 25, "the comments that the backup has are there"

    assert died > 3


# ---- the shipped program ----


def test_serve_mends_says_so_and_serves(lived: Lived, tmp_path: Path) -> None:
    """The duty manager reads on the first line what happened, and the hall opens."""
    path = tmp_path / "hall"
    shutil.copytree(lived.closed, path)
    key = tmp_path / "key"
    shutil.copy(lived.backup.place.with_name("backup.key"), key)
    (path / "settings.toml").write_text(f'backup_folder = "{lived.backup.place}"\nbackup_key = "{key}"\n', encoding="utf-8")
    truncate(path, random.Random(3))

    with serving(path) as server:
        said = server.said()
        with server.caller("") as caller:
            assert caller.ask("GET", "/healthz").status == 200

    assert "damaged-" in said
    assert len(events_of(path)) > lived.saved


# ---- whose backup it is ----


def test_another_halls_backup_is_never_taken(lived: Lived, tmp_path: Path) -> None:
    """Halls of a district share a place; a hall without a backup of its own must not wake up as its neighbour."""
    shutil.copytree(lived.backup.place, tmp_path / "place")
    backup = Backup(place=tmp_path / "place", key=lived.backup.key)
    other = prepared(tmp_path / "other", tickets=1).path
    mine = events_of(other)

    opened = open_sound(other, backup, NOW_US)
    opened.folder.close()
    assert opened.mended is None
    assert events_of(other) == mine

    (other / FILE).unlink()
    with pytest.raises(CannotMend):
        open_sound(other, backup, NOW_US)


def test_a_restore_drill_does_not_outrank_the_hall(lived: Lived, tmp_path: Path) -> None:
    """Somebody restored last month's backup into a folder to try it, and served it once; it saved itself, too."""
    shutil.copytree(lived.backup.place, tmp_path / "place")
    backup = Backup(place=tmp_path / "place", key=lived.backup.key)
    restore(tmp_path / "place", backup.key, tmp_path / "drill", NOW_US)
    Keeper(tmp_path / "drill", backup.place, backup.key).full(NOW_US + 60_000_000)
    path = tmp_path / "hall"
    shutil.copytree(lived.closed, path)
    change(path, CHANGED)

    opened = open_sound(path, backup, NOW_US)
    opened.folder.close()

    assert opened.mended is not None
    assert events_of(path)[: len(lived.events)] == lived.events
