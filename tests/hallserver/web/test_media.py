# SPDX-License-Identifier: Apache-2.0
"""Pictures and films through the door: who may hand them in, who sees them, and how."""

import asyncio
import resource
from pathlib import Path
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.store import media
from tests.hallserver.store.test_media import SCRIPT, WEBM, picture
from tests.hallserver.web.running import Running, key_of, run, said, until
from tests.support import names

API = "/api/v1/media/"


async def put(door: Running, name: str, content: bytes, person: str = "admin") -> tuple[int, str]:
    """Hand a file in as this person; return the status and the key of the refusal."""
    answer = await door.ask("PUT", API + name, content, proof=await door.staff(person), headers={"Content-Type": "image/png"})
    return (answer.code, "") if answer.code == 201 else key_of(answer)


def folder_of(door: Running) -> Path:
    """Return the media folder of the hall."""
    assert door.door.media is not None
    return door.door.media.path


def test_a_picture_handed_in_is_seen_by_everybody_and_listed_with_who_shows_it() -> None:
    """Phones and displays need no key; while a row shows it, nobody takes it away."""

    async def story(door: Running) -> None:
        content = picture("PNG")
        assert await put(door, "plan.png", content) == (201, "")
        seen = await door.ask("GET", "/media/plan.png")
        assert (seen.code, seen.body, seen.headers["Content-Type"]) == (200, content, "image/png")
        assert seen.headers["X-Content-Type-Options"] == "nosniff"
        again = await door.ask("GET", "/media/plan.png", headers={"If-None-Match": seen.headers["Etag"]})
        assert again.code == 304
        rows: list[dict[str, Any]] = [{"slug": "plan", "names": names("平面图"), "file": "plan.png", "kind": "map"}]
        await door.service.submit(c.Configure(section="media", rows=rows), SERVICE_SETUP)
        listed = said(await door.ask("GET", "/api/v1/media", proof=await door.staff("admin")))
        assert [(it["file"], it["kind"], it["bytes"], it["used_by"]) for it in listed["files"]] == [
            ("plan.png", "picture", len(content), ["plan"])
        ]
        assert key_of(await door.ask("DELETE", API + "plan.png", proof=await door.staff("admin"))) == (409, "media-in-use")
        rows[0]["retired"] = True
        await door.service.submit(c.Configure(section="media", rows=rows), SERVICE_SETUP)
        assert (await door.ask("DELETE", API + "plan.png", proof=await door.staff("admin"))).code == 204
        assert (await door.ask("GET", "/media/plan.png")).code == 404

    run(story)


def test_a_new_version_is_seen_at_once() -> None:
    """It has the name of the old one, and browsers ask with the old one's tag."""

    async def story(door: Running) -> None:
        await put(door, "a.png", picture("PNG"))
        old = await door.ask("GET", "/media/a.png")
        await put(door, "a.png", picture("PNG", (64, 36)))
        new = await door.ask("GET", "/media/a.png", headers={"If-None-Match": old.headers["Etag"]})
        assert (new.code, new.body) == (200, picture("PNG", (64, 36)))

    run(story)


def test_a_browser_gets_the_part_of_a_film_that_it_asks_for() -> None:
    """Without that Chromium cannot go back to the beginning of a film."""

    async def story(door: Running) -> None:
        await put(door, "film.webm", WEBM)
        part = await door.ask("GET", "/media/film.webm", headers={"Range": "bytes=4-9"})
        assert (part.code, part.body, part.headers["Content-Type"]) == (206, WEBM[4:10], "video/webm")

    run(story)


def test_a_film_beyond_the_usual_body_comes_in_piece_by_piece() -> None:
    """Ten megabytes: a body as any other is refused at one."""

    async def story(door: Running) -> None:
        content = WEBM + bytes(10_000_000)
        assert await put(door, "film.webm", content) == (201, "")
        assert (folder_of(door) / "film.webm").read_bytes() == content

    run(story)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("Plan.png", picture("PNG"), (400, "media-name-wrong")),
        (".plan.png", picture("PNG"), (400, "media-name-wrong")),
        ("..%2Fplan.png", picture("PNG"), (400, "media-name-wrong")),
        ("a%00.png", picture("PNG"), (400, "media-name-wrong")),
        ("plan.svg", SCRIPT, (400, "media-kind-wrong")),
        ("plan.png", SCRIPT, (400, "media-content-wrong")),
    ],
)
def test_what_must_not_come_in_is_refused_and_leaves_no_file(name: str, content: bytes, refusal: tuple[int, str]) -> None:
    """Neither under its name nor under any other."""

    async def story(door: Running) -> None:
        before = sorted(folder_of(door).parent.rglob("*"))
        assert await put(door, name, content) == refusal
        folder_of(door).mkdir(exist_ok=True)
        assert sorted(it for it in folder_of(door).parent.rglob("*") if it != folder_of(door)) == before

    run(story)


def test_only_who_sets_the_hall_up_may_hand_in_and_take_away() -> None:
    """Not the duty manager, no device, nobody without a sign-in; the control: the same by the system administrator."""

    async def story(door: Running) -> None:
        for method in ("PUT", "DELETE"):
            for proof in (await door.staff("dan"), await door.staff("safe"), await door.device("hall-1"), ""):
                answer = await door.ask(method, API + "a.png", picture("PNG") if method == "PUT" else None, proof=proof)
                assert answer.code in (401, 403), (method, proof)
        assert not folder_of(door).exists()
        assert await put(door, "a.png", picture("PNG")) == (201, "")

    run(story)


def test_a_body_said_to_be_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal names how large it may be."""

    async def story(door: Running) -> None:
        monkeypatch.setattr(media, "MEGABYTE", 100)
        assert await put(door, "a.png", picture("PNG", (640, 360)) + bytes(4000)) == (400, "media-too-large")

    run(story)


def test_a_disk_that_fills_up_in_the_middle_is_told_and_leaves_nothing() -> None:
    """Something else may take the room that was there when the file began; no file of this process may grow beyond a bound here."""

    async def story(door: Running) -> None:
        assert await put(door, "small.webm", WEBM) == (201, "")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000_000, before[1]))
        try:
            for size in (6_000_100, 9_000_000):  # what is found out at the end of it, and in the middle
                assert await put(door, "film.webm", WEBM + bytes(size)) == (422, "media-no-room")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert [path.name for path in folder_of(door).iterdir()] == ["small.webm"]
        assert await put(door, "film.webm", WEBM + bytes(9_000_000)) == (201, "")

    run(story)


def test_who_goes_in_the_middle_leaves_nothing() -> None:
    """A laptop that is closed during a long film."""

    async def story(door: Running) -> None:
        reader, writer = await asyncio.open_connection(*door.host.split(":"))
        proof = await door.staff("admin")
        head = f"PUT {API}film.webm HTTP/1.1\r\nHost: {door.host}\r\nAuthorization: {proof}\r\nContent-Length: 9000000\r\n\r\n"
        writer.write(head.encode() + WEBM + bytes(200_000))
        await writer.drain()
        await until(lambda: folder_of(door).exists() and bool(list(folder_of(door).iterdir())))
        writer.close()
        await until(lambda: not list(folder_of(door).iterdir()))
        reader.feed_eof()

    run(story)
