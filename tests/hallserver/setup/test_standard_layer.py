# SPDX-License-Identifier: Apache-2.0
"""A hall's own file: what an edit writes into it, and what it leaves as somebody wrote it."""

import tomllib

import pytest

from hallserver.core.deviation import read_layer
from hallserver.core.errors import AgainstStandard
from hallserver.core.profile import checked, unconfirmed
from hallserver.exchange_standard import Edit, StandardForm
from hallserver.presets import preset_text
from hallserver.setup.standard_layer import Writer, edited, layered, own_file
from tests.support import SHIPPED

BY = Writer(person="单明", hall="莲花大厅", date="2026-11-23")
GAP = Edit(key="call.gap", value=40, reason="厅大", since="2026-12-01", until="2027-02-28")
DISTRICT = '[layer]\ntier = "district"\nname = "福田区"\n'


def rows(text: str) -> dict[str, dict[str, object]]:
    """Return the deviations that a file has, as they stand."""
    found: dict[str, dict[str, object]] = tomllib.loads(text)["deviation"]
    return found


def test_a_deviation_says_who_and_why_and_from_when_until_when() -> None:
    """The author is whoever is signed in; nobody types it."""
    text = edited("", [GAP], BY)
    assert rows(text) == {
        "call.gap": {"value": 40, "reason": "厅大", "author": "单明", "date": "2026-11-23", "from": "2026-12-01", "until": "2027-02-28"}
    }
    assert checked(SHIPPED, (text,), "2026-12-01").number("call.gap") == 40


def test_a_confirmation_leaves_value_and_reason_as_they_stand() -> None:
    """Of what is inherited it says no value; of the hall's own it adds who has checked it, and when."""
    alone = edited("", [Edit(key="eval.window_online", reason="区办 7 号", confirm=True)], BY)
    assert "value" not in rows(alone)["eval.window_online"]
    assert not unconfirmed(checked(SHIPPED, (alone,), BY.date), "eval.window_online")
    own = edited("", [Edit(key="eval.window_online", value=10, reason="区办 7 号")], BY)
    assert unconfirmed(checked(SHIPPED, (own,), BY.date), "eval.window_online")
    later = edited(own, [Edit(key="eval.window_online", confirm=True)], Writer(person="李敏", hall="", date="2026-11-30"))
    row = rows(later)["eval.window_online"]
    assert (row["value"], row["author"], row["confirmed_by"], row["confirmed_on"]) == (10, "单明", "李敏", "2026-11-30")


def test_another_value_is_confirmed_anew_and_keeps_its_range() -> None:
    """What was confirmed was the value before."""
    first = edited("", [Edit(key="eval.window_online", value=10, reason="试", confirm=True)], BY)
    kept = first.replace("value = 10", "value = 10\nmax = 20")
    row = rows(edited(kept, [Edit(key="eval.window_online", value=12, reason="试")], BY))["eval.window_online"]
    assert (row["value"], row["max"], "confirmed_by" in row) == (12, 20, False)


def test_what_says_nothing_more_is_no_layer() -> None:
    """A hall without a deviation has the unified standard's own hash; what the file says beside stays."""
    text = edited("", [GAP], BY)
    assert edited(text, [Edit(key="call.gap", remove=True)], BY) == ""
    calendar = text + "\n[calendar.2026]\noff = [2026-08-26]\n"
    assert tomllib.loads(edited(calendar, [Edit(key="call.gap", remove=True)], BY)).keys() == {"layer", "calendar"}


def test_files_and_presets_take_the_place_of_their_tier() -> None:
    """The highest first, each tier once; one that goes is gone."""
    form = StandardForm(preset="shanghai", files=(DISTRICT,), edits=(GAP,))
    found = layered((preset_text("shenzhen"),), form, BY)
    assert [read_layer(text).name for text in found] == ["上海市", "福田区", "莲花大厅"]
    without = layered(found, StandardForm(without=("preset", "hall")), BY)
    assert without == (DISTRICT,)


def test_what_is_no_layer_or_no_preset_is_refused() -> None:
    """With what there is."""
    for form, key in ((StandardForm(files=("[[[",)), "layer-unreadable"), (StandardForm(preset="mars"), "preset-unknown")):
        with pytest.raises(AgainstStandard) as refusal:
            layered((), form, BY)
        assert refusal.value.key == key


def test_a_file_to_be_filled_in_is_handed_out_where_there_is_none() -> None:
    """It can be read as it is."""
    assert read_layer(own_file((DISTRICT,), "莲花大厅")).name == "莲花大厅"
    own = edited("", [GAP], BY)
    assert own_file((DISTRICT, own), "莲花大厅") == own
