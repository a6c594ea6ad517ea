# SPDX-License-Identifier: Apache-2.0
"""What visitors said of their visits, what was said for them, and what about it is not plausible. Raw ratings are never altered."""

from typing import ClassVar

from msgspec import Struct, field

from hallserver.core.asking import Sealed
from hallserver.core.happening import Arg, Event


class RatingGiven(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A visitor rated a leg: 5 … 1. Key: (ticket, leg, stage, nth)."""

    V: ClassVar[int] = 3
    ticket: str
    leg: int
    counter: str
    clerk: str
    stars: int
    stage: str = "accepted"
    """``accepted`` (受理): the errand at the counter; ``completed`` (办结): the case that came of it."""
    nth: int = 1
    channel: str = "rater"
    """``rater``, ``keys`` (a cabled one), ``phone``, ``qr``, ``kiosk``; its code is in ``rating_codes``."""
    device: str = ""
    tags: tuple[str, ...] = ()
    comment: Sealed | None = None
    dimensions: dict[str, int] = field(default_factory=dict)
    """Dimension of the rating form → its stars. New in version 2."""
    content: str = ""
    """``eval.content_version`` of what was asked, where the standard has one. New in version 2."""
    kind: str = "given"
    """``given``, or ``follow-up`` for the one that may come after it (追评). New in version 3."""
    case_no: str = ""
    """The case in the approval system, where it was known by then. New in version 3."""
    named: bool = False
    """实名: the number was taken with an ID number, or the visitor left how to be reached. New in version 3."""
    contact: Sealed | None = None
    """How the visitor may be reached, in the vault. New in version 3."""
    standard: str = ""
    """First 12 hex digits of the hash of the standard in force. New in version 3."""


class CaseCompleted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The approval system says that a leg's case is closed (办结). It stands for itself: the leg's day may be long over."""

    ticket: str
    leg: int
    case_no: str
    done_us: int
    label: str
    day: str
    """Business day of the leg (ISO)."""
    counter: str
    clerk: str
    services: tuple[str, ...] = ()
    named: bool = False
    until: str = ""
    """Last date (ISO) on which the completion may be rated."""


class RatingDefaulted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Nobody rated in time, and the standard in force says what that counts as (``eval.default_policy``). Never a given rating."""

    ticket: str
    leg: int
    counter: str
    clerk: str
    stars: int
    stage: str = "accepted"
    day: str = ""
    """Business day of the leg (ISO)."""
    standard: str = ""
    """First 12 hex digits of the hash of the standard in force."""


class RatingKey(Struct, frozen=True, omit_defaults=True):
    """Which rating."""

    ticket: str
    leg: int
    stage: str = "accepted"
    nth: int = 1


class RatingsDoubted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Ratings look implausible: for the hall manager to see. They count as they did, and reports say how many there are."""

    sign: str
    """``burst``, ``too-soon`` or ``sudden``: word key ``sign.rating-<sign>``."""
    ratings: tuple[RatingKey, ...]
    counter: str
    clerk: str
    device: str = ""
    args: dict[str, Arg] = field(default_factory=dict)
    """Its figures."""
