# SPDX-License-Identifier: Apache-2.0
"""The media folder keeps what is what it says it is, whole or not at all."""

import io
from pathlib import Path

import pytest
from PIL import Image

from hallserver.core.errors import AgainstStandard, HallError, NotFound
from hallserver.store import media
from hallserver.store.media import MediaFolder

WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm\x18S\x80g\x01"
MP4 = b"\x00\x00\x00\x10ftypmp42\0\0\0\0" + b"\x00\x00\x00\x01mdat\0\0\0\0\0\0\0\x14abcd" + b"\x00\x00\x00\x0cmoovabcd"
SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def picture(form: str, size: tuple[int, int] = (32, 18)) -> bytes:
    """Return a picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "#14488f").save(out, form)
    return out.getvalue()


def put(folder: MediaFolder, name: str, content: bytes) -> str:
    """Hand a file in; return the key of the refusal, empty when it was kept."""
    incoming = None
    try:
        incoming = folder.begin(name, len(content))
        incoming.write(content)
        incoming.keep()
    except HallError as refusal:
        return refusal.key
    finally:
        if incoming is not None:
            incoming.drop()
    return ""


def left(folder: MediaFolder) -> list[str]:
    """Return every file there, hidden ones too."""
    return sorted(path.name for path in folder.path.iterdir())


def test_pictures_and_films_are_kept_under_their_names(tmp_path: Path) -> None:
    """One of each form; a second one of the same name takes the first one's place."""
    folder = MediaFolder(tmp_path / "media")
    forms = {"a.png": picture("PNG"), "b.jpg": picture("JPEG"), "c.webp": picture("WEBP"), "d.webm": WEBM, "e.mp4": MP4}
    for name, content in forms.items():
        assert put(folder, name, content) == "", name
    assert put(folder, "a.png", picture("PNG", (64, 36))) == ""

    assert left(folder) == sorted(forms)
    assert [(it.file, it.kind) for it in folder.files()] == [(name, "film" if name > "d" else "picture") for name in sorted(forms)]
    assert Image.open(folder.path / "a.png").size == (64, 36)


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.svg", SCRIPT, "media-kind-wrong"),
        ("a.html", b"<script>", "media-kind-wrong"),
        ("a.png", SCRIPT, "media-content-wrong"),
        ("a.png", picture("JPEG"), "media-content-wrong"),
        ("a.png", picture("PNG")[:-30], "media-content-wrong"),
        ("a.jpg", b"\xff\xd8\xff" + SCRIPT, "media-content-wrong"),
        ("a.webp", picture("PNG"), "media-content-wrong"),
        ("a.mp4", WEBM, "media-content-wrong"),
        ("a.mp4", MP4[:-12], "media-content-wrong"),
        ("a.mp4", MP4 + SCRIPT, "media-content-wrong"),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42" + SCRIPT, "media-content-wrong"),
        ("a.webm", WEBM.replace(b"webm", b"matr"), "media-content-wrong"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_and_leaves_nothing(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    """A browser would be told a kind that it is not."""
    folder = MediaFolder(tmp_path / "media")
    assert put(folder, name, content) == key
    assert folder.files() == []
    assert not folder.path.exists() or left(folder) == []


def test_a_picture_of_too_many_points_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may blow up a display's memory; the control: with one point more allowed it is taken."""
    folder = MediaFolder(tmp_path / "media")
    monkeypatch.setattr(media, "MOST_PIXELS", 32 * 18 - 1)
    assert put(folder, "a.png", picture("PNG")) == "media-content-wrong"
    monkeypatch.setattr(media, "MOST_PIXELS", 32 * 18)
    assert put(folder, "a.png", picture("PNG")) == ""


def test_size_and_room_are_bounded_by_what_is_said_and_by_what_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal lies on the same disk."""
    folder = MediaFolder(tmp_path / "media")
    with pytest.raises(HallError) as large:
        folder.begin("a.png", 20_000_001)
    assert large.value.key == "media-too-large"
    incoming = folder.begin("a.png", 0)
    with pytest.raises(HallError) as grown:
        incoming.write(bytes(20_000_001))
    incoming.drop()
    assert (grown.value.key, left(folder)) == ("media-too-large", [])
    assert put(folder, "b.png", picture("PNG")) == ""
    monkeypatch.setattr(media, "MOST_TOTAL", len(picture("PNG")) + 9)
    assert put(folder, "b.png", picture("PNG")) == "", "in its own place"
    with pytest.raises(AgainstStandard, match="media-no-room"):
        folder.begin("c.png", 10)
    monkeypatch.setattr(media, "MOST_TOTAL", 2_000_000_000)
    monkeypatch.setattr(media, "KEEP_FREE", 10**18)
    with pytest.raises(AgainstStandard, match="media-no-room"):
        folder.begin("c.png", 10)


def test_leftovers_of_a_server_that_died_go_and_files_stay(tmp_path: Path) -> None:
    """A restart keeps what was whole."""
    folder = MediaFolder(tmp_path / "media")
    put(folder, "a.png", picture("PNG"))
    folder.begin("b.png", 10).write(b"half")
    assert len(left(folder)) == 2

    again = MediaFolder(tmp_path / "media")
    assert left(again) == ["a.png"]
    again.remove("a.png")
    with pytest.raises(NotFound):
        again.remove("a.png")
