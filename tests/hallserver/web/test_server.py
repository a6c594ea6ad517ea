# SPDX-License-Identifier: Apache-2.0
"""The door is built, or it is not."""

import pytest

from hallserver.web.server import TornadoTooOld, check_tornado
from tests.hallserver.web.running import Running, run, until


def test_an_old_tornado_does_not_open_the_door() -> None:
    """Its parser can be stalled by one request."""
    check_tornado((6, 5, 5, 0))
    check_tornado((7, 0, 0, 0))
    check_tornado()
    for old in ((6, 5, 4, 0), (6, 4, 2, 0), (5, 1, 1, 0)):
        with pytest.raises(TornadoTooOld):
            check_tornado(old)


def test_another_table_of_routes_may_be_handed_in() -> None:
    """So that a test can take a policy away; without one the shipped table is built."""

    async def story(door: Running) -> None:
        assert (await door.ask("GET", "/healthz")).code == 404
        assert (await door.ask("GET", "/openapi.json")).code == 200

    run(story, routes=lambda routes: tuple(route for route in routes if route.path != "/healthz"))


def test_stopping_closes_every_line_and_reports_no_device_as_lost() -> None:
    """The server went, not the devices."""

    async def story(door: Running) -> None:
        line = await door.line("hall", {"key": await door.key("hall-1")})
        await line.hear_of("view")
        before = door.service.hall.seq
        await door.application.stop()
        assert await line.closed() == 1001
        await until(lambda: len(door.door.links) == 0)
        assert door.service.hall.seq == before

    run(story)
