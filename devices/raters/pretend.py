# SPDX-License-Identifier: Apache-2.0
"""A cabled rater that nobody sees: the same files as those of a pretend keypad."""

from devices.drivers import Place
from devices.keypads.pretend import PretendKeypad
from devices.keypads.pretend import open_keypad as _open


def open_rater(place: Place) -> PretendKeypad:
    """Return a pretend rater; the address is its folder, else it has one of its own."""
    return _open(place)
