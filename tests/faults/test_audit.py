# SPDX-License-Identifier: Apache-2.0
"""Nobody changes what was written without being found, and nobody jumps the queue unseen."""

import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.rules import decide
from hallserver.store import chain
from hallserver.store.anchor import Anchor
from hallserver.store.chain import ChainBroken, Row
from hallserver.store.folder import FILE, Folder
from hallserver.store.keys import load_keys
from hallserver.store.reading import COLUMNS, JournalReader, reader_of
from reports.manager.view import view
from tests.faults.screen_line import screen_line
from tests.hallserver.cli.running import hallserver
from tests.stories.server_process import prepared, serving
from tests.support import DUTY, GUIDE, LI, WANG, Play, append, keep, new_folder, varied_day

Size = Callable[[int, int], int]
Figure = Callable[[str], None]


# ---- S33: tampering ----

HOURLY = 25
"""Events between two anchors that somebody keeps outside."""
Tamper = Callable[[sqlite3.Connection, random.Random, int, int], None]


class Kept(Struct, frozen=True, kw_only=True):
    """A hall's folder, and the anchors that were handed out while its journal grew."""

    path: Path
    anchors: tuple[Anchor, ...]
    events: int

    @property
    def old(self) -> int:
        """Return the place of the last anchor: what lies behind it is younger than an hour."""
        return self.anchors[-1].seq


def kept_hall(path: Path, key: bytes | None = None) -> Kept:
    """Write a varied day as a running server does, taking an anchor every so often; with ``key``, sealed with that."""
    anchors, entries = list[Anchor](), varied_day().entries
    with closing(Folder(new_folder(path))) as folder:
        if key is not None:
            folder.journal._seal = chain.sealer(key)
        keep(folder, entries[:HOURLY])
        for at in range(HOURLY, len(entries), HOURLY):
            anchors.append(folder.journal.anchor)
            append(folder, entries[at : at + HOURLY])
    return Kept(path=path, anchors=tuple(anchors), events=len(entries))


def _edit(database: sqlite3.Connection, rng: random.Random, _: int, old: int) -> None:
    column, value = rng.choice([("at_us", "at_us + 60000000"), ("actor", "'person:wang'"), ("day", "'2026-11-22'"),
                                ("body", "CAST(replace(body, '\"clerk\":\"', '\"clerk\":\"x') AS BLOB)")])  # fmt: skip
    seq = rng.choice([row[0] for row in database.execute(f"SELECT seq FROM event WHERE seq <= ? AND {column} <> {value}", (old,))])  # noqa: S608
    database.execute(f"UPDATE event SET {column} = {value} WHERE seq = ?", (seq,))  # noqa: S608 - the row above


def _remove(database: sqlite3.Connection, rng: random.Random, _: int, old: int) -> None:
    database.execute("DELETE FROM event WHERE seq = ?", (rng.randint(1, old),))


def _truncate(database: sqlite3.Connection, rng: random.Random, _: int, old: int) -> None:
    database.execute("DELETE FROM event WHERE seq >= ?", (rng.randint(2, old),))


def _swap(database: sqlite3.Connection, rng: random.Random, _: int, old: int) -> None:
    one, other = rng.sample(range(1, old + 1), 2)
    database.execute("UPDATE event SET seq = CASE seq WHEN ? THEN ? ELSE ? END WHERE seq IN (?, ?)", (one, -other, -one, one, other))
    database.execute("UPDATE event SET seq = -seq WHERE seq < 0")


def _insert(database: sqlite3.Connection, rng: random.Random, events: int, old: int) -> None:
    at = rng.randint(2, old)
    database.execute("UPDATE event SET seq = -(seq + 1) WHERE seq >= ?", (at,))
    database.execute("UPDATE event SET seq = -seq WHERE seq < 0")
    source = rng.choice([seq for seq in range(1, events + 2) if seq != at])
    database.execute(f"INSERT INTO event ({COLUMNS}) SELECT epoch, ?, {COLUMNS.split(', ', 2)[2]} FROM event WHERE seq = ?", (at, source))  # noqa: S608


def resealed(database: sqlite3.Connection, key: bytes) -> None:
    """Seal every row anew with this key."""
    head = chain.GENESIS
    for *columns, _ in database.execute(f"SELECT {COLUMNS} FROM event ORDER BY epoch, seq").fetchall():  # noqa: S608 - constants only
        row: Row = tuple(columns)
        head = chain.seal(key, head, row)
        database.execute("UPDATE event SET hash = ? WHERE epoch = ? AND seq = ?", (head, row[0], row[1]))


def _reseal(database: sqlite3.Connection, rng: random.Random, events: int, old: int) -> None:
    _edit(database, rng, events, old)
    resealed(database, rng.randbytes(32))


KINDS: dict[str, Tamper] = {"edit": _edit, "remove": _remove, "truncate": _truncate, "swap": _swap, "insert": _insert, "re-chain": _reseal}
"""Ways to change what is older than the last anchor, by somebody without the key."""


def tampered(kept: Kept, kind: Tamper, seed: int) -> Path:
    """Return a copy of the folder in which somebody has changed the journal."""
    path = kept.path.with_name(f"{kept.path.name}-tampered")
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(kept.path, path)
    with closing(sqlite3.connect(path / FILE)) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        kind(database, random.Random(seed), kept.events, kept.old)
    return path


def found(path: Path, key: bytes, anchors: tuple[Anchor, ...]) -> bool:
    """Tell whether the chain, or one of these anchors, does not fit any more."""
    reader = reader_of(path / FILE)
    with reader() as database:
        try:
            for _ in JournalReader(reader, key).all_checked(database):
                pass
        except ChainBroken:
            return True
        return any(anchor.fit(database) != "fits" for anchor in anchors)


@pytest.mark.promise("S33")
def test_every_change_before_the_last_anchor_is_found(tmp_path: Path, size: Size, figure: Figure) -> None:
    """Rows edited, removed, cut off, swapped, put in, or the whole chain sealed anew by somebody without the key."""
    seeds = size(8, 200)
    kept = kept_hall(tmp_path / "hall")
    key = load_keys(kept.path).chain
    assert not found(kept.path, key, kept.anchors), "an honest journal must fit"
    tries = [(name, seed) for name in KINDS for seed in range(seeds)]
    missed = [(name, seed) for name, seed in tries if not found(tampered(kept, KINDS[name], seed), key, kept.anchors)]
    all_ = len(tries)
    figure(f"{all_ - len(missed)} of {all_:,} tamperings of {len(KINDS)} kinds found")
    assert missed == [], "kind and seed"


@pytest.mark.promise("S33")
def test_whoever_has_the_key_is_found_by_the_anchor(tmp_path: Path, size: Size) -> None:
    """An administrator with all rights on the server can seal anew; the paper in the archive says otherwise."""
    kept = kept_hall(tmp_path / "hall")
    key = load_keys(kept.path).chain

    def insider(database: sqlite3.Connection, rng: random.Random, events: int, old: int) -> None:
        _edit(database, rng, events, old)
        resealed(database, key)

    for seed in range(size(5, 200)):
        path = tampered(kept, insider, seed)
        assert not found(path, key, ()), seed
        assert found(path, key, kept.anchors), seed


@pytest.mark.promise("S33")
def test_without_an_anchor_a_cut_is_never_found(tmp_path: Path, size: Size) -> None:
    """The control: the chain alone finds the other kinds, and no truncation."""
    seeds = size(5, 60)
    kept = kept_hall(tmp_path / "hall")
    key = load_keys(kept.path).chain
    by_kind = {name: sum(found(tampered(kept, kind, seed), key, ()) for seed in range(seeds)) for name, kind in KINDS.items()}
    assert by_kind == {name: 0 if name == "truncate" else seeds for name in KINDS}


@pytest.mark.promise("S33")
def test_a_chain_whose_key_everybody_knows_is_sealed_anew_unseen(tmp_path: Path, size: Size) -> None:
    """The control: a plain hash chain, which is one with a key that is no secret."""
    known = b"no secret"
    kept = kept_hall(tmp_path / "hall", known)

    def anybody(database: sqlite3.Connection, rng: random.Random, events: int, old: int) -> None:
        _edit(database, rng, events, old)
        resealed(database, known)

    assert not any(found(tampered(kept, anybody, seed), known, ()) for seed in range(size(5, 200)))


@pytest.mark.promise("S33")
def test_the_command_line_says_which_anchor_does_not_fit(tmp_path: Path) -> None:
    """The auditor has a slip and a terminal."""
    kept = kept_hall(tmp_path / "hall")
    good = [part for anchor in kept.anchors for part in ("--anchor", str(anchor))]
    done = hallserver("rebuild", "--check", "--data", kept.path, *good)
    assert (done.returncode, done.stderr) == (0, "")
    cut = tampered(kept, _truncate, 3)
    done = hallserver("rebuild", "--check", "--data", cut, "--anchor", str(kept.anchors[-1]).upper())
    assert done.returncode == 1
    assert str(kept.anchors[-1]) in done.stderr
    other = Anchor(kept.anchors[0].epoch, kept.anchors[0].seq, "0" * 16)
    done = hallserver("rebuild", "--check", "--data", kept.path, "--anchor", str(other))
    assert (done.returncode, "校验值不同" in done.stderr) == (1, True)
    assert hallserver("rebuild", "--check", "--data", kept.path, "--anchor", "1.5").returncode == 2


# ---- S34: calls out of order ----


def ordered_waiting(play: Play) -> tuple[str, str]:
    """A clerk calls a certain waiting ticket."""
    play.take()
    last = play.later(5).take()
    play.ask(c.CallTicket(ticket=last.id, reason="ordered", ordered_by="dan"), LI)
    return last.label, "dan"


def ordered_absent(play: Play) -> tuple[str, str]:
    """A clerk calls somebody who was absent, ahead of all who wait."""
    gone = play.take()
    play.call()
    play.later(95).ask(c.MarkAbsent(), LI)
    play.take()
    play.ask(c.CallTicket(ticket=gone.id, reason="late"), LI)
    return gone.label, "li"


def ready(play: Play) -> tuple[str, str]:
    """A clerk puts somebody aside who came later than others, and takes the ticket up while serving another: it goes first."""
    play.take()
    play.later(5).take()
    held = play.later(5).take(group="elderly", by=GUIDE)
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.call()
    play.ask(c.Resume(ticket=held.id), LI)
    play.ask(c.FinishAndCall(), LI)
    return held.label, "li"


def sent_here(play: Play) -> tuple[str, str]:
    """A clerk sends a visitor to one counter."""
    play.open("c3", WANG)
    play.take("founding")
    play.take("founding")
    sent = play.call(WANG)
    play.take()
    play.take()
    play.later(10).ask(c.Transfer(to_counter="c1", reason="specialist"), WANG)
    play.call(LI)
    return sent.label, "wang"


def sent_to_the_queue(play: Play) -> tuple[str, str]:
    """A friend takes a number where nobody waits, and is sent to the long queue with the credit of the transferred."""
    play.open("c2", WANG)
    friend = play.take("founding")
    play.call(WANG)
    for _ in range(3):
        play.take()
    play.later(10).ask(c.Transfer(to_queue="social"), WANG)
    play.call(LI)
    return friend.label, "wang"


def confirmed(play: Play) -> tuple[str, str]:
    """A guide confirms a priority."""
    play.take()
    play.later(30)
    friend = play.take(group="elderly", by=GUIDE)
    play.call()
    return friend.label, "guo"


WAYS = (ordered_waiting, ordered_absent, ready, sent_here, sent_to_the_queue, confirmed)


@pytest.mark.promise("S34")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_out_of_order_is_on_the_managers_screen(way: Callable[[Play], tuple[str, str]]) -> None:
    """With the time, the number, the counter, the clerk, the reason and on whose word."""
    play = Play().open("c1", LI)
    label, by = way(play)
    row = shown(play.hall, play.now_us)[0]
    assert (row["label"], row["at_us"], row["number"]) == (label, play.now_us, 1)
    assert row["who"] == {"zh-Hans": "李敏"}
    assert row["by"] == play.hall.catalog.people[by].names
    assert _has_reason(row)


def shown(hall: Hall, now_us: int) -> list[dict[str, Any]]:
    """Return the calls out of order on the manager's screen."""
    rows: Any = view(hall, "", now_us)["acts"]
    return rows["rows"]  # type: ignore[no-any-return]


class Watched(Play):
    """A hall beside which somebody notes every call before which an earlier one of its queue waited whom this counter could have called."""

    def __init__(self, rules: Callable[..., list[e.Event]] = decide) -> None:
        """Begin with none."""
        self.jumps: list[str] = []
        self.rules = rules
        super().__init__()

    def ask(self, command: c.Command, by: Actor) -> list[e.Event]:
        """Decide by these rules."""
        events = self.rules(self.hall, command, by, self.now_us)
        for event in events:
            self.fold(event, by)
        return events

    def fold(self, event: e.Event, by: Actor) -> None:
        """Look before the call is folded. That priorities wait when their run is over is the rule itself, no way round it."""
        if isinstance(event, e.TicketCalled) and event.reason.key != "run-limit":
            leg = self.hall.tickets[event.ticket].leg
            others = [it for it in self.hall.tickets.values() if it.state == "waiting" and it.leg.queue == leg.queue and not it.ready_for]
            if any(it.leg.rank < leg.rank and it.leg.only in ("", event.counter) for it in others):
                self.jumps.append(f"{self.hall.tickets[event.ticket].label} at {self.now_us}")
        super().fold(event, by)


def busy_day(seed: int, rules: Callable[..., list[e.Event]] = decide) -> tuple[list[str], list[str]]:
    """Let a day go by with everything that may move somebody ahead; return the jumps, and those of them that the manager's screen had."""
    rng, play = random.Random(seed), Watched(rules)
    play.open("c1", LI).open("c3", WANG)
    seen: dict[str, bool] = {}
    for _ in range(150):
        play.later(rng.choice((1, 20, 95)))
        for command, by in _wishes(play.hall, rng):
            before = len(play.jumps)
            try:
                play.ask(command, by)
            except HallError:
                continue
            rows = {f"{row['label']} at {row['at_us']}": row for row in shown(play.hall, play.now_us)}
            for jump in play.jumps[before:]:
                row = rows.get(jump)
                seen[jump] = row is not None and bool(row["by"] and row["who"]) and _has_reason(row)
    return play.jumps, [jump for jump, there in seen.items() if there]


def _has_reason(row: dict[str, Any]) -> bool:
    """Tell whether a row says why: a reason code, a group, or a kind that says it by itself."""
    return bool(row["reason"] or row["about"] or row["kind"] in ("call-ready", "call-sent"))


def _wishes(hall: Hall, rng: random.Random) -> Iterator[tuple[c.Command, Actor]]:
    """Give what somebody might ask next."""
    clerk = rng.choice((LI, WANG))
    anybody = rng.choice([*hall.tickets] or ["1.1"])
    group = rng.choice(("", "", "", "elderly", "disabled"))
    yield rng.choice((
        (c.TakeTicket(services=(rng.choice(("seniors", "founding")),), group=group), GUIDE),
        (c.TakeTicket(services=(rng.choice(("seniors", "founding")),)), GUIDE),
        (c.CallNext(), clerk),
        (c.FinishAndCall(), clerk),
        (c.Hold(reason="copy"), clerk),
        (c.Resume(ticket=anybody), clerk),
        (c.MarkAbsent(), clerk),
        (c.BringBack(ticket=anybody), GUIDE),
        (c.Transfer(to_queue=rng.choice(("social", "firms"))), clerk),
        (c.Transfer(to_counter=rng.choice(("c1", "c3"))), clerk),
        (c.CallTicket(ticket=anybody, reason="agreed"), rng.choice((LI, DUTY))),
    ))  # fmt: skip


@pytest.mark.promise("S34")
def test_in_random_days_no_jump_is_missing_on_the_managers_screen(size: Size, figure: Figure) -> None:
    """Whatever way there is to pass an earlier number: if it is taken, the manager sees it with a reason and a name."""
    jumps, there = 0, 0
    for seed in range(size(6, 150)):
        all_, seen = busy_day(seed)
        assert sorted(set(all_) - set(seen)) == [], f"seed {seed}"
        jumps, there = jumps + len(all_), there + len(seen)
    figure(f"{there} of {jumps:,} calls out of order on the manager's screen, each with reason and name")
    assert jumps > 20


def quietly(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Decide as the rules do, but call a certain ticket as if it were its turn."""
    events = decide(hall, command, by, now_us)
    quiet = e.Reason(key="number-order")
    return [
        e.TicketCalled(ticket=it.ticket, leg=it.leg, counter=it.counter, clerk=it.clerk, reason=quiet, label=it.label, call=it.call)
        if isinstance(it, e.TicketCalled) and it.out_of_order
        else it
        for it in events
    ]


@pytest.mark.promise("S34")
def test_with_rules_that_keep_quiet_the_jumps_are_missed() -> None:
    """The control: the same days, calls of a certain ticket unmarked."""
    missed = [jump for seed in range(6) for all_, seen in [busy_day(seed, quietly)] for jump in set(all_) - set(seen)]
    assert missed


@pytest.mark.promise("S34")
def test_the_manager_sees_it_at_once_through_the_door(tmp_path: Path) -> None:
    """Within a minute, it is promised; the push comes with the call."""
    hall = prepared(tmp_path / "hall", clerks=1, tickets=4)
    with serving(hall.path) as server, screen_line(server, "manager", {"token": hall.manager.removeprefix("Bearer ")}) as line:
        assert line.hear("view", 60) is not None
        began_s = time.monotonic()
        with server.caller(hall.clerks[0].proof) as clerk:
            assert clerk.command("call-ticket", {"ticket": hall.tickets[3], "reason": "urgent"}).status == 200
        while not (rows := (heard := line.hear("view", 60)).said["view"]["acts"]["rows"]):  # type: ignore[union-attr]
            assert time.monotonic() < began_s + 60
        took_s = heard.at_s - began_s  # type: ignore[union-attr]
    assert took_s < 60
    assert (rows[0]["kind"], rows[0]["reason"], rows[0]["passed"]) == ("call-ticket", "call-reason.urgent", 1)
