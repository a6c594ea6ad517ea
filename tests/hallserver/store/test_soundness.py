# SPDX-License-Identifier: Apache-2.0
"""What is seen in a data folder before it is opened; many damages at once are in tests/faults/test_damage.py."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

import msgspec
import pytest

from hallserver.boot import open_sound
from hallserver.core.commands import Sealed
from hallserver.core.events import DataErased, Entry, EntryStepped
from hallserver.core.history import decode
from hallserver.store.folder import FILE, Folder
from hallserver.store.journal import VaultRow
from hallserver.store.reading import Folded
from hallserver.store.soundness import _MAY_SEAL, NOTE, _false_in, damage_in, digest_of, look_at, sealed_in
from tests.hallserver.cli.running import hallserver
from tests.stories.server_process import prepared
from tests.support import NINE_US


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Return the folder of a hall that was closed in order."""
    path = prepared(tmp_path / "hall", tickets=2).path
    open_sound(path, None, NINE_US).folder.close()
    return path


def change(hall: Path, sql: str) -> None:
    """Change something behind the program's back."""
    with closing(sqlite3.connect(hall / FILE)) as database:
        database.execute(sql)
        database.commit()


def test_a_closed_folder_has_a_note_and_an_open_one_has_none(hall: Path) -> None:
    """The note says that nothing can have happened; while a server runs, anything can."""
    assert (hall / NOTE).exists()
    opened = Folder(hall)
    assert not (hall / NOTE).exists()
    opened.close()
    assert (hall / NOTE).exists()


@pytest.mark.parametrize("note", [True, False])
def test_a_sound_folder_has_no_damage(hall: Path, note: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    """With the note it is not looked at, without it it is, and both times it is sound."""
    if not note:
        (hall / NOTE).unlink()
    assert damage_in(hall / FILE) is None


def test_what_was_folded_to_look_need_not_be_folded_again(hall: Path) -> None:
    """After a cut the start goes on from it; after an orderly close nothing was folded yet."""
    assert look_at(hall / FILE) is None
    (hall / NOTE).unlink()
    looked = look_at(hall / FILE)
    assert isinstance(looked, Folded)
    opened = open_sound(hall, None, NINE_US).folder
    folded = opened.journal._folded
    assert folded is not None
    assert opened.journal.load() is folded.hall
    assert opened.journal.load() == looked.hall == folded.hall
    opened.close()


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE event SET actor = 'person:other' WHERE seq = 12", "chain"),
        ("DELETE FROM event WHERE seq = 12", "chain"),
        ("UPDATE ticket SET state = 'finished'", "tables"),
        ("DELETE FROM leg", "tables"),
        ("UPDATE device_key SET key_hash = zeroblob(32)", "accounts"),
        ("UPDATE meta SET value = 'other' WHERE key = 'hall_id'", "accounts"),
        ("DROP TABLE leg", "unreadable"),
    ],
)
def test_what_was_changed_is_named(hall: Path, sql: str, kind: str) -> None:
    """SQLite calls each of these files sound."""
    change(hall, sql)
    found = damage_in(hall / FILE)
    assert found is not None
    assert found.kind == kind


def test_a_missing_file_is_a_damage_and_no_empty_hall(hall: Path) -> None:
    """Somebody who cleans up must not get an empty hall for it."""
    (hall / FILE).unlink()
    found = damage_in(hall / FILE)
    assert found is not None
    assert found.kind == "missing"


def test_spoilt_keys_are_named(hall: Path) -> None:
    """With a wrong ticket key every visitor's page would be unknown."""
    keys = hall / "keys.json"
    text = keys.read_text(encoding="utf-8")
    at = text.index("ticket") + 12
    keys.write_text(text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :], encoding="utf-8")
    found = damage_in(hall / FILE)
    assert found is not None
    assert found.kind == "keys"


@pytest.mark.parametrize("sql", ["UPDATE event SET at_us = at_us + 1 WHERE seq = 5", "DELETE FROM leg"])
def test_looking_at_a_damage_does_not_make_it_sound(hall: Path, sql: str) -> None:
    """The audit command must not be the one that makes the next start trust a changed file; opening it must not either."""
    change(hall, sql)

    assert hallserver("rebuild", "--check", "--data", hall).returncode != 0
    Folder(hall).close()

    assert damage_in(hall / FILE) is not None


def test_every_field_that_can_point_into_the_vault_is_looked_at() -> None:
    """The fields are found by their types, once; each event that was ever sealed must be among them."""
    golden = (Path(__file__).parent.parent.parent / "golden" / "history.jsonl").read_text(encoding="utf-8").splitlines()
    stored = [(line["kind"], decode(line["kind"], line["v"], msgspec.json.encode(line["body"]))) for line in map(json.loads, golden)]
    sealed = {(kind, name) for kind, event in stored for name in event.__struct_fields__ if sealed_in(getattr(event, name))}

    assert sealed
    assert sealed == {(kind.__name__, name) for kind, names in _MAY_SEAL.items() for name in names}


def test_a_photo_that_is_not_the_one_that_was_sealed_is_a_damage(hall: Path) -> None:
    """One of several of a step: each is looked at."""
    photos = tuple(Sealed(ref=ref, digest=digest_of(b"1" * 16, "as it was")) for ref in ("p1", "p2"))
    event = EntryStepped(entry="GZ20261123-001", step="repaired", photos=photos)
    entry = Entry(epoch=1, seq=1, at_us=NINE_US, day="", actor="person:guo", event=event)
    with closing(sqlite3.connect(hall / FILE)) as database:
        for ref, content in (("p1", "as it was"), ("p2", "another")):
            database.execute("INSERT INTO vault (ref, salt, content, erase_after_us) VALUES (?,?,?,1)", (ref, b"1" * 16, content))
        database.commit()
    opened = Folder(hall)
    with opened.database.reader() as reader:
        assert _false_in(reader, entry) == ["p2"]
    opened.close()


def test_what_was_erased_and_is_there_again_is_a_damage(hall: Path) -> None:
    """A vault from before the erasure, put back by hand, would undo it in silence."""
    event = DataErased(ticket="1.20", refs=("r1",), asked_by="safe")
    opened = Folder(hall)
    loaded = opened.journal.load()
    entry = Entry(epoch=1, seq=loaded.seq + 1, at_us=loaded.at_us, day=loaded.day, actor="person:safe", event=event)
    done: SimpleQueue[BaseException | None] = SimpleQueue()
    opened.journal.append_then([entry], [VaultRow(ref="r1", salt=b"1" * 16, content="张三", erase_after_us=NINE_US * 2)], done.put)
    assert done.get() is None
    opened.close()
    (hall / NOTE).unlink(missing_ok=True)

    found = damage_in(hall / FILE)

    assert found is not None
    assert (found.kind, found.where) == ("vault", "r1")
