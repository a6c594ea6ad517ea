# SPDX-License-Identifier: Apache-2.0
"""Nobody finds another visitor's ticket by trying, and a leg is rated once, by its holder."""

import asyncio
import random
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hallserver.clock import Clock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.rules import decide
from hallserver.service import Service
from hallserver.store.folder import Folder
from hallserver.tokens import Tokens
from hallserver.web.limits import Limits
from tests.faults.knocker import Asked, Heard, Knocker, knocking
from tests.hallserver.web.running import Running, running

UNSLOWED = Limits(ticket_misses=10**9)
"""The count itself must not be stopped by the limit that it is not about."""
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
AT_ONCE = 16
HALL_KEYS = {
    "names", "time_zone", "open", "issuing", "stopped", "suspended", "hours", "coming", "address", "help_point", "plan", "maps",
}  # fmt: skip
TICKET_KEYS = {
    "id", "label", "state", "language", "issued_us", "queue", "services", "more", "ahead", "range_s", "counter",
    "call", "called_us", "back", "may_cancel", "rateable", "rated", "unchecked", "may_say_on_way", "on_way",
    "behind", "passed", "ask", "follow", "rate_until", "may_yield", "may_be_back", "steps", "goes_to", "form",
    "passed_called", "orders",
}  # fmt: skip
COUNTER_KEYS = {"slug", "number", "names", "room"}
RATEABLE_KEYS = {"leg", "stage", "services", "counter"}
ORDER_KEYS = {"no", "source", "opened_us", "step", "due_us", "replied_us", "closed_us", "excluded"}
"""All that a visitor's phone is ever told: a member more is a leak until somebody writes it here."""


class NumberTokens(Tokens):
    """Tokens as others made them: the number on the slip."""

    def of(self, ticket: str) -> str:
        """Return the running number of the ticket."""
        return ticket.partition(".")[2]


def number_tokens(folder: Folder, clock: Clock) -> Service:
    """Return a service whose tickets are found by their number: the control."""
    service = Service(folder, clock)
    service._tokens = NumberTokens(b"", "")
    service.token, service.ticket_of = service._tokens.of, service._tokens.ticket
    return service


def neighbours(token: str, ticket: str, label: str) -> list[str]:
    """Return what somebody tries who has seen this ticket: each sign changed, cut, lengthened, and the numbers around it."""
    near = [token[:at] + BASE64[(BASE64.index(token[at]) + 1) % 64] + token[at + 1 :] for at in range(len(token))]
    near += [token[:-1], token + "A", token.swapcase(), token[::-1], token + "=", token + "%20", token + "%00", "%20" + token, token + "."]
    seq = int(ticket.partition(".")[2])
    numbers = [str(n) for n in range(max(0, seq - 40), seq + 40)]
    return [it for it in [*near, *numbers, *(f"1.{n}" for n in numbers), ticket, label] if it != token]


def randoms(count: int, chance: random.Random) -> list[str]:
    """Return so many texts of the shape of a token."""
    return ["".join(chance.choices(BASE64, k=22)) for _ in range(count)]


async def tried(knocker: Knocker, tokens: Sequence[str]) -> list[Heard]:
    """Ask for the ticket of each of these tokens, over several connections."""

    async def some(of: Sequence[str]) -> list[Heard]:
        heard: list[Heard] = []
        for at in range(0, len(of), 50):
            heard += await knocker.ask_all([Asked("GET", f"/api/v1/tickets/{token}") for token in of[at : at + 50]])
        return heard

    parts = [tokens[at::AT_ONCE] for at in range(AT_ONCE)]
    return [heard for part in await asyncio.gather(*(some(part) for part in parts if part)) for heard in part]


async def guesses(path: Path, count: int, tickets: int, seed: int, **without: Any) -> tuple[int, int, set[tuple[int, bytes]]]:
    """Guess at a hall with so many live tickets; return how many guesses, how many hits, and the different answers to misses."""
    async with running(path, limits=UNSLOWED, **without) as door, knocking(door.host) as knocker:
        taken = [await door.ticket() for _ in range(tickets)]
        near = [guess for one in taken for guess in neighbours(one["token"], one["ticket"], one["number"])]
        tokens = [*near, *randoms(max(0, count - len(near)), random.Random(seed))]
        mine = {one["token"] for one in taken} if not without else set()
        heard = await tried(knocker, [token for token in tokens if token not in mine])
        hits = sum(answer.status == 200 for answer in heard)
        return len(heard), hits, {(answer.status, answer.body) for answer in heard if answer.status != 200}


@pytest.mark.promise("S8")
def test_no_guess_finds_a_ticket_and_every_miss_looks_alike(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """Others' tickets could be had by counting; a token is 132 bits and says nothing of its number.

    The control is that other system: with the number as the token the same guesses hit.
    """
    seed = secrets.randbits(32)
    count, hits, misses = asyncio.run(guesses(tmp_path / "whole", size(3_000, 100_000), size(10, 40), seed))
    figure(f"{hits} hits in {count:,} guesses at {size(10, 40)} tickets")
    assert hits == 0, seed
    assert len(misses) == 1, "two kinds of no tell a guesser something"
    assert {status for status, _ in misses} == {404}
    _, hits, _ = asyncio.run(guesses(tmp_path / "control", 0, 3, seed, make_service=number_tokens))
    assert hits > 0


@pytest.mark.promise("S8")
def test_guessing_is_made_visible_and_shuts_nobody_out(
    tmp_path: Path, size: Callable[[int, int], int], caplog: pytest.LogCaptureFixture
) -> None:
    """Thirty misses a minute from one address, on every way in, then a line in the log; a guess that hits is answered all the same.

    So are the visitors of the same wireless network, who go on looking.
    """

    async def story() -> None:
        async with running(tmp_path) as door, knocking(door.host) as knocker:
            mine = await door.ticket()
            caplog.clear()
            heard = [(await tried(knocker, [token]))[0] for token in randoms(size(100, 2_000), random.Random(1))]
            assert [it.status for it in heard] == [404] * 30 + [429] * (len(heard) - 30)
            warnings = [it.getMessage() for it in caplog.records if "guesses" in it.getMessage()]
            assert warnings == ["somebody at 127.0.0.1 guesses at the tickets of others"]
            guess = "Ticket " + "x" * 22
            assert (await knocker.command("cancel", {}, guess)).status == 429
            line = await door.line("ticket", {"ticket": "x" * 22})
            assert (await line.hear_of("refused"))["refused"]["status"] == 429
            assert (await knocker.get(f"/api/v1/tickets/{mine['token']}")).status == 200
            assert "view" in (await (await door.line("ticket", {"ticket": mine["token"]})).hear() or {})
            assert (await knocker.command("cancel", {"ticket": mine["ticket"]}, f"Ticket {mine['token']}")).status == 200

    asyncio.run(story())


@pytest.mark.promise("S8")
def test_a_visitor_is_shown_the_own_ticket_and_just_these_members(tmp_path: Path) -> None:
    """A member that slips into this view is on every phone; at each stage of a visit, over HTTP and over the line."""

    async def story() -> None:
        async with running(tmp_path) as door, knocking(door.host) as knocker:
            mine, other = await door.ticket(), await door.ticket("founding")
            clerk = await door.staff("li")
            holder = f"Ticket {mine['token']}"
            asked = {"open-counter": ({"counter": "c1"}, clerk), "rate": ({"stars": 1}, holder)}
            for step in ("", "open-counter", "call-next", "start", "finish", "rate"):
                if step:
                    assert (await knocker.command(step, *asked.get(step, ({}, clerk)))).status == 200
                heard = await knocker.get(f"/api/v1/tickets/{mine['token']}")
                line = await door.line("ticket", {"ticket": mine["token"]}, of=other["ticket"])
                by_line = await line.hear_of("view")
                line.close()
                for view in (heard.json, by_line["view"]):
                    _only_these(view)
                    assert view["ticket"]["label"] == mine["number"]
                    assert not {other["number"], other["ticket"], other["token"], "li", "李敏"} & _texts(view)
                    assert len(view["ticket"]["orders"]) == (step == "rate"), "what came of a bad rating is looked at too"

    asyncio.run(story())


def _only_these(view: dict[str, Any]) -> None:
    ticket = view["ticket"]
    assert (set(view), set(view["hall"]), set(ticket)) == ({"hall", "ticket"}, HALL_KEYS, TICKET_KEYS)
    for rateable in ticket["rateable"]:
        assert set(rateable) == RATEABLE_KEYS
    for order in ticket["orders"]:
        assert set(order) == ORDER_KEYS
    for counter in [ticket["counter"], *(it["counter"] for it in ticket["rateable"])]:
        assert counter is None or set(counter) == COUNTER_KEYS


def _texts(view: object) -> set[str]:
    if isinstance(view, dict):
        return set().union(*(_texts(value) for value in view.values()))
    if isinstance(view, list):
        return set().union(*(_texts(value) for value in view))
    return {str(view)}


def unbounded(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Decide without the bound of one rating a leg: the control."""
    if hall.standard is not None:
        key = "eval.max_per_stage"
        endless = msgspec.structs.replace(hall.standard.parameters[key], value=10**6)
        hall.standard = msgspec.structs.replace(hall.standard, parameters={**hall.standard.parameters, key: endless})
    return decide(hall, command, by, now_us)


def without_bound(folder: Folder, clock: Clock) -> Service:
    """Return a service with that rule."""
    return Service(folder, clock, decide=unbounded)


async def served(door: Running, knocker: Knocker, clerk: str) -> dict[str, Any]:
    """Take a ticket and have it served at the first counter; return the visitor's result."""
    mine = await door.ticket()
    for step in ("call-next", "start", "finish"):
        assert (await knocker.command(step, {}, clerk)).status == 200
    return mine


async def rated(path: Path, times: int, **without: Any) -> tuple[int, list[int]]:
    """Let everybody rate one leg over and over; return how many ratings the journal took of it, and what others were answered."""
    ratings: list[e.RatingGiven] = []
    async with running(path, **without) as door, knocking(door.host) as knocker:
        door.service.bus.listen(lambda entries: ratings.extend(it.event for it in entries if isinstance(it.event, e.RatingGiven)))
        clerk = await door.staff("li")
        await knocker.command("open-counter", {"counter": "c1"}, clerk)
        mine = await served(door, knocker, clerk)
        other = await door.ticket()
        fields = {"stars": 1, "ticket": mine["ticket"], "leg": 1}
        strangers = [
            f"Ticket {other['token']}",
            clerk,
            await door.device("kiosk-1"),
            await door.device("hall-1"),
            await door.staff("boss"),
            "",
        ]
        answers = [(await knocker.command("rate", fields, proof)).status for proof in strangers]
        holder = f"Ticket {mine['token']}"
        for at in range(0, times, 100):
            keys = [f"k{at + n}" if n % 2 else "same" for n in range(min(100, times - at))]
            await asyncio.gather(*(knocker.command("rate", fields, holder, key) for key in keys))
            await knocker.command("rate", {"stars": 5}, await door.device("rater-1"))
    return sum(it.ticket == mine["ticket"] for it in ratings), answers


@pytest.mark.promise("S10")
def test_a_leg_is_rated_once_by_its_holder(tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Ratings decide about people; a replay, another's ticket, the clerk or a screen must not count.

    The control decides without the bound of one rating, and takes them all.
    """
    times = size(200, 1_000)
    count, answers = asyncio.run(rated(tmp_path / "whole", times))
    refused = [status for status in answers if status in {401, 403}]
    figure(f"{count} of {times:,} replays accepted; {len(refused)} of {len(answers)} others refused")
    assert count == 1
    assert (refused, set(refused)) == (answers, {401, 403})
    count, _ = asyncio.run(rated(tmp_path / "control", 20, make_service=without_bound))
    assert count > 1
