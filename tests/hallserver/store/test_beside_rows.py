# SPDX-License-Identifier: Apache-2.0
"""Rows beside the visits, in the report that is made of them; the rows themselves are shown in ``test_projections_beside.py``."""

from contextlib import closing
from pathlib import Path

from hallserver.store.folder import Folder
from hallserver.store.report_rows import read_period
from tests.support import keep, new_folder, varied_day


def test_a_period_holds_its_steps_out_of_order_and_the_devices_away(tmp_path: Path) -> None:
    """Half-open: the day itself and not the next."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, varied_day().entries)
        with folder.database.reader() as database:
            day, after = (read_period(database, *span) for span in (("2026-11-23", "2026-11-24"), ("2026-11-24", "2026-11-25")))

    assert {it.kind for it in day.jumps} == {"call-ticket", "lift", "swap"}
    assert [it.device for it in day.away] == ["hall-1"]
    assert (after.jumps, after.away) == ([], [])
