# SPDX-License-Identifier: Apache-2.0
"""The server is killed in the middle of its work, again and again: what it said to anybody is true afterwards.

Whoever hears nothing asks again under the same key when the server is back, as kiosks and terminals do.
"""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Event
from typing import Any

import pytest

from hallserver.core import events as e
from tests.stories.caller import Caller, Said, Unheard
from tests.stories.server_process import PATIENCE_S, HallProcess, Prepared, journal_of, prepared, rebuilt, serving

KIOSKS = 6
CLERKS = 2
ANSWERS = (5, 60)
"""Least and most answers that are heard before the next kill."""


class Heard:
    """What clients were told, and how many answers there were; for many threads."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.tickets: list[dict[str, Any]] = []
        """Results of take-ticket."""
        self.calls: list[dict[str, Any]] = []
        """Results of a call, with the ``clerk`` and the ``seq`` of the answer."""
        self.forgotten: list[str] = []
        """Clerks whose call the server did not know any more."""
        self._count, self._more = 0, Condition()

    def note(self) -> None:
        """Count an answer."""
        with self._more:
            self._count += 1
            self._more.notify_all()

    def wait_for(self, answers: int, *, unless: Callable[[], bool]) -> None:
        """Wait until so many more answers were heard."""
        with self._more:
            until = self._count + answers
            assert self._more.wait_for(lambda: self._count >= until or unless(), PATIENCE_S), "the server does not answer"


class Kiosk:
    """Takes one ticket after the other; keeps its key until it hears an answer."""

    def __init__(self, name: str, proof: str, heard: Heard, rng: random.Random) -> None:
        """Stand in the hall."""
        self.proof, self._heard, self._rng = proof, heard, rng
        self._keys = (f"{name}-{n}" for n in range(1_000_000))
        self._next()

    def _next(self) -> None:
        self._key, self._service = next(self._keys), self._rng.choice(("seniors", "founding"))

    def act(self, caller: Caller) -> None:
        """Ask once. Raises Unheard; then the same is asked the next time."""
        said = caller.command("take-ticket", {"services": [self._service]}, key=self._key)
        self._heard.tickets.append(said.result)
        self._next()


class Desk:
    """A clerk who calls and finishes; keeps the key of what was not answered."""

    def __init__(self, name: str, proof: str, heard: Heard) -> None:
        """Sit at the counter."""
        self.proof, self._name, self._heard = proof, name, heard
        self._keys = (f"{name}-{n}" for n in range(1_000_000))
        self._key, self._busy = next(self._keys), False

    def act(self, caller: Caller) -> None:
        """Ask once. Raises Unheard; then the same is asked the next time."""
        said = caller.command("finish-and-call" if self._busy else "call-next", key=self._key)
        self._key = next(self._keys)
        if said.status == 200:
            self._note(said)
        elif self._busy and said.refusal == (409, "nothing-in-hand"):
            self._heard.forgotten.append(self._name)
            self._busy = False
        else:
            assert said.refusal == (409, "nobody-waiting")

    def _note(self, said: Said) -> None:
        self._busy = said.result["ticket"] is not None
        if self._busy:
            self._heard.calls.append(said.result | {"clerk": self._name, "seq": said.json["seq"]})


People = list[Kiosk | Desk]


def people_of(hall: Prepared, heard: Heard) -> People:
    """Return those who use the hall, with seeded wishes."""
    kiosks = [Kiosk(f"tap-{n}", proof, heard, random.Random(n)) for n, proof in enumerate(hall.kiosks)]
    return [*kiosks, *(Desk(clerk.slug, clerk.proof, heard) for clerk in hall.clerks)]


@contextmanager
def load(server: HallProcess, people: People, heard: Heard) -> Iterator[list[Future[None]]]:
    """Let everybody ask, as fast as it goes, until the block ends or the server does."""
    stopped = Event()

    def live(person: Kiosk | Desk) -> None:
        try:
            with server.caller(person.proof) as caller:
                while not stopped.is_set():
                    person.act(caller)
                    heard.note()
        except Unheard:
            # It was killed: the same is asked of the next one.
            return

    with ThreadPoolExecutor(len(people)) as threads:
        lives = [threads.submit(live, person) for person in people]
        try:
            yield lives
        finally:
            stopped.set()
    for each in lives:
        each.result()


def live_through_kills(hall: Prepared, *without: str, kills: int, quiet: bool = False) -> Heard:
    """Load the server and kill it, so many times; let all who heard nothing ask once more. ``quiet``: kill it between two requests."""
    heard, rng = Heard(), random.Random(20)
    people = people_of(hall, heard)
    for _ in range(kills):
        with serving(hall.path, *without) as server:
            with load(server, people, heard) as lives:
                heard.wait_for(rng.randint(*ANSWERS), unless=lambda lives=lives: any(it.done() for it in lives))  # type: ignore[misc]
                if not quiet:
                    server.kill()
            server.kill()
    with serving(hall.path, *without) as server:
        for person in people:
            with server.caller(person.proof) as caller:
                person.act(caller)
        server.kill()
    return heard


def check_kept(heard: Heard, path: Path) -> None:
    """Every acknowledged ticket and call is in the journal as it was told, once, and there is nothing that nobody asked for."""
    assert heard.forgotten == [], "acknowledged and lost: a clerk's call"
    entries = journal_of(path)
    issued = {f"{it.epoch}.{it.seq}": it.event.label for it in entries if isinstance(it.event, e.TicketIssued)}
    lost = [it["number"] for it in heard.tickets if issued.get(it["ticket"]) != it["number"]]
    assert lost == [], "acknowledged and lost"
    assert len({it["ticket"] for it in heard.tickets}) == len(heard.tickets), "acknowledged and lost: its place was given to another"
    assert len(issued) == len(heard.tickets), "a ticket that nobody was told of"
    assert len(set(issued.values())) == len(issued), "a number is there twice"
    called = {it.seq: it.event for it in entries if isinstance(it.event, e.TicketCalled)}
    assert [it["number"] for it in heard.calls if it["seq"] not in called] == [], "acknowledged and lost: a call"
    for it in heard.calls:
        assert (called[it["seq"]].ticket, called[it["seq"]].clerk) == (it["ticket"], it["clerk"])
    assert len({it.ticket for it in called.values()}) == len(called) == len(heard.calls), "a ticket was called twice"


@pytest.mark.promise("R1")
def test_kills_under_load_lose_nothing_that_was_acknowledged(
    tmp_path: Path, size: Callable[[int, int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in a visitor's hand and a number on the display must be in the journal, whatever happens to the machine's programs."""
    kills = size(5, 20)
    hall = prepared(tmp_path / "hall", clerks=CLERKS, kiosks=KIOSKS)
    heard = live_through_kills(hall, kills=kills)
    with capsys.disabled():
        print(f"\n{kills} kills: {len(heard.tickets)} tickets and {len(heard.calls)} calls acknowledged")  # noqa: T201
    check_kept(heard, hall.path)
    found = rebuilt(hall.path)
    assert found["differences"] == []
    assert found["rows"]["ticket"] == len(heard.tickets)


def test_a_kill_between_two_requests_loses_nothing_either(tmp_path: Path) -> None:
    """The counterpart of the control: the same kills, the real server."""
    hall = prepared(tmp_path / "hall", clerks=CLERKS, kiosks=KIOSKS)
    check_kept(live_through_kills(hall, kills=2, quiet=True), hall.path)


def test_a_server_that_answers_before_the_commit_loses_tickets(tmp_path: Path) -> None:
    """The control: one that writes down the last group only when the next one comes has always said more than it wrote."""
    hall = prepared(tmp_path / "hall", clerks=CLERKS, kiosks=KIOSKS)
    heard = live_through_kills(hall, "commit-first", kills=2, quiet=True)
    with pytest.raises(AssertionError, match="acknowledged and lost"):
        check_kept(heard, hall.path)
