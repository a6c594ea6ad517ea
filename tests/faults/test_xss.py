# SPDX-License-Identifier: Apache-2.0
"""S17: what somebody writes into a name is shown, never run: every field, every screen, a real browser."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from hallserver.app import HallServer
from hallserver.service import Service
from tests.browser.demo_hall import _CHROMIUM, CHROMIUM
from tests.faults.hostile_hall import live, set_up_hostile
from tests.faults.tls_hall import tls_hall
from tests.hallserver.web.running import DEADLINE_S

pytestmark = [pytest.mark.promise("S17"), pytest.mark.browser]
MARK = "PWNED"
DOES = f"document.title='{MARK}'"
SHORT = (
    f"<script>{DOES}</script>",
    f'<img src=x onerror="{DOES}">',
    f"<svg/onload={DOES}>",
    f"\"' onmouseover={DOES} x='",
    f"javascript:{DOES}",
    f'{{{{constructor.constructor("{DOES}")()}}}}${{{DOES}}}',
    f"</textarea></title><img src=x onerror={DOES}>",
    f"\u202e<img src=x onerror={DOES}>\u202c",
    f'<iframe srcdoc="<script>parent.{DOES}</script>">',
    f"<details open ontoggle={DOES}>{MARK}",
    f"<style>@import'//127.0.0.1:9/x'</style><b>{MARK}",
    f"<input autofocus onfocus={DOES}>",
)
_TAGS = ("img src=x", "svg", "input autofocus", "details open", "video src=x", "body", "a href=#", "select autofocus", "marquee", "p")
_EVENTS = ("onerror", "onload", "onfocus", "ontoggle", "onmouseover", "onclick")
LONG = (*SHORT, *(f"<{tag} {event}={DOES}>" for tag in _TAGS for event in _EVENTS))[:60]
"""What is tried at length: sixty; each at most 80 characters, as a name may have."""
WRITTEN = str.maketrans({"\u202e": "\u05d0", "\u202c": "\u05d0"})
"""Set-up refuses marks that turn a text's direction; letters that are written from right to left (here alef) turn it as well."""
TOUCH = """() => {
  for (const node of document.querySelectorAll("body *")) {
    for (const kind of ["mouseover", "focus", "load", "error", "toggle"]) node.dispatchEvent(new Event(kind));
  }
  return Promise.all([...document.images].map((image) => image.decode().catch(() => 0))).then(() => document.title);
}"""
"""Does to every element what users and browsers do, so that a handler in an attribute runs; gives the title after that."""
PLANTED = """() => {
  const nodes = [...document.querySelectorAll("*")];
  const bad = (node) => [...node.attributes].some(({ name, value }) => /^on/i.test(name) || /^\\s*(javascript|data):/i.test(value));
  return nodes.filter((node) => bad(node) || ["IFRAME", "DETAILS", "MARQUEE"].includes(node.tagName) ||
    (["SCRIPT", "STYLE"].includes(node.tagName) && !node.src)).map((node) => node.outerHTML.slice(0, 200));
}"""
"""Gives the elements that no screen of ours makes: handlers in attributes, code in addresses, foreign frames and scripts."""
READ = """() => document.body.innerText + [...document.querySelectorAll("input, select")].map((node) => node.value).join()"""
"""Gives what is to be read on a page."""
INNER = """(texts) => {
  document.title = "";
  document.body.innerHTML = texts.map((text) => `<div>${text}</div>`).join("");
}"""
"""What a screen would do without the protection."""


class Watch:
    """What a page did that it should not."""

    def __init__(self, page: Page) -> None:
        """Note complaints, dialogs, and requests to elsewhere."""
        self.seen: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda said: self.seen.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.seen.append(str(error)))
        page.on("dialog", lambda dialog: self.seen.append(f"dialog {dialog.message}"))
        page.on("request", lambda asked: self.elsewhere.append(asked.url) if urlsplit(asked.url).port == 9 else None)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run one Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_CHROMIUM)
        try:
            yield browser
        finally:
            await browser.close()


async def addresses(server: HallServer, texts: tuple[str, ...]) -> list[str]:
    """Let a day happen in the hostile hall; return the address of every screen, signed in."""
    waits, called = await live(server.service, texts)
    accounts, service = server.accounts, server.service
    devices = {"kiosk": "kiosk-1", "hall": "hall-1", "counter": "counter-1", "rating": "rater-1"}
    people = {"clerk": "p0", "guide": "guo", "duty": "boss", "manager": "boss", "wall": "boss", "setup": "admin"}
    return [
        *[f"/{page}/#key={await accounts.new_device_key(slug)}" for page, slug in devices.items()],
        *[f"/{page}/#token={await accounts.sign_in(slug)}" for page, slug in people.items()],
        *[f"/ticket/#t={service.token(ticket)}" for ticket in (waits, called)],
    ]


async def look_into(page: Page, path: str) -> list[str]:
    """Open what a screen hides behind buttons; return the foreign elements in each section of the set-up."""
    made: list[str] = []
    if path.startswith("/setup"):
        parts = page.locator("#nav button:not(.nav-wizard)")
        for nth in range(await parts.count()):
            await parts.nth(nth).click()
            await page.locator("#sheet h1, #sheet h2").first.wait_for()
            await page.evaluate(TOUCH)
            made += await page.evaluate(PLANTED)
    elif path.startswith("/kiosk"):
        async with asyncio.timeout(DEADLINE_S):
            while not await page.locator("#number").is_visible():  # a kiosk is deaf to a tap that comes at once
                await page.locator("[data-service]").first.dispatch_event("click")
                await page.wait_for_timeout(50)
    elif path.startswith("/duty"):
        for tab in ("plans", "day", "tickets", "desks"):
            await page.locator(f".tab[data-tab={tab}]").click()
            made += await page.evaluate(PLANTED)
        await page.locator("[data-desk]").first.click()
        await page.locator("dialog").wait_for()
    elif path.startswith("/clerk"):
        await page.keyboard.press("F4")
    return made


async def visit(context: BrowserContext, base: str, path: str) -> list[str]:
    """Open one screen; return what went wrong. Raises TimeoutError unless a text of ours is to be read there, before and after."""
    page = await context.new_page()
    watch = Watch(page)
    await page.goto(base + path)
    await _until_read(page, path)
    made = await look_into(page, path)
    title = await page.evaluate(TOUCH)
    wrong = [f"{path[:9]} made {node}" for node in (*made, *await page.evaluate(PLANTED))]
    wrong += [f"{path[:9]} title {title}"] * (MARK in title)
    wrong += [f"{path[:9]} {said}" for said in (*watch.seen, *watch.elsewhere)]
    await _until_read(page, path)
    await page.close()
    return wrong


async def _until_read(page: Page, path: str) -> None:
    """Wait until one of the texts is to be read. Raises TimeoutError."""
    if path.startswith("/setup"):  # begins with what is still missing, which names nobody, and ends with what was looked into last
        await page.locator("#nav button").nth(1).click()
    async with asyncio.timeout(DEADLINE_S):
        while MARK not in await page.evaluate(READ):
            await page.wait_for_timeout(20)


async def walk(texts: tuple[str, ...]) -> tuple[list[str], list[str], list[str]]:
    """Visit every screen of the hostile hall; return where a text can be read, what went wrong, and what runs behind CSP alone."""
    read, wrong = [], []

    async def arrange(service: Service) -> None:
        await set_up_hostile(service, [text.translate(WRITTEN) for text in texts])

    with tempfile.TemporaryDirectory() as folder:
        async with tls_hall(Path(folder) / "hall", arrange=arrange, https="auto") as server, chromium() as browser:
            context = await browser.new_context(viewport={"width": 1366, "height": 900})
            for path in await addresses(server, texts):
                wrong += await visit(context, server.base, path)
                read.append(path.partition("#")[0])
            behind_csp = await fired(browser, texts, server.base + "/clerk/")
    return read, wrong, behind_csp


async def fired(browser: Browser, texts: tuple[str, ...], address: str = "about:blank") -> list[str]:
    """Return which texts run when a page at this address writes them as HTML."""
    page = await browser.new_page()
    await page.goto(address)
    ran = []
    for text in texts:
        await page.evaluate(INNER, [text])
        ran += [text] * (await page.evaluate(TOUCH) == MARK)
    await page.close()
    return ran


@pytest.mark.slow
def test_no_text_runs_on_any_screen(size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Attributes, scripts, drawings, addresses, templates, right-to-left: in every name, note and label."""
    texts = LONG[: size(len(SHORT), len(LONG))]
    assert max(map(len, texts)) <= 80
    read, wrong, behind_csp = asyncio.run(walk(texts))
    figure(f"{len(wrong)} of {len(texts)} texts ran on one of {len(set(read))} screens, with every field full of them")
    assert wrong == []
    screens = {"/kiosk/", "/hall/", "/counter/", "/rating/", "/clerk/", "/guide/", "/duty/", "/manager/", "/wall/", "/setup/", "/ticket/"}
    assert set(read) == screens
    assert behind_csp == [], "the content policy, the second belt, lets code in attributes run"


def test_a_page_that_writes_html_runs_them(size: Callable[[int, int], int]) -> None:
    """The control: the same texts, the same browser, innerHTML and no content policy."""

    async def story() -> list[str]:
        async with chromium() as browser:
            return await fired(browser, LONG[: size(len(SHORT), len(LONG))])

    ran = asyncio.run(story())
    assert {text for text in SHORT if "onerror" in text or "onload" in text or "onfocus" in text} <= set(ran), ran
