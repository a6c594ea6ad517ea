# SPDX-License-Identifier: Apache-2.0
"""A door that was handed nothing says so."""

import pytest

from hallserver.core.errors import NotFound
from hallserver.web.handed import no_charts


def test_a_door_that_draws_nothing_refuses_by_the_name_that_was_asked() -> None:
    """Cut short: it stands in a log."""
    with pytest.raises(NotFound) as refused:
        no_charts(("x" * 200, "2026-11-23", "en", "light"))

    assert refused.value.args_by_name == {"report": "x" * 60}
