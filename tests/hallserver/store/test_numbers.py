# SPDX-License-Identifier: Apache-2.0
"""A number of a business day is found as its slip says it or somebody types it; where records are lost, nothing is said of it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.core import events as e
from hallserver.store.folder import Folder
from hallserver.store.numbers import read_number
from tests.support import MINUTE_US, NINE_US, Play, keep, new_folder, next_day

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"
SHANGHAI = "Asia/Shanghai"
_DAY_US = 24 * 60 * MINUTE_US


def test_a_number_is_found_with_its_day_and_none_is_there_twice(tmp_path: Path) -> None:
    """Numbers begin anew each day. After a restore from Tuesday's backup on Thursday, nobody can say what Wednesday gave out."""
    play = Play().open()
    play.take()
    next_day(play).take()
    with closing(Folder(new_folder(tmp_path))) as folder, folder.database.reader() as reader:
        keep(folder, play.entries)

        def found(name: str, day: str) -> tuple[str, str, bool, bool]:
            it = read_number(reader.execute_sql, name, day, SHANGHAI)
            assert (it.name, it.day) == (name, day)
            return it.ticket, it.label, it.opened, it.lost

        first, second = [f"{it.epoch}.{it.seq}" for it in play.entries if isinstance(it.event, e.TicketIssued)]
        assert {found(name, MONDAY) for name in ("A001", "a1", "A0001")} == {(first, "A001", True, False)}
        assert found("A1", TUESDAY) == (second, "A001", True, False)
        assert found("A2", TUESDAY) == found("B1", TUESDAY) == ("", "", True, False)
        assert found("A1", "2026-11-25") == ("", "", False, False)
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            keep(folder, [issued(play)])

        last = play.entries[-1]
        back = e.Restored(kept=f"1.{last.seq}", taken_us=last.at_us, mark="ab")
        again = e.Entry(epoch=2, seq=last.seq + 1, at_us=NINE_US + 3 * _DAY_US, day=last.day, actor="service:setup", event=back)
        keep(folder, [again])
        assert [found("A9", f"2026-11-{day}")[2:] for day in (23, 24)] == [(True, False), (True, True)]
        assert [found("A9", f"2026-11-{day}")[2:] for day in (25, 26, 27)] == [(False, True), (False, True), (False, False)]
        assert found("A1", TUESDAY) == (second, "A001", True, False)


def issued(play: Play) -> e.Entry:
    """Return a second issue of a number that was given already."""
    last = play.entries[-1]
    event = next(it.event for it in reversed(play.entries) if isinstance(it.event, e.TicketIssued))
    return e.Entry(epoch=1, seq=last.seq + 1, at_us=last.at_us, day=last.day, actor=last.actor, event=event)
