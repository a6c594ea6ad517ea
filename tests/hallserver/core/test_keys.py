# SPDX-License-Identifier: Apache-2.0
"""What keys may mean: the same names on both sides, and never a rating from a keypad."""

from counters.keypad import KEYS, WITH_DIGITS
from hallserver.core.keys import AT_COUNTER, MEANINGS, STARS, USUAL, map_of, unknown_meanings


def test_a_keypad_may_mean_what_is_made_a_command_of() -> None:
    """A meaning that the set-up offers and nobody understands would be a dead key."""
    assert frozenset(KEYS) == AT_COUNTER
    assert WITH_DIGITS < AT_COUNTER


def test_only_a_rater_has_stars_and_only_a_keypad_commands() -> None:
    """A keypad stands on the clerk's side of the counter."""
    assert unknown_meanings("keypad", ["call", "star:5", "star:1"]) == ["star:1", "star:5"]
    assert unknown_meanings("rater", ["call", "star:5", "star:6", "digit:5"]) == ["call", "digit:5", "star:6"]
    assert unknown_meanings("printer", ["none"]) == ["none"]
    assert [unknown_meanings(kind, meanings) for kind, meanings in MEANINGS.items()] == [[], []]


def test_stars_count_from_very_satisfied_down() -> None:
    """Bank systems count the other way round."""
    assert list(STARS.items()) == [("star:5", 5), ("star:4", 4), ("star:3", 3), ("star:2", 2), ("star:1", 1)]


def test_the_maps_that_are_offered_have_every_step_of_a_clerk() -> None:
    """A continue key is not needed: pause and open end a pause."""
    for (kind, _), keys in USUAL.items():
        assert unknown_meanings(kind, keys.values()) == []
        assert AT_COUNTER - {"continue", "rate", "finish"} <= set(keys.values())
        assert {"rate", "finish"} & set(keys.values())
        assert {f"digit:{digit}" for digit in range(10)} <= set(keys.values())


def test_a_map_may_be_typed_as_people_type() -> None:
    """A keypad that is dead for a small letter would cost somebody an afternoon."""
    assert map_of({"0c": "call", "06 + 0f": "absent", "KpEnter": "start"}) == {"0C": "call", "06+0F": "absent", "KPENTER": "start"}
