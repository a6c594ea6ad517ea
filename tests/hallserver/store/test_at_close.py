# SPDX-License-Identifier: Apache-2.0
"""The hall as it stood at the end of a month, whatever was set up since."""

from contextlib import closing
from pathlib import Path

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.store.at_close import hall_at_close, read_openings
from hallserver.store.database import read_only
from hallserver.store.folder import FILE, Folder
from reports.names import names_of
from tests.support import SMALL_HALL, Play, changed, keep, new_folder, next_day

LONGER = {"1": ("08:00-20:00",)}


def test_standard_and_set_up_are_those_of_the_last_close_in_the_span(tmp_path: Path) -> None:
    """Monday closed under the shipped standard, Tuesday under another; of days that nobody closed there is nothing."""
    play = next_day(Play())
    first = play.entries[-1].day
    renamed = [row | {"names": {"zh-Hans": "改名后的大厅"}, "hours": LONGER} for row in SMALL_HALL["hall"]]
    play.ask(c.Configure(section="hall", rows=renamed), SERVICE_SETUP)
    play.ask(c.AdoptStandard(text=changed("site.matrix", '"6s"'), at_opening=True), SERVICE_SETUP)
    play = next_day(next_day(play, 24), 24)
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
    with closing(read_only(tmp_path / "hall" / FILE)) as database:
        monday, later, never = (
            hall_at_close(database.execute_sql, span)
            for span in (("2026-11-23", "2026-11-24"), ("2026-11-01", "2026-12-01"), ("2026-12-01", "2027-01-01"))
        )
        opened = read_openings(database.execute_sql, ("2026-11-01", "2026-12-01"), names_of(play.hall.catalog))
        dark = read_openings(database.execute_sql, ("2026-11-01", "2026-11-10"), names_of(play.hall.catalog))

    assert first == "2026-11-24"
    assert monday is not None
    assert later is not None
    assert [it.rules.word("site.matrix") for it in (monday, later)] == ["6x5", "6s"]
    assert (monday.catalog.here.names["zh-Hans"], later.catalog.here.names["zh-Hans"]) == ("福田区政务服务大厅", "改名后的大厅")
    assert never is None
    assert opened.on("2026-11-23").hours == monday.catalog.here.hours != LONGER
    assert dark.on("2026-11-09").hours == monday.catalog.here.hours, "of days on which nobody closed those of the next close, not today's"
    assert [opened.on(day).hours for day in ("2026-11-24", "2026-11-30")] == [LONGER, LONGER]
