# SPDX-License-Identifier: Apache-2.0
"""What is asked beside the five levels."""

from msgspec import structs

from displays.rating.form import rating_form
from hallserver.core.standard import RatingForm
from tests.support import Play


def test_the_form_is_the_standards() -> None:
    """Dimensions with stars of their own; tags beside a bad rating."""
    form = rating_form(Play().hall)

    assert [row["slug"] for row in form["dimensions"]] == ["efficiency", "competence", "attitude"]
    assert {row["slug"]: row["bad"] for row in form["tags"]}["long-wait"] is True


def test_a_standard_without_a_form_asks_what_every_hall_asks() -> None:
    """Older standards have none; a bad rating still has reasons to choose from, in every written language."""
    play = Play()
    play.hall.standard = structs.replace(play.hall.rules, rating=RatingForm())
    form = rating_form(play.hall)

    assert form["dimensions"] == []
    assert [(row["slug"], row["bad"]) for row in form["tags"]] == [("attitude", True), ("competence", True), ("efficiency", True)]
    assert form["tags"][0]["names"] == {"zh-Hans": "服务态度", "zh-Hant": "服務態度", "en": "Manner"}
