# SPDX-License-Identifier: Apache-2.0
"""What keeps any verb from beginning, as a sentence and an exit code. It loads no server: a report is asked for by a process of its own."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NoReturn

from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.core.history import UnknownEvent
from hallserver.naming import sentence
from hallserver.settings import SettingError
from hallserver.store.chain import ChainBroken
from hallserver.store.database import NewerTables
from hallserver.store.folder import STORE_FAULTS, FolderBusy, FolderEmpty, is_damage
from hallserver.words import say

REFUSED = 2
"""Exit code when the verb could not begin; the reason is on standard error."""
NOT_YET = 75
"""Exit code (sysexits EX_TEMPFAIL) when trying again may help: a port is taken, an address not up, a disk not in. systemd does."""
Refusal = tuple[type[Exception], Callable[[Any], str]]
ANY_REFUSALS: tuple[Refusal, ...] = (
    (FolderEmpty, lambda error: say("cli.folder-empty", path=str(error))),
    (FolderBusy, lambda error: say("cli.folder-busy", path=str(error.folder), holder=error.holder)),
    (NewerTables, lambda error: say("cli.folder-newer", path=str(error.path), steps=", ".join(error.steps))),
    (ChainBroken, lambda error: say("cli.chain-broken", place=f"{error.epoch}.{error.seq}")),
    (UnknownEvent, lambda error: say("cli.event-newer", kind=error.kind, version=error.version)),
    *((fault, lambda error: say("cli.folder-damaged", detail=str(error))) for fault in STORE_FAULTS),
    (SettingError, lambda error: say("cli.setting", detail=str(error))),
    (HallError, lambda error: sentence(Hall(), error, "zh-Hans")),
    (OSError, lambda error: say("cli.system", detail=str(error))),
)
"""What keeps any verb from beginning, and the sentence for it; the first row that fits is the one."""


def why_of(error: Exception) -> str:
    """Return the sentence of the first row that fits; a file that could not be opened or is locked is not damaged."""
    if isinstance(error, STORE_FAULTS) and not is_damage(error):
        return say("cli.system", detail=str(error))
    return next(says(error) for kind, says in ANY_REFUSALS if isinstance(error, kind))


def refusals() -> AbstractContextManager[None]:
    """Return what turns that into a sentence on standard error and exit code 2, or 75 where trying again may help."""
    return refused_by(ANY_REFUSALS)


@contextmanager
def refused_by(rows: Sequence[Refusal]) -> Iterator[None]:
    """Do the same by these rows."""
    try:
        yield
    except tuple(kind for kind, _ in rows) as error:
        if isinstance(error, STORE_FAULTS) and not is_damage(error):
            raise
        # What is in the way already does not go by itself.
        passes = isinstance(error, (OSError, FolderBusy)) and not isinstance(error, FileExistsError)
        refuse(next(says(error) for kind, says in rows if isinstance(error, kind)), NOT_YET if passes else REFUSED)


def refuse(why: str, code: int = REFUSED) -> NoReturn:
    """Say why not, and end."""
    print(why, file=sys.stderr)
    raise SystemExit(code)
