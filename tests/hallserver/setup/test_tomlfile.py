# SPDX-License-Identifier: Apache-2.0
"""The set-up as TOML: what is nothing, a date, and what is not ours."""

import tomllib

import pytest

from hallserver.core.errors import Malformed
from hallserver.setup.tomlfile import read_toml, write_toml
from tests.support import Play


def test_every_field_is_written_so_that_another_hall_takes_it_over() -> None:
    """Also one that is as usual: in the other hall it may not be."""
    queue = tomllib.loads(write_toml(Play().hall.catalog))["queues"][0]
    assert (queue["target_s"], queue["retired"]) == ("", False)


def test_nothing_and_dates_are_read_as_a_row_has_them() -> None:
    """TOML knows dates and no null."""
    text = '[[queues]]\nslug = "a"\nquota = ""\n[[media]]\nslug = "m"\nfrom_day = 2026-11-23\n'
    queue, medium = read_toml(text).rows
    assert (queue.values["quota"], medium.values["from_day"]) == (None, "2026-11-23")


def test_what_is_not_ours_is_named() -> None:
    """A table, a field, and a section that is no list of tables."""
    read = read_toml('queues = 3\n[[items]]\nslug = "a"\ncolour = "red"\n[other]\n')
    assert [(it.sheet, it.row, it.column, it.wrong) for it in read.faults] == [
        ("queues", 0, "", "no-rows"), ("items", 1, "colour", "column-unknown"), ("other", 0, "", "sheet-unknown"),
    ]  # fmt: skip


def test_what_is_no_toml_is_refused_with_its_place() -> None:
    """The line stands in the sentence."""
    with pytest.raises(Malformed, match="line 1"):
        read_toml("a = = b")
