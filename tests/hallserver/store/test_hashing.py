# SPDX-License-Identifier: Apache-2.0
"""How secrets are made and compared."""

import hashlib

from hallserver.store.hashing import CODE_LETTERS, code_digest, digest, hash_password, new_code, new_salt, new_token, same


def test_a_password_is_hashed_slowly_and_with_its_salt() -> None:
    """The figures are the promise: n = 2¹⁴, r = 8, p = 5; they stand before the hash."""
    salt = b"0123456789abcdef"
    hashed = hash_password("correct horse", salt)
    assert hashed == bytes((14, 8, 5)) + hashlib.scrypt(b"correct horse", salt=salt, n=2**14, r=8, p=5, maxmem=2**25, dklen=32)
    assert hashed != hash_password("correct horse", new_salt())
    assert hash_password("ｐass", salt) == hash_password("pass", salt), "full-width letters are the same letters"


def test_a_kept_hash_is_compared_at_its_own_cost() -> None:
    """Passwords stay good when new ones become dearer: also those that were kept before the cost was kept with them."""
    salt = b"0123456789abcdef"
    first = hashlib.scrypt(b"correct horse", salt=salt, n=2**15, r=8, p=3, maxmem=2**26, dklen=32)
    cheap = bytes((4, 8, 1)) + hashlib.scrypt(b"correct horse", salt=salt, n=2**4, r=8, p=1, dklen=32)
    assert hash_password("correct horse", salt, first) == first
    assert hash_password("correct horse", salt, cheap) == cheap
    assert hash_password("wrong", salt, cheap) != cheap


def test_tokens_are_long_and_never_alike() -> None:
    """32 random bytes; only their hash is kept."""
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {43}
    assert same(digest("a"), digest("a"))
    assert not same(digest("a"), digest("b"))


def test_a_code_can_be_read_aloud() -> None:
    """No letter looks like another; case, spaces and hyphens do not matter."""
    code = new_code()
    assert len(code) == 14
    assert set(code) <= set(CODE_LETTERS) | {"-"}
    assert not set("IO01") & set(CODE_LETTERS)
    assert code_digest(code) == code_digest(f" {code.lower().replace('-', ' ')} ")
    assert code_digest(code) != code_digest(new_code())
