# SPDX-License-Identifier: Apache-2.0
"""S32: when something of ours fails, whoever asked gets a number to tell us, and nothing of our insides."""

import asyncio
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.web import RequestHandler

from hallserver.app import Composition, HallServer
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.settings import load
from hallserver.store.folder import Folder
from hallserver.web.handler import DoorHandler
from hallserver.web.limits import Limits
from tests.faults.knocking import TEXT, Rude, frame
from tests.stories.caller import Caller
from tests.stories.server_process import Prepared, prepared

SECRET = "the password is swordfish"
INSIDES = ("Traceback", "RuntimeError", "swordfish", ".py", "hallserver/", "site-packages", "line ")
INCIDENT = re.compile(r"\b[0-9a-f]{8}\b")


def failing(_hall: Hall, _command: c.Command, _by: Actor, _now_us: int) -> list[e.Event]:
    """Fail as a fault in a rule would."""
    raise RuntimeError(SECRET)


class OpenLimits(Limits, frozen=True, kw_only=True):
    """Limits of a door that shows its tracebacks, as Tornado does in debug mode."""

    def settings(self) -> dict[str, Any]:
        """Return what Tornado's Application takes."""
        return super().settings() | {"serve_traceback": True}


def answers(hall: Prepared, port: int, rounds: int) -> list[str]:
    """Force faults over HTTP and over a screen's line; return everything that was heard."""
    heard = []
    kiosk = hall.kiosks[0]
    with Caller(port, kiosk) as caller, Caller(port, hall.manager) as manager:
        for _ in range(rounds):
            for by, name, fields in (
                (caller, "take-ticket", {"services": ["seniors"]}),
                (manager, "close-day", {"rest": "left"}),
                (manager, "void-run", {"tickets": ["1.1"]}),
            ):
                said = by.command(name, fields)
                assert said.status == 500, said.body
                heard.append(f"{said.headers} {said.body.decode()}")
    line = Rude(port, "/ws?page=kiosk", first={"key": kiosk.removeprefix("Bearer ")})
    line.hear_of(b"view")
    for number in range(rounds):
        line.send(frame(TEXT, json.dumps({"id": str(number), "command": "take-ticket", "fields": {"services": ["seniors"]}}).encode()))
        heard.append(line.hear_of(b"problem").decode())
    line.close()
    return heard


def forced(limits: Limits, rounds: int) -> list[str]:
    """Serve a hall whose rules fail; return what was heard."""

    async def serve(hall: Prepared) -> list[str]:
        server = HallServer(Folder(hall.path), load(None, {"port": 0}, {}), Composition(decide=failing, limits=limits))
        server.start()
        try:
            return await asyncio.to_thread(answers, hall, server.port, rounds)
        finally:
            await server.stop()

    with tempfile.TemporaryDirectory() as folder:
        hall = prepared(Path(folder) / "hall", clerks=1)
        return asyncio.run(serve(hall))


def inside_of(text: str) -> set[str]:
    """Return what of our insides a text tells."""
    return {inside for inside in INSIDES if inside in text}


def check_closed(heard: list[str]) -> None:
    """Nothing of our insides was said."""
    told = sorted({inside for text in heard for inside in inside_of(text)})
    assert told == [], f"told a stranger: {told}"


@pytest.mark.promise("S32")
def test_a_fault_of_ours_is_a_number_that_the_log_knows(
    size: Callable[[int, int], int], figure: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever calls the help desk can say which fault it was; whoever probes learns nothing."""
    heard = forced(Limits(), size(5, 40))
    known = [{it for it in INCIDENT.findall(text) if f"incident {it}" in caplog.text} for text in heard]
    told, numbered = [text for text in heard if inside_of(text)], [it for it in known if len(it) == 1]
    figure(f"{len(heard)} forced faults: {len(told)} tell our insides, {len(numbered)} with a number that the log knows")
    check_closed(heard)
    assert numbered == known
    assert SECRET in caplog.text, "the log must know what it was"


@pytest.mark.promise("S32")
def test_a_door_in_debug_mode_tells_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: Tornado's own error page with its traceback."""
    monkeypatch.setattr(DoorHandler, "write_error", RequestHandler.write_error)
    with pytest.raises(AssertionError, match=r"told a stranger: .*Traceback"):
        check_closed(forced(OpenLimits(), 1))


def test_debug_mode_is_off() -> None:
    """Both switches, whatever else is set."""
    assert (Limits().settings()["debug"], Limits().settings()["serve_traceback"]) == (False, False)
