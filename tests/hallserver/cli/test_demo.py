# SPDX-License-Identifier: Apache-2.0
"""``hallserver demo`` as a newcomer runs it."""

import json
from http.client import HTTPConnection
from pathlib import Path

from tests.browser.demo_hall import demo_hall


def test_a_still_demo_is_empty_and_open_and_writes_its_links_for_the_owner_alone(tmp_path: Path) -> None:
    """``demo.json`` has the documented shape and mode, and what it says is true."""
    with demo_hall(tmp_path / "hall", "--still") as hall:
        file = tmp_path / "hall" / "demo.json"
        assert oct(file.stat().st_mode & 0o777) == "0o600"
        links = json.loads(file.read_text(encoding="utf-8"))
        assert set(links) == {"base", "accounts", "devices"}
        assert {tuple(sorted(it)) for it in links["accounts"]} == {("counter", "name", "password", "roles")}
        assert {tuple(sorted(it)) for it in links["devices"]} == {("key", "kind", "name")}
        assert sum(bool(it["counter"]) for it in links["accounts"]) == 8

        line = HTTPConnection(hall.base.removeprefix("http://"))
        line.request("GET", "/api/v1/views/kiosk", headers={"Authorization": f"Bearer {hall.keys['kiosk-1']}"})
        view = json.load(line.getresponse())
        assert view["hall"]["open"]
        assert len(view["services"]) == 12
        assert {service["waiting"] for service in view["services"]} == {0}
        for secret, status in (("wrong", 401), (hall.landing.split("#demo=")[1], 200)):
            line.request("GET", "/demo/links", headers={"Authorization": f"Bearer {secret}"})
            answer = line.getresponse()
            answer.read()
            assert answer.status == status
