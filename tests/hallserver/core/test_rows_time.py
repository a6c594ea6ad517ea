# SPDX-License-Identifier: Apache-2.0
"""Slips in special days, quotas by time and shifts are found when they are typed."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import AgainstStandard, HallError, NotFound
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.rows_time import in_order, is_date
from hallserver.words import say
from tests.support import SMALL_HALL, Play, names

SHIFT: dict[str, Any] = {"slug": "day", "names": names("白班"), "days": ["1", "make-up"], "counters": {"c1": "li", "c2": ""}}


def refused(section: str, rows: list[dict[str, Any]]) -> HallError:
    """Have rows set up that must not be; return why not."""
    with pytest.raises(HallError) as error:
        Play().ask(c.Configure(section=section, rows=rows), SERVICE_SETUP)  # type: ignore[arg-type]
    return error.value


@pytest.mark.parametrize(
    ("row", "key", "named"),
    [
        ({"hours": {"make-up": ["12:00-09:00"]}}, "hours-not-in-order", {"weekday": "make-up", "spans": ["12:00-09:00"]}),
        ({"special": {"2026-12-24": {"spans": ["14:00-17:00", "09:00-12:00"]}}}, "hours-not-in-order", {"weekday": "2026-12-24"}),
        ({"special": {"2026-02-30": {}}}, "special-no-date", {"date": "2026-02-30"}),
    ],
)
def test_a_special_day_is_a_date_and_its_times_are_in_order(row: dict[str, Any], key: str, named: dict[str, Any]) -> None:
    """The kind of day is said in its word."""
    error = refused("hall", [SMALL_HALL["hall"][0] | row])

    assert isinstance(error, AgainstStandard)
    assert (error.key, {**error.args_by_name, **named}) == (key, error.args_by_name)
    assert say("error.hours-not-in-order", weekday="make-up", spans=["12:00-09:00"]).startswith("调休上班日的服务时间有误")


@pytest.mark.parametrize("slots", [{"09:00-10:00": 5, "09:30-11:00": 5}, {"10:00-10:00": 5}, {"11:00-12:00": 1, "10:00-11:30": 1}])
def test_times_with_a_quota_do_not_overlap(slots: dict[str, int]) -> None:
    """A number would count in two of them."""
    error = refused("queues", [SMALL_HALL["queues"][0] | {"slots": slots}, SMALL_HALL["queues"][1]])

    assert (error.key, error.args_by_name["slug"]) == ("slots-not-in-order", "social")


@pytest.mark.parametrize(
    ("row", "kind", "key"),
    [
        ({"spans": ["09:00-12:00", "11:00-17:00"]}, AgainstStandard, "shift-spans"),
        ({"from_day": "2026-12-01", "until_day": "2026-11-30"}, AgainstStandard, "shift-dates"),
        ({"from_day": "2026-11-31"}, AgainstStandard, "shift-dates"),
        ({"counters": {"c9": ""}}, NotFound, "reference-unknown"),
        ({"counters": {"c1": "nobody"}}, NotFound, "reference-unknown"),
    ],
)
def test_a_shift_names_only_what_is_there(row: dict[str, Any], kind: type[HallError], key: str) -> None:
    """Counters, people, days and times."""
    error = refused("shifts", [SHIFT | row])

    assert isinstance(error, kind)
    assert error.key == key


def test_what_is_in_order_is_taken() -> None:
    """The control: the same rows without the slip."""
    hall = SMALL_HALL["hall"][0] | {"special": {"2026-12-24": {}, "2026-12-26": {"spans": ["09:00-12:00"], "names": names("加开")}}}
    queues = [SMALL_HALL["queues"][0] | {"slots": {"10:00-11:00": 5, "09:00-10:00": 0}}, SMALL_HALL["queues"][1]]
    play = Play(SMALL_HALL | {"hall": [hall], "queues": queues, "shifts": [SHIFT | {"spans": ["09:00-12:00"], "until_day": "2026-12-31"}]})

    assert play.hall.catalog.here.special["2026-12-26"].names == names("加开")
    assert play.hall.catalog.shifts["day"].counters == {"c1": "li", "c2": ""}
    assert in_order(["09:00-12:00", "12:00-20:00"])
    assert not is_date("2027-02-29")
