# SPDX-License-Identifier: Apache-2.0
"""What goes over the wire when the whole set-up of a hall is handed in or out as a file."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from hallserver.core.commands import Configure
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.row import Names400
from hallserver.exchange_standard import StandardDesk

MOST_BYTES = 700_000
"""Largest file that is taken, before base64: 800 items with their papers are a fifth of it."""


class ImportForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file with rows of the set-up, TOML or XLSX, and what is to be done with it."""

    file: Annotated[bytes, Meta(max_length=MOST_BYTES)]
    """Its content; in JSON as base64."""
    section: Annotated[str, Meta(max_length=20)] = ""
    """For a workbook of one sheet without a name of ours: the section whose rows it has."""
    sections: tuple[Annotated[str, Meta(max_length=20)], ...] = ()
    """Only these are taken; empty: all that the file has."""
    missing: Literal["keep", "retire"] = "keep"
    """What becomes of rows that the file does not have."""
    mark: Annotated[str, Meta(max_length=64)] = ""
    """The ``mark`` of the preview that somebody agreed to; when it is no longer so, nothing is done. Empty: whatever it comes to."""


class Fault(Struct, frozen=True, kw_only=True):
    """Something in the file that cannot be taken: where it stands, what stands there, and as words what is wrong and was expected."""

    sheet: str
    row: int = 0
    """Line of the sheet, from 1; of TOML the how-manieth table of the section; 0: the whole sheet."""
    column: str = ""
    """Column letter and heading in a workbook, field in TOML."""
    found: str = ""
    wrong: str
    """Word ``setup.fault.<wrong>``."""
    expected: str = ""
    """Word of what was expected; empty: the fault says it."""
    args: dict[str, str | int] = {}
    """What fills the gaps of both."""


class FieldChange(Struct, frozen=True, kw_only=True):
    """A field that is to be another one, before and after as a cell would show it."""

    field: str
    before: str
    after: str


class RowChange(Struct, frozen=True, kw_only=True):
    """A row that is to be added, changed, retired or used again."""

    section: str
    slug: str
    names: dict[str, str]
    what: Literal["added", "changed", "retired", "restored"]
    fields: tuple[FieldChange, ...] = ()


class SectionChange(Struct, frozen=True, kw_only=True):
    """What comes of one section: how many rows, whether their order changes, and whether whoever asks may do it."""

    section: str
    rows: int
    """Rows of the file."""
    added: int = 0
    changed: int = 0
    retired: int = 0
    missing: int = 0
    """Rows in use here that the file does not have."""
    moved: bool = False
    may: bool = True


class Refused(Struct, frozen=True, kw_only=True):
    """A section that the rules would refuse, and why."""

    section: str
    detail: str
    """A sentence in the reader's language."""


class Preview(Struct, frozen=True, kw_only=True):
    """What an import would do."""

    sections: tuple[SectionChange, ...]
    changes: tuple[RowChange, ...]
    faults: tuple[Fault, ...]
    refused: tuple[Refused, ...] = ()
    mark: str
    able: bool
    """Whether it can be done: nothing is wrong, nothing refused, and something would change."""


class Proposal(Struct, frozen=True, kw_only=True):
    """A preview with what would have to be asked for, in this order, and what the rules say against it."""

    preview: Preview
    commands: tuple[Configure, ...]
    against: tuple[tuple[str, HallError], ...]
    """Section → why it would be refused."""


class Imported(Struct, frozen=True, kw_only=True):
    """What an import has done."""

    sections: tuple[SectionChange, ...]


class ThemeForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A look that is to stand in the standard: the table ``theme``, or a file that has it as TOML."""

    theme: dict[str, Any] = {}
    file: Annotated[str, Meta(max_length=200_000)] = ""
    """TOML with a table ``[theme]``; empty: ``theme`` says it."""


class ThemeText(Struct, frozen=True, kw_only=True):
    """The standard in force with another look: nothing else of its text is touched."""

    text: str
    theme: dict[str, Any]
    faint: tuple[str, ...]
    """Pairs of colours that cannot be read together; such a text is refused when it is adopted."""


class WordsForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sentences that a district says otherwise than the program: all of them."""

    words: Annotated[dict[Annotated[str, Meta(max_length=80)], Names400], Meta(max_length=500)]
    """Key → language → sentence."""


class WordsText(Struct, frozen=True, kw_only=True):
    """The standard in force with other sentences: nothing else of its text is touched."""

    text: str


Planned = Callable[[Hall, Actor, int], Proposal]
"""(hall, who asks, now in µs) → what the file comes to. Pure."""


class Exchange(Struct, frozen=True, kw_only=True):
    """How the door has files of the set-up written and read; handed to it by the composition root."""

    files: Mapping[str, Callable[[Hall], bytes]] = {}
    """Name of a file, e.g. ``hall.xlsx`` → its maker. Runs off the event loop on a hall that nobody changes."""
    read: Callable[[ImportForm], Planned] | None = None
    """Reads a file off the event loop; raises HallError for what is no such file."""
    theme: Callable[[str, ThemeForm], ThemeText] | None = None
    """(text of the standard in force, look) → the text with that look. Raises HallError."""
    words: Callable[[str, WordsForm], WordsText] | None = None
    """(text of the standard in force, sentences) → the text with these sentences. Raises HallError."""
    standard: StandardDesk | None = None
    """How the standard is shown and a place's deviations are changed; None: nobody does."""
