# SPDX-License-Identifier: Apache-2.0
"""When nothing is spoken."""

import pytest

from hallserver.core.quiet import BadQuiet, read_quiet
from tests.support import MINUTE_US, NINE_US

NOON_US = NINE_US + 180 * MINUTE_US


@pytest.mark.parametrize(("text", "minutes", "quiet"), [
    ("", 0, False), ("12:00-13:30", -1, False), ("12:00-13:30", 0, True), ("12:00-13:30", 89, True), ("12:00-13:30", 90, False),
    ("12:00-13:30, 20:00-08:00", 8 * 60, True), ("20:00-08:00", 13 * 60, True), ("20:00-08:00", 20 * 60, False),
])  # fmt: skip
def test_quiet_hours_are_those_of_the_halls_clock(text: str, minutes: int, quiet: object) -> None:
    """From the first minute until before the last; also over midnight."""
    assert read_quiet(text).holds(NOON_US + minutes * MINUTE_US, "Asia/Shanghai") is quiet


@pytest.mark.parametrize(
    "text", ["12:00", "12-13", "12:00-24:00", "12:60-13:00", "12:00-12:00", "a", "12:00-13:00;14:00-15:00", ",", "1:00-2:00"]
)
def test_anything_else_is_no_time_of_day(text: str) -> None:
    """A hall must not find out at noon that it wrote 12-13."""
    with pytest.raises(BadQuiet):
        read_quiet(text)


def test_a_day_has_only_so_many_quiet_hours() -> None:
    """The text comes from outside."""
    with pytest.raises(BadQuiet):
        read_quiet(",".join(["12:00-13:00"] * 11))
