# SPDX-License-Identifier: Apache-2.0
"""The files that the door hands out, each by its maker."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.core.errors import NotFound
from hallserver.makers import Makers
from hallserver.store.database import Database, read_only
from hallserver.store.past_orders import Wanted
from hallserver.web.orders import no_past_orders
from reports.cards import CARDS
from reports.formats import FORMATS
from reports.record_layouts import LAYOUTS
from tests.hallserver.core.work import rated, the_order


def test_every_report_and_card_has_a_maker_and_a_form_has_what_the_vault_still_has(tmp_path: Path) -> None:
    """What is erased is asked for and not there."""
    play, asked = rated(), list[Sequence[str]]()
    path = tmp_path / "hall.sqlite3"
    Database(path).close()

    def said(refs: Sequence[str]) -> dict[str, str]:
        asked.append(refs)
        return {}

    made = Makers(connect=lambda: closing(read_only(path)), hall=lambda: play.hall, said=said)
    days = {f"day.{output}" for output in FORMATS}
    made_of_days = made.reports(lambda output, day: f"{output} of {day}".encode())
    assert set(made_of_days) == days | {f"ratings-{layout}.json" for layout in LAYOUTS} | {"attendance.json"}
    assert b'"clerks":[]' in made_of_days["attendance.json"]("2026-11-23")
    assert made_of_days["day.pdf"]("2026-11-23") == b"pdf of 2026-11-23"
    assert set(made.cards()) == set(CARDS)
    assert made.cards()["guide"]().startswith(b"%PDF")
    assert made.order_form(the_order(play).no).startswith(b"%PDF")
    assert asked == [["said"]]
    assert made.past_orders(Wanted(but="dan"), "2026-11", play.now_us) == no_past_orders(Wanted(), "", 0)
    with pytest.raises(NotFound):
        made.order_form("G20261123-999")
