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


@pytest.mark.parametrize("given", ["yesterday", "9999-12-31T23:59:59+00:00", "0001-01-01"])
def test_what_is_no_moment_is_refused(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In a sentence with how one is written; also the end of the calendar, behind which no day can be counted."""
    with pytest.raises(SystemExit):
        parsed("--as-of", given)
    said = capsys.readouterr().err
    assert given in said
    assert "2026-11-23T18:00:00+08:00" in said
