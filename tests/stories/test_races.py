# SPDX-License-Identifier: Apache-2.0
"""Many at the same moment, over HTTP against the real process: one owner, one number, one event, and who lost is told who won.

Each story has its control: the same story in front of a hall without the protection must fail.
"""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from hallserver.core import events as e
from tests.stories.caller import Caller, Said, Unheard, together
from tests.stories.server_process import Clerk, HallProcess, Prepared, journal_of, prepared, rebuilt, serving

CLERKS = 8
TICKETS = 3000
SOME = 600
"""So many in the short form."""
ROUNDS = 100
KIOSKS = 50
BURSTS = 10
REPEATS = 20
REASON = {"reason": "agreed"}


class Call(Struct, frozen=True, kw_only=True):
    """A call that a clerk was told of: its place in the journal, the ticket, who owns it."""

    seq: int
    ticket: str
    clerk: str


# ---- one owner each ----


def served(server: HallProcess, hall: Prepared) -> list[Call]:
    """Let all clerks call and finish until nobody waits; return every call that one of them was told of."""

    def work(number: int) -> list[Call]:
        clerk, calls = hall.clerks[number], list[Call]()
        with server.caller(clerk.proof) as caller:
            said = caller.command("call-next")
            while said.status == 200 and said.json["result"]["ticket"] is not None:
                calls.append(Call(seq=said.json["seq"], ticket=said.json["result"]["ticket"], clerk=clerk.slug))
                said = caller.command("finish-and-call")
        return calls

    return [call for calls in together(len(hall.clerks), work) for call in calls]


def check_owners(calls: list[Call], tickets: list[str]) -> None:
    """Every ticket was called, once, to one clerk."""
    twice = [ticket for ticket, times in Counter(call.ticket for call in calls).items() if times > 1]
    assert twice == [], "tickets with two owners"
    assert {call.ticket for call in calls} == set(tickets), "tickets were skipped"


@pytest.mark.promise("R9")
def test_eight_clerks_share_three_thousand_tickets_without_a_collision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """Every ticket has exactly one owner, none is called twice, none is skipped, and each letter is called in order."""
    tickets = size(SOME, TICKETS)
    hall = prepared(tmp_path / "hall", clerks=CLERKS, tickets=tickets)
    with serving(hall.path) as server:
        began_s = time.monotonic()
        calls = served(server, hall)
        took_s = time.monotonic() - began_s
        assert server.stop() == 0
    with capsys.disabled():
        print(f"\n{tickets} tickets, {CLERKS} clerks: {took_s:.1f} s, {tickets / took_s:.0f} calls a second")  # noqa: T201
    twice = len(calls) - len({call.ticket for call in calls})
    figure(f"{twice} of {tickets:,} tickets called twice by {CLERKS} clerks at once")
    check_owners(calls, hall.tickets)
    assert len({call.clerk for call in calls}) > 1, "there was no race"
    entries = journal_of(hall.path)
    numbers = {f"{it.epoch}.{it.seq}": it.event for it in entries if isinstance(it.event, e.TicketIssued)}
    called = [it.event for it in entries if isinstance(it.event, e.TicketCalled)]
    assert sorted((it.ticket, it.clerk) for it in called) == sorted((it.ticket, it.clerk) for it in calls)
    for letter in ("A", "B"):
        in_order = [numbers[it.ticket].number for it in called if numbers[it.ticket].letter == letter]
        assert in_order == list(range(1, tickets // 2 + 1))
    assert rebuilt(hall.path)["differences"] == []


@pytest.mark.promise("R9")
def test_a_hall_that_decides_on_old_memory_calls_a_ticket_twice(tmp_path: Path) -> None:
    """The control: whoever reads, then writes, lets two clerks take the same visitor."""
    hall = prepared(tmp_path / "hall", clerks=CLERKS, tickets=40)
    with serving(hall.path, "fresh-state") as server, pytest.raises(AssertionError, match="two owners"):
        check_owners(served(server, hall), hall.tickets)


# ---- the same ticket, at a barrier ----


def fight(callers: list[Caller], ticket: str) -> list[Said]:
    """Let every clerk call this very ticket at the same moment; return what each was told."""
    return together(len(callers), lambda number: callers[number].command("call-ticket", {"ticket": ticket, **REASON}))


def check_one_winner(said: list[Said], clerks: list[Clerk]) -> int:
    """One got the ticket; every other was told 409 and who has it. Return the winner's place."""
    winners = [number for number, it in enumerate(said) if it.status == 200]
    assert len(winners) == 1, f"the ticket has {len(winners)} owners"
    winner = clerks[winners[0]]
    for number, it in enumerate(said):
        if number != winners[0]:
            assert it.refusal == (409, "ticket-taken")
            assert winner.counter_name in it.json["detail"]
            assert winner.name in it.json["detail"]
    return winners[0]


@pytest.mark.promise("R9")
def test_of_eight_who_call_the_same_ticket_one_gets_it_and_seven_are_told_who(tmp_path: Path) -> None:
    """A loser who is not told who won would send the visitor to two counters."""
    hall = prepared(tmp_path / "hall", clerks=CLERKS, tickets=ROUNDS)
    with serving(hall.path) as server:
        callers = [server.caller(clerk.proof) for clerk in hall.clerks]
        for ticket in hall.tickets:
            winner = check_one_winner(fight(callers, ticket), hall.clerks)
            assert callers[winner].command("finish").status == 200
        assert server.stop() == 0
    called = Counter(it.event.ticket for it in journal_of(hall.path) if isinstance(it.event, e.TicketCalled))
    assert called == dict.fromkeys(hall.tickets, 1)


@pytest.mark.promise("R9")
def test_a_hall_without_the_state_check_gives_the_ticket_to_several(tmp_path: Path) -> None:
    """The control: the rule that looks at the ticket's state is what makes the one winner."""
    hall = prepared(tmp_path / "hall", clerks=CLERKS, tickets=1)
    with serving(hall.path, "state-check") as server:
        said = fight([server.caller(clerk.proof) for clerk in hall.clerks], hall.tickets[0])
        with pytest.raises(AssertionError, match="has 8 owners"):
            check_one_winner(said, hall.clerks)


def test_the_store_ends_a_server_whose_rules_put_two_visitors_at_one_counter(tmp_path: Path) -> None:
    """The second belt: the database refuses, the process ends with 70 before it says a word, and the next one goes on rightly."""
    hall = prepared(tmp_path / "hall", clerks=1, tickets=3)
    with serving(hall.path, "hand-check") as server, server.caller(hall.clerks[0].proof) as clerk:
        assert clerk.command("call-next").result["ticket"] == hall.tickets[0]
        with pytest.raises(Unheard):
            clerk.command("call-next")
        assert server.ended() == 70
    with serving(hall.path) as server, server.caller(hall.clerks[0].proof) as clerk:
        assert clerk.command("call-next").refusal == (409, "finish-first")
        assert clerk.command("finish-and-call").result["ticket"] == hall.tickets[1]
        assert server.stop() == 0
    assert rebuilt(hall.path)["differences"] == []


def test_without_both_belts_two_visitors_stand_at_one_counter(tmp_path: Path) -> None:
    """The control: neither the rule nor the index is there by chance."""
    hall = prepared(tmp_path / "hall", clerks=1, tickets=3)
    with serving(hall.path, "hand-check", "hand-index") as server, server.caller(hall.clerks[0].proof) as clerk:
        called = {clerk.command("call-next").result["ticket"] for _ in range(2)}
        assert called == set(hall.tickets[:2])


# ---- numbers ----


def taken(server: HallProcess, hall: Prepared, bursts: int) -> list[str]:
    """Let every kiosk give a number at the same moment, several times; return the numbers."""
    callers = [server.caller(proof) for proof in hall.kiosks]

    def tap(number: int) -> str:
        return str(callers[number].command("take-ticket", {"services": ["seniors"]}).result["number"])

    return [label for _ in range(bursts) for label in together(len(callers), tap)]


def check_numbers(labels: list[str]) -> None:
    """No number is there twice, none is missing."""
    assert len(set(labels)) == len(labels), "a number was given twice"
    assert sorted(labels) == [f"A{n:03d}" for n in range(1, len(labels) + 1)], "a number is missing"


def test_fifty_kiosks_at_once_give_no_number_twice(tmp_path: Path) -> None:
    """The doors open at nine and everybody taps at once."""
    hall = prepared(tmp_path / "hall", clerks=1, kiosks=KIOSKS)
    with serving(hall.path) as server:
        check_numbers(taken(server, hall, BURSTS))
        assert server.stop() == 0
    assert rebuilt(hall.path)["rows"]["ticket"] == KIOSKS * BURSTS


def test_the_store_ends_a_server_that_would_give_a_number_twice(tmp_path: Path) -> None:
    """The second belt: where the rules count on old memory, no visitor gets the second slip."""
    hall = prepared(tmp_path / "hall", clerks=1, kiosks=1)
    with serving(hall.path, "fresh-state") as server, server.caller(hall.kiosks[0]) as kiosk:
        assert kiosk.command("take-ticket", {"services": ["seniors"]}).result["number"] == "A001"
        with pytest.raises(Unheard):
            kiosk.command("take-ticket", {"services": ["seniors"]})
        assert server.ended() == 70
    assert rebuilt(hall.path)["rows"]["ticket"] == 1


def test_without_both_belts_a_number_is_given_twice(tmp_path: Path) -> None:
    """The control: the same fifty kiosks, rules on old memory, no index."""
    hall = prepared(tmp_path / "hall", clerks=1, kiosks=KIOSKS)
    with serving(hall.path, "fresh-state", "number-index") as server:
        labels = taken(server, hall, 1)
        with pytest.raises(AssertionError, match="given twice"):
            check_numbers(labels)


# ---- the same key ----


def repeated(server: HallProcess, hall: Prepared) -> list[Said]:
    """Send the same wish under the same key twenty times at once; return the answers."""
    callers = [server.caller(hall.kiosks[0]) for _ in range(REPEATS)]
    return together(REPEATS, lambda number: callers[number].command("take-ticket", {"services": ["seniors"]}, key="tap-1"))


def check_one_event(answers: list[Said]) -> None:
    """All got the same answer."""
    assert {it.status for it in answers} == {200}
    assert len({it.body for it in answers}) == 1, "the answers differ"


def test_the_same_key_twenty_times_at_once_is_one_event_also_after_a_restart(tmp_path: Path) -> None:
    """A kiosk that heard nothing asks again, maybe after the server was started anew; the visitor gets one number."""
    hall = prepared(tmp_path / "hall", clerks=1)
    answers: list[Said] = []
    with serving(hall.path) as server:
        answers += repeated(server, hall)
        server.kill()
    for _ in range(2):
        with serving(hall.path) as server, server.caller(hall.kiosks[0]) as kiosk:
            answers += repeated(server, hall)
            other = kiosk.command("take-ticket", {"services": ["founding"]}, key="tap-1")
            assert other.refusal == (422, "key-used-otherwise")
            assert server.stop() == 0
    check_one_event(answers)
    assert sum(isinstance(it.event, e.TicketIssued) for it in journal_of(hall.path)) == 1


def test_a_hall_that_forgets_keys_gives_twenty_numbers(tmp_path: Path) -> None:
    """The control: without the memory of keys the same twenty are twenty tickets."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with serving(hall.path, "idempotency") as server:
        answers = repeated(server, hall)
        with pytest.raises(AssertionError, match="answers differ"):
            check_one_event(answers)
