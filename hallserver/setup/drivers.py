# SPDX-License-Identifier: Apache-2.0
"""Which drivers the set-up screen offers for a device on a cable, and what its address looks like with each.

The agent has them; the server never loads them. That this list and the agent's are the same is tested.
"""

from typing import Final

from msgspec import Struct


class Driver(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One driver: for which kind of device, an address as an example, and the keys that such a device comes with.

    Its name is the word ``setup.driver.<driver>``, what to type the word ``setup.address.<kind>.<driver>``.
    """

    kind: str
    driver: str
    example: str = ""
    keys: dict[str, str] = {}


FF68_KEYS: Final = {
    **{f"{digit:02X}": f"digit:{digit}" for digit in range(10)},
    "0B": "rate", "0C": "call", "0D": "recall", "0E": "erase", "11": "none", "12": "pause", "13": "transfer",
    "06+0F": "absent", "00+0F": "hold", "03+0F": "resume",
}  # fmt: skip
"""As the program of a fielded hall reads them; keys for start, finish, open and close a keypad of this family has not."""
FF68_STARS: Final = {"00": "star:5", "01": "star:4", "02": "star:3", "03": "star:2", "04": "star:1"}
"""A guess at the order, which differs between makes: the commissioning test finds out."""
PAD_KEYS: Final = {
    **{f"KP{digit}": f"digit:{digit}" for digit in range(10)},
    "KPENTER": "call", "KPPLUS": "recall", "KPMINUS": "absent", "KPASTERISK": "start", "KPSLASH": "pause", "KPDOT": "finish",
    "BACKSPACE": "erase", "NUMLOCK": "none",
}  # fmt: skip
"""A USB number pad has figures printed on it alone: stick labels on the others."""

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
    Driver(kind="keypad", driver="ff68", example="/dev/ttyUSB0@8", keys=FF68_KEYS),
    Driver(kind="keypad", driver="hid", example="/dev/input/by-id/usb-…-event-kbd", keys=PAD_KEYS),
    Driver(kind="keypad", driver="pretend", keys=FF68_KEYS),
    Driver(kind="rater", driver="ff68", example="/dev/ttyUSB0@8", keys=FF68_STARS),
    Driver(kind="rater", driver="pretend", keys=FF68_STARS),
    Driver(kind="reader", driver="sdt-serial", example="/dev/ttyUSB1?baud=115200"),
    Driver(kind="reader", driver="sdt-usb"),
    Driver(kind="reader", driver="scanner-serial", example="/dev/ttyACM0"),
    Driver(kind="reader", driver="scanner-hid", example="/dev/input/by-id/usb-…-event-kbd"),
    Driver(kind="reader", driver="pretend"),
)
"""In the order in which they are offered."""
