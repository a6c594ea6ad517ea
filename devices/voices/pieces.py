# SPDX-License-Identifier: Apache-2.0
"""Which clips a pack needs for the sentences that a hall says, by language."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct


class Pieces(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of ``pieces.toml``: words apart by blanks, and whole literals."""

    letters: str
    digits: str
    numerals: str
    literals: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Return every piece once, in the order of the file."""
        words = (*self.letters.split(), *self.digits.split(), *self.numerals.split())
        return tuple(dict.fromkeys((*words, *self.literals)))


@cache
def needed(language: str) -> tuple[str, ...]:
    """Return the pieces that a pack of this language needs. Raises KeyError: we speak no such language."""
    with (Path(__file__).parent / "pieces.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), dict[str, Pieces])[language].all
