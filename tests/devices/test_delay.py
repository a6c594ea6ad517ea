# SPDX-License-Identifier: Apache-2.0
"""A call that lay on a cut line is older than the moment at which it comes out of it."""

from devices.delay import KEEP, Delay


def test_what_took_longer_than_the_fastest_is_late_by_the_difference() -> None:
    """The clocks of two boxes have nothing in common but their pace."""
    delay = Delay()

    assert [delay.of(sent_s, now_s) for sent_s, now_s in ((5.0, 1000.0), (8.0, 1003.5), (9.0, 1012.0))] == [0.0, 0.5, 8.0]


def test_a_message_that_does_not_say_when_it_left_is_in_time() -> None:
    """Nothing is known against it."""
    assert Delay().of(None, 7.0) == 0.0


def test_only_the_last_minutes_count() -> None:
    """One clock gains a second in some hours; that is no delay."""
    delay = Delay()
    delay.of(0.0, 0.0)
    for number in range(KEEP):
        delay.of(float(number), number + 5.0)

    assert delay.of(200.0, 205.0) == 0.0


def test_since_the_last_beat_the_senders_clock_is_known_at_least() -> None:
    """A key that was pressed two seconds after a beat came was pressed no earlier than two seconds after it left."""
    delay = Delay()
    assert delay.since_beat(50.0) == (None, 0.0)
    delay.beat(1000.0, 50.0)
    delay.of(1001.0, 51.0)
    assert delay.since_beat(52.0) == (1000.0, 2.0)
    delay.beat(None, 53.0)
    assert delay.since_beat(54.0) == (None, 0.0)
