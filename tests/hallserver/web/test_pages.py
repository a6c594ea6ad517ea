# SPDX-License-Identifier: Apache-2.0
"""Static screens."""

import asyncio
from pathlib import Path

from tests.hallserver.web.running import PAGES, Running, run


def test_every_screen_is_served_under_its_name() -> None:
    """Files hold no data, so anybody may fetch them; the view behind them asks who it is."""

    async def story(door: Running) -> None:
        for page in PAGES:
            answer = await door.ask("GET", f"/{page.name}/")
            assert answer.code == 200, page.name
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert answer.body == (page.folder / "index.html").read_bytes()
            moved = await door.ask("GET", f"/{page.name}?of=c1")
            assert (moved.code, moved.headers["Location"]) == (302, f"/{page.name}/?of=c1")
        assert (await door.ask("GET", "/")).code == 200

    run(story)


def test_scripts_are_scripts_and_asked_for_anew() -> None:
    """A module of the wrong kind is not run; an old one after an update is worse."""

    async def story(door: Running) -> None:
        script = await door.ask("GET", "/shared/socket.js")
        assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert script.headers["Cache-Control"] == "no-cache"
        again = await door.ask("GET", "/shared/socket.js", headers={"If-None-Match": script.headers["Etag"]})
        assert again.code == 304
        part = await door.ask("GET", "/shared/socket.js", headers={"Range": "bytes=0-9"})
        assert (part.code, part.body, "Accept-Ranges" in part.headers) == (200, script.body, False), "no screen asks for parts"
        for address in ("/shared/socket.js", "/", "/kiosk/"):
            assert (await door.ask("HEAD", address)).code == 200

    run(story)


def test_nothing_outside_the_folder_is_served() -> None:
    """However the way up is written; and no kind of file that a screen does not have."""

    async def story(door: Running) -> None:
        for path in (
            "/clerk/../__init__.py",
            "/clerk/..%2f__init__.py",
            "/clerk/%2e%2e/view.py",
            "/clerk/..%5cview.py",
            "/shared/../web/server.py",
            "/shared//etc/passwd",
            "/clerk/%00",
            "/words/..%2f..%2fen.json",
            "/../pyproject.toml",
        ):
            reader, writer = await asyncio.open_connection(*door.host.split(":"))
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {door.host}\r\nConnection: close\r\n\r\n".encode())
            answer = await reader.read()
            assert answer.split()[1] in (b"403", b"404", b"400"), (path, answer)
            writer.close()

    run(story)


def test_what_a_page_loads_is_under_the_pages_own_policy() -> None:
    """Said once, by the document; a script that runs for itself says its own. Every kind is still only what it says it is."""

    async def story(door: Running) -> None:
        for path, says in (("/ticket/", True), ("/ticket/sw.js", True), ("/ticket/ticket.js", False), ("/shared/hall.css", False)):
            headers = (await door.ask("GET", path)).headers
            assert ("Content-Security-Policy" in headers, "X-Frame-Options" in headers) == (says, says), path
            assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")

    run(story)


def test_links_that_lead_out_lead_nowhere(tmp_path: Path) -> None:
    """A link in a screen's folder must not open the disk."""
    folder = tmp_path / "screen"
    folder.mkdir()
    (folder / "index.html").write_text("x", encoding="utf-8")
    (folder / "notes.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "secret.js").write_text("secret", encoding="utf-8")
    (folder / "out.js").symlink_to(tmp_path / "secret.js")
    page = type(PAGES[0])(name="odd", roles=frozenset(), of="", view=PAGES[0].view, folder=folder)

    async def story(door: Running) -> None:
        assert (await door.ask("GET", "/odd/")).code == 200
        assert (await door.ask("GET", "/odd/out.js")).code in (403, 404)
        assert (await door.ask("GET", "/odd/notes.txt")).code == 404

    run(story, pages=(*PAGES, page))
