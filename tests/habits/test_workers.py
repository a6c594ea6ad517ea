# SPDX-License-Identifier: Apache-2.0
"""Every script that runs for itself is one of ``WORKERS``: a worker's file must have a policy of its own, or it may load anything."""

import re

from hallserver.web.pages import WORKERS
from tests.habits.house import FIVE, files, read

STARTED = re.compile(r"serviceWorker\s*\.register\(\s*([^,)]*)|new\s+(?:Shared)?Worker\(\s*([^,)]*)|\.addModule\(\s*([^,)]*)")
"""A script that starts a worker, and what it names."""
ITSELF = re.compile(
    r"\b(?:self|this)\.(?:skipWaiting|registration|clients|importScripts|onconnect)\b|\bimportScripts\(|\bregisterProcessor\("
)
"""What only a worker's own script says."""


def unknown(scripts: dict[str, str]) -> list[str]:
    """Return the workers among these scripts that are not in the table, by what starts them and by what they are.

    What a worker takes in is part of it, and under its policy.
    """
    named = [(path, "".join(found)) for path, text in scripts.items() for found in STARTED.findall(text)]
    started = [f"{path}: {name}" for path, name in named if name_of(name) not in WORKERS]
    parts = "".join(text for path, text in scripts.items() if name_of(path) in WORKERS)
    alone = {path: text for path, text in scripts.items() if name_of(path) not in WORKERS and f"/{name_of(path)}" not in parts}
    return started + [path for path, text in alone.items() if ITSELF.search(text)]


def name_of(path: str) -> str:
    """Return the file's own name, of a path or of the text that names it."""
    return path.strip("\"'`").rsplit("/", 1)[-1]


def scripts() -> dict[str, str]:
    """Return every script that is shipped."""
    return {path: read(path) for path in files(*FIVE, ending=".js")}


def test_every_worker_is_in_the_table() -> None:
    """``web/pages.py`` takes the policy off what a page loads, never off a worker."""
    assert unknown(scripts()) == []


def test_the_table_has_no_worker_that_there_is_not() -> None:
    """And each is started by some page."""
    found = scripts()
    started = {name_of(name) for text in found.values() for names in STARTED.findall(text) for name in names if name}

    assert {name_of(path) for path in found} >= WORKERS
    assert started == WORKERS


def test_a_worker_of_another_name_is_found() -> None:
    """The control: however it is started, and whatever it is called; a name that is made up is none that can be looked up."""
    sins = (
        'navigator.serviceWorker.register("offline.js")',
        "new Worker('../shared/count.js')",
        "new SharedWorker(name)",
        "context.audioWorklet.addModule(`loud.js`)",
        "self.skipWaiting();",
    )
    for sin in sins:
        assert unknown({"displays/kiosk/screen/planted.js": sin}) != []
    assert unknown({"displays/kiosk/screen/sw.js": "self.skipWaiting();", "a.js": 'navigator.serviceWorker.register("sw.js")'}) == []
