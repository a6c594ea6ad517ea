# SPDX-License-Identifier: Apache-2.0
"""The line of a screen: who it is, its view, its commands, and how it ends."""

import asyncio

import pytest
from tornado.httpclient import HTTPClientError

from hallserver.web.limits import Limits
from tests.hallserver.web.running import Running, key_of, run, until

FAST = Limits(beat_s=0.05, first_message_s=0.2)


def test_a_screen_gets_its_view_at_once_and_at_every_change() -> None:
    """A visitor must see the call when it happens."""

    async def story(door: Running) -> None:
        line = await door.line("hall", {"key": await door.key("hall-1")})
        first = await line.hear()
        assert first is not None
        assert set(first) == {"seq", "view", "now_us"}
        assert first["seq"] == door.service.hall.seq
        number = (await door.ticket())["number"]
        clerk = await door.staff("li")
        await door.command("open-counter", {"counter": "c1"}, proof=clerk)
        await door.command("call-next", proof=clerk)
        while True:
            message = await line.hear_of("view")
            if number in str(message["view"].get("calls", "")):
                break
        assert message["seq"] == door.service.hall.seq

    run(story)


def test_nothing_is_pushed_when_the_view_did_not_change() -> None:
    """A push costs a hundred screens a drawing; beats prove life instead."""

    async def story(door: Running) -> None:
        line = await door.line("rating", {"key": await door.key("rater-1")})
        await line.hear_of("view")
        await door.command("open-counter", {"counter": "c2"}, proof=await door.staff("wang"))
        for _ in range(3):
            assert set(await line.hear() or {}) == {"beat", "seq", "standard", "words"}

    run(story, limits=FAST)


def test_beats_come_by_themselves() -> None:
    """A display covers its number when they stay away."""

    async def story(door: Running) -> None:
        line = await door.line("hall", {"key": await door.key("hall-1")})
        beats = [await line.hear_of("beat") for _ in range(3)]
        assert beats[0]["beat"] < beats[1]["beat"] < beats[2]["beat"]
        assert beats[0]["seq"] == door.service.hall.seq

    run(story, limits=FAST)


def test_who_does_not_say_who_it_is_sees_nothing() -> None:
    """No proof, a wrong one, two at once, or nonsense: refused, and the line ends."""

    async def story(door: Running) -> None:
        for first, key in (
            ({}, "sign-in-needed"),
            ({"token": "wrong"}, "token-unknown"),
            ({"key": "wrong"}, "device-key-unknown"),
            ({"ticket": "wrong"}, "ticket-token-unknown"),
            ({"token": "a", "key": "b"}, "proof-not-one"),
            ({"password": "x"}, "field-unknown"),
            ("nonsense", "not-json"),
            ({"id": "1", "command": "call-next", "fields": {}}, "field-unknown"),
        ):
            line = await door.line("clerk", first)
            message = await line.hear()
            assert message is not None
            assert message["refused"]["key"] == key
            assert await line.closed() == 4403

    run(story)


def test_the_wrong_role_sees_nothing() -> None:
    """A kiosk's key opens the kiosk's screen and no other."""

    async def story(door: Running) -> None:
        kiosk = await door.key("kiosk-1")
        for page, key in (("manager", "page-not-allowed"), ("hall", "page-not-allowed"), ("nothing", "page-unknown")):
            line = await door.line(page, {"key": kiosk})
            assert (await line.hear_of("refused"))["refused"]["key"] == key
            await line.closed()

    run(story)


def test_the_first_message_has_a_deadline() -> None:
    """Silent links must not pile up."""

    async def story(door: Running) -> None:
        line = await door.line("hall")
        assert (await line.hear_of("refused"))["refused"]["key"] == "sign-in-late"
        assert await line.closed() == 4403

    run(story, limits=FAST)


def test_commands_are_answered_under_their_id() -> None:
    """The id is the idempotency key: after a cut the screen asks again and nothing happens twice."""

    async def story(door: Running) -> None:
        await door.ticket()
        line = await door.line("clerk", {"token": (await door.staff("li"))[7:]})
        await line.send({"id": "1", "command": "open-counter", "fields": {"counter": "c1"}})
        assert (await line.hear_of("answer"))["id"] == "1"
        await line.send({"id": "2", "command": "call-next"})
        called = await line.hear_of("answer")
        assert called["answer"]["result"]["ticket"]
        before = door.service.hall.seq
        again = await door.line("clerk", {"token": (await door.staff("li"))[7:]})
        await again.send({"id": "2", "command": "call-next"})
        assert (await again.hear_of("answer"))["answer"] == called["answer"]
        assert door.service.hall.seq == before

    run(story)


def test_refused_commands_leave_the_line_open() -> None:
    """A clerk's mistake is told, not punished."""

    async def story(door: Running) -> None:
        line = await door.line("clerk", {"token": (await door.staff("li"))[7:]})
        for message, key in (
            ({"id": "1", "command": "fly"}, "command-unknown"),
            ({"id": "2", "command": "open-counter", "fields": {}}, "field-missing"),
            ({"id": "3", "command": "take-ticket", "fields": {"services": ["seniors"]}}, "command-not-of-page"),
            ({"command": "call-next"}, "field-missing"),
        ):
            await line.send(message)
            problem = (await line.hear_of("problem"))["problem"]
            assert problem["key"] == key
        await line.send({"id": "9", "command": "open-counter", "fields": {"counter": "c1"}})
        assert (await line.hear_of("answer"))["id"] == "9"

    run(story)


def test_a_signed_out_clerk_loses_the_line_at_once() -> None:
    """A token is worth nothing after the sign-out, and neither is what it opened."""

    async def story(door: Running) -> None:
        clerk = await door.staff("li")
        line = await door.line("clerk", {"token": clerk[7:]})
        await line.hear_of("view")
        assert (await door.ask("DELETE", "/api/v1/session", proof=clerk)).code == 204
        assert (await line.hear_of("refused"))["refused"]["key"] == "token-unknown"
        assert await line.closed() == 4403

    run(story)


def test_a_flooder_is_cut_and_others_are_not() -> None:
    """Fifty messages a second are more than any screen needs."""

    async def story(door: Running) -> None:
        calm = await door.line("hall", {"key": await door.key("hall-1")})
        flooder = await door.line("clerk", {"token": (await door.staff("li"))[7:]})
        for number in range(200):
            await flooder.send({"id": str(number), "command": "recall"})
        assert (await flooder.hear_of("refused"))["refused"]["key"] == "messages-too-many"
        assert await flooder.closed() == 1008
        await door.ticket()
        await calm.hear_of("view")

    run(story)


def test_a_giant_message_ends_the_line() -> None:
    """64 kB are more than any command needs."""

    async def story(door: Running) -> None:
        line = await door.line("clerk", {"token": (await door.staff("li"))[7:]})
        await line.hear_of("view")
        await line.send("x" * 70_000)
        assert await line.closed() == 1009

    run(story)


def test_a_screen_with_a_copied_key_gets_no_line_while_the_first_is_there() -> None:
    """It says why, and comes back by itself: once the first has gone it may be the right one."""

    async def story(door: Running) -> None:
        key = {"key": await door.key("hall-1")}
        first = await door.line("hall", key)
        await first.hear_of("view")
        twin = await door.line("hall", key, source="127.0.0.7")
        assert (await twin.hear_of("refused"))["refused"]["key"] == "device-twin"
        first.close()
        await until(lambda: not door.door.presence.is_there("hall-1"))
        await (await door.line("hall", key, source="127.0.0.7")).hear_of("view")

    run(story)


def test_an_address_of_a_line_says_so_to_a_browser() -> None:
    """Whoever opens it like a page gets a plain refusal, not a half answer."""

    async def story(door: Running) -> None:
        for path in ("/ws?page=hall", "/ws/device"):
            assert key_of(await door.ask("GET", path)) == (400, "request-unreadable")

    run(story)


def test_a_foreign_page_gets_no_line() -> None:
    """Browsers send the origin with every socket; only our own pages may open one."""

    async def story(door: Running) -> None:
        for origin in ("http://evil.example", "null", f"http://{door.host}.evil.example"):
            with pytest.raises(HTTPClientError) as refused:
                await door.line("hall", headers={"Origin": origin})
            assert refused.value.code == 403
        own = await door.line("hall", {"key": await door.key("hall-1")}, headers={"Origin": f"http://{door.host}"})
        await own.hear_of("view")

    run(story)


def test_a_phone_sees_its_own_call_at_once() -> None:
    """Whoever waits outside must not learn of the call five seconds late."""

    async def story(door: Running) -> None:
        ticket = await door.ticket()
        line = await door.line("ticket", {"ticket": ticket["token"]})
        await line.hear_of("view")
        clerk = await door.staff("li")
        await door.command("open-counter", {"counter": "c1"}, proof=clerk)
        await door.command("call-next", proof=clerk)
        async with asyncio.timeout(4):
            while "called" not in str((await line.hear_of("view"))["view"]):
                continue

    run(story)


def test_a_lost_display_is_reported_once_and_once_when_it_is_back() -> None:
    """The manager must know which screen is dark."""

    async def story(door: Running) -> None:
        key = await door.key("hall-1")
        line = await door.line("hall", {"key": key})
        await line.hear_of("view")
        line.close()
        await until(lambda: door.service.hall.devices.get("hall-1") == "lost")
        again = await door.line("hall", {"key": key})
        await again.hear_of("view")
        await until(lambda: door.service.hall.devices.get("hall-1") == "back")

    run(story, limits=Limits(lost_after_s=0.1))


def test_what_comes_too_late_is_not_done() -> None:
    """The kiosk has told the visitor that there was no answer; a number given now would be nobody's."""

    async def story(door: Running) -> None:
        line = await door.line("kiosk", {"key": await door.key("kiosk-1")})
        await line.hear_of("view")
        asked = {"command": "take-ticket", "fields": {"services": ["seniors"]}}
        await line.send({"id": "late", "before_us": door.door.clock.now() - 1, **asked})
        assert (await line.hear_of("id"))["problem"]["key"] == "command-late"
        assert not door.service.hall.tickets
        await line.send({"id": "in time", "before_us": door.door.clock.now() + 60_000_000, **asked})
        assert "answer" in await line.hear_of("id")

    run(story)
