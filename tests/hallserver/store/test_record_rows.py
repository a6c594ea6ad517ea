# SPDX-License-Identifier: Apache-2.0
"""The rows of rating records, from a real file: with case, matter, order and what was said, late ratings by the day they were given."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.core.errors import Malformed, NotFound
from hallserver.makers import Makers
from hallserver.report_door import rating_records
from hallserver.store.folder import Folder
from hallserver.store.journal import VaultRow
from hallserver.store.record_rows import read_rated, read_said
from reports.records import Asked
from tests.hallserver.store.test_rating_rows import MONDAY, WHOLE, rated_days
from tests.support import keep, new_folder

SAID = [VaultRow(ref=ref, salt=b"s" * 16, content=text, erase_after_us=2**62) for ref, text in (("r1", "态度不好"), ("r2", "13812345678"))]


def test_a_row_has_what_is_known_of_its_rating(tmp_path: Path) -> None:
    """The case noted at the counter, the one matter, who served, when it was closed and put right, and what was said."""
    play = rated_days()
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries, SAID)
        with folder.database.reader() as database:
            rows = read_rated(database.execute_sql, WHOLE)
            said = read_said(database.execute_sql, rows)

    told = [(it.stage, it.nth, it.stars, it.case_no, it.items, it.done_us is not None, it.excluded) for it in rows]
    assert told == [
        ("accepted", 1, 5, "", "", False, ""),
        ("accepted", 1, 1, "SZ-1", "senior-card", True, ""),
        ("accepted", 1, 2, "", "", False, "mistaken"),
        ("accepted", 2, 4, "SZ-1", "senior-card", True, ""),
        ("completed", 1, 5, "SZ-1", "senior-card", True, ""),
        ("accepted", 0, 3, "", "", False, ""),
    ]
    bad = rows[1]
    assert (bad.label, bad.clerk, bad.service, bad.tags, bad.rectified_us) == ("A002", "li", "seniors", '["attitude"]', play.now_us)
    assert bad.begun_us is not None
    assert (said, said[bad.contact_ref or ""]) == ({"r1": "态度不好", "r2": "13812345678"}, "13812345678")


def test_what_the_door_hands_out_is_masked(tmp_path: Path) -> None:
    """Whoever may read reports gets a day's records; contacts of them nobody by that way."""
    play = rated_days()
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries, SAID)
        made = Makers(connect=folder.database.reader, hall=lambda: play.hall, said=lambda _: {})
        found = json.loads(made.reports(lambda _, __: b"")["ratings-guangdong.json"](MONDAY))

    assert (found["personal"], [it["record"]["contactPhone"] for it in found["records"]]) == ("masked", ["*******5678"])


def test_days_that_there_are_not_are_no_empty_export(tmp_path: Path) -> None:
    """No data is not no ratings."""
    play = rated_days()
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        with folder.database.reader() as database:
            asked = {("2026-01-01", "2026-01-31"): NotFound, (MONDAY, "2026-11-01"): Malformed, ("heute", MONDAY): Malformed}
            for (first, last), fault in asked.items():
                with pytest.raises(fault):
                    rating_records(database, Asked("national", first, last), play.hall.catalog)
