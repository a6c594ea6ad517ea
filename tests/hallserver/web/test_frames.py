# SPDX-License-Identifier: Apache-2.0
"""One frame for all."""

from hallserver.web.frames import text_frame


def test_the_three_lengths_of_a_frame() -> None:
    """RFC 6455, 5.2: seven bits, sixteen, sixty-four; never masked by a server."""
    assert text_frame(b"a") == b"\x81\x01a"
    assert text_frame(b"a" * 125)[:2] == b"\x81\x7d"
    assert text_frame(b"a" * 126)[:4] == b"\x81\x7e\x00\x7e"
    assert text_frame(b"a" * 65535)[:4] == b"\x81\x7e\xff\xff"
    assert text_frame(b"a" * 65536)[:10] == b"\x81\x7f" + (65536).to_bytes(8, "big")
    assert len(text_frame(b"a" * 65536)) == 65546
