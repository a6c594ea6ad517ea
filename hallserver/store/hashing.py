# SPDX-License-Identifier: Apache-2.0
"""How secrets are made, kept and compared: passwords as scrypt, everything else as sha256 of a long random text."""

import asyncio
import hashlib
import hmac
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor

SCRYPT_N = 2**14
SCRYPT_R = 8
SCRYPT_P = 5
"""Cost of a new password's hash: 17 MB for a third of a second. As hard to guess as n = 2¹⁵, p = 3 with twice the memory
(OWASP, Password Storage Cheat Sheet), which on a small box is a third of all that the server has."""
_FIRST_COST = bytes((15, 8, 3))
"""Cost of hashes that were kept before the cost stood in front of them: log₂ n, r, p."""
_KEY_BYTES = 32

SALT_BYTES = 16
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters of a one-time code: none that looks like another (I, O, 0, 1)."""
CODE_LENGTH = 12
"""60 bits: with a life of minutes and few tries, not to be guessed."""


def new_salt() -> bytes:
    """Return a fresh salt."""
    return secrets.token_bytes(SALT_BYTES)


def hash_password(password: str, salt: bytes, like: bytes = b"") -> bytes:
    """Return the scrypt hash of a password as it is kept: its cost in three bytes, then 32 bytes of hash.

    ``like``: a kept hash that it will be compared with, whose cost it gets. Slow: never call it on the event loop.
    """
    text = unicodedata.normalize("NFKC", password).encode()
    old = len(like) == _KEY_BYTES
    cost = _FIRST_COST if old else like[:-_KEY_BYTES] or bytes((SCRYPT_N.bit_length() - 1, SCRYPT_R, SCRYPT_P))
    n, r, p = 1 << cost[0], cost[1], cost[2]
    key = hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, maxmem=128 * r * (n + p + 2) + 2**20, dklen=_KEY_BYTES)
    return key if old else cost + key


class Hashers:
    """One thread that hashes passwords, and one more for those who must not wait behind strangers."""

    def __init__(self) -> None:
        """Start them when there is something to hash."""
        self._usual, self._first = ThreadPoolExecutor(1, "password"), ThreadPoolExecutor(1, "password-first")

    async def hash(self, password: str, salt: bytes, like: bytes = b"", *, first: bool = False) -> bytes:
        """Return what ``hash_password`` does; the loop goes on meanwhile."""
        chosen = self._first if first else self._usual
        return await asyncio.get_running_loop().run_in_executor(chosen, hash_password, password, salt, like)

    def close(self) -> None:
        """End the threads."""
        self._usual.shutdown(wait=False)
        self._first.shutdown(wait=False)


def same(one: bytes, other: bytes) -> bool:
    """Tell whether two hashes are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(one, other)


def new_token() -> str:
    """Return a fresh token of 32 random bytes, 43 characters."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Return the sha256 under which a token, key or code is kept."""
    return hashlib.sha256(secret.encode()).digest()


def new_code() -> str:
    """Return a fresh one-time code in three groups, e.g. ``K7QM-2XHD-9RTA``."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def code_digest(code: str) -> bytes:
    """Return the hash of a one-time code; case, spaces and hyphens do not matter."""
    return digest("".join(sign for sign in code.upper() if sign.isalnum()))
