# SPDX-License-Identifier: Apache-2.0
"""The set-up screen shows rows as the server will take them back."""

import copy
from typing import Any

import msgspec
import pytest

from hallserver import words
from hallserver.core import commands as c
from hallserver.core.catalog import SECTIONS, read_rows
from hallserver.core.hall import Hall
from hallserver.core.roles import ROLES, SERVICE_DOOR, SERVICE_SETUP
from hallserver.setup import PAGE
from hallserver.setup.view import blank_row, view
from tests.support import NINE_US, Play


def see(hall: Hall) -> dict[str, Any]:
    """Return the screen's view as the browser gets it."""
    shown: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(view(hall, "", NINE_US)))
    return shown


def test_every_section_comes_in_the_order_of_the_catalog() -> None:
    """An import and the screen walk the sections in one order."""
    assert [section["name"] for section in see(Play().hall)["sections"]] == list(SECTIONS)


def test_rows_shown_can_be_sent_back_and_change_nothing() -> None:
    """Opening a table and saving it must not change the hall."""
    play = Play()
    before = copy.deepcopy(play.hall.catalog)
    for section in see(play.hall)["sections"]:
        play.ask(c.Configure(section=section["name"], rows=section["rows"]), SERVICE_SETUP)
    assert play.hall.catalog == before


@pytest.mark.parametrize("section", SECTIONS)
def test_a_blank_row_needs_only_what_has_no_default(section: str) -> None:
    """A new row starts with the defaults; what is None must be filled in before it is sent."""
    filling = {"slug": "new", "names": {"zh-Hans": "新"}, "letter": "Z", "queue": "social", "number": 99, "kind": "kiosk"}
    blank = blank_row(section)
    optional = {"target_s"}
    row = {name: filling.get(name) if value is None and name not in optional else value for name, value in blank.items()}
    assert read_rows(section, [row])


def test_the_standard_in_force_is_shown_with_bounds_and_source() -> None:
    """The standard is read here and changed elsewhere; each rule says where it comes from."""
    play = Play()
    standard = see(play.hall)["standard"]
    keys = [row["key"] for row in standard["parameters"]]
    assert keys == sorted(play.hall.rules.parameters)
    assert all(row["unit"] and row["source"] for row in standard["parameters"])
    assert {row["slug"] for row in standard["groups"]} == set(play.hall.rules.groups)


def test_an_empty_hall_is_shown_too() -> None:
    """The first administrator sees a hall with nothing in it."""
    seen = see(Hall())
    assert seen["standard"] is None
    assert [section["rows"] for section in seen["sections"]] == [[]] * len(SECTIONS)


def test_device_states_are_shown_beside_their_rows() -> None:
    """Whoever pairs a device wants to see that it has come."""
    play = Play()
    play.ask(c.ReportDevice(device="kiosk-1", state="paired"), SERVICE_DOOR)
    assert see(play.hall)["devices"] == {"kiosk-1": "paired"}


def test_both_administrators_may_send_what_the_page_sends() -> None:
    """The page offers no more than every role that sees it may do."""
    assert all(PAGE.commands <= ROLES[role] for role in PAGE.roles)


def test_every_section_has_its_words() -> None:
    """A heading without a word shows its key."""
    table = words.table("zh-Hans")
    assert [name for name in SECTIONS if f"setup.section.{name}" not in table or f"setup.hint.{name}" not in table] == []
