# SPDX-License-Identifier: Apache-2.0
"""The composition: what a running hall server consists of, where it listens, how it starts and stops."""

import asyncio
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from hallserver.app import PAGES, Composition, HallServer, hosts_of, limits_of
from hallserver.clock import SimulatedClock
from hallserver.core.commands import BY_NAME, TakeTicket
from hallserver.core.roles import ROLES
from hallserver.settings import Settings, load
from hallserver.store.chain import ChainBroken
from hallserver.store.database import DiskFull
from hallserver.store.folder import Folder
from hallserver.web.limits import Limits
from hallserver.web.listening import machine_name
from tests.hallserver.core.any_day import AnyDay
from tests.hallserver.web.test_listening import certificate
from tests.support import KIOSK, NINE_US, Play, keep, new_folder, set_up

ME = machine_name()


def settings(**given: str | int) -> Settings:
    """Return settings on a free port of this machine, changed by what is given."""
    return load(None, {"port": 0, **given}, {})


async def get(url: str, **options: Any) -> HTTPResponse:
    """Ask for one address."""
    client = SimpleAsyncHTTPClient(force_instance=True, hostname_mapping={"localhost": "127.0.0.1"})
    try:
        return await client.fetch(url, raise_error=False, **options)
    finally:
        client.close()


def test_what_is_said_not_to_age_does_not() -> None:
    """Such a view is not built at a beat, so that whatever changes in it by time alone would never be seen."""
    about = {"": [""], "zone": ["main"], "counter": ["c1", "c2", "c3"], "kiosk": ["kiosk-1"], "person": ["li"]}
    still = [page for page in PAGES if not page.ages]
    assert {page.name for page in still} == {"kiosk", "counter", "rating", "ticket", "setup"}
    for play in AnyDay(11).halls(120, every=15):
        for page in still:
            for of in about.get(page.of, list(play.hall.tickets)):
                assert page.view(play.hall, of, play.now_us) == page.view(play.hall, of, play.now_us + 86_400_000_000), page.name


# ---- where it listens ----


@pytest.mark.parametrize(
    ("given", "port", "hosts"),
    [
        ({}, 8080, {"127.0.0.1:8080", "localhost:8080"}),
        ({}, 80, {"127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"}),
        ({"host": "10.0.0.5", "hosts": "Hall.Example, hall,"}, 8443, {f"{ME}:8443", "10.0.0.5:8443", "hall.example:8443", "hall:8443"}),
        ({"host": "10.0.0.5"}, 443, {f"{ME}:443", "10.0.0.5:443", ME, "10.0.0.5"}),
        ({"host": "10.0.0.5", "tls_cert": "x", "tls_key": "y"}, 80, {f"{ME}:80", "10.0.0.5:80"}),
        ({"https": "always"}, 443, {"127.0.0.1:443", "localhost:443", "127.0.0.1", "localhost"}),
        ({"host": "::1"}, 8080, {"[::1]:8080", "127.0.0.1:8080", "localhost:8080"}),
    ],
)
def test_the_hosts_are_exactly_ours(given: dict[str, str | int], port: int, hosts: set[str]) -> None:
    """A page of somebody else that points its name at this machine is not answered."""
    assert hosts_of(settings(**given), port) == hosts


def test_phones_have_a_port_of_their_own_over_plain_http() -> None:
    """Their browsers do not know the hall's authority; on the usual port no number is typed."""
    assert hosts_of(settings(), 8443, 8081) == {f"{name}:{port}" for name in ("127.0.0.1", "localhost") for port in (8443, 8081)}
    assert {"localhost", "localhost:80"} <= hosts_of(settings(), 8443, 80)


# ---- the parts ----


def test_how_many_may_connect_is_a_setting() -> None:
    """A hall's Wi-Fi may be one address. What is not set stays as the composition has it; phones' port takes more."""
    limits = limits_of(settings(connections_per_address=300), Limits(max_links=77))

    assert (limits.connections_per_address, limits.max_links) == (300, 77)
    assert limits_of(settings(max_links=60), Limits()).max_links == 60
    assert limits.http_options()["connections_per_address"] == 300
    assert limits.plain_options(limits.http_options())["connections_per_address"] == 1200


def test_every_screen_has_its_own_name_and_known_roles_and_commands() -> None:
    """The list is what is served."""
    names = [page.name for page in PAGES]

    wanted = "kiosk hall counter rating ticket clerk guide duty orders manager wall site room setup".split()
    assert sorted(names) == sorted(wanted)
    assert all(page.roles <= set(ROLES) for page in PAGES)
    assert all(page.commands <= set(BY_NAME) for page in PAGES)
    assert all((page.folder / "index.html").is_file() for page in PAGES)


def test_a_screen_sends_only_what_one_of_its_roles_may() -> None:
    """A button that is always refused is a fault. At a kiosk whoever holds a slip that was read there asks too."""
    for page in PAGES:
        asking = page.roles | ({"visitor", "present"} if page.name == "kiosk" else set())
        allowed: set[str] = set().union(*(ROLES[role] for role in asking))
        assert page.commands <= allowed, page.name


# ---- a running one ----


def test_it_serves_its_screens_and_reports_and_stops(tmp_path: Path) -> None:
    """From the folder to the browser; then the folder is free for the next."""
    path = new_folder(tmp_path)

    async def story() -> tuple[HTTPResponse, HTTPResponse]:
        server = HallServer(Folder(path), settings(), Composition(clock=SimulatedClock(NINE_US)))
        server.start()
        try:
            await set_up(server.service)
            await server.service.submit(TakeTicket(services=("seniors",)), KIOSK)
            page = await get(f"{server.base}/kiosk/")
            refused = await get(f"{server.base}/api/v1/reports/day.json?date=2026-11-23")
            assert server.base == f"http://127.0.0.1:{server.port}"
            assert server._parts(None).trace("a1", "2026-11-23").label == "A001", "the door looks in this folder's tables"
        finally:
            await server.stop()
        return page, refused

    page, refused = asyncio.run(story())
    assert (page.code, refused.code) == (200, 401)
    with closing(Folder(path)) as folder:
        assert [ticket.label for ticket in folder.journal.load().tickets.values()] == ["A001"]


def test_it_serves_over_https_with_a_certificate(tmp_path: Path) -> None:
    """As every hall does whose clerks sit elsewhere."""
    cert, key = certificate(tmp_path)

    async def story() -> HTTPResponse:
        server = HallServer(Folder(new_folder(tmp_path / "hall")), settings(host="localhost", tls_cert=str(cert), tls_key=str(key)))
        server.start()
        try:
            assert server.base == f"https://localhost:{server.port}"
            return await get(f"{server.base}/healthz", ca_certs=str(cert))
        finally:
            await server.stop()

    answer = asyncio.run(story())
    assert answer.code == 200
    assert json.loads(answer.body)


def test_an_address_that_is_taken_is_refused(tmp_path: Path) -> None:
    """Two servers cannot have one port; the second says so before it serves anything."""

    async def story() -> None:
        first = HallServer(Folder(new_folder(tmp_path / "one")), settings())
        with closing(Folder(new_folder(tmp_path / "two"))) as folder, pytest.raises(OSError, match="in use"):
            HallServer(folder, settings(port=first.port))
        first.start()
        await first.stop()

    asyncio.run(story())


def test_a_changed_journal_is_not_served(tmp_path: Path) -> None:
    """Better closed than wrong."""

    async def story() -> None:
        with closing(Folder(new_folder(tmp_path))) as folder:
            keep(folder, Play().entries)
            await folder.database.write(lambda db: db.execute_sql("UPDATE event SET actor = 'person:x' WHERE seq = 9"))
            with pytest.raises(ChainBroken, match=r"1\.9"):
                HallServer(folder, settings())

    asyncio.run(story())


def test_a_full_disk_is_no_reason_not_to_stop(tmp_path: Path) -> None:
    """Who stops the server gets it stopped."""

    def full(_: object) -> None:
        raise DiskFull

    async def story() -> None:
        server = HallServer(Folder(new_folder(tmp_path)), settings())
        server.start()
        database = server._folder.database
        write_then = database.write_then
        database.write_then = lambda job, done: write_then(full, done)  # type: ignore[method-assign] # noqa: ARG005 -- its job fails
        async with asyncio.timeout(20):
            await server.stop()

    asyncio.run(story())
