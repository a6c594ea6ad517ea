# SPDX-License-Identifier: Apache-2.0
"""The presets that are shipped can be laid over the shipped standard."""

import pytest

from hallserver.core.deviation import read_layer
from hallserver.core.profile import checked
from hallserver.presets import preset_text, presets
from tests.support import SHIPPED


@pytest.mark.parametrize("name", presets())
def test_each_preset_is_a_layer_that_can_be_adopted(name: str) -> None:
    """Above the district."""
    text = preset_text(name)

    assert read_layer(text).tier == "preset"
    assert checked(SHIPPED, (text,), "2026-11-23").deviations


def test_the_places_are_those_that_the_halls_come_from() -> None:
    """And no path leads out of their folder."""
    assert presets() == ["shanghai", "shenzhen"]
    for name in ("", "../default", "nowhere"):
        with pytest.raises(KeyError):
            preset_text(name)
