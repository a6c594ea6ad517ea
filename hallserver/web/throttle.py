# SPDX-License-Identifier: Apache-2.0
"""How often may somebody try: counts in memory, a bucket per socket, back-off per account. Times are monotonic seconds."""

from collections import defaultdict, deque
from collections.abc import Callable

from hallserver.core.errors import TooOften

_MOST_NAMES = 10_000
_FREE_FAILURES = 3
_LONGEST_WAIT_S = 60.0


class Tries:
    """At most ``most`` tries per name within ``window_s`` seconds."""

    def __init__(self, most: int, window_s: float, mono: Callable[[], float]) -> None:
        """Begin with nothing counted."""
        self._most = most
        self._window_s = window_s
        self._mono = mono
        self._times: dict[str, deque[float]] = {}

    def count(self, name: str) -> int:
        """Return how many tries of this name are within the window."""
        times = self._times.get(name)
        if times is None:
            return 0
        while times and times[0] <= self._mono() - self._window_s:
            times.popleft()
        if not times:
            del self._times[name]
        return len(times)

    def wait_s(self, name: str) -> float:
        """Return in how many seconds this name may try again; 0: now."""
        if self.count(name) < self._most:
            return 0.0
        return self._times[name][0] + self._window_s - self._mono()

    def add(self, name: str) -> None:
        """Count one try."""
        if len(self._times) >= _MOST_NAMES:
            for other in list(self._times):
                self.count(other)
        self._times.setdefault(name, deque()).append(self._mono())

    def clear(self, name: str) -> None:
        """Forget the tries of this name."""
        self._times.pop(name, None)


class Bucket:
    """A token bucket: ``rate`` a second, bursts of the same size."""

    def __init__(self, rate: float, mono: Callable[[], float]) -> None:
        """Begin full."""
        self._rate = rate
        self._mono = mono
        self._left = rate
        self._at_s = mono()

    def take(self) -> bool:
        """Take one; False when there is none left."""
        now_s = self._mono()
        self._left = min(self._rate, self._left + (now_s - self._at_s) * self._rate)
        self._at_s = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True


class PasswordTries:
    """Who may have a password checked just now.

    Guessing from anywhere is bounded per account; a place from which the account signed in before has
    a count of its own, so that a guesser elsewhere never locks a clerk out.
    """

    def __init__(self, per_account: int, per_address: int, window_s: float, mono: Callable[[], float]) -> None:
        """Begin with nothing counted and no familiar place."""
        self._accounts = Tries(per_account, window_s, mono)
        self._addresses = Tries(per_address, window_s, mono)
        self._familiar: defaultdict[str, set[str]] = defaultdict(set)
        self._not_before: dict[str, float] = {}
        self._mono = mono

    def begin(self, account: str, address: str) -> None:
        """Count one check that is about to be made; TooOften says how long to wait instead."""
        name = self._name(account, address)
        early_s = self._not_before.get(name, 0.0) - self._mono()
        wait_s = max(early_s, self._accounts.wait_s(name), self._addresses.wait_s(address))
        if wait_s > 0:
            raise TooOften("sign-in-too-often", wait_s=int(wait_s) + 1)
        self._accounts.add(name)
        self._addresses.add(address)

    def right(self, account: str, address: str) -> None:
        """Note that the password was right: this place is familiar from now on and its count begins anew."""
        self._familiar[account].add(address)
        name = self._name(account, address)
        self._accounts.clear(name)
        self._addresses.clear(address)
        self._not_before.pop(name, None)

    def wrong(self, account: str, address: str) -> None:
        """Note that the password was wrong: after the third time, each further one costs twice the wait."""
        name = self._name(account, address)
        excess = self._accounts.count(name) - _FREE_FAILURES
        if excess >= 0:
            if len(self._not_before) >= _MOST_NAMES:
                self._not_before = {other: until for other, until in self._not_before.items() if until > self._mono()}
            self._not_before[name] = self._mono() + min(_LONGEST_WAIT_S, 2.0**excess)

    def _name(self, account: str, address: str) -> str:
        return f"{account} {address}" if address in self._familiar.get(account, ()) else account
