# SPDX-License-Identifier: Apache-2.0
"""A small station from `hallserver init` to its first served visitor: by the real command line, server and browser, every step counted."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hallserver.core.events import Entry, ServiceFinished, TicketIssued
from hallserver.store.folder import open_reading
from tests.browser.demo_hall import ROOT, Faults, chromium, open_page
from tests.hallserver.cli.running import started

pytestmark = pytest.mark.browser
COMMANDS, ACTS, WITHIN_S = 2, 9, 120.0
"""What the README says."""
KEY_S, POINT_S, CLICK_S, THINK_S = 0.28, 1.1, 0.2, 1.35
"""Keystroke-level model (Card, Moran and Newell 1980): an average typist's key, pointing, a click, making up one's mind."""


class Hands:
    """What somebody does at the keyboard and the mouse, counted, and how long that takes a person by the model."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.commands, self.acts, self.person_s = 0, 0, 0.0

    def command(self, *words: str) -> None:
        """Type a command line and Enter."""
        self.commands += 1
        self.person_s += THINK_S + KEY_S * (len(" ".join(words)) + 1)

    def opened(self, address: str) -> str:
        """Copy the printed address into the browser: mark it with the mouse, copy, paste, Enter. Return it."""
        self.acts += 1
        self.person_s += THINK_S + 2 * (POINT_S + CLICK_S) + 5 * KEY_S
        return address

    def typed(self, page: Page, selector: str, text: str) -> None:
        """Type into a field; Chinese takes some three keys a sign."""
        page.locator(selector).fill(text)
        self.acts += 1
        self.person_s += THINK_S + KEY_S * sum(3 if sign > "⺀" else 1 for sign in text)

    def clicked(self, page: Page, selector: str) -> None:
        """Point and click."""
        page.locator(selector).first.click()
        self.acts += 1
        self.person_s += THINK_S + POINT_S + CLICK_S

    def pressed(self, page: Page, key: str) -> None:
        """Press a key."""
        page.keyboard.press(key)
        self.acts += 1
        self.person_s += THINK_S + KEY_S


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """Run ``hallserver serve`` on a free port, from nothing as a person does; give its address."""
    command = [sys.executable, "-m", "hallserver", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def test_a_station_serves_its_first_visitor_within_two_minutes_of_init(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Steps are what is bounded; the time is the machine's, measured here, and a person's by the model."""
    data, hands, faults = tmp_path / "station", Hands(), Faults()
    begun_s = time.monotonic()
    named = ("--template", "station", "--hall", "lianhua", "--name", "莲花社区便民服务站")
    hands.command("hallserver init --data /srv/station", *named)
    made = started("init", "--data", data, *named)
    assert made.returncode == 0, made.stderr
    way_in = re.search(r"^http://[^/]+(/setup/#first=\S+)$", made.stdout, re.MULTILINE)
    assert way_in, made.stdout
    hands.command("hallserver serve --data /srv/station")
    with serving(data) as base, chromium() as browser:
        page = open_page(browser, hands.opened(base + way_in[1]), (1366, 768), faults)
        hands.typed(page, "input[name=display_name]", "林月")
        hands.typed(page, "input[name=password]", "lotus pond 7")
        hands.pressed(page, "Enter")
        hands.clicked(page, ".counter-card")
        expect(page.locator("[data-action=serve-direct]")).to_be_enabled()
        hands.pressed(page, "Space")
        hands.typed(page, "dialog [role=combobox]", "sbk")
        hands.pressed(page, "Enter")
        expect(page.locator("#hand")).to_contain_text("社会保障卡")
        expect(page.locator("[data-action=finish]")).to_be_enabled()
        hands.pressed(page, "F8")
        expect(page.locator("[data-action=serve-direct]")).to_be_enabled()
        machine_s = time.monotonic() - begun_s
    hall = open_reading(data)[0].load()
    (ticket,) = hall.tickets.values()
    assert ticket.state == "finished"
    assert ticket.leg.clerk == "clerk"
    assert hall.catalog.people["clerk"].names["zh-Hans"] == "林月"
    kinds = [type(entry.event) for entry in _entries(data)]
    assert kinds.count(TicketIssued) == kinds.count(ServiceFinished) == 1
    assert not faults
    record_property("seconds", f"{machine_s:.0f} s machine + {hands.person_s:.0f} s person")
    assert (hands.commands, hands.acts) == (COMMANDS, ACTS)
    assert hands.person_s + machine_s < WITHIN_S


def _entries(data: Path) -> list[Entry]:
    journal, reader = open_reading(data)
    with reader() as database:
        return list(journal.all_checked(database))
