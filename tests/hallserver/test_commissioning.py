# SPDX-License-Identifier: Apache-2.0
"""A trial passes by 非常满意, then 非常不满意, and by nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from hallserver.commissioning import LASTS_S, Commissioning, Trial


class Bench:
    """Trials on a clock that a test moves."""

    def __init__(self) -> None:
        """Begin with one trial."""
        self.now_s = 50.0
        self.trials = Commissioning(lambda: self.now_s)
        self.trials.begin("rater-1")


def test_the_two_ends_of_the_scale_in_this_order_pass() -> None:
    """And each step says what is to be pressed next."""
    bench = Bench()
    assert bench.trials.trial("rater-1") == Trial(state="press-best", left_s=60)
    bench.now_s += 9.5
    assert bench.trials.pressed("rater-1", "00", "star:5") == Trial(state="press-worst", heard="00", left_s=51)
    assert bench.trials.pressed("rater-1", "04", "star:1") == Trial(state="passed", heard="04")
    assert not bench.trials.is_running("rater-1")


@given(keys=st.lists(st.sampled_from(["star:5", "star:4", "star:3", "star:2", "star:1", "none", ""]), max_size=4))
def test_nothing_else_passes(keys: list[str]) -> None:
    """Any other key fails it at once, also one that the map does not name."""
    trials = Bench().trials
    for key in keys:
        if trials.is_running("rater-1"):
            trials.pressed("rater-1", "xx", key)
    right = keys[:2] == ["star:5", "star:1"]
    so_far = keys in ([], ["star:5"])
    assert trials.trial("rater-1").state == ("passed" if right else ("press-best", "press-worst")[len(keys)] if so_far else "failed")


def test_a_trial_ends_by_itself() -> None:
    """Whoever walked away must not leave a rater that counts a visitor's press as half a trial."""
    bench = Bench()
    bench.trials.pressed("rater-1", "00", "star:5")
    bench.now_s += LASTS_S
    assert bench.trials.trial("rater-1") == Trial(state="late", heard="00")
    assert not bench.trials.is_running("rater-1")
    assert bench.trials.begin("rater-1").state == "press-best"


def test_a_key_of_another_map_proves_nothing_of_the_first() -> None:
    """Somebody saves the device row between the two presses: the worst would pass by the new map, the best was tried by the old."""
    trials = Bench().trials
    trials.begin("rater-1", "map 1")
    assert trials.pressed("rater-1", "00", "star:5", "map 1").state == "press-worst"
    assert trials.pressed("rater-1", "04", "star:1", "map 2").state == "failed"


def test_of_a_device_that_nobody_tried_out_there_is_none() -> None:
    """Each device has its own."""
    assert Bench().trials.trial("rater-2") == Trial()
    assert not Bench().trials.is_running("rater-2")
