# SPDX-License-Identifier: Apache-2.0
"""Exactly the listed addresses answer without a proof."""

import re
from pathlib import Path

from hallserver import web
from hallserver.web import routes
from hallserver.web.routes import API, routes_of
from tests.hallserver.web.running import PAGES, Running, run

PUBLIC_ADDRESSES = {
    "GET /api/v1/tickets/{token}",
    "GET /api/v1/tickets/{token}/answers",
    "GET /healthz",
    "GET /openapi.json",
    "GET /ws",
    "GET /ws/device",
    "GET /theme.css",
    "GET /theme/icon",
    "GET /theme/logo",
    "GET /media/{file}",
    "GET /words/{file}",
    "GET /shared/{file...}",
    "GET /{file}",
    "GET /authority.pem",
    "GET /demo/links",
    "GET /",
    "POST /api/v1/session",
    "POST /api/v1/first",
    "POST /api/v1/pair",
} | {f"GET /{page.name}{rest}" for page in PAGES for rest in ("", "/{file...}")}
"""Whatever is not here asks who it is."""


def test_the_public_addresses_are_these_and_no_others() -> None:
    """Trust in the LAN is how others leaked; a new public address must be written down here."""
    public = {
        f"{method} {route.path}" for route in routes_of(PAGES) for method, row in route.operations.items() if row.policy.kind == "public"
    }
    assert public == PUBLIC_ADDRESSES


def tables(folder: Path) -> set[str]:
    """Return the modules that hold a part of the table."""
    return {it.stem for it in folder.glob("routes_*.py")}


def gathered(text: str) -> list[str]:
    """Return the parts that a text puts together."""
    return re.findall(r"\*(routes_\w+)\.ROUTES", text)


def test_every_part_of_the_table_is_gathered_once() -> None:
    """A part that is left out would have no address; one address in two parts would have two policies."""
    text = Path(routes.__file__).read_text(encoding="utf-8")
    assert sorted(gathered(text)) == sorted(tables(Path(web.__file__).parent))
    paths = [route.path for route in API]
    assert sorted(set(paths)) == sorted(paths)
    assert sorted(gathered(text.replace("*routes_open.ROUTES,", ""))) != sorted(tables(Path(web.__file__).parent)), "the control"


def test_everything_else_refuses_strangers() -> None:
    """Walked, not believed."""

    async def story(door: Running) -> None:
        for route in routes_of(PAGES):
            for method, row in route.operations.items():
                if row.policy.kind in ("public", "scraper"):
                    continue
                path = route.path.replace("{command}", "call-next").replace("{page}", "manager").replace("{report}", "day.pdf")
                path = path.replace("{person}", "li").replace("{device}", "kiosk-1")
                assert (await door.ask(method, path, {} if method == "POST" else None)).code == 401, (method, path)

    run(story)


def test_on_plain_http_phones_reach_only_their_own() -> None:
    """What may travel in the clear is listed too."""
    plain = {route.path for route in routes_of(PAGES) for row in route.operations.values() if row.policy.plain}
    assert plain == {
        "/api/v1/commands/{command}",
        "/api/v1/views/{page}",
        "/api/v1/tickets/{token}",
        "/api/v1/tickets/{token}/answers",
        "/ws",
        "/media/{file}",
        "/healthz",
        "/authority.pem",
        "/words/{file}",
        "/theme.css",
        "/theme/icon",
        "/theme/logo",
        "/ticket",
        "/ticket/{file...}",
        "/shared/{file...}",
    }
