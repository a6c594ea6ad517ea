# SPDX-License-Identifier: Apache-2.0
"""The state of a hall: what it answers before anything has happened, and whose target counts."""

import pytest

from hallserver.core.hall import CounterState, Hall, Line
from tests.support import SMALL_HALL, Play, names


def test_a_queues_own_target_goes_before_the_standards() -> None:
    """A quick queue promises ten minutes where the standard says fifteen."""
    queues = [{"slug": "quick", "names": names("快办"), "letter": "Q", "target_s": 600}, *SMALL_HALL["queues"]]
    hall = Play(SMALL_HALL | {"queues": queues}).hall

    assert (hall.target_s("quick"), hall.target_s("social")) == (600, 15 * 60)


def test_a_queue_that_is_not_there_has_the_standards_target() -> None:
    """A ticket of a queue that was renamed away is still measured by something."""
    assert Play().hall.target_s("gone") == 15 * 60


def test_what_never_happened_is_answered_without_being_made() -> None:
    """Asking a view's question must not change the state that the journal says."""
    hall = Hall()

    assert (hall.line("social"), hall.counter("c1")) == (Line(), CounterState())
    assert hall == Hall()


def test_a_hall_without_a_standard_says_so() -> None:
    """No rule may run on made-up figures."""
    with pytest.raises(AssertionError, match="no standard"):
        _ = Hall().rules
