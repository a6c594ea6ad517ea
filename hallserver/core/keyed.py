# SPDX-License-Identifier: Apache-2.0
"""HMAC-SHA256 with the key worked in once: for what is made for every command.

``hmac.digest`` works the key in each time, and lets another thread run while it does: on a busy server it then waits for
its turn, for a microsecond's work. An HMAC (RFC 2104) is two hashes that each begin with a block made of the key; going
on from copies of the two begun hashes gives the same digest.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache

_BLOCK = 64
"""Bytes of a block of SHA-256."""


@lru_cache(16)
def keyed(key: bytes) -> Callable[[bytes], bytes]:
    """Return the function that gives HMAC-SHA256 of a message under this key: 32 bytes."""
    block = (key if len(key) <= _BLOCK else hashlib.sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block)).copy
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block)).copy

    def digest(message: bytes) -> bytes:
        first, second = inner(), outer()
        first.update(message)
        second.update(first.digest())
        return second.digest()

    return digest
