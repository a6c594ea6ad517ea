# SPDX-License-Identifier: Apache-2.0
"""A hall for the tests of personal data: served in this process, with everything that it writes or sends kept to be searched."""

import asyncio
import logging
import random
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec

from hallserver.app import Composition, HallServer
from hallserver.cli.logs import FORMAT, Short
from hallserver.core import commands as c
from hallserver.core.id_number import with_check
from hallserver.core.roles import SERVICE_SETUP
from hallserver.redact import quieten
from hallserver.settings import load
from hallserver.store.folder import FILE, Folder
from tests.hallserver.web.running import Running
from tests.support import SMALL_HALL, STANDARD, names, new_folder, setup_commands

STAFF = [
    {"slug": "safe", "names": names("安全员"), "roles": ["security-admin", "system-admin"]},
    {"slug": "boss", "names": names("主任"), "roles": ["hall-manager", "duty-manager", "inspector"]},
    {"slug": "eye", "names": names("审计员"), "roles": ["auditor"]},
]
READER = [
    {"slug": "agent-9", "names": names("设备代理"), "kind": "agent"},
    {"slug": "kiosk-9", "names": names("取号机"), "kind": "kiosk"},
    {"slug": "cards-9", "names": names("读卡器"), "kind": "reader", "agent": "agent-9", "driver": "pretend", "kiosk": "kiosk-9"},
]
_FIGURES = re.compile(r"[0-9]{17}[0-9X]")
_JOINED = re.compile(r"[\s\-._·‐-―−\u200b]")


class PersonsHall(Running):
    """The door, and what it wrote and sent."""

    def __init__(self, server: HallServer, folder: Path, log: Path) -> None:
        """Look at everything."""
        super().__init__(server._application, server.service, server.accounts, f"127.0.0.1:{server.port}")
        self.server, self.folder, self.log = server, folder, log
        self._signed_in: dict[str, str] = {}
        self.answers: list[bytes] = []
        """Bodies of all answers, refusals too."""
        self.jobs: list[bytes] = []
        """What a pretend printer and a pretend voice were sent."""
        server.outbox.attach("agent-1", lambda job: self.jobs.append(msgspec.json.encode(job)))

    async def ask(self, method: str, path: str, body: object = None, **options: Any) -> Any:  # noqa: ANN401 - Tornado's answer
        """Make one request and keep its answer."""
        answer = await super().ask(method, path, body, **options)
        self.answers.append(answer.body or b"")
        return answer

    async def staff(self, person: str) -> str:
        """Sign a person in once; return the Authorization header."""
        if person not in self._signed_in:
            self._signed_in[person] = await super().staff(person)
        return self._signed_in[person]

    def written(self) -> bytes:
        """Return every byte of the data folder and of the log."""
        return bytes_of(self.folder) + b"\n" + self.log.read_bytes()

    def sent(self) -> bytes:
        """Return every answer and every job."""
        return b"\n".join([*self.answers, *self.jobs])


@asynccontextmanager
async def persons_hall(
    path: Path, composition: Composition | None = None, *, standard: str = STANDARD, formatter: logging.Formatter | None = None
) -> AsyncIterator[PersonsHall]:
    """Serve a small hall with the day open, its log at DEBUG in a file beside the folder."""
    rows = SMALL_HALL | {"people": [*SMALL_HALL["people"], *STAFF], "devices": [*SMALL_HALL["devices"], *READER]}
    fresh = not (path / FILE).exists()
    folder = Folder(new_folder(path) if fresh else path)
    log = path.with_suffix(".log")
    with logged(log, formatter or Short(FORMAT)):
        server = HallServer(folder, load(None, {"port": 0, "log_level": "DEBUG"}, {}), composition)
        server.start()
        try:
            if fresh:
                for command in (*setup_commands(rows, standard), c.OpenDay()):
                    await server.service.submit(command, SERVICE_SETUP)
            hall = PersonsHall(server, path, log)
            yield hall
            hall.close()
        finally:
            await server.stop()


@contextmanager
def logged(file: Path, formatter: logging.Formatter) -> Iterator[None]:
    """Write every record of this process from DEBUG on, none kept back, as the formatter does."""
    root, handler = logging.getLogger(), logging.FileHandler(file, encoding="utf-8")
    level = root.level
    handler.setFormatter(formatter)
    quieten("DEBUG")
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()


def id_numbers(count: int, seed: int) -> list[str]:
    """Return so many valid made-up ID numbers, all different."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        place, year, month, day = (
            chance.randrange(110000, 660000),
            chance.randrange(1920, 2026),
            chance.randrange(1, 13),
            chance.randrange(1, 29),
        )
        found[with_check(f"{place}{year}{month:02d}{day:02d}{chance.randrange(1000):03d}")] = None
    return list(found)


def typed(number: str, way: int) -> str:
    """Return the number as one of six people types it."""
    ways = (
        number,
        number.lower(),
        "".join(chr(ord(sign) + 0xFEE0) for sign in number),
        f"{number[:6]} {number[6:14]} {number[14:]}",
        f"{number[:6]}-{number[6:14]}-{number[14:]}",
        f"{number[:3]}\u3000{number[3:6]} {number[6:10]}－{number[10:]}",
    )
    return ways[way % len(ways)]


def found_in(content: bytes, numbers: Iterable[str]) -> set[str]:
    """Return which of the numbers stand in the bytes, in whatever figures, with gaps, escaped as JSON or for an address, or as they are."""
    wanted, found = set(numbers), set()
    text = content.decode(errors="replace")
    for form in (text, unquote(text), re.sub(r"\\u([0-9a-fA-F]{4})", lambda it: chr(int(it[1], 16)), text)):
        plain = _JOINED.sub("", form.translate(_PLAIN)).upper()
        for start in (it.start() for it in re.finditer(rf"(?={_FIGURES.pattern})", plain)):
            if plain[start : start + 18] in wanted:
                found.add(plain[start : start + 18])
    return found


_PLAIN = {ord("０") + figure: str(figure) for figure in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "X"}


def bytes_of(folder: Path) -> bytes:
    """Return every byte of every file in a folder."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def settled(hall: PersonsHall) -> None:
    """Let the watcher of retention come to its end, so that its next look is a new one."""
    for _ in range(3):
        await asyncio.sleep(0)
    task = hall.server.retention._task
    if task is not None:
        await task
