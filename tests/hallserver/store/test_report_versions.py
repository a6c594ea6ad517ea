# SPDX-License-Identifier: Apache-2.0
"""Versions of signed reports: found by their place, and never given out when they are not what was signed."""

from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest

from hallserver.core.errors import NotFound
from hallserver.store.database import read_only, writable
from hallserver.store.folder import FILE
from hallserver.store.report_versions import Altered, read_frozen, read_staff_days, read_versions
from tests.hallserver.test_freezing import freezing, signed_november
from tests.support import BOSS, DUTY


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a signed report and a correction of it."""
    play, _ = signed_november(tmp_path_factory.mktemp("first") / "hall")
    path = tmp_path_factory.mktemp("second") / "hall"
    freezing(play, path)
    return path


def test_every_version_is_listed_the_newest_first(data: Path) -> None:
    """With who drafted, checked and signed it."""
    with closing(read_only(data / FILE)) as reader:
        correction, first = read_versions(reader.execute_sql)
        assert read_frozen(reader.execute_sql, first.place)[0] == first
        assert read_staff_days(reader.execute_sql, ("2026-11-01", "2026-12-01")) == 1
        assert read_staff_days(reader.execute_sql, ("2026-10-01", "2026-11-01")) == 0

    assert (first.state, first.version, first.drafted_by, first.signed_by) == ("signed", 1, DUTY.id, BOSS.id)
    assert (correction.state, correction.version, correction.why, correction.signed_by) == ("draft", 2, "补录一次巡查", None)


def test_a_content_that_was_changed_behind_our_back_is_not_given_out(data: Path) -> None:
    """The chain would tell too; nobody prints it until then. The control is the test above."""
    with closing(writable(data / FILE, {})) as database:
        database.connect()
        *_, first = read_versions(database.execute_sql)
        body = bytes(database.execute_sql("SELECT body FROM event WHERE seq=?", (first.seq,)).fetchone()[0])
        database.execute_sql("DROP TRIGGER IF EXISTS event_no_update")
        better = body.replace("通道堆物".encode(), "一切良好".encode())
        database.execute_sql("UPDATE event SET body=? WHERE seq=?", (better, first.seq))
        with pytest.raises(Altered):
            read_frozen(database.execute_sql, first.place)
        database.execute_sql("UPDATE event SET body=? WHERE seq=?", (body, first.seq))


def test_a_place_without_a_report_is_not_found(data: Path, tmp_path: Path) -> None:
    """Neither a draft's nor a place at all; and a file of before has no versions."""
    with closing(read_only(data / FILE)) as reader:
        for place in ("1.1", "x", "9.9.9"):
            with pytest.raises(NotFound):
                read_frozen(reader.execute_sql, place)
    with closing(writable(tmp_path / "old.sqlite3", {})) as old:
        old.connect()
        assert read_versions(old.execute_sql) == []
        with pytest.raises(NotFound):
            read_frozen(old.execute_sql, "1.1")


def test_a_file_of_before_the_names_has_its_versions_without_them(data: Path) -> None:
    """The step to this release adds them, and back takes them away; what names there were are in the events."""
    step = import_module("hallserver.store.migrations.0025_signers_names")
    with closing(writable(data / FILE, {})) as database:
        database.connect()
        before = read_versions(database.execute_sql)
        step.down(None, database)
        without = read_versions(database.execute_sql)
        step.up(None, database)
        after = read_versions(database.execute_sql)

    assert [it.names.get("drafted") for it in before] == [{"zh-Hans": "改了姓名"}, {"zh-Hans": "单明"}]
    assert [it.names for it in without] == [it.names for it in after] == [{}, {}]
    assert [it.place for it in without] == [it.place for it in before]
