# SPDX-License-Identifier: Apache-2.0
"""``hallserver init --data DIR``: make an empty hall with its own authority; print the first administrator's one-time code."""

import argparse
import asyncio
from pathlib import Path

from hallserver.cli.running import refusals, refuse, standard_text
from hallserver.clock import AnchoredClock
from hallserver.core.commands import AdoptStandard, Configure
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.rules import decide
from hallserver.service import Service
from hallserver.store.accounts import FIRST_ADMIN_LASTS_US, MINUTE_US, Accounts
from hallserver.store.authority import AUTHORITY_FILE, ensure_authority, see
from hallserver.store.folder import FILE, Folder, init_folder
from hallserver.wire import pin_of
from hallserver.words import say

HELP = "make an empty hall"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, required=True, help="folder to make; it must not hold a hall yet")
    parser.add_argument("--hall", default="hall", help="slug of the hall, e.g. futian; it is never changed")
    parser.add_argument("--name", default="", help="name of the hall, e.g. 福田区政务服务大厅")
    parser.add_argument("--zone", default="Asia/Shanghai", help="time zone of the hall")
    parser.add_argument("--new-code", action="store_true", help="the hall is there: print a new first administrator's code")


def run(given: argparse.Namespace) -> int:
    """Make the folder, adopt the shipped standard, name the hall, print the code."""
    with refusals():
        if not given.new_code:
            if (given.data / FILE).exists():
                refuse(say("cli.folder-used", path=str(given.data)))
            decide(Hall(), _naming(given), SERVICE_SETUP, 0)  # refused before there is a folder
            init_folder(given.data, given.hall)
        folder = Folder(given.data)
        try:
            code = asyncio.run(_begin(folder, given))
        finally:
            folder.close()
    print(say("cli.init-code", code=code, minutes=FIRST_ADMIN_LASTS_US // MINUTE_US, path=str(given.data)))
    print(say("cli.init-authority", pin=pin_of(see(given.data / AUTHORITY_FILE).authority)))
    return 0


def _naming(given: argparse.Namespace) -> Configure:
    names = {"zh-Hans": given.name or "政务服务大厅"}
    return Configure(section="hall", rows=[{"slug": given.hall, "names": names, "zone": given.zone}])


async def _begin(folder: Folder, given: argparse.Namespace) -> str:
    clock = AnchoredClock()
    service = Service(folder, clock)
    if service.hall.standard is None:
        await service.submit(AdoptStandard(text=standard_text()), SERVICE_SETUP)
    if not service.hall.catalog.hall:
        await service.submit(_naming(given), SERVICE_SETUP)
    ensure_authority(folder.path, folder.hall_id, clock.now())
    accounts = Accounts(folder.database, clock.now)
    try:
        return await accounts.new_code("first-admin", "administrator", FIRST_ADMIN_LASTS_US)
    finally:
        accounts.close()
