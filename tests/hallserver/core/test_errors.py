# SPDX-License-Identifier: Apache-2.0
"""Refusals: one tree, one HTTP status each."""

import pytest

from hallserver.core import errors
from hallserver.core.errors import HallError

STATUS = {
    "Malformed": 400,
    "NotSignedIn": 401,
    "NotAllowed": 403,
    "NotFound": 404,
    "Conflict": 409,
    "AgainstStandard": 422,
    "TooOften": 429,
    "StorageDown": 503,
}
"""The design's list of refusals."""


def test_the_tree_is_the_designs() -> None:
    """Whoever writes a client knows all that can come."""
    assert {kind.__name__: kind.status for kind in HallError.__subclasses__()} == STATUS


@pytest.mark.parametrize("name", STATUS)
def test_the_tree_is_drawn_at_the_top_of_the_module(name: str) -> None:
    """A drawing that has left a branch out misleads."""
    line = next(line for line in (errors.__doc__ or "").splitlines() if f" {name} " in line)

    assert str(STATUS[name]) in line


def test_a_refusal_keeps_its_key_and_what_fills_its_sentence() -> None:
    """The sentence is made at the edge, in the reader's language."""
    refused = errors.Conflict("counter-taken", counter="c1", clerk="li")

    assert (refused.key, refused.args_by_name) == ("counter-taken", {"counter": "c1", "clerk": "li"})
    assert str(refused) == "counter-taken {'counter': 'c1', 'clerk': 'li'}"
    assert str(errors.NotFound("address-unknown")) == "address-unknown"
