# SPDX-License-Identifier: Apache-2.0
"""Idempotency keys: what is kept of them, and when they are the same."""

import asyncio

import msgspec
import pytest

from hallserver.answers import Answers, Asked, digest_of, must_be_same, plain, stored_key, under_its_kind
from hallserver.core import commands as c
from hallserver.core.errors import AgainstStandard, Malformed
from tests.support import KIOSK, LI, Play, varied_day

_SECRET = b"s" * 32


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (c.CallNext(), c.CallNext(), True),
        (c.CallNext(), c.CallNext(counter="c1"), False),
        (c.CallNext(), c.Recall(), False),
        (c.Rate(stars=1, comment=c.Personal("a")), c.Rate(stars=1, comment=c.Personal("a")), True),
        (c.Rate(stars=1, comment=c.Personal("a")), c.Rate(stars=1, comment=c.Personal("b")), False),
        (c.Rate(stars=1), c.Rate(stars=1, comment=c.Personal("")), False),
        (c.Configure(section="items", rows=[{"a": 1, "b": 2}]), c.Configure(section="items", rows=[{"b": 2, "a": 1}]), True),
    ],
)
def test_a_digest_is_of_what_is_asked(one: c.Command, other: c.Command, same: bool) -> None:  # noqa: FBT001 -- a row of the table
    """Same meaning, same digest, in whatever order it was typed; another word, another digest."""
    assert (digest_of(one, _SECRET) == digest_of(other, _SECRET)) is same


def test_a_digest_is_keyed() -> None:
    """From a plain hash in the journal a visitor's few words could be guessed."""
    command = c.Rate(stars=1, comment=c.Personal("慢"))

    assert digest_of(command, _SECRET) != digest_of(command, b"t" * 32)
    assert len(digest_of(command, _SECRET)) == 16


def test_a_digest_says_nothing_of_an_id_number() -> None:
    """The journal keeps it after the vault has forgotten, and whoever has the key could try all numbers there are."""
    one, other, none = (
        c.TakeTicket(services=("seniors",), id_number=c.IdNumber(number).hashed(b"k", "hall") if number else None)
        for number in ("11010519491231002X", "110105194912310038", "")
    )

    assert digest_of(one, _SECRET) == digest_of(other, _SECRET) != digest_of(none, _SECRET)


@pytest.mark.parametrize("key", ["", "x" * 121, "a\nb", "号码", "a\x00b", "tap-11010519491231002X"])
def test_an_unusable_key_is_refused(key: str) -> None:
    """It stands in the journal for ever."""
    with pytest.raises(Malformed, match="bad-idempotency-key"):
        stored_key(key, "0" * 16)


@pytest.mark.parametrize("key", ["k", "x" * 120, "a#b", "7c9e6679-7425-40de-944b-e07fc1f90ae7"])
def test_a_key_is_found_again_whatever_is_in_it(key: str) -> None:
    """A key with the separator in it is a key too."""
    answers = Answers([("device:kiosk-1", stored_key(key, "0" * 16), 1, 7)])
    kept = answers.find("device:kiosk-1", key, "0" * 16)

    assert kept is not None
    assert (kept.epoch, kept.first_seq, kept.count) == (1, 7, 1)


def test_entries_of_one_command_are_kept_as_one_stretch() -> None:
    """The answer is rebuilt from where they lie."""
    answers = Answers([("a", "k#0", 1, 7), ("a", "k#0", 1, 8), ("b", "k#0", 1, 9), ("a", "l#0", 1, 10)])

    found = [answers.find(actor, key, "0") for actor, key in (("a", "k"), ("b", "k"), ("a", "l"))]
    assert [(kept.first_seq, kept.count) for kept in found if kept] == [(7, 2), (9, 1), (10, 1)]


def test_noting_entries_is_the_same_as_loading_them() -> None:
    """After a restart the same keys are known."""
    play = varied_day()
    entries = [msgspec.structs.replace(entry, idem_key=f"{entry.at_us}#0") for entry in play.entries]
    noted = Answers()
    noted.note(entries)
    loaded = Answers([(entry.actor, f"{entry.at_us}#0", entry.epoch, entry.seq) for entry in entries])

    for entry in entries:
        key = str(entry.at_us)
        assert noted.find(entry.actor, key, "0") == loaded.find(entry.actor, key, "0")


def test_entries_without_a_key_are_not_remembered() -> None:
    """Nobody can ask for them again."""
    answers = Answers()
    answers.note(Play().entries)

    assert answers.find("service:setup", "", "") is None


def test_another_body_under_a_used_key_is_refused() -> None:
    """The client has a fault; doing either of the two would hide it."""
    answers = Answers([("a", "k#0", 1, 7)])
    with pytest.raises(AgainstStandard, match="key-used-otherwise") as refused:
        answers.find("a", "k", "1")
    assert refused.value.args_by_name == {"idempotency_key": "k"}
    must_be_same("0", "0", "k")


def test_who_asks_with_an_unusable_key_is_refused_before_anything_waits() -> None:
    """Nothing is decided of it."""

    async def ask() -> None:
        assert Asked(c.CallNext(), LI, None, "").key is None
        assert Asked(c.CallNext(), LI, "k", "0").key == "k#0"
        with pytest.raises(Malformed):
            Asked(c.CallNext(), LI, "", "0")

    asyncio.run(ask())


def test_an_entry_is_shown_with_kind_and_version() -> None:
    """The journal API's shape; the idempotency key is the client's own affair and is not in it."""
    play = Play()
    play.take(by=KIOSK)
    shown = plain(play.entries[-1])

    assert msgspec.json.decode(msgspec.json.encode(shown)).keys() == {"epoch", "seq", "at_us", "day", "actor", "kind", "v", "event"}
    assert (shown["kind"], shown["v"], shown["actor"]) == ("TicketIssued", 4, "device:kiosk-1")


def test_an_event_is_encoded_as_it_is_or_as_plain_values_alike() -> None:
    """What a command answers leaves the values to the encoder; readers of the journal get them plain."""
    entries = varied_day().entries
    assert {entry.kind for entry in entries} >= {"TicketIssued", "TicketCalled", "ServiceFinished"}
    for entry in entries:
        assert msgspec.json.encode(under_its_kind(entry)) == msgspec.json.encode(plain(entry))
