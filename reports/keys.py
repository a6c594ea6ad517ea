# SPDX-License-Identifier: Apache-2.0
"""The keys of the clerk terminal as the printed card shows them; a test holds them against the screen's own table."""

from typing import Final

KEYS: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "daily",
        (
            ("call-next", "F2"),
            ("start", "F4"),
            ("outcome", "1–9"),
            ("finish-and-call", "F9"),
            ("finish", "F8"),
            ("undo", "Z"),
            ("ask-help", "F1"),
        ),
    ),
    ("absent", (("recall", "F3"), ("absent-and-call", "F10"), ("bring-back", "B"), ("escort", "X"))),
    (
        "seat",
        (
            ("pause-counter", "P"),
            ("open-counter", "F2"),
            ("hand-over", "J"),
            ("close-counter", "Q"),
            ("messages", "M"),
            ("my-day", "W"),
        ),
    ),
    (
        "visit",
        (
            ("hold", "F6"),
            ("ready", "R"),
            ("resume", "R"),
            ("transfer", "F7"),
            ("mark-absent", "A"),
            ("serve-direct", "D"),
            ("call-ticket", "/"),
            ("correct-ticket", "C"),
            ("change-service", "S"),
            ("confirm-priority", "V"),
            ("note-needs", "N"),
            ("give-notice", "L"),
            ("note-case", "T"),
            ("call-back", "K"),
            ("come-back", "Y"),
            ("count-enquiry", "O"),
            ("register-case", "E"),
            ("talk", "H"),
        ),
    ),
)
"""Group → (command or what the screen does itself, key), in the order of the card. ``outcome`` is chosen by its number."""
SPACE: Final = frozenset({"call-next", "start", "open-counter"})
"""What the space bar does as well, when it is the turn of that."""
