# SPDX-License-Identifier: Apache-2.0
"""Which drivers the set-up screen offers for a device on a cable, and what its address looks like with each.

The agent has them; the server never loads them. That this list and the agent's are the same is tested.
"""

from typing import Final

from msgspec import Struct

from hallserver.core.keys import USUAL


class Driver(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One driver: for which kind of device, an address as an example, and the keys that such a device comes with.

    Its name is the word ``setup.driver.<driver>``, what to type the word ``setup.address.<kind>.<driver>``.
    """

    kind: str
    driver: str
    example: str = ""
    keys: dict[str, str] = {}


FF68_STARS: Final = {"00": "star:5", "01": "star:4", "02": "star:3", "03": "star:2", "04": "star:1"}
"""A guess at the order, which differs between makes: the commissioning test finds out."""
DRIVERS: Final = (
    Driver(kind="printer", driver="escpos-network", example="10.0.0.9:9100"),
    Driver(kind="printer", driver="escpos-usb", example="04b8:0e15"),
    Driver(kind="printer", driver="escpos-serial", example="/dev/ttyS0?baud=19200"),
    Driver(kind="printer", driver="escpos-file", example="/dev/usb/lp0"),
    Driver(kind="printer", driver="pretend"),
    Driver(kind="voice", driver="pyttsx3"),
    Driver(kind="voice", driver="page", example="hall-1"),
    Driver(kind="voice", driver="pretend"),
    Driver(kind="board", driver="pingan", example="/dev/ttyUSB0@5"),
    Driver(kind="board", driver="zhongyi", example="/dev/ttyUSB0@5?columns=16&rows=2"),
    Driver(kind="board", driver="onbon-bx5", example="socket://10.0.0.9:5005@1"),
    Driver(kind="board", driver="pretend"),
    Driver(kind="keypad", driver="ff68", example="/dev/ttyUSB0@8", keys=USUAL["keypad", "ff68"]),
    Driver(kind="keypad", driver="hid", example="/dev/input/by-id/usb-…-event-kbd", keys=USUAL["keypad", "hid"]),
    Driver(kind="keypad", driver="pretend", keys=USUAL["keypad", "ff68"]),
    Driver(kind="rater", driver="ff68", example="/dev/ttyUSB0@8", keys=FF68_STARS),
    Driver(kind="rater", driver="pretend", keys=FF68_STARS),
    Driver(kind="reader", driver="sdt-serial", example="/dev/ttyUSB1?baud=115200"),
    Driver(kind="reader", driver="sdt-usb"),
    Driver(kind="reader", driver="scanner-serial", example="/dev/ttyACM0"),
    Driver(kind="reader", driver="scanner-hid", example="/dev/input/by-id/usb-…-event-kbd"),
    Driver(kind="reader", driver="pretend"),
)
"""In the order in which they are offered."""
