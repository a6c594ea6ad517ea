# SPDX-License-Identifier: Apache-2.0
"""The running stock: a count sets it, what comes and goes changes it, and it is low below the least that somebody has said."""

from hallserver.core import commands as c
from hallserver.core.registers import REGISTERS
from hallserver.core.site_state import PLACES_DAYS, kept_site, site_of
from hallserver.core.stock import CONSUMABLE, Stock
from tests.support import GUIDE, Play, next_day

DAY_S = 86_400


def entered(play: Play, move: str, count: int, what: str = "slip-paper", **fields: str | int) -> Stock:
    """Write into the register of consumables; return the stock of what was written about."""
    play.later(60).ask(c.RegisterEntry(register=CONSUMABLE, fields={"what": what, "move": move, "count": count, **fields}), GUIDE)
    return max(play.hall.site.stock.values(), key=lambda it: it.moved_us)


def test_the_first_count_sets_it_and_what_comes_and_goes_changes_it() -> None:
    """Before, nothing is known; a new count puts right what was not written down."""
    play = Play()
    told = [(it.known, it.n) for it in (entered(play, *step) for step in (
        ("in", 40), ("out", 3), ("count", 20), ("out", 5), ("in", 10), ("count", 24), ("out", 25),
    ))]  # fmt: skip

    assert told == [(False, 0), (False, 0), (True, 20), (True, 15), (True, 25), (True, 24), (True, -1)]


def test_it_is_low_below_the_least_that_was_said_last() -> None:
    """At the least it is not; where nobody has said, only less than nothing is."""
    play = Play()
    told = [it.low for it in (
        entered(play, "out", 1, least=5), entered(play, "count", 5), entered(play, "out", 1), entered(play, "in", 1),
        entered(play, "in", 0, least=6), entered(play, "count", 5, least=0), entered(play, "out", 5), entered(play, "out", 1),
    )]  # fmt: skip

    assert told == [False, False, True, False, True, False, False, True]


def test_each_article_at_each_place_has_its_own() -> None:
    """Of other things their detail says which; of the rest it is a remark."""
    play = Play()
    for what, zone, detail in (("pen", "", "黑"), ("pen", "", "蓝"), ("pen", "main", ""), ("other", "", "口哨"), ("other", "", "国旗")):
        fields = {name: value for name, value in (("zone", zone), ("detail", detail)) if value}
        entered(play, "count" if (what, zone, detail) != ("pen", "", "蓝") else "in", 4, what, **fields)

    assert [(it.what, it.zone, it.detail, it.n) for it in play.hall.site.stock.values()] == [
        ("pen", "", "", 8), ("pen", "main", "", 4), ("other", "", "口哨", 4), ("other", "", "国旗", 4),
    ]  # fmt: skip


def test_it_outlives_the_entries_that_it_is_made_of() -> None:
    """Entries leave the hall after a month, the stock only when nothing was written about it for a year; a snapshot keeps it."""
    play = Play()
    entered(play, "count", 9)
    next_day(play, 40 * 24)
    next_day(play, 1)

    assert not play.hall.site.entries
    assert site_of({"site": kept_site(play.hall.site)["site"]}).stock == play.hall.site.stock
    assert entered(play, "out", 2).n == 7
    next_day(play, PLACES_DAYS * 24)
    next_day(play, 1)
    assert not play.hall.site.stock


def test_the_register_has_what_the_stock_is_made_of() -> None:
    """Movements that are no count, and the fields that are read."""
    fields = {it.slug: it for it in REGISTERS[CONSUMABLE].fields}

    assert set(fields["move"].choices) == {"in", "out", "count"}
    assert {it.slug for it in fields.values() if it.kind == "count"} == {"count", "least"}
    assert {"what", "detail", "zone"} <= set(fields)
