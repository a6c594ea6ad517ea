# SPDX-License-Identifier: Apache-2.0
"""What the door counts."""

from hallserver.web.metrics import Metrics


def test_two_doors_count_apart() -> None:
    """A registry of the whole process would mix them, and fail at the second."""
    one, other = Metrics(), Metrics()
    one.pushes.labels("hall").inc()
    assert b'hall_pushes_total{page="hall"} 1.0' in one.text()
    assert b'hall_pushes_total{page="hall"}' not in other.text()
