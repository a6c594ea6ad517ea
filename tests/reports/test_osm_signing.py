# SPDX-License-Identifier: Apache-2.0
"""The foot of the page that is signed: boxes and signatures, with a stamp also its version."""

from msgspec import structs
from reportlab.lib.units import mm

from reports.osm import Boxed
from reports.osm_signing import boxes, signatures
from reports.osm_text import Stamp
from tests.reports.test_osm import made


def test_there_is_room_for_a_pen_or_what_was_written_smaller_the_more_it_is() -> None:
    """Whatever is written, it is one table of three boxes."""
    empty, full = (boxes(structs.replace(made(), boxes=it), "zh-Hans")[0] for it in (Boxed(), Boxed(work="巡查" * 400)))
    assert empty.wrap(500, 800)[1] < full.wrap(500, 800)[1] < 300


def test_who_signs_has_one_box_on_one_page() -> None:
    """Not the room for the name at the foot of a page and its date on the next."""
    [grid] = signatures(None, "zh-Hans")
    height = grid.wrap(500, 800)[1]
    assert (grid.split(500, height - 6 * mm), len(grid.split(500, height + mm))) == ([], 1)


def test_only_a_stamped_one_says_which_version_it_is() -> None:
    """Under the boxes of those who sign, which have room for a pen and a stamp."""
    assert signatures(None, "zh-Hans")[0].wrap(500, 800)[1] >= 14 * mm
    assert len(signatures(None, "zh-Hans")) == 1
    assert len(signatures(Stamp(version=1, state="draft", sha256="ab" * 32, why="补录"), "en")) == 2
