# SPDX-License-Identifier: Apache-2.0
"""Finding sections and figures in a report."""

import pytest

from reports.day import make_day
from tests.reports.sample_day import names, period


def test_a_section_that_is_not_there_is_empty() -> None:
    """A day on which nobody was left has no such table."""
    assert make_day(period(), names()).section("left").groups == ()


def test_a_figure_that_is_not_there_is_an_error() -> None:
    """A misspelt key must not print as "no case"."""
    with pytest.raises(KeyError):
        make_day(period(), names()).section("waits").groups[0].figure("wait.meen")
