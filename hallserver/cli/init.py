# SPDX-License-Identifier: Apache-2.0
"""``hallserver init --data DIR [--template NAME]``: make a hall with its own authority; print its first one-time code."""

import argparse
import asyncio
from collections.abc import Mapping
from pathlib import Path

from hallserver.cli.refusing import refuse
from hallserver.cli.running import refusals, standard_text
from hallserver.clock import AnchoredClock
from hallserver.core.catalog import Catalog
from hallserver.core.commands import AdoptStandard, Configure, OpenDay
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.rules import decide
from hallserver.presets import preset_text, presets
from hallserver.service import Service
from hallserver.settings import load
from hallserver.store.accounts import FIRST_ADMIN_LASTS_US, MINUTE_US, Accounts
from hallserver.store.authority import AUTHORITY_FILE, ensure_authority, see
from hallserver.store.folder import FILE, PRACTICE, Folder, init_folder
from hallserver.templates import TEMPLATES
from hallserver.templates.rows import Rows
from hallserver.templates.station import CLERK
from hallserver.wire import pin_of
from hallserver.words import say

HELP = "make a hall, empty or from a template"
TEMPLATE_HELP = "station: ready to serve, one browser tab, no kiosk; street, district: counters, queues, usual matters; no people yet"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, required=True, help="folder to make; it must not hold a hall yet")
    parser.add_argument("--hall", default="hall", help="slug of the hall, e.g. futian; it is never changed")
    parser.add_argument("--name", default="", help="name of the hall, e.g. 福田区政务服务大厅")
    parser.add_argument("--zone", default="Asia/Shanghai", help="time zone of the hall")
    parser.add_argument("--template", choices=sorted(TEMPLATES), help=TEMPLATE_HELP)
    parser.add_argument("--preset", choices=presets(), help="rules of a place, laid over the shipped standard")
    parser.add_argument("--layer", type=Path, action="append", default=[], help="a place's own file over that; may come several times")
    parser.add_argument("--new-code", action="store_true", help="the hall is there: print a new first administrator's code")


def run(given: argparse.Namespace) -> int:
    """Make the folder, adopt the shipped standard, name the hall, print the code."""
    with refusals():
        if not given.new_code:
            if (given.data / FILE).exists():
                refuse(say("cli.folder-used", path=str(given.data)))
            if given.hall == PRACTICE:
                refuse(say("cli.practice-name"))
            for command in (_adopting(given), _naming(given)):
                decide(Hall(), command, SERVICE_SETUP, 0)  # refused before there is a folder
            init_folder(given.data, given.hall)
        folder = Folder(given.data)
        try:
            code, found = asyncio.run(_begin(folder, given))
        finally:
            folder.close()
    print(_way_in(given.data, code, found))
    print(say("cli.init-authority", pin=pin_of(see(given.data / AUTHORITY_FILE).authority)))
    return 0


def _adopting(given: argparse.Namespace) -> AdoptStandard:
    """Return what puts the shipped standard in force, with the layers that were asked for."""
    preset = [preset_text(given.preset)] if given.preset else []
    return AdoptStandard(text=standard_text(), layers=(*preset, *(file.read_text(encoding="utf-8") for file in given.layer)))


def _naming(given: argparse.Namespace) -> Configure:
    row = {"names": {"zh-Hans": "政务服务大厅"}, **_rows(given).get("hall", [{}])[0]}
    names = {"zh-Hans": given.name} if given.name else row["names"]
    return Configure(section="hall", rows=[{**row, "slug": given.hall, "names": names, "zone": given.zone}])


def _rows(given: argparse.Namespace) -> dict[str, Rows]:
    """Return the template's rows; none without one."""
    return TEMPLATES[given.template]() if given.template else {}


def _way_in(path: Path, code: str, found: Catalog) -> str:
    """Return how the first administrator gets in: where a station waits for its clerk, at the address at which the password is set."""
    minutes, settings = FIRST_ADMIN_LASTS_US // MINUTE_US, load(path, {})
    address = f"http://{settings.text('host')}:{settings.number('port')}/setup/#first={code}"
    if not _waits_for_clerk(found):
        return say("cli.init-code", code=code, minutes=minutes, path=str(path), address=address)
    address += f"&name={CLERK}"
    services, counters = len(found.services), len(found.counters)
    return say("cli.init-template", path=str(path), minutes=minutes, services=services, counters=counters, address=address)


def _waits_for_clerk(found: Catalog) -> bool:
    """Tell whether this is a station whose clerk has not set a password yet: nobody in it is an administrator."""
    return found.here.one_tab and CLERK in found.people and not any("system-admin" in row.roles for row in found.people.values())


async def _fill(service: Service, rows: Mapping[str, Rows]) -> None:
    """Configure the template's sections; open the first day where somebody is there to serve. Nothing without a template."""
    for section, of_section in rows.items():
        if section != "hall":
            await service.submit(Configure(section=section, rows=of_section), SERVICE_SETUP)  # type: ignore[arg-type]
    if "people" in rows:
        await service.submit(OpenDay(), SERVICE_SETUP)


async def _begin(folder: Folder, given: argparse.Namespace) -> tuple[str, Catalog]:
    """Set up what is not there yet; return a one-time code, and the catalog."""
    clock = AnchoredClock()
    service = Service(folder, clock)
    if service.hall.standard is None:
        await service.submit(_adopting(given), SERVICE_SETUP)
    if not service.hall.catalog.hall:
        await service.submit(_naming(given), SERVICE_SETUP)
        await _fill(service, _rows(given))
    ensure_authority(folder.path, folder.hall_id, clock.now())
    accounts = Accounts(folder.database, clock.now)
    try:
        return await accounts.new_code("first-admin", "administrator", FIRST_ADMIN_LASTS_US), service.hall.catalog
    finally:
        accounts.close()
