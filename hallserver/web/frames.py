# SPDX-License-Identifier: Apache-2.0
"""One WebSocket frame, built once and written to every link that shows the same view (RFC 6455, section 5.2)."""

import struct

_FINAL_TEXT = 0x81
_SHORT = 126
_MEDIUM = 0x10000


def text_frame(payload: bytes) -> bytes:
    """Return the unmasked final text frame of a UTF-8 payload, as a server sends it."""
    length = len(payload)
    if length < _SHORT:
        head = struct.pack("!BB", _FINAL_TEXT, length)
    elif length < _MEDIUM:
        head = struct.pack("!BBH", _FINAL_TEXT, 126, length)
    else:
        head = struct.pack("!BBQ", _FINAL_TEXT, 127, length)
    return head + payload
