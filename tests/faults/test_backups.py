# SPDX-License-Identifier: Apache-2.0
"""Backups taken while the hall is at work: each restores, a spoilt one is refused by name, no more than a minute is lost."""

import asyncio
import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import peewee
import pytest

from hallserver.backupwatch import BackupWatch
from hallserver.service import Service
from hallserver.store import chain
from hallserver.store.backup import full as fulls
from hallserver.store.backup import segment as segments
from hallserver.store.backup import vault
from hallserver.store.backup.appending import append
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import make_key
from hallserver.store.backup.place import Line, Place, SegmentFile, newest_line, place_of
from hallserver.store.backup.proof import following
from hallserver.store.backup.restore import Options, restore
from hallserver.store.backup.segment import JournalRow, Segment
from hallserver.store.database import PRAGMAS, writable
from hallserver.store.folder import FILE, Folder
from hallserver.store.keys import load_keys
from tests.faults.backed_up import BusyHall, differences, rows_of
from tests.stories.server_process import hallserver, prepared, rebuilt, serving
from tests.stories.test_real_day import REAL, own_day, replayed
from tests.support import NINE_US

Size = Callable[[int, int], int]
Figure = Callable[[str], None]
MINUTE_US = 60_000_000
FULL_EVERY = 4
"""Of so many backups one is a full copy, the others are segments."""


async def taken_under_load(hall: BusyHall, count: int) -> list[Place]:
    """Take so many backups while everybody is at work; return up to where each reaches."""
    reached: list[Place] = []
    for nth in range(count):
        if nth % FULL_EVERY == 0:
            reached.append(place_of((await hall.during(hall.keeper.full)).upto))
        else:
            reached.append(place_of((await hall.during(hall.keeper.segment))[-1].upto))
    return reached


@pytest.mark.promise("R31")
def test_every_backup_taken_under_load_restores(tmp_path: Path, size: Size, figure: Figure) -> None:
    """A backup that was never restored is a hope; here each is, and compared byte for byte with the live journal."""

    async def story() -> None:
        hall = await BusyHall(tmp_path, seed=31).open()
        places = await taken_under_load(hall, size(4, 100))
        good = 0
        for nth, upto in enumerate(places):
            target = tmp_path / f"restored-{nth}"
            await asyncio.to_thread(restore, hall.place, hall.key, target, hall.clock.now(), Options(until=upto))
            assert differences(hall.data, target, upto) == [], f"backup {nth} up to {upto}"
            shutil.rmtree(target)
            good += 1
        await hall.close()
        figure(f"{good} of {len(places)} restored, equal byte for byte")
        assert good == len(places) == size(4, 100)

    asyncio.run(story())


def plain_copy(live: Path, target: Path) -> dict[str, int]:
    """Copy the file as a file: what a hall does that backs its disk up with a copying program."""
    shutil.copyfile(live, target)
    return fulls.rows_in(target, ["event"])


@pytest.mark.promise("R31")
def test_a_plain_copy_of_the_file_loses_what_was_acknowledged(tmp_path: Path) -> None:
    """The control: the newest events stand in the write-ahead log; and the keeper refuses to call such a copy a backup."""

    async def story() -> None:
        hall = await BusyHall(tmp_path, seed=32, copy=plain_copy).open()
        await hall.during(lambda _: None)
        copy = tmp_path / "copy.sqlite3"
        plain_copy(hall.data / FILE, copy)
        lost = set(hall.acknowledged) - {f"{row[0]}.{row[1]}" for row in rows_of(copy)}
        assert len(lost) > 0
        with pytest.raises(BackupFault, match=r"differs.*full-"):
            await asyncio.to_thread(hall.keeper.full, hall.clock.now())
        await hall.close()

    asyncio.run(story())


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> BusyHall:
    """Return a hall that was closed, with a full copy and three segments, each with comments in the vault."""

    async def story() -> BusyHall:
        hall = await BusyHall(tmp_path_factory.mktemp("backed-up"), seed=33).open()
        await hall.during(hall.keeper.full, 2)
        for _ in range(3):
            await hall.during(hall.keeper.segment, 2)
        await hall.close()
        return hall

    return asyncio.run(story())


def spoilt(hall: BusyHall, root: Path) -> Line:
    """Return the line in a copy of the hall's place, to be spoilt."""
    shutil.copytree(hall.place, root / "place")
    return newest_line(root / "place")


def refused(line: Line, key: bytes, target: Path) -> str:
    """Return which file the refusal names; that it restores is a fault."""
    with pytest.raises(BackupFault) as fault:
        restore(line.folder, key, target, NINE_US)
    assert not target.exists()
    return f"{fault.value.code} {Path(fault.value.file).name}"


@pytest.mark.promise("R31")
def test_a_spoilt_backup_is_refused_by_name(backed_up: BusyHall, tmp_path: Path, size: Size, figure: Figure) -> None:
    """One flipped bit, a cut-off end, anywhere in any file: never a hall with a silent hole."""
    seed = 31
    rng, tries, found = random.Random(seed), size(40, 600), 0
    line = spoilt(backed_up, tmp_path)
    files = sorted(line.folder.glob("*.sealed"))
    for nth in range(tries):
        file = files[nth % len(files)]
        whole = file.read_bytes()
        at = rng.randrange(len(whole))
        cut = nth % 5 == 0
        file.write_bytes(whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
        said = refused(line, backed_up.key, tmp_path / "new")
        found += said.endswith(file.name)
        assert said.endswith(file.name), f"seed {seed}, try {nth}: {file.name} {'cut at' if cut else 'flipped at'} {at}, but {said}"
        file.write_bytes(whole)
    figure(f"{found} of {tries} spoilt files named")
    restore(line.folder, backed_up.key, tmp_path / "new", NINE_US)


@pytest.mark.promise("R31")
def test_what_is_missing_exchanged_or_under_another_key_is_refused(backed_up: BusyHall, tmp_path: Path) -> None:
    """Each with a sentence that names what is the matter."""
    line = spoilt(backed_up, tmp_path)
    one, two, three = [it.path for it in line.segments()]
    other_key = make_key(tmp_path / "other.key")

    assert refused(line, other_key, tmp_path / "new") == f"wrong-key {line.fulls()[0].path.name}"
    with moved(two):
        assert refused(line, backed_up.key, tmp_path / "new") == f"gap {line.folder.name}"
    with moved(one):
        two_bytes = two.read_bytes()
        shutil.copy(two, one)
        assert refused(line, backed_up.key, tmp_path / "new") == f"damaged {one.name}", "a file under another's name"
        assert two.read_bytes() == two_bytes
    with moved(line.vault(3)):
        assert refused(line, backed_up.key, tmp_path / "new") == f"missing {line.vault(3).name}"
    with moved(line.folder / "vault-keys.sealed"):
        assert refused(line, backed_up.key, tmp_path / "new").startswith("no-vault-key vault-")
    with moved(line.fulls()[0].path):
        assert refused(line, backed_up.key, tmp_path / "new") == f"no-backup {line.folder.name}"
    assert three.exists()


@contextmanager
def moved(path: Path) -> Iterator[None]:
    """Move a file away for a while."""
    aside = path.rename(path.with_suffix(".aside"))
    yield
    path.unlink(missing_ok=True)
    aside.rename(path)


@pytest.mark.promise("R31")
def test_what_is_sound_before_the_damage_can_be_had(backed_up: BusyHall, tmp_path: Path) -> None:
    """A hall on fire takes what there is; what was left out is said, and where the sound part ends."""
    line = spoilt(backed_up, tmp_path)
    one, two, _ = line.segments()
    two.path.unlink()
    with pytest.raises(BackupFault) as fault:
        restore(line.folder, backed_up.key, tmp_path / "new", NINE_US)
    assert fault.value.sound == str(one.upto)

    by_hand = restore(line.folder, backed_up.key, tmp_path / "by-hand", NINE_US, Options(until=one.upto))
    salvaged = restore(line.folder, backed_up.key, tmp_path / "salvaged", NINE_US, Options(salvage=True, lost_to=str(two.upto)))

    assert by_hand.upto == salvaged.upto == str(one.upto)
    assert [it.split(":")[0] for it in salvaged.left_out] == ["gap"]
    assert b'"lost_to":"%s"' % str(two.upto).encode() in rows_of(tmp_path / "salvaged" / FILE)[-1][8]
    assert differences(backed_up.data, tmp_path / "salvaged", one.upto) == []


Follow = Callable[[Line, bytes, fulls.Head], "Sequence[tuple[SegmentFile, Segment]]"]
Put = Callable[[peewee.SqliteDatabase, bytes, Sequence[JournalRow], Place], None]


def read_all(line: Line, key: bytes, _: fulls.Head) -> list[tuple[SegmentFile, Segment]]:
    """Take the segments that are there, whether or not one is missing between."""
    return [(file, segments.read(file, key)) for file in line.segments()]


def put_all(database: peewee.SqliteDatabase, _: bytes, rows: Sequence[JournalRow], __: Place) -> None:
    """Insert rows without asking what they follow."""
    for row in rows:
        database.execute_sql("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?)", row)


def holes(line: Line, key: bytes, scratch: Path, follow: Follow, put: Put) -> int:
    """Put a line's segments behind its full copy; return how many events are missing in the middle."""
    scratch.mkdir()
    head = fulls.unpack(line.fulls()[0], key, scratch)
    database = writable(scratch / FILE, PRAGMAS)
    with database.connection_context(), database.atomic("IMMEDIATE"):
        for file, found in follow(line, key, head):
            put(database, load_keys(scratch).chain, found.rows, file.after)
    seqs: list[int] = [row[1] for row in rows_of(scratch / FILE)]
    return seqs[-1] - seqs[0] + 1 - len(seqs)


@pytest.mark.promise("R31")
def test_without_the_chain_a_dropped_segment_is_a_silent_hole(backed_up: BusyHall, tmp_path: Path) -> None:
    """The control: the files' own chain finds it, the journal's chain finds it by itself, without both nobody does."""
    line = spoilt(backed_up, tmp_path)
    line.segments()[1].path.unlink()

    with pytest.raises(BackupFault, match="gap"):
        holes(line, backed_up.key, tmp_path / "1", lambda *it: list(following(*it)), append)
    with pytest.raises(chain.ChainBroken):
        holes(line, backed_up.key, tmp_path / "2", read_all, append)
    assert holes(line, backed_up.key, tmp_path / "3", read_all, put_all) > 0


class InProcess:
    """Saves as the server does, with the full copy in this process and on the test's clock."""

    def __init__(self, hall: BusyHall) -> None:
        """Save this hall."""
        self._hall = hall

    def segment(self, now_us: int) -> None:
        """Save what is new."""
        self._hall.keeper.segment(now_us)

    def full(self, now_us: int) -> None:
        """Write a full copy and prove it."""
        self._hall.keeper.full(now_us)

    def last_full_us(self) -> int | None:
        """Return when the last full copy was taken."""
        return max((full.taken_us for line in self._hall.place.glob("*/*") for full in Line(line, 1, "").fulls()), default=None)


async def cut_off(hall: BusyHall, rng: random.Random, *, saved: bool) -> dict[str, int]:
    """Let people come for some minutes, then lose the disk right after an acknowledged number; return when each was taken."""
    watch = BackupWatch(hall.service, hall.clock, InProcess(hall))
    taken: dict[str, int] = {}
    if saved:
        await watch.turn()
        await watch.settled()
    next_us = hall.clock.now() + MINUTE_US
    for _ in range(rng.randrange(20, 60)):
        then_us = hall.clock.now() + rng.randrange(1, 20_000_000)
        while saved and next_us <= then_us:
            hall.clock.move_to(next_us)
            await watch.turn()
            await watch.settled()
            next_us += MINUTE_US
        hall.clock.move_to(then_us)
        taken[await hall.take()] = then_us
    await hall.close()
    shutil.rmtree(hall.data)
    return taken


@pytest.mark.promise("R31")
def test_at_most_a_minute_is_lost_with_the_disk(tmp_path: Path, size: Size, figure: Figure) -> None:
    """The data folder is gone in the very moment in which somebody was given a number; the place is elsewhere."""
    seed, oldest_us, halls = 31, 0, size(3, 25)
    for nth in range(halls):
        root = tmp_path / str(nth)
        root.mkdir()
        hall = BusyHall(root, seed + nth)

        async def story(hall: BusyHall = hall, nth: int = nth) -> dict[str, int]:
            return await cut_off(await hall.open(), random.Random(seed + nth), saved=True)

        taken = asyncio.run(story())
        restore(hall.place, hall.key, hall.data, hall.clock.now())
        with closing(Folder(hall.data)) as folder:
            held = folder.journal.load().tickets
        oldest_us = max([oldest_us, *(hall.clock.now() - at_us for ticket, at_us in taken.items() if ticket not in held)])
        assert set(held) <= set(taken)
        assert oldest_us <= MINUTE_US, f"seed {seed + nth}"
    figure(f"{halls} disks lost: oldest lost number {oldest_us / 1e6:.0f} s old")


@pytest.mark.promise("R31")
def test_without_segments_the_day_is_lost_with_the_disk(tmp_path: Path) -> None:
    """The control: a full copy of the night alone does not bring the morning's numbers back."""
    hall = BusyHall(tmp_path, seed=34)

    async def story() -> dict[str, int]:
        await hall.open()
        await asyncio.to_thread(hall.keeper.full, hall.clock.now())
        return await cut_off(hall, random.Random(34), saved=False)

    taken = asyncio.run(story())
    restore(hall.place, hall.key, hall.data, hall.clock.now())
    with closing(Folder(hall.data)) as folder:
        lost = set(taken) - set(folder.journal.load().tickets)

    assert len(lost) == len(taken) > 0


@pytest.mark.promise("R31")
def test_a_real_day_is_back_within_minutes(tmp_path: Path, size: Size, figure: Figure) -> None:
    """By the command line, with a new disk: the clock of whoever stands in the hall runs until the screens are back."""
    data, place, key = tmp_path / "hall", tmp_path / "place", tmp_path / "key"
    place.mkdir()
    line = replayed(REAL if REAL.exists() and size(0, 1) else own_day(tmp_path / "day.csv"), data)
    assert hallserver("backup", "--data", data, "--new-key", key).returncode == 0
    done = hallserver("backup", "--data", data, "--backup-folder", place, "--backup-key", key)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(data)

    began_s = time.monotonic()
    done = hallserver("restore", "--from", place, "--key", key, "--data", data)
    took_s = time.monotonic() - began_s

    assert done.returncode == 0, done.stderr
    found = rebuilt(data)
    figure(f"{line['events']} events back in {took_s:.1f} s")
    assert found["events"] == line["events"] + 1
    assert took_s < 600


@pytest.mark.promise("R31")
def test_a_served_hall_is_saved_restored_and_goes_on(tmp_path: Path) -> None:
    """The whole way: the server backs itself up, the machine is lost, the visitor's link and number are still good."""
    place, key = tmp_path / "place", tmp_path / "key"
    place.mkdir()
    hall = prepared(tmp_path / "hall", tickets=3)
    make_key(key, hall.path)
    (hall.path / "settings.toml").write_text(f'backup_folder = "{place}"\nbackup_key = "{key}"\n', encoding="utf-8")
    with serving(hall.path) as server:
        with server.caller(hall.kiosks[0]) as kiosk:
            token = kiosk.command("take-ticket", {"services": ["seniors"]}).result["token"]
        until_s = time.monotonic() + 60
        while not list(place.rglob("*.verified.json")):
            assert time.monotonic() < until_s, server.said()
            time.sleep(0.05)
        with server.caller(hall.clerks[0].proof) as clerk:
            called = clerk.command("call-next").result["number"]
        server.stop()
    shutil.rmtree(hall.path)

    done = hallserver("restore", "--from", place, "--key", key, "--data", hall.path)

    assert done.returncode == 0, done.stderr
    with serving(hall.path) as server:
        with server.caller("") as phone:
            assert phone.ask("GET", f"/api/v1/tickets/{token}").status == 200
        with server.caller(hall.clerks[0].proof) as clerk:
            assert clerk.command("start").status == 401, "nobody stays signed in over a restore"
        with server.caller(hall.kiosks[0]) as kiosk:
            taken = kiosk.command("take-ticket", {"services": ["seniors"]}).result
        server.stop()
    assert (called, taken["ticket"].split(".")[0]) == ("A001", "2")
    assert int(taken["number"][1:]) > 50, "numbers of the lost time may be on paper"
    assert rebuilt(hall.path)["differences"] == []


@pytest.mark.promise("R31")
def test_erased_is_erased_in_every_copy(tmp_path: Path) -> None:
    """When retention ends the day's key is dropped: no copy of the files can be read, not even one on a disc written once."""

    async def story() -> BusyHall:
        hall = await BusyHall(tmp_path, seed=35).open()
        await hall.during(hall.keeper.full, 2)
        await hall.during(hall.keeper.segment, 2)
        await hall.close()
        return hall

    hall = asyncio.run(story())
    line = newest_line(hall.place)
    shutil.copytree(line.folder, tmp_path / "disc")
    disc = Line(tmp_path / "disc", line.epoch, line.mark)
    late_us = NINE_US + 182 * vault.DAY_US

    hall.keeper.prune(late_us, 10_000)
    too_early = list(readable(disc, hall.key, vault.VaultKeys(line.folder, hall.key)))
    hall.clock.move_to(late_us)
    went_on(hall.data, hall)
    hall.keeper.prune(late_us, 10_000)

    kept = list(readable(disc, hall.key, vault.VaultKeys(line.folder, hall.key)))
    unrotated = list(readable(disc, hall.key, vault.VaultKeys(disc.folder, hall.key)))
    assert kept == []
    assert too_early == unrotated, "a wall clock that ran ahead of the journal would have dropped keys for good"
    assert len(unrotated) > 0, "the control: with keys that nobody drops every word is still there"
    assert restore(line.folder, hall.key, tmp_path / "new", late_us).vault_rows == 0


def readable(line: Line, key: bytes, keys: vault.VaultKeys) -> list[vault.VaultRow]:
    """Return every vault row of a line that whoever has these keys can read, whatever the date."""
    rows: list[vault.VaultRow] = []
    for path in line.folder.glob("vault-*.sealed"):
        if path.name != "vault-keys.sealed":
            with suppress(BackupFault):
                rows += vault.read_rows(path, key, keys, 0)
    return rows


class District:
    """Takes events of a hall: each place once, never two contents for one place."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._held: dict[tuple[int, int], bytes] = {}

    def take(self, rows: Sequence[JournalRow]) -> int:
        """Take rows; return how many of them claim a place that something else has."""
        return sum(self._held.setdefault(row[:2], row[9]) != row[9] for row in rows)


def went_on(data: Path, hall: BusyHall) -> list[JournalRow]:
    """Open a folder, give three numbers some seconds later, return its whole journal."""

    async def story() -> None:
        with closing(Folder(data)) as folder:
            hall.folder, hall.service = folder, Service(folder, hall.clock)
            for _ in range(3):
                hall.clock.move_to(hall.clock.now() + 5_000_000)
                await hall.take()

    asyncio.run(story())
    return rows_of(data / FILE)


@pytest.mark.promise("R31")
def test_a_restored_hall_never_claims_the_place_of_a_lost_event(backed_up: BusyHall, tmp_path: Path, size: Size) -> None:
    """Restored to any earlier event and gone on, beside the hall that it was: no place is ever two events."""
    live = rows_of(backed_up.data / FILE)
    line, rng = newest_line(backed_up.place), random.Random(38)
    first = fulls.read_head(line.fulls()[0], backed_up.key).upto[1]
    for nth in range(size(2, 12)):
        district = District()
        assert district.take(live) == 0
        until = Place(1, rng.randrange(first, len(live)))
        restore(line.folder, backed_up.key, tmp_path / f"{nth}", NINE_US, Options(until=until))
        restored = went_on(tmp_path / f"{nth}", backed_up)
        assert district.take(restored) == 0, f"restored until {until}"
        assert [row[0] for row in restored][-4:] == [2, 2, 2, 2]


@pytest.mark.promise("R31")
def test_a_folder_put_back_by_hand_is_found_and_not_saved_over(tmp_path: Path) -> None:
    """The control of the epochs: an old copy of the folder goes on in its own epoch and claims places; its backup refuses."""

    async def story(hall: BusyHall) -> None:
        await hall.open()
        await hall.during(hall.keeper.full, 1)
        await hall.close()
        shutil.copytree(hall.data, tmp_path / "old")
        hall.folder = Folder(hall.data)
        hall.service = Service(hall.folder, hall.clock)
        await hall.take()
        hall.keeper.segment(hall.clock.now())
        await hall.close()

    hall = BusyHall(tmp_path, seed=36)
    asyncio.run(story(hall))
    district = District()
    district.take(rows_of(hall.data / FILE))

    conflicts = district.take(went_on(tmp_path / "old", hall))

    assert conflicts > 0
    with pytest.raises(BackupFault, match="other-life"):
        Keeper(tmp_path / "old", hall.place, hall.key).segment(hall.clock.now())
