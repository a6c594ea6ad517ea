# SPDX-License-Identifier: Apache-2.0
"""Everything that can be refused, as one tree.

HallError            a refusal with a word key and its arguments
├── Malformed        400  the request cannot be read
├── NotSignedIn      401  nobody is signed in, or the key is unknown
├── NotAllowed       403  this role may not do that
├── NotFound         404  there is no such thing
├── Conflict         409  not in that state, or somebody else has it
├── AgainstStandard  422  the standard in force does not allow it
├── TooOften         429  asked more often than allowed
└── StorageDown      503  nothing can be written just now

The key names a sentence in ``hallserver/words/errors.json``; the sentence says what was wrong,
what was expected and what to do. ``args`` fill its placeholders.
"""

from typing import ClassVar

Arg = str | int | float | list[str]


class HallError(Exception):
    """A refusal: ``key`` names its sentence, ``args_by_name`` fills it, ``status`` is its HTTP status."""

    status: ClassVar[int] = 500

    def __init__(self, key: str, **args_by_name: Arg) -> None:
        """Keep the word key and the arguments of its sentence."""
        super().__init__(f"{key} {args_by_name}" if args_by_name else key)
        self.key = key
        self.args_by_name = args_by_name


class Malformed(HallError):
    """The request cannot be read: wrong shape, type or size."""

    status = 400


class NotSignedIn(HallError):
    """Nobody is signed in, or the key or token is unknown."""

    status = 401


class NotAllowed(HallError):
    """The role of the one who asks does not include this."""

    status = 403


class NotFound(HallError):
    """There is no such ticket, counter, queue, page or report."""

    status = 404


class Conflict(HallError):
    """Not in the state that this needs, or somebody else has it."""

    status = 409


class AgainstStandard(HallError):
    """The standard in force, or the set-up of this hall, does not allow it."""

    status = 422


class TooOften(HallError):
    """Asked more often than the standard or the settings allow."""

    status = 429


class StorageDown(HallError):
    """Nothing can be made durable just now; ask again later."""

    status = 503
