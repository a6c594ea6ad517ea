# SPDX-License-Identifier: Apache-2.0
"""Each connection is an open file: as many as the system allows are asked for, and no more links are taken than there are files for.

Where accepting fails for want of files, nobody comes in any more, staff neither.
"""

import errno
import importlib
import logging
from collections.abc import Callable

from msgspec import structs

from hallserver.web.limits import Limits
from hallserver.words import say

log = logging.getLogger(__name__)
MARGIN = 1500
"""Files for requests, the store, the log and what is being closed; at most half of all."""
LEAST = 256
"""With fewer no hall can be served."""


def raise_open_files() -> int | None:
    """Raise this process's limit of open files to the hardest there is; return it, None where there is no such limit."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:  # Windows
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (ValueError, OSError) as error:  # macOS takes no endless one
            log.warning("the limit of open files stays at %s: %s", soft, error)
            return int(soft)
    return None if hard == resource.RLIM_INFINITY else int(hard)


def fitting(limits: Limits, open_files: Callable[[], int | None] = raise_open_files) -> Limits:
    """Return the limits with ``max_links`` lowered to what the files suffice for. Raises OSError when there are hardly any."""
    files = open_files()
    if files is None:
        return limits
    if files < LEAST:
        raise OSError(errno.EMFILE, say("cli.open-files", files=files, least=LEAST))
    most = files - min(MARGIN, files // 2)
    if most >= limits.max_links:
        return limits
    log.warning("only %s open files are allowed: %s links at most instead of %s", files, most, limits.max_links)
    return structs.replace(limits, max_links=most)
