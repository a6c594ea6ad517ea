# SPDX-License-Identifier: Apache-2.0
"""Rows of a file beside rows of the hall: found, made up, laid over, told."""

from typing import Any

import pytest

from hallserver.core.catalog import Catalog
from hallserver.setup.changes import Draft, Finder, changes_of, draft_of, summary_of
from hallserver.setup.tables import Given
from tests.support import Play


def given(section: str, **values: Any) -> Given:
    """Return a row of a file."""
    return Given(section=section, sheet="表", row=3, values=values)


def drafted(section: str, *rows: Given) -> Draft:
    """Return a section of the small hall with these rows laid over."""
    return draft_of(Play().hall.catalog, section, rows, retire=False)


def test_a_row_without_a_slug_is_known_by_what_it_is_called() -> None:
    """By code, letter or number, else by name; a new one gets a slug of its code, or is counted."""
    find = Finder("items", {"a": {"code": "X-1", "names": {"zh-Hans": "甲"}}, "item-3": {"names": {}}})
    rows: list[dict[str, Any]] = [{"code": "X-1"}, {"names": {"zh-Hans": "甲"}}, {"code": "SZ 9/二"}, {"names": {"zh-Hans": "乙"}}]
    assert [find.slug_of(given("items", **row)) for row in rows] == ["a", "a", "sz-9", "item-4"]


def test_the_hall_is_this_hall_whatever_the_file_calls_it() -> None:
    """A file of another hall is laid over this one's own row."""
    before = next(iter(Play().hall.catalog.hall))
    draft = drafted("hall", given("hall", slug="elsewhere", wifi="Hall"))
    assert list(draft.rows) == [before]
    assert draft.rows[before]["wifi"] == "Hall"


def test_a_name_can_be_taken_away_in_one_language() -> None:
    """An empty cell takes it away, a missing column leaves it."""
    slug = next(iter(Play().hall.catalog.queues))
    kept = drafted("queues", given("queues", slug=slug, names={"zh-Hans": "新"})).rows[slug]["names"]
    gone = drafted("queues", given("queues", slug=slug, names={"zh-Hans": "新", "en": ""})).rows[slug]["names"]
    assert (set(kept), set(gone)) == ({"zh-Hans", "en"}, {"zh-Hans"})


def test_a_change_is_told_field_by_field_and_counted() -> None:
    """What was, what is to be; a letter that is none is a fault with its place."""
    slug = next(iter(Play().hall.catalog.queues))
    draft = drafted(
        "queues", given("queues", slug=slug, target_s=600, retired=True), given("queues", slug="new", letter="z", names={"zh-Hans": "新"})
    )
    [change] = changes_of(draft)
    first = change.fields[0]
    assert (change.what, (first.field, first.before, first.after)) == ("retired", ("target_s", "", "600"))
    assert [(it.row, it.found, it.expected) for it in draft.faults] == [(3, "z", "letter|text")]
    summary = summary_of(draft, [change], may=True)
    assert (summary.rows, summary.retired, summary.missing) == (2, 1, len(Play().hall.catalog.queues) - 1)


def test_a_file_that_has_all_rows_says_their_order() -> None:
    """One that has some of them leaves it."""
    slugs = list(Play().hall.catalog.queues)
    rows = [given("queues", slug=slug) for slug in reversed(slugs)]
    assert list(drafted("queues", *rows).rows) == slugs[::-1]
    assert list(drafted("queues", rows[0]).rows) == slugs


def test_an_empty_hall_takes_a_first_row() -> None:
    """Before anything is set up there is no hall row to lay over."""
    draft = draft_of(Catalog(), "hall", [given("hall", slug="first", names={"zh-Hans": "一"})], retire=False)
    assert list(draft.rows) == ["first"]


@pytest.mark.parametrize("names", ["甲", ["甲"], {"zh-Hans": ["甲"]}, {"zh-Hans": 5}])
def test_a_name_that_is_none_is_a_fault_of_its_row(names: object) -> None:
    """Also where no slug says which row is meant, and the name would have to."""
    draft = drafted("items", given("items", names=names))
    assert [(fault.column, fault.wrong) for fault in draft.faults] == [("names", "cell")]


def test_a_first_row_with_a_fault_is_named_where_nothing_is_there_yet() -> None:
    """An empty hall has nothing to keep in its place."""
    draft = draft_of(Catalog(), "queues", [given("queues", slug="a", letter="a1", names={"zh-Hans": "一"})], retire=False)
    assert (draft.rows, [it.found for it in draft.faults]) == ({}, ["a1"])


def test_a_character_that_nobody_sees_is_a_fault_of_its_cell() -> None:
    """Whoever prepares the file sees which cell to type anew."""
    (fault,) = drafted("items", given("items", slug="new", names={"zh-Hans": "敬老\u200b卡"})).faults
    assert (fault.row, fault.column, fault.found, fault.wrong) == (3, "names", "U+200B", "unseen")
