# SPDX-License-Identifier: Apache-2.0
"""Channels of ratings as national records number them (standards.md §9 row 12: ``pf`` of the record format seen in the field)."""

CODES: dict[str, int] = {"pc": 1, "phone": 2, "qr": 3, "rater": 4, "keys": 5, "kiosk": 5, "paper": 9}
"""Our word for a channel → its code: 1 PC, 2 mobile, 3 QR code, 4 tablet in the hall, 5 other terminal in the hall, 9 paper (ours)."""


def channel_code(channel: str) -> int:
    """Return the code of a channel. Raises KeyError for a word that no rating has."""
    return CODES[channel]
