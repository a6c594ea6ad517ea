# SPDX-License-Identifier: Apache-2.0
"""The two addresses that only a practice hall has: the style of all screens with its frame, and how far a learner is.

Every screen loads ``/shared/hall.css`` before it draws anything, so that no screen can be without the frame, not even one
whose script fails; a hall that is none of practice has neither address of its own.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from hallserver.web.guard import tag_of
from hallserver.web.handler import ApiHandler, DoorHandler
from hallserver.web.policy import PERSON, PHONE, Operation, Route
from hallserver.words import say

if TYPE_CHECKING:
    from hallserver.web.door import Door

Learnt = Callable[[str], dict[str, Any]]
"""(person's slug) → lessons and what is to be done now, JSON-ready."""
STYLE_PATH = "/shared/hall.css"
LEARNT_PATH = "/api/v1/practice"
_SHARED = Path(__file__).parent.parent / "shared"


def framed_style() -> bytes:
    """Return the style of all screens, with the frame and what stands on it."""
    style, frame = ((_SHARED / name).read_text(encoding="utf-8") for name in ("hall.css", "practice.css"))
    marks = f'"{say("practice.frame")} · {say("practice.frame", "en")}"'
    return f"{style}\n{frame}\n:root {{\n  --practice: {marks};\n}}\n".encode()


class StyleHandler(DoorHandler):
    """``GET /shared/hall.css`` of a practice hall."""

    def initialize(self, door: "Door", route: Route, style: bytes) -> None:  # type: ignore[override]
        """Keep the style."""
        super().initialize(door, route)
        self.style = style

    def get(self) -> None:
        """Answer the style, asked for anew each time as all files of screens."""
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(self.style)


class LearntHandler(ApiHandler):
    """``GET /api/v1/practice``: how far whoever is signed in has come."""

    def initialize(self, door: "Door", route: Route, learnt: Learnt) -> None:  # type: ignore[override]
        """Keep the one who knows."""
        super().initialize(door, route)
        self.learnt = learnt

    async def get(self) -> None:
        """Answer lessons and what is to be done now."""
        await self.door.service.settled()
        body = msgspec.json.encode(self.learnt(self.actor.name))
        self.answer_if_changed(tag_of(body), body)


def practice_routes(learnt: Learnt) -> tuple[Route, ...]:
    """Return the rows of a practice hall; they come before those of any hall."""
    style = Operation(policy=PHONE, says="The style of all screens, with the frame of practice.", media="text/css")
    how_far = Operation(policy=PERSON, says="How far a learner is.", answer=dict[str, Any], also=(304,))
    return (
        Route(path=STYLE_PATH, handler=StyleHandler, operations={"GET": style}, args={"style": framed_style()}),
        Route(path=LEARNT_PATH, handler=LearntHandler, operations={"GET": how_far}, args={"learnt": learnt}),
    )
