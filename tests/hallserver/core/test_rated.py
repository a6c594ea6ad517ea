# SPDX-License-Identifier: Apache-2.0
"""What of ratings outlives the day: nothing of it is lost in a snapshot, and it is small."""

import json
from collections.abc import Callable

from hallserver.core.rated import KeptLeg, days_after, find, packed, unpacked

PLAIN = KeptLeg(ticket="1.57", leg=1, label="A012", day="2026-11-23", counter="c1", clerk="li", services=("seniors",), until="2026-11-30")
WHOLE = KeptLeg(
    ticket="1.57",
    leg=2,
    label="A012",
    day="2026-11-23",
    counter="c3",
    clerk="wang",
    services=("founding", "aid"),
    until="2026-11-30",
    accepted=2,
    named=True,
    case_no="SZ-1",
    case_until="2027-01-07",
    done_until="2026-12-08",
    completed=1,
)


def test_every_field_comes_back_from_a_snapshot() -> None:
    """Through JSON, as the journal keeps it; the legs of a number in their order."""
    assert unpacked(json.loads(json.dumps(packed([WHOLE, PLAIN])))) == {"1.57": [PLAIN, WHOLE]}


def test_what_is_as_usual_takes_no_room() -> None:
    """A leg that nobody rated is its number and its label."""
    [[*_, rows]] = packed([PLAIN])
    assert rows == [[57, "A012"]]


def test_a_record_lasts_as_long_as_anything_may_come_of_it() -> None:
    """Its rating, its open case, the rating of its completion."""
    assert (PLAIN.lasts("2026-11-30"), PLAIN.lasts("2026-12-01"), WHOLE.lasts("2027-01-07"), WHOLE.lasts("2027-01-08")) == (
        True, False, True, False,
    )  # fmt: skip
    assert find({"1.57": [PLAIN, WHOLE]}, "1.57", 2) is WHOLE
    assert find({}, "1.57", 1) is None


def test_dates_are_counted_by_the_calendar() -> None:
    """Over the end of a leap February too."""
    assert days_after("2028-02-26", 7) == "2028-03-04"


def test_three_thousand_visits_a_day_for_a_week_stay_small(figure: Callable[[str], None]) -> None:
    """Each day's close carries the last seven days' legs: less than a tenth of what the day itself wrote to the journal."""
    legs = [
        KeptLeg(
            ticket=f"1.{day * 40_000 + n * 9}",
            leg=1,
            label=f"{'ABCDEFGH'[n % 8]}{n // 8:03}",
            day=f"2026-11-{10 + day}",
            counter=f"c{n % 30}",
            clerk=f"clerk-{n % 30}",
            services=(f"service-{n % 8}",),
            until=f"2026-11-{17 + day}",
            accepted=int(n % 3 == 0),
        )
        for day in range(7)
        for n in range(3_000)
    ]
    size = len(json.dumps(packed(legs), separators=(",", ":")))
    figure(f"rateable legs of 7 days x 3,000 visits in a day's snapshot: {size / 1e6:.2f} MB, {size / len(legs):.1f} bytes each")

    assert size < 25 * len(legs)
    assert len(unpacked(packed(legs))) == len(legs)
