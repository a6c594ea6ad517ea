# SPDX-License-Identifier: Apache-2.0
"""From which age a card has the priority of the elderly: everywhere, and for the major matters of the elderly law."""

import pytest

from hallserver.core.elders import counts_as_elderly, is_major
from tests.support import SHIPPED, SMALL_HALL, Play, changed

FIRST = SMALL_HALL["services"][0]
ITEM = {"slug": "house", "names": {"zh-Hans": "不动产转移登记"}, "major_for_elders": True}
ROWS = SMALL_HALL | {
    "items": [*SMALL_HALL["items"], ITEM],
    "services": [FIRST | {"items": [*FIRST.get("items", ()), "house"]}, *SMALL_HALL["services"][1:]],
}


@pytest.mark.parametrize(("age", "services", "counts"), [
    (59, ["seniors"], False), (60, ["seniors"], True), (60, ["founding"], False), (69, ["founding"], False), (70, ["founding"], True),
    (60, [], False), (70, [], True), (60, ["founding", "seniors"], True), (60, ["nothing"], False),
])  # fmt: skip
def test_sixty_is_enough_for_a_major_matter(age: int, services: list[str], *, counts: bool) -> None:
    """Of several errands one is enough: they are one number. The control: in a hall without that item nobody of sixty has it."""
    assert counts_as_elderly(Play(ROWS).hall, age, services) is counts
    assert counts_as_elderly(Play().hall, age, services) is (age >= 70)


def test_major_matters_have_an_age_of_their_own() -> None:
    """A district may begin earlier than the law says, never later."""
    play = Play(ROWS, standard=changed("prio.elderly_age_major", "55", SHIPPED))

    assert (is_major(play.hall, "seniors"), is_major(play.hall, "founding")) == (True, False)
    assert [counts_as_elderly(play.hall, age, ["seniors"]) for age in (54, 55)] == [False, True]


def test_a_standard_without_that_group_gives_nobody_priority_by_age() -> None:
    """And one that does not let visitors name it neither."""
    text = SHIPPED.replace("[group.elderly]\n", "[group.elderly]\ndeclarable = false\n")

    assert not counts_as_elderly(Play(ROWS, standard=text).hall, 90, ["seniors"])
