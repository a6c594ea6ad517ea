# SPDX-License-Identifier: Apache-2.0
"""The demo is shown to readers of Traditional Chinese too."""

from hallserver.demo.hall import sections
from hallserver.demo.traditional import names
from tests.habits.test_words import simplified


def test_a_name_is_given_in_each_written_language() -> None:
    """The Simplified one leads, as everywhere."""
    assert names("敬老优待证", "Senior card") == {"zh-Hans": "敬老优待证", "zh-Hant": "敬老優待證", "en": "Senior card"}


def test_no_name_of_the_demo_is_half_simplified() -> None:
    """A new word in the demo brings its characters along."""
    rows = {f"{section}.{row['slug']}": row["names"] for section, of in sections().items() for row in of if "zh-Hant" in row["names"]}

    assert simplified(rows) == []
    assert len(rows) > len(sections()["services"])
