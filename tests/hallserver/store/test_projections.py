# SPDX-License-Identifier: Apache-2.0
"""The report tables, against what follows from the folded hall and from the entries, reckoned another way."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import FOLDS, apply
from hallserver.core.hall import Hall, Leg, Ticket
from hallserver.core.roles import visitor
from hallserver.store import report_sql
from hallserver.store.folder import Folder
from hallserver.store.projections import PROJECT, TABLES, statements
from tests.hallserver.core.any_day import AnyDay
from tests.support import DUTY, GUIDE, LI, WANG, Play, keep, new_folder, varied_day

DAY = "2026-11-23"


def ends() -> Play:
    """Return a day on which holds end in every way that there is: served on, sent on, given back, closed over."""
    play = Play().open("c1", LI).open("c3", WANG)
    sent, back, ready, left, once = (play.later(5).take() for _ in range(5))
    for ticket in (sent, back, ready, left, once):
        assert play.later(20).call() is ticket
        if ticket is not once:
            play.later(10).ask(c.Start(), LI)
        play.later(30).ask(c.Hold(reason="copy"), LI)
    play.later(40).ask(c.Transfer(ticket=sent.id, to_queue="firms"), LI)
    play.later(40).ask(c.Cancel(ticket=back.id), visitor(back.id))
    play.take()
    play.call()
    play.ask(c.Resume(ticket=ready.id), LI)
    play.later(15).ask(c.FinishAndCall(), LI)
    play.later(10).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(), LI)
    play.later(5).ask(c.Resume(ticket=once.id), LI)
    play.later(60).ask(c.Finish(), LI)
    return play


def moved() -> Play:
    """Return a day on which a visitor is served 600 s at c1, held, and finished in 60 s at c3."""
    play = Play().open("c1", LI).open("c3", WANG)
    ticket = play.take()
    play.later(5).call()
    play.ask(c.Start(), LI)
    play.later(600).ask(c.Hold(reason="copy"), LI)
    play.later(30).ask(c.Resume(ticket=ticket.id), WANG)
    play.later(60).ask(c.Finish(), WANG)
    return play


def closed(play: Play) -> Play:
    """Close the day over everyone."""
    play.later(600).ask(c.CloseDay(rest="booked"), DUTY)
    return play


def any_day(seed: int) -> Play:
    """Return a day as chance makes it, with everything that may be asked in it."""
    [play] = AnyDay(seed, one_day=True).halls(500, 500)
    return play


PLAYS: dict[str, Callable[[], Play]] = {
    "varied": varied_day,
    "varied, closed": lambda: closed(varied_day()),
    "holds": ends,
    "holds, closed": lambda: closed(ends()),
    "moved": moved,
    **{f"any day {seed}": partial(any_day, seed) for seed in range(3)},
}


@pytest.fixture(params=PLAYS)
def play(request: pytest.FixtureRequest) -> Play:
    """Return each history in turn."""
    return PLAYS[request.param]()


@pytest.fixture
def rows(play: Play, tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what the tables hold after that history, row by row."""
    kept: dict[str, list[dict[str, Any]]] = {}
    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, play.entries)
        with folder.database.reader() as reader:
            for table, order in TABLES.items():
                cursor = reader.execute_sql(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608 -- TABLES only
                columns = [column[0] for column in cursor.description]
                kept[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return kept


def at(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return some columns of a row."""
    return {name: row[name] for name in names}


def of_ticket(ticket: Ticket) -> dict[str, Any]:
    """Return what the ticket's row must be, as the hall has it."""
    over = ticket.state in {"finished", "cancelled", "voided", "forfeited", "unserved"}
    low_s, high_s = ticket.range_s or (None, None)
    return {
        "id": ticket.id, "day": DAY, "letter": ticket.letter, "number": ticket.number, "label": ticket.label,
        "issued_us": ticket.issued_us, "grp": ticket.group, "declared": ticket.declared, "needs": json.dumps(list(ticket.needs)),
        "party": ticket.party, "language": ticket.language, "channel": ticket.channel, "actor": ticket.actor,
        "range_low_s": low_s, "range_high_s": high_s, "misses": ticket.misses, "state": ticket.state if over else "open",
    }  # fmt: skip


def of_leg(ticket: Ticket, leg: Leg) -> dict[str, Any]:
    """Return what the leg's row must be, as the hall has it."""
    return {
        "ticket": ticket.id, "leg": leg.no, "day": DAY, "queue": leg.queue, "services": json.dumps(list(leg.services)),
        "opened_us": leg.opened_us, "target_s": leg.target_s, "grp": leg.group, "credit_s": leg.credit_s,
        "counter": leg.counter, "clerk": leg.clerk, "calls": leg.calls,
        "first_called_us": leg.first_called_us, "last_called_us": leg.last_called_us, "started_us": leg.started_us,
        "held_us": leg.held_us, "held_from_us": leg.held_from_us, "finished_us": leg.finished_us, "outcome": leg.outcome,
        "case_no": leg.case_no, "implicit": int(leg.implicit),
    }  # fmt: skip


def test_every_ticket_has_its_row(play: Play, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Hall and tables are folded from the same events by two programs: they must agree on each visitor."""
    expected = sorted((of_ticket(ticket) for ticket in play.hall.tickets.values()), key=lambda row: row["id"])

    assert [at(row, *expected[0]) for row in rows["ticket"]] == expected


def test_every_leg_has_its_row(play: Play, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Waits, walks, service times and holds of the report are those of the screens."""
    legs = ((ticket, leg) for ticket in play.hall.tickets.values() for leg in ticket.legs)
    expected = sorted((of_leg(*it) for it in legs), key=lambda row: (row["ticket"], row["leg"]))

    assert [at(row, *expected[0]) for row in rows["leg"]] == expected


def test_the_open_leg_is_in_its_tickets_state(play: Play, rows: dict[str, list[dict[str, Any]]]) -> None:
    """And every leg before it is over."""
    states = {(row["ticket"], row["leg"]): (row["state"], row["ended_us"] is not None) for row in rows["leg"]}
    for ticket in play.hall.tickets.values():
        *before, last = ticket.legs
        assert states[ticket.id, last.no] == (ticket.state, ticket.state not in {"waiting", "called", "serving", "held"})
        assert all(states[ticket.id, leg.no][0] in {"finished", "transferred", "absent"} for leg in before)
        assert all(states[ticket.id, leg.no][1] for leg in before)


def test_each_leg_says_how_it_was_opened_and_whether_it_was_called_out_of_order(play: Play, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Transfers and bring-backs are counted apart."""
    opened: dict[tuple[str, int], str] = {}
    ordered: set[tuple[str, int]] = set()
    for entry in play.entries:
        match entry.event:
            case e.TicketIssued() as it:
                opened[f"{entry.epoch}.{entry.seq}", 1] = it.channel if it.channel in {"direct", "paper"} else "issue"
            case e.FinishUndone() as it:
                opened.pop((it.ticket, it.leg + 1), None)
            case e.TicketTransferred() as it:
                opened[it.ticket, it.leg + 1] = "transfer"
            case e.ServiceFinished(next=e.LegPlan()) as it:
                opened[it.ticket, it.leg + 1] = "next"
            case e.TicketBroughtBack() as it:
                opened[it.ticket, it.leg] = "bring-back"
            case e.TicketCalled(out_of_order=True) | e.TicketsSwapped() | e.TicketLifted() as it:
                ordered.add((it.ticket, it.leg))
            case _:
                continue

    assert {(row["ticket"], row["leg"]): row["opened_by"] for row in rows["leg"]} == opened
    assert {(row["ticket"], row["leg"]) for row in rows["leg"] if row["out_of_order"]} == ordered


def test_ratings_and_items_are_those_that_were_given(play: Play, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Each with its day, its leg, its clerk; of a comment only the reference."""
    given = [entry.event for entry in play.entries if isinstance(entry.event, e.RatingGiven)]
    done: list[tuple[str, int, str, int]] = []
    for entry in play.entries:
        if isinstance(it := entry.event, e.ServiceFinished):
            done += [(it.ticket, it.leg, item.item, item.quantity) for item in it.items]
        elif isinstance(it, e.FinishUndone):
            done = [row for row in done if row[:2] != (it.ticket, it.leg)]

    assert sorted((row["ticket"], row["leg"], row["stars"], row["clerk"], row["comment_ref"]) for row in rows["rating"]) == sorted(
        (it.ticket, it.leg, it.stars, it.clerk, it.comment.ref if it.comment else None) for it in given
    )
    assert [(row["ticket"], row["leg"], row["item"], row["quantity"]) for row in rows["item_done"]] == sorted(done)


def spans(play: Play) -> Iterator[tuple[str, str, str, int, int | None]]:
    """Give counter, state, reason, from and until of each time at a counter, from the entries alone."""
    running: dict[str, tuple[str, str, int]] = {}
    for entry in play.entries:
        if isinstance(entry.event, e.CounterOpened | e.CounterPaused | e.CounterClosed):
            slug = entry.event.counter
            if slug in running:
                yield (slug, *running.pop(slug), entry.at_us)
            if isinstance(entry.event, e.CounterOpened):
                running[slug] = ("open", "", entry.at_us)
            elif isinstance(entry.event, e.CounterPaused):
                running[slug] = ("paused", entry.event.reason, entry.at_us)
        elif isinstance(entry.event, e.CounterHandedOver):
            state, reason, since_us = running[slug := entry.event.counter]
            yield (slug, state, reason, since_us, entry.at_us)
            running[slug] = (state, reason, entry.at_us)
    yield from ((slug, *it, None) for slug, it in running.items())


def test_counter_spans_have_no_gap_and_no_overlap(play: Play, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Utilisation is a share of these times."""
    kept = [tuple(at(row, "counter", "state", "reason", "from_us", "until_us").values()) for row in rows["counter_span"]]

    assert sorted(kept, key=str) == sorted(spans(play), key=str)


def hands(play: Play) -> Iterator[tuple[str, str, str, int, int, int | None]]:
    """Give counter, clerk, ticket, leg, from and until of each time in hand: who had whom after each entry, in a hall folded anew."""
    hall = Hall()
    running: dict[str, tuple[str, str, int, int]] = {}
    for entry in play.entries:
        apply(hall, entry)
        for slug in hall.catalog.counters:
            state, had = hall.counter(slug), running.get(slug)
            if had is not None and had[:2] != (state.clerk, state.ticket):
                yield (slug, *running.pop(slug), entry.at_us)
            if state.ticket and slug not in running:
                running[slug] = (state.clerk, state.ticket, hall.tickets[state.ticket].leg.no, entry.at_us)
    yield from ((slug, *it, None) for slug, it in running.items())


def test_what_was_in_hand_is_what_the_counters_had(play: Play, rows: dict[str, list[dict[str, Any]]]) -> None:
    """A counter is busy with its own work only: not while a ticket lies held, nor with what another counter took up."""
    kept = [tuple(at(row, "counter", "clerk", "ticket", "leg", "from_us", "until_us").values()) for row in rows["hand"]]

    assert sorted(kept, key=str) == sorted(hands(play), key=str)
    assert {row["day"] for row in rows["hand"]} == {DAY}


def test_the_hand_that_is_put_down_is_found_by_index(tmp_path: Path) -> None:
    """Every finish closes one row; a year's rows must not be read for it."""
    with closing(Folder(new_folder(tmp_path))) as folder, folder.database.reader() as reader:
        plan = reader.execute_sql(f"EXPLAIN QUERY PLAN {report_sql.PUT_DOWN}", (1, "1.1", 1)).fetchall()

    assert "USING INDEX hand_open" in str(plan)


def test_the_day_has_one_row(play: Play, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Opened once, closed or not."""
    [day] = rows["business_day"]

    assert (day["date"], day["closed_us"]) == (DAY, None if play.hall.open else play.now_us)


def test_a_day_that_is_opened_again_is_open_again(tmp_path: Path) -> None:
    """Its first opening stays; the closing that was a mistake is gone."""
    play = closed(Play())
    play.ask(c.OpenDay(), DUTY)
    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, play.entries)
        with folder.database.reader() as reader:
            assert reader.execute_sql("SELECT * FROM business_day").fetchall() == [(DAY, play.entries[8].at_us, None)]


def test_what_became_of_each_open_ticket_is_kept() -> None:
    """当日未办, by disposition."""
    play = closed(ends())
    told = [values for entry in play.entries for sql, values in statements(entry) if "disposition=?" in sql]

    assert told == [("booked", ticket.id) for ticket in play.hall.tickets.values() if ticket.state == "unserved"]
    assert len(told) == 2


def test_only_what_no_report_reads_has_no_rows() -> None:
    """A new event that is forgotten here would be missing in every figure."""
    silent = {kind.__name__ for kind in FOLDS.keys() - PROJECT.keys()}

    assert silent == {
        "Configured", "StandardFiled", "IssuingStopped", "IssuingResumed",
        "SlipReported", "AnnouncementReported", "SignInReported", "ClockSuspected", "RunVoided",
        "BackupReported", "Restored", "ReportExported", "DeliveryReported", "OrderRead",
        "VisitorCalledBack", "SlipAsked", "Announced", "DeviceTried", "KeyIgnored",
        "VisitorEscorted", "VisitorOnWay", "PlanApplied", "OpeningChecked", "NoticeGiven", "ReturnGiven",
        "MessageSent", "MessageSeen", "HelpAsked", "HelpAnswered", "EnquiryCounted",
    }  # fmt: skip


def test_a_ticket_that_was_brought_back_has_a_leg_for_each_wait() -> None:
    """The wait before the miss and the one after are two."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    play.ask(c.BringBack(ticket=ticket.id), GUIDE)
    legs = [values[:2] for entry in play.entries for sql, values in statements(entry) if sql.startswith("INSERT INTO leg")]

    assert legs == [(ticket.id, 1), (ticket.id, 2)]
