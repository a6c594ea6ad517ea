# SPDX-License-Identifier: Apache-2.0
"""Needs that a test declares, the short and the long form of a test, and the promise that it proves."""

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright import async_api, sync_api

from hallserver import words
from hallserver.store import hashing
from tests.browser.old_chromium import OLD_CHROMIUM
from tests.browser.sweep import Sweep
from tests.faults.strace import may_trace


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _has(*programs: str) -> bool:
    return all(shutil.which(program) is not None for program in programs)


def _hears_itself() -> bool:
    """Tell whether what is sent to a group on the loopback comes back."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mouth:
        try:
            ear.bind(("", 0))
            ear.settimeout(1.0)
            ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton("224.0.0.251") + socket.inet_aton("127.0.0.1"))
            mouth.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
            mouth.sendto(b"?", ("224.0.0.251", ear.getsockname()[1]))
            return ear.recv(1) == b"?"
        except OSError:
            return False


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM_B


MEMORY = Path("/dev/shm")  # noqa: S108 -- each run has a folder of its own in it
"""A folder that is no disk."""
ROOM_B = 4_000_000_000
"""More than a whole run writes, with what its browsers keep."""

settings.register_profile("hall", deadline=None)  # how long one example takes is the machine's affair
settings.load_profile("hall")

SCREEN_MS = 30_000
"""A screen has so long to become what is expected of it, as a press has by itself: how fast it is, is no test's affair."""

NEEDS: dict[str, tuple[str, Callable[[], bool]]] = {
    "browser": ("Chromium", lambda: _has("chromium") or _has("chromium-headless-shell")),
    "old_chromium": ("Chromium 67, which `make old-kiosk` fetches", OLD_CHROMIUM.exists),
    "pdf": ("poppler-utils", lambda: _has("pdftotext")),
    "privileged": ("root", _root),
    "faketime": ("libfaketime", lambda: _has("faketime")),
    "netns": ("root, iproute2 and nftables", lambda: _root() and _has("ip", "nft", "unshare")),
    "multicast": ("multicast on the loopback", _hears_itself),
    "strace": ("strace and leave to trace", may_trace),
    "loopdev": (
        "root, loop devices and e2fsprogs",
        lambda: _root() and _has("mkfs.ext4", "losetup") and Path("/dev/loop-control").exists(),
    ),
}
"""Marker → what it needs and whether that is here."""


FIRST = ("tests/browser/", "tests/stories/", "tests/faults/")
"""Folders whose files take long. They come first, with ``--no-loadscope-reorder``: at the end nobody waits for the last file of another."""
LENGTHS = ("soak", "axe")
"""Markers whose tests have a long form though they prove no promise: ``--long -m soak``."""


def pytest_configure(config: pytest.Config) -> None:
    """Let axe look at every language and look where the long form is asked for; else let tests write to memory where there is room.

    A disk makes thousands of halls wait for it, again and again. The long form writes to the disk, as does all where ``TMPDIR`` names one.
    """
    for door in (sync_api, async_api):
        door.expect.set_options(timeout=SCREEN_MS)
    Sweep.whole = bool(config.getoption("--long"))
    if not Sweep.whole and "TMPDIR" not in os.environ and _has_room(MEMORY):
        os.environ["TMPDIR"], tempfile.tempdir = str(MEMORY), None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the long form be asked for, and one promise be picked."""
    parser.addoption("--long", action="store_true", help="only tests of promises, each in its long form")
    parser.addoption("--promise", default="", metavar="ID", help="only the tests of these promises, e.g. R1 or R1,R2")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note on each test which promises it proves, and keep those that were asked for."""
    picked: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        ids = [str(mark.args[0]) for mark in item.iter_markers("promise")]
        item.user_properties.extend(("promise", it) for it in ids)
        asked = set(filter(None, config.getoption("--promise").split(",")))
        named = config.getoption("markexpr") in LENGTHS and item.get_closest_marker(config.getoption("markexpr")) is not None
        keep = bool(asked & set(ids)) if asked else bool(ids) or named or not config.getoption("--long")
        (picked if keep else left).append(item)
    items[:] = sorted(picked, key=lambda item: not item.nodeid.startswith(FIRST))
    if left:
        config.hook.pytest_deselected(items=left)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while thousands of tests are gathered, and never again among them: they all stay."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a test out whose need is missing; it counts as not run, never as passed."""
    for name, (need, is_here) in NEEDS.items():
        if item.get_closest_marker(name) is not None and not is_here():
            pytest.skip(f"not run: needs {need}")


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    """Leave no hall's own sentences to the next test: a process speaks for one hall, a test run for many."""
    yield
    words.overlay()


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passwords cost nothing to hash where it is not their cost that is tested: it is a third of a second on purpose."""
    monkeypatch.setattr(hashing, "SCRYPT_N", 2**4)


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """Return what picks the short or the long form: ``size(3, 50)``."""
    return lambda short, long: long if request.config.getoption("--long") else short


@pytest.fixture
def figure(record_property: Callable[[str, object], None], request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return what notes the figure of the promise that this test proves, e.g. ``figure("0 of 60 lost")``."""

    def note(said: str) -> None:
        record_property("figure", said)
        print(f"{request.node.name}: {said}")  # noqa: T201 -- seen with -s, and by whoever reads a failure

    return note
