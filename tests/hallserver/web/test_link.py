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
