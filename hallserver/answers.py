# SPDX-License-Identifier: Apache-2.0
"""Idempotency: the same actor with the same key gets the first answer again, rebuilt from its events."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec import Struct

from hallserver.core import id_number
from hallserver.core.asking import Made
from hallserver.core.commands import Command, IdNumber, Personal, name_of
from hallserver.core.errors import AgainstStandard, Malformed
from hallserver.core.events import Entry, TicketIssued
from hallserver.core.keyed import keyed
from hallserver.core.results import result_of
from hallserver.core.roles import Actor
from hallserver.core.short_code import short_code

_KEY_MAX = 120


class Answer(Struct, frozen=True, kw_only=True):
    """What a command came to: the journal's seq after it, its entries, and its result."""

    seq: int
    events: list[Entry]
    result: dict[str, object]


def answer_of(entries: list[Entry], token_of: Callable[[str], str]) -> Answer:
    """Return the answer of a command from the entries that it made, with the token and short code of a new ticket."""
    result = result_of(entries)
    if any(isinstance(entry.event, TicketIssued) for entry in entries):
        result["token"] = token_of(str(result["ticket"]))
        result["code"] = short_code(str(result["token"]))
    return Answer(seq=entries[-1].seq, events=entries, result=result)


class Kept(Struct, frozen=True, kw_only=True):
    """Where a keyed command's entries lie in the journal, and the digest of what was asked."""

    digest: str
    epoch: int
    first_seq: int
    count: int


def _plain(value: object) -> str:
    """Leave out ID numbers, few enough to be tried one by one (the journal keeps this digest for good), and what nobody asked for."""
    if isinstance(value, IdNumber | Made):
        return ""
    if isinstance(value, Personal):
        return value.text
    raise TypeError(type(value).__name__)


_encode = msgspec.json.Encoder(enc_hook=_plain, order="deterministic").encode


def digest_of(command: Command, secret: bytes) -> str:
    """Return 16 hex digits of what is asked, keyed, so that nobody can guess a visitor's words from it."""
    return keyed(secret)(name_of(command).encode() + b"\0" + _encode(command)).hex()[:16]


def stored_key(key: str, digest: str) -> str:
    """Return what the journal keeps of a key. Raises Malformed for one that is empty, too long, unprintable or holds an ID number."""
    if not 0 < len(key) <= _KEY_MAX or not key.isprintable() or not key.isascii() or id_number.masked(key) != key:
        raise Malformed("bad-idempotency-key", most=_KEY_MAX)
    return f"{key}#{digest}"


class Asked:
    """A command on its way: who asks, under which key, and the future that its answer goes to."""

    __slots__ = ("by", "command", "digest", "entries", "future", "key", "refusal", "scope")

    def __init__(self, command: Command, by: Actor, key: str | None, digest: str) -> None:
        """Make it on the running event loop. Raises Malformed for an unusable key."""
        self.command, self.by, self.digest = command, by, digest
        self.scope = (by.id, key)
        """Actor and key as it was given."""
        self.key = stored_key(key, digest) if key is not None else None
        self.future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.entries: list[Entry] = []
        self.refusal: Exception | None = None
        """A HallError, or the fault of a rule."""

    def refuse(self, refusal: Exception) -> None:
        """Give the refusal to the one who asked, unless that one has gone."""
        if not self.future.done():
            self.future.set_exception(refusal)
            self.future.exception()  # seen, even when nobody waits for it any more


class Answers:
    """The keyed commands of the last business days, by (actor, key)."""

    def __init__(self, keyed: Iterable[tuple[str, str, int, int]] = ()) -> None:
        """Take (actor, stored key, epoch, seq) of keyed entries, in order."""
        self._kept: dict[tuple[str, str], Kept] = {}
        for actor, key, epoch, seq in keyed:
            self._note(actor, key, epoch, seq)

    def _note(self, actor: str, stored: str, epoch: int, seq: int) -> None:
        key, _, digest = stored.rpartition("#")
        before = self._kept.get((actor, key))
        if before is None:
            self._kept[actor, key] = Kept(digest=digest, epoch=epoch, first_seq=seq, count=1)
        else:
            self._kept[actor, key] = Kept(digest=digest, epoch=epoch, first_seq=before.first_seq, count=before.count + 1)

    def note(self, entries: Sequence[Entry]) -> None:
        """Remember the entries of one answered command."""
        for entry in entries:
            if entry.idem_key is not None:
                self._note(entry.actor, entry.idem_key, entry.epoch, entry.seq)

    def has(self, actor: str, key: str) -> bool:
        """Tell whether anything was answered under this key, whatever it was."""
        return (actor, key) in self._kept

    def find(self, actor: str, key: str, digest: str) -> Kept | None:
        """Return where the first answer lies; None when the key is new. Raises AgainstStandard for another body."""
        kept = self._kept.get((actor, key))
        if kept is not None:
            must_be_same(kept.digest, digest, key)
        return kept


def must_be_same(first: str, now: str, key: str) -> None:
    """Raise AgainstStandard when a key comes again with another body."""
    if first != now:
        raise AgainstStandard("key-used-otherwise", idempotency_key=key)


def plain(entry: Entry) -> dict[str, object]:
    """Return an entry as JSON-ready values, its event under its kind."""
    return under_its_kind(entry) | {"event": msgspec.to_builtins(entry.event)}


def under_its_kind(entry: Entry) -> dict[str, object]:
    """Return an entry with its event as it is, which msgspec encodes to the same JSON."""
    kind, event = type(entry.event), entry.event
    head = {"epoch": entry.epoch, "seq": entry.seq, "at_us": entry.at_us, "day": entry.day, "actor": entry.actor}
    return head | {"kind": kind.__name__, "v": kind.V, "event": event}
