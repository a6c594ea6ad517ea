# SPDX-License-Identifier: Apache-2.0
"""Photos as they come from phones, drawn anew before anybody keeps them: the picture alone, no place, no time, no name of the phone.

What is no JPEG, or has more pixels than any phone sends after shrinking, is refused. Drawing takes some ten milliseconds: never on the
event loop.
"""

import base64
import io
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct

from hallserver.core.commands import Photo
from hallserver.core.errors import Malformed

PHOTO_MOST: Final = 250_000
"""Characters of a photo in base64, as it comes."""
MOST_BYTES: Final = 200_000
"""Bytes of a photo as it is kept."""
MOST_PIXELS: Final = 8_000_000
LONGEST_PX: Final = 1600
"""A longer side is shrunk to this."""
_TRIES: Final = ((LONGEST_PX, 80), (LONGEST_PX, 60), (1280, 50), (1024, 40), (800, 30))
"""Longest side in pixels and quality of a JPEG; the first that is small enough."""
_JPEG: Final = b"\xff\xd8\xff"
T = TypeVar("T")


def redrawn(content: bytes) -> bytes:
    """Return a JPEG drawn anew, upright, at most ``LONGEST_PX`` long and ``MOST_BYTES`` large. Raises Malformed for what is none."""
    from PIL import Image, ImageOps  # noqa: PLC0415 -- a start need not load what looks at pictures

    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as found:
            upright = ImageOps.exif_transpose(found).convert("RGB") if found.width * found.height <= MOST_PIXELS else None
    except Exception as error:  # a broken picture may break Pillow in any way
        raise Malformed("photo-unreadable") from error
    if upright is None:
        raise Malformed("photo-unreadable")
    return _small(Image.frombytes("RGB", upright.size, upright.tobytes()))


def _small(picture: Any) -> bytes:  # noqa: ANN401 -- a picture of Pillow's, which is loaded late
    """Return it as a JPEG, as large and as good as is small enough."""
    for longest_px, quality in _TRIES:
        picture.thumbnail((longest_px, longest_px))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def thumbnail(content: bytes, longest_px: int) -> bytes:
    """Return a JPEG that was drawn anew before, at most so long: for paper, where more would only make the file large."""
    from PIL import Image  # noqa: PLC0415 -- as above

    out = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as found:
        found.draft("RGB", (longest_px, longest_px))
        found.thumbnail((longest_px, longest_px))
        found.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def has_photos(value: object) -> bool:
    """Tell whether there is a photo in a command that was not drawn anew yet."""
    if isinstance(value, Photo):
        return not value.drawn
    if isinstance(value, Struct):
        return any(has_photos(getattr(value, name)) for name in value.__struct_fields__)
    return isinstance(value, tuple) and any(map(has_photos, value))


def with_photos_drawn(value: T) -> T:
    """Return a command whose photos are drawn anew. Raises Malformed for one that is no JPEG."""
    drawn: T = _drawn(value)
    return drawn


def _drawn(value: Any) -> Any:  # noqa: ANN401 -- whatever a field can hold
    if isinstance(value, Photo):
        return value if value.drawn else photo_of(_decoded(value.text))
    if isinstance(value, Struct):
        was = {name: getattr(value, name) for name in value.__struct_fields__}
        changed = {name: now for name, before in was.items() if (now := _drawn(before)) is not before}
        return msgspec.structs.replace(value, **changed) if changed else value
    if isinstance(value, tuple) and any(has_photos(it) for it in value):
        return tuple(_drawn(it) for it in value)
    return value


def photo_of(content: bytes) -> Photo:
    """Return a JPEG as the service takes it, drawn anew. Raises Malformed."""
    return Photo(base64.b64encode(redrawn(content)).decode(), drawn=True)


def _decoded(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except ValueError as error:  # binascii.Error is one; so is what text beyond ASCII raises
        raise Malformed("photo-unreadable") from error
    if not content.startswith(_JPEG):
        raise Malformed("photo-unreadable")
    return content
