# SPDX-License-Identifier: Apache-2.0
"""Needs that a test declares: where one is missing the test is not run, and the summary says so."""

import os
import shutil
from collections.abc import Callable

import pytest

NEEDS: dict[str, tuple[str, Callable[[], bool]]] = {
    "browser": ("Chromium", lambda: shutil.which("chromium") is not None),
    "pdf": ("poppler-utils", lambda: shutil.which("pdftotext") is not None),
    "privileged": ("root", lambda: hasattr(os, "geteuid") and os.geteuid() == 0),
}
"""Marker → what it needs and whether that is here."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a test out whose need is missing; it counts as not run, never as passed."""
    for name, (need, is_here) in NEEDS.items():
        if item.get_closest_marker(name) is not None and not is_here():
            pytest.skip(f"not run: needs {need}")
