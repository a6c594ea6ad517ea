# SPDX-License-Identifier: Apache-2.0
"""A hall says where it is; where it cannot, it runs on."""

import asyncio
import logging
import sys
from pathlib import Path

import pytest

from hallserver.announcing import MISSING, Announcing, Hall
from hallserver.app import announced
from hallserver.settings import load

HERE = Hall(slug="futian", port=8443, https=True, addresses=("127.0.0.1",))


def test_without_the_library_it_says_what_to_install(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "zeroconf", None)

    async def run() -> bool:
        announcing = Announcing(HERE)
        began = await announcing.start()
        await announcing.stop()
        return began

    with caplog.at_level(logging.WARNING):
        assert asyncio.run(run()) is False
    assert MISSING in caplog.text


def test_an_interface_that_is_not_there_is_no_reason_to_stop(caplog: pytest.LogCaptureFixture) -> None:
    """The network may come later."""

    async def run() -> bool:
        return await Announcing(HERE, ["192.0.2.7"]).start()

    with caplog.at_level(logging.WARNING):
        assert asyncio.run(run()) is False
    assert "cannot be announced" in caplog.text


@pytest.mark.parametrize(("host", "https"), [("127.0.0.1", False), ("0.0.0.0", True)])  # noqa: S104 -- nobody listens there
def test_what_is_said_is_where_the_server_listens(host: str, https: bool, tmp_path: Path) -> None:  # noqa: FBT001 -- a row of the table
    """An address that nobody else can reach is said only where the server has no other."""
    hall = announced("futian", load(tmp_path, {"host": host}, {}), 8443)
    assert (hall.slug, hall.port, hall.https) == ("futian", 8443, https)
    assert ("127.0.0.1" in hall.addresses) is (host == "127.0.0.1")
