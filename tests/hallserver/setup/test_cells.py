# SPDX-License-Identifier: Apache-2.0
"""A value as a cell: read and written as people do, and never guessed where it cannot be known."""

from datetime import UTC, datetime

import pytest

from hallserver.setup.cells import NONE, read_cell, say_cell, text_of
from hallserver.setup.fields import FIELDS, Field
from hallserver.setup.writing import BadCell


def field(section: str, name: str) -> Field:
    """Return a field."""
    return next(it for it in FIELDS[section] if it.name == name)


def test_nothing_where_the_usual_is_something_is_said() -> None:
    """An empty cell is the usual value: a voice at no loudness, a person without any role, must be told apart from it."""
    roles, room = field("people", "roles"), field("counters", "room")
    assert say_cell(roles, (), ("clerk",)) == NONE
    assert read_cell(roles, NONE, ("clerk",)) == ()
    assert say_cell(room, "", "") == ""
    assert read_cell(room, say_cell(room, "-", ""), "") == "-"


@pytest.mark.parametrize(
    ("section", "name", "text", "value"),
    [
        ("items", "for_whom", "企业", "firm"),
        ("items", "for_whom", "Persons", "person"),
        ("items", "promise", "即办", "on-the-spot"),
        ("people", "roles", "窗口人员、值班长", ["clerk", "duty-manager"]),
        ("counters", "number", "12.0", 12),
        ("counters", "accessible", "√", True),
        ("hall", "hours", "星期一 = 9:00-12:00 14:00-18:00\n周日 =", {"1": ["09:00-12:00", "14:00-18:00"], "7": []}),
        ("hall", "hours", "Mon = 09:00-12:00\n2 = 09:00-12:00", {"1": ["09:00-12:00"], "2": ["09:00-12:00"]}),
        ("hall", "hours", "节假日 =\n补班 = 9:00-12:00", {"holiday": [], "make-up": ["09:00-12:00"]}),
        (
            "hall",
            "special",
            "2026-12-24 = 休 | 停电检修 | Power cut\n2026-12-26 = 9:00-12:00，14:00-16:00",
            {
                "2026-12-24": {"spans": [], "names": {"zh-Hans": "停电检修", "en": "Power cut"}},
                "2026-12-26": {"spans": ["09:00-12:00", "14:00-16:00"]},
            },
        ),
        ("queues", "slots", "9:00—10:00 = 20\n10:00-11:30 = 0", {"09:00-10:00": 20, "10:00-11:30": 0}),
        ("shifts", "counters", "c1 = li\nc2 =", {"c1": "li", "c2": ""}),
        ("shifts", "days", "周一、周六、调休上班日", ["1", "6", "make-up"]),
        ("plans", "counters", "c1 = 主办 social, firms | 协助 collect", {"c1": {"queues": ["social", "firms"], "helps": ["collect"]}}),
        ("plans", "offered", "seniors = 否", {"seniors": False}),
        ("plans", "quotas", "social = 30", {"social": 30}),
        ("items", "papers", "id = 身份证 | ID card", {"id": {"zh-Hans": "身份证", "en": "ID card"}}),
        ("devices", "keys", "0C = call", {"0C": "call"}),
    ],
)
def test_what_people_write_is_understood(section: str, name: str, text: str, value: object) -> None:
    """In Chinese, in English, and in our own words."""
    assert read_cell(field(section, name), text, None) == value


@pytest.mark.parametrize(
    ("section", "name", "text"),
    [
        ("items", "promise", "马上"),
        ("counters", "number", "三号"),
        ("counters", "accessible", "也许"),
        ("hall", "hours", "每天 = 9:00-12:00"),
        ("hall", "special", "2026-12-24 09:00"),
        ("queues", "slots", "上午 = 20"),
        ("queues", "slots", "09:00-10:00 = 很多"),
        ("shifts", "counters", "一号窗口"),
        ("shifts", "days", "每天"),
        ("plans", "counters", "c1 = 随便 social"),
    ],
)
def test_what_cannot_be_known_is_refused(section: str, name: str, text: str) -> None:
    """It is named to whoever brought it, never taken for something."""
    with pytest.raises(BadCell):
        read_cell(field(section, name), text, None)


def test_what_a_spreadsheet_made_of_a_text_is_a_text_again() -> None:
    """A badge number that became a number, a date, a tick."""
    told = [text_of(raw) for raw in (None, 312.0, 7, True, datetime(2026, 11, 23, tzinfo=UTC), " a ")]
    assert told == ["", "312", "7", "是", "2026-11-23", "a"]
