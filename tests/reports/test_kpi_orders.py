# SPDX-License-Identifier: Apache-2.0
"""实名差评回访整改率, 按时联系率, 按时整改率 on work orders worked out by hand."""

from typing import Any

from reports.figures import Figure
from reports.kpi_orders import OrderTally, orders_counted, orders_done, tally_orders
from reports.rows_beside import OrderRow
from tests.reports.sample_day import DATE, at

TEN, NOON, THREE, FOUR = at("10:00"), at("12:00"), at("15:00"), at("16:00")
NOW = at("18:00")


def order(no: int, **fields: Any) -> OrderRow:
    """Return the order of a bad rating of a name at which nobody has done anything; spoken to by noon, put right by four is in time."""
    return OrderRow(
        f"G-{no:03d}", DATE, "rating", named=True, contact_due_us=NOON, fix_due_us=None, verified_us=None, contacted_us=None, reached=False,
        settled_us=None, fixed_us=None, closed_us=None, excluded="", overdue=0,
    )._replace(**fields)  # fmt: skip


VERIFIED = {"verified_us": TEN, "fix_due_us": FOUR}
ORDERS = [
    order(1, **VERIFIED, contacted_us=TEN, reached=True, fixed_us=THREE, closed_us=FOUR),  # everything in time
    order(2, verified_us=TEN, contacted_us=TEN, reached=True, settled_us=TEN, fixed_us=TEN),  # on the spot
    order(3, **VERIFIED, contacted_us=THREE, reached=True, fixed_us=NOW, overdue=2),  # both too late
    order(4, **VERIFIED, contacted_us=TEN, reached=False, fixed_us=THREE),  # tried in vain, put right in time
    order(5, contact_due_us=NOON, overdue=1),  # neglected
    order(6, contact_due_us=at("20:00")),  # not due yet
    order(7, **VERIFIED, named=False, contact_due_us=None, fixed_us=THREE),  # nobody to speak to, put right in time
    order(8, verified_us=TEN, fix_due_us=at("20:00"), named=False, contact_due_us=None),  # putting right is not due yet
    order(9, **VERIFIED, excluded="mistaken"),
    order(10, excluded="malicious", named=False),
    order(11, source="complaint", overdue=1),
    order(12, source="praise", named=False),
]


def figures(orders: list[OrderRow], now_us: int = NOW) -> dict[str, Figure]:
    """Return the figures by key."""
    tally = tally_orders(orders, now_us)
    return {it.key: it for it in (*orders_counted(tally), *orders_done(tally))}


def parts(figure: Figure) -> tuple[float | None, float | None]:
    """Return numerator and denominator."""
    return figure.numerator, figure.denominator


def test_of_named_bad_ratings_who_was_visited_back_and_put_right() -> None:
    """Named and valid: 1 … 6; of them 1, 2, 3 were spoken to and put right. The fourth could not be reached: tries make no figure."""
    found = figures(ORDERS)

    assert parts(found["orders.reached"]) == (3, 6)
    assert parts(found["orders.reached-fixed"]) == (3, 6)
    assert found["orders.reached"].excluded == found["orders.reached-fixed"].excluded == {"mistaken": 1}
    assert parts(found["orders.fixed"]) == (5, 8), "of all valid ones: 1, 2, 3, 4, 7"
    assert found["orders.fixed"].excluded == {"mistaken": 1, "malicious": 1}


def test_spoken_to_is_not_yet_put_right() -> None:
    """Two steps, two times: 回访率 and 回访整改率 part here."""
    found = figures([order(1, contacted_us=TEN, reached=True), order(2, **VERIFIED, fixed_us=THREE)])

    assert (parts(found["orders.reached"]), parts(found["orders.reached-fixed"])) == ((1, 2), (0, 2))


def test_contacted_in_time() -> None:
    """1, 2, 4 (tried in time) of 1, 2, 3, 4, 5; the sixth is not due yet."""
    found = figures(ORDERS)["orders.contact-kept"]

    assert (parts(found), found.excluded) == ((3, 5), {"mistaken": 1, "not-due": 1})
    assert parts(figures(ORDERS, at("21:00"))["orders.contact-kept"]) == (3, 6), "the same later: now it is late"


def test_put_right_in_time() -> None:
    """1, 2, 4, 7 of those and the third; the eighth is not due yet, the fifth and sixth were never verified."""
    found = figures(ORDERS)["orders.fix-kept"]

    assert (parts(found), found.excluded) == ((4, 5), {"mistaken": 1, "malicious": 1, "not-due": 1, "not-verified": 2})
    assert parts(figures(ORDERS, at("20:00"))["orders.fix-kept"]) == (4, 6), "at its due time, not done: late"


def test_orders_are_counted_by_source_and_what_was_left_out_apart() -> None:
    """Ten bad ratings, seven of a name, one of them mistaken and so in no share; nothing is deleted."""
    found = figures(ORDERS)

    assert {key.removeprefix("orders."): found[key].value for key in found if found[key].kind == "count"} == {
        "rating": 10, "named": 7, "unreached": 1, "settled": 1, "mistaken": 1, "malicious": 1, "overdue": 3, "cannot-do": 0, "complaint": 1,
        "praise": 1,
    }  # fmt: skip
    assert (found["orders.rating"].denominator, found["orders.reached"].denominator) == (12, 6)


def test_halls_add_up() -> None:
    """A period of two halls has the figures of all their orders."""
    both = OrderTally()
    for part in (ORDERS[:5], ORDERS[5:]):
        both.add(tally_orders(part, NOW))

    assert both == tally_orders(ORDERS, NOW)


def test_no_order_is_no_share() -> None:
    """Not nought per cent, and not a hundred."""
    assert {it.value for it in orders_done(tally_orders([], NOW))} == {None}
