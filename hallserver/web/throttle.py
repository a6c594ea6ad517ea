# SPDX-License-Identifier: Apache-2.0
"""How often may somebody try: counts in memory, a bucket per socket, back-off per account. Times are monotonic seconds."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from hallserver.core.errors import TooOften
from hallserver.web.place import place_of

_MOST_NAMES = 10_000
_FREE_FAILURES = 3
_LONGEST_WAIT_S = 60.0
_QUEUE_WAIT_S = 2
"""So long is somebody asked to wait whose password cannot even be queued for a check."""


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

    def add(self, name: str, at_s: float | None = None) -> None:
        """Count one try, made just now or a moment ago."""
        if len(self._times) >= _MOST_NAMES:
            for other in list(self._times):
                self.count(other)
        self._times.setdefault(name, deque()).append(self._mono() if at_s is None else at_s)

    def take_back(self, name: str, at_s: float) -> None:
        """Forget the one try of this name that was made then."""
        if at_s in self._times.get(name, ()):
            self._times[name].remove(at_s)


class Bucket:
    """A token bucket: ``rate`` a second, bursts of the same size."""

    __slots__ = ("_at_s", "_left", "_mono", "_rate")

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


class Familiar(Protocol):
    """Which places are known of whom."""

    def has(self, person: str, place: str) -> bool:
        """Tell whether this person signed in from this place."""

    def add(self, person: str, place: str) -> None:
        """Note that this person signed in from this place just now."""


class Forgetful:
    """Familiar places that are forgotten when the door closes."""

    def __init__(self) -> None:
        """Begin with none."""
        self._places: defaultdict[str, set[str]] = defaultdict(set)

    def has(self, person: str, place: str) -> bool:
        """Tell whether this person signed in from this place."""
        return place in self._places.get(person, ())

    def add(self, person: str, place: str) -> None:
        """Note that this person signed in from this place just now."""
        self._places[person].add(place)


class Pending:
    """How many checks may wait for their turn: a few of one place and in all. Familiar people have a queue of their own."""

    def __init__(self, most_each: int, most: int) -> None:
        """Begin with nobody waiting."""
        self._most_each, self._most = most_each, most
        self._each: Counter[str] = Counter()
        self._strangers = 0

    def has_room(self, name: str, *, familiar: bool) -> bool:
        """Tell whether one more check of this name may wait."""
        return self._each[name] < self._most_each and (familiar or self._strangers < self._most)

    def add(self, name: str, change: int, *, familiar: bool) -> None:
        """Note that one more waits (1), or one less (-1)."""
        self._each[name] += change
        self._strangers += 0 if familiar else change
        self._each += Counter()  # drops the names of which none waits


class Try(Struct, frozen=True, kw_only=True):
    """One check of a password: whose, from which place, under which name it is counted, and since when (monotonic)."""

    account: str
    place: str
    name: str
    familiar: bool
    at_s: float

    @property
    def queue(self) -> str:
        """Return under which name it waits: strangers by place, familiar people by themselves."""
        return self.name if self.familiar else self.place


class PasswordTries:
    """Who may have a password checked just now.

    Guessing from anywhere is bounded per account; a place from which the account signed in before has
    a count and a queue of its own, so that a guesser elsewhere never locks a clerk out.
    """

    def __init__(
        self,
        per_account: int,
        per_address: int,
        window_s: float,
        mono: Callable[[], float],
        *,
        familiar: Familiar | None = None,
        pending: Pending | None = None,
    ) -> None:
        """Begin with nothing counted; without ``familiar`` no place is, without ``pending`` any number may wait."""
        self._accounts = Tries(per_account, window_s, mono)
        self._addresses = Tries(per_address, window_s, mono)
        self._familiar = familiar or Forgetful()
        self._pending = pending or Pending(_MOST_NAMES, _MOST_NAMES)
        self._not_before: dict[str, float] = {}
        self._mono = mono

    def begin(self, account: str, address: str) -> Try:
        """Count one check that is about to be made, and waits until ``done``; TooOften says how long to wait instead."""
        place = place_of(address)
        familiar = self._familiar.has(account, place)
        name = f"{account} {place}" if familiar else account
        early_s = self._not_before.get(name, 0.0) - self._mono()
        wait_s = max(early_s, self._accounts.wait_s(name), self._addresses.wait_s(place))
        if wait_s > 0:
            raise TooOften("sign-in-too-often", wait_s=int(wait_s) + 1)
        begun = Try(account=account, place=place, name=name, familiar=familiar, at_s=self._mono())
        if not self._pending.has_room(begun.queue, familiar=familiar):
            raise TooOften("sign-in-too-often", wait_s=_QUEUE_WAIT_S)
        self._pending.add(begun.queue, 1, familiar=familiar)
        self._accounts.add(name, begun.at_s)
        self._addresses.add(place, begun.at_s)
        return begun

    def done(self, begun: Try) -> None:
        """Note that the check was made, or given up."""
        self._pending.add(begun.queue, -1, familiar=begun.familiar)

    def right(self, begun: Try) -> None:
        """Note that the password was right: this place is familiar from now on, and this one try counts no more."""
        self._familiar.add(begun.account, begun.place)
        self._accounts.take_back(begun.name, begun.at_s)
        self._addresses.take_back(begun.place, begun.at_s)
        if begun.familiar:
            self._not_before.pop(begun.name, None)

    def wrong(self, begun: Try) -> None:
        """Note that the password was wrong: after the third time, each further one costs twice the wait."""
        excess = self._accounts.count(begun.name) - _FREE_FAILURES
        if excess >= 0:
            if len(self._not_before) >= _MOST_NAMES:
                self._not_before = {other: until for other, until in self._not_before.items() if until > self._mono()}
            self._not_before[begun.name] = self._mono() + min(_LONGEST_WAIT_S, 2.0**excess)
