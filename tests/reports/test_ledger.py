# SPDX-License-Identifier: Apache-2.0
"""Ledgers: what a sheet would run is guarded, times are the hall's, empty is empty."""

from reports.ledger import ORDER_COLUMNS, ledger, orders_ledger
from reports.rows_beside import OrderRow
from tests.reports.sample_day import names

NINE_US = 1_795_395_600_000_000


def _order(**changed: object) -> OrderRow:
    usual = {
        "no": "G20261123-001", "day": "2026-11-23", "source": "rating", "named": True, "contact_due_us": NINE_US, "fix_due_us": None,
        "verified_us": None, "contacted_us": None, "reached": False, "settled_us": None, "fixed_us": None, "closed_us": None,
        "excluded": "", "overdue": 0,
        "of_day": "2026-11-22", "label": "A012", "counter": "w1", "clerk": "li", "service": "enquiry", "stars": 1,
    }  # fmt: skip
    return OrderRow(**(usual | changed))  # type: ignore[arg-type]


def test_an_order_is_one_row_with_the_halls_times() -> None:
    """What has not come yet is empty, never a zero."""
    text = orders_ledger([_order()], names(), "zh-Hans").decode("utf-8-sig")
    head, row = text.splitlines()
    assert len(head.split(",")) == len(ORDER_COLUMNS)
    assert row == "G20261123-001,2026-11-23,差评,2026-11-22,A012,1号综合窗口,咨询,1,是,2026-11-23 09:00:00,,,,,,0"


def test_whoever_takes_the_ledger_away_does_not_learn_who_rated_the_own_work() -> None:
    """A manager who serves too; the others' numbers are told, and no order of what the visitor had no number for has stars."""
    orders = [_order(), _order(no="G20261123-002", clerk="wang", stars=0)]
    own, other = orders_ledger(orders, names(), "zh-Hans", but="li").decode("utf-8-sig").splitlines()[1:]
    assert own.startswith("G20261123-001,2026-11-23,差评,本人经办，不显示,,,,,是,")
    assert other.startswith("G20261123-002,2026-11-23,差评,2026-11-22,A012,1号综合窗口,咨询,,是,")


def test_no_cell_begins_a_formula() -> None:
    """As in every sheet of this house."""
    assert ledger(["a"], [["=1+1"]]).decode("utf-8-sig") == "a\r\n'=1+1\r\n"
