# SPDX-License-Identifier: Apache-2.0
"""``python -m devices [--server URL] --agent SLUG [--code CODE --pin PIN] [--keys FILE] [--out DIR]``: run one agent.

``python -m devices probe`` lists what could be driven from this box, ``python -m devices voices`` looks after clip packs.
"""

import argparse
import asyncio
import contextlib
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec

from devices.agent import Agent
from devices.config import Config
from devices.discovery import find_server
from devices.errors import NoHall, NotPaired, NotTrusted
from devices.posix_only import on_stop, tell_alive


def arguments(argv: Sequence[str] | None = None) -> Config:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m devices", description="Drives the printers and loudspeakers of a hall.")
    parser.add_argument(
        "--server",
        default="",
        help="address of the hall server, e.g. https://10.0.0.2:8443; http only on the same machine; left out: it is looked for",
    )
    parser.add_argument("--agent", required=True, help="slug of this agent, as set up in the hall")
    parser.add_argument("--code", default="", help="one-time pairing code; needed the first time only")
    parser.add_argument("--pin", default="", help="pin of the hall's authority, shown beside the code; needed the first time only")
    parser.add_argument("--keys", type=Path, default=None, help="file that keeps the agent's key (default: OUT/agent-keys.json)")
    parser.add_argument("--out", type=Path, default=Path("agent-data"), help="folder for the ledger and what pretend devices keep")
    given = parser.parse_args(argv)
    keys = given.keys or given.out / "agent-keys.json"
    return Config(server=given.server, agent=given.agent, code=given.code, pin=given.pin, keys=keys, out=given.out)


async def with_server(config: Config, find: Callable[[], Awaitable[str]] = find_server) -> Config:
    """Return the set-up with the address of its hall: the configured one always, else the only one that is found. Raises NoHall."""
    return config if config.server else msgspec.structs.replace(config, server=await find())


async def run(config: Config) -> int:
    """Run the agent until it is told to stop; return the exit code."""
    try:
        config = await with_server(config)
    except NoHall as error:
        print(error, file=sys.stderr)
        return 2
    task = asyncio.create_task(Agent(config).run())
    alive = asyncio.create_task(tell_alive())
    on_stop(asyncio.get_running_loop(), task.cancel)
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await task
    except (NotPaired, NotTrusted) as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        alive.cancel()
    return 0


def worth_keeping(record: logging.LogRecord) -> bool:
    """Tell whether a line belongs into the log: python-escpos tells each opening and closing of a printer, five a second."""
    return record.name != "root" or record.levelno >= logging.WARNING


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``python -m devices``."""
    words = sys.argv[1:] if argv is None else argv
    if words and words[0] == "voices":
        from devices.voices import cli

        return cli.main(words[1:])
    if words and words[0] == "probe":
        from devices import probe

        return probe.main(words[1:])
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(worth_keeping)
    return asyncio.run(run(arguments(argv)))


if __name__ == "__main__":
    sys.exit(main())
