# SPDX-License-Identifier: Apache-2.0
"""A set-up of devices that cannot work is refused with the row that is wrong."""

from typing import Any

import pytest

from hallserver.core.catalog import DeviceRow
from hallserver.core.errors import AgainstStandard, NotFound
from hallserver.core.wiring import check_wiring
from tests.support import names


def row(slug: str, kind: str, **fields: Any) -> DeviceRow:
    """Return a row of a device."""
    return DeviceRow(slug=slug, names=names(slug), kind=kind, **fields)  # type: ignore[arg-type]


ROWS = [row("agent-1", "agent"), row("printer-1", "printer", agent="agent-1"), row("kiosk-1", "kiosk", printer="printer-1")]
PORT = {"agent": "agent-1", "driver": "ff68", "address": "/dev/ttyUSB0@5", "counter": "c1"}


def check(*more: DeviceRow) -> None:
    """Check a small hall with these devices more."""
    check_wiring({"c1", "c2"}, [*ROWS, *more])


@pytest.mark.parametrize(
    "wrong",
    [row("board-1", "board", counter="c9"), row("reader-1", "reader", kiosk="kiosk-9"), row("voice-1", "voice", agent="agent-9")],
)
def test_what_is_named_must_be_there(wrong: DeviceRow) -> None:
    """A slip of the pen would show only in the hall."""
    with pytest.raises(NotFound) as refused:
        check(wrong)
    assert refused.value.key == "reference-unknown"


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (row("kiosk-2", "kiosk", printer="kiosk-1"), "printer"),
        (row("board-1", "board", agent="printer-1"), "agent"),
        (row("reader-1", "reader", kiosk="agent-1"), "kiosk"),
    ],
)
def test_what_is_named_must_be_of_the_kind_that_is_needed(wrong: DeviceRow, kind: str) -> None:
    """A reader whose kiosk is an agent would serve nobody."""
    with pytest.raises(AgainstStandard) as refused:
        check(wrong)
    assert (refused.value.key, refused.value.args_by_name["kind"]) == ("device-kind-wrong", kind)


@pytest.mark.parametrize("kind", ["keypad", "rater"])
def test_what_acts_for_a_counter_needs_one(kind: str) -> None:
    """A tablet for ratings without a counter is refused elsewhere: it may be moved about; a retired row may stay as it is."""
    with pytest.raises(AgainstStandard, match="device-needs-counter"):
        check(row("new", kind, **{**PORT, "counter": ""}))
    check(row("new", kind, **{**PORT, "counter": "", "retired": True}))
    check(row("tablet", "rater"))


def test_a_key_means_only_what_its_kind_of_device_can_ask_for() -> None:
    """A keypad never rates, a rater never calls."""
    check(row("keypad-1", "keypad", **PORT, keys={"0C": "call"}), row("rater-1", "rater", **PORT, keys={"05": "star:5"}))
    for kind, meaning in (("keypad", "star:5"), ("rater", "call"), ("board", "call")):
        with pytest.raises(AgainstStandard, match="key-meaning-unknown"):
            check(row("new", kind, **PORT, keys={"0C": meaning}))


def test_two_of_a_kind_cannot_be_at_one_place_of_an_agent() -> None:
    """Each would undo what the other does; options make no other place."""
    first = row("board-1", "board", **PORT)
    with pytest.raises(AgainstStandard) as refused:
        check(first, row("board-2", "board", **{**PORT, "address": "/dev/ttyUSB0@5?baud=9600"}))
    assert refused.value.args_by_name["places"] == ["agent-1 /dev/ttyUSB0@5"]
    check(first, row("board-2", "board", **{**PORT, "address": "/dev/ttyUSB0@6"}))
    check(first, row("keypad-1", "keypad", **PORT))
    check(first, row("board-2", "board", **PORT, retired=True))
    check(first, row("agent-2", "agent"), row("board-2", "board", **{**PORT, "agent": "agent-2"}))


def test_pretend_devices_need_no_place_of_their_own() -> None:
    """They are nowhere."""
    check(*(row(f"board-{n}", "board", agent="agent-1", driver="pretend", counter="c1") for n in (1, 2)))


def test_a_line_has_one_speed() -> None:
    """Whoever opens it first would shut the others out."""
    slow, fast = row("board-1", "board", **PORT), {**PORT, "address": "/dev/ttyUSB0@6?columns=8&baud=19200"}
    with pytest.raises(AgainstStandard, match="device-speeds-differ"):
        check(slow, row("board-2", "board", **fast))
    check(slow, row("board-2", "board", **{**fast, "address": "/dev/ttyUSB1@6?baud=19200"}))
    check(slow, row("board-2", "board", **fast, retired=True))
