# SPDX-License-Identifier: Apache-2.0
"""S21: no address leads out of a screen's folder, and nothing that is sent becomes a file."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from hallserver.page import Page
from hallserver.store.media import FORMS
from hallserver.web.pages import FileHandler
from hallserver.web.policy import Route
from hallserver.web.routes import routes_of
from tests.hallserver.web.running import PAGES, Running, run

pytestmark = pytest.mark.promise("S21")
SECRET = b"what no address may show"
UPS = ("..", "%2e%2e", "%2E.", "..%00", "%252e%252e", "..;", "....", "%c0%ae%c0%ae", "..%c0%af", "\uff0e\uff0e", ".%2e", "..%20")
SEPARATORS = ("/", "%2f", "%5c", "\\", "//", "%252f", "/./", "%c0%af")
TARGETS = ("secret.js", "screen2/secret.js", "keys.json", "%73ecret.js", "secret.js%00.js", "secret.js?x=.js", "secret.js%2500.html")
HEADS = ("", "/", "//", "%2f", "index.html/", "%5c%5c", "file:///", "http://127.0.0.1/", "~/", "C:%5c", "link/", "%00/")


def shapes() -> list[str]:
    """Return every way up that we know, most of them two steps long, the rest absolute, through links, or doubled."""
    up = [f"{head}{step}{by}{step}{by}{what}" for head, step, by, what in itertools.product(HEADS[:5], UPS, SEPARATORS, TARGETS[:2])]
    one = [f"{step}{by}{what}" for step, by, what in itertools.product(UPS, SEPARATORS, TARGETS)]
    odd = [f"{head}{{outside}}{by}{what}" for head, by, what in itertools.product(HEADS, SEPARATORS[:3], TARGETS[:3])]
    links = [
        "out.js",
        "link/secret.js",
        "link%2fsecret.js",
        "./link/./secret.js",
        "link/../link/secret.js",
        "keys.json",
        "notes.txt",
        ".hidden.js",
    ]
    return [*dict.fromkeys([*links, *odd, *one, *up])]


class Planted:
    """A screen's folder with links out of it, and secrets all around."""

    def __init__(self, root: Path) -> None:
        """Plant."""
        self.root, self.folder = root, root / "screen"
        for folder in (self.folder, root / "screen2"):
            folder.mkdir()
            (folder / "index.html").write_text("x", encoding="utf-8")
        for place in (root / "secret.js", root / "screen2" / "secret.js", root / "keys.json", self.folder / "notes.txt"):
            place.write_bytes(SECRET)
        (self.folder / "out.js").symlink_to(root / "secret.js")
        (self.folder / "link").symlink_to(root)
        self.page = Page(name="odd", roles=frozenset(), of="", view=PAGES[0].view, folder=self.folder)


def static_routes(page: Page) -> list[str]:
    """Return where each route of files begins, the planted one first."""
    routes = [route.path for route in routes_of((*PAGES, page)) if route.handler is FileHandler]
    return sorted((path.partition("{")[0] for path in routes), key=lambda path: path != "/odd/")


class Raw:
    """Asks for addresses as they are written: no client tidies them."""

    def __init__(self, door: Running) -> None:
        """Keep where."""
        self._door = door
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """Return what comes back, head and body, or nothing when the line was closed."""
        reader, writer = self._line or await asyncio.open_connection(*self._door.host.split(":"))
        self._line = reader, writer
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._door.host}\r\n\r\n".encode())
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next((int(line.split(b":")[1]) for line in head.splitlines() if line.lower().startswith(b"content-length:")), 0)
            answer = head + await reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            answer = b""
        if not answer or b"connection: close" in answer.lower() or answer.split()[1] == b"400":
            writer.close()
            self._line = None
        return answer

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line[1].close()


async def leaks(door: Running, planted: Planted, count: int) -> tuple[int, list[str]]:
    """Ask each of ``count`` shapes on every static route; return how many were asked, and which showed what is outside."""
    outside = str(planted.root).strip("/")
    some = shapes()
    Random(21).shuffle(some)
    fixed = [shape for shape in shapes() if "link" in shape or "out.js" in shape]
    folders = [Path(route.args["folder"]) for route in routes_of((*PAGES, planted.page)) if route.handler is FileHandler]
    inside = {path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()} - {SECRET}
    raw, asked, found = Raw(door), 0, []
    for base in static_routes(planted.page):
        for shape in [*fixed, *some][:count]:
            answer = await raw.get(base + shape.replace("{outside}", outside))
            asked += 1
            head, _, body = answer.partition(b"\r\n\r\n")
            shown = b" 200 " in head[:20] and body not in inside
            if shown or SECRET in answer or b"root:x:" in answer or b" 500 " in head[:20]:
                found.append(base + shape)
    raw.close()
    return asked, found


def unchecked(door: Running) -> None:
    """Hang every static route on a handler that only joins folder and address."""

    class Unchecked(FileHandler):
        @classmethod
        def get_absolute_path(cls, root: str, path: str) -> str:
            return str(Path(root, path))

        def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
            return absolute_path if Path(absolute_path).is_file() else super().validate_absolute_path(root, absolute_path)

    for rule in door.application.wildcard_router.rules:
        if rule.target is FileHandler:
            rule.target = Unchecked


def asked(tmp_path: Path, count: int, change: Callable[[Running], None] = lambda _: None) -> tuple[int, list[str]]:
    """Return what ``leaks`` finds at a door with the planted screen, changed first."""
    planted = Planted(tmp_path)
    result: list[tuple[int, list[str]]] = []

    async def story(door: Running) -> None:
        change(door)
        assert (await door.ask("GET", "/odd/")).code == 200
        result.append(await leaks(door, planted, count))

    run(story, pages=(*PAGES, planted.page))
    return result[0]


def test_no_address_leads_out_of_a_folder(tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Encoded once and twice, backwards, absolute, with a null, through links: on every route of files."""
    count = size(60, 300)
    assert len(shapes()) >= 300
    total, found = asked(tmp_path, count)
    figure(f"{len(found)} of {total} addresses of {count} shapes led out of a folder")
    assert found == []


def test_a_handler_that_only_joins_paths_leaks(tmp_path: Path) -> None:
    """The control: the same addresses, and the file beside the folder is read."""
    _, found = asked(tmp_path, 60, unchecked)
    assert "/odd/out.js" in found
    assert "/odd/link/secret.js" in found
    assert any(".." in path or "%2e" in path for path in found)


# ---- what is sent ----


def polyglots() -> Iterator[tuple[str, bytes]]:
    """Give fifty files that are two things at once: (kind that is claimed, content)."""
    begins = (b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0",
              b"RIFF\x24\x00\x00\x00WAVEfmt ", b"ID3\x04", b"%PDF-1.7\n", b"PK\x03\x04",
              b"<svg xmlns='http://www.w3.org/2000/svg'>", b"\x00\x00\x00\x18ftypmp42", b"BM")  # fmt: skip
    ends = (b"<script>document.title='PWNED'</script>", b"/*'*/=1;document.title='PWNED'//", b"#!/bin/sh\nid\n", b"import os\n", b"{}")
    kinds = ("image/gif", "image/svg+xml", "multipart/form-data; boundary=b", "application/x-www-form-urlencoded", "text/html")
    for (nth, begin), end in itertools.product(enumerate(begins), ends):
        kind = kinds[nth % len(kinds)]
        body = begin + end
        if "multipart" in kind:
            name = b"../../hallserver/landing/screen/index.html"
            body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="' + name + b'"\r\n\r\n' + body + b"\r\n--b--\r\n"
        yield kind, body


def unsafe(routes: tuple[Route, ...]) -> list[tuple[str, str]]:
    """Return method and address of whatever takes a body."""
    asked = [(method, route.path) for route in routes for method in route.operations if method != "GET"]
    filled = {"{command}": "configure", "{device}": "kiosk-1", "{person}": "li", "{day}": "2026-11-23", "{number}": "1", "{file}": "a.png"}
    for name, value in filled.items():
        asked = [(method, path.replace(name, value)) for method, path in asked]
    return asked


def tree(folder: Path) -> dict[str, int]:
    """Return the files below a folder and how large they are, the database's own apart."""
    return {str(path): path.stat().st_size for path in folder.rglob("*") if path.is_file() and "hall.sqlite3" not in path.name}


MEDIA = "/api/v1/media/"


def test_nothing_that_is_sent_becomes_a_file() -> None:
    """Each of fifty files is refused by every route that takes a body, whoever sends it, the one for pictures too; none lies anywhere."""

    async def story(door: Running) -> None:
        data = Path(door.service._folder.path)
        ours = Path(__file__).parents[2]
        before = tree(data), {folder: tree(ours / folder / "screen") for folder in ("hallserver/landing", "displays/kiosk")}
        safe, admin = await door.staff("safe"), await door.staff("admin")
        routes = [row for row in unsafe(routes_of(PAGES)) if row[0] != "DELETE"]
        named = [
            ("PUT", f"{MEDIA}{name}") for name in ("a.png", "a.jpg", "a.webp", "a.mp4", "a.webm", "a.png.html", "..%2fa.png", "index.html")
        ]
        assert len(routes) >= 5
        for (method, path), (kind, body) in itertools.product((*routes, *named), polyglots()):
            if path in {"/api/v1/pair", "/api/v1/session"}:
                continue  # these would only be throttled; their bodies are read by the same reader
            proof = admin if path.startswith(MEDIA) else safe
            answer = await door.ask(method, path, body, proof=proof, headers={"Content-Type": kind})
            assert answer.code in (400, 401, 403, 404, 405, 422, 429), (path, kind, answer.code)
            assert answer.headers["Content-Type"] == "application/problem+json"
        after = tree(data), {folder: tree(ours / folder / "screen") for folder in ("hallserver/landing", "displays/kiosk")}
        assert after == before

    assert len([*polyglots()]) == 50
    run(story)


def test_one_route_takes_files_and_looks_at_their_content() -> None:
    """Who adds another must show here that it does. What is kept is only ever served as the picture or film that it is."""
    bodies = {row.body.__name__ for route in routes_of(PAGES) for row in route.operations.values() if row.body is not None}
    assert not {name for name in bodies if "file" in name.lower() or "upload" in name.lower()}
    assert {route.path for route in routes_of(PAGES) if "upload" in route.path or "media" in route.path} == {
        "/api/v1/media", "/api/v1/media/{file}", "/media/{file}",
    }  # fmt: skip
    assert {form.media.partition("/")[0] for form in FORMS.values()} == {"image", "video"}
    assert "image/svg+xml" not in {form.media for form in FORMS.values()}
