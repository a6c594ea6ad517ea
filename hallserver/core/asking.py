# SPDX-License-Identifier: Apache-2.0
"""What commands consist of: the types of their fields, what is personal among them, and the class that all of them share."""

from typing import Annotated

from msgspec import Meta, Struct

from hallserver.core import id_number
from hallserver.core.row import Slug

TicketId = Annotated[str, Meta(pattern=r"^\d{1,9}\.\d{1,12}$")]
"""``<epoch>.<seq>`` of the ticket's ``TicketIssued`` event."""
TicketIdOrNone = Annotated[str, Meta(pattern=r"^(\d{1,9}\.\d{1,12})?$")]
"""Empty for what concerns no ticket: the slip of a day, a notice of the staff, a trial."""
TicketNamed = Annotated[str, Meta(pattern=r"^(\d{1,9}\.\d{1,12}|[A-Za-z]{1,2}\d{1,4})$")]
"""The ticket's id, or its number of today as somebody types it: ``A012``, ``a12``."""
Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""A reason or outcome: a word key's last part, e.g. ``lunch`` of ``pause.lunch``."""
CaseNo = Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9-]*$")]
"""Number of the case in the approval system."""
Missing = Annotated[tuple[Code, ...], Meta(max_length=30)]
"""Papers that are missing: slugs of ``ItemRow.papers``, or codes of ``paper.*`` that every item may need."""


class Sealed(Struct, frozen=True, kw_only=True):
    """What an event keeps of personal data: the vault's reference and sha256(salt ‖ content), hex."""

    ref: str
    digest: str


class Personal:
    """Personal text on its way to the vault. On the wire a string; in an event only ``sealed``."""

    __slots__ = ("sealed", "text")

    def __init__(self, text: str, sealed: Sealed | None = None) -> None:
        """Keep the text until it is sealed; at most 500 characters."""
        self.text = text
        self.sealed = sealed


class IdNumber(Personal):
    """A resident ID number on its way in: nothing shows, compares or encodes it; only its keyed digest can be had."""

    __slots__ = ("__number",)

    def __init__(self, number: str, kept: str = "") -> None:
        """Take a number as somebody typed it or a reader read it; with ``kept`` none is needed any more.

        Raises ValueError, without naming it, for one that is none.
        """
        super().__init__(kept)
        if not kept and not id_number.is_id_number(number):
            message = "Expected an 18-character ID number whose check character is right"
            raise ValueError(message)
        self.__number = id_number.compact(number)

    def hashed(self, key: bytes, hall_id: str) -> "IdNumber":
        """Return what may be kept of it: as ``text`` its digest under the hall's key and the last four characters; no number."""
        return IdNumber("", f"{id_number.digest(self.__number, key, hall_id)} {self.__number[-id_number.SHOWN :]}")


class Holder(Personal):
    """An ID number as the rules get it: sealed, with all references under which the vault has the same number; nothing of it is kept."""

    __slots__ = ("refs",)

    def __init__(self, sealed: Sealed, refs: frozenset[str]) -> None:
        """Name the references, its own among them or not."""
        super().__init__("", sealed)
        self.refs = refs


class Photo(Personal):
    """A photo on its way to the vault: a JPEG in base64. The door draws it anew, so that nothing but the picture is kept (``drawn``)."""

    __slots__ = ("drawn",)

    def __init__(self, text: str, sealed: Sealed | None = None, *, drawn: bool = False) -> None:
        """Keep it as it came, or as it was drawn anew."""
        super().__init__(text, sealed)
        self.drawn = drawn


class Made:
    """What the server itself made or looked up for a command while somebody asks it; nobody else can give it.

    It is no part of what was asked: a repeat of the command is the same command, whatever the server would make now.
    """

    __slots__ = ()


class Frozen(Made):
    """A report's content and the journal's anchor that it rests on."""

    __slots__ = ("journal", "text")

    def __init__(self, text: str, journal: str) -> None:
        """Keep both."""
        self.text, self.journal = text, journal


class Traced(Made):
    """What the tables have of the number ``name`` of the business day ``day``, which is not today's."""

    __slots__ = ("day", "label", "lost", "name", "opened", "ticket")

    def __init__(self, name: str, day: str, *, ticket: str = "", label: str = "", opened: bool = False, lost: bool = False) -> None:
        """Keep its ticket and label, empty where it was not given; whether the hall opened on that day, and records of it are lost."""
        self.name, self.day, self.ticket, self.label = name, day, ticket, label
        self.opened, self.lost = opened, lost


class Command(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every command has in common: nothing but that it can be asked."""


class ItemDone(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One item handled, and how many of it."""

    item: Slug
    quantity: Annotated[int, Meta(ge=1, le=999)] = 1
