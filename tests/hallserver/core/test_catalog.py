# SPDX-License-Identifier: Apache-2.0
"""The rows of a hall: what they are on the wire and in the journal, and what a slug may be."""

from typing import Any

import msgspec
import pytest

from hallserver.core.catalog import SECTIONS, Catalog, CounterRow, HallRow, QueueRow, read_rows
from hallserver.demo.hall import sections
from tests.support import SMALL_HALL, names


@pytest.mark.parametrize("rows", [SMALL_HALL, sections()], ids=["small", "demo"])
def test_rows_come_back_as_they_went_in(rows: dict[str, list[dict[str, Any]]]) -> None:
    """A snapshot and a set-up event are these values: what is lost there is lost for good."""
    for section, it in rows.items():
        typed = read_rows(section, it)
        kept = msgspec.json.decode(msgspec.json.encode(typed))
        assert read_rows(section, kept) == typed, section


def test_every_section_is_a_field_of_the_catalog() -> None:
    """A section that the catalog has no place for could be configured and never seen."""
    assert tuple(SECTIONS) == Catalog.__struct_fields__


def test_replacing_keeps_the_order_in_which_the_rows_were_given() -> None:
    """Screens show queues in the order that the administrator chose."""
    catalog = Catalog()
    catalog.replace("queues", [{"slug": slug, "names": names(slug), "letter": letter} for slug, letter in (("z", "B"), ("a", "A"))])

    assert list(catalog.queues) == ["z", "a"]


def test_replacing_leaves_no_old_row() -> None:
    """Who drops a row is refused by the rules; what is folded is the event's word alone."""
    catalog = Catalog()
    catalog.replace("items", [{"slug": "one", "names": names("一")}])
    catalog.replace("items", [{"slug": "two", "names": names("二")}])

    assert list(catalog.items) == ["two"]


def test_two_catalogs_share_nothing() -> None:
    """A default that two halls share would set one up by setting up the other."""
    Catalog().replace("items", [{"slug": "one", "names": names("一")}])

    assert Catalog() == Catalog(items={})


def test_a_hall_that_is_not_set_up_has_a_name_all_the_same() -> None:
    """The screens of the first minute must say something."""
    assert Catalog().here.names["zh-Hans"] == "政务服务大厅"
    mine = HallRow(slug="futian", names=names("福田"), zone="Asia/Urumqi")
    assert Catalog(hall={"futian": mine}).here is mine


@pytest.mark.parametrize("slug", ["a", "1", "c-1", "a" * 40, "x0-y"])
def test_good_slugs_are_taken(slug: str) -> None:
    """Lower-case letters, digits, hyphens; at most forty."""
    assert read_rows("items", [{"slug": slug, "names": names("事项")}])[0].slug == slug


@pytest.mark.parametrize("slug", ["", "-a", "A", "a b", "a/b", "窗口", "a" * 41, "a_b", "../x"])
def test_bad_slugs_are_refused(slug: str) -> None:
    """A slug stands in addresses, file names and job ids."""
    with pytest.raises(msgspec.ValidationError, match=r"slug|regex|pattern"):
        read_rows("items", [{"slug": slug, "names": names("事项")}])


@pytest.mark.parametrize(
    ("section", "fields"),
    [
        ("queues", {"letter": "a"}),
        ("queues", {"letter": "ABC"}),
        ("queues", {"letter": "A", "target_s": 59}),
        ("queues", {"letter": "A", "target_s": 7201}),
        ("counters", {"number": 0}),
        ("counters", {"number": 1000}),
        ("counters", {"number": 1, "kind": "window"}),
        ("devices", {"kind": "toaster"}),
        ("people", {"rights": ["everything"]}),
        ("items", {"for_whom": "nobody"}),
        ("services", {"queue": "social", "initials": "x" * 41}),
        ("hall", {"spoken": ["fr"]}),
        ("items", {"surprise": 1}),
        ("items", {"names": {"zh-Hans": ""}}),
    ],
)
def test_what_a_row_cannot_be_is_refused(section: str, fields: dict[str, Any]) -> None:
    """Bounds stand in the type, so that no screen and no rule meets a counter 0."""
    with pytest.raises(msgspec.ValidationError):
        read_rows(section, [{"slug": "x", "names": names("某"), **fields}])


def test_defaults_are_left_out_of_what_is_stored() -> None:
    """A field that comes to a row later must not change what older rows look like."""
    row = CounterRow(slug="c1", names=names("1号窗口"), number=1)
    assert msgspec.to_builtins(row) == {"slug": "c1", "names": {"zh-Hans": "1号窗口"}, "number": 1}
    assert QueueRow(slug="a", names=names("甲"), letter="A").target_s is None
