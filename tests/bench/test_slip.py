# SPDX-License-Identifier: Apache-2.0
"""A touch of the kiosk's button is a number on the screen and a slip from the printer: once, and measured from the finger on."""

import pytest

from tests.bench.measure import Terms
from tests.bench.slip import touched

pytestmark = pytest.mark.browser


def test_a_touch_is_a_number_and_a_slip() -> None:
    """In a real browser, with the agent in a process of its own; nothing is said here of how fast."""
    found = touched(Terms(quick=True), rounds=1, touches=1)
    [one] = found.rounds
    assert all(0 < it < 20_000 for it in (found.also["number_p50_ms"], one.ours, one.limit))
