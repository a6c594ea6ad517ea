# SPDX-License-Identifier: Apache-2.0
"""Photos are drawn anew: nothing of the phone is left in them, and whatever is no photo is refused."""

import base64
import io

import pytest
from PIL import Image

from hallserver.core import commands as c
from hallserver.core.commands_site import Found
from hallserver.core.errors import Malformed
from hallserver.photos import LONGEST_PX, MOST_BYTES, has_photos, photo_of, redrawn, thumbnail, with_photos_drawn

PLACE = "22.5431N 114.0579E"


def jpeg(width_px: int = 400, height_px: int = 200, *, turned: bool = False, noise: bool = False) -> bytes:
    """Return a photo as a phone makes it: with a place in its metadata, perhaps to be turned."""
    size = (width_px, height_px)
    picture = Image.effect_noise(size, 90).convert("RGB") if noise else Image.new("RGB", size, "orange")
    said = Image.Exif()
    said[0x010E], said[0x0112] = PLACE, 6 if turned else 1
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=said, comment=PLACE)
    return out.getvalue()


def size_of(content: bytes) -> tuple[int, int]:
    """Return width and height."""
    with Image.open(io.BytesIO(content)) as found:
        return found.size


def test_nothing_but_the_picture_is_left() -> None:
    """Where it was taken is in none of its bytes; nor is what stands behind its end."""
    content = jpeg() + b"<script>behind</script>"
    assert PLACE.encode() in content

    drawn = redrawn(content)
    assert PLACE.encode() not in drawn
    assert b"script" not in drawn
    with Image.open(io.BytesIO(drawn)) as found:
        assert (found.format, dict(found.getexif()), found.info.get("comment")) == ("JPEG", {}, None)


def test_a_photo_stands_upright_and_is_small() -> None:
    """Turned as its phone held it; a large one shrunk, also where it can hardly be pressed together."""
    assert size_of(redrawn(jpeg(turned=True))) == (200, 400)
    large = redrawn(jpeg(2400, 1800, noise=True))
    assert len(large) <= MOST_BYTES
    assert max(size_of(redrawn(jpeg(2400, 1800)))) == LONGEST_PX


@pytest.mark.parametrize(
    "text",
    [
        "no base64!",
        "照片==",
        base64.b64encode(b"<svg onload=alert(1)>").decode(),
        base64.b64encode(b"\xff\xd8\xff and nothing").decode(),
        base64.b64encode(jpeg(4000, 2100)).decode(),
    ],
)
def test_what_is_no_photo_is_refused(text: str) -> None:
    """No JPEG, a broken one, or one with more pixels than a phone sends."""
    with pytest.raises(Malformed, match="photo-unreadable"):
        with_photos_drawn(c.FixFinding(finding="X20261123-001", photos=(c.Photo(text),)))


def test_every_photo_of_a_command_is_drawn_wherever_it_stands() -> None:
    """In what a patrol found too; a command without any goes on as it is."""
    raw = c.Photo(base64.b64encode(jpeg()).decode())
    patrol = c.RecordPatrol(
        checked={"main": ("a",)}, findings=(Found(check="a", zone="main"), Found(check="b", zone="main", photos=(raw,)))
    )
    assert has_photos(patrol)
    drawn = with_photos_drawn(patrol)
    assert not has_photos(drawn)
    [kept] = drawn.findings[1].photos
    assert kept.text == photo_of(jpeg()).text != raw.text

    assert with_photos_drawn(drawn) is drawn
    plain = c.OpenFinding(found=Found(check="a", zone="main"))
    assert with_photos_drawn(plain) is plain


def test_a_thumbnail_keeps_the_shape_and_never_grows() -> None:
    """A photo that is smaller already stays so."""
    assert [size_of(thumbnail(jpeg(*size), 140)) for size in ((400, 200), (100, 300), (60, 40))] == [(140, 70), (47, 140), (60, 40)]
