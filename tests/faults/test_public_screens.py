# SPDX-License-Identifier: Apache-2.0
"""S30: public screens, slips and voice show numbers, never names. S37: no page asks anybody but its own hall."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

from displays.counter import PAGE as COUNTER
from hallserver.app import PAGES, Composition
from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP
from hallserver.web import guard
from tests.browser.demo_hall import CHROMIUM
from tests.faults.persons_hall import PersonsHall, persons_hall
from tests.hallserver.web.running import said, until

Figure = Callable[[str], None]
DEVICES = {"kiosk": "kiosk-1", "hall": "hall-1", "counter": "counter-1", "rating": "rater-1"}
"""Public page → the device that shows it."""
STAFF_PAGES = {
    "clerk": "li", "guide": "guo", "duty": "boss", "orders": "boss", "manager": "boss", "wall": "boss", "site": "boss", "room": "boss",
    "setup": "safe",
}  # fmt: skip
_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def canary(slug: str, language: str) -> str:
    """Return the name of a person that must not be seen."""
    return f"诸葛{slug}望" if language == "zh-Hans" else f"Zhuge{slug}Wang"


async def name_everybody(hall: PersonsHall) -> list[str]:
    """Give every person a name that stands nowhere else; return all of them, and what visitors will write."""
    people = hall.service.hall.catalog.people
    rows = [msgspec.to_builtins(row) | {"names": {it: canary(row.slug, it) for it in ("zh-Hans", "en")}} for row in people.values()]
    await hall.service.submit(c.Configure(section="people", rows=rows), SERVICE_SETUP)
    return [*(name for row in rows for name in row["names"].values()), "南宫写的话"]


async def visitors(hall: PersonsHall) -> list[str]:
    """Bring visitors to every place that a public screen shows, one rated with a comment; return their tokens."""
    kiosk, clerk, other = await hall.device("kiosk-1"), await hall.staff("li"), await hall.staff("wang")
    tokens = [said(await hall.command("take-ticket", {"services": ["seniors"]}, proof=kiosk))["result"]["token"] for _ in range(6)]
    for name, fields in (
        ("open-counter", {"counter": "c1"}), ("call-next", {}), ("start", {}), ("finish", {}), ("call-next", {}), ("start", {}),
        ("hold", {"reason": "copy"}), ("call-next", {}), ("finish", {}),
    ):  # fmt: skip
        answer = await hall.command(name, fields, proof=clerk)
        assert answer.code == 200, (name, answer.body)
    comment = {"stars": 1, "comment": "南宫写的话"}
    assert (await hall.command("rate", comment, proof=f"Ticket {tokens[0]}")).code == 200
    for name, fields in (("open-counter", {"counter": "c3"}), ("call-next", {})):
        assert (await hall.command(name, fields, proof=other)).code == 200
    return tokens


async def public_views(hall: PersonsHall, tokens: list[str]) -> bytes:
    """Return what every public screen is sent, slips and announcements too."""
    shown = [await hall.ask("GET", f"/api/v1/views/{page}", proof=await hall.device(device)) for page, device in DEVICES.items()]
    shown += [await hall.ask("GET", f"/api/v1/tickets/{token}") for token in tokens]
    assert {it.code for it in shown} == {200}
    assert len(hall.jobs) >= 9
    return b"\n".join([*(it.body for it in shown), *hall.jobs])


def names_sent(path: Path, composition: Composition | None = None) -> list[str]:
    """Return which names public screens are sent."""

    async def story() -> list[str]:
        async with persons_hall(path, composition) as hall:
            names = await name_everybody(hall)
            sent = (await public_views(hall, await visitors(hall))).decode()
            return [name for name in names if name in sent]

    return asyncio.run(story())


def _with_name(hall: Hall, of: str, now_us: int) -> dict[str, object]:
    shown = COUNTER.view(hall, of, now_us)
    return shown | {"badge": hall.catalog.people[hall.counter(of).clerk].names}


NAMING = tuple(msgspec.structs.replace(page, view=_with_name) if page is COUNTER else page for page in PAGES)
"""The control: a counter display that is friendly enough to say who sits there."""


@pytest.mark.promise("S30")
def test_public_screens_slips_and_voice_get_no_name(tmp_path: Path) -> None:
    """What is not sent cannot be shown by whatever script."""
    assert names_sent(tmp_path / "hall") == []


@pytest.mark.promise("S30")
def test_control_a_view_with_a_name_is_found(tmp_path: Path) -> None:
    """The same search on a counter display that names its clerk."""
    assert names_sent(tmp_path / "hall", Composition(pages=NAMING)) == [canary("li", "zh-Hans"), canary("li", "en")]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run one Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


class Seen:
    """Every request and socket of the pages of a context."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        """Watch; whatever does not go to this host is foreign."""
        self.count, self.foreign, self._host = 0, list[str](), host
        context.on("request", lambda request: self.note(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self.note(socket.url)))

    def note(self, address: str) -> None:
        """Note one address."""
        self.count += 1
        if not address.startswith((f"http://{self._host}/", f"ws://{self._host}/", "data:", "blob:", "about:")):
            self.foreign.append(address)


async def all_pages(hall: PersonsHall, token: str) -> list[str]:
    """Return the addresses of every screen, each with what opens it."""
    public = [f"/{page}/#key={await hall.key(device)}" for page, device in DEVICES.items()]
    staff = [f"/{page}/#token={(await hall.staff(person)).partition(' ')[2]}" for page, person in STAFF_PAGES.items()]
    assert len(public) + len(staff) + 1 == len(PAGES)
    return [*public, f"/ticket/#t={token}", *staff, "/"]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.promise("S30")
@pytest.mark.promise("S37")
def test_pages_show_no_name_and_ask_nobody_else(tmp_path: Path, figure: Figure) -> None:
    """In a real browser, while a visit goes on before them: the documents hold no name, and every request goes to the hall itself."""

    async def story() -> tuple[list[str], Seen]:
        async with persons_hall(tmp_path / "hall") as hall, chromium() as browser:
            names = await name_everybody(hall)
            tokens = await visitors(hall)
            context = await browser.new_context()
            seen, documents = Seen(context, hall.host), list[Any]()
            for address in await all_pages(hall, tokens[3]):
                page = await context.new_page()
                await page.goto(hall.base + address)
                documents.append(page)
            await until(lambda: len(hall.application.door.links) >= len(PAGES))
            clerk = await hall.staff("wang")
            for name in ("recall", "start", "finish", "call-next"):
                await hall.command(name, proof=clerk)
            public = [page for page in documents if not any(f"/{name}/" in page.url for name in STAFF_PAGES)]
            assert len(public) == len(DEVICES) + 2
            await public[1].get_by_text("A005").first.wait_for()
            texts = "".join([await page.content() + await page.title() + await page.inner_text("body") for page in public])
            assert "A005" in texts
            return [name for name in names if name in texts], seen

    named, seen = asyncio.run(story())
    figure(f"{len(named)} names in 6 public documents; {len(seen.foreign)} of {seen.count} requests to others")
    assert seen.count > 30
    assert named == []
    assert seen.foreign == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.promise("S37")
@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "control: without it"])
def test_the_policy_keeps_a_page_from_asking_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policy: bool) -> None:  # noqa: FBT001 -- a row of the table
    """A page that wants a picture from elsewhere: somebody who listens there hears of it only when the policy is gone."""
    asked: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    async def story() -> None:
        async with await asyncio.start_server(listen, "127.0.0.1", 0) as elsewhere:
            folder = tmp_path / "screen"
            folder.mkdir()
            picture = f"http://127.0.0.1:{elsewhere.sockets[0].getsockname()[1]}/pixel.png"
            (folder / "index.html").write_text(f'<!doctype html><title>x</title><img src="{picture}">', encoding="utf-8")
            pages = tuple(msgspec.structs.replace(page, folder=folder) if page.name == "ticket" else page for page in PAGES)
            async with persons_hall(tmp_path / "hall", Composition(pages=pages)) as hall, chromium() as browser:
                page = await browser.new_page()
                await page.goto(f"{hall.base}/ticket/")
                await page.evaluate("new Promise(done => { const it = document.images[0]; it.complete ? done() : it.onerror = done; })")

    if not policy:
        monkeypatch.setattr(guard, "_CONTENT", "default-src *")
    asyncio.run(story())
    assert (len(asked) == 0) is policy
