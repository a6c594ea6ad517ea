# SPDX-License-Identifier: Apache-2.0
"""A demo's own links: for whoever has the printed secret, and nowhere else."""

import asyncio
import json
from pathlib import Path

import pytest
from tornado.httpclient import HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from hallserver.app import HallServer
from hallserver.settings import load
from hallserver.store.folder import Folder
from hallserver.web.demo_links import DemoLinks
from tests.hallserver.web.running import Running, key_of, run
from tests.support import new_folder

LINKS = {"base": "http://127.0.0.1", "accounts": [{"name": "li", "password": "x"}], "devices": []}


def test_only_the_secret_itself_opens() -> None:
    """Not its beginning, and not nothing."""
    demo = DemoLinks(secret="s3cret", links=LINKS)

    assert demo.opened_by("s3cret")
    assert not any(demo.opened_by(other) for other in ("", "s3cre", "s3cret ", "S3CRET", "密"))


def test_a_hall_that_is_no_demo_has_no_such_address() -> None:
    """A real hall gives out no passwords, whatever is asked with."""

    async def story(door: Running) -> None:
        for proof in ("", "Bearer x", await door.staff("admin")):
            assert key_of(await door.ask("GET", "/demo/links", proof=proof)) == (404, "address-unknown")

    run(story)


def asked(path: Path, *proofs: str) -> list[HTTPResponse]:
    """Ask a demo for its links, once with each Authorization header."""

    async def story() -> list[HTTPResponse]:
        server = HallServer(Folder(new_folder(path)), load(None, {"port": 0}, {}))
        server.start(DemoLinks(secret="s3cret", links=LINKS))
        client = SimpleAsyncHTTPClient(force_instance=True)
        try:
            return [
                await client.fetch(f"{server.base}/demo/links", headers={"Authorization": proof} if proof else {}, raise_error=False)
                for proof in proofs
            ]
        finally:
            client.close()
            await server.stop()

    return asyncio.run(story())


def test_the_printed_secret_gets_the_links(tmp_path: Path) -> None:
    """One click from the printed address to every screen; nothing of it may stay in a cache."""
    [answer] = asked(tmp_path, "Bearer s3cret")

    assert (answer.code, json.loads(answer.body)) == (200, LINKS)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("proof", ["", "Bearer wrong", "Bearer", "Basic s3cret", "s3cret"])
def test_anything_else_is_refused(tmp_path: Path, proof: str) -> None:
    """Also on this machine: other accounts live on it."""
    [answer] = asked(tmp_path, proof)

    assert key_of(answer) == (401, "sign-in-needed")
    assert b"password" not in answer.body
