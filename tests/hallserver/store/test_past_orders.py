# SPDX-License-Identifier: Apache-2.0
"""Work orders that the hall has forgotten are read from its file as they were, and looked for there."""

from contextlib import closing
from pathlib import Path

from hallserver.core import commands as c
from hallserver.store.folder import Folder
from hallserver.store.past_orders import PAGE_ROWS, Wanted, past_order, past_orders
from tests.hallserver.core.work import rated, steps
from tests.support import BOSS, keep, new_folder, next_day, register

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


def test_closed_orders_are_looked_for_and_turned_over_page_by_page(tmp_path: Path) -> None:
    """Newest first, by source, counter, matter, cause, what was found and when closed; none about who asks, nor told by a page's edge."""
    play = rated()
    steps(play, "verify", "contact", "rectify", "reply", "call-back", "close")
    rated_us = play.now_us
    praises = [register(play.later(60), "praise", counter="c2") for _ in range(PAGE_ROWS + 1)]
    for no in praises:
        play.ask(c.CloseOrder(order=no), BOSS)
    kept = register(play.later(1), "praise", counter="c3")

    with closing(Folder(new_folder(tmp_path))) as folder, folder.database.reader() as reader:
        keep(folder, play.entries)

        def found(**wanted: str | int) -> list[str]:
            return [it.no for it in past_orders(reader.execute_sql, Wanted(**wanted)).orders]  # type: ignore[arg-type]

        first = past_orders(reader.execute_sql, Wanted())
        assert ([it.no for it in first.orders], first.more) == (praises[:0:-1], True)
        assert (first.counters, first.items, first.first_us) == (["c1", "c2"], ["senior-card"], rated_us)
        rest = past_orders(reader.execute_sql, Wanted(before=praises[1]))
        assert ([it.no for it in rest.orders], rest.more) == ([praises[0], NO], False)
        fits = ({"source": "rating"}, {"counter": "c1"}, {"item": "senior-card"}, {"cause": "unclear"}, {"found": "justified"}, {"no": NO})
        for wanted in (*fits, {"until_us": rated_us + 1}):
            assert found(**wanted) == [NO], wanted
        assert found(from_us=rated_us + 1, source="rating") == found(source="complaint") == []
        assert found(let_go_us=play.now_us + 1, no=kept) == [kept]
        assert found(no=kept) == []
        mine = past_orders(reader.execute_sql, Wanted(but="li", before=praises[1]))
        assert ([it.no for it in mine.orders], mine.counters, mine.items) == ([praises[0]], ["c2"], [])
        assert found(but="li", before=NO) == found(but="li", before="G20261123-999") == []
