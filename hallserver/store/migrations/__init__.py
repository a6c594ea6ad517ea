# SPDX-License-Identifier: Apache-2.0
"""Numbered steps from an older database to this one, each in one transaction."""

from importlib import import_module
from pathlib import Path


def load_steps() -> list[tuple[str, ...]]:
    """Return the SQL statements of every step, in order: what an empty database needs."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[0-9]*.py"))
    return [import_module(f"{__name__}.{name}").STATEMENTS for name in names]
