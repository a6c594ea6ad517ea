# SPDX-License-Identifier: Apache-2.0
"""How often may somebody try."""

import pytest

from hallserver.core.errors import TooOften
from hallserver.web.throttle import Bucket, PasswordTries, Tries


class Time:
    """A clock that stands still until moved."""

    def __init__(self) -> None:
        """Begin somewhere."""
        self.now_s = 1000.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now_s


def refused(tries: PasswordTries, account: str, address: str) -> bool:
    """Tell whether a check is refused; if not, it is counted as wrong."""
    try:
        tries.begin(account, address)
    except TooOften:
        return True
    tries.wrong(account, address)
    return False


def test_tries_are_counted_within_the_window() -> None:
    """After it they are forgotten."""
    time = Time()
    tries = Tries(2, 60, time)
    tries.add("a")
    time.now_s += 30
    tries.add("a")
    assert (tries.count("a"), tries.wait_s("a"), tries.wait_s("b")) == (2, 30.0, 0.0)
    time.now_s += 30
    assert (tries.count("a"), tries.wait_s("a")) == (1, 0.0)
    tries.clear("a")
    assert tries.count("a") == 0


def test_a_bucket_lets_bursts_through_and_floods_not() -> None:
    """Fifty at once, then one each fiftieth of a second."""
    time = Time()
    bucket = Bucket(50, time)
    assert sum(bucket.take() for _ in range(200)) == 50
    time.now_s += 0.1
    assert sum(bucket.take() for _ in range(200)) == 5
    time.now_s += 100
    assert sum(bucket.take() for _ in range(200)) == 50


def test_at_most_ten_guesses_in_ten_minutes() -> None:
    """From wherever they come; and each after the third waits longer."""
    time = Time()
    tries = PasswordTries(10, 60, 600, time)
    checked = 0
    for second in range(599):
        time.now_s = 1000.0 + second
        checked += not refused(tries, "li", f"10.0.0.{second % 250}")
    assert checked <= 10
    with pytest.raises(TooOften) as wait:
        tries.begin("li", "10.0.0.1")
    assert int(str(wait.value.args_by_name["wait_s"])) > 0
    time.now_s += 700
    assert not refused(tries, "li", "10.0.0.1")


def test_a_familiar_place_is_not_locked_out_by_a_stranger() -> None:
    """The hall is never closed by somebody who guesses."""
    time = Time()
    tries = PasswordTries(10, 60, 600, time)
    tries.begin("li", "10.0.0.5")
    tries.right("li", "10.0.0.5")
    while not refused(tries, "li", "10.6.6.6"):
        continue
    assert not refused(tries, "li", "10.0.0.5")
    assert not refused(tries, "wang", "10.0.0.6")


def test_one_address_cannot_try_everybody() -> None:
    """Sixty checks in the window, whatever the names."""
    time = Time()
    tries = PasswordTries(10, 60, 600, time)
    assert sum(not refused(tries, f"person-{number}", "10.6.6.6") for number in range(200)) == 60
