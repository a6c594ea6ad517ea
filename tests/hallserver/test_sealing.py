# SPDX-License-Identifier: Apache-2.0
"""Personal text goes to the vault; only a reference and a salted digest go on."""

import hashlib

from hallserver.core import commands as c
from hallserver.sealing import seal
from tests.support import NINE_US

_DAY_US = 86_400_000_000


def test_a_comment_is_taken_out_and_kept_under_a_reference() -> None:
    """What goes on to the journal has none of the words; the vault has all of them, for 180 days."""
    command, [row] = seal(c.Rate(stars=1, comment=c.Personal("等了很久")), NINE_US)
    assert isinstance(command, c.Rate)
    assert command.comment is not None
    assert command.comment.sealed is not None

    assert (command.stars, command.comment.text) == (1, "")
    assert (row.content, row.ref, row.erase_after_us) == ("等了很久", command.comment.sealed.ref, NINE_US + 180 * _DAY_US)
    assert command.comment.sealed.digest == hashlib.sha256(row.salt + "等了很久".encode()).hexdigest()


def test_the_same_words_twice_are_two_references_and_two_digests() -> None:
    """Nobody can see that two visitors wrote the same, or try words until the digest fits."""
    sealed = [seal(c.Rate(stars=1, comment=c.Personal("慢")), NINE_US) for _ in range(2)]
    (_, [one]), (_, [other]) = sealed

    assert one.ref != other.ref
    assert one.salt != other.salt
    assert len(one.salt) == 16
    digests = {
        command.comment.sealed.digest for command, _ in sealed if isinstance(command, c.Rate) and command.comment and command.comment.sealed
    }
    assert len(digests) == 2


def test_a_command_without_personal_text_goes_on_as_it_is() -> None:
    """No copy, no row."""
    command = c.Rate(stars=5)

    assert seal(command, NINE_US) == (command, [])
    assert seal(command, NINE_US)[0] is command
