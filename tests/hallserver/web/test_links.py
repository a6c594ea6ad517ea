# SPDX-License-Identifier: Apache-2.0
"""Every open socket beats, and is asked whether it may stay."""

import asyncio
import json
from pathlib import Path

import pytest

from hallserver import wire
from hallserver.core.errors import TooOften
from hallserver.web.background import Background
from hallserver.web.hub import Hub
from hallserver.web.limits import Limits
from hallserver.web.links import AT_ONCE, Links
from tests.support import new_folder, open_service, set_up


class Ear:
    """A link that keeps what it hears."""

    def __init__(self, speaks: str, *, quick: bool = False) -> None:
        """Begin with nothing heard."""
        self.quick = quick
        self.probed = 0
        self.speaks = speaks
        self.heard: list[bytes] = []
        self.asked = 0
        self.left = False

    def recheck(self) -> None:
        """Count."""
        self.asked += 1

    def tick(self, frame: bytes) -> None:
        """Keep."""
        self.heard.append(frame[2:])

    def crowd_out(self) -> None:
        """Note."""
        self.left = True

    def probe(self) -> None:
        """Count."""
        self.probed += 1

    def leave(self) -> None:
        """Note."""
        self.left = True


def test_a_beat_every_three_seconds_in_the_links_own_tongue(tmp_path: Path) -> None:
    """Screens and agents read different messages; both must know that we live."""

    async def story() -> None:
        service, folder, clock = open_service(new_folder(tmp_path))
        await set_up(service)
        background = Background()
        hub = Hub(service, clock, Limits(), background=background, pushed=lambda _page, _many: None)
        links = Links(service, clock, hub, Limits())
        page, agent, gone, kiosk = Ear("page"), Ear("wire"), Ear("page"), Ear("page", quick=True)
        links.add(page)
        links.add(agent)
        links.add(kiosk)
        links.add(gone)()
        links.start()
        clock.move_to(clock.now() + 9_500_000)
        await background.finished()
        assert (len(page.heard), len(agent.heard), len(gone.heard), page.asked) == (3, 3, 0, 3)
        marks = {"standard": service.hall.rules.mark, "words": ""}
        assert json.loads(page.heard[-1]) == {"beat": clock.now() - 500_000, "seq": service.hall.seq, **marks}
        assert wire.from_server(agent.heard[-1]) == wire.Beat(seq=service.hall.seq, sent_s=clock.mono() - 0.5)
        assert (len(kiosk.heard), kiosk.probed) == (12, 3), "what gives numbers hears more beats, but is not asked more often"
        links.stop()
        clock.move_to(clock.now() + 9_000_000)
        assert len(page.heard) == 3
        assert page.left
        folder.close()

    asyncio.run(story())


def test_a_big_halls_links_do_not_all_beat_at_the_same_moment(tmp_path: Path) -> None:
    """Each is heard of as often, but thousands of answers do not come in one heap; who has left meanwhile is left alone."""

    async def story() -> None:
        service, folder, clock = open_service(new_folder(tmp_path))
        links = Links(service, clock, Hub(service, clock, Limits(), background=Background(), pushed=lambda _page, _many: None), Limits())
        ears = [Ear("page") for _ in range(3 * AT_ONCE)]
        leaves = [links.add(ear, f"10.0.{number // 200}.1") for number, ear in enumerate(ears)]
        links.start()
        heard: list[int] = []
        for _ in range(4):
            clock.move_to(clock.now() + 1_500_000)
            heard.append(sum(ear.probed for ear in ears))
        leaves[-1]()
        assert heard == [0, AT_ONCE, 2 * AT_ONCE, 4 * AT_ONCE], "at 3, 4, 5 and 6 seconds"
        clock.move_to(clock.now() + 2_900_000)
        assert {len(ear.heard) for ear in ears[:-1]} == {2}
        assert (ears[-1].probed, ears[-1].asked) == (1, 1)
        links.stop()
        folder.close()

    asyncio.run(story())


def links_with(path: Path, limits: Limits) -> Links:
    """Return the links of a hall that nobody uses."""
    service, _folder, clock = open_service(new_folder(path))
    return Links(service, clock, Hub(service, clock, limits, background=Background(), pushed=lambda _page, _many: None), limits)


def known(links: Links, way: str, secret: str) -> None:
    """Open one more line of this secret."""
    ear = Ear("page")
    leave = links.add(ear, "10.0.0.1")
    try:
        links.know(ear, way, secret)
    except TooOften:
        leave()
        raise


def test_of_one_secret_the_newest_is_refused_and_visitors_leave_room(tmp_path: Path) -> None:
    """The pages try again by themselves; a fifth of the places is for staff and devices."""

    async def story() -> None:
        links = links_with(tmp_path, Limits(max_links=10, links_per_ticket=2, links_per_key=3))
        for ticket in ("a", "b", "c", "d"):
            known(links, "ticket", ticket)
        known(links, "ticket", "a")
        with pytest.raises(TooOften):
            known(links, "ticket", "a")
        for ticket in ("b", "c", "d"):
            known(links, "ticket", ticket)
        with pytest.raises(TooOften):
            known(links, "ticket", "e")
        known(links, "session", "clerk")
        known(links, "key", "hall-1")
        assert (len(links), links.is_full) == (10, False)

    asyncio.run(story())


def test_of_the_unknown_the_oldest_goes(tmp_path: Path) -> None:
    """Who is in earnest says at once who it is. Others' lines are not touched, and a place comes free again."""

    async def story() -> None:
        links = links_with(tmp_path, Limits(max_links=5, unknown_links=2, links_per_key=2))
        idle = [Ear("page") for _ in range(3)]
        other = Ear("page")
        links.add(other, "10.0.0.2")
        for ear in idle:
            links.add(ear, "10.0.0.1")
        assert [ear.left for ear in (*idle, other)] == [True, False, False, False]
        known(links, "key", "hall-1")
        assert [ear.left for ear in (*idle, other)] == [True, True, False, False]
        ears = [Ear("page"), Ear("page")]
        leaves = [links.add(ear, f"10.0.1.{n}") for n, ear in enumerate(ears)]
        assert len(links) == 5
        links.add(Ear("page"), "10.0.0.9")
        assert other.left, "the oldest unknown of all"
        assert not links.is_full
        for leave in (*leaves, *leaves):
            leave()
        assert len(links) == 3

    asyncio.run(story())
