# SPDX-License-Identifier: Apache-2.0
"""``hallserver setup export|import --data DIR FILE``: the whole set-up of a hall as TOML or XLSX, out and in."""

import argparse
import asyncio
import sys
from pathlib import Path

from hallserver import words
from hallserver.cli.refusing import refuse
from hallserver.cli.running import refusals
from hallserver.clock import AnchoredClock
from hallserver.core.commands import Configure
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.rules import decide
from hallserver.exchange import Fault, ImportForm, Proposal
from hallserver.sentences import knowing_words
from hallserver.service import Service
from hallserver.setup.exporting import FILES
from hallserver.setup.importing import read_form
from hallserver.store.folder import Folder, open_reading
from hallserver.words import say

HELP = "write the whole set-up as TOML or XLSX, or take one in"
_ENDINGS = (".toml", ".xlsx")


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("act", choices=("export", "import"))
    parser.add_argument("file", type=Path, metavar="FILE", help="ends in .toml or .xlsx")
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall; for an import it must not be in service")
    parser.add_argument("--missing", choices=("keep", "retire"), default="keep", help="what becomes of rows that the file does not have")
    parser.add_argument("--check", action="store_true", help="import: say what would change, and change nothing")


def run(given: argparse.Namespace) -> int:
    """Write the file and say where; or take it in as one and say what has changed. Exit 1 when it has faults."""
    if given.file.suffix not in _ENDINGS:
        refuse(say("cli.setup-ending", file=str(given.file)))
    with refusals():
        return _export(given) if given.act == "export" else _import(given)


def _export(given: argparse.Namespace) -> int:
    hall = open_reading(given.data)[0].load()
    given.file.write_bytes(FILES[f"hall{given.file.suffix}"](hall))
    print(say("cli.setup-written", file=str(given.file)))
    return 0


def _import(given: argparse.Namespace) -> int:
    form = ImportForm(file=given.file.read_bytes(), missing=given.missing)
    folder = Folder(given.data)
    try:
        proposal = asyncio.run(_take(folder, form, check=given.check))
    finally:
        folder.close()
    preview = proposal.preview
    for fault in preview.faults:
        print(_sentence(fault), file=sys.stderr)
    if preview.faults:
        return 1
    counts = {what: sum(getattr(section, what) for section in preview.sections) for what in ("added", "changed", "retired")}
    print(say("cli.setup-would" if given.check else "cli.setup-done", **counts))
    return 0


async def _take(folder: Folder, form: ImportForm, *, check: bool) -> Proposal:
    """Return what the file comes to; done unless it is only looked at or has faults. Raises what the rules say against it."""
    service = Service(folder, AnchoredClock(), decide=knowing_words(decide))
    proposal = read_form(form)(service.hall, SERVICE_SETUP, service.hall.at_us)

    def plan() -> tuple[Configure, ...]:
        return proposal.commands

    if not proposal.preview.faults:
        if proposal.against:
            raise proposal.against[0][1]
        if proposal.commands and not check:
            await service.submit_together(plan, SERVICE_SETUP)
    return proposal


def _sentence(fault: Fault) -> str:
    """Return where a fault stands and what is wrong."""
    keys = (f"setup.expect.{one}" for one in fault.expected.split("|"))
    key = next((key for key in keys if words.known(key)), "")
    choices = [say(f"setup.choice.{choice}") for choice in str(fault.args.get("choices", "")).split("、") if choice]
    args: dict[str, object] = {**fault.args, "choices": choices}
    wrong = say(f"setup.fault.{fault.wrong}", "zh-Hans", expected=say(key, "zh-Hans", **args) if key else "")
    return say("cli.setup-fault", sheet=fault.sheet, row=fault.row, column=fault.column, found=fault.found, wrong=wrong)
