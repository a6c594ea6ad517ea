# SPDX-License-Identifier: Apache-2.0
"""Every address of the door, and who may use it: the tables by subject, and what each screen adds."""

from collections.abc import Sequence
from pathlib import Path

from hallserver.page import Page
from hallserver.web import routes_open, routes_proofs, routes_records, routes_room, routes_setup, routes_work
from hallserver.web.pages import MEDIA, FileHandler, SlashHandler
from hallserver.web.policy import PHONE, PUBLIC, Operation, Route

_HERE = Path(__file__).parent.parent

API: tuple[Route, ...] = (
    *routes_work.ROUTES,
    *routes_records.ROUTES,
    *routes_room.ROUTES,
    *routes_proofs.ROUTES,
    *routes_setup.ROUTES,
    *routes_open.ROUTES,
)
"""The addresses that do not depend on which screens there are."""


def routes_of(pages: Sequence[Page]) -> tuple[Route, ...]:
    """Return every route of a door with these screens."""
    screens = [route for page in pages for route in _screen(page)]
    landing = _HERE / "landing" / "screen"
    return (
        *API,
        *screens,
        _files("/shared/{file...}", _HERE / "shared", plain=True, says="Scripts and styles of all screens."),
        _files("/{file}", landing, plain=False, says="Files of the landing page."),
        _files("/", landing, plain=False, says="The landing page: links to all screens."),
    )


def _screen(page: Page) -> tuple[Route, ...]:
    plain = page.of == "ticket"
    bare = Operation(policy=PHONE if plain else PUBLIC, says="To the screen.", media="", status=302)
    return (
        Route(path=f"/{page.name}", handler=SlashHandler, operations={"GET": bare}),
        _files(f"/{page.name}/{{file...}}", page.folder, plain=plain, says=f"Files of the screen {page.name}; they hold no data."),
    )


def _files(path: str, folder: Path, *, plain: bool, says: str) -> Route:
    kinds = tuple(dict.fromkeys(MEDIA.values()))
    row = Operation(policy=PHONE if plain else PUBLIC, says=says, media=kinds, also=(304,), refusals=(404,))
    return Route(path=path, handler=FileHandler, operations={"GET": row}, args={"folder": folder})
