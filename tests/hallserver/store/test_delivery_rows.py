# SPDX-License-Identifier: Apache-2.0
"""The last word on each delivery is found in the journal, by an index of its own."""

import asyncio
from pathlib import Path

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_CLOCK
from hallserver.store.delivery_rows import _LAST, read_deliveries
from tests.support import new_folder, open_service


def test_of_each_report_and_way_the_last_word_counts(tmp_path: Path) -> None:
    """A failure that was mended is mended; nothing is looked through for it."""

    async def story() -> None:
        service, folder, _ = open_service(new_folder(tmp_path / "hall"))
        for report, channel, state in (
            ("day", "mail", "failing"),
            ("week", "mail", "empty"),
            ("day", "folder", "delivered"),
            ("day", "mail", "delivered"),
        ):
            told = c.ReportDelivery(report=report, from_date="2026-11-16", to_date="2026-11-17", channel=channel, state=state)  # type: ignore[arg-type]
            await service.submit(told, SERVICE_CLOCK)
        with folder.database.reader() as database:
            found = read_deliveries(database.execute_sql)
            plan = str(database.execute_sql(f"EXPLAIN QUERY PLAN {_LAST}").fetchall())
        folder.close()
        assert {key: it.state for key, it in found.items()} == {
            ("day", "mail"): "delivered",
            ("week", "mail"): "empty",
            ("day", "folder"): "delivered",
        }
        assert "event_delivery" in plan

    asyncio.run(story())
