# SPDX-License-Identifier: Apache-2.0
"""The written talk of a clerk and a deaf visitor: it reaches these two, and nothing of it stays."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hallserver.core import commands as c
from hallserver.core.roles import Actor
from hallserver.web.talk import IDLE_S, MOST_INK, MOST_LINES, PER_S, Talks
from hallserver.web.whispers import Whispers
from tests.hallserver.web.running import Line, Running, run
from tests.support import LI, WANG, Play

SECRET = "我想办离婚登记"
Json = dict[str, Any]
DISPLAY = Actor(kind="device", name="counter-1", roles=frozenset({"display"}))


class Side:
    """One screen: what it heard."""

    def __init__(self, whispers: Whispers, page: str, actor: Actor) -> None:
        """Open it."""
        self.heard: list[Json] = []
        self.page, self.actor = page, actor
        whispers.register(page, actor.id, lambda said: self.heard.append(json.loads(said)["whisper"]))

    @property
    def talk(self) -> Json | None:
        """Return the talk as this screen has it."""
        found: Json | None = [it["talk"] for it in self.heard if "talk" in it][-1]
        return found


class Standing:
    """A clock whose time is moved by hand."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.now_s, self.due = 0.0, list[Any]()

    def mono(self) -> float:
        """Return the time."""
        return self.now_s

    def call_later(self, delay_s: float, call: Callable[[], None]) -> "Alarm":
        """Keep the call."""
        self.due.append(alarm := Alarm(self.now_s + delay_s, call))
        return alarm

    def pass_s(self, seconds: float) -> None:
        """Let time pass."""
        self.now_s += seconds
        for alarm in list(self.due):
            if alarm.at_s <= self.now_s and not alarm.off:
                alarm.off = True
                alarm.call()


class Alarm:
    """A call that was put off."""

    def __init__(self, at_s: float, call: Callable[[], None]) -> None:
        """Keep it."""
        self.at_s, self.call, self.off = at_s, call, False

    def cancel(self) -> None:
        """Drop it."""
        self.off = True


class Desk:
    """A counter with a visitor, its clerk's screen and its display."""

    def __init__(self) -> None:
        """Call the visitor."""
        self.play, self.clock, whispers = Play().open("c1"), Standing(), Whispers()
        self.play.take()
        self.play.call()
        self.talks = Talks(whispers, self.clock, lambda: self.play.hall)  # type: ignore[arg-type]
        self.clerk, self.other = Side(whispers, "clerk", LI), Side(whispers, "clerk", WANG)
        self.display = Side(whispers, "counter", DISPLAY)

    def send(self, side: Side, **said: object) -> bool:
        """Let a screen say it."""
        return self.talks.was_talked(side.page, side.actor, json.dumps({"talk": said}).encode())

    def ask(self, command: c.Command) -> None:
        """Let the clerk act; the talk hears of it as of any commit."""
        self.play.later(60).ask(command, LI)
        self.talks.heard()


def test_what_one_side_says_stands_on_both_and_nowhere_else() -> None:
    """Typed, canned, one of the large buttons; and who opens the screen anew has all of it."""
    desk = Desk()
    assert desk.send(desk.clerk, text=" 请出示身份证 ")
    assert desk.send(desk.clerk, code="wait")
    assert desk.send(desk.display, reply="yes", touch=True)
    lines = [{"by": "clerk", "text": "请出示身份证"}, {"by": "clerk", "code": "wait"}, {"by": "visitor", "code": "yes"}]
    assert desk.clerk.talk == desk.display.talk == {"lines": lines, "ink": [], "wipes": 0, "touch": True, "shown": True}
    assert desk.other.heard == []
    desk.clerk.heard.clear()
    desk.talks.came("clerk", LI)
    desk.talks.came("clerk", WANG)
    assert desk.clerk.talk is not None
    assert desk.other.heard == [{"talk": None}]


def test_strokes_reach_the_clerk_one_by_one_and_are_wiped_by_either_side() -> None:
    """The display has drawn them itself."""
    desk = Desk()
    desk.send(desk.clerk, do="begin")
    before = len(desk.display.heard)
    desk.send(desk.display, stroke=[0, 0, 500, 1000])
    assert desk.clerk.heard[-1] == {"stroke": [0, 0, 500, 1000]}
    assert len(desk.display.heard) == before
    desk.talks.came("clerk", LI)
    assert desk.clerk.talk is not None
    assert desk.clerk.talk["ink"] == [[0, 0, 500, 1000]]
    for side, said in ((desk.display, {"wipe": True}), (desk.clerk, {"do": "wipe"})):
        desk.send(desk.display, stroke=[1, 1, 2, 2])
        desk.send(side, **said)
        assert desk.clerk.talk["ink"] == []


def test_it_is_over_when_the_visitor_leaves_the_counter_however_that_happens() -> None:
    """Finished, absent, put aside: the next one must not read it. A recall or a start goes on with it."""
    for ends in ((c.Recall(), c.Start(), c.Finish()), (c.MarkAbsent(),), (c.Start(), c.Hold(reason="copy"))):
        desk = Desk()
        desk.send(desk.clerk, text=SECRET)
        for command in ends[:-1]:
            desk.ask(command)
            assert desk.display.talk is not None, command
        desk.play.later(300)
        desk.ask(ends[-1])
        assert (desk.clerk.talk, desk.display.talk) == (None, None), ends[-1]
        desk.display.heard.clear()
        desk.talks.came("counter", DISPLAY)
        assert desk.display.heard == [{"talk": None}], "it may have been away when the talk ended"


def test_a_display_that_is_moved_to_another_counter_shows_nothing_of_it_any_more() -> None:
    """The talk goes on without it."""
    desk = Desk()
    desk.send(desk.clerk, text=SECRET)
    row = desk.play.hall.catalog.devices["counter-1"]
    desk.play.hall.catalog.devices["counter-1"] = replace(row, counter="c2")
    desk.talks.heard()
    assert desk.display.talk is None
    assert desk.clerk.talk is not None
    before = len(desk.display.heard)
    desk.talks.heard()
    assert len(desk.display.heard) == before


def test_a_flood_from_the_display_does_not_silence_the_clerk() -> None:
    """Each side has its own measure."""
    desk = Desk()
    desk.send(desk.clerk, do="begin")
    for _ in range(int(PER_S) * 3):
        desk.send(desk.display, reply="yes")
    desk.send(desk.clerk, text=SECRET)
    assert desk.display.talk is not None
    assert desk.display.talk["lines"][-1] == {"by": "clerk", "text": SECRET}


def test_after_ten_minutes_without_a_word_it_is_over() -> None:
    """Each word begins the ten minutes anew; the clerk may end it, and does when the hall stops."""
    desk = Desk()
    desk.send(desk.clerk, text=SECRET)
    desk.clock.pass_s(IDLE_S - 1)
    desk.send(desk.display, stroke=[1, 1, 2, 2])
    desk.clock.pass_s(IDLE_S - 1)
    assert desk.display.talk is not None
    desk.clock.pass_s(2)
    assert (desk.clerk.talk, desk.display.talk) == (None, None)
    for end in (lambda: desk.send(desk.clerk, do="end"), desk.talks.close):
        desk.send(desk.clerk, text=SECRET)
        assert desk.display.talk is not None
        end()
        assert (desk.clerk.talk, desk.display.talk) == (None, None)


def test_only_who_has_the_counter_writes_on_its_display() -> None:
    """Another clerk's words go nowhere, nor do those of a display of another counter, or of a person who looks at this one."""
    desk = Desk()
    desk.send(desk.other, text=SECRET)
    assert (desk.other.talk, desk.display.heard) == (None, [])
    assert not desk.send(desk.other, text=SECRET, counter="c1"), "nobody says which counter is meant"
    desk.play.open("c2", WANG)
    desk.send(desk.other, text=SECRET)
    assert desk.display.heard == [], "an open counter without a visitor has nobody to talk to"
    desk.send(desk.clerk, do="begin")
    before = len(desk.clerk.heard)
    elsewhere = Actor(kind="device", name="kiosk-1", roles=frozenset({"display"}))
    watching = Actor(kind="person", name="wu", roles=frozenset({"hall-manager"}))
    for actor in (elsewhere, watching):
        assert not desk.talks.was_talked("counter", actor, b'{"talk": {"reply": "yes"}}')
    assert len(desk.clerk.heard) == before


def test_without_a_display_the_clerk_is_told_so() -> None:
    """Else somebody types for nobody."""
    desk = Desk()
    desk.play.hall.catalog.devices.pop("counter-1")
    desk.send(desk.clerk, text="您好")
    assert desk.clerk.talk is not None
    assert desk.clerk.talk["shown"] is False


def test_a_talk_is_bounded_in_lines_ink_size_and_rate() -> None:
    """A child on the pad must not fill the server's memory."""
    desk = Desk()
    for nth in range(MOST_LINES + 3):
        desk.send(desk.clerk, text=str(nth))
        desk.clock.pass_s(1)
    assert desk.clerk.talk is not None
    assert [line["text"] for line in desk.clerk.talk["lines"]] == [str(nth) for nth in range(3, MOST_LINES + 3)]
    for _ in range(MOST_INK // 400 + 5):
        desk.send(desk.display, stroke=[7] * 400)
        desk.clock.pass_s(1)
    desk.talks.came("clerk", LI)
    assert sum(map(len, desk.clerk.talk["ink"])) == MOST_INK
    assert not desk.send(desk.clerk, text="长" * 201)
    assert not desk.send(desk.display, stroke=[1001, 0])
    assert not desk.send(desk.display, stroke=[7] * 402)
    before = len(desk.display.heard)
    for _ in range(int(PER_S) * 3):
        desk.send(desk.display, reply="yes")
    assert len(desk.display.heard) - before <= PER_S + 1


async def until_talk(line: Line) -> Json | None:
    """Return the next talk that a line hears."""
    while True:
        whisper: Json = (await line.hear_of("whisper"))["whisper"]
        if "talk" in whisper:
            found: Json | None = whisper["talk"]
            return found


def all_files(folder: Path) -> bytes:
    """Return what is in all files of a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_through_the_door_nothing_of_it_reaches_the_disk() -> None:
    """Typed and drawn, and even malformed; then looked for in every file of the hall. The control: a message of the staff is found."""

    async def story(door: Running) -> None:
        li = await door.staff("li")
        await door.command("open-counter", {"counter": "c1"}, proof=li)
        await door.ticket()
        await door.command("call-next", proof=li)
        clerk = await door.line("clerk", {"token": li.partition(" ")[2]})
        display = await door.line("counter", {"key": await door.key("counter-1")})
        await clerk.hear_of("view")
        await display.hear_of("view")
        assert (await until_talk(clerk), await until_talk(display)) == (None, None)
        await clerk.send({"talk": {"text": SECRET}})
        assert (await until_talk(display) or {})["lines"] == [{"by": "clerk", "text": SECRET}]
        await display.send({"talk": {"stroke": [123, 456, 321, 654]}})
        assert (await clerk.hear_of("whisper"))["whisper"]["talk"]["shown"] is True
        assert (await clerk.hear_of("whisper"))["whisper"] == {"stroke": [123, 456, 321, 654]}
        await clerk.send({"talk": {"text": SECRET * 40}})
        assert "problem" in await clerk.hear_of("problem")
        await door.command("send-message", {"to": "duty", "text": "帮我看一下"}, proof=li)
        await door.command("finish", {"outcome": "done"}, proof=li)
        assert await until_talk(display) is None
        assert await until_talk(clerk) is None
        await door.service.settled()
        content = all_files(Path(door.service._folder.path))
        assert "帮我看一下".encode() in content
        for trace in (SECRET.encode(), json.dumps(SECRET).strip('"').encode(), b"123,456"):
            assert trace not in content

    run(story)
