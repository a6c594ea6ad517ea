# SPDX-License-Identifier: Apache-2.0
"""The key worked in once gives what the standard library gives, for keys and messages of any length."""

import hmac
import random

import pytest

from hallserver.core.keyed import keyed


@pytest.mark.parametrize("length", [0, 1, 32, 63, 64, 65, 200])
def test_it_is_an_hmac(length: int) -> None:
    """Shorter than a block, a block, longer."""
    chance = random.Random(length)
    key = chance.randbytes(length)
    for size in (0, 1, 55, 56, 64, 300, 5000):
        message = chance.randbytes(size)
        assert keyed(key)(message) == hmac.digest(key, message, "sha256")


def test_messages_do_not_mix() -> None:
    """Each begins anew; another key is another digest."""
    digest = keyed(b"k" * 32)
    first = digest(b"one")
    assert digest(b"two") != first
    assert digest(b"one") == first
    assert keyed(b"x" * 32)(b"one") != first
