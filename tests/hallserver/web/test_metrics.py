# SPDX-License-Identifier: Apache-2.0
"""What the door counts."""

from hallserver.web.metrics import Metrics


def test_two_doors_count_apart() -> None:
    """A registry of the whole process would mix them, and fail at the second."""
    one, other = Metrics(), Metrics()
    one.pushes.labels("hall").inc()
    assert b'hall_pushes_total{page="hall"} 1.0' in one.text()
    assert b'hall_pushes_total{page="hall"}' not in other.text()


def test_requests_are_counted_by_route_method_and_status() -> None:
    """Each in its own figure, also after the first of its kind."""
    metrics = Metrics()
    for status, seconds in ((200, 0.001), (200, 0.3), (409, 0.001)):
        metrics.answered("/a", "POST", status, seconds)
    metrics.answered("/b", "GET", 200, 0.001)
    text = metrics.text().decode()
    assert 'hall_requests_total{method="POST",route="/a",status="200"} 2.0' in text
    assert 'hall_requests_total{method="POST",route="/a",status="409"} 1.0' in text
    assert 'hall_requests_total{method="GET",route="/b",status="200"} 1.0' in text
    assert 'hall_request_seconds_count{route="/a"} 3.0' in text
    assert 'hall_request_seconds_bucket{le="0.002",route="/a"} 2.0' in text
