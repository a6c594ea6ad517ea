# SPDX-License-Identifier: Apache-2.0
"""Work orders that the hall has forgotten are read from its file as they were."""

from contextlib import closing
from pathlib import Path

from hallserver.store.folder import Folder
from hallserver.store.past_orders import past_order
from tests.hallserver.core.work import rated, steps
from tests.support import keep, new_folder, next_day

NO = "G20261123-001"


def test_a_closed_order_is_read_as_it_was_when_the_hall_has_forgotten_it(tmp_path: Path) -> None:
    """Every step with who and when; the control is a number that was never given."""
    play = rated()
    order = steps(play, "verify", "contact", "rectify", "reply", "call-back", "close")
    next_day(play, hours=31 * 24)
    assert play.hall.orders == {}

    with closing(Folder(new_folder(tmp_path))) as folder, folder.database.reader() as reader:
        keep(folder, play.entries)
        found = past_order(reader.execute_sql, NO)
        assert found is not None
        assert (found.steps, found.closed_us, found.measure, found.answer) == (order.steps, order.closed_us, order.measure, order.answer)
        assert past_order(reader.execute_sql, "G20261123-002") is None
