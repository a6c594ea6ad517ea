# SPDX-License-Identifier: Apache-2.0
"""Whoever confirms a priority reads on which law or rule it rests, in the reader's language."""

from counters.basis import basis_of
from counters.clerk.offers import groups
from counters.guide.desk import desk
from hallserver.words import WRITTEN
from tests.support import SHIPPED, Play


def test_each_group_that_we_ship_has_its_basis_in_every_language() -> None:
    """Chinese for a Chinese reader: the standard's own text is for whoever checks the standard."""
    hall = Play().hall

    assert basis_of(hall, "disabled")["zh-Hans"] == "《残疾人保障法》第五十五条"
    for slug in hall.rules.groups:
        assert set(basis_of(hall, slug)) == set(WRITTEN)
        assert basis_of(hall, slug)["zh-Hans"] != hall.rules.groups[slug].basis


def test_a_group_of_a_districts_own_says_what_its_standard_says() -> None:
    """And one that there is not says nothing."""
    text = SHIPPED + '\n[group.donors]\nnames = { "zh-Hans" = "献血者" }\nbasis = "本区献血优待办法"\ncredit_s = 300\n'
    hall = Play(standard=text).hall

    assert (basis_of(hall, "donors")["zh-Hans"], basis_of(hall, "none")) == ("本区献血优待办法", {})


def test_guides_and_clerks_are_shown_it() -> None:
    """With every group that they may choose."""
    hall = Play().hall

    shown = [groups(hall), desk(hall)["groups"]]
    for rows in shown:
        assert isinstance(rows, list)
        assert all(row["basis"] == basis_of(hall, row["slug"]) for row in rows)
        assert len(rows) == 5
