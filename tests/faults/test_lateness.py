# SPDX-License-Identifier: Apache-2.0
"""What a late machine is forgiven is what it was late, so often as a bound hands over; and a machine in time is forgiven nothing."""

import pytest

from tests.faults import lateness
from tests.faults.lateness import NAP_S, STEPS, Lateness


class MadeUp:
    """A clock on which naps last as long as it is told, and whoever naps ends with the last."""

    def __init__(self, late: Lateness, *naps_s: float) -> None:
        """Keep what is to be lived through."""
        self._late, self._left_s, self._now_s = late, list(naps_s), 0.0

    def monotonic(self) -> float:
        """Return its time."""
        return self._now_s

    def sleep(self, _: float) -> None:
        """Nap as long as this nap lasts."""
        self._now_s += self._left_s.pop(0)
        if not self._left_s:
            self._late.end()


def lived(monkeypatch: pytest.MonkeyPatch, *naps_s: float) -> Lateness:
    """Return what was kept of these naps."""
    late = Lateness()
    monkeypatch.setattr(lateness, "time", MadeUp(late, *naps_s))
    with late:
        late.join()
    return late


def test_a_machine_in_time_is_forgiven_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a bound that is missed there is missed."""
    assert lived(monkeypatch, NAP_S, NAP_S).forgiven(2.0) == pytest.approx(2.0)


def test_the_longest_nap_counts_once_for_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the last, and not their sum."""
    late = lived(monkeypatch, NAP_S, NAP_S + 0.5, NAP_S + 0.1)
    assert late.most_s == pytest.approx(0.5)
    assert late.forgiven(2.0) == pytest.approx(2.0 + STEPS * 0.5)
