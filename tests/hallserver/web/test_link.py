# SPDX-License-Identifier: Apache-2.0
"""What all sockets have in common."""

import asyncio

from hallserver.web.limits import Limits
from tests.hallserver.web.running import Running, run, until


def test_there_are_only_so_many_lines() -> None:
    """Each costs memory; the hall's own screens come first because they are there first."""

    async def story(door: Running) -> None:
        key = await door.key("hall-1")
        kept = [await door.line("hall", {"key": key}) for _ in range(3)]
        late = await door.line("hall", {"key": key})
        assert (await late.hear_of("refused"))["refused"]["key"] == "links-too-many"
        await late.closed()
        kept[0].close()
        await until(lambda: len(door.door.links) == 2)
        again = await door.line("hall", {"key": key})
        await again.hear_of("view")

    run(story, limits=Limits(max_links=3))


def test_lines_are_counted_by_page() -> None:
    """The manager's dashboard shows how many screens are there."""

    async def story(door: Running) -> None:
        line = await door.line("hall", {"key": await door.key("hall-1")})
        await line.hear_of("view")
        assert 'hall_links{page="hall"} 1.0' in door.door.metrics.text().decode()
        line.close()
        await until(lambda: 'hall_links{page="hall"} 0.0' in door.door.metrics.text().decode())

    run(story)


def test_a_line_that_flooded_is_not_let_in_again_for_a_while() -> None:
    """Otherwise it would come back at once; other screens are let in as always."""

    async def story(door: Running) -> None:
        first = {"token": (await door.staff("li"))[7:]}
        flooder = await door.line("clerk", first)
        for number in range(200):
            await flooder.send({"id": str(number), "command": "recall"})
        await flooder.closed()
        again = await door.line("clerk", first)
        assert (await again.hear_of("refused"))["refused"]["key"] == "messages-too-many"
        other = await door.line("clerk", {"token": (await door.staff("wang"))[7:]})
        await other.hear_of("view")
        await until(lambda: door.door.floods.wait_s(first["token"]) == 0)
        late = await door.line("clerk", first)
        await late.hear_of("view")

    run(story, limits=Limits(flood_pause_s=1.0))


def test_pings_count_as_well() -> None:
    """Tornado answers each by itself, and would do so for ever."""

    async def story(door: Running) -> None:
        line = await door.line("hall", {"key": await door.key("hall-1")})
        await line.hear_of("view")
        for _ in range(300):
            line.connection.ping(b"x")
        assert await line.closed() == 1008

    run(story)


def test_who_has_not_said_who_it_is_has_few_frames() -> None:
    """A page says it in its first one."""

    async def story(door: Running) -> None:
        line = await door.line("hall")
        for _ in range(12):
            line.connection.ping(b"x")
        assert (await line.hear_of("refused"))["refused"]["key"] == "messages-too-many"

    run(story)


def test_a_link_that_leaves_beats_unanswered_is_cut_and_one_that_answers_stays() -> None:
    """A pulled cable closes nothing: without asking, the manager would see a dark screen as connected."""

    async def story(door: Running) -> None:
        key = await door.key("hall-1")
        dead, alive = await door.line("hall", {"key": key}), await door.line("hall", {"key": key})
        await dead.hear_of("view")
        reading = asyncio.ensure_future(alive.closed())
        protocol = dead.connection.protocol
        assert protocol is not None
        protocol._write_frame = lambda *_args, **_more: None  # type: ignore[attr-defined] # no answer to a ping leaves it
        await until(lambda: 'hall_dropped_links_total{cause="silent"} 1.0' in door.door.metrics.text().decode())
        assert len(door.door.links) == 1
        assert not reading.done()
        reading.cancel()

    run(story, limits=Limits(beat_s=0.05))


def test_a_kiosk_hears_quick_beats() -> None:
    """It must know within three seconds that it cannot give numbers; other screens have more time."""

    async def story(door: Running) -> None:
        kiosk = await door.line("kiosk", {"key": await door.key("kiosk-1")})
        display = await door.line("hall", {"key": await door.key("hall-1")})
        await display.hear_of("view")
        for _ in range(3):
            await kiosk.hear_of("beat")
        unheard = asyncio.ensure_future(display.hear_of("beat"))
        await kiosk.hear_of("beat")
        assert not unheard.done()
        unheard.cancel()

    run(story, limits=Limits(beat_s=60, quick_beat_s=0.02))
