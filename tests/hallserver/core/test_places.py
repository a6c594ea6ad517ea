# SPDX-License-Identifier: Apache-2.0
"""A place by the ways in which it is written."""

from hallserver.core.places import found_last, read_alike
from hallserver.core.site_state import LastFound, Site, place_key


def test_what_was_found_last_is_found_under_each_way_of_writing_the_place() -> None:
    """The newest of them; not of another check, zone, counter or place, whatever stands in its words."""
    older, newer = (LastFound(no=f"X{us}", found_us=us, nth=1) for us in (1, 2))
    site = Site(last={place_key("a", "main", "", "3号|门口"): older, place_key("a", "main", "", "３号 | 门 口"): newer})

    assert found_last(site, place_key("a", "main", "", "3号|门　口")) is newer
    for other in (("b", "main", "", "3号|门口"), ("a", "wait", "", "3号|门口"), ("a", "main", "c1", "3号|门口"), ("a", "main", "", "4号")):
        assert found_last(site, place_key(*other)) is None
    assert read_alike("Ａ 口") == "a口"
