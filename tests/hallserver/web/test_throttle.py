# SPDX-License-Identifier: Apache-2.0
"""How often may somebody try."""

import pytest

from hallserver.core.errors import TooOften
from hallserver.web.throttle import Bucket, PasswordTries, Pending, Tries


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
        begun = tries.begin(account, address)
    except TooOften:
        return True
    tries.done(begun)
    tries.wrong(begun)
    return False


def right(tries: PasswordTries, account: str, address: str) -> None:
    """Have a right password checked."""
    begun = tries.begin(account, address)
    tries.done(begun)
    tries.right(begun)


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
    tries.add("a", 1042.0)
    tries.take_back("a", 1042.0)
    tries.take_back("b", 1042.0)
    assert tries.count("a") == 1


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
    right(tries, "li", "10.0.0.5")
    while not refused(tries, "li", "10.6.6.6"):
        continue
    assert not refused(tries, "li", "10.0.0.5")
    assert not refused(tries, "wang", "10.0.0.6")


def test_one_address_cannot_try_everybody() -> None:
    """Sixty checks in the window, whatever the names."""
    time = Time()
    tries = PasswordTries(10, 60, 600, time)
    assert sum(not refused(tries, f"person-{number}", "10.6.6.6") for number in range(200)) == 60


def test_a_right_password_takes_back_only_itself() -> None:
    """Somebody with an account must not buy a fresh count of guesses at others with each sign-in."""
    time = Time()
    tries = PasswordTries(10, 60, 600, time)
    checked = 0
    for number in range(200):
        checked += not refused(tries, f"person-{number}", "10.6.6.6")
        time.now_s += 0.1
        if number % 20 == 0 and checked < 60:
            right(tries, "li", "10.6.6.6")
    assert checked == 60


def test_addresses_of_one_network_are_one_place() -> None:
    """A guesser has 2⁶⁴ addresses of IPv6, and only one count."""
    tries = PasswordTries(10, 60, 600, Time())
    assert sum(not refused(tries, f"person-{number}", f"2001:db8::{number:x}") for number in range(200)) == 60


def test_few_checks_wait_and_familiar_people_have_a_queue_of_their_own() -> None:
    """Two of an address and eight in all; the clerk is let in on top of them, also behind the same address."""
    tries = PasswordTries(10, 60, 600, Time(), pending=Pending(2, 8))
    right(tries, "li", "10.0.0.1")
    waiting = [tries.begin(f"nobody-{at}-{n}", f"10.0.0.{at}") for at in range(1, 5) for n in range(2)]
    for address in ("10.0.0.1", "10.0.0.9"):
        with pytest.raises(TooOften):
            tries.begin("wang", address)
    mine = [tries.begin("li", "10.0.0.1") for _ in range(2)]
    assert all(it.familiar for it in mine)
    with pytest.raises(TooOften):
        tries.begin("li", "10.0.0.1")
    for begun in (*waiting, *mine):
        tries.done(begun)
    assert not refused(tries, "wang", "10.0.0.9")
