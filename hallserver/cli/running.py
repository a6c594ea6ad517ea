# SPDX-License-Identifier: Apache-2.0
"""What verbs that run a server share: settings from arguments, waiting for the end."""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import NoReturn

from hallserver.app import NeedsTls
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.naming import sentence
from hallserver.settings import SETTINGS, SettingError, Settings, load
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import STORE_FAULTS, FolderBusy, FolderEmpty, is_damage
from hallserver.words import say

REFUSED = 2
"""Exit code when the verb could not begin; the reason is on standard error."""


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Let every setting be an argument."""
    for setting in SETTINGS:
        parser.add_argument(f"--{setting.name.replace('_', '-')}", type=setting.kind, default=None, help=setting.help)


def settings_of(given: argparse.Namespace, folder: Path | None) -> Settings:
    """Return the settings: file < environment < argument. Raises SettingError."""
    return load(folder, {setting.name: getattr(given, setting.name, None) for setting in SETTINGS})


def standard_text() -> str:
    """Return the shipped standard."""
    return resources.files("hallserver").joinpath("standards", "default.toml").read_text(encoding="utf-8")


def log_to_stderr(settings: Settings) -> None:
    """Send log lines to standard error at the level that is set."""
    logging.basicConfig(level=settings.text("log_level"), format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)


async def until_stopped() -> None:
    """Wait for Ctrl-C or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt in asyncio.run
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))
    await stopped.wait()


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what keeps a verb from beginning into a sentence on standard error and exit code 2."""
    try:
        yield
    except FolderEmpty as error:
        refuse(say("cli.folder-empty", path=str(error)))
    except FolderBusy as error:
        refuse(say("cli.folder-busy", path=str(error.folder), holder=error.holder))
    except ChainBroken as error:
        refuse(say("cli.chain-broken", place=f"{error.epoch}.{error.seq}"))
    except STORE_FAULTS as error:
        if not is_damage(error):
            raise
        refuse(say("cli.folder-damaged", detail=str(error)))
    except NeedsTls as error:
        refuse(say("cli.needs-tls", host=str(error)))
    except SettingError as error:
        refuse(say("cli.setting", detail=str(error)))
    except HallError as error:
        refuse(sentence(Hall(), error, "zh-Hans"))
    except OSError as error:
        refuse(say("cli.system", detail=str(error)))


def refuse(why: str) -> NoReturn:
    """Say why not, and end."""
    print(why, file=sys.stderr)
    raise SystemExit(REFUSED)
