# SPDX-License-Identifier: Apache-2.0
"""Where the printed font comes from."""

import hashlib
from pathlib import Path

import pytest

from hallserver.core.errors import HallError
from reports.fonts import SHA256, font_path


def test_the_packaged_font_is_the_one_that_we_know() -> None:
    """A font is code for the printer's interpreter: another file is not taken."""
    assert hashlib.sha256(font_path().read_bytes()).hexdigest() == SHA256


def test_a_changed_file_is_not_used_and_the_system_font_takes_its_place(tmp_path: Path) -> None:
    """Also where the package is not installed at all."""
    system = tmp_path / "system.ttc"
    system.write_bytes(b"font")

    assert font_path(sha256="0" * 64, system=(str(tmp_path / "missing.ttf"), str(system))) == system
    assert font_path(package="no_such_package_here", system=(str(system),)) == system


def test_no_font_at_all_is_an_error_that_names_the_package() -> None:
    """A report of empty boxes must not be printed."""
    with pytest.raises(HallError, match="report-font-missing") as refused:
        font_path(package="no_such_package_here", system=())

    assert refused.value.args_by_name == {"package": "no-such-package-here"}
