# SPDX-License-Identifier: Apache-2.0
"""Codes that people choose from, and no others."""

import pytest

from hallserver.core.codes import OFFERED, must_be_known
from hallserver.core.errors import AgainstStandard


def test_what_is_offered_is_taken() -> None:
    """Every button of a screen works."""
    for kind, codes in OFFERED.items():
        for code in codes:
            must_be_known(kind, code)


def test_an_ending_that_nobody_recorded_is_taken_but_not_offered() -> None:
    """A replayed day says honestly that it does not know."""
    must_be_known("outcome", "unrecorded")
    assert "unrecorded" not in OFFERED["outcome"]


@pytest.mark.parametrize("kind", sorted(OFFERED))
def test_free_text_is_refused_with_what_there_is(kind: str) -> None:
    """A report with fifty spellings of lunch counts nothing."""
    with pytest.raises(AgainstStandard, match="code-unknown") as refused:
        must_be_known(kind, "my-own-word")
    assert refused.value.args_by_name["known"] == list(OFFERED[kind])
