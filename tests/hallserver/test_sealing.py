# SPDX-License-Identifier: Apache-2.0
"""Personal text goes to the vault; ID numbers are hashed where they belong and masked elsewhere."""

import hashlib
import random

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core.asking import Holder
from hallserver.core.commands_site import Found
from hallserver.core.errors import Malformed
from hallserver.core.id_number import digest, with_check
from hallserver.core.standard import read_standard
from hallserver.sealing import RETENTION, Sealing, kept_days
from tests.support import NINE_US, STANDARD

_DAY_US = 86_400_000_000
NUMBER = with_check("44030419900307123")
MASKED = f"{'*' * 14}{NUMBER[-4:]}"
STANDARD_IN_FORCE = read_standard(STANDARD)
SEALING = Sealing(b"k" * 32, "futian")


def sealed(command: c.Command) -> tuple[c.Command, list[str]]:
    """Return the command as it is decided, and the texts that the vault gets."""
    decided, rows = SEALING.sealed(SEALING.masked(command), NINE_US, STANDARD_IN_FORCE)
    return decided, [row.content for row in rows]


def test_a_comment_is_taken_out_and_kept_under_a_reference() -> None:
    """What goes on to the journal has none of the words; the vault has all of them, for the standard's 180 days."""
    command, [row] = SEALING.sealed(c.Rate(stars=1, comment=c.Personal("等了很久")), NINE_US, STANDARD_IN_FORCE)
    assert isinstance(command, c.Rate)
    assert command.comment is not None
    assert command.comment.sealed is not None

    assert (command.stars, command.comment.text) == (1, "")
    assert (row.content, row.ref, row.erase_after_us) == ("等了很久", command.comment.sealed.ref, NINE_US + 180 * _DAY_US)
    assert command.comment.sealed.digest == hashlib.sha256(row.salt + "等了很久".encode()).hexdigest()


def test_the_same_words_twice_are_two_references_and_two_digests() -> None:
    """Nobody can see that two visitors wrote the same, or try words until the digest fits."""
    twice = [SEALING.sealed(c.Rate(stars=1, comment=c.Personal("慢")), NINE_US, STANDARD_IN_FORCE) for _ in range(2)]
    (_, [one]), (_, [other]) = twice

    assert one.ref != other.ref
    assert one.salt != other.salt
    assert len(one.salt) == 16
    digests = {
        command.comment.sealed.digest for command, _ in twice if isinstance(command, c.Rate) and command.comment and command.comment.sealed
    }
    assert len(digests) == 2


def test_a_command_without_personal_text_goes_on_as_it_is() -> None:
    """No copy, no row."""
    command = c.TakeTicket(services=("seniors",), party=2)

    assert SEALING.masked(command) is command
    assert SEALING.sealed(command, NINE_US, STANDARD_IN_FORCE) == (command, [])


def test_the_retention_is_that_of_the_standard_in_force() -> None:
    """A hall that keeps less must not keep more because the program was written so."""
    head, key, tail = STANDARD.partition(f'[parameter."{RETENTION}"]\n')
    shorter = read_standard(head + key + tail.replace("value = 180", "value = 7", 1))
    _, [row] = SEALING.sealed(c.Rate(stars=1, comment=c.Personal("慢")), NINE_US, shorter)

    assert row.erase_after_us == NINE_US + 7 * _DAY_US
    assert kept_days(msgspec.structs.replace(shorter, parameters={})) == kept_days(None) == 180


def test_an_id_number_is_kept_as_keyed_digest_and_last_four() -> None:
    """Enough to find out whether two numbers are one person's, nothing to find out whose."""
    command, [kept] = sealed(c.TakeTicket(services=("seniors",), id_number=c.IdNumber(NUMBER)))

    assert kept == f"{digest(NUMBER, b'k' * 32, 'futian')} {NUMBER[-4:]}"
    assert NUMBER not in kept
    assert NUMBER not in repr(command)
    assert isinstance(command, c.TakeTicket)
    assert command.id_number is not None
    assert command.id_number.sealed is not None


@pytest.mark.parametrize(
    "command",
    [
        c.Rate(stars=1, comment=c.Personal(f"我是{NUMBER}")),
        c.Finish(case_no=NUMBER),
        c.Configure(section="people", rows=[{"slug": "li", "names": {"zh-Hans": NUMBER, NUMBER: "x"}}]),
        c.AdoptStandard(text=f'note = "{NUMBER}"'),
        c.FinishAndCall(items=(c.ItemDone(item=NUMBER),)),
    ],
    ids=lambda it: type(it).__name__,
)
def test_an_id_number_in_any_other_field_is_masked(command: c.Command) -> None:
    """People type it where nobody asked for it."""
    decided, kept = sealed(command)
    seen = repr(decided) + "".join(kept)

    assert NUMBER not in seen
    assert MASKED in seen


def test_the_short_look_says_what_the_long_one_says() -> None:
    """Most commands are let through at a glance: whatever has a number in it, in whatever writing, is cleaned all the same."""
    chance = random.Random(4)
    texts = ("seniors", "", "x" * 17, "x" * 18, NUMBER, f"{NUMBER[:6]} {NUMBER[6:]}", f"号{NUMBER}号", NUMBER[:17], NUMBER.lower())
    for _ in range(300):
        some = tuple(chance.choice(texts) for _ in range(chance.randint(1, 4)))
        fields: list[c.Command] = [
            c.TakeTicket(services=some, items=(chance.choice(texts),), language="en", party=2),
            c.Finish(case_no=chance.choice(texts), items=(c.ItemDone(item=chance.choice(texts)),)),
            c.Hold(reason=chance.choice(texts)),
            c.CloseDay(left=(c.Left(ticket=chance.choice(texts), disposition="left"),)),
            c.ReportClock(step_s=1.5),
        ]
        command = chance.choice(fields)
        assert SEALING.masked(command) == SEALING._clean(command)
        assert NUMBER not in repr(SEALING.masked(command))


def test_the_rules_are_told_under_which_references_the_same_number_was_given_before() -> None:
    """And nothing else of it: not its digest, which events could be compared by. What the vault had at the start is known too."""
    sealing, other = Sealing(b"k" * 32, "futian"), with_check("44030419910307124")
    sealing.know({"r0": f"{digest(NUMBER, b'k' * 32, 'futian')} {NUMBER[-4:]}"})
    held: list[frozenset[str]] = []
    for number in (NUMBER, other, NUMBER):
        decided, _ = sealing.sealed(sealing.masked(c.TakeTicket(services=("seniors",), id_number=c.IdNumber(number))), NINE_US, None)
        assert isinstance(decided, c.TakeTicket)
        assert isinstance(decided.id_number, Holder)
        assert decided.id_number.text == ""
        held.append(decided.id_number.refs)

    assert [len(refs) for refs in held] == [2, 1, 3]
    assert "r0" in held[0] < held[2]
    assert held[1].isdisjoint(held[2])
    sealing.know({})
    decided, _ = sealing.sealed(sealing.masked(c.TakeTicket(services=("seniors",), id_number=c.IdNumber(NUMBER))), NINE_US, None)
    assert isinstance(decided, c.TakeTicket)
    assert isinstance(decided.id_number, Holder)
    assert len(decided.id_number.refs) == 1


def test_what_is_personal_in_the_parts_of_a_command_is_sealed_too() -> None:
    """Notes and photos of what a patrol found; a photo goes in whole, whatever figures its bytes look like."""
    photo = c.Photo(NUMBER + "/9j/4AAQ", drawn=True)
    bad = Found(check="exits", zone="main", note=c.Personal(f"与 {NUMBER} 的人谈过"), photos=(photo, photo))
    patrol, kept = sealed(c.RecordPatrol(checked={"main": ("exits",)}, findings=(Found(check="a", zone="main"), bad)))

    assert kept == [f"与 {MASKED} 的人谈过", photo.text, photo.text]
    assert isinstance(patrol, c.RecordPatrol)
    plain, found = patrol.findings
    assert (plain.note, plain.photos) == (None, ())
    assert found.note is not None
    assert [it.text for it in (found.note, *found.photos)] == ["", "", ""]
    assert len({it.sealed.ref for it in (found.note, *found.photos) if it.sealed is not None}) == 3


def test_a_photo_that_was_not_drawn_anew_is_kept_by_nobody() -> None:
    """The door draws them; what comes another way is refused, not kept with where it was taken."""
    with pytest.raises(Malformed, match="photo-unreadable"):
        sealed(c.FixFinding(finding="X20261123-001", photos=(c.Photo("/9j/4AAQ"),)))
