# SPDX-License-Identifier: Apache-2.0
"""The one writer: commands become events, events become durable, then everyone is told.

One group is in flight at a time. Commands that come meanwhile wait undecided; when the group is
durable the loop answers it, tells the bus, and decides everything that waits as the next group.
Memory is the journal plus at most one group, so whatever reads memory awaits ``settled()`` first.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from hallserver.answers import Answer, Answers, Asked, Kept, answer_of, digest_of, must_be_same
from hallserver.bus import Bus
from hallserver.clock import Clock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import apply
from hallserver.core.errors import HallError, StorageDown
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.roles import Actor
from hallserver.core.rules import decide as decide_by_rules
from hallserver.redact import HEARD, texts_in
from hallserver.sealing import Sealing
from hallserver.sentences import in_force
from hallserver.store.database import DiskFull, exit_at_once
from hallserver.store.folder import Folder
from hallserver.store.holders import held_under
from hallserver.store.journal import VaultRow
from hallserver.tokens import Tokens
from hallserver.turns import Group, Turns

_log = logging.getLogger(__name__)

Decide = Callable[[Hall, c.Command, Actor, int], list[e.Event]]


class Service:
    """Owns the hall in memory. ``decide`` and ``on_fatal`` are handed in by tests that need other parts."""

    def __init__(
        self,
        folder: Folder,
        clock: Clock,
        *,
        decide: Decide = decide_by_rules,
        sealing: type[Sealing] = Sealing,
        on_fatal: Callable[[], None] = exit_at_once,
    ) -> None:
        """Fold the journal and take a clock anchor behind its last event."""
        self._folder, self._clock, self._decide, self._on_fatal = folder, clock, decide, on_fatal
        self.bus, self.down = Bus(), False
        self._turns, self._busy = Turns(), False
        """A group is in flight, or its readers have not had their look yet."""
        self._keyed: dict[tuple[str, str | None], Asked] = {}
        self._readers: list[asyncio.Future[None]] = []
        self._tokens = Tokens(folder.keys.ticket, folder.hall_id)
        self.token, self.ticket_of = self._tokens.of, self._tokens.ticket
        """Give: a ticket's token, 22 characters, derived, stored nowhere; its ticket, of today or with a right to come back, or None."""
        self.ticket_of_code, self.anchor = self._tokens.ticket_of_code, folder.journal.head
        """Give: the ticket (as ``ticket_of``) with a short code, however it was typed; the durable head of the chain, kept outside."""
        self._sealing = sealing(folder.keys.person, folder.hall_id)
        folder.database.on_fault = self._fatal
        self._read()
        clock.anchor(self.hall.at_us)

    def _read(self) -> None:
        """Fold memory anew from the journal; ``committed`` is the seq up to which it is durable."""
        self.hall: Hall = self._folder.journal.load()
        self.committed = self.hall.seq
        self._begin_anew()
        in_force(self.hall)

    async def settled(self) -> None:
        """Wait for the group in flight, if any: then, until the caller awaits again, memory is what the journal has."""
        if self.committed != self.hall.seq:
            reader: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._readers.append(reader)
            await reader

    async def submit(self, command: c.Command, by: Actor, key: str | None = None) -> Answer:
        """Have a command decided and made durable; return its answer.

        Raises HallError: the refusal of the rules, or StorageDown. With ``key``, a repeat by the same
        actor gets the first answer; a repeat in flight joins it; the same key for another body is refused.
        """
        if self.down:
            await self._probe()
        return await asyncio.shield(self.ask(command, by, key))

    def ask(self, command: c.Command, by: Actor, key: str | None = None) -> "asyncio.Future[Answer]":
        """Do what ``submit`` does without a task of its own; do not cancel the future, others may wait for it too.

        Raises HallError for a key that cannot be used or is used otherwise; every other refusal is the future's.
        """
        if self.down:
            return asyncio.ensure_future(self.submit(command, by, key))
        command = self._sealing.masked(command)
        digest = digest_of(command, self._folder.keys.person) if key is not None else ""
        asked = Asked(command, by, key, digest)
        if key is not None:
            if (repeated := self._repeated((by.id, key), digest)) is not None:
                return repeated
            self._keyed[by.id, key] = asked
        self._turns.add(asked)
        if not self._busy:
            self._go_on()
        return asked.future

    async def submit_together(self, plan: Callable[[], Sequence[c.Command]], by: Actor) -> None:
        """Have what ``plan`` gives decided on the memory that it saw, and all of it durable or nothing. Raises as it does, or a refusal."""
        if self.down:
            await self._probe()
        turn = self._turns.add_whole(lambda: [Asked(self._sealing.masked(command), by, None, "") for command in plan()])
        if not self._busy:
            self._go_on()
        await asyncio.gather(*[it.future for it in await turn])

    def has_answered(self, by: Actor, key: str | None) -> bool:
        """Tell whether this actor asked under this key before and was answered: what comes under it now is a repeat, or refused."""
        return key is not None and self._answers.has(by.id, key)

    def _repeated(self, scope: tuple[str, str], digest: str) -> "asyncio.Future[Answer] | None":
        if (joined := self._keyed.get(scope)) is not None:
            must_be_same(joined.digest, digest, scope[1])
            return joined.future
        kept = self._answers.find(*scope, digest)
        return None if kept is None else asyncio.ensure_future(asyncio.to_thread(self._answer_again, kept))

    def _answer_again(self, kept: Kept) -> Answer:
        return answer_of(self._folder.journal.after(kept.epoch, kept.first_seq - 1, kept.count), self.token)

    def _next_group(self, turn: Group) -> None:
        """Decide all of it, in arrival order, and send it to the journal as one group."""
        group = turn.asked
        vault: list[VaultRow] = []
        for asked in group:
            self._decide_one(asked, vault)
        refusals = [asked.refusal for asked in group if asked.refusal is not None]
        entries = [entry for asked in group for entry in asked.entries]
        if turn.whole and refusals:
            self._take_back(group, refusals[0])
        elif entries:
            self._busy = True
            soon = asyncio.get_running_loop().call_soon_threadsafe
            self._folder.journal.append_then(entries, vault, lambda error: soon(self._committed, group, entries, error))
        else:
            self._reply(group)

    def _decide_one(self, asked: Asked, vault: list[VaultRow]) -> None:
        """Decide one command and fold its events, so that the next one of the group sees them."""
        hall = self.hall
        if isinstance(asked.command, c.OpenDay) and not hall.open and asked.by.may(asked.command):
            wall_us = self._clock.now() + self._clock.drift_us()
            self._clock.anchor(hall.at_us, sure=asked.command.date == hall_date(hall, wall_us))
        now_us = max(self._clock.now(), hall.at_us)
        try:
            command, kept = self._sealing.sealed(asked.command, now_us, hall.standard)
            happened = self._decide(hall, command, asked.by, now_us)
        except HallError as refusal:
            asked.refusal = refusal
            return
        except Exception as fault:  # noqa: BLE001 -- the one who asked is told
            # Nothing has changed yet: the others of the group must not lose their answers by it.
            _log.exception("a rule failed on %s", c.name_of(asked.command), extra={HEARD: list(texts_in(asked.command))})
            asked.refusal = fault
            return
        vault.extend(kept)
        for event in happened:
            day = event.date if isinstance(event, e.DayOpened) else hall.day
            entry = e.Entry(epoch=hall.epoch, seq=hall.seq + 1, at_us=now_us, day=day, actor=asked.by.id, event=event, idem_key=asked.key)
            self._fold(entry)
            asked.entries.append(entry)

    def _fold(self, entry: e.Entry) -> None:
        """Fold an entry; end the process when that fails, for memory and journal would differ from then on."""
        try:
            apply(self.hall, entry)
        except Exception:
            _log.critical("event %s.%s cannot be folded, the process ends", entry.epoch, entry.seq, exc_info=True)
            self._on_fatal()
            raise

    def _committed(self, group: list[Asked], entries: list[e.Entry], error: BaseException | None) -> None:
        """Answer the group, tell everyone, let readers look, then decide what waits; on the event loop."""
        if error is not None:
            self._failed(group, error)
        else:
            self.committed = entries[-1].seq
            self._tokens.know_issued(entries)
            in_force(self.hall)
            self._reply(group)
            if any(isinstance(entry.event, e.DayOpened) for entry in entries):
                self._begin_anew()
            self.bus.tell(entries)
        readers, self._readers = self._readers, []
        for reader in (it for it in readers if not it.done()):
            reader.set_result(None)
        if readers:
            # Their tasks are woken by now, ahead of this: each sees committed memory before the next group changes it.
            asyncio.get_running_loop().call_soon(self._go_on)
        else:
            self._go_on()

    def _go_on(self) -> None:
        self._busy = False
        while not self._busy and (turn := self._turns.next()) is not None:
            self._next_group(turn)

    def _reply(self, group: list[Asked]) -> None:
        for asked in group:
            self._keyed.pop(asked.scope, None)
            self._answers.note(asked.entries)
            if asked.refusal is not None:
                asked.refuse(asked.refusal)
            elif not asked.future.done():
                asked.future.set_result(answer_of(asked.entries, self.token))

    def _begin_anew(self) -> None:
        """Know the tickets of the day and who took them, rights to come back, and the keys that are not too old; forget all others."""
        self._tokens.know_those_of(self.hall)
        self._sealing.know(held_under(self._folder.database, [it.person for it in self.hall.tickets.values() if it.person]))
        days = self.hall.standard.whole("idem.days") if self.hall.standard is not None else 1
        self._answers = Answers(self._folder.journal.keyed(days))

    def _failed(self, group: list[Asked], error: BaseException) -> None:
        """Refuse the group and fold memory anew on a full disk; end the process on anything else."""
        if not isinstance(error, DiskFull):
            self._fatal(error)
            return
        _log.error("the disk is full: %d commands refused", len(group))
        self.down = True
        self._take_back(group, StorageDown("disk-full"))

    def _take_back(self, group: list[Asked], refusal: Exception) -> None:
        """Refuse a group of which the journal has nothing, and fold memory anew."""
        self._read()
        for asked in group:
            self._keyed.pop(asked.scope, None)
            asked.refuse(refusal)

    def _fatal(self, error: BaseException) -> None:
        _log.critical("a commit failed, the process ends: %s", error)
        self._on_fatal()

    async def _probe(self) -> None:
        """Try one write. Raises DiskFull while there is no room for it."""
        await self._folder.database.write(lambda db: db.execute_sql("UPDATE meta SET value=value WHERE key='hall_id'"))
        self.down = False
