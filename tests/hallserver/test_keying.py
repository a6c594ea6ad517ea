# SPDX-License-Identifier: Apache-2.0
"""Keys on the real service and store: what a press does, what it never does, and what the journal says of it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from counters.keypad import command_for
from hallserver import wire
from hallserver.clock import Clock, SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.catalog import DeviceRow
from hallserver.core.errors import NotFound, StorageDown
from hallserver.core.hall import Hall
from hallserver.core.keys import USUAL
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP, Actor
from hallserver.core.rules import decide
from hallserver.keying import NONE, NOTED_EVERY_S, NOTED_MOST, REFUSED, TAKEN, TYPED_MOST, TYPED_S, Keys
from hallserver.service import Decide, Service
from hallserver.store.folder import Folder
from hallserver.store.reading import NO_LIMIT
from tests.support import KIOSK, LI, SMALL_HALL, names, new_folder, open_service, set_up

FF68 = USUAL["keypad", "ff68"]
PAD = USUAL["keypad", "hid"]
STARS = {"00": "star:5", "01": "star:4", "02": "star:3", "03": "star:2", "04": "star:1"}
CABLED: list[dict[str, Any]] = [
    {"slug": "keypad-1", "names": names("叫号器"), "kind": "keypad", "counter": "c1", "agent": "agent-1", "driver": "ff68", "keys": FF68},
    {"slug": "pad-1", "names": names("小键盘"), "kind": "keypad", "counter": "c1", "agent": "agent-1", "driver": "hid", "keys": PAD},
    {"slug": "keypad-0", "names": names("叫号器"), "kind": "keypad", "counter": "c9", "agent": "agent-1", "driver": "ff68", "keys": FF68},
    {"slug": "rater-9", "names": names("评价器"), "kind": "rater", "counter": "c1", "agent": "agent-1", "driver": "ff68", "keys": STARS},
]
GONE: dict[str, Any] = {"slug": "c9", "names": names("9号窗口"), "number": 9, "queues": ["social"], "retired": True}
HALL = SMALL_HALL | {"counters": [*SMALL_HALL["counters"], GONE], "devices": [*SMALL_HALL["devices"], *CABLED]}


class Desk:
    """A hall with a keypad and a cabled rater at counter 1, which Li has open."""

    def __init__(self, folder: Folder, service: Service, clock: SimulatedClock, keys: Keys) -> None:
        """Keep the parts."""
        self.folder, self.service, self.clock, self.keys = folder, service, clock, keys
        self._count = 0

    async def press(self, value: str, device: str = "keypad-1", *, n: int = 0, run: str = "r1") -> int:
        """Press; return the beeps. ``run``: of the agent."""
        self._count += 1
        row = self.service.hall.catalog.devices[device]
        return await self.keys.take(row, wire.Input(device=device, n=n or self._count, run=run, kind="key", value=value))

    async def take(self) -> str:
        """Take a ticket; return its id."""
        return str((await self.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)).result["ticket"])

    async def ask(self, *commands: c.Command) -> None:
        """Have Li ask on her screen."""
        for command in commands:
            await self.service.submit(command, LI)

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + int(seconds * 1e6))

    def kinds(self, after: int) -> list[str]:
        """Return what the journal has behind this event."""
        return [entry.kind for entry in self.folder.journal.after(1, after, NO_LIMIT)]

    def ignored(self) -> list[tuple[str, str, str]]:
        """Return the keys that the journal says were ignored."""
        events = [entry.event for entry in self.folder.journal.after(1, 0, NO_LIMIT)]
        return [(it.device, it.key, it.why) for it in events if isinstance(it, e.KeyIgnored)]

    @property
    def seq(self) -> int:
        """The journal's last."""
        return self.service.hall.seq

    @property
    def states(self) -> list[str]:
        """How every ticket is."""
        return [ticket.state for ticket in self.service.hall.tickets.values()]


def play(story: Callable[[Desk], Awaitable[None]], folder: Path, keys: type[Keys] = Keys, rules: Decide = decide) -> None:
    """Play one story in a fresh hall with three waiting."""

    async def run() -> None:
        service, store, clock = open_service(new_folder(folder / "hall"), decide=rules)
        try:
            await set_up(service, HALL)
            await service.submit(c.OpenCounter(counter="c1"), LI)
            desk = Desk(store, service, clock, keys(service, clock))
            desk.later(60)
            for _ in range(3):
                await desk.take()
            await story(desk)
            await service.settled()
        finally:
            store.close()

    asyncio.run(run())


STEPS = (
    # what is meant, what the journal has of it, seconds before
    ("call", "TicketCalled", 0), ("recall", "TicketRecalled", 40), ("start", "ServiceStarted", 1),
    ("call", "ServiceFinished TicketCalled", 60), ("absent", "TicketAbsent", 200), ("call", "TicketCalled", 1),
    ("hold", "TicketHeld", 5), ("resume", "TicketResumed", 5), ("finish", "ServiceFinished", 60),
    ("2 pause", "CounterPaused", 5), ("pause", "CounterOpened", 60), ("close", "CounterClosed", 5),
    ("0 1 0 1 open", "CounterOpened", 5),
)  # fmt: skip


def _raw(keys: dict[str, str], step: str) -> list[str]:
    """Return the presses that mean this step on such a keypad."""
    raw = {meaning.removeprefix("digit:"): key for key, meaning in keys.items()}
    return [press for word in step.split() for press in raw[word].split("+")]


@pytest.mark.parametrize("device", ["keypad-1", "pad-1"])
def test_every_step_of_a_clerk_works_from_the_keypad(device: str, tmp_path: Path) -> None:
    """With the usual map of either kind, key by key; events name the clerk, the journal the keypad."""

    async def story(desk: Desk) -> None:
        keys = desk.service.hall.catalog.devices[device].keys
        for step, kinds, after_s in STEPS:
            desk.later(after_s)
            before = desk.seq
            assert [await desk.press(press, device) for press in _raw(keys, step)][-1] == TAKEN, step
            assert " ".join(desk.kinds(before)) == kinds
        named = desk.folder.journal.after(1, desk.seq - 1, 1)[0]
        assert (named.actor, named.event) == (f"device:{device}", e.CounterOpened(counter="c1", clerk="li"))
        assert desk.ignored() == []

    play(story, tmp_path)


def test_a_transfer_goes_where_the_digits_say_typed_one_by_one_or_sent_as_one(tmp_path: Path) -> None:
    """Both kinds of keypads exist."""

    async def story(desk: Desk) -> None:
        for presses in (["03", "13"], ["03+13"]):
            assert await desk.press("0C") == TAKEN
            assert [await desk.press(value) for value in presses] == [TAKEN] * len(presses)
        sent = [it.event.next.counter for it in desk.folder.journal.after(1, 0, NO_LIMIT) if isinstance(it.event, e.TicketTransferred)]
        assert sent == ["c3", "c3"]

    play(story, tmp_path)


def test_digits_are_forgotten_after_five_seconds_and_by_erase_and_after_any_key(tmp_path: Path) -> None:
    """What somebody typed and left must not become part of the next press."""

    async def story(desk: Desk) -> None:
        await desk.press("0C")
        for forget in (lambda: desk.later(TYPED_S + 0.1), lambda: desk.press("0E"), lambda: desk.press("7F")):
            assert await desk.press("03") == TAKEN
            forgotten = forget()
            if forgotten is not None:
                await forgotten
            assert await desk.press("13") == REFUSED
        assert [await desk.press(value) for value in ("03", "11")] == [TAKEN, NONE], "a key that means nothing leaves them"
        desk.later(TYPED_S - 0.1)
        assert await desk.press("13") == TAKEN
        for _ in range(TYPED_MOST):
            assert await desk.press("01") == TAKEN
        assert await desk.press("01") == REFUSED

    play(story, tmp_path)


def test_a_digit_before_a_key_that_takes_none_stops_it(tmp_path: Path) -> None:
    """A slip of the finger; the next press is right again."""

    async def story(desk: Desk) -> None:
        assert [await desk.press(value) for value in ("04", "0C", "0C")] == [TAKEN, REFUSED, TAKEN]
        assert desk.ignored() == [("keypad-1", "0C", "no-meaning")]

    play(story, tmp_path)


async def _pressed_twice_at_once(desk: Desk, state: str) -> None:
    """Press the call key twice, both on their way before either is decided: one visitor is called, as with one press."""
    if state != "free":
        await desk.ask(c.CallNext())
    if state == "serving":
        await desk.ask(c.Start())
    waiting = desk.states.count("waiting")
    row = desk.service.hall.catalog.devices["keypad-1"]
    said = [wire.Input(device="keypad-1", n=n, run="r1", kind="key", value="0C") for n in (1, 2)]
    assert sorted(await asyncio.gather(*(desk.keys.take(row, it) for it in said))) == (
        [REFUSED] * 2 if state == "called" else [TAKEN, REFUSED]
    )
    assert desk.states.count("waiting") == waiting - (state != "called")
    assert desk.states.count("called") == 1


@pytest.mark.parametrize("state", ["free", "called", "serving"])
def test_a_key_pressed_twice_at_once_skips_nobody(state: str, tmp_path: Path) -> None:
    """An impatient finger, or a line that carried the frame twice."""
    play(lambda desk: _pressed_twice_at_once(desk, state), tmp_path)


async def _pressed_and_clicked_at_once(desk: Desk) -> None:
    """While a ticket is being taken, click finish-and-call on the screen and press the same: both wait, both mean the same visitor."""
    await desk.ask(c.CallNext(), c.Start())
    taking = asyncio.ensure_future(desk.take())
    await asyncio.sleep(0)
    clicked = asyncio.ensure_future(desk.service.submit(c.FinishAndCall(), LI))
    pressed = asyncio.ensure_future(desk.press("0C"))
    await asyncio.gather(taking, clicked, pressed)
    assert (pressed.result(), desk.states) == (REFUSED, ["finished", "called", "waiting", "waiting"])


def _unguarded(hall: Hall, counter: str, key: str, digits: str = "", *, now_us: int = 0) -> c.Command | None:
    command = command_for(hall, counter, key, digits, now_us=now_us)
    return msgspec.structs.replace(command, ticket=None) if isinstance(command, c.FinishAndCall) else command


class Unguarded(Keys):
    """Keys whose commands do not name the ticket in hand."""

    def __init__(self, service: Service, clock: Clock) -> None:
        """Hand in the commands without their guard."""
        super().__init__(service, clock, _unguarded)


def test_a_key_and_a_click_at_once_skip_nobody(tmp_path: Path) -> None:
    """With the control: where the press does not name its ticket, the visitor whom the click called is finished unseen."""
    play(_pressed_and_clicked_at_once, tmp_path)
    (tmp_path / "control").mkdir()
    with pytest.raises(AssertionError):
        play(_pressed_and_clicked_at_once, tmp_path / "control", Unguarded)


def test_the_same_input_told_twice_is_done_once(tmp_path: Path) -> None:
    """An agent that told it again gets the first answer; another run of it counts from one again."""

    async def story(desk: Desk) -> None:
        assert await desk.press("0C", n=7) == TAKEN
        await desk.ask(c.Start())
        before = desk.seq
        assert await desk.press("0B", n=7) == REFUSED
        assert await desk.press("0B", n=8) == TAKEN
        assert desk.kinds(before) == ["ServiceFinished"]
        assert await desk.press("0C", n=8, run="r2") == TAKEN
        assert desk.kinds(before) == ["ServiceFinished", "TicketCalled"]

    play(story, tmp_path)


def test_an_unknown_key_is_noted_once_a_minute_and_does_nothing(tmp_path: Path) -> None:
    """Seen in the journal, so that it can be put in the map; noise does not fill the journal."""

    async def story(desk: Desk) -> None:
        before = desk.states
        for _ in range(3):
            assert await desk.press("7F") == REFUSED
            assert await desk.press("7F", "rater-9") == REFUSED
        assert desk.ignored() == [("keypad-1", "7F", "unknown"), ("rater-9", "7F", "not-commissioned")]
        desk.later(NOTED_EVERY_S)
        await desk.press("7F")
        for key in range(0x80, 0xC0):
            assert await desk.press(f"{key:02X}") == REFUSED
        assert len(desk.ignored()) == 2 + NOTED_MOST
        assert await desk.press("0C+0D") == REFUSED
        assert desk.states == before
        assert await desk.press("11") == NONE

    play(story, tmp_path)


def test_a_keypad_whose_counter_is_gone_does_nothing(tmp_path: Path) -> None:
    """It was left lying there."""

    async def story(desk: Desk) -> None:
        assert await desk.press("0C", "keypad-0") == REFUSED
        assert desk.ignored() == [("keypad-0", "0C", "wrong-place")]
        assert desk.states == ["waiting"] * 3

    play(story, tmp_path)


async def _serve(desk: Desk) -> None:
    await desk.ask(c.CallNext(), c.Start())
    desk.later(30)
    await desk.ask(c.Finish())


async def _commission(desk: Desk) -> None:
    desk.keys.begin_commissioning("rater-9")
    assert [await desk.press(value, "rater-9") for value in ("00", "04")] == [TAKEN, TAKEN]


def test_a_rater_serves_only_after_its_trial_and_by_its_map(tmp_path: Path) -> None:
    """Each star by its own key, once a visitor, at the counter that has just finished."""

    async def story(desk: Desk) -> None:
        await _serve(desk)
        assert await desk.press("00", "rater-9") == REFUSED
        assert desk.ignored() == [("rater-9", "00", "not-commissioned")]
        await _commission(desk)
        assert desk.service.hall.commissioned == {"rater-9"}
        for raw, stars in (("01", 4), ("03", 2)):
            before = desk.seq
            assert await desk.press(raw, "rater-9") == TAKEN
            rated = desk.folder.journal.after(1, before, NO_LIMIT)
            assert [(it.actor, it.event.stars, it.event.device, it.event.clerk) for it in rated if isinstance(it.event, e.RatingGiven)] == [
                ("device:rater-9", stars, "rater-9", "li")
            ]
            assert await desk.press(raw, "rater-9") == REFUSED
            await _serve(desk)

    play(story, tmp_path)


def _ratings(desk: Desk) -> list[int]:
    return [it.event.stars for it in desk.folder.journal.after(1, 0, NO_LIMIT) if isinstance(it.event, e.RatingGiven)]


async def _a_key_that_the_map_does_not_name(desk: Desk) -> None:
    await _serve(desk)
    await _commission(desk)
    assert await desk.press("05", "rater-9") == REFUSED
    assert _ratings(desk) == []


async def _a_press_before_the_trial(desk: Desk) -> None:
    await _serve(desk)
    assert await desk.press("00", "rater-9") == REFUSED
    assert _ratings(desk) == []


class Falling(Keys):
    """Keys as fielded systems have them: what the map does not name is a rating all the same."""

    async def _rate(self, row: DeviceRow, said: wire.Input) -> int:
        return await super()._rate(msgspec.structs.replace(row, keys={said.value: "star:5"} | row.keys), said)


class Trusting(Keys):
    """Keys without the trial."""

    def _may_rate(self, device: str) -> bool:
        return device != ""


@pytest.mark.parametrize(
    ("story", "broken"), [(_a_key_that_the_map_does_not_name, Falling), (_a_press_before_the_trial, Trusting)], ids=["map", "trial"]
)
def test_no_rating_comes_of_an_unknown_key_or_an_untried_rater(
    story: Callable[[Desk], Awaitable[None]], broken: type[Keys], tmp_path: Path
) -> None:
    """With the control: the same story fails where unknown keys fall through, or where nobody asks for the trial."""
    play(story, tmp_path)
    (tmp_path / "control").mkdir()
    with pytest.raises(AssertionError):
        play(story, tmp_path / "control", broken)


def test_a_failed_trial_takes_a_rater_out_of_service_and_a_trial_rates_nobody(tmp_path: Path) -> None:
    """It rated until now, but its keys mean something else: what it says next would be wrong."""

    async def story(desk: Desk) -> None:
        await _commission(desk)
        await _serve(desk)
        desk.keys.begin_commissioning("rater-9")
        assert [await desk.press(value, "rater-9") for value in ("00", "00")] == [TAKEN, REFUSED]
        assert desk.keys.trials.trial("rater-9").state == "failed"
        assert desk.service.hall.commissioned == set()
        assert await desk.press("00", "rater-9") == REFUSED
        assert _ratings(desk) == []

    play(story, tmp_path)


@pytest.mark.parametrize("change", [{"keys": STARS | {"04": "star:5"}}, {"address": "COM3@6"}, {"driver": "pretend"}])
def test_another_map_or_another_device_needs_another_trial(change: dict[str, Any], tmp_path: Path) -> None:
    """What was pressed then proves nothing of what hangs there now; a new name changes nothing."""

    async def story(desk: Desk) -> None:
        await _commission(desk)
        for field, left in (({"names": names("新名")}, {"rater-9"}), (change, set())):
            devices = [row | field if row["slug"] == "rater-9" else row for row in HALL["devices"]]
            await desk.service.submit(c.Configure(section="devices", rows=devices), SERVICE_SETUP)
            assert desk.service.hall.commissioned == left

    play(story, tmp_path)


def test_a_map_that_changes_between_the_two_keys_fails_the_trial(tmp_path: Path) -> None:
    """Neither map was tried out whole."""

    async def story(desk: Desk) -> None:
        desk.keys.begin_commissioning("rater-9")
        assert await desk.press("00", "rater-9") == TAKEN
        turned = {"04": "star:5", "00": "star:1"}
        devices = [row | {"keys": turned} if row["slug"] == "rater-9" else row for row in HALL["devices"]]
        await desk.service.submit(c.Configure(section="devices", rows=devices), SERVICE_SETUP)
        assert await desk.press("00", "rater-9") == REFUSED
        assert desk.service.hall.commissioned == set()

    play(story, tmp_path)


def test_only_a_cabled_rater_in_use_is_tried_out(tmp_path: Path) -> None:
    """A tablet needs none, and a keypad rates nobody."""

    async def story(desk: Desk) -> None:
        for device in ("rater-1", "keypad-1", "rater-77"):
            with pytest.raises(NotFound):
                desk.keys.begin_commissioning(device)
        await desk.service.submit(c.ReportDevice(device="rater-9", state="commissioned"), SERVICE_DOOR)

    play(story, tmp_path)


MAY_BE = {
    "call": "TicketCalled TicketRecalled ServiceFinished", "recall": "TicketRecalled", "start": "ServiceStarted",
    "finish": "ServiceFinished", "rate": "ServiceFinished", "absent": "TicketAbsent", "hold": "TicketHeld",
    "resume": "TicketResumed", "transfer": "TicketTransferred", "pause": "CounterPaused CounterOpened",
    "open": "CounterOpened", "close": "CounterClosed",
}  # fmt: skip
"""What the journal may have of a key; whatever is not here makes nothing happen."""


def test_whatever_is_pressed_nothing_happens_but_what_the_last_key_means(tmp_path: Path) -> None:
    """Two hundred keys as noise would press them, at any pace: all keys of the map, unknown ones and stars, at keypad and rater."""
    random = Random(7)
    raws = [*FF68, *(f"{key:02X}" for key in range(0x14, 0x20)), *STARS]

    async def story(desk: Desk) -> None:
        for _ in range(200):
            desk.later(random.choice((0.1, 1.0, 3.0, 40.0, 100.0)))
            if random.random() < 0.2:
                await desk.take()
            raw, before = random.choice(raws), desk.seq
            await desk.press(raw, random.choice(("keypad-1", "keypad-1", "keypad-1", "rater-9")))
            may = {kind for key, meaning in FF68.items() if key.endswith(raw[-2:]) for kind in MAY_BE.get(meaning, "").split()}
            assert set(desk.kinds(before)) <= may | {"KeyIgnored"}, raw
        assert {"finished", "absent", "held"} & set(desk.states)

    play(story, tmp_path)


def _no_room(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Decide, but have no room for reports."""
    if isinstance(command, c.ReportDevice | c.ReportKey):
        raise StorageDown("disk-full")
    return decide(hall, command, by, now_us)


def test_with_no_room_in_the_journal_a_trial_begins_anew_and_a_key_is_still_refused(tmp_path: Path) -> None:
    """What is not written down did not happen; the agent's line must not break by it."""

    async def story(desk: Desk) -> None:
        assert await desk.press("7F") == REFUSED
        desk.keys.begin_commissioning("rater-9")
        assert [await desk.press(value, "rater-9") for value in ("00", "04")] == [TAKEN, REFUSED]
        assert desk.keys.trials.trial("rater-9").state == "press-best"
        assert desk.service.hall.commissioned == set()

    play(story, tmp_path, rules=_no_room)
