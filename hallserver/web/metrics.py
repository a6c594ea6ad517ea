# SPDX-License-Identifier: Apache-2.0
"""What the door counts for Prometheus. No figure carries a person, a ticket or an address."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """Counters of one door, in a registry of their own."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._registry = CollectorRegistry()
        by = ["route", "method", "status"]
        self.requests = Counter("hall_requests", "Requests by route, method and status.", by, registry=self._registry)
        self.seconds = Histogram("hall_request_seconds", "Time to answer.", ["route"], buckets=SECONDS, registry=self._registry)
        self.refusals = Counter("hall_refusals", "Refusals by word key.", ["key"], registry=self._registry)
        self.links = Gauge("hall_links", "Sockets open, by page; agents are the page device.", ["page"], registry=self._registry)
        self.pushes = Counter("hall_pushes", "Views pushed, by page.", ["page"], registry=self._registry)
        self.dropped = Counter("hall_dropped_links", "Sockets cut by the door, by cause.", ["cause"], registry=self._registry)
        self.seq = Gauge("hall_journal_seq", "Last seq of the journal.", registry=self._registry)
        self.waiting = Gauge("hall_waiting", "Visitors who wait.", registry=self._registry)

        self._answered: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request. Which figures it counts in is looked up once for each route, method and status, of which there are few."""
        found = self._answered.get((route, method, status))
        if found is None:
            found = self.requests.labels(route, method, str(status)), self.seconds.labels(route)
            self._answered[route, method, status] = found
        found[0].inc()
        found[1].observe(seconds)

    def text(self) -> bytes:
        """Return all figures in the exposition format."""
        return generate_latest(self._registry)
