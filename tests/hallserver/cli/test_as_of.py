# SPDX-License-Identifier: Apache-2.0
"""The moment at which a report is made."""

import argparse

import pytest

from hallserver.cli import as_of
from hallserver.clock import BUILT_US


def parsed(*argv: str) -> argparse.Namespace:
    """Return what the arguments say."""
    parser = argparse.ArgumentParser()
    as_of.add_to(parser)
    return parser.parse_args(argv)


def test_it_is_what_was_asked_for_else_the_machines_clock() -> None:
    """With its offset; a clock that cannot be true is not believed."""
    assert as_of.moment_of(parsed("--as-of", "2026-03-02T18:00:00+08:00")) == 1_772_445_600_000_000
    assert as_of.moment_of(parsed()) >= BUILT_US


def test_what_is_no_moment_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """As argparse says it."""
    with pytest.raises(SystemExit):
        parsed("--as-of", "yesterday")
    assert "yesterday" in capsys.readouterr().err
