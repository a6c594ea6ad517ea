# SPDX-License-Identifier: Apache-2.0
"""Which messages concern whom, and what of them is new to that person."""

from collections.abc import Iterable

from msgspec import Struct

from hallserver.core.hall import Hall
from hallserver.core.staffnotes import Message

_GROUPS = {"guides": "guide", "duty": "duty-manager"}
"""Whom a message names as a group → the role that reads it."""


class Reader(Struct, frozen=True, kw_only=True):
    """Who reads: as the journal names actors (``person:li``), with which roles, at which counter (empty: none)."""

    id: str
    roles: frozenset[str] = frozenset()
    counter: str = ""


class Read(Struct, frozen=True, kw_only=True):
    """A message, and whether this reader knows it: has marked it, or sent it."""

    message: Message
    seen: bool


def concerns(message: Message, reader: Reader) -> bool:
    """Tell whether the message was sent to this reader."""
    kind, _, name = message.to.partition(":")
    if kind == "person":
        return message.to == reader.id
    if kind == "counter":
        return bool(name) and name == reader.counter
    return kind == "all" or _GROUPS.get(kind) in reader.roles


def messages_for(hall: Hall, reader: Reader) -> list[Read]:
    """Return today's messages to this reader, newest first."""
    return [Read(message=it, seen=reader.id in it.seen or it.by == reader.id) for it in hall.messages if concerns(it, reader)]


def unread(found: Iterable[Read]) -> int:
    """Count those that the reader does not know yet."""
    return sum(not it.seen for it in found)


def sent_by(hall: Hall, sender: str) -> list[Message]:
    """Return today's messages from this sender (``person:li``), newest first; ``seen`` says who has read each."""
    return [it for it in hall.messages if it.by == sender]
