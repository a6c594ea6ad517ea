# SPDX-License-Identifier: Apache-2.0
"""A check: one of six resources, one of five steps, and what its findings cost."""

from hallserver.core.check_row import RESOURCES, STEPS, CheckRow, rungs
from tests.support import names


def test_a_finding_costs_what_its_severity_says() -> None:
    """一般、较重、严重 by the row, else by the usual points."""
    row = CheckRow(slug="exits", names=names("出口"), resource="space", step="sort", critical=9)

    assert (row.points("minor"), row.points("major"), row.points("critical")) == (1, 3, 9)


def test_steps_are_read_however_they_are_spaced() -> None:
    """催办单, 约谈."""
    assert rungs(" slip ,interview,") == ("slip", "interview")


def test_there_are_six_resources_and_five_steps() -> None:
    """人力、空间、物品、设备、信息、废物; 整理、定位、存放、清洁、保养."""
    assert (len(RESOURCES), len(STEPS)) == (6, 5)
