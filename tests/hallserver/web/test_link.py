# SPDX-License-Identifier: Apache-2.0
"""What all sockets have in common."""

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
