# SPDX-License-Identifier: Apache-2.0
"""What a kiosk has given, asked by place."""

from hallserver.core.given import Given

SECOND_US = 1_000_000


def some() -> Given:
    """Return a kiosk that has given five numbers, the second and third in the same moment."""
    given = Given()
    for at_s, ticket, service in ((1, "1.1", "a"), (2, "1.2", "b"), (2, "1.3", "a"), (5, "1.4", "c"), (9, "1.5", "b")):
        given.add(ticket, service, at_s * SECOND_US)
    return given


def test_untouched_are_those_that_nobody_has_called_or_taken_back() -> None:
    """Two numbers of one moment are told apart; touching one twice changes nothing more."""
    given = some()
    for _ in range(2):
        given.touch("1.3", 2 * SECOND_US)
    given.touch("1.5", 9 * SECOND_US)

    assert given.untouched_between(0, 5, 10) == ["1.1", "1.2", "1.4"]
    assert given.untouched_between(1, 5, 1) == ["1.2"]
    assert given.untouched_between(4, 5, 10) == []


def test_services_come_in_the_order_in_which_a_stretch_took_them() -> None:
    """What was taken before the stretch or behind it does not count."""
    assert some().services_between(0, 5) == ["a", "b", "c"]
    assert some().services_between(1, 4) == ["b", "a", "c"]
    assert some().services_between(3, 5) == ["c", "b"]
    assert some().services_between(0, 1) == ["a"]
