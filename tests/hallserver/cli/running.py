# SPDX-License-Identifier: Apache-2.0
"""The command line as a person runs it: a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def hallserver(*arguments: str | Path, timeout_s: float = 120) -> "subprocess.CompletedProcess[str]":
    """Run ``python -m hallserver`` to its end and return what it said."""
    command = [sys.executable, "-m", "hallserver", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=timeout_s)
