# SPDX-License-Identifier: Apache-2.0
"""What events consist of: a reason, a leg to be, and the class that all of them share."""

from typing import ClassVar

from msgspec import Struct, field

Arg = str | int | float | list[str]


class Reason(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Why, as a word key of ``hallserver/words/reasons.json`` and its arguments; the edge makes the sentence."""

    key: str
    args: dict[str, Arg] = field(default_factory=dict)


class LegPlan(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A leg to be: its queue and services, and the one counter it is for, if any."""

    queue: str
    services: tuple[str, ...] = ()
    counter: str = ""
    group: str = ""
    credit_s: int = 0
    """Credit against the rank time; ``standard.FRONT_S`` for *front*."""
    target_s: int = 0
    """Target wait of the queue when the leg was planned, in seconds."""


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Something that happened. Nothing in it can lead back to it, so the garbage collector need not look through it."""

    V: ClassVar[int] = 1
