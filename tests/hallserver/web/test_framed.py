# SPDX-License-Identifier: Apache-2.0
"""A practice hall is framed whatever serves it; a real hall never is."""

import asyncio
import json
from pathlib import Path

import pytest

from hallserver.app import PAGES, Composition, HallServer
from hallserver.settings import load
from hallserver.store.folder import PRACTICE, Folder, init_folder
from hallserver.web.framed import LEARNT_PATH, STYLE_PATH, framed_style, practice_routes
from hallserver.web.policy import check_routes
from tests.hallserver.test_app import get

FRAME = "--practice: "


def asked(path: Path, hall_id: str, address: str) -> tuple[int, str, str]:
    """Return status, kind and body of one address of a folder with this hall id, served as ``serve`` would."""

    async def story() -> tuple[int, str, str]:
        init_folder(path, hall_id)
        server = HallServer(Folder(path), load(None, {"port": 0}, {}), Composition(learnt=lambda person: {"is": person}))
        server.start()
        answer = await get(server.base + address)
        await server.stop()
        return answer.code, answer.headers["Content-Type"], answer.body.decode()

    return asyncio.run(story())


def test_the_style_of_all_screens_has_the_frame_in_a_practice_folder_alone(tmp_path: Path) -> None:
    """The frame follows the folder, not the command that serves it. The control is the real hall."""
    code, kind, framed = asked(tmp_path / "practice", PRACTICE, STYLE_PATH)
    assert (code, kind) == (200, "text/css; charset=utf-8")
    assert FRAME in framed
    assert "练习" in framed
    code, kind, plain = asked(tmp_path / "real", "futian", STYLE_PATH)
    assert (code, kind) == (200, "text/css; charset=utf-8")
    assert FRAME not in plain
    assert "练习" not in plain
    assert framed.startswith(plain)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_screen_loads_that_style(page: object) -> None:
    """A screen that did not would be one without a frame."""
    html = (page.folder / "index.html").read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert f'<link rel="stylesheet" href="{STYLE_PATH}">' in html


def test_what_is_learnt_is_told_to_people_and_only_in_practice(tmp_path: Path) -> None:
    """Strangers hear nothing, and a real hall knows no such address."""
    code, _, body = asked(tmp_path / "practice", PRACTICE, LEARNT_PATH)
    assert (code, json.loads(body)["key"]) == (401, "sign-in-needed")
    assert asked(tmp_path / "real", "futian", LEARNT_PATH)[0] == 404


def test_the_two_rows_are_whole() -> None:
    """As every row of the table."""
    check_routes(practice_routes(lambda _: {}))
    assert framed_style().decode().count("/shared/") == 0, "the frame loads something more"
