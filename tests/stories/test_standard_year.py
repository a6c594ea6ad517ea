# SPDX-License-Identifier: Apache-2.0
"""A year under one standard: four places above each other deviate for a while, and every day is under what was in force that day."""

import itertools
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import apply
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_SETUP, Actor
from hallserver.store.folder import Folder
from hallserver.store.rebuild import check
from tests.support import KIOSK, LI, SHIPPED, Play, keep, new_folder, setup_commands

SYSTEM = Actor(kind="person", name="sys", roles=frozenset({"system-admin"}))
FIRST = date(2026, 11, 23)
DAYS = 365
USUAL_S = 30
"""``call.gap`` of the shipped standard."""


class Said(NamedTuple):
    """One deviation from ``call.gap``: whose, how many seconds, and its first and last day."""

    tier: str
    gap_s: int
    since: str
    until: str


SAID = (
    Said("district", 35, "2026-12-01", "2027-10-31"),
    Said("street", 40, "2027-01-01", "2027-03-31"),
    Said("community", 45, "2027-02-15", "2027-02-28"),
    Said("hall", 50, "2027-03-01", "2027-03-01"),
    Said("hall", 55, "2027-07-01", "2027-07-31"),
)
"""From the highest place to the lowest: of two that speak of a day, the later row is right."""
PROVED_TO = "2027-01-10"
"""So far the year is also kept in a file: two turns of the standard are in it."""
FILED_ON = "2027-05-10"
"""While this day is open, the hall's own file is filed anew, with July in it."""


def layers(filed: bool) -> tuple[str, ...]:  # noqa: FBT001 -- before or after
    """Return the files of the four places; a hall's one file says one thing of a key, so July comes with its next version."""
    tiers = ("district", "street", "community", "hall")
    return tuple(_layer(tier, [it for it in SAID if it.tier == tier][1 if filed and tier == "hall" else 0]) for tier in tiers)


def _layer(tier: str, said: Said) -> str:
    lines = ("[layer]", f'tier = "{tier}"', f'name = "{tier}"', '[deviation."call.gap"]', f"value = {said.gap_s}", 'reason = "试行"')
    return "\n".join([*lines, 'author = "单明"', "date = 2026-11-20", f"from = {said.since}", f"until = {said.until}", ""])


def expected_s(day: str) -> int:
    """Return the gap that holds on a day, by the table above alone."""
    known = [it for it in SAID if not (it.since.startswith("2027-07") and day <= FILED_ON)]
    return next((it.gap_s for it in reversed(known) if it.since <= day <= it.until), USUAL_S)


def recalled_after_s(play: Play) -> int:
    """Call somebody and press recall every five seconds; return after how many it was allowed."""
    play.ask(c.OpenCounter(counter="c1"), LI)
    play.ask(c.TakeTicket(services=("seniors",)), KIOSK)
    play.ask(c.CallNext(), LI)
    for waited_s in range(5, 300, 5):
        try:
            play.later(5).ask(c.Recall(), LI)
        except HallError:
            continue
        return waited_s
    raise AssertionError(play.hall.day)


def days(play: Play) -> Iterator[tuple[str, int, str]]:
    """Live through the year; give each day, the gap that clerks met, and the mark of the standard on the day's number."""
    for n in range(DAYS):
        play.now_us = _nine_us(n)
        play.ask(c.OpenDay(), SERVICE_CLOCK)
        gap_s = recalled_after_s(play)
        if play.hall.day == FILED_ON:
            play.ask(c.AdoptStandard(text=SHIPPED, layers=layers(filed=True), at_opening=True), SYSTEM)
            assert play.hall.rules.layers == layers(filed=False), "a running day is never reshaped"
        [ticket] = play.hall.tickets.values()
        issued = next(it.event for it in reversed(play.entries) if isinstance(it.event, e.TicketIssued))
        assert ticket.label == "A001"
        yield play.hall.day, gap_s, issued.standard
        play.ask(c.CloseDay(rest="left"), SERVICE_CLOCK)


def _nine_us(n: int) -> int:
    """Return 09:00 in Shanghai on the n-th day; there is no summer time."""
    return 1_795_395_600_000_000 + n * 86_400_000_000


@pytest.fixture(scope="module")
def year() -> tuple[Play, list[tuple[str, int, str]]]:
    """Return the hall after its year, and what each day was like."""
    play = Play(standard=SHIPPED)
    play.now_us = _nine_us(-1)
    play.hall, play.entries = Hall(), []
    for command in (*setup_commands(standard=SHIPPED), c.AdoptStandard(text=SHIPPED, layers=layers(filed=False))):
        play.ask(command, SERVICE_SETUP)
    return play, list(days(play))


def test_every_day_of_the_year_is_under_its_own_rules(year: tuple[Play, list[tuple[str, int, str]]]) -> None:
    """What a clerk met is what the four files say of that date, and nothing turned within a day."""
    _, lived = year

    assert [day for day, _, _ in lived] == [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS)]
    assert [(day, gap_s) for day, gap_s, _ in lived if gap_s != expected_s(day)] == []
    assert {gap_s for _, gap_s, _ in lived} == {30, 35, 40, 45, 50, 55}


def test_which_standard_counted_on_a_day_is_provable(year: tuple[Play, list[tuple[str, int, str]]]) -> None:
    """Another hash exactly when something else was in force, and the journal holds the texts of each."""
    play, lived = year
    turned = [now[0] for before, now in itertools.pairwise(lived) if before[2] != now[2]]
    adopted = {it.event.hash[:12]: it.event for it in play.entries if isinstance(it.event, e.StandardAdopted)}

    assert turned == [
        "2026-12-01",
        "2027-01-01",
        "2027-02-15",
        "2027-03-01",
        "2027-03-02",
        "2027-04-01",
        "2027-07-01",
        "2027-08-01",
        "2027-11-01",
    ]
    assert {mark for _, _, mark in lived} == set(adopted)
    assert all(event.text == SHIPPED for event in adopted.values())


def test_old_days_are_judged_by_what_was_in_force(year: tuple[Play, list[tuple[str, int, str]]]) -> None:
    """Folded from the first event, each day's number was given under the standard that the fold has at that moment."""
    play, _ = year
    again = Hall()
    for entry in play.entries:
        apply(again, entry)
        if isinstance(entry.event, e.TicketIssued):
            assert again.rules.hash[:12] == entry.event.standard
            assert again.rules.whole("call.gap") == expected_s(entry.day)

    assert again == play.hall


def test_the_year_is_kept_and_proved(year: tuple[Play, list[tuple[str, int, str]]], tmp_path: Path) -> None:
    """A hall that starts from the last evening's snapshot, and one that is rebuilt from the first event, say the same."""
    play, _ = year
    begun, hall = [entry for entry in play.entries if entry.day <= PROVED_TO], Hall()
    for entry in begun:
        apply(hall, entry)
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, begun)
        assert folder.journal.load() == hall
        assert check(folder).differences == []
    assert hall.rules.layers
