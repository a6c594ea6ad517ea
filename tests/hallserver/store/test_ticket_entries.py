# SPDX-License-Identifier: Apache-2.0
"""The entries about a number, read from the file: all that name it, those of its work orders, the hall's suspensions meanwhile."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import NotFound
from hallserver.store.folder import Folder
from hallserver.store.reading import Reader
from hallserver.store.ticket_entries import read_labels, read_ticket_entries
from reports.timeline import BESIDE, TOLD
from tests.hallserver.core.work import rated, steps
from tests.support import BOSS, Play, keep, new_folder, next_day

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def play() -> Play:
    """Return a day on which a number is rated badly, and the days after, on which its order is closed; the hall stood still later."""
    play = rated()
    play.later(60).ask(c.Suspend(reason="power"), BOSS)
    play.later(60).ask(c.ResumeHall(), BOSS)
    steps(play, "verify", "contact")
    next_day(play)
    steps(play, "rectify", "reply", "call-back", "close")
    return play


@pytest.fixture(scope="module")
def reader(play: Play, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Return how to read that hall's file."""
    with closing(Folder(new_folder(tmp_path_factory.mktemp("hall")))) as folder:
        keep(folder, play.entries)
        yield folder.database.reader


def test_a_number_brings_all_that_names_it_and_its_order_over_days(play: Play, reader: Reader) -> None:
    """As found by hand in what the hall has in mind; steps of the next day are there, other numbers are not."""
    issue = next(it for it in play.entries if isinstance(it.event, e.TicketIssued))
    ticket, label = f"{issue.epoch}.{issue.seq}", issue.event.label  # type: ignore[attr-defined]
    orders = {it.event.order for it in play.entries if isinstance(it.event, e.WorkOrderOpened) and it.event.ticket == ticket}
    names = {f"'{name}'" for name in (ticket, *orders)}
    told = [it for it in play.entries if isinstance(it.event, TOLD)]
    by_hand = [it.seq for it in told if it.seq == issue.seq or any(name in repr(it.event) for name in names)]
    with reader() as database:
        found = read_ticket_entries(database, DAY, label, TOLD, BESIDE)
    assert [it.seq for it in found if not isinstance(it.event, BESIDE)] == by_hand
    assert isinstance(found[0].event, e.TicketIssued)
    assert {"OrderClosed", "OrderVerified", "RatingGiven"} <= {type(it.event).__name__ for it in found}
    assert len({it.day for it in found}) > 1


def test_what_befell_everybody_is_told_only_of_those_who_were_there(play: Play, reader: Reader) -> None:
    """The hall stood still after this visitor had gone; one who still waited has it in the story."""
    labels = {it.event.label: f"{it.epoch}.{it.seq}" for it in play.entries if isinstance(it.event, e.TicketIssued)}
    halt = next(it for it in play.entries if isinstance(it.event, e.HallSuspended))
    ends = {it.event.ticket: it.at_us for it in play.entries if isinstance(it.event, e.ServiceFinished | e.TicketUnserved)}
    with reader() as database:
        for label, ticket in labels.items():
            found = read_ticket_entries(database, DAY, label, TOLD, BESIDE)
            there = found[0].at_us <= halt.at_us <= ends.get(ticket, halt.at_us)
            assert (halt.seq in {it.seq for it in found}) is there, label


@pytest.mark.parametrize(("day", "label", "key"), [(DAY, "Z999", "number-unknown"), ("2026-11-01", "A001", "report-no-day")])
def test_a_number_or_day_that_there_is_not_is_refused(reader: Reader, day: str, label: str, key: str) -> None:
    """Nothing is an answer, and which of the two is wrong is said."""
    with reader() as database, pytest.raises(NotFound) as refused:
        read_ticket_entries(database, day, label, TOLD, BESIDE)
    assert refused.value.key == key


def test_labels_are_told_of_those_tickets_that_there_are(play: Play, reader: Reader) -> None:
    """What people read on a slip, and its day; more than one statement can hold are asked for in parts."""
    issues = [it for it in play.entries if isinstance(it.event, e.TicketIssued)]
    known = {f"{it.epoch}.{it.seq}": (it.event.label, it.day) for it in issues if isinstance(it.event, e.TicketIssued)}
    with reader() as database:
        assert read_labels(database, {*known, *(f"9.{n}" for n in range(1200))}) == known
