# SPDX-License-Identifier: Apache-2.0
"""Every open socket beats, and is asked whether it may stay."""

import asyncio
import json
from pathlib import Path

from hallserver import wire
from hallserver.web.background import Background
from hallserver.web.hub import Hub
from hallserver.web.limits import Limits
from hallserver.web.links import Links
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
        hub = Hub(service, clock, Limits(), background=background, pushed=lambda _page: None)
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
        assert json.loads(page.heard[-1]) == {"beat": clock.now() - 500_000, "seq": service.hall.seq}
        assert wire.from_server(agent.heard[-1]) == wire.Beat(seq=service.hall.seq, sent_s=clock.mono() - 0.5)
        assert (len(kiosk.heard), kiosk.probed) == (12, 3), "what gives numbers hears more beats, but is not asked more often"
        links.stop()
        clock.move_to(clock.now() + 9_000_000)
        assert len(page.heard) == 3
        assert page.left
        folder.close()

    asyncio.run(story())
