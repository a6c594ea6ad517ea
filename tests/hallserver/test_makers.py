# SPDX-License-Identifier: Apache-2.0
"""The files that the door hands out, each by its maker."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.core.errors import NotFound
from hallserver.makers import Makers
from hallserver.store.database import Database, read_only
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
    assert set(made.reports()) == {f"day.{output}" for output in FORMATS} | {f"ratings-{layout}.json" for layout in LAYOUTS}
    assert set(made.cards()) == set(CARDS)
    assert made.cards()["guide"]().startswith(b"%PDF")
    assert made.order_form(the_order(play).no).startswith(b"%PDF")
    assert asked == [["said"]]
    with pytest.raises(NotFound):
        made.order_form("G20261123-999")
