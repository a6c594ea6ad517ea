# SPDX-License-Identifier: Apache-2.0
"""The registers of on-site management as data: what each asks for, what can become of an entry, and whose it is.

Attendance and the state of desks come from the counters' own events, complaints are work orders: neither has a register. Words are
``registers.<slug>``, ``registers.field-<field>``, ``registers.<field>-<choice>`` and ``registers.step-<step>``.
"""

from typing import Literal

from msgspec import Struct

from hallserver.core.stock import CONSUMABLE

FieldKind = Literal["text", "choice", "count", "date", "zone", "device", "machine", "ticket", "item", "plan"]
"""A line of text, one of ``choices``, a whole number, a date (ISO); else a row of the set-up, or a ticket's number.

``device`` may also be a machine; ``plan`` is an emergency plan; a ticket is of today, or of the day that the field ``date`` names.
"""
Past = Literal["entry", "step", ""]
_HALL = frozenset({"duty-manager", "hall-manager"})
_FLOOR = _HALL | {"guide"}
_ALL = _FLOOR | {"clerk", "trainee"}
RECOVERED = "recovered"
"""What the clock writes when a device whose fault it registered works again."""
FAULT = "fault"
PAST_DAYS = 366
"""What happened longer ago is not entered any more: such a date is a slip of the hand."""
OTHER = "other"


class Field(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One field of a register."""

    slug: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    required: bool = True
    past: Past = ""
    """Since when a date tells what has happened, so that it may not lie ahead: when it is entered, or when the first step is taken.

    Empty: it is a plan or a due date, or no date.
    """
    other_needs: tuple[str, ...] = ()
    """Fields of which one has to say what is meant, where ``other`` is chosen here."""


class Register(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One register: its fields in order, the steps that an entry may take in any order, and those with which it is closed.

    Without steps an entry is closed as soon as it is there.
    """

    slug: str
    prefix: str
    """Two letters in front of the numbers of its entries."""
    fields: tuple[Field, ...]
    steps: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    roles: frozenset[str] = _HALL
    """Who writes into it and says what became of an entry."""
    asks_who: bool = False
    """People by name or number belong to it: they go to the vault."""
    safety: bool = False
    once: tuple[str, ...] = ()
    """Fields by which there is one entry at most; empty: as many as there are."""


def _text(slug: str, *, required: bool = True) -> Field:
    return Field(slug=slug, kind="text", required=required)


def _choice(slug: str, choices: str, *, other_needs: str = "") -> Field:
    return Field(slug=slug, kind="choice", choices=tuple(choices.split()), other_needs=tuple(other_needs.split()))


def _date(past: Past, *, required: bool = True) -> Field:
    return Field(slug="date", kind="date", required=required, past=past)


_ZONE = Field(slug="zone", kind="zone")
_ANYWHERE = Field(slug="zone", kind="zone", required=False)

_TABLE: tuple[Register, ...] = (
    Register(
        slug="incident",
        prefix="SJ",
        fields=(
            _choice("kind", "crowding power network fire injury quarrel illness leak other"),
            _choice("level", "minor major critical"),
            _ANYWHERE,
            _text("what"),
            Field(slug="plan", kind="plan", required=False),
        ),
        steps=("reported", "handled", "reviewed"),
        ends=("reviewed",),
        roles=_FLOOR,
        asks_who=True,
        safety=True,
    ),
    Register(
        slug="drill",
        prefix="YL",
        fields=(
            _choice("kind", "fire evacuation power network first-aid quarrel other"),
            _date("entry"),
            Field(slug="people", kind="count"),
            Field(slug="minutes", kind="count", required=False),
            Field(slug="plan", kind="plan", required=False),
            _choice("result", "good weak"),
            _text("lesson", required=False),
        ),
        safety=True,
    ),
    Register(
        slug=FAULT,
        prefix="GZ",
        fields=(
            Field(slug="device", kind="device", required=False),
            _choice("kind", "lost out unable damaged furniture building software other", other_needs="device zone what"),
            _ANYWHERE,
            _text("what", required=False),
        ),
        steps=("reported", "repairing", RECOVERED, "repaired", "replaced"),
        ends=(RECOVERED, "repaired", "replaced"),
        roles=_ALL,
    ),
    Register(
        slug=CONSUMABLE,
        prefix="HC",
        fields=(
            _choice("what", "slip-paper copy-paper toner card pen glasses water mask medicine other", other_needs="detail"),
            _choice("move", "in out count"),
            Field(slug="count", kind="count"),
            Field(slug="least", kind="count", required=False),
            _ANYWHERE,
            _text("detail", required=False),
        ),
        roles=_FLOOR,
    ),
    Register(
        slug="lost-found",
        prefix="SW",
        fields=(
            _choice("side", "found missed"),
            _choice("kind", "document phone card money bag umbrella clothing other"),
            _ANYWHERE,
            _text("what"),
            _date("entry", required=False),
            Field(slug="ticket", kind="ticket", required=False),
        ),
        steps=("told", "given-back", "handed-in", "not-found"),
        ends=("given-back", "handed-in", "not-found"),
        roles=_ALL,
        asks_who=True,
    ),
    Register(
        slug="delegation",
        prefix="JD",
        fields=(
            _date("step"),
            _text("from"),
            Field(slug="people", kind="count"),
            _choice("purpose", "study inspection media public other"),
            _text("topic", required=False),
        ),
        steps=("received", "answered"),
        ends=("answered",),
        asks_who=True,
    ),
    Register(
        slug="self-service",
        prefix="ZZ",
        fields=(
            Field(slug="machine", kind="machine"),
            _date("entry"),
            Field(slug="applied", kind="count"),
            Field(slug="printed", kind="count"),
            Field(slug="visited", kind="count", required=False),
        ),
        roles=_FLOOR,
        once=("machine", "date"),
    ),
)
REGISTERS: dict[str, Register] = {it.slug: it for it in _TABLE}
"""By slug, in the order of screens."""
BY_PREFIX: dict[str, Register] = {it.prefix: it for it in _TABLE}
"""The same by the letters of the numbers."""
