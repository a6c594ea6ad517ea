# SPDX-License-Identifier: Apache-2.0
"""The control of the stories: a hall server built without some protection.

``python -m tests.stories.serve_with --data DIR --without NAME …``. The shipped program has no way to ask for this:
another rule is handed to the composition root, an index is dropped from the store, or another service is put in.
"""

import argparse
import asyncio
import copy
from pathlib import Path
from typing import Final

from hallserver import app
from hallserver.answers import Answer
from hallserver.app import Composition, HallServer
from hallserver.cli.running import until_stopped
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.dispatch import choose
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.rules import decide
from hallserver.core.states import counter_of
from hallserver.service import Decide, Service
from hallserver.settings import load
from hallserver.store import folder as store_folder
from hallserver.store.folder import Folder
from hallserver.store.journal import VaultRow
from hallserver.turns import Group
from hallserver.web.limits import Limits
from tests.faults.wrong_clocks import Gullible, WallClock


class Stale:
    """Calls and numbers from memory as it was one such command ago: what a server does that reads, then writes."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._before: Hall | None = None

    def __call__(self, hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
        """Decide on the older memory."""
        if not isinstance(command, c.CallNext | c.TakeTicket):
            return decide(hall, command, by, now_us)
        now = copy.deepcopy(hall)
        seen, self._before = self._before or now, now
        return decide(seen, command, by, now_us)


def _any_ticket(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Call a certain ticket whoever has it."""
    if not isinstance(command, c.CallTicket):
        return decide(hall, command, by, now_us)
    return [_call(hall, command.ticket, by, e.Reason(key="ordered", args={"reason": command.reason, "by": by.name}))]


def _full_hand(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Call the next one although somebody is in hand."""
    if not isinstance(command, c.CallNext):
        return decide(hall, command, by, now_us)
    choice = choose(hall, hall.catalog.counters[counter_of(hall, None, by)], by.name, now_us)
    assert choice is not None
    return [_call(hall, choice.ticket, by, choice.reason)]


def _call(hall: Hall, ticket: str, by: Actor, reason: e.Reason) -> e.TicketCalled:
    leg = hall.tickets[ticket].leg
    return e.TicketCalled(ticket=ticket, leg=leg.no, counter=counter_of(hall, None, by), clerk=by.name, reason=reason, call=leg.calls + 1)


class Forgetful(Service):
    """Never finds the first answer of a key, neither one given nor one on its way."""

    def _repeated(self, scope: tuple[str, str], digest: str) -> "asyncio.Future[Answer] | None":  # noqa: ARG002 - what it forgets
        return None


class AnswersFirst(Service):
    """Answers what it has decided, and writes it down only when the next group comes."""

    _unwritten: list[e.Entry]

    def _next_group(self, turn: Group) -> None:
        group = turn.asked
        vault: list[VaultRow] = []
        for asked in group:
            self._decide_one(asked, vault)
        entries = [entry for asked in group for entry in asked.entries]
        if entries:
            late, self._unwritten = getattr(self, "_unwritten", []), entries
            self._folder.journal.append_then(late, [], lambda _: None)
            self._tokens.know_issued(entries)
        self._reply(group)


DECIDES: Final[dict[str, Decide]] = {"fresh-state": Stale(), "state-check": _any_ticket, "hand-check": _full_hand}
"""Protection → the rules without it."""
INDEXES: Final = {"hand-index": "leg_one_in_hand", "number-index": "ticket_number"}
"""Protection → the index of the store that is dropped."""
SERVICES: Final[dict[str, type[Service]]] = {"idempotency": Forgetful, "commit-first": AnswersFirst}
"""Protection → the service without it."""
CLOCKS: Final[dict[str, type[WallClock | Gullible]]] = {"anchored-clock": WallClock, "clock-doubt": Gullible}
"""Protection → the clock without it."""
LOCK: Final = "folder-lock"
"""What keeps a second server off the folder."""


async def _serve(path: Path, without: list[str], limits: Limits) -> None:
    if LOCK in without:
        setattr(store_folder, "_lock_file", lambda _: None)  # noqa: B010 - the folder has no door for this
    for name in without:
        if name in SERVICES:
            setattr(app, "Service", SERVICES[name])  # noqa: B010 - the composition root has no door for this
    folder = Folder(path)
    for name in without:
        if name in INDEXES:
            await folder.database.write(lambda db, index=INDEXES[name]: db.execute_sql(f"DROP INDEX {index}"))  # type: ignore[misc]
    rules = next((DECIDES[name] for name in without if name in DECIDES), decide)
    clock = next((CLOCKS[name]() for name in without if name in CLOCKS), None)
    server = HallServer(folder, load(None, {"port": 0}, {}), Composition(decide=rules, clock=clock, limits=limits))
    server.start()
    print(server.base, flush=True)  # noqa: T201 - as `serve` does
    await until_stopped()
    await server.stop()


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--without", action="append", default=[], choices=[*DECIDES, *INDEXES, *SERVICES, *CLOCKS, LOCK])
    parser.add_argument("--beat-s", type=float, default=Limits().beat_s, help="seconds between two beats")
    given = parser.parse_args()
    asyncio.run(_serve(given.data, given.without, Limits(beat_s=given.beat_s)))


if __name__ == "__main__":
    main()
