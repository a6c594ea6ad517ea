# SPDX-License-Identifier: Apache-2.0
"""``hallserver <verb>``: every verb in one table."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

VERBS = (
    "demo",
    "serve",
    "init",
    "doctor",
    "replay",
    "rebuild",
    "backup",
    "restore",
    "report",
    "ratings",
    "inspect",
    "practice",
    "cards",
    "setup",
    "standard",
    "install-service",
)
"""Each is a module of ``hallserver.cli``; it is imported only when asked for, so that help is quick."""


INTERRUPTED = 130
"""Exit code after Ctrl-C that no verb caught, as shells have it: while a verb is loaded there is nothing to undo and nothing to say."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; return its exit code."""
    try:
        return _run(argv)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(argv: Sequence[str] | None) -> int:
    given = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="hallserver", description="Runs a government service hall.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="|".join(VERBS))
    for verb in [given[0]] if given and given[0] in VERBS else VERBS:
        module = _module(verb)
        module.add_to(verbs.add_parser(verb, help=module.HELP))
    found = parser.parse_args(given)
    code: int = _module(found.verb).run(found)
    return code


def _module(verb: str) -> ModuleType:
    return import_module(f"hallserver.cli.{verb.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(main())
