# SPDX-License-Identifier: Apache-2.0
"""When steps of a work order are due, by hand over the holidays and make-up days of 2026."""

from pathlib import Path

import pytest

from hallserver.core.due import CLOSE, CONTACT, FIX, Limit, due_after
from hallserver.core.hall import Hall
from hallserver.core.profile import compose
from tests.hallserver.core.work import at, said, with_values
from tests.support import SHIPPED, Play

PRESETS = Path(__file__).parents[3] / "hallserver" / "standards" / "presets"


def under(preset: str) -> Hall:
    """Return a hall under the shipped standard with a shipped preset laid over it."""
    hall = Play().hall
    hall.standard = compose(SHIPPED, [(PRESETS / f"{preset}.toml").read_text(encoding="utf-8")], "2026-11-23")
    return hall


SHENZHEN, SHANGHAI = under("shenzhen"), under("shanghai")


@pytest.mark.parametrize(
    ("begins", "limit", "due", "reminders", "district"),
    [
        # National Day is 1–7 October, Saturday the 10th is worked.
        ("2026-09-30 16:00", CONTACT, "2026-10-11 00:00", ["2026-10-09 00:00", "2026-10-10 00:00"], "2026-10-14 00:00"),
        ("2026-10-08 10:00", FIX["simple"], "2026-10-22 00:00", ["2026-10-15 00:00", "2026-10-21 00:00"], "2026-10-24 00:00"),
        ("2026-10-03 09:00", CONTACT, "2026-10-11 00:00", ["2026-10-09 00:00", "2026-10-10 00:00"], "2026-10-14 00:00"),
        # Mid-Autumn is 25–27 September, Sunday the 20th is worked.
        ("2026-09-18 17:59", CONTACT, "2026-09-23 00:00", ["2026-09-21 00:00", "2026-09-22 00:00"], "2026-09-25 00:00"),
        # Spring Festival is 15–23 February, the Saturdays before and after are worked.
        ("2026-02-13 09:30", CONTACT, "2026-02-26 00:00", ["2026-02-15 00:00", "2026-02-25 00:00"], "2026-02-28 00:00"),
        ("2026-02-14 11:00", FIX["complex"], "2026-03-14 00:00", ["2026-03-13 00:00"], "2026-03-18 00:00"),
        # Labour Day is 1–5 May, Saturday the 9th is worked.
        ("2026-04-30 09:00", CLOSE, "2026-05-12 00:00", ["2026-05-10 00:00"], "2026-05-14 00:00"),
    ],
)
def test_days_off_are_not_counted_and_make_up_days_are(begins: str, limit: Limit, due: str, reminders: list[str], district: str) -> None:
    """Counted by hand with the State Council's notice for 2026; the day itself is not counted."""
    found = due_after(SHENZHEN, at(begins), limit)

    assert said(found.due_us) == due
    assert [said(it) for it in found.remind_us] == reminders
    assert said(found.higher_us) == district


@pytest.mark.parametrize(
    ("begins", "limit", "due", "reminders"),
    [
        ("2026-11-23 09:00", CONTACT, "2026-11-25 00:00", ["2026-11-24 00:00"]),
        ("2026-02-14 11:00", CONTACT, "2026-02-25 00:00", ["2026-02-15 00:00"]),
        ("2026-11-23 09:00", FIX["simple"], "2026-12-01 00:00", ["2026-11-27 00:00", "2026-11-28 00:00"]),
        ("2026-11-23 09:00", FIX["complex"], "2026-12-15 00:00", ["2026-12-12 00:00"]),
    ],
)
def test_a_preset_has_its_own_limits(begins: str, limit: Limit, due: str, reminders: list[str]) -> None:
    """上海市优化营商环境条例 2020 §29: spoken to within one working day; it is reminded when that day begins."""
    found = due_after(SHANGHAI, at(begins), limit)

    assert (said(found.due_us), [said(it) for it in found.remind_us]) == (due, reminders)


def test_a_warning_that_is_no_earlier_than_the_end_is_none() -> None:
    """A reminder of what is over would be one that nobody can follow."""
    hall = Play(standard=with_values(contact_wd=1, contact_warn_wd=1, remind_before_wd=0)).hall

    assert due_after(hall, at("2026-11-23 09:00"), CONTACT).remind_us == ()


def test_a_reminder_that_would_come_before_it_begins_does_not_come() -> None:
    """Five days before an end that is one day away."""
    hall = Play(standard=with_values(contact_wd=1, contact_warn_wd=0, remind_before_wd=5)).hall

    assert due_after(hall, at("2026-11-23 09:00"), CONTACT).remind_us == ()
