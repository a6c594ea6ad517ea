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
from hallserver.setup.view import blank_row, standard_file, view
from tests.support import DUTY, NINE_US, SMALL_HALL, Play, names


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
    filling = {"slug": "new", "names": {"zh-Hans": "新"}, "letter": "Z", "queue": "social", "number": 99, "kind": "kiosk", "file": "a.png"}
    filling |= {"resource": "space", "step": "sort"}
    blank = blank_row(section)
    optional = {"target_s", "quota"}
    row = {name: filling.get(name) if value is None and name not in optional else value for name, value in blank.items()}
    assert read_rows(section, [row])


def test_what_the_standard_binds_is_marked_where_it_is_edited() -> None:
    """Of the checklist alone; a hall without a standard has no such rows."""
    play = Play()
    bound = {section["name"]: section["bound"] for section in see(play.hall)["sections"]}
    assert set(bound.pop("patrol")) == {slug for slug, check in play.hall.rules.checks.items() if check.binding} != set()
    assert not any(bound.values())
    assert [it["bound"] for it in see(Hall())["sections"] if it["name"] == "patrol"] == [[]]


def test_the_standard_in_force_is_shown_with_bounds_and_source() -> None:
    """The standard is read here and changed elsewhere; each rule says where it comes from. It is fetched when it is looked at."""
    play = Play()
    assert see(play.hall)["standard"] == play.hall.rules.hash
    standard = msgspec.json.decode(standard_file(play.hall))
    keys = [row["key"] for row in standard["parameters"]]
    assert keys == sorted(play.hall.rules.parameters)
    assert all(row["unit"] and row["source"] for row in standard["parameters"])
    assert {row["slug"] for row in standard["groups"]} == set(play.hall.rules.groups)


def test_an_empty_hall_is_shown_too() -> None:
    """The first administrator sees a hall with nothing in it."""
    seen = see(Hall())
    assert seen["standard"] is None
    assert standard_file(Hall()) == b"null"
    assert [section["rows"] for section in seen["sections"]] == [[]] * len(SECTIONS)


def test_device_states_are_shown_beside_their_rows() -> None:
    """Whoever pairs a device wants to see that it has come."""
    play = Play()
    play.ask(c.ReportDevice(device="kiosk-1", state="paired"), SERVICE_DOOR)
    states = see(play.hall)["devices"]
    assert states["kiosk-1"] == {"line": "paired", "paper": "fine", "tried": "", "commissioned": None, "cabled": False}


def test_what_a_device_on_a_cable_says_and_came_to_is_shown() -> None:
    """Its paper, its trial, and whether a cabled rater may rate; a retired device is not looked for."""
    play = Play()
    cable = {"agent": "agent-1", "driver": "pretend", "counter": "c1"}
    rows = [*SMALL_HALL["devices"], {"slug": "rater-9", "names": names("评价器"), "kind": "rater", **cable}]
    rows.append({"slug": "board-9", "names": names("屏"), "kind": "board", **cable, "retired": True})
    play.ask(c.Configure(section="devices", rows=rows), SERVICE_SETUP)
    play.ask(c.ReportDevice(device="printer-1", state="low"), SERVICE_DOOR)
    play.ask(c.TryDevice(device="printer-1"), DUTY)
    states = see(play.hall)["devices"]
    assert states["printer-1"] == {"line": "", "paper": "low", "tried": "asked", "commissioned": None, "cabled": True}
    assert states["rater-9"]["commissioned"] is False
    assert states["rater-1"]["commissioned"] is None
    assert "board-9" not in states
    play.ask(c.ReportDevice(device="rater-9", state="commissioned"), SERVICE_DOOR)
    assert see(play.hall)["devices"]["rater-9"]["commissioned"] is True


def test_the_administrators_may_send_what_the_page_sends() -> None:
    """The page sends no more than what one of them may do; trying devices out is the system administrator's."""
    assert PAGE.commands - {"try-device"} <= ROLES["security-admin"]
    assert PAGE.commands - ROLES["security-admin"] <= ROLES["system-admin"]


def test_every_section_has_its_words() -> None:
    """A heading without a word shows its key."""
    table = words.table("zh-Hans")
    assert [name for name in SECTIONS if f"setup.section.{name}" not in table or f"setup.hint.{name}" not in table] == []


def test_the_first_set_up_sees_whether_the_day_is_open_and_the_first_number() -> None:
    """Later numbers change nothing: the view is large, and nobody sets up by the minute."""
    play = Play()
    before = view(play.hall, "", 0)
    play.take()
    after = view(play.hall, "", 0)
    play.take()

    assert (before["open"], before["first"], after["first"]) == (True, "", "A001")
    assert view(play.hall, "", 0) == after
