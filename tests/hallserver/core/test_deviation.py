# SPDX-License-Identifier: Apache-2.0
"""A place's file: what it may hold, and what is refused when it is read."""

import pytest

from hallserver.core.deviation import TIERS, Deviation, read_layer, turning_days
from hallserver.core.errors import AgainstStandard
from tests.support import LAYER

HEAD = '[layer]\ntier = "street"\nname = "莲花街道"\n'
SAID = 'reason = "试行"\nauthor = "单明"\ndate = 2026-11-23\n'


def layer(*lines: str, said: str = SAID, key: str = "call.gap") -> str:
    """Return a layer with one deviation."""
    return "\n".join([HEAD, f'[deviation."{key}"]', said, *lines])


def test_what_is_read_is_what_was_written() -> None:
    """Every field, with the place that says so; dates as TOML's own and as texts."""
    found = read_layer(
        layer(
            "value = 40", "from = 2026-12-01", 'until = "2026-12-31"', "min = 35", "max = 50", "locked = true", 'bind = "LAW"',
            'article = "条例 第三条"', 'source = "条例"', 'confirmed_by = "何主任"', 'confirmed_on = "2026-11-24"',
        )
    )  # fmt: skip

    assert (found.tier, found.name) == ("street", "莲花街道")
    assert found.deviations == (
        Deviation(
            key="call.gap", tier="street", layer="莲花街道", value=40, reason="试行", author="单明", date="2026-11-23", since="2026-12-01",
            until="2026-12-31", min=35, max=50, locked=True, bind="LAW", article="条例 第三条", source="条例", confirmed_by="何主任",
            confirmed_on="2026-11-24",
        ),
    )  # fmt: skip


def test_groups_and_holidays_of_a_place_are_read() -> None:
    """Its calendar is laid over the standard's as it stands."""
    text = HEAD + f'[group.donors]\nnames = {{ "zh-Hans" = "无偿献血者" }}\nbasis = "深圳经济特区无偿献血条例"\ncredit_s = 600\n{SAID}'
    found = read_layer(text + "[calendar.2026]\noff = [2026-08-26]\n")

    [group] = found.groups
    assert (group.slug, group.names, group.credit_s, group.front, group.layer) == (
        "donors",
        {"zh-Hans": "无偿献血者"},
        600,
        None,
        "莲花街道",
    )
    assert list(found.calendar) == ["2026"]


def test_both_days_belong_to_the_time_in_force() -> None:
    """From and until are said as people say them."""
    [said] = read_layer(layer("value = 40", "from = 2026-12-01", "until = 2026-12-31")).deviations

    days = ("2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01")
    assert [said.in_force(day) for day in days] == [False, True, True, False]
    [always] = read_layer(layer("value = 40")).deviations
    assert always.in_force("2020-01-01")
    assert always.in_force("2090-01-01")


def test_the_days_on_which_something_turns_are_known() -> None:
    """The first day, and the day after the last, also over the end of a year."""
    assert turning_days(read_layer(layer("value = 40", "from = 2026-12-01", "until = 2026-12-31"))) == {"2026-12-01", "2027-01-01"}
    assert turning_days(read_layer(LAYER)) == set()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("= 3", "layer-unreadable"),
        ('[deviation."call.gap"]\nvalue = 3\n', "layer-unreadable"),
        (HEAD.replace("street", "village"), "layer-unreadable"),
        (layer("value = 40", "surprise = 1"), "layer-unreadable"),
        (layer("value = [40]"), "layer-unreadable"),
        (layer("value = 40", 'tier = "hall"'), "layer-unreadable"),
        (layer("value = 40", said=SAID.replace("试行", " ")), "deviation-without"),
        (layer("value = 40", said=SAID.replace("单明", "")), "deviation-without"),
        (layer("value = 40", said='reason = "a"\nauthor = "b"\n'), "layer-unreadable"),
        (layer("value = 40", said=SAID.replace("2026-11-23", '""')), "deviation-date"),
        (layer("value = 40", 'from = "soon"'), "deviation-date"),
        (layer("value = 40", 'until = "2026-02-30"'), "deviation-date"),
        (layer("value = 40", 'until = "20261231"'), "deviation-date"),
        (layer("value = 40", "from = 2026-12-02", "until = 2026-12-01"), "deviation-date"),
    ],
)
def test_a_layer_that_leaves_a_question_open_is_refused(text: str, key: str) -> None:
    """What differs, why, who answers for it, and from when until when."""
    with pytest.raises(AgainstStandard) as refused:
        read_layer(text)
    assert refused.value.key == key


def test_the_tiers_go_from_the_district_to_the_hall() -> None:
    """A preset stands above them all."""
    assert TIERS == ("preset", "district", "street", "community", "hall")
